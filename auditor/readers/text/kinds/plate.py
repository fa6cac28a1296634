"""Which lines of a picture are licence plates.

A plate stands alone and follows its country's pattern; words do not. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.domain.photos.picture_contents import TextFound, TextKind
from auditor.readers.text import masking
from auditor.readers.text.kinds.page import TextPage

__all__ = ["plate"]

_PATTERNS: tuple[tuple[str, re.Pattern[str], float], ...] = (
    ("GB", re.compile(r"[A-Z]{2}[0-9]{2} ?[A-HJ-PR-Z]{3}"), 0.85),
    ("D", re.compile(r"[A-ZÄÖÜ]{1,3}[ :·•.-]{1,3}[A-Z]{1,2}[ ·-]?[1-9]\d{0,3}[EH]?"), 0.75),
    ("FR IT", re.compile(r"[A-HJ-NP-TV-Z]{2}[ ·-]?\d{3}[ ·-]?[A-HJ-NP-TV-Z]{2}"), 0.8),
    ("ES", re.compile(r"\d{4} ?[BCDFGHJKLMNPRSTVWXYZ]{3}"), 0.75),
    (
        "PT",
        re.compile(
            r"[A-Z]{2}[ ·-]\d\d[ ·-][A-Z]{2}|\d\d[ ·-][A-Z]{2}[ ·-]\d\d|\d\d[·-]\d\d[·-][A-Z]{2}"
        ),
        0.8,
    ),
    ("SE", re.compile(r"[A-HJ-PR-UW-Z]{3} ?\d\d[A-HJ-NP-UW-Z0-9]"), 0.7),
    (
        "NL",
        re.compile(
            r"[A-Z]{1,2}-\d{3}-[A-Z]{1,2}|\d{1,2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-[A-Z]{2}-\d\d"
        ),
        0.8,
    ),
    ("PL", re.compile(r"[A-Z]{2,3} [0-9][0-9A-Z]{3,4}"), 0.6),
    ("NO DK", re.compile(r"[A-Z]{2} ?\d{2} ?\d{3}"), 0.7),
    ("AT", re.compile(r"[A-Z]{1,2}[ -]\d{1,5} ?[A-Z]{1,3}"), 0.6),
    (
        "CH",
        re.compile(
            r"(?:AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG"
            r"|ZH)[ ·•]{1,3}\d{3,6}"
        ),
        0.7,
    ),
    ("US CA", re.compile(r"\d[A-Z]{3}\d{3}"), 0.75),
    ("US", re.compile(r"[A-Z]{3}[ ·-]\d{4}|\d{3}[ ·-][A-Z]{3}"), 0.65),
    ("BR", re.compile(r"[A-Z]{3}\d[A-Z]\d\d"), 0.8),
    ("IN", re.compile(r"[A-Z]{2} ?\d{1,2} ?[A-Z]{1,2} ?\d{4}"), 0.8),
    ("UA", re.compile(r"[ABCEHIKMOPTX]{2} ?\d{4} ?[ABCEHIKMOPTX]{2}"), 0.8),
)
"""Patterns of private cars as each country's registry publishes them, and how sure such a line
alone makes (our judgement)."""
_COUNTRY = re.compile(r"^(?:GB|UK|D|F|I|E|P|S|NL|PL|N|DK|A|CH|EU|IRL|B)[ .:·|]+(?=\S{2,} ?\S)")
_NO_PLATE = re.compile(
    r"^(?:ISO|DIN|EN|RFC|USB|MP|GATE|SEAT|ROW|ROOM|PAGE|BUS|TEL|NO|NR|KM|HP|OPEN|FROM|SINCE|EST|TAX"
    r"|VAT|PO|ID|JAN|FEB|MAR|APR|MAY"
    r"|JUN|JUL|AUG|SEP|OCT|NOV|DEC|LINE|ZONE|TOP|THE|IN|OF|AT|TO|BY|ON|DAY|WEEK|CH|PM|AM|IPX?|HALL"
    r"|COVID|SARS)\b"
)
_FEW_LINES = 6
"""A car's plate is among few words; a page with many lines is a paper, whose numbers look like
plates too."""


def plate(page: TextPage) -> Iterator[TextFound]:
    """Yield lines that are a plate and nothing else, where the picture holds little other text."""
    if len(page.lines) > _FEW_LINES:
        return
    for line in page.lines:
        sure = sureness(line.text)
        if sure:
            yield TextFound(
                TextKind.PLATE, masking.first_letter(line.text), line.confidence * sure, line.box
            )


def sureness(text: str) -> float:
    """Return how sure (0-1) a line is a plate, with or without the letter of a country before it.

    Small letters stand on none.
    """
    whole = text.strip(" .·|")
    parts = {whole, _COUNTRY.sub("", whole)}
    if _NO_PLATE.match(whole) or whole != whole.upper():
        return 0.0
    return max(
        (
            sure
            for _country, pattern, sure in _PATTERNS
            for part in parts
            if pattern.fullmatch(part)
        ),
        default=0.0,
    )
