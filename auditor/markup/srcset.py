"""The `srcset` attribute: which sizes of a picture a page offers.

HTML standard, "parse a srcset attribute".
"""

from __future__ import annotations

import re

from auditor.dataclass import dataclass

MAX_SOURCES = 64
_WIDTH = re.compile(r"(\d{1,6})w")
_DENSITY = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)x")
_URL = re.compile(r"[\s,]*+(\S+)")
_DESCRIPTORS = re.compile(r"(?:\([^()]*\)|[^,(])*")


@dataclass(frozen=True, slots=True)
class SizedUrl:
    """One entry of a srcset: the URL as written, its width in px or its pixel density if given."""

    url: str
    width: int | None = None
    density: float | None = None


def parse_srcset(text: str) -> tuple[SizedUrl, ...]:
    """Return the first `MAX_SOURCES` entries in their order.

    What has no URL or a broken descriptor is left out.
    """
    found: list[SizedUrl] = []
    at = 0
    while len(found) < MAX_SOURCES:
        match = _URL.match(text, at)
        if match is None:
            break
        at = match.end()
        url = match[1]
        # a comma at the end of a URL ends the entry; inside a URL it belongs to it
        if url.endswith(","):
            found.append(SizedUrl(url.rstrip(",")))
            continue
        descriptors = _DESCRIPTORS.match(text, at)
        words = descriptors[0].split() if descriptors else []
        at = descriptors.end() + 1 if descriptors else at + 1
        entry = _read_entry(url, words)
        if entry is not None:
            found.append(entry)
    return tuple(entry for entry in found if entry.url)


def _read_entry(url: str, words: list[str]) -> SizedUrl | None:
    width = next((int(match[1]) for word in words if (match := _WIDTH.fullmatch(word))), None)
    density = next((float(match[1]) for word in words if (match := _DENSITY.fullmatch(word))), None)
    if words and width is None and density is None:
        return None
    return SizedUrl(url, width, density)


def largest(entries: tuple[SizedUrl, ...]) -> SizedUrl | None:
    """Return the entry with the greatest width, else the greatest density.

    No density given counts as 1; among equals the first is taken.
    """
    if not entries:
        return None
    return max(entries, key=lambda entry: (entry.width or 0, entry.density or 1.0))
