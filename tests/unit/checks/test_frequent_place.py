from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from auditor.checks.frequent_place import CHECK
from auditor.domain.findings.check import Print
from auditor.domain.findings.finding import Observation, Severity
from auditor.domain.photos.place import Place, PlaceCluster
from tests.rows import each_row
from tests.unit.checks.cases import account, fingerprint, on_inventory, words

MARA, TOMAS = account("mara"), account("tomas")
BERLIN = Place("Berlin", "DE", 1000)
MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001 - cameras write local time


def taken(times: Sequence[datetime | None], owner: str = "mara") -> list[Print]:
    return [
        replace(
            fingerprint(f"p{index:02d}{owner}", owner),
            gps=(52.5, 13.4),
            captured_at=None if time is None else time.isoformat(),
        )
        for index, time in enumerate(times)
    ]


def spot(prints: Sequence[Print], place: Place | None = BERLIN) -> PlaceCluster:
    photos, times = (
        tuple(photo.photo for photo in prints),
        tuple(photo.captured_at for photo in prints if photo.captured_at),
    )
    return PlaceCluster(
        52.512345,
        13.412345,
        84,
        photos,
        tuple(sorted({photo.account for photo in prints})),
        times,
        place,
    )


def judged(prints: Sequence[Print], place: Place | None = BERLIN) -> list[Observation]:
    return on_inventory(CHECK, [MARA, TOMAS], prints, places=[spot(prints, place)])


def daily(hour: int, count: int = 6) -> list[datetime]:
    return [MONDAY + timedelta(days=day, hours=hour) for day in range(count)]


def test_a_place_of_nights_is_told_as_such() -> None:
    (seen,) = judged(taken(daily(23, 27)))
    assert seen.title.render() == "A place you are often at night (27 photos)"
    assert seen.severity is Severity.HIGH
    assert (
        "27 photos from 27 different days were taken within 84 m of one spot near Berlin, DE"
        in words(seen)
    )
    assert "On 27 different nights" in words(seen)
    assert (seen.photo, len(seen.related)) == ("p00mara", 26)


def test_the_position_is_never_told() -> None:
    (seen,) = judged(taken(daily(23)))
    assert not any(degrees in words(seen) for degrees in ("52.5", "13.4"))
    assert "Berlin" not in words(seen, masked=True)


def test_by_day_it_weighs_less() -> None:
    (seen,) = judged(taken(daily(9, 5)))
    assert (seen.severity, seen.title.render()) == (
        Severity.MEDIUM,
        "A place you are often at (5 photos)",
    )
    assert "Mostly on weekday mornings (5 of 5)" in words(seen)


@each_row(
    "times",
    [daily(9, 4), [MONDAY] * 4 + [MONDAY + timedelta(days=1)] * 4, [None] * 10],
    ids=["few photos", "two days", "no times"],
)
def test_an_outing_is_no_frequent_place(times: list[datetime | None]) -> None:
    assert judged(taken(times)) == []


def test_it_stands_with_the_account_that_shows_most() -> None:
    prints = taken(daily(9, 3)) + taken(daily(15, 4), "tomas")
    (seen,) = judged(prints, None)
    assert (seen.account, seen.photo) == ("a-tomas", "p00tomas")
    assert "far from any town" in words(seen)
    assert "They stand on 2 of your accounts" in words(seen)


def test_no_more_than_twenty_places_are_told() -> None:
    prints = [
        replace(photo, photo=f"{photo.photo}{index}")
        for index in range(25)
        for photo in taken([MONDAY + timedelta(days=n) for n in range(5)])
    ]
    places = [spot(prints[start : start + 5]) for start in range(0, len(prints), 5)]
    assert len(on_inventory(CHECK, [MARA], prints, places=places)) == 20


def test_days_without_a_time_are_days_and_no_nights() -> None:
    prints = [
        replace(photo, captured_at=f"2026-03-{2 + index:02}")
        for index, photo in enumerate(taken(daily(23)))
    ]
    (seen,) = judged(prints)
    assert seen.title.render() == "A place you are often at (6 photos)"
    assert "6 photos from 6 different days" in words(seen)
    assert "night" not in words(seen)
    assert "Mostly" not in words(seen)
