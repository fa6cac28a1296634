"""Garbage is looked for again as soon as nobody makes very many things at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from auditor.domain.findings.collecting import collecting_paused, uncollected


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    was = gc.isenabled()
    yield
    (gc.enable if was else gc.disable)()


def test_it_is_paused_inside_and_goes_on_after_the_last() -> None:
    gc.enable()
    with collecting_paused():
        assert not gc.isenabled()
        with collecting_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    assert uncollected(gc.isenabled) is False
    assert gc.isenabled()


def test_it_goes_on_where_the_work_failed() -> None:
    gc.enable()
    with pytest.raises(KeyError):
        uncollected(dict[str, int]().__getitem__, "a")
    assert gc.isenabled()


def test_who_wants_it_off_keeps_it_off() -> None:
    gc.disable()
    with collecting_paused():
        assert not gc.isenabled()
    assert not gc.isenabled()
