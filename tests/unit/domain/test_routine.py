from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.routine.routine import (
    PartOfDay,
    PartOfWeek,
    days,
    days_told,
    hours_of,
    moments,
    most_of_hours,
    nights,
    parsed,
    part_of_day,
    pattern,
    quiet_hours,
    slots,
    zone,
)
from tests.rows import each_row

MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001 - cameras write local time


@each_row(
    ("hour", "part"),
    [
        (0, PartOfDay.NIGHT),
        (5, PartOfDay.NIGHT),
        (6, PartOfDay.MORNING),
        (12, PartOfDay.AFTERNOON),
        (18, PartOfDay.EVENING),
        (22, PartOfDay.NIGHT),
    ],
)
def test_parts_of_the_day(hour: int, part: PartOfDay) -> None:
    assert part_of_day(MONDAY.replace(hour=hour)) is part


def test_one_night_has_two_dates() -> None:
    times = [MONDAY.replace(hour=23), MONDAY + timedelta(hours=26), MONDAY + timedelta(hours=30)]
    assert (nights(times), days(times)) == (1, 2)


def test_patterns_are_as_particular_as_they_can_be() -> None:
    mornings = [MONDAY + timedelta(days=n, hours=8) for n in range(5)]
    seen = pattern(mornings)
    assert seen is not None
    assert (seen.week, seen.day, seen.count, seen.of) == (
        PartOfWeek.WEEKDAYS,
        PartOfDay.MORNING,
        5,
        5,
    )
    assert pattern(mornings[:4]) is None
    spread = [MONDAY + timedelta(days=n, hours=n * 5 % 24) for n in range(84)]
    assert pattern(spread) is None
    saturdays = [MONDAY + timedelta(days=5 + 7 * n, hours=6 + 6 * (n % 3)) for n in range(9)]
    weekend = pattern(saturdays)
    assert weekend is not None
    assert (weekend.week, weekend.day) == (PartOfWeek.WEEKENDS, None)


@given(st.lists(st.text() | st.datetimes().map(datetime.isoformat) | st.none()))
def test_nothing_breaks_whatever_cameras_write(texts: list[str | None]) -> None:
    times = moments(texts)
    assert pattern(times) is None or times
    slots(times)
    zone(times)
    quiet_hours(times)
    assert nights(times) <= days(times) + 1


def test_what_is_no_time() -> None:
    assert parsed("2026:01:01 10:00:00") is None
    assert parsed("0001-01-01T00:00:00") is None
    assert parsed("2026-01-01T10:00:00+02:00") is not None


def test_a_day_without_a_time_is_a_day_and_has_no_hour() -> None:
    for text in ("2026-03-02", "2026-03", "2026", "20260302"):
        assert parsed(text) is None
    assert moments(["2026-03-02", "2026-03-02T00:00:00"]) == [MONDAY]
    told = ["2026-03-02", "2026-03-02T08:00:00", "2026-03-03", "2026-03", "2026", None, "x", ""]
    assert days_told(told) == 2
    assert days_told(["0001-01-01"]) == 0


def test_hours_that_were_once_taken_in_never_become_quiet() -> None:
    by_day = [MONDAY + timedelta(days=n, hours=12 + n % 8, minutes=1) for n in range(50)]
    by_night = [MONDAY + timedelta(hours=hour, minutes=1) for hour in (2, 2, 7, 7, 22, 22)]
    assert quiet_hours(by_day) == (20, 12)
    ever = hours_of([*by_day, *by_night])
    assert quiet_hours([*by_day, *by_night]) is None
    assert quiet_hours(by_day, ever) is None
    assert quiet_hours(by_day[:39], hours_of(by_day)) is None


def test_the_most_of_each_hour_is_kept() -> None:
    assert most_of_hours((1, 5), (2, 3)) == (2, 5)
    assert most_of_hours((), (2, 3)) == (2, 3)
    assert most_of_hours((2, 3), ()) == (2, 3)
