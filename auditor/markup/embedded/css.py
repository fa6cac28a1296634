"""Pictures and further stylesheets that CSS names."""

from __future__ import annotations

import re

from auditor.dataclass import dataclass
from auditor.markup.urls import names_picture, safe_url

MAX_CSS = 4 * 1024 * 1024
"""Bytes of a stylesheet that are read; those of whole frameworks have less than 1 MiB."""
MAX_PICTURES = 2_000

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_URL = re.compile(
    r"url\(\s{0,9}(?:\"([^\"\n]{1,4096})\"|'([^'\n]{1,4096})'"
    r"|((?:\\[0-9a-fA-F]{1,6}\s?|\\.|[^\"')\s\\]){1,4096}))",
    re.IGNORECASE,
)
_IMPORT = re.compile(r"@import\s{1,9}(?:url\(\s{0,9})?[\"']?([^\"')\s;]{1,4096})", re.IGNORECASE)
_SET = re.compile(r"image-set\(([^;{}]{1,4096})", re.IGNORECASE)
_STRING = re.compile(r"[\"']([^\"'\n]{1,4096})[\"']")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6}\s?|.)")


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """Absolute, safe addresses of pictures and imported sheets, each once, in their order.

    `cut`: there was more than is read.
    """

    pictures: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    cut: bool = False


def parse_css(text: str, url: str) -> StyleSheet:
    """Return what CSS that stands at `url` names; vector drawings and fonts are left out."""
    cut = len(text) > MAX_CSS
    text = _COMMENT.sub(" ", text[:MAX_CSS])
    imports = dict.fromkeys(
        sheet
        for match in _IMPORT.finditer(text)
        if (sheet := safe_url(url, _plain(match[1]))) is not None
    )
    pictures: dict[str, None] = {}
    for written in _written(text):
        address = safe_url(url, _plain(written)) if not written.startswith("data:") else None
        if address is not None and names_picture(address):
            pictures.setdefault(address)
    kept = tuple(pictures)[:MAX_PICTURES]
    return StyleSheet(kept, tuple(imports), cut or len(pictures) > MAX_PICTURES)


def named_in_css(text: str) -> list[str]:
    """Return the addresses in a declaration as they stand there, without escapes and data."""
    text = text.replace("&quot;", '"')
    return [_plain(written) for written in _written(text) if not written.startswith("data:")]


def _written(text: str) -> list[str]:
    found = [match[1] or match[2] or match[3] for match in _URL.finditer(text)]
    for among in _SET.finditer(text):
        found += [match[1] for match in _STRING.finditer(among[1])]
    return found


def _plain(written: str) -> str:
    """Return a string of CSS without its escapes (CSS Syntax, 4.3.7)."""
    return _ESCAPE.sub(_unescaped, written) if "\\" in written else written


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1].strip()
    if re.fullmatch(r"[0-9a-fA-F]+", digits) and 0 < int(digits, 16) < 0x110000:  # noqa: PLR2004 - Unicode
        return chr(int(digits, 16))
    return match[1]
