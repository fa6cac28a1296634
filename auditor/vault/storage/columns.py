"""What a column can hold: migrations and tables ask here."""

from __future__ import annotations

import re

LARGEST_NUMBER = 2**53
"""Larger ones are no size of a picture, and lose digits as a float."""
_UNPAIRED = re.compile("[\ud800-\udfff]")


def text(value: str) -> str:
    """Return `value` as the database can take it."""
    return _UNPAIRED.sub("\ufffd", value)


def number(value: int | None) -> int | None:
    """Return a size as the database can take it, None for what is none."""
    return value if value is not None and 0 <= value <= LARGEST_NUMBER else None
