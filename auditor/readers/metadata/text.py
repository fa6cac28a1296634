"""Text out of metadata: decoded, trimmed, cut to a length, and dropped where it says nothing.

Cleaning is the screen's work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONG = 10_000
"""Characters kept of a description."""

SHORT = 500
"""Characters kept of every other text."""

MANY = 20
"""Values kept of a list: a file with more owners than that is made up."""

_NOTHING = frozenset(
    {"none", "(none)", "null", "n/a", "na", "unknown", "undefined", "not set", "default", "-"}
)
_USER_COMMENT_HEADS = frozenset({b"ASCII", b"UNICODE", b"JIS", b"UTF-8", b"UTF8", b""})
"""Exif 2.32 (CIPA DC-008-2019), table 9: the first eight bytes of UserComment name its character
code. Upper and lower case and the padding vary in the wild."""

_CHARSET_BYTES = 8
_MARKED = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 400
_LONGEST_SCORED = 100_000
_FEWEST_NULS = 2
_FEWEST_CONTROLS = 4
"""Of so many bytes more than one is a control in UTF-16 of an alphabet, where every second names
the block."""
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f]")
_ODD_SIGNS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_SAME_SIGN = re.compile(r"(.)\1*\Z", re.DOTALL)
_LEAST_SERIAL = 3

_BLANKS = b"9 10 13 32 x9 x09 x20 xa xA x0a x0A xd xD x0d x0D"
_ESCAPED_BLANKS = tuple(b"&#%s;" % number for number in _BLANKS.split())


def decode(raw: bytes) -> str:
    """Return text of unknown encoding.

    As its byte order mark says; else UTF-16 where the bytes look like that, UTF-8 where it is
    valid, else Windows-1252, which cameras and editors write instead.
    """
    charset = _wide_charset(raw)
    if charset is not None:
        return raw.decode(charset, "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if not _is_controls(text):
        return text
    wide = _decode_wide(raw, big_endian=False)
    return wide if wide.strip("\0") and not _count_odd(wide) else text


def _is_controls(text: str) -> bool:
    """Whether so many signs are controls that it is no text of eight bits a sign."""
    sample = text[:_SAMPLE].rstrip("\0")
    return len(_CONTROLS.findall(sample)) * _FEWEST_CONTROLS > len(sample)


def decode_terminated(raw: bytes) -> str:
    """Return text of unknown encoding up to its first NUL character."""
    first = raw.split(b"\0", 1)[0]
    if _wide_charset(raw) is None and not _is_controls(first.decode("latin-1")):
        return decode(first)
    return decode(raw).split("\0", 1)[0]


def decode_utf16(raw: bytes) -> str:
    """Return the text of an XP tag: UTF-16, little-endian, ends at the first NUL character."""
    return raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace").split("\0", 1)[0]


def decode_user_comment(raw: bytes, *, big_endian: bool) -> str:
    """Return the text of UserComment, whose first eight bytes name the character code.

    Programs name one and write another, or the byte order of another machine: the text itself
    decides. `big_endian` is the byte order of the file.
    """
    head = raw[:_CHARSET_BYTES].strip(b"\0 ").upper()
    if head not in _USER_COMMENT_HEADS:
        return decode(raw)
    body = raw[_CHARSET_BYTES:]
    if head == b"UNICODE":
        return _decode_unicode(body, big_endian=big_endian)
    if head == b"JIS":
        return _decode_japanese(body)
    return decode(body)


def _wide_charset(raw: bytes) -> str | None:
    """Return the encoding that a byte order mark or the places of the NUL bytes show."""
    for mark, charset in _MARKED:
        if raw.startswith(mark):
            return charset
    sample = raw[:_SAMPLE]
    ends = (place for place in range(0, len(sample), 2) if sample[place : place + 2] == b"\0\0")
    sample = sample[: next(ends, len(sample))]
    even, odd = sample[::2], sample[1::2]
    if sample.count(0) < _FEWEST_NULS:
        return None
    for nuls, signs, charset in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if 0 not in signs and nuls.count(0) * 2 >= len(nuls):
            return charset
    return None


def _decode_unicode(body: bytes, *, big_endian: bool) -> str:
    charset = _wide_charset(body)
    if charset is not None:
        return body.decode(charset, "replace")
    return (
        decode(body) if _is_utf8(body.rstrip(b"\0 ")) else _decode_wide(body, big_endian=big_endian)
    )


def _is_utf8(text: bytes) -> bool:
    """Whether bytes that are called UTF-16 are UTF-8."""
    try:
        signs = text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    sample = text[:_SAMPLE]
    # kana of UTF-16 may be ASCII byte by byte: every second byte is the same
    kana = len(sample) > _FEWEST_NULS and b"0" in {
        bytes(set(sample[::2])),
        bytes(set(sample[1::2])),
    }
    return not kana and not _CONTROLS.search(signs[:_SAMPLE])


def _decode_wide(body: bytes, *, big_endian: bool) -> str:
    """Return UTF-16 in the byte order that gives the likelier text, that of the file in doubt."""
    whole = body[: len(body) // 2 * 2]
    orders = ("utf-16-be", "utf-16-le") if big_endian else ("utf-16-le", "utf-16-be")
    return min((whole.decode(order, "replace") for order in orders), key=_oddness)


def is_rather_big_endian(little: bytes, big: bytes, width: int) -> bool:
    """Whether `big` makes the likelier text than `little`, both of `width` bytes a sign.

    Where all signs are ASCII both make the same.
    """
    small, large = ("utf-16-le", "utf-16-be") if width == 2 else ("utf-32-le", "utf-32-be")  # noqa: PLR2004 - bytes
    return _score(big.decode(large, "replace")) < _score(little.decode(small, "replace"))


def _score(text: str) -> int:
    return _oddness("".join(sign for sign in text[:_LONGEST_SCORED] if not sign.isascii()))


def _oddness(text: str) -> int:
    """Return how unlike a text this is.

    Signs that no text holds count, and so does the number of different blocks: a text of one
    language comes out of few of them, its bytes the wrong way round out of many.
    """
    signs = text[:_SAMPLE].strip("\0")
    return _count_odd(signs) * 4 + len({ord(sign) >> 8 for sign in signs})


def _count_odd(text: str) -> int:
    """Count the signs that no text holds, among them space and line break the wrong way round."""
    return sum(
        unicodedata.category(sign) in _ODD_SIGNS or sign in "\ufffd\u2000\u0a00\u0d00"
        for sign in text[:_SAMPLE].strip("\0")
        if sign not in "\t\r\n\ufeff"
    )


def _decode_japanese(body: bytes) -> str:
    """Return text that is called JIS, which names three encodings."""
    for charset in ("iso2022_jp", "utf-8", "shift_jis", "euc_jp"):
        try:
            return body.decode(charset)
        except UnicodeDecodeError:
            continue
    return decode(body)


def tidy(text: str, limit: int = SHORT) -> str | None:
    """Return `text` without padding (NUL, white space) and cut to `limit` characters.

    None if nothing is left.

    Lone surrogates become question marks: they cannot be stored or sent on.
    """
    cut = text[: limit * 2].strip("\0 \t\r\n\v\f")[:limit]
    return cut.encode("utf-8", "replace").decode("utf-8") or None


def tidy_name(text: str) -> str | None:
    """Return the name of an owner, None where it is only a placeholder."""
    name = tidy(text)
    return (
        None
        if name is None or name.casefold() in _NOTHING or not any(sign.isalnum() for sign in name)
        else name
    )


def tidy_serial(text: str) -> str | None:
    """Return a serial number, None for what devices write when they have none.

    "0", spaces, one sign repeated.
    """
    serial = tidy(text, 100)
    if (
        serial is None
        or len(serial) < _LEAST_SERIAL
        or not serial.isprintable()
        or serial.casefold() in _NOTHING
    ):
        return None
    return (
        None if _SAME_SIGN.match(serial) or not any(sign.isalnum() for sign in serial) else serial
    )


def unique(values: Iterable[str | None], *, most: int = MANY) -> tuple[str, ...]:
    """Return the values that are there, each once, at most `most`.

    Upper and lower case count as the same.
    """
    seen: dict[str, str] = {}
    for value in values:
        if value and len(seen) < most:
            seen.setdefault(value.casefold(), value)
    return tuple(seen.values())


def without_blanks(text: bytes) -> bytes:
    """Return a text of base 64 without white space, also where XML writes it as a number.

    Linear in time and memory, whatever there is.
    """
    if b"&#" in text:
        for escaped in _ESCAPED_BLANKS:
            text = text.replace(escaped, b"")
    return text.translate(None, b" \t\r\n\f\v")
