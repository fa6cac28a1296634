"""A day, or a day with a time, as people type it: 2026-11-28, or 2026-11-28 14:30."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time

from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.messages import _

_SHOWN = 40


def typed_moment(said: str) -> tuple[datetime, bool]:
    """Return the time that somebody typed, and whether it is a day alone.

    A day is its date in UTC, a time without a zone one of this device. Raises UsageError.
    """
    typed = said.strip()
    with suppress(ValueError):
        return datetime.combine(date.fromisoformat(typed), time(), UTC), True
    try:
        return datetime.fromisoformat(typed).astimezone(UTC), False
    except (ValueError, OverflowError):
        raise UsageError(
            _("{said}: no date or time").format(said=clean(typed, _SHOWN)),
            _("For example 2026-11-28, or “2026-11-28 14:30” by the clock of this device."),
        ) from None
