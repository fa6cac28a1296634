"""Larger sets: every plant and nothing else, the same rows on Spark, and brute force."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from auditor.corpus.search import CorpusRun
from auditor.corpus.sources import corpus_files
from auditor.corpus.written import ENDINGS, write_hits
from benchmarks import corpus

pytestmark = pytest.mark.slow


def test_every_plant_of_two_million_rows_and_nothing_else(tmp_path: Path) -> None:
    corpus.make_rows(tmp_path, 2_000_000)
    assert corpus.wrong(corpus.searched(tmp_path), 2_000_000) == 0


@pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="needs the extra spark, and Java",
)
def test_spark_returns_the_same_rows(tmp_path: Path) -> None:
    from auditor.corpus.engines.spark_engine import SparkEngine

    corpus.make_rows(tmp_path, 1_000_000)
    engine = SparkEngine("local[2]")
    try:
        result = CorpusRun(engine, corpus.SOUGHT).run(
            corpus_files([str(tmp_path)]), tmp_path / "result.json"
        )
    finally:
        engine.close()
    here = corpus.searched(tmp_path)
    assert result.hits == here.hits
    for ending in ENDINGS:
        for name, hits in (("spark", result.hits), ("here", here.hits)):
            write_hits(tmp_path / f"{name}{ending}", hits)
        written = (tmp_path / f"spark{ending}").read_bytes()
        assert written == (tmp_path / f"here{ending}").read_bytes()
    assert corpus.wrong(result, 1_000_000) == 0


@pytest.mark.parametrize("several", [3, 10])
def test_hashes_equal_brute_force_at_every_distance(tmp_path: Path, several: int) -> None:
    words = corpus.make_hashes(tmp_path, 20_000)
    assert corpus.wrong_hashes(tmp_path, words, several) == 0
