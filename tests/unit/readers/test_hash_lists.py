"""Lists of hashes: what is a hash, where it stands, and one clear line for everything else."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import pytest

from auditor.errors import ReaderError
from auditor.hashing.match.match import to_hex
from auditor.readers.hashes import lists as hash_lists
from auditor.readers.hashes.lists import read_list

ONE, TWO = "ab" * 32, "0123456789abcdef" * 4


def listed(path: Path, text: str) -> tuple[tuple[str, ...], list[int]]:
    path.write_bytes(text.encode())
    hashes, lines = read_list(path)
    return to_hex(hashes), lines.tolist()


def test_hashes_and_their_lines(tmp_path: Path) -> None:
    assert listed(tmp_path / "a", f"# a list\n\n{ONE}\r\n  {TWO.upper()}\n{ONE}") == (
        (ONE, TWO, ONE),
        [3, 4, 5],
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n"])
def test_an_empty_list_is_a_list(tmp_path: Path, text: str) -> None:
    assert listed(tmp_path / "a", text) == ((), [])


def test_long_lists_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hash_lists, "_LINES_AT_ONCE", 3)
    many = [f"{number:064x}" for number in range(100)]
    assert listed(tmp_path / "a", "\n".join(many)) == (tuple(many), list(range(1, 101)))


@pytest.mark.parametrize(
    "line", ["x" * 64, ONE[:-1], ONE + "00", "ü" * 32, "ab " * 21 + "a", f"{ONE},100"]
)
def test_the_first_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(ReaderError, match="line 3 is no PDQ hash"):
        listed(tmp_path / "a", f"{ONE}\n{TWO}\n{line}\n{line}\n")


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="No such file"):
        read_list(tmp_path / "nothing")


def test_parquet_without_duckdb_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ReaderError) as caught:
        listed(tmp_path / "a", "PAR1....")
    assert "duckdb" in caught.value.message
    assert "pip install" in caught.value.hint


@pytest.mark.parametrize(
    "select",
    [
        "'{one}' AS pdq, 1 AS other",
        "from_hex('{one}') AS anything",
        "'{one}' AS hash UNION ALL SELECT NULL",
    ],
)
def test_parquet(tmp_path: Path, select: str) -> None:
    duckdb = pytest.importorskip("duckdb", reason="Parquet lists need duckdb")
    path = tmp_path / "a.parquet"
    duckdb.execute(f"COPY (SELECT {select.format(one=ONE)}) TO '{path}' (FORMAT parquet)")
    hashes, lines = read_list(path)
    assert (to_hex(hashes), lines.tolist()) == ((ONE,), [1])


@pytest.mark.parametrize("select", ["1 AS a, 2 AS b", "'no hash' AS pdq"])
def test_parquet_without_hashes(tmp_path: Path, select: str) -> None:
    duckdb = pytest.importorskip("duckdb", reason="Parquet lists need duckdb")
    path = tmp_path / "a.parquet"
    duckdb.execute(f"COPY (SELECT {select}) TO '{path}' (FORMAT parquet)")
    with pytest.raises(ReaderError):
        read_list(path)


def test_broken_parquet(tmp_path: Path) -> None:
    if importlib.util.find_spec("duckdb") is None:
        pytest.skip("Parquet lists need duckdb")
    with pytest.raises(ReaderError, match="not a Parquet file"):
        listed(tmp_path / "a", "PAR1 and nothing of it")


def test_a_pipe_or_device_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ReaderError, match="pipe or a device"):
            read_list(place)
