"""Lists deep inside one large JSON file, whose keys are spelt now this way and now that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from auditor.archives.tree.tree import Tree
from auditor.archives.values import BROKEN, Record
from auditor.domain.archives.archive import EntryLeftOut
from auditor.errors import ReaderError
from auditor.messages import _

_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_DICT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_PLAIN = msgspec.json.Decoder()
_BAD = (msgspec.MsgspecError, RecursionError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Nest:
    """One value of a JSON file, not decoded yet; None where it is not there."""

    raw: msgspec.Raw | bytes | None

    @property
    def fields(self) -> Mapping[str, Nest]:
        """The values of an object by their keys, as `plain_key` makes them."""
        if self.raw is None:
            return {}
        try:
            return {plain_key(key): Nest(value) for key, value in _DICT.decode(self.raw).items()}
        except _BAD:
            return {}

    def at(self, *names: str) -> Nest:
        """Return the value under the first of `names` that is there."""
        fields = self.fields
        return next((fields[name] for name in names if name in fields), Nest(None))

    def rows(self) -> Iterator[Record]:
        """Yield the objects of a list, their keys as `plain_key` makes them; of nothing else."""
        if self.raw is None:
            return
        try:
            values = _LIST.decode(self.raw)
        except _BAD:
            return
        for value in values:
            yield Nest(value).record()

    def record(self) -> Record:
        """Return an object, its keys as `plain_key` makes them; an empty one where it is none."""
        try:
            body = None if self.raw is None else _PLAIN.decode(self.raw)
        except _BAD:
            body = None
        if not isinstance(body, dict):
            return Record(None)
        return Record({plain_key(key): value for key, value in body.items()})


def nested(tree: Tree, name: str) -> Nest | EntryLeftOut:
    """Return a whole JSON object; why not, where it is none."""
    try:
        data = tree.read(name)
        _DICT.decode(data)
    except ReaderError as error:
        return EntryLeftOut(name, error.message, gap=True)
    except _BAD:
        return EntryLeftOut(name, _(BROKEN), gap=True)
    return Nest(data)


def plain_key(key: str) -> str:
    """Return a key without case, spaces and signs."""
    return "".join(letter for letter in key.casefold() if letter.isalnum())
