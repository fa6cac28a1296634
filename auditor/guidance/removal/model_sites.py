"""Sites that share models, and how a model that imitates somebody is removed from each.

From model-sites.toml.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from auditor.dataclass import dataclass
from auditor.guidance.age import SETTING_DAYS, FurtherSource, stale
from auditor.messages import N_

MEANS = N_("an empty list says nothing: such models mostly carry other names")
"""What every list of models that may be named after somebody means; it stands in each of them."""
BEFORE_REPORTING = N_(
    "Before you report: note the address and the day. Do not open the page alone if you fear what "
    "is on it. Write to the site, never to whoever put it there."
)
UNDER_18 = N_(
    "Under 18, or shown as you were then: do not write to the site yourself and save no picture. "
    "Who takes that on for you: auditor help-services --minor"
)


@dataclass(frozen=True, slots=True)
class ModelSite:
    """One site. `key` is the name of its look-up; `steps` and `note` are English keys."""

    key: str
    title: str
    steps: tuple[str, ...]
    note: str
    source_url: str
    source_date: str
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    also: tuple[FurtherSource, ...] = ()

    def stale(self, today: date) -> bool:
        """Say whether the way may have changed since anyone looked."""
        return stale(self.source_date, self.checked_on, SETTING_DAYS, today)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    site: tuple[ModelSite, ...]


@lru_cache(maxsize=1)
def sites() -> tuple[ModelSite, ...]:
    """Return every site. Raises msgspec.ValidationError on a broken file."""
    data = files("auditor.guidance").joinpath("removal", "model-sites.toml").read_bytes()
    return msgspec.toml.decode(data, type=_File).site


def title_of(key: str) -> str:
    """Return the name that people know a site by."""
    return next((site.title for site in sites() if site.key == key), key)
