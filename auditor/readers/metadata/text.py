"""Text out of metadata: decoded, trimmed, cut to a length, and dropped where it says nothing.

Cleaning is the screen's work.
"""

from __future__ import annotations

import re
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
_EXIF_CHARSETS = {
    b"ASCII\0\0\0": "utf-8",
    b"UNICODE\0": "utf-16",
    b"JIS\0\0\0\0\0": "iso2022_jp",
    bytes(8): "utf-8",
}
"""Exif 2.32 (CIPA DC-008-2019), table 9: the first eight bytes of UserComment name its character
code."""

_CHARSET_BYTES = 8
_SAME_SIGN = re.compile(r"(.)\1*\Z", re.DOTALL)
_LEAST_SERIAL = 3


def decode(raw: bytes) -> str:
    """Return text of unknown encoding.

    UTF-8 where it is valid, else Windows-1252, which cameras and editors write instead.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def decode_utf16(raw: bytes) -> str:
    """Return the text of an XP tag: UTF-16, little-endian, ends at the first NUL character."""
    return raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace").split("\0", 1)[0]


def decode_user_comment(raw: bytes, *, big_endian: bool) -> str:
    """Return the text of UserComment, whose first eight bytes name the character code."""
    head, body = raw[:_CHARSET_BYTES], raw[_CHARSET_BYTES:]
    charset = _EXIF_CHARSETS.get(head)
    if charset is None:
        return decode(raw)
    if charset == "utf-16":
        charset = (
            "utf-16-be"
            if big_endian and not body.startswith((b"\xff\xfe", b"\xfe\xff"))
            else "utf-16"
        )
        return body[: len(body) // 2 * 2].decode(charset, "replace")
    return decode(body) if charset == "utf-8" else body.decode(charset, "replace")


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
