"""Bounds of time, number and pace that every request keeps to."""

from __future__ import annotations

from dataclasses import field

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `together` requests at once and `requests` in `seconds`, on one host."""

    together: int = 4
    requests: int = 10
    seconds: float = 2.0


LOCAL_PACE = Pace(together=16, requests=2000, seconds=1.0)
"""For servers of the user's own, and for transports of tests."""
CRAWL_PACE = Pace(together=2, requests=4, seconds=2.0)
"""For pages of a site that did not say how fast.

Our judgement: about as fast as a person clicks.
"""


@dataclass(frozen=True, slots=True)
class DoorLimits:
    """Times in seconds.

    `deadline_s` is for one request with its whole body; `attempts` counts the first one too.

    `wait_s` is the first pause before a retry (doubled each time, with jitter); a site that asks to
    wait longer than `longest_wait_s` is left alone.
    """

    deadline_s: float = 120.0
    attempts: int = 3
    wait_s: float = 0.5
    longest_wait_s: float = 60.0
    redirects: int = 5
    pace: Pace = field(default_factory=Pace)
    crawl_pace: Pace = CRAWL_PACE


UNHURRIED = DoorLimits(pace=LOCAL_PACE, crawl_pace=LOCAL_PACE, wait_s=0.0)
"""For transports of tests, which answer at once and mind no pace."""
