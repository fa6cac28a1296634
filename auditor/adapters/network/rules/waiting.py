"""How long a site asks to wait, read from its headers. Pure: the time is an argument."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_EPOCH_FROM = 1_000_000_000
"""A number from here on is seconds since 1970, below it seconds from now.

GitHub and Bluesky give the first, draft-ietf-httpapi-ratelimit-headers the second.
"""
_MILLISECONDS_FROM = 100_000_000_000
_LONGEST = 366 * 86_400.0
"""Seconds. No site means more than a year."""
_RESETS = ("ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")
_REMAINING = ("ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining")


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds (0 to one year) that an answer of 429 or 503 asks to wait.

    None if it does not say.
    """
    wait = moment(headers.get("retry-after", ""), now, numbers_are_seconds=True)
    return _reset(headers, now) if wait is None else wait


def exhausted(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds until the site takes requests again, if this was the last one allowed.

    None if the answer did not use up the last one.
    """
    left = next((headers[name] for name in _REMAINING if name in headers), "")
    return _reset(headers, now) if left.strip() == "0" else None


def _reset(headers: Mapping[str, str], now: datetime) -> float | None:
    waits = (moment(headers[name], now) for name in _RESETS if name in headers)
    return next((wait for wait in waits if wait is not None), None)


def moment(text: str, now: datetime, *, numbers_are_seconds: bool = False) -> float | None:
    """Return the seconds from `now` to what `text` says: seconds, epoch, HTTP date or ISO 8601.

    None if it says nothing.
    """
    text = text.strip()
    number = _number(text)
    if number is not None:
        if number >= _MILLISECONDS_FROM:
            number /= 1000
        wait = number if numbers_are_seconds or number < _EPOCH_FROM else number - now.timestamp()
        return min(max(wait, 0.0), _LONGEST)
    then = _date(text)
    if then is None:
        return None
    return min(max((then - now).total_seconds(), 0.0), _LONGEST)


def _number(text: str) -> float | None:
    if not text.isascii():
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _date(text: str) -> datetime | None:
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            then = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return then if then.tzinfo is not None else then.replace(tzinfo=UTC)
    return None
