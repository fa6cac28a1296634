"""What all tests of searches share."""

from __future__ import annotations

import pytest

from auditor.corpus.engines import duckdb_engine


@pytest.fixture(autouse=True)
def no_file_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have rows handed over from files of tests, too, which are all small."""
    monkeypatch.setattr(duckdb_engine, "_SMALL", 0)
