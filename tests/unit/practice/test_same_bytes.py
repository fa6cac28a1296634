"""The first three people are the same as ever: lessons, figures and films rest on their bytes."""

from __future__ import annotations

import pytest

from tests.unit.practice.digests import KINDS, SEEDS, kept


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_served_is_what_was_written_down(seed: int, kind: str) -> None:
    assert KINDS[kind](seed) == kept()[str(seed)][kind]
