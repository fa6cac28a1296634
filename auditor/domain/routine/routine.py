"""What the times of photos tell of somebody's days.

Pure rules over local times in ISO 8601, as cameras write them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from auditor.dataclass import dataclass


class PartOfDay(StrEnum):
    """A part of the day by the camera's clock. The value is used in JSON."""

    MORNING = "morning"  # from 6 o'clock
    AFTERNOON = "afternoon"  # from 12
    EVENING = "evening"  # from 18
    NIGHT = "night"  # from 22 to 6


class PartOfWeek(StrEnum):
    """A part of the week. The value is used in JSON."""

    WEEKDAYS = "weekdays"
    WEEKENDS = "weekends"


@dataclass(frozen=True, slots=True)
class Pattern:
    """When most of the photos were taken: `count` of `of`.

    A part that is None does not stand out.
    """

    week: PartOfWeek | None
    day: PartOfDay | None
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekday (0 is Monday) and a full hour around which photos were taken.

    That was in `weeks` different weeks.
    """

    weekday: int
    hour: int
    weeks: int


_STARTS = (
    (6, PartOfDay.MORNING),
    (12, PartOfDay.AFTERNOON),
    (18, PartOfDay.EVENING),
    (22, PartOfDay.NIGHT),
)
_BY_HOUR = tuple(
    next((part for start, part in reversed(_STARTS) if hour >= start), PartOfDay.NIGHT)
    for hour in range(24)
)
_MORNING = 6
_FIRST_YEAR = (
    1826  # of the oldest photograph that is kept; cameras without a clock write year 1 and the like
)
_LENGTH_OF_DAY = len("2019-05-19")
_SATURDAY = 5
FEWEST_TIMES = 5
"""Below this number of photos nothing is called a pattern."""
FEWEST_WEEKS = 4
"""Weeks in which a weekday and hour come back. A judgement."""
_MOST = 0.5
"""Share of one of the eight parts of the week from which photos are "mostly" there; by chance it
would be 0.05 to 0.24.
"""
_MOST_OF_DAY = 0.6
_MOST_OF_WEEK = {PartOfWeek.WEEKDAYS: 0.9, PartOfWeek.WEEKENDS: 0.6}  # by chance 0.71 and 0.29
_QUIET_HOURS = 6
_QUIET_SHARE = 0.02
FEWEST_FOR_QUIET = 40
_HOURS = 24
_AROUND_HOUR = tuple(
    tuple(around for around in (hour, hour + 1) if around < _HOURS) for hour in range(_HOURS)
)


def parsed(text: str) -> datetime | None:
    """Return the local time, with its zone if the text gives one.

    None for what is no time of a photo, and for a day without a time: it has no hour.
    """
    if len(text) <= _LENGTH_OF_DAY:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year >= _FIRST_YEAR else None


def moments(texts: Iterable[str | None]) -> list[datetime]:
    """Return the times among `texts`, in their order."""
    return [moment for text in texts if text and (moment := parsed(text)) is not None]


def part_of_day(moment: datetime) -> PartOfDay:
    """Return the part of the day."""
    return _BY_HOUR[moment.hour]


def day_of(moment: datetime) -> date:
    """Return the day; the hours after midnight belong to the night before."""
    return (moment - timedelta(hours=_MORNING)).date()


def days(times: Iterable[datetime]) -> int:
    """Count the different days."""
    return len({time.date() for time in times})


def days_told(texts: Iterable[str | None]) -> int:
    """Count the different days of times and of days without a time."""
    return len({day for text in texts if text and (day := day_in(text)) is not None})


def day_in(text: str) -> date | None:
    """Return the day of a time or of a day without one; None for what is neither."""
    moment = parsed(text)
    if moment is not None:
        return moment.date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def nights(times: Iterable[datetime]) -> int:
    """Count the different nights in which a photo was taken."""
    return len({night for time in times if (night := night_of(time)) is not None})


def night_of(moment: datetime) -> date | None:
    """Return the day on whose evening that night begins; None by day.

    Nor is midnight itself a night: see `hours_of`.
    """
    undated = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return day_of(moment) if part_of_day(moment) is PartOfDay.NIGHT and not undated else None


def pattern(times: Sequence[datetime]) -> Pattern | None:
    """Return when most of `times` are, the most particular that can be said.

    None for few and where nothing stands out.
    """
    if len(times) < FEWEST_TIMES:
        return None
    both = Counter((_week(time), part_of_day(time)) for time in times)
    (week, day), count = max(both.items(), key=lambda item: (item[1], item[0]))
    if count >= _MOST * len(times):
        return Pattern(week, day, count, len(times))
    by_day = Counter(part_of_day(time) for time in times)
    day, count = max(by_day.items(), key=lambda item: (item[1], item[0]))
    if count >= _MOST_OF_DAY * len(times):
        return Pattern(None, day, count, len(times))
    by_week = Counter(_week(time) for time in times)
    week, count = max(by_week.items(), key=lambda item: (item[1], item[0]))
    return (
        Pattern(week, None, count, len(times))
        if count >= _MOST_OF_WEEK[week] * len(times)
        else None
    )


def _week(moment: datetime) -> PartOfWeek:
    return PartOfWeek.WEEKENDS if day_of(moment).weekday() >= _SATURDAY else PartOfWeek.WEEKDAYS


def slots(times: Iterable[datetime]) -> tuple[Slot, ...]:
    """Return the weekday and hour that come back in at least four different weeks.

    Most weeks first, each weekday once at most. A photo counts for the hour it was taken in and the
    one after: 17:50 and 18:10 are both around 18 o'clock.
    """
    found: dict[int, Slot] = {}
    for slot in all_slots(times):
        found.setdefault(slot.weekday, slot)
    return tuple(found.values())


def all_slots(times: Iterable[datetime]) -> list[Slot]:
    """Return every weekday and hour that come back (`slots`), most weeks first."""
    weeks: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for time in times:
        year, week, _weekday = time.isocalendar()
        for hour in hours_around(time):
            weeks.setdefault((time.weekday(), hour), set()).add((year, week))
    return [
        Slot(weekday, hour, len(seen))
        for (weekday, hour), seen in sorted(
            weeks.items(), key=lambda item: (-len(item[1]), item[0])
        )
        if len(seen) >= FEWEST_WEEKS
    ]


def hours_around(moment: datetime) -> tuple[int, ...]:
    """Return the full hours of its day around which a photo was taken: one, or two."""
    return _AROUND_HOUR[moment.hour]


def zone(times: Sequence[datetime]) -> tuple[timedelta, int] | None:
    """Return the offset from UTC that most photos give, and how many do.

    None where fewer than five agree.
    """
    offsets = Counter(offset for time in times if (offset := time.utcoffset()) is not None)
    if not offsets:
        return None
    offset, count = max(offsets.items(), key=lambda item: (item[1], -abs(item[0]), item[0]))
    return (offset, count) if count >= FEWEST_TIMES else None


def hours_of(times: Iterable[datetime]) -> tuple[int, ...]:
    """Return how many of `times` are in each of the 24 hours of the camera's clock.

    Midnight itself (00:00:00) is what programs write for a day without a time, so it is not
    counted.
    """
    counted = Counter(
        time.hour for time in times if (time.hour, time.minute, time.second) != (0, 0, 0)
    )
    return tuple(counted[hour] for hour in range(_HOURS))


def most_of_hours(first: Sequence[int], second: Sequence[int]) -> tuple[int, ...]:
    """Return the larger number of each hour; an empty sequence knows nothing."""
    if not first or not second:
        return tuple(first or second)
    return tuple(max(pair) for pair in zip(first, second, strict=True))


def quiet_hours(times: Iterable[datetime], ever: Sequence[int] = ()) -> tuple[int, int] | None:
    """Return (from, to) in full hours.

    The longest stretch of the day with hardly a photo, which is when somebody sleeps. None for
    fewer than 40 photos, and where no stretch of six hours has at most 2 % of them.

    What is missing tells more the fewer photos there are. So that taking photos away gives no quiet
    hours, the share is one of all that were `ever` public, by hour (`hours_of`); the 40 are counted
    among those that still are.
    """
    public = hours_of(times)
    if sum(public) < FEWEST_FOR_QUIET:
        return None
    hours = most_of_hours(public, ever)
    allowed = _QUIET_SHARE * sum(hours)
    for length in range(_HOURS - 1, _QUIET_HOURS - 1, -1):
        sums = [
            (sum(hours[(start + step) % _HOURS] for step in range(length)), start)
            for start in range(_HOURS)
        ]
        fewest, start = min(sums)
        if fewest <= allowed:
            return start, (start + length) % _HOURS
    return None
