"""The entries of a list of hashes, in every form that is exchanged.

Lines of pdqhashing, vPDQ and python-threatexchange, tables with a header, and JSON.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import field
from typing import TextIO

import msgspec

from auditor.dataclass import dataclass
from auditor.hashing.match.match import Hashes, from_hex
from auditor.messages import N_, _
from auditor.readers.hashes.list_text import ListError, lines_of

__all__ = ["COLUMNS", "Entries", "from_json", "from_lines"]

COLUMNS = ("pdq", "hash", "pdq_hash", "pdq_hex")
"""What a column of PDQ hashes is called, in a Parquet file or a table."""

_NAMES = (*COLUMNS, "vpdq", "pdqhash", "signal", "signal_str", "indicator", "hash_value", "value")
_KINDS = ("signal_type", "type", "hash_type", "algorithm")
_PDQ_KINDS = ("pdq", "vpdq", "hash_pdq", "hash_vpdq", "video_pdq", "photo_pdq")
_HASH = re.compile(r"(?:v?pdq[:=])?(?:0x)?([0-9a-f]{64})", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_QUOTES = "\"'\u201c\u201d\u201e\ufffd"  # the last is what a quote of another code page becomes
_SEPARATORS = ",;\t|"
_REMARKS = ("#", "//", "; ", "--")
_DIGITS = 64
_AROUND = " \t\r\v\f\u00a0\u200b\ufeff"  # a mark may stand at the start of each joined list
_QUALITIES = range(101)
_JSON_BYTES = 64 << 20
_OTHER_HASHES = {
    16: N_("64 bits, as of pHash or dHash"),
    32: N_("an MD5"),
    40: N_("a SHA-1"),
    128: N_("a SHA-512"),
}

Entries = tuple[Hashes, list[int]]
"""Hashes, and the line each stands in, from 1; in JSON which of its hashes it is."""


@dataclass(slots=True)
class _Table:
    """What the header of a table said: which field is the hash, and which its kind."""

    separator: str = ""
    column: int | None = None
    kind: int | None = None
    seen: bool = field(default=False)


def from_lines(text: TextIO) -> Iterator[Entries]:
    """Yield the hashes of the lines. Raises ListError on the first line that holds none."""
    number, table = 0, _Table()
    for lines in lines_of(text):
        texts, places = [], []
        for place, line in enumerate(lines, number + 1) if any(lines) else ():
            bare = line.strip(_AROUND)
            if bare and not bare.startswith(_REMARKS):
                texts.append(bare)
                places.append(place)
        number += len(lines)
        if not texts:
            continue
        try:
            yield from_hex(texts), places
            table.seen = True
        except ValueError:
            yield _take_each(texts, places, table)


def _take_each(texts: list[str], places: list[int], table: _Table) -> Entries:
    hashes, kept = [], []
    for text, place in zip(texts, places, strict=True):
        for found in _take_line(text, place, table):
            hashes.append(found)
            kept.append(place)
    return from_hex(hashes), kept


def _take_line(text: str, place: int, table: _Table) -> list[str]:
    if len(text) == _DIGITS and (whole := _HASH.fullmatch(text)):
        table.seen = True
        return [whole[1]]
    if text.startswith(("[", "{")):  # one document a line
        return _take_json_line(text, place)
    if not table.seen:
        table.seen = True
        if _read_header(text, place, table):
            return []
    return _take_fields(_split(text, table.separator), place, table)


def _take_fields(fields: list[str], place: int, table: _Table) -> list[str]:
    if table.kind is not None and table.kind < len(fields):
        kind = fields[table.kind].casefold()
        if kind and kind not in _PDQ_KINDS:
            return []
    if table.column is None or table.column >= len(fields):
        return [_pick(fields, place)]
    chosen = fields[table.column]
    if chosen.startswith("["):
        return _take_json_line(chosen, place)
    if found := _HASH.fullmatch(chosen):
        return [found[1]]
    raise ListError(_what_it_is(chosen), place)


def _take_json_line(text: str, place: int) -> list[str]:
    try:
        return list(_walk(msgspec.json.decode(text.encode())))
    except (msgspec.DecodeError, RecursionError) as error:
        raise ListError(_("is JSON that cannot be read"), place) from error


def _split(text: str, separator: str = "") -> list[str]:
    mark = separator or next((mark for mark in _SEPARATORS if mark in text), " ")
    try:
        fields = next(csv.reader([text], delimiter=mark, skipinitialspace=True))
    except (csv.Error, StopIteration):
        fields = text.split(mark)
    return [part.strip().strip(_QUOTES).strip() for part in fields]


def _read_header(text: str, place: int, table: _Table) -> bool:
    """Whether the first line says what the columns are; what it says stands in `table`."""
    fields = [part.casefold().replace(" ", "_").replace("-", "_") for part in _split(text)]
    if any(_HASH.fullmatch(part) for part in fields):
        return False
    named = [name for name in _NAMES if name in fields]
    if not named:
        if any("sha256" in part or "md5" in part for part in fields):
            raise ListError(_("is the header of a table that has no column of PDQ hashes"), place)
        return False
    table.separator = next((mark for mark in _SEPARATORS if mark in text), " ")
    table.column = fields.index(named[0])
    kinds = [name for name in _KINDS if name in fields]
    table.kind = fields.index(kinds[0]) if kinds else None
    return True


def _pick(fields: list[str], place: int) -> str:
    """Return the field that is the hash: `hash,quality,file` or `frame,quality,hash,second`."""
    found = [found[1] for part in fields if (found := _HASH.fullmatch(part))]
    if len(found) == 1:
        return found[0]
    first = _HASH.fullmatch(fields[0])
    if first and (
        len(fields) > 1
        and fields[1].isdecimal()
        and len(fields[1]) < 4  # noqa: PLR2004
        and int(fields[1]) in _QUALITIES
    ):
        return first[1]
    if found:
        raise ListError(
            _("holds {count} numbers of 64 digits and no header says which is the PDQ hash").format(
                count=len(found)
            ),
            place,
        )
    likely = [part for part in fields if part and not _NUMBER.fullmatch(part)]
    raise ListError(_what_it_is(likely[0] if likely else ""), place)


def _what_it_is(text: str) -> str:
    """Say which form was seen instead; never the text itself, which may be anything."""
    bare = text[2:] if text[:2].casefold() == "0x" else text
    if re.fullmatch(r"[0-9a-fA-F]+", bare):
        if len(bare) in _OTHER_HASHES:
            return _("is no PDQ hash: it holds {form}").format(form=_(_OTHER_HASHES[len(bare)]))
        return _("is no PDQ hash: it holds {count} hex digits, not 64").format(count=len(bare))
    if re.fullmatch(r"[A-Za-z0-9+/]{43}=", bare):
        return _("is no PDQ hash of hex digits: it looks like base64")
    return _("is no PDQ hash")


def from_json(text: TextIO) -> Entries | None:
    """Return the hashes of a JSON document, None if it is not one document. Raises ListError."""
    content = text.read(_JSON_BYTES + 1)
    if len(content) > _JSON_BYTES:
        raise ListError(
            _("is JSON of more than {limit} MiB; one document a line has no limit").format(
                limit=_JSON_BYTES >> 20
            )
        )
    try:
        document = msgspec.json.decode(content.strip(_AROUND + "\n").encode())
    except RecursionError as error:
        raise ListError(_("is JSON that is nested too deep")) from error
    except msgspec.DecodeError:
        return None
    hashes = list(_walk(document))
    if not hashes and _says_something(document):  # "no hash" would be taken for an empty list
        raise ListError(
            _("is JSON in which no hash stands under a name that is known (pdq, hash, indicator…)")
        )
    return from_hex(hashes), list(range(1, len(hashes) + 1))


def _walk(document: object) -> Iterator[str]:
    """Yield every hash in its order: of a list, or under a key that is known for one.

    Not any text of 64 digits: that may be a SHA-256.
    """
    waiting: list[tuple[object, bool]] = [(document, True)]
    while waiting:
        value, wanted = waiting.pop()
        match value:
            case str() if wanted:
                first = _split(value)
                if any(_HASH.fullmatch(part) for part in first):
                    yield _pick(first, 0)
                elif value.startswith("["):  # the signal of a film is JSON in a text
                    waiting.append((_decode(value), True))
            case list():
                waiting.extend((each, wanted) for each in reversed(value))
            case dict():
                waiting.extend(reversed(_wanted(value)))
            case _:
                pass


def _says_something(document: object) -> bool:
    match document:
        case dict():
            return any(map(_says_something, document.values())) or any(
                len(str(key)) >= min(_OTHER_HASHES) for key in document
            )
        case list():
            return any(map(_says_something, document))
        case str():
            return len(document) >= min(_OTHER_HASHES)
        case _:
            return False


def _decode(text: str) -> object:
    try:
        return msgspec.json.decode(text.encode())
    except (msgspec.DecodeError, RecursionError):
        return None


def _wanted(value: dict[str, object]) -> list[tuple[object, bool]]:
    kinds = [str(value[name]).casefold() for name in _KINDS if isinstance(value.get(name), str)]
    if kinds and not any(kind in _PDQ_KINDS for kind in kinds):
        # its name may be of something else around hashes ("type": "list")
        return [(each, False) for each in value.values() if isinstance(each, dict | list)]
    return [
        (each, key.casefold() in _NAMES or isinstance(each, dict | list))
        for key, each in value.items()
    ]
