"""The words that a QuickTime or MP4 film holds: QuickTime user data, 3GPP, iTunes and Apple's keys.

Names of boxes and keys from Apple's QuickTime File Format, 3GPP TS 26.244 and ExifTool's tables.
"""

from __future__ import annotations

import re
import struct

from auditor.domain.photos.file_contents import Contact, ContactKind, NamedPerson, Trace
from auditor.readers.film.film import Cover, Film, signed_angle
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import parse_stamp

__all__ = ["read_key", "read_list_value", "read_place_box", "read_user_text", "take_word"]

_OWNERS = frozenset(
    {"art", "aut", "auth", "cpy", "cprt", "dir", "prd", "wrt", "com", "aart", "ownr", "swf", "phg"}
    | {"artist", "author", "copyright", "director", "producer", "publisher", "ope", "arg", "albr"}
)
_PEOPLE = frozenset({"prf", "perf", "performers", "performer", "actor"})
_WORDS = frozenset(
    {"nam", "cmt", "des", "desc", "ldes", "inf", "alb", "lyr", "grp", "src", "titl", "dscp", "albm"}
    | {"coll", "name", "tnam", "snm", "title", "comment", "description", "information", "album"}
    | {"displayname", "sdes", "tven", "scen", "shot", "reel", "note"}
    | {
        "recording_location",
        "summary",
        "synopsis",
        "subject",
        "encoded_by",
        "location.name",
        "location.body",
        "location.note",
        "collection.user",
        "st3",
        "wrn",
    }
)
_KEYWORDS = frozenset({"keywords", "keyw", "kyw", "catg"})
_DEVICE = {
    **dict.fromkeys(("mak", "manu", "make", "manufacturer", "image.{tiff}.make"), "make"),
    **dict.fromkeys(("mod", "modl", "model", "cmnm", "cnmn", "mdl", "image.{tiff}.model"), "model"),
    **dict.fromkeys(
        ("swr", "too", "enc", "software", "encoder", "firm", "cnfv", "image.{tiff}.software"),
        "software",
    ),
}
"""Names of what made it, and the field of `RawMetadata` that holds it."""
_TIMES = frozenset(
    {"day", "date", "creationdate", "creation_time", "originaldatetime", "date_recorded"}
    | {"date_digitized"}
)
_PLACES = frozenset({"xyz", "location.iso6709", "location"})
_SERIALS = frozenset({"slno", "snum", "lens", "camera.serialnumber", "cameraserialnumber"})
_IDENTIFIERS = frozenset(
    {"content.identifier", "cmid", "clid", "camera.identifier", "apple.photos.variation-identifier"}
    | {"cnid", "atid", "geid", "plid", "xid ", "sfid", "video.uuid", "uid", "media.uuid"}
)
_FILES = frozenset({"clfn", "fsid", "filename"})
_ACCOUNTS = frozenset({"apid"})
_PREFIXES = (
    "com.apple.quicktime.",
    "com.apple.proapps.",
    "com.apple.finalcutstudio.",
    "com.android.",
    "com.divergentmedia.clipwrap.",
    "com.apple.",
)
_LENGTHS = 4
_FIRST_ISO_LANGUAGE = 0x400
"""Smaller codes of languages are those of the old Mac OS, with its character set."""
_UTF_16 = (b"\xfe\xff", b"\xff\xfe")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\Z")
_TEXTS, _UTF_16_TEXT = frozenset({0, 1, 4}), frozenset({2, 5})
"""Types of an iTunes `data` box (QuickTime File Format, well-known types)."""
_PICTURES = frozenset({13, 14, 27})
_INTEGERS = frozenset({21, 22, *range(65, 79)})
_LONGEST = 20_000
_MOST_WORDS = 200
_MOST_TOLD = 2000
_LOCI_TAIL = struct.Struct(">Biii")
_FIXED = 65536


def read_user_text(film: Film, kind: bytes, raw: bytes) -> None:
    """Take what a box of the user data says; `kind` is its name, `raw` its content."""
    mark, name = kind[:1], kind[1:].decode("latin-1").lower()
    if mark in {b"\xa9", b"@"}:
        for text in _list_international(raw):
            take_word(film, name, text, f"QuickTime {chr(0xA9)}{kind[1:].decode('latin-1')}")
        return
    name = kind.decode("latin-1").lower()
    where = f"QuickTime {kind.decode('latin-1')}"
    if kind == b"kywd":
        for word in _list_keywords(raw)[:_MOST_WORDS]:
            take_word(film, "keywords", word, where)
    elif kind in {b"titl", b"dscp", b"perf", b"auth", b"cprt", b"albm", b"coll", b"gnre"}:
        take_word(film, name, _decode(raw[6:]), where)  # version, flags, language
    elif kind in {b"manu", b"modl"} and raw[:4] == bytes(4):
        take_word(film, name, _decode(raw[6:]), where)
    elif kind == b"tnam":
        take_word(film, name, _decode(raw[4:]), where)
    else:
        take_word(film, name, _decode(raw), where)


def read_place_box(film: Film, raw: bytes) -> None:
    """Take a 3GPP `loci` box: a name, then the position in fixed point (TS 26.244, 8.10)."""
    name, rest = _split_text(raw[6:])
    if len(rest) < _LOCI_TAIL.size:
        return
    _role, longitude, latitude, altitude = _LOCI_TAIL.unpack_from(rest)
    film.add_place(
        signed_angle(latitude / _FIXED),
        signed_angle(longitude / _FIXED),
        altitude / _FIXED or None,
        "3GPP loci",
    )
    body, rest = _split_text(rest[_LOCI_TAIL.size :])
    note, _rest = _split_text(rest)
    for text in (name, body if body.casefold() != "earth" else "", note):
        if text:
            film.words.descriptions.append(text)


def read_list_value(film: Film, name: str, type_code: int, raw: bytes, where: str) -> None:
    """Take one value of an iTunes list or of Apple's keys; `type_code` says what it is."""
    if type_code in _PICTURES or raw[:3] == b"\xff\xd8\xff" or raw[:4] == b"\x89PNG":
        film.add_cover(Cover(raw, where))
        return
    if type_code in _INTEGERS:
        if len(raw) <= 8 and int.from_bytes(raw, "big"):  # noqa: PLR2004 - 64 bits
            take_word(film, name, str(int.from_bytes(raw, "big", signed=True)), where)
        return
    if type_code in _UTF_16_TEXT:
        text = raw[: len(raw) // 2 * 2].decode("utf-16-be", "replace")
    elif type_code in _TEXTS:
        text = _decode(raw)
    else:
        return
    take_word(film, name, text, where)


def read_key(name: str) -> str:
    """Return the short name of one of Apple's keys."""
    lower = name.lower()
    for prefix in _PREFIXES:
        lower = lower.removeprefix(prefix)
    return lower


def take_word(film: Film, name: str, text: str, where: str) -> None:
    """Put one text where it belongs by its name; what tells nothing of anybody is left out."""
    text = text.strip("\0 \t\r\n")[:_LONGEST]
    name = name.strip()
    words = film.words
    film.told += 1
    if not text or film.told > _MOST_TOLD:
        return
    if name in _PLACES:
        film.add_text_place(text, where)
    elif name in _TIMES:
        stamp = parse_stamp(text)
        words.stamps += [stamp] if stamp is not None else []
    elif name in _KEYWORDS:
        words.keywords += [word.strip() for word in text.split(",") if word.strip()][:_MOST_WORDS]
    elif name in _PEOPLE:
        words.people.append(NamedPerson(text, where))
    elif name in _DEVICE:
        attribute = _DEVICE[name]
        setattr(words, attribute, getattr(words, attribute) or text)
    elif name in _ACCOUNTS:
        words.owners.append(text)
        if _EMAIL.match(text):
            words.contact.append(Contact(ContactKind.EMAIL, text, where))
    else:
        _add_text(words, name, text, where)


def _add_text(words: RawMetadata, name: str, text: str, where: str) -> None:
    for names, texts in (
        (_OWNERS, words.owners),
        (_WORDS, words.descriptions),
        (_SERIALS, words.serials),
    ):
        if name in names:
            texts.append(text)
    for names, traces in ((_IDENTIFIERS, words.identifiers), (_FILES, words.paths)):
        if name in names:
            traces.append(Trace(text, where))


def _list_international(raw: bytes) -> list[str]:
    """Return the texts of one box: length and language before each (QuickTime File Format)."""
    texts: list[str] = []
    place = 0
    while place + _LENGTHS <= len(raw) and len(texts) < 10:  # noqa: PLR2004 - languages
        size = int.from_bytes(raw[place : place + 2], "big")
        text = raw[place + _LENGTHS : place + _LENGTHS + size]
        if len(text) < size:
            break
        language = int.from_bytes(raw[place + 2 : place + _LENGTHS], "big")
        if text:
            texts.append(_decode(text, mac=language < _FIRST_ISO_LANGUAGE))
        place += _LENGTHS + size
    if not texts:  # some cameras leave out length and language
        texts = [_decode(raw)] if raw[:1].isascii() and raw[:1] > b"\x1f" else []
    return texts


def _list_keywords(raw: bytes) -> list[str]:
    if raw[:1] != b"\0":  # as Apple's phones write it
        return [decode(word) for word in raw.split(b"\0", _MOST_WORDS)[:_MOST_WORDS] if word]
    words: list[str] = []
    place = 7
    for _step in range(raw[6] if len(raw) > 6 else 0):  # noqa: PLR2004 - flags, language, count
        size = raw[place] if place < len(raw) else 0
        words.append(_decode(raw[place + 1 : place + 1 + size]))
        place += 1 + size
    return words


def _split_text(raw: bytes) -> tuple[str, bytes]:
    """Return a text that ends with NUL, and what stands behind it."""
    if raw.startswith(_UTF_16):
        place = 2
        while place + 1 < min(len(raw), _LONGEST) and raw[place : place + 2] != b"\0\0":
            place += 2
        return _decode(raw[:place]), raw[place + 2 :]
    text, _, rest = raw[:_LONGEST].partition(b"\0")
    return decode(text), rest


def _decode(raw: bytes, *, mac: bool = False) -> str:
    raw = raw[:_LONGEST]
    if raw.startswith(_UTF_16):
        return raw[: len(raw) // 2 * 2].decode("utf-16", "replace").split("\0", 1)[0]
    text = raw.split(b"\0", 1)[0]
    if mac:
        try:
            return text.decode("utf-8")
        except UnicodeDecodeError:
            return text.decode("mac_roman")
    return decode(text)
