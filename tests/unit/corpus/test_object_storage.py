"""Files in object storage: which there are, and that a search reads them as it reads others.

Arrow reads a folder here as it reads a bucket; `tests/real/test_object_storage.py` asks a server.
"""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import fs

from auditor.corpus import object_storage
from auditor.corpus.engines.duckdb_engine import DuckDbEngine
from auditor.corpus.object_storage import stored_files
from auditor.corpus.search import CorpusRun
from auditor.domain.outside.training_sets import Sought
from auditor.errors import UsageError
from tests.rows import each_row
from tests.unit.corpus.parquet import write_set

PHOTO = "https://ada.example/photos/sea.jpg"
FILES = ("set/a.parquet", "set/b c.parquet", "set/deep/[x]é*.parquet", "other/d.parquet")


@pytest.fixture(autouse=True)
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of all buckets; `set/notes.txt` is no Parquet file."""
    (tmp_path / "home" / ".aws").mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    for name in (*object_storage._KEYS, "AWS_EC2_METADATA_DISABLED"):
        monkeypatch.setenv(name, "")
    root = tmp_path / "storage" / "bucket"
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        write_set(root / name, [PHOTO, f"https://elsewhere.example/{len(name)}.jpg"])
    (root / "set" / "notes.txt").write_text("none", "utf-8")
    store = fs.SubTreeFileSystem(str(root.parent), fs.LocalFileSystem())
    monkeypatch.setattr(object_storage, "_connected", lambda *_which, **_how: store)
    return root


@each_row(
    "source, expected",
    [
        ("s3://bucket", FILES),
        ("s3://bucket/", FILES),
        ("s3://bucket/set", FILES[:3]),
        ("s3://bucket/set/?region=eu-central-1", FILES[:3]),
        ("s3://bucket/set/*.parquet", FILES[:2]),
        ("s3://bucket/**/*.parquet", FILES),
        ("s3://bucket/set/**", (*FILES[:3], "set/notes.txt")),
        ("s3://bucket/*/d.parquet", FILES[3:]),
        ("s3://bucket/other/d.parquet", FILES[3:]),
    ],
)
def test_a_source_is_a_file_a_folder_or_a_pattern(source: str, expected: tuple[str, ...]) -> None:
    query = source.partition("?")[2]
    names = {f"s3://bucket/{name}{query and '?' + query}" for name in expected}
    assert {file.name for file in stored_files(source)} == names


@each_row("query", ["", "?region=eu-central-1"])
def test_a_question_mark_may_be_part_of_a_name(query: str, bucket: Path, tmp_path: Path) -> None:
    (bucket / "odd").mkdir(exist_ok=True)
    (bucket / "odd" / "a?region=b.parquet").write_bytes(
        write_set(tmp_path / "made.parquet", [PHOTO]).read_bytes()
    )
    files = stored_files(f"s3://bucket/odd{query}")
    result = CorpusRun(DuckDbEngine(threads=1, stored=True), Sought((PHOTO,))).run(
        files, tmp_path / "r.json"
    )
    name = f"s3://bucket/odd/a?region=b.parquet{query or '?'}"
    assert [hit.file for hit in result.hits] == [name]
    assert stored_files(name) == files


def test_a_file_that_changed_is_another_one(bucket: Path) -> None:
    (before,) = stored_files("s3://bucket/other/d.parquet")
    write_set(bucket / FILES[3], [PHOTO] * 9)
    (after,) = stored_files("s3://bucket/other/d.parquet")
    assert before.name == after.name
    assert (before.size, before.changed) != (after.size, after.changed)


def test_stored_files_are_searched_as_others_are(bucket: Path, tmp_path: Path) -> None:
    (bucket / "set" / "bad.parquet").write_bytes(b"PAR1 nothing PAR1")
    files = stored_files("s3://bucket")
    (bucket / FILES[3]).unlink()
    result = CorpusRun(DuckDbEngine(threads=1, stored=True), Sought((PHOTO,))).run(
        files, tmp_path / "r.json"
    )
    assert [(hit.file, hit.row) for hit in result.hits] == [
        (f"s3://bucket/{name}", 0) for name in sorted(FILES[:3])
    ]
    told = {trouble.file: trouble.reason for trouble in result.troubles}
    assert set(told) == {"s3://bucket/set/bad.parquet", "s3://bucket/other/d.parquet"}
    for reason in told.values():
        assert reason.startswith("could not be read: ")
        assert "Traceback" not in reason
        assert "stored://" not in reason


class _Reset(io.BytesIO):
    """What is open to a server that is gone."""

    def read(self, _size: int | None = -1, /) -> bytes:
        raise ConnectionResetError("connection was reset\nby the server")


def test_a_file_that_breaks_off_or_changes_is_told(bucket: Path, tmp_path: Path) -> None:
    files = stored_files("s3://bucket/other")
    engine = DuckDbEngine(threads=1, stored=True)
    assert engine.count(files[0].name) == 2
    (bucket / FILES[3]).write_bytes((bucket / FILES[3]).read_bytes() * 2)
    result = CorpusRun(engine, Sought((PHOTO,))).run(files, tmp_path / "r.json")
    assert [trouble.reason for trouble in result.troubles] == [
        "could not be read: it changed while it was read"
    ]
    said: list[str] = []
    file = object_storage._StoredFile(pa.PythonFile(_Reset(), "r"), said.append)
    with pytest.raises(OSError, match="was reset"):
        file.read(4)
    assert said == ["connection was reset"]


def test_why_one_file_failed_is_not_said_of_another(bucket: Path, tmp_path: Path) -> None:
    (bucket / "set" / "z.parquet").write_bytes(b"PAR1 nothing PAR1")
    files = stored_files("s3://bucket/set")
    (bucket / FILES[0]).unlink()
    result = CorpusRun(DuckDbEngine(threads=1, stored=True), Sought((PHOTO,))).run(
        files, tmp_path / "r.json"
    )
    first, second = [trouble.reason for trouble in result.troubles]
    assert "bucket/set/a.parquet" in first
    assert "bucket" not in second


@each_row(
    "source, said",
    [
        ("s3://bucket/none", "no Parquet file"),
        ("s3://bucket/none/*.parquet", "no Parquet file"),
        ("s3://bucket/*.parquet", "no Parquet file"),
        ("s3://elsewhere/a.parquet", "no Parquet file"),
        ("s3://", "no address"),
        ("s3:///set/a.parquet", "no address"),
        ("s3://bucket/set?tls_verify_certificates=false", "no address"),
        ("s3://bucket/set?endpoint_override=", "no address"),
        ("s3://bucket/set?region=&scheme=http", "no address"),
        ("s3://bucket/set?scheme=ftp", "no address"),
        ("s3://key:secret@bucket/set", "key in it is not taken"),
    ],
)
def test_what_cannot_be_asked_is_said(source: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        stored_files(source)
    assert "secret" not in f"{caught.value.message} {caught.value.hint}"


@each_row("given, signed", [("", False), ("AWS_PROFILE", True), ("credentials", True)])
def test_requests_are_signed_where_the_person_has_keys(
    given: str, signed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    store = object_storage._connected("", "", anonymous=True)

    def connected(_bucket: str, _query: str, *, anonymous: bool) -> fs.FileSystem:
        asked.append(anonymous)
        return store

    monkeypatch.setattr(object_storage, "_connected", connected)
    file = Path.home() / ".aws" / "credentials"
    if given.isupper():
        monkeypatch.setenv(given, "mine")
    elif given:
        file.write_text("[default]", "utf-8")
    stored_files("s3://bucket")
    assert asked == [not signed]
