"""Days that stand on papers, with or without a year. Pure."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["day_near"]

_WITHOUT_YEAR = "--"
_ORDINAL = "-"


def day_near(text: str, near: date | None) -> date | None:
    """Return the day that `text` names; None for what names none.

    `2026-12-24` is a whole date. `--12-24` (a month and day) and `-358` (a day of the year), as ISO
    8601 once had them, name no year: the one in which the day is nearest to `near` is taken, and
    without that there is none.
    """
    if not text.startswith(_ORDINAL):
        return _parsed(text)
    if near is None:
        return None
    days = [_in_year(text, near.year + more) for more in (-1, 0, 1) if 1 < near.year < 9998]  # noqa: PLR2004 - years that `date` has
    return min(
        (day for day in days if day is not None), key=lambda day: abs(day - near), default=None
    )


def _in_year(text: str, year: int) -> date | None:
    if text.startswith(_WITHOUT_YEAR):
        return _parsed(f"{year:04}-{text.removeprefix(_WITHOUT_YEAR)}")
    number = text.removeprefix(_ORDINAL)
    if not number.isdecimal() or not 1 <= int(number) <= 366:  # noqa: PLR2004 - days of a year
        return None
    day = date(year, 1, 1) + timedelta(days=int(number) - 1)
    return day if day.year == year else None


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
