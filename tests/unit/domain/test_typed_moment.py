from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auditor.domain.text.typed_moment import typed_moment
from auditor.errors import UsageError
from tests.rows import each_row


def test_a_day_alone_is_its_date() -> None:
    assert typed_moment(" 2026-11-28 ") == (datetime(2026, 11, 28, tzinfo=UTC), True)


@each_row("said", ["28.11.2026", "28/11/2026", "11/28/2026", "28-11-2026"])
def test_a_day_with_its_year_last_is_taken_where_it_can_be_no_other(said: str) -> None:
    assert typed_moment(said) == (datetime(2026, 11, 28, tzinfo=UTC), True)


def test_with_dots_the_day_comes_first() -> None:
    assert typed_moment("3.4.2026") == (datetime(2026, 4, 3, tzinfo=UTC), True)


@each_row("said", ["2026-11-28 14:30", "2026-11-28T14:30", "28.11.2026, 14:30", "11/28/2026 14:30"])
def test_a_time_is_one_of_this_device(said: str) -> None:
    local = datetime(2026, 11, 28, 14, 30).astimezone()
    assert typed_moment(said) == (local.astimezone(UTC), False)


def test_a_zone_that_is_said_holds() -> None:
    moment, day_only = typed_moment("2026-11-28T14:30+02:00")
    assert moment.utcoffset() == timedelta(0)
    assert (moment.hour, day_only) == (12, False)


@each_row(
    "said",
    [
        "",
        "yesterday",
        "2026-13-01",
        "0001-01-01 00:00+14:00",
        "03/04/2026",
        "1026-11-28",
        "0001-01-01 12:00",
        "28.13.2026",
        "28.11.20261",
        "28.11-2026",
        "31.11.2026",
    ],
)
def test_anything_else_is_told(said: str) -> None:
    with pytest.raises(UsageError, match="no date or time"):
        typed_moment(said)
