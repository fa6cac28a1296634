"""Lists deep inside one large JSON file, whose keys are spelt now this way and now that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from auditor.archives.rows import Broken, fields, rows, value_of
from auditor.archives.tree.tree import Tree
from auditor.archives.values import BROKEN, Record
from auditor.dataclass import dataclass
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError
from auditor.messages import _

_MOST_KEYS = 1000
_NOTHING = frozenset({b"null", b'""', b'"N/A"'})
"""How a list is written that has no entries, besides as an empty one."""


@dataclass(frozen=True, slots=True)
class Nest:
    """One value of a JSON file, not decoded yet; None where it is not there."""

    raw: bytes | None

    @property
    def keys(self) -> frozenset[str]:
        """The keys of an object, as `plain_key` makes them; none where it is none."""
        try:
            found = islice(fields(self.raw or b""), _MOST_KEYS)
            return frozenset(_named(name) for name, _start, _end in found)
        except Broken:
            return frozenset()

    def at(self, *names: str) -> Nest:
        """Return the value under the first of `names` that is there."""
        told: dict[str, tuple[int, int]] = {}
        data = self.raw or b""
        try:
            for name, start, end in fields(data):
                plain = _named(name)
                if plain in names:
                    told[plain] = (start, end)
        except Broken:
            pass  # what stands in front of that place is there
        for wanted in names:
            if wanted in told:
                start, end = told[wanted]
                return Nest(data[start:end])
        return Nest(None)

    def rows(self) -> Iterator[Record]:
        """Yield the objects of a list, their keys as `plain_key` makes them.

        An empty record stands for each that is none, and where the list cannot be read on.
        """
        if self.raw is None or self.raw in _NOTHING:
            return
        if self.raw.startswith(b"{"):
            only = self.record()
            if only.body != {}:
                yield only
            return
        try:
            for row in rows(self.raw, ()):
                yield Nest(row).record()
        except Broken:
            yield Record(None)

    def record(self) -> Record:
        """Return an object, its keys as `plain_key` makes them; an empty one where it is none."""
        try:
            body = value_of(self.raw or b"")
        except Broken:
            return Record(None)
        if not isinstance(body, dict):
            return Record(None)
        return Record({plain_key(key): value for key, value in body.items()})


def nested(tree: Tree, name: str) -> Nest | EntryLeftOut:
    """Return a whole JSON object; why not, where it is none, or none to its end."""
    try:
        data = tree.read(name)
        for _field in fields(data):
            pass
    except ReaderError as error:
        return EntryLeftOut(name, error.message, gap=True)
    except Broken:
        return EntryLeftOut(name, _(BROKEN), gap=True)
    return Nest(data)


def _named(name: bytes) -> str:
    return plain_key(name.decode("utf-8", "replace"))


def plain_key(key: str) -> str:
    """Return a key without case, spaces and signs."""
    return "".join(letter for letter in key.casefold() if letter.isalnum())
