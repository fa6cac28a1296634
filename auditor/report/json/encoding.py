"""How values stand in the text of a document."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import msgspec

_ENCODER = msgspec.json.Encoder()
_NOT_ASCII = re.compile("[^\0-\x7f]")


def encoded(value: object) -> str:
    """Return JSON with an indent of 1, ASCII only, so that no control character is in it.

    Moments must be in UTC already (`utc`).
    """
    try:
        compact = _ENCODER.encode(value)
    except (UnicodeEncodeError, OverflowError, TypeError):  # unpaired surrogates, large numbers
        return indented(value)
    text = msgspec.json.format(compact, indent=1).decode()
    return text if text.isascii() else _NOT_ASCII.sub(_escaped, text)


def indented(value: object) -> str:
    """Return the same of anything that may stand in a document, at the cost of time."""
    # json with indent= encodes in Python, fifteen times slower
    compact = json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=plain)
    return msgspec.json.format(compact, indent=1)


def plain(value: object) -> str:
    """Return a moment as text. Raises TypeError for anything else."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    message = f"{type(value).__name__} does not belong in a document"
    raise TypeError(message)


def utc(moment: datetime | None) -> datetime | None:
    """Return a moment in UTC."""
    return moment if moment is None or moment.tzinfo is UTC else moment.astimezone(UTC)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
