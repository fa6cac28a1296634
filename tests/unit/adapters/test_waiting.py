from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.adapters.network.rules.waiting import exhausted, moment, retry_after
from tests.rows import each_row

NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
SECONDS = st.integers(min_value=0, max_value=86_400 * 300)


@given(SECONDS)
def test_retry_after_in_seconds(seconds: int) -> None:
    assert retry_after({"retry-after": f" {seconds} "}, NOW) == seconds


@given(SECONDS)
def test_retry_after_as_http_date(seconds: int) -> None:
    then = NOW + timedelta(seconds=seconds)
    assert retry_after({"retry-after": format_datetime(then, usegmt=True)}, NOW) == seconds


@given(
    SECONDS,
    st.integers(min_value=-14, max_value=14),
    st.sampled_from(["ratelimit-reset", "x-ratelimit-reset"]),
)
def test_reset_as_iso_date_in_any_zone(seconds: int, hours: int, name: str) -> None:
    then = (NOW + timedelta(seconds=seconds)).astimezone(timezone(timedelta(hours=hours)))
    assert retry_after({name: then.isoformat()}, NOW) == seconds


def test_reset_as_mastodon_writes_it() -> None:
    assert retry_after({"x-ratelimit-reset": "2026-05-06T07:10:00.123456Z"}, NOW) == pytest.approx(
        111.123456
    )


@given(SECONDS)
def test_reset_as_epoch_seconds_and_milliseconds(seconds: int) -> None:
    epoch = int(NOW.timestamp()) + seconds
    assert retry_after({"ratelimit-reset": str(epoch)}, NOW) == seconds
    assert retry_after({"x-ratelimit-reset": str(epoch * 1000)}, NOW) == pytest.approx(seconds)


def test_reset_as_seconds_from_now() -> None:
    assert retry_after({"ratelimit-reset": "17"}, NOW) == 17


def test_the_past_means_now() -> None:
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, NOW) == 0


def test_retry_after_wins_over_reset_unless_it_cannot_be_read() -> None:
    assert retry_after({"retry-after": "3", "ratelimit-reset": "9"}, NOW) == 3
    assert retry_after({"retry-after": "soon", "ratelimit-reset": "9"}, NOW) == 9
    assert retry_after({}, NOW) is None


def test_only_a_used_up_allowance_asks_to_wait() -> None:
    assert exhausted({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"}, NOW) == 30
    assert exhausted({"x-ratelimit-remaining": "1", "x-ratelimit-reset": "30"}, NOW) is None
    assert exhausted({"x-ratelimit-remaining": "0"}, NOW) is None


@given(st.text(), st.booleans())
def test_no_text_breaks_it_or_asks_for_more_than_a_year(text: str, plain: bool) -> None:
    wait = moment(text, NOW, numbers_are_seconds=plain)
    assert wait is None or 0 <= wait <= 366 * 86_400


@each_row(
    "text",
    [
        "nan",
        "inf",
        "-1",
        "1e400",
        "٣",
        "0x10",
        "1_000_x",
        "Mon, 99 Foo 2026",
        "9999999999999999999999",
    ],
)
def test_nonsense_is_bounded(text: str) -> None:
    wait = retry_after({"retry-after": text}, NOW)
    assert wait is None or 0 <= wait <= 366 * 86_400
