"""How many examples a property is tried on: few in each run, many by `make prove`."""

from __future__ import annotations

import os

from hypothesis import settings

TIMES = int(os.environ.get("PROVE_TIMES", "1"))
_USUAL = 100
"""What hypothesis itself tries where a property says nothing else."""


def set_usual() -> None:
    """Take this for properties that say nothing else; none is ever judged by its time."""
    settings.register_profile("usual", max_examples=_USUAL * TIMES, deadline=None)
    settings.load_profile("usual")


def examples(count: int) -> settings:
    """Return the settings of a property that is tried on `count` examples in each run."""
    return settings(max_examples=count * TIMES, deadline=None)
