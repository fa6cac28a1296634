"""Bytes of a page to text, the way browsers decide.

Byte order mark, HTTP header, `<meta charset>`, UTF-8.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{1,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_PRESCAN = (
    4096  # browsers look at 1024 bytes; pages that put it later are decoded right all the same
)
_SAME = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
"""Labels that mean another encoding on the web (encoding.spec.whatwg.org, names and labels)."""


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of `body`. `content_type` is the HTTP header.

    Never fails: broken bytes become U+FFFD.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    header = _HEADER.search(content_type[:500])
    declared = _DECLARED.search(body[:_PRESCAN])
    for label in (header[1] if header else "", declared[1].decode("ascii") if declared else ""):
        known = _known(label)
        if known:
            return body.decode(known, "replace")
    return body.decode("utf-8", "replace")


def _known(label: str) -> str | None:
    name = _SAME.get(label.lower(), label)
    try:
        info = codecs.lookup(name)
        "".encode(info.name)  # codecs that are no character sets (base64, zip) refuse text
    except (LookupError, ValueError):
        return None
    return (
        None
        if info.name in {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"}
        else info.name
    )
