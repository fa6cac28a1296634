"""Values out of lists that anybody may have written: whatever they hold, nothing is raised."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from auditor.archives.rows import MOST_OF_ROW, Broken, entries, member, place, rows, value_of
from auditor.archives.tree.tree import Tree
from auditor.dataclass import dataclass
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError
from auditor.messages import N_, _

_EARLIEST, _LATEST = 0, 4_102_444_800  # 1970 to 2100
_LARGEST = 10**15
_MOST_ODD = 100
"""Entries that are no object, after which a list is not read on: it is none. A judgement."""
_LEAD = 200
"""Bytes in which JavaScript in front of a list begins."""
_MILLI = 10_000_000_000
"""Seconds above which a number counts milliseconds (in seconds: the year 2286)."""
_C_ESCAPE = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
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
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _LARGEST:
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
    return _whole(tree, name, b"")


def assigned(tree: Tree, name: str) -> Record:
    """Return the value that a file of JavaScript gives to a name, as `record` does."""
    return _whole(tree, name, b"=")


def _whole(tree: Tree, name: str, after: bytes) -> Record:
    try:
        data = tree.read(name, MOST_OF_ROW).removeprefix(codecs.BOM_UTF8)
        if after:
            data = data.partition(after)[2].rstrip().removesuffix(b";")
        return Record(value_of(data))
    except (ReaderError, Broken):
        return Record(None)


def records(
    tree: Tree, name: str, *keys: str, lead: tuple[bytes, ...] = ()
) -> Iterator[Record | EntryLeftOut]:
    """Yield the objects of a JSON list, or of the list under one of `keys`, one at a time.

    `lead`: how what stands in front of the list up to its first bracket may begin (JavaScript). A
    file that is no such list, or none to its end, is one thing left out, as is an entry that is no
    object, and absence says nothing any more.
    """
    try:
        data = tree.read(name).removeprefix(codecs.BOM_UTF8)
    except ReaderError as error:
        yield EntryLeftOut(name, error.message, gap=True)
        return
    if lead and data[:_LEAD].lstrip().startswith(lead):
        data = data[max(data.find(b"["), 0) :].rstrip().removesuffix(b";")
    try:
        yield from _objects(name, rows(data, keys))
    except Broken:
        yield EntryLeftOut(name, _(BROKEN), gap=True)


def _objects(name: str, found: Iterator[bytes]) -> Iterator[Record | EntryLeftOut]:
    odd = 0
    for row in found:
        try:
            value = value_of(row)
        except Broken:
            value = None
        if isinstance(value, dict):
            yield Record(value)
            odd += not value
        else:
            odd += 1
            yield EntryLeftOut(name, _(BROKEN), gap=True)
        if odd >= _MOST_ODD:
            raise Broken


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON object that may be large: nothing of it is decoded before it is asked for."""

    name: str
    body: bytes

    def begins_with(self, *names: str) -> str:
        """Return which of several members stands first, "" where there is none."""
        try:
            return place(self.body, names)[0]
        except Broken:
            return ""

    def section(self, *path: str) -> Record:
        """Return what stands under a path, an empty record where nothing does."""
        try:
            return Record(_value(member(self.body, *path)))
        except Broken:
            return Record(None)

    def records(self, *path: str) -> Iterator[Record | EntryLeftOut]:
        """Yield the objects of the list under a path."""
        for row in self._rows(*path):
            try:
                yield row if isinstance(row, EntryLeftOut) else Record(_value(row))
            except Broken:
                yield self._broken(*path)

    def documents(self, *path: str) -> Iterator[Document | EntryLeftOut]:
        """Yield the same as documents of their own."""
        for row in self._rows(*path):
            yield row if isinstance(row, EntryLeftOut) else Document(self.name, row)

    def _rows(self, *path: str) -> Iterator[bytes | EntryLeftOut]:
        try:
            place(self.body, path[:1])
        except Broken:
            return  # it is not there
        try:
            yield from entries(self.body, *path)
        except Broken:
            yield self._broken(*path)

    def _broken(self, *path: str) -> EntryLeftOut:
        return EntryLeftOut(f"{self.name}: {'/'.join(path)}", _(BROKEN), gap=True)


def document(tree: Tree, name: str) -> Document | EntryLeftOut:
    """Return a file that holds one object, or why it cannot be read."""
    try:
        return Document(name, tree.read(name).removeprefix(codecs.BOM_UTF8))
    except ReaderError as error:
        return EntryLeftOut(name, error.message, gap=True)


def _value(body: bytes) -> object:
    """Return a value. Telegram writes control characters as C does, which is no JSON."""
    try:
        return value_of(body)
    except Broken:
        return value_of(_C_ESCAPE.sub(rb"\1\\u00\2", body))


def shortened(text: str, most: int = 120) -> str:
    """Return a text that names something left out, not longer than a line."""
    return text if len(text) <= most else f"{text[: most - 1]}\u2026"
