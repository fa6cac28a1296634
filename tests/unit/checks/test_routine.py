from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from auditor.checks.routine import CHECK
from auditor.domain.account import Claim
from auditor.domain.findings.check import Print
from auditor.domain.findings.finding import Severity
from auditor.domain.photos.place import Place
from tests.unit.checks.cases import account, fingerprint, on_inventory, words
from tests.unit.checks.test_frequent_place import MONDAY, spot, taken

MARA = account("mara")
TUESDAYS = [
    MONDAY + timedelta(days=1 + 7 * week, hours=18, minutes=-10 if week % 2 else 10)
    for week in range(4)
]


def spread(count: int, *, first: int = 8, hours: int = 14) -> list[Print]:
    """Photos of many days, none between 22 and 8 o'clock."""
    return taken(
        [
            MONDAY + timedelta(days=n, hours=first + n * 5 % hours, minutes=n % 60 + 1)
            for n in range(count)
        ]
    )


def test_an_hour_that_comes_back_every_week() -> None:
    prints = taken(TUESDAYS)
    (seen,) = on_inventory(CHECK, [MARA], prints, weekly=[spot(prints)])
    assert "On Tuesdays around 18:00 at one spot near Berlin, DE, in 4 different weeks" in words(
        seen
    )
    assert (seen.severity, seen.account, seen.photo) == (Severity.MEDIUM, "a-mara", None)
    assert "Berlin" not in words(seen, masked=True)


def test_three_weeks_are_chance() -> None:
    prints = taken(TUESDAYS[:3])
    assert on_inventory(CHECK, [MARA], prints, weekly=[spot(prints)]) == []


def test_a_spot_without_a_name_counts_like_one_with() -> None:
    prints = taken(TUESDAYS)
    (seen,) = on_inventory(CHECK, [MARA], prints, weekly=[spot(prints, None)])
    assert "at one spot far from any town, in 4 different weeks" in words(seen)
    assert seen.severity is Severity.MEDIUM


def test_the_hours_of_sleep() -> None:
    (seen,) = on_inventory(CHECK, [MARA], spread(60))
    assert "Hardly a photo was taken between 22:00 and 8:00" in words(seen)
    assert seen.severity is Severity.LOW
    assert on_inventory(CHECK, [MARA], spread(30)) == []
    assert on_inventory(CHECK, [MARA], spread(96, first=0, hours=24)) == []


def test_midnight_to_the_second_is_a_day_without_a_time() -> None:
    undated = taken([MONDAY + timedelta(days=n) for n in range(60)], "tomas")
    (seen,) = on_inventory(CHECK, [MARA, account("tomas")], [*spread(60), *undated])
    assert "between 22:00 and 8:00" in words(seen)


def test_the_time_zone_of_most() -> None:
    west, east = timezone(timedelta(hours=-3, minutes=-30)), timezone(timedelta(hours=2))
    prints = taken(
        [datetime(2026, 3, day, 12, tzinfo=west if day % 3 else east) for day in range(1, 10)]
    )
    (seen,) = on_inventory(CHECK, [MARA], prints)
    assert "6 photos name the time zone UTC−03:30" in words(seen)


def test_what_is_no_time_and_what_is_not_yours_is_left_out() -> None:
    wrong = [
        replace(fingerprint(f"p{n}", "mara"), captured_at=text)
        for n, text in enumerate(["", "0001-01-01T00:00:00", "x\x1b"] * 20)
    ]
    assert on_inventory(CHECK, [MARA], wrong) == []
    assert on_inventory(CHECK, [account("mara", claim=Claim.IMPOSTOR)], spread(60)) == []
    assert on_inventory(CHECK, [MARA], [], weekly=[spot([], Place("X", "DE", 1000))]) == []


def test_days_without_a_time_tell_no_hours() -> None:
    undated = [
        replace(photo, captured_at=f"2026-{1 + n // 28:02}-{1 + n % 28:02}")
        for n, photo in enumerate(spread(60))
    ]
    assert on_inventory(CHECK, [MARA], undated, weekly=[spot(undated)]) == []
    (seen,) = on_inventory(CHECK, [MARA], [*undated, *spread(60)])
    assert "Hardly a photo was taken between 22:00 and 8:00" in words(seen)
