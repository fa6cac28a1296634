"""What a learner keeps of a test: a file of answers without names, and what may follow."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, datetime
from pathlib import Path
from typing import TypeAlias

import msgspec

from auditor.awareness.parts import DELAY_DAYS, TestPart, due
from auditor.awareness.skill import LEAST_SURE, SURE, PictureAnswer, PictureLabel
from auditor.errors import UsageError
from auditor.messages import _

_SCHEMA = "auditor/awareness-results/1"
_MOST_BYTES = 4_000_000
_HASH = re.compile("[0-9a-f]{64}")
DealtPicture: TypeAlias = tuple[str, PictureLabel]
"""The hash of a picture of a folder, and what it is."""


class KeptPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers of a part, and when it ended."""

    ended: datetime
    answers: list[PictureAnswer]


class KeptUnderWay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part that was begun and not ended: its answers so far, in the order of its pictures."""

    part: TestPart
    answers: list[PictureAnswer]


class KeptTest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A test as far as it is; `seed` decides which picture comes in which part."""

    seed: int
    begun: str
    parts: dict[TestPart, KeptPart] = {}
    under_way: KeptUnderWay | None = None
    schema: str = _SCHEMA


def read(path: Path) -> KeptTest | None:
    """Return what a file keeps, None where there is none. Raises UsageError."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise UsageError(_("{file} is no file of results.").format(file=path.name))
        with path.open("rb") as file:
            found = msgspec.json.decode(file.read(_MOST_BYTES), type=KeptTest)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(_("{file} is no file of results.").format(file=path.name)) from error
    if found.schema != _SCHEMA or not _holds(found):
        raise UsageError(_("{file} is no file of results.").format(file=path.name))
    return found


def _holds(test: KeptTest) -> bool:
    """Whether what is kept can be: each picture once in all parts, numbers and times in ranges."""
    parts = [part.answers for part in test.parts.values()]
    if test.under_way is not None:
        parts.append(test.under_way.answers)
    answers = [answer for part in parts for answer in part]
    return (
        all(parts)
        and len({answer.item for answer in answers}) == len(answers)
        and all(map(_can_be, answers))
        and all(
            part.ended.tzinfo is not None and part.ended.year < MAXYEAR
            for part in test.parts.values()
        )
    )


def _can_be(answer: PictureAnswer) -> bool:
    return (
        _HASH.fullmatch(answer.item) is not None  # a drawing has a name instead
        and LEAST_SURE <= answer.confidence <= SURE
        and 0 <= answer.next_step <= 1
        and 0 <= answer.seconds < math.inf
    )


def check(test: KeptTest, part: TestPart, now: datetime, days: int = DELAY_DAYS) -> None:
    """Raise UsageError where a part was taken, comes before another one, or is not due yet."""
    if part in test.parts:
        raise UsageError(_("The part {part} was taken already.").format(part=part.value))
    before = list(TestPart)[: list(TestPart).index(part)]
    missing = next((each for each in before if each not in test.parts), None)
    if missing is not None:
        raise UsageError(_("The part {part} comes first.").format(part=missing.value))
    if part is TestPart.DELAYED:
        day = due(test.parts[TestPart.POST].ended, days)
        if now < day:
            raise UsageError(_("The delayed part is due on {day}.").format(day=day.date()))


def check_folder(test: KeptTest, dealt: Mapping[TestPart, Sequence[DealtPicture]]) -> None:
    """Raise UsageError where a part that was taken had others than the pictures `dealt` to it.

    Then the folder is another one or has changed, and parts of it would not be alike.
    """
    for part, done in test.parts.items():
        if [(answer.item, answer.label) for answer in done.answers] != list(dealt[part]):
            raise UsageError(
                _("The part {part} was taken with other pictures or labels.").format(
                    part=part.value
                ),
                _("Put back what was there, or begin anew with another file of results."),
            )


def so_far(test: KeptTest, part: TestPart, shown: Sequence[DealtPicture]) -> list[PictureAnswer]:
    """Return the answers of a part that was begun before; `shown` are its pictures in their order.

    Raises UsageError where these are others than they were then.
    """
    if test.under_way is None or test.under_way.part is not part:
        return []
    answers = test.under_way.answers
    if [(answer.item, answer.label) for answer in answers] != list(shown[: len(answers)]):
        raise UsageError(
            _("The folder has changed since this part was begun."),
            _("Put back what was there, or begin anew with another file of results."),
        )
    return answers


def begun(test: KeptTest, part: TestPart, answers: Sequence[PictureAnswer]) -> KeptTest:
    """Return a test with a part that is under way."""
    return msgspec.structs.replace(test, under_way=KeptUnderWay(part, list(answers)))


def added(
    test: KeptTest, part: TestPart, answers: Sequence[PictureAnswer], ended: datetime
) -> KeptTest:
    """Return a test with a further part. Raises UsageError where a picture was used before."""
    used = {answer.item for done in test.parts.values() for answer in done.answers}
    if used & {answer.item for answer in answers}:
        raise UsageError(_("The folder has changed: a picture was shown in an earlier part."))
    parts = {**test.parts, part: KeptPart(ended, list(answers))}
    return KeptTest(test.seed, test.begun, parts)


def write(path: Path, test: KeptTest) -> None:
    """Write a test into a file of this user alone. Raises UsageError."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(test), indent=1))
        part.replace(path)
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=path, reason=error.strerror)
        ) from error
