from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auditor.guidance.age import dated, stale
from tests.rows import each_row

TODAY = date(2026, 11, 22)


@each_row(
    ("text", "day"),
    [
        ("2026-09-11", date(2026, 9, 11)),
        ("2026-09-11 (as listed in a code registry)", date(2026, 9, 11)),
        ("2026-05", date(2026, 5, 1)),
        ("2026", date(2026, 1, 1)),
        ("2026, as others copied it; the page itself was not looked at", date(2026, 1, 1)),
        ("2025 (reader comment dated 2025-04-10)", date(2025, 1, 1)),
        ("2026-02-31", date(2026, 2, 1)),
        ("undated", None),
        ("undated (2026)", None),
        ("Undated, read on a mirror of 2026-11-20", None),
        ("", None),
        ("120260911", None),
    ],
)
def test_what_day_a_source_means(text: str, day: date | None) -> None:
    assert dated(text) == day


def test_undated_is_stale_however_fresh_the_check() -> None:
    assert stale("undated", TODAY, 90, TODAY)
    assert stale("", None, 90, TODAY)


def test_the_older_of_source_and_check_counts() -> None:
    day = (TODAY - timedelta(days=30)).isoformat()
    assert not stale(day, TODAY, 30, TODAY)
    assert stale(day, TODAY, 29, TODAY)
    assert stale(TODAY.isoformat(), TODAY - timedelta(days=31), 30, TODAY)
    assert not stale(TODAY.isoformat(), None, 30, TODAY)


@given(st.text(max_size=40), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_text_is_dated_or_not(text: str, today: date) -> None:
    day = dated(text)
    assert stale(text, None, 90, today) == (day is None or not -1 <= (today - day).days <= 90)


def test_a_clock_that_is_behind_makes_nothing_fresh() -> None:
    assert stale("2026-11-20", TODAY, 90, date(2020, 1, 1))
    assert not stale("2026-11-20", TODAY, 90, TODAY - timedelta(days=1))
