"""What to do on a platform against an account that threatens or demands, from blackmail.toml.

The same steps on each, in one order; where more is known of a platform, its words stand instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from auditor.dataclass import dataclass
from auditor.guidance.age import SETTING_DAYS, FurtherSource, stale
from auditor.messages import N_

FIRST = N_(
    "If you know or live with them, or they can read this device: a helpline first, from another "
    "device (auditor help-now extortion; under 18: auditor help-now under-18). Do not pay, and "
    "send nothing more."
)
"""What comes before each step: silence, a block and a report can be noticed at home."""

StepKey = Literal["save", "report", "lists", "block"]


@dataclass(frozen=True, slots=True)
class Against:
    """One step. `title`, `text` and `notice` are English keys of the catalogue.

    `of_platform`: the words are those for one platform, not the ones for all.
    """

    key: StepKey
    title: str
    text: str
    notice: str
    source_url: str
    source_date: str
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    also: tuple[FurtherSource, ...] = ()
    of_platform: bool = False

    def stale(self, today: date) -> bool:
        """Say whether menus may have moved since anybody looked."""
        return stale(self.source_date, self.checked_on, SETTING_DAYS, today)


class _Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    platform: str
    step: StepKey
    text: str
    source_url: str
    source_date: str
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    notice: str = ""
    also: tuple[FurtherSource, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step: tuple[Against, ...]
    known: tuple[_Known, ...]


@lru_cache(maxsize=1)
def _read() -> _File:
    data = files("auditor.guidance").joinpath("blackmail.toml").read_bytes()
    return msgspec.toml.decode(data, type=_File)


def platforms() -> frozenset[str]:
    """Return the keys of the platforms of which more is known than what holds everywhere."""
    return frozenset(known.platform for known in _read().known)


def steps(platform: str) -> tuple[Against, ...]:
    """Return the steps for a platform by the key of its playbook, in their order."""
    own = {known.step: known for known in _read().known if known.platform == platform}
    return tuple(
        _instead(step, own[step.key]) if step.key in own else step for step in _read().step
    )


def rows() -> Iterator[tuple[str, Against]]:
    """Yield every row and its platform, empty for what holds everywhere."""
    yield from (("", step) for step in _read().step)
    for platform in sorted(platforms()):
        yield from ((platform, step) for step in steps(platform) if step.of_platform)


def _instead(step: Against, known: _Known) -> Against:
    return replace(
        step,
        text=known.text,
        notice=known.notice or step.notice,
        source_url=known.source_url,
        source_date=known.source_date,
        confidence=known.confidence,
        checked_on=known.checked_on,
        also=known.also,
        of_platform=True,
    )
