"""How old a row of guidance is.

What is stale is shown as such, and listed by `auditor guidance check`.
"""

from __future__ import annotations

import re
from datetime import date

from auditor.dataclass import dataclass

LAW_DAYS = 90
SETTING_DAYS = 60
HOTLINE_DAYS = 30
"""After how many days a law, a setting and a service have to be looked at again. A judgement: laws
change by session, menus with every release, numbers without notice."""

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")


@dataclass(frozen=True, slots=True)
class FurtherSource:
    """A further page that says the same. `source_date` is text, as in the row itself."""

    source_url: str
    source_date: str


def dated(source_date: str) -> date | None:
    """Return the day that a source's date means, the first of its month or year.

    None where the source is undated.

    What is "undated" stays so, even where a year stands beside the word: it is somebody's guess.
    """
    found = _DATE.search(source_date)
    if found is None or "undated" in source_date.casefold():
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 1)


def stale(source_date: str, checked_on: date | None, days: int, today: date) -> bool:
    """Say whether a row is too old.

    Its source is undated, or the source or the last check is more than `days` days old.

    A day that is still to come says that the clock is wrong, so the age is not known: stale as
    well. One day ahead is the other side of the date line.
    """
    seen = dated(source_date)
    known = [day for day in (seen, checked_on) if day is not None]
    return seen is None or not all(-1 <= (today - day).days <= days for day in known)
