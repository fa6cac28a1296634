from __future__ import annotations

from datetime import timedelta

from auditor.adapters.clock import SystemClock


def test_the_time_is_in_utc_with_zone() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
