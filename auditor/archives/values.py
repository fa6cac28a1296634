"""Values out of lists that anybody may have written: whatever they hold, nothing is raised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from auditor.archives.tree.tree import Tree
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError
from auditor.messages import N_, _

_RAW_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_RAW_DICT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ANY = msgspec.json.Decoder(Any)
_EARLIEST, _LATEST = 0, 4_102_444_800  # 1970 to 2100
_MILLI = 10_000_000_000
"""Seconds above which a number counts milliseconds (in seconds: the year 2286)."""
BROKEN = N_("is no list in the form that this platform writes")


def mended(text: str) -> str:
    """Return a text whose UTF-8 was written as Latin-1, as Meta's exports do, as it was meant."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def moment(value: object) -> datetime | None:
    """Return the time in UTC of seconds or milliseconds since 1970, as number or text."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / 1000 if value > _MILLI else value
    if not _EARLIEST < seconds < _LATEST:  # also what is no number
        return None
    return datetime.fromtimestamp(seconds, UTC)


def written_time(value: object, *forms: str) -> datetime | None:
    """Return a time as written in one of `forms` (strptime), in UTC where the form names it.

    A form that ends in UTC or Z gives UTC; any other without zone stays without.
    """
    if not isinstance(value, str):
        return None
    for form in forms:
        try:
            found = datetime.strptime(value.strip(), form)  # noqa: DTZ007 - zone by the form
        except ValueError:
            continue
        if form.endswith(("UTC", "Z")):
            return found.replace(tzinfo=UTC)
        return found
    return None


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object, read with care: a missing or odd value is "", None or nothing."""

    body: Any

    def text(self, *names: str) -> str:
        """Return the first text that is there under one of `names`."""
        for name in names:
            value = self._get(name)
            if isinstance(value, str) and value:
                return value
        return ""

    def number(self, name: str) -> float | None:
        """Return a number, None where there is none."""
        value = self._get(name)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        """Whether something is said to be so."""
        return self._get(name) is True

    def has(self, name: str) -> bool:
        """Whether there is such a key."""
        return isinstance(self.body, dict) and name in self.body

    def at(self, *names: str) -> Record:
        """Return the object under a path of names, an empty one where it is not there."""
        found: Any = self.body
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        return Record(found)

    def all(self, *names: str) -> Iterator[Record]:
        """Yield the objects of the list under the first of `names` that holds one."""
        for name in names:
            value = self._get(name)
            if isinstance(value, list):
                yield from (Record(each) for each in value)
                return
            if isinstance(value, dict):
                yield Record(value)
                return

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        value = self._get(name)
        return (
            tuple(each for each in value if isinstance(each, str))
            if isinstance(value, list)
            else ()
        )

    def raw(self, name: str) -> object:
        """Return whatever stands under a name."""
        return self._get(name)

    def _get(self, name: str) -> Any:
        return self.body.get(name) if isinstance(self.body, dict) else None


def record(tree: Tree, name: str) -> Record:
    """Return a whole JSON file, an empty record where it is not there or is none."""
    try:
        return Record(_ANY.decode(tree.read(name, 16 * 1024 * 1024)))
    except (ReaderError, msgspec.MsgspecError, RecursionError):
        return Record(None)


def records(
    tree: Tree, name: str, *keys: str, lead: bytes = b""
) -> Iterator[Record | EntryLeftOut]:
    """Yield the objects of a JSON list, or of the list under one of `keys`, one at a time.

    `lead`: what may stand in front of the list up to its first bracket (JavaScript). A file that is
    no such list is one thing left out, and absence says nothing any more.
    """
    try:
        data = tree.read(name)
    except ReaderError as error:
        yield EntryLeftOut(name, error.message, gap=True)
        return
    if lead and data.lstrip().startswith(lead):
        data = data[data.find(b"[") :] if b"[" in data else b""
    try:
        rows = _RAW_LIST.decode(_list_in(data, keys))
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        yield EntryLeftOut(name, _(BROKEN), gap=True)
        return
    del data
    for row in rows:
        try:
            yield Record(_ANY.decode(row))
        except (msgspec.MsgspecError, RecursionError, UnicodeError):
            yield EntryLeftOut(name, _(BROKEN), gap=True)


def _list_in(data: bytes, keys: tuple[str, ...]) -> bytes | msgspec.Raw:
    if not keys or data.lstrip()[:1] == b"[":
        return data
    found = _RAW_DICT.decode(data)
    for key in keys:
        if key in found:
            return found[key]
    raise msgspec.ValidationError(BROKEN)


def shortened(text: str, most: int = 120) -> str:
    """Return a text that names something left out, not longer than a line."""
    return text if len(text) <= most else f"{text[: most - 1]}\u2026"
