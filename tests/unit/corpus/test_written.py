"""The result as a file: whole or not at all, and never over another one."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import duckdb
import pytest

from auditor.corpus.written import write_hits
from auditor.domain.outside.training_sets import CorpusHit, SoughtKind
from auditor.errors import UsageError

HITS = [
    CorpusHit("a.parquet", row, SoughtKind.DOMAIN, "ada.example", f"https://ada.example/{row}")
    for row in range(300)
]
ENDINGS = pytest.mark.parametrize("ending", ["csv", "json", "parquet"])


@ENDINGS
def test_what_came_meanwhile_is_not_written_over(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"r.{ending}"
    path.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is there already"):
        write_hits(path, HITS)
    assert path.read_text("utf-8") == "mine"
    assert [*tmp_path.iterdir()] == [path]


@ENDINGS
def test_nothing_that_steers_a_terminal_is_written(tmp_path: Path, ending: str) -> None:
    evil = "s3://bucket/\x1b[31m\u202e\nred.parquet"
    path = tmp_path / f"r.{ending}"
    write_hits(path, [CorpusHit(evil, 1, SoughtKind.ADDRESS, evil, evil)])
    if ending == "csv":
        rows = [*csv.DictReader(path.read_text("utf-8").splitlines())]
    elif ending == "json":
        rows = json.loads(path.read_text("utf-8"))
    else:
        with duckdb.connect() as connection:
            told = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [each[0] for each in told.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in told.fetchall()]
    for name in ("file", "sought", "url"):
        assert [row[name] for row in rows] == ["s3://bucket/[31m red.parquet"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit of this kind")
@ENDINGS
def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path, ending: str) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(UsageError, match="The result could not be written"):
            write_hits(tmp_path / f"r.{ending}", HITS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not [*tmp_path.iterdir()]
    write_hits(tmp_path / f"r.{ending}", HITS)
    assert (tmp_path / f"r.{ending}").stat().st_nlink == 1
