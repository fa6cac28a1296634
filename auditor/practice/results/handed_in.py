"""Result files that learners hand in: read as files of strangers, paired, and then forgotten.

Only results of the range are taken: an invented person's story that this program has.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import msgspec

from auditor.dataclass import dataclass
from auditor.errors import ReaderError, UsageError
from auditor.messages import N_, _
from auditor.practice.stories.read import read_story, story_keys

_LONGEST = 64 * 1024
"""Bytes of a result file; a real one has some hundreds."""
MOST_FILES = 2000
MOST_TASKS = 64
_ENDING = ".json"

OpenFile = Callable[[Path], BinaryIO]

_TOO_MANY = N_("more than {n} files at once")
_NOT_SUCH = N_("is no result of the practice range")
_NO_CODE = N_("has no code with a letter or a digit")
_NO_STORY = N_("is of no story of the range, or of a level that it does not have")
TWICE = N_("a code stands in two files of the same time that differ")
NO_AFTER = N_("there is a result before and none after")
NO_BEFORE = N_("there is a result after and none before")

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class HandedTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one task went."""

    id: Text
    right: bool
    guesses: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0


class HandedIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One result file. Nothing else than this may stand in it."""

    schema: Literal["auditor/practice-result/1"]
    code: Text
    when: Literal["before", "after"]
    story: Text
    level: Annotated[int, msgspec.Meta(ge=1, le=9)]
    not_seen: Annotated[int, msgspec.Meta(ge=0, le=8)]
    tasks: Annotated[tuple[HandedTask, ...], msgspec.Meta(max_length=MOST_TASKS)] = ()


@dataclass(frozen=True, slots=True)
class PairedLearner:
    """What counts of one person: not seen of eight, and which tasks were right."""

    not_seen_before: int
    not_seen_after: int
    right_before: frozenset[str]
    right_after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Paired:
    """The learners of one story and level, and how many files were left out for which reason."""

    story: str
    level: int
    learners: tuple[PairedLearner, ...]
    left_out: tuple[tuple[str, int], ...]


def files_in(paths: Sequence[Path]) -> tuple[tuple[Path, bool], ...]:
    """Return files, and those in the folders among `paths`; whether each was named by itself.

    Raises UsageError.
    """
    found: dict[Path, bool] = {}
    for path in paths:
        try:
            inside = (
                sorted(each for each in path.iterdir() if each.suffix.casefold() == _ENDING)
                if path.is_dir()
                else None
            )
        except OSError as error:
            raise _wrong(path, error.strerror or type(error).__name__) from None
        for each in (path,) if inside is None else inside:
            found[each] = found.get(each, False) or inside is None
        if len(found) > MOST_FILES:
            raise UsageError(_(_TOO_MANY).format(n=MOST_FILES))
    return tuple(found.items())


def content(path: Path, open_file: OpenFile, longest: int = _LONGEST) -> bytes:
    """Return the bytes of a file that may not be long. Raises UsageError."""
    try:
        with open_file(path) as file:
            data = file.read(longest + 1)
    except ReaderError as error:
        raise _wrong(path, error.message) from None
    except OSError as error:
        raise _wrong(path, error.strerror or type(error).__name__) from None
    if len(data) > longest:
        raise _wrong(path, _(_NOT_SUCH))
    return data


def read(path: Path, data: bytes) -> HandedIn:
    """Return what a result file says. Raises UsageError where it is none of the range."""
    try:
        made = msgspec.json.decode(data, type=HandedIn)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _wrong(path, _(_NOT_SUCH)) from None
    if not is_told(made.story, made.level):
        raise _wrong(path, _(_NO_STORY))
    if not _plain(made.code):
        raise _wrong(path, _(_NO_CODE))
    return made


def is_told(story: str, level: int) -> bool:
    """Whether the range has a story at a level."""
    return story in story_keys() and 1 <= level <= read_story(story).levels


def paired(results: Iterable[HandedIn]) -> Paired:
    """Pair results by their codes, which are not in what is returned. Raises UsageError."""
    several = tuple(results)
    of_what = Counter((each.story, each.level) for each in several)
    if len(of_what) > 1:
        raise UsageError(
            _("These results are of several stories or levels: {names}.").format(
                names=", ".join(
                    f"{story} {level}: {count}" for (story, level), count in sorted(of_what.items())
                )
            ),
            _("Merge those of one story and level at a time."),
        )
    if not several:
        raise UsageError(_("There is no result among these files."))
    by_code: dict[str, list[HandedIn]] = {}
    for each in several:
        by_code.setdefault(_plain(each.code), []).append(each)
    left: Counter[str] = Counter()
    learners = [
        learner for each in by_code.values() if (learner := _learner(each, left)) is not None
    ]
    return Paired(several[0].story, several[0].level, tuple(learners), tuple(sorted(left.items())))


def _learner(results: Sequence[HandedIn], left: Counter[str]) -> PairedLearner | None:
    """Return the person of a code, None where they are left out, which `left` counts by file."""
    before = {each for each in map(_counted, results) if each.when == "before"}
    after = {each for each in map(_counted, results) if each.when == "after"}
    if len(before) > 1 or len(after) > 1:
        left[TWICE] += len(results)
    elif not after:
        left[NO_AFTER] += len(results)
    elif not before:
        left[NO_BEFORE] += len(results)
    else:
        (first,), (last,) = before, after
        return PairedLearner(first.not_seen, last.not_seen, _right(first), _right(last))
    return None


def _counted(result: HandedIn) -> HandedIn:
    """Return a result without what may differ in two copies of the same."""
    return msgspec.structs.replace(result, code=_plain(result.code))


def _right(result: HandedIn) -> frozenset[str]:
    wrong = {each.id for each in result.tasks if not each.right}
    return frozenset(each.id for each in result.tasks if each.right) - wrong


def _plain(code: str) -> str:
    """Return a code as codes are compared: how it was spaced or written large does not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", code).casefold())


def _wrong(path: Path, reason: str) -> UsageError:
    return UsageError(
        f"{path.name}: {reason}",
        _("Only result files of the range are merged, never results of a real vault."),
    )
