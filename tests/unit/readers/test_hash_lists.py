"""Lists of hashes: what is a hash, where it stands, and one clear line for everything else."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import sys
from functools import partial
from pathlib import Path

import pytest

from auditor.errors import ReaderError
from auditor.hashing.match.match import to_hex
from auditor.readers.hashes import list_entries, list_text
from auditor.readers.hashes.lists import read_list
from tests.rows import each_row

packed = partial(gzip.compress, mtime=0)
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


@each_row("text", ["", "\n\n", "# nothing\n"])
def test_an_empty_list_is_a_list(tmp_path: Path, text: str) -> None:
    assert listed(tmp_path / "a", text) == ((), [])


def test_long_lists_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_text, "_BLOCK", 100)
    many = [f"{number:064x}" for number in range(100)]
    assert listed(tmp_path / "a", "\n".join(many)) == (tuple(many), list(range(1, 101)))


@each_row("line", ["x" * 64, ONE[:-1], ONE + "00", "ü" * 32, "ab " * 21 + "a", "100,200"])
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


FRAMES = f"0,100,{ONE},0.000\n30,7,{TWO},1.000\n"


@each_row(
    "text",
    [
        f"\ufeff{ONE}\n{TWO}\n",
        f"0x{ONE}\n0X{TWO}\n",
        f'"{ONE}"\n"{TWO}"\n',
        f"pdq\n{ONE}\n{TWO}\n",
        f"hash,quality\n{ONE},100\n{TWO},3\n",
        f"{ONE},100\n{TWO},3\n",
        f'{ONE},100,a.jpg\n{TWO},3,"b, and c.jpg"\n',
        f"{ONE};100;a.jpg\n{TWO};3;ü.jpg\n",
        f"{ONE}\t100\n{TWO}\t3\n",
        FRAMES,
        f"frame,quality,hash,timestamp\n{FRAMES}",
        f"pdq {ONE}\npdq {TWO}\n",
        f"pdq:{ONE}\nvPDQ=0x{TWO}\n",
        f"{ONE}|100|a.jpg\n{TWO}|3|b.jpg\n",
        f"{ONE.upper()}   \n{TWO}\t\n",
        f"# a list\n{ONE}\n// its second half\n; of two\n-- in all\n{TWO}  # mine\n",
        f"- {ONE}\n- {TWO}\n",
        f"{ONE},50,{'cd' * 32}\n{TWO},50,{'cd' * 32}\n",  # a file called like its own SHA-256
        f"md5,sha256,pdq\n{'a' * 32},{'cd' * 32},{ONE}\n{'a' * 32},{'cd' * 32},{TWO}\n",
        f"signal_type,signal_str\npdq,{ONE}\nvideo_md5,{'a' * 32}\npdq,{TWO}\n",
        f"{ONE}\r{TWO}\r",
        json.dumps([ONE, TWO]),
        json.dumps([f"{ONE},100,0.000", f"{TWO},50,1.0"]),
        json.dumps({"frames": [{"pdq": ONE, "sha256": "cd" * 32}, {"pdq": TWO}]}),
        json.dumps([{"signal_type": "pdq", "signal": ONE}, {"signal_type": "pdq", "signal": TWO}]),
        json.dumps(
            {
                "data": [
                    {"type": "HASH_PDQ", "indicator": ONE},
                    {"type": "HASH_SHA256", "indicator": "cd" * 32},
                    {"type": "HASH_PDQ", "indicator": TWO},
                ]
            }
        ),
        json.dumps({"vpdq": json.dumps([f"{ONE},100,0.000", f"{TWO},50,1.0"])}),
        "\n".join(json.dumps({"pdq": text}) for text in (ONE, TWO)),
        json.dumps([f"{ONE},100,0.000"]) + "\n" + json.dumps([f"{TWO},50,1.0"]) + "\n",
    ],
)
@each_row(
    "how", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gzip", "gzip-16", "twice"]
)
def test_every_form_that_is_exchanged_is_read(tmp_path: Path, text: str, how: str) -> None:
    encoding = how if how.startswith("utf") else "utf-16" if how == "gzip-16" else "utf-8"
    data = text.encode(encoding)
    path = tmp_path / "list"
    if how in {"gzip", "gzip-16", "twice"}:
        data = gzip.compress(data, mtime=0)
    path.write_bytes(gzip.compress(data, mtime=0) if how == "twice" else data)
    assert to_hex(read_list(path)[0]) == (ONE, TWO)


@each_row(
    ("line", "said"),
    [
        ("a" * 32, "an MD5"),
        ("a" * 40, "a SHA-1"),
        ("a" * 16, "64 bits"),
        ("a" * 63, "63 hex digits"),
        ("q" * 43 + "=", "base64"),
        (f"{ONE} {TWO}", "no header says which"),
        ("sha256,md5", "no column of PDQ hashes"),
    ],
)
def test_what_was_seen_instead_is_said(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ReaderError, match=said) as caught:
        listed(tmp_path / "a", f"# list\n{line}\n")
    assert "line 2" in caught.value.message
    assert "hex digits a line" in caught.value.hint


@each_row(
    ("data", "said"),
    [
        (b"PK\x03\x04rest", "Excel"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"<!doctype html>", "page"),
        (b"SQLite format 3\0", "SQLite"),
        (b"a\0\0\0b\0\0\0c", "no text"),
        (gzip.compress(b"ab" * 4000, mtime=0)[:30], "cut off"),
        (b"\x1f\x8bnothing", "damaged"),
        (packed(packed(packed(b"a"))), "in another one"),
        (b"[" * 5000, "nested too deep"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(ReaderError, match=said):
        read_list(tmp_path / "a")


@each_row("encoding", ["utf-8", "utf-16", "cp1252"])
@each_row("quotes", ["\u201c\u201d", "\u201e\u201c"])
def test_quotes_of_other_lands_and_code_pages(tmp_path: Path, encoding: str, quotes: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(f"{quotes[0]}{ONE}{quotes[1]}\n".encode(encoding))
    assert to_hex(read_list(path)[0]) == (ONE,)


def test_bombs_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(gzip.compress(b"a" * (1 << 22), mtime=0))
    with pytest.raises(ReaderError, match="longer than"):
        read_list(path)
    monkeypatch.setattr(list_text, "_UNPACKED", 1 << 21)
    path.write_bytes(gzip.compress(b"\n" * (1 << 22), mtime=0))
    with pytest.raises(ReaderError, match="2 MiB unpacked"):
        read_list(path)
    monkeypatch.setattr(list_entries, "_JSON_BYTES", 1 << 20)
    path.write_bytes(b"[" + b"1," * (1 << 20) + b"1]")
    with pytest.raises(ReaderError, match="JSON of more than 1 MiB"):
        read_list(path)


def test_nothing_hostile_reaches_the_message(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2Jb"
    path.write_bytes(b"\x1b[31mred\n")
    with pytest.raises(ReaderError) as caught:
        read_list(path)
    assert "\x1b" not in caught.value.message


@each_row(
    "text",
    [
        json.dumps({ONE: {"seen": 1}, TWO: {}}),
        json.dumps({"sha256": ONE}),
        json.dumps(["ab" * 16]),
    ],
)
def test_json_without_a_known_hash_is_not_called_empty(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReaderError, match="JSON in which no hash"):
        listed(tmp_path / "a", text)


@each_row("text", ["[]", "{}", '{"data": []}'])
def test_empty_json_is_an_empty_list(tmp_path: Path, text: str) -> None:
    assert listed(tmp_path / "a", text) == ((), [])
