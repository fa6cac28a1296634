"""How many examples a property is tried on: few, the same each run; many new by `make prove`."""

from __future__ import annotations

import os

from hypothesis import settings

TIMES = int(os.environ.get("PROVE_TIMES", "1"))
COUNT = 25
"""Of a property that names no count of its own; none is ever judged by its time."""


def examples(count: int) -> settings:
    """Return the settings of a property that is tried on `count` examples in each run."""
    return settings(max_examples=count * TIMES, deadline=None, derandomize=TIMES == 1)


settings.register_profile("tests", examples(COUNT))
settings.load_profile("tests")
