"""The result as a file: whole or not at all, and never over another one."""

from __future__ import annotations

import sys
from pathlib import Path

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
