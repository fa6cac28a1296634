"""`corpus search` as its user runs it: found, not found, not searched, stopped and gone on."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self

import duckdb
import msgspec
import pytest

from auditor.cli.training_sets import apart, worker
from auditor.corpus import object_storage
from auditor.corpus.progress_file import ProgressFile, progress_path
from auditor.corpus.sources import CorpusFile
from auditor.domain.outside.training_sets import CorpusWish, Sought
from auditor.vault.storage.lock import FileLock
from tests.cli.auditor import PASSPHRASE, Auditor, takes_ctrl_c
from tests.unit.corpus.parquet import write_hashes, write_query, write_set


class Here:
    """Does in this process what the one beside it does: starting that takes a second each time."""

    def __init__(self) -> None:
        self.stdin, self.stdout = io.BytesIO(), io.BytesIO()
        self.stdin.close = self._serve  # type: ignore[method-assign]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        """Nothing is left of it."""

    def _serve(self) -> None:
        job = msgspec.msgpack.decode(self.stdin.getvalue(), type=worker.SearchJob)
        worker.serve(job, self.stdout)
        self.stdout.seek(0)

    def poll(self) -> int:
        return 0

    def wait(self, timeout: float) -> int:
        return 0

    def kill(self) -> None:
        """It has ended."""


_LONG_S = 50.0


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "start_process", Here)


in_this_process = pytest.mark.usefixtures("here")
PHOTO = "https://ada.example/photos/sea.jpg"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    folder.mkdir()
    write_set(folder / "1.parquet", [PHOTO.replace("https", "http"), "https://b.example/1"])
    write_set(folder / "2.parquet", ["https://c.example/\x1b[31m=2", "https://cdn.c.example/2"])
    (tmp_path / "urls.txt").write_text(f"# mine\n{PHOTO}\n", "utf-8")
    return tmp_path


def test_addresses_and_domains_are_found(fresh: Auditor, rows: Path) -> None:
    output = rows / "result.csv"
    words = (str(rows / "set"), "--urls", str(rows / "urls.txt"), "--output", str(output))
    done = fresh.run("corpus", "search", *words, "--domain", "c.example", "--json", code=1)
    document = done.json
    assert (document["hits"], document["rows_scanned"], document["engine"]) == (3, 4, "duckdb")
    assert document["kinds"] == [{"kind": "address", "count": 1}, {"kind": "domain", "count": 2}]
    assert "2 of 2 files" in done.err
    assert oct(output.stat().st_mode)[-3:] == "600"
    listed = list(csv.DictReader(output.read_text("utf-8").splitlines()))
    assert [row["sought"] for row in listed] == [PHOTO, "c.example", "c.example"]
    assert "\x1b" not in output.read_text("utf-8")
    assert not output.with_name("result.csv.progress").exists()


@in_this_process
@pytest.mark.parametrize("ending", ["json", "parquet"])
def test_the_result_in_other_forms(fresh: Auditor, rows: Path, ending: str) -> None:
    output = rows / f"it's.{ending}"
    words = (str(rows / "set"), "--urls", str(rows / "urls.txt"), "--output", str(output))
    fresh.run("corpus", "search", *words, code=1)
    if ending == "json":
        (row,) = json.loads(output.read_text("utf-8"))
        assert row["url"] == PHOTO.replace("https", "http")
    else:
        name = str(output).replace("'", "''")
        with duckdb.connect() as connection:
            assert connection.execute(f"SELECT kind, row FROM '{name}'").fetchall() == [
                ("address", 0)
            ]


@in_this_process
def test_nothing_found_is_never_not_in_any(fresh: Auditor, rows: Path) -> None:
    words = (str(rows / "set"), "--domain", "-", "--output", str(rows / "result.csv"))
    done = fresh.type("nobody.example\n", "corpus", "search", *words)
    assert "0 hits in 4 rows" in done.out
    assert "Other sets, other versions" in done.out


@in_this_process
def test_a_hash_list(fresh: Auditor, rows: Path) -> None:
    write_hashes(rows / "hashes.parquet", [f"{7:064x}", f"{2**200:064x}"])
    (rows / "list.txt").write_text(f"{6:064x}\n", "utf-8")
    words = (str(rows / "hashes.parquet"), "--hashes", str(rows / "list.txt"))
    output = rows / "result.json"
    fresh.run(
        "corpus", "search", *words, "--column", "pdq", "--output", str(output), "--distance", "1",
        code=1,
    )  # fmt: skip
    (row,) = json.loads(output.read_text("utf-8"))
    assert (row["row"], row["distance"], row["url"]) == (0, 1, "https://h.example/0")
    done = fresh.run("corpus", "search", *words, "--output", str(rows / "b.json"), code=2)
    assert "--column" in done.err


@in_this_process
def test_what_was_not_searched_comes_first(fresh: Auditor, rows: Path) -> None:
    (rows / "set" / "0.parquet").write_bytes(b"PAR1 nothing")
    write_set(rows / "set" / "3.parquet", ["x"], column="picture")
    words = (str(rows / "set"), "--domain", "c.example", "--output", str(rows / "result.csv"))
    done = fresh.run("corpus", "search", *words, code=3)
    first, second, third, *_rest = done.out.splitlines()
    assert first.startswith("Not searched: ")
    assert "its columns: id, picture, TEXT" in second
    assert third.startswith("2 hits in 4 rows")


@in_this_process
def test_where_no_file_can_be_searched_nothing_is_known(fresh: Auditor, rows: Path) -> None:
    write_set(rows / "none.parquet", ["x"], column="picture")
    output = rows / "result.csv"
    words = (str(rows / "none.parquet"), "--domain", "c.example", "--output", str(output))
    done = fresh.run("corpus", "search", *words, code=3)
    assert "nothing is known" in done.out
    assert not output.exists()


@in_this_process
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none/*.parquet", "--domain", "c.example", "--output", "r.csv"), "no Parquet file"),
        (("SET", "--output", "r.csv"), "nothing to look for"),
        (("SET", "--domain", "c.example", "--output", "r.txt"), "Parquet, CSV or JSON"),
        (("SET", "--domain", "c.example", "--output", "none/r.csv"), "no folder"),
        (("SET", "--urls", "none.txt", "--output", "r.csv"), "none.txt"),
        (("SET", "--domain", "c.example", "--output", "r.csv", "--engine", "x"), "no such engine"),
        (("SET", "--domain", "c.example", "--output", "r.csv", "--distance", "32"), "0 to 31"),
    ],
)
def test_bad_calls_are_one_line(
    fresh: Auditor, rows: Path, words: tuple[str, ...], said: str
) -> None:
    done = fresh.run(
        "corpus", "search", *(str(rows / "set") if word == "SET" else word for word in words),
        code=2,
    )  # fmt: skip
    assert said in done.err


@pytest.mark.parametrize("how", ["itself", "in its folder", "by a link"])
def test_nothing_that_is_there_is_written_over(fresh: Auditor, rows: Path, how: str) -> None:
    source = rows / "set" / "2.parquet"
    before = source.read_bytes()
    (rows / "link.parquet").symlink_to(source)
    output = rows / "link.parquet" if how == "by a link" else source
    given = str(rows / "set") if how == "in its folder" else str(source)
    words = (given, "--domain", "c.example", "--output", str(output))
    assert "is there already" in fresh.run("corpus", "search", *words, code=2).err
    assert source.read_bytes() == before


@in_this_process
def test_where_nothing_can_be_written_it_is_one_line(fresh: Auditor, rows: Path) -> None:
    (rows / "result.csv.progress").mkdir()
    words = (str(rows / "set"), "--domain", "c.example", "--output", str(rows / "result.csv"))
    done = fresh.run("corpus", "search", *words, code=2)
    assert "nothing can be written" in done.err


def test_offline_reads_no_file_of_another_machine(fresh: Auditor) -> None:
    words = ("https://sets.example/1.parquet", "--domain", "c.example", "--output", "r.csv")
    assert "--offline is on" in fresh.run("--offline", "corpus", "search", *words, code=3).err


def test_without_the_extra_it_says_what_to_install(
    fresh: Auditor, rows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [name for name in sys.modules if name.startswith("auditor.corpus")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "ibis", None)
    words = (str(rows / "set"), "--domain", "c.example", "--output", str(rows / "r.csv"))
    done = fresh.run("corpus", "search", *words, code=2)
    assert "pip install 'auditor[corpus]'" in done.err
    assert "ibis" in done.err


@in_this_process
def test_the_accounts_claimed_as_mine_are_looked_for(copied: Auditor, tmp_path: Path) -> None:
    photos = copied.run("photos", "--json").json["photos"]
    urls = [photos[0]["media_url"], f"{photos[0]['media_url']}0", "https://b.example/1"]
    write_set(tmp_path / "set.parquet", urls)
    words = ("corpus", "search", str(tmp_path / "set.parquet"), "--inventory")
    output = ("--output", str(tmp_path / "result.json"))
    done = copied.run(*words, *output, "--json", code=1)
    assert done.json["hits"] >= 1
    assert "The vault was closed during the search" in done.err
    (used,) = [
        each
        for each in copied.run("answers", "--json", code=None).json["questions"]
        if each["id"] == "used"
    ]
    (row,) = [each for each in used["evidence"] if each["check"] == "corpus-search"]
    assert row["count"] == done.json["hits"]
    assert used["state"] != "not-seen"


@in_this_process
def test_nothing_found_does_not_make_the_answer_not_seen(copied: Auditor, tmp_path: Path) -> None:
    write_set(tmp_path / "set.parquet", ["https://b.example/1"])

    def used() -> dict[str, object]:
        listed = copied.run("answers", "--json", code=None).json["questions"]
        (found,) = [each for each in listed if each["id"] == "used"]
        return {"state": found["state"], "all": json.dumps(found)}

    before = used()
    copied.run(
        "corpus", "search", str(tmp_path / "set.parquet"), "--inventory",
        "--output", str(tmp_path / "result.json"),
    )  # fmt: skip
    assert used()["state"] == before["state"]
    assert "other sets were not looked at" in str(used()["all"])


def test_without_an_account_of_mine_there_is_nothing_to_look_for(
    fresh: Auditor, rows: Path
) -> None:
    words = (str(rows / "set"), "--inventory", "--output", str(rows / "r.csv"))
    assert "nothing was searched" in fresh.run("corpus", "search", *words, code=2).err


ENDS_AT_A_FILE = """
import os, signal
from auditor.corpus.engines.duckdb_engine import DuckDbEngine
from auditor.cli.training_sets import worker
known = DuckDbEngine.STEP
def step(self, file, *given, **more):
    if file.endswith("1.parquet"):
        os.kill(os.getpid(), signal.SIGKILL)
    return known(self, file, *given, **more)
DuckDbEngine.STEP = step
worker.main()
"""


@pytest.mark.parametrize("step", ["columns", "open"])
def test_a_file_that_ends_the_process_is_passed_over(
    fresh: Auditor, rows: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def start() -> subprocess.Popen[bytes]:
        line = [sys.executable, "-c", ENDS_AT_A_FILE.replace("STEP", step)]
        pipe = subprocess.PIPE
        return subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)

    monkeypatch.setattr(apart, "start_process", start)
    output = rows / "result.json"
    words = (str(rows / "set"), "--domain", "c.example", "--output", str(output), "--json")
    document = fresh.run("corpus", "search", *words, code=3).json
    assert (document["hits"], document["files_scanned"]) == (2, 1)
    (passed,) = document["passed_over"]
    assert passed["file"].endswith("1.parquet")
    assert "ended the process" in passed["reason"]


def test_without_java_it_says_what_to_install(
    fresh: Auditor, rows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PATH", str(rows))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    words = (str(rows / "set"), "--domain", "c.example", "--output", str(rows / "r.csv"))
    done = fresh.run("corpus", "search", *words, "--engine", "spark", code=2)
    assert "Spark needs Java" in done.err
    assert "default-jre-headless" in done.err


@in_this_process
def test_two_at_once_do_not_write_one_result(fresh: Auditor, rows: Path) -> None:
    other = FileLock(rows / "r.csv.progress")
    other.take()
    words = (str(rows / "set"), "--domain", "c.example", "--output", str(rows / "r.csv"))
    assert "Another search works on" in fresh.run("corpus", "search", *words, code=2).err
    other.free()
    fresh.run("corpus", "search", *words, code=1)


def test_a_server_that_never_answers_is_left_when_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_PATIENCE_S", 0.5)
    with socket.socket() as server, ThreadPoolExecutor(1) as threads:
        server.settimeout(_LONG_S)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        source = f"s3://sets/set?endpoint_override=127.0.0.1:{port}&scheme=http"
        wish = CorpusWish((source,), tmp_path / "r.csv")
        sought = Sought((), (), ("ada.example",))
        search = apart.SearchApart(wish, sought, (CorpusFile(source),))
        running = threads.submit(search.run, lambda _progress: None)
        connection, _peer = server.accept()
        with connection:
            search.stop()
            with pytest.raises(KeyboardInterrupt):
                running.result(_LONG_S)
    assert [*tmp_path.iterdir()] == []


class _Endless(BaseHTTPRequestHandler):
    """A bucket whose list of files has always one more page."""

    def do_HEAD(self) -> None:
        self.send_response(404)
        self.end_headers()

    def do_GET(self) -> None:
        page = (
            "<ListBucketResult><Name>sets</Name><Prefix>set/</Prefix><KeyCount>1</KeyCount>"
            "<IsTruncated>true</IsTruncated><NextContinuationToken>1</NextContinuationToken>"
            f"<Contents><Key>set/{time.monotonic_ns()}.parquet</Key><Size>9</Size>"
            "<LastModified>2020-01-01T00:00:00.000Z</LastModified></Contents></ListBucketResult>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_told: object) -> None:
        """Nothing is written down."""


@in_this_process
def test_a_list_of_files_without_end_is_told(
    fresh: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_storage, "_LIST_S", 2.0)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Endless) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        source = f"s3://sets/set?endpoint_override=127.0.0.1:{server.server_port}&scheme=http"
        words = (source, "--domain", "c.example", "--output", str(tmp_path / "r.csv"))
        done = fresh.run("corpus", "search", *words, code=2)
        server.shutdown()
    assert "did not end" in done.err
    assert [*tmp_path.glob("r.csv*")] == []


@in_this_process
def test_what_another_search_kept_is_not_written_over(fresh: Auditor, rows: Path) -> None:
    kept = progress_path(rows / "r.csv")
    other = Sought((), (), ("ada.example",))
    ProgressFile(kept, other, "", "").keep([(CorpusFile("1.parquet"), 1, ())])
    before = kept.read_bytes()
    words = (str(rows / "set"), "--domain", "c.example", "--output", str(rows / "r.csv"))
    done = fresh.run("corpus", "search", *words, code=2)
    assert "how far another search came" in done.err
    assert kept.read_bytes() == before
    assert not (rows / "r.csv").exists()
    kept.unlink()
    fresh.run("corpus", "search", *words, code=1)


@pytest.mark.parametrize("what", ["notes", "bytes", "link", "pipe"])
def test_what_keeps_no_search_is_not_written_over(fresh: Auditor, rows: Path, what: str) -> None:
    import os

    kept = progress_path(rows / "r.csv")
    notes = {"notes": b"[1]\n", "bytes": b"\xff\n"}.get(what, b"mine\n")
    place = rows / "notes" if what == "link" else kept
    if what == "pipe":
        os.mkfifo(kept)
    else:
        place.write_bytes(notes)
    if what == "link":
        kept.symlink_to(place)
    words = (str(rows / "set"), "--domain", "c.example", "--output", str(rows / "r.csv"))
    assert "keeps no search" in fresh.run("corpus", "search", *words, code=2).err
    assert what == "pipe" or place.read_bytes() == notes
    assert not (rows / "r.csv").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a name can be any bytes")
def test_a_name_that_is_no_text_is_told(fresh: Auditor, rows: Path) -> None:
    import os

    (rows / "set" / os.fsdecode(b"\xff.parquet")).write_bytes(b"")
    output = str(rows / "r.json")
    words = (str(rows / "set"), "--domain", "c.example", "--output", output)
    for option in ("--column", "--address-column", "--master"):
        done = fresh.run("corpus", "search", *words, option, os.fsdecode(b"\xff"), code=2)
        assert "no text" in done.err
    document = fresh.run("corpus", "search", *words, "--json", code=3).json
    assert (document["hits"], document["files_scanned"]) == (2, 2)
    (passed,) = document["passed_over"]
    assert passed["file"].endswith("\ufffd.parquet")
    assert "no text" in passed["reason"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a pseudo-terminal")
def test_the_passphrase_is_asked_for_once(copied: Auditor, tmp_path: Path) -> None:
    from tests.hostile.memory import Program

    write_set(tmp_path / "set.parquet", ["https://b.example/1"])
    (tmp_path / "typed").mkdir()
    (tmp_path / "typed" / "home").symlink_to(copied.vault)
    output = str(tmp_path / "result.json")
    words = ("corpus", "search", str(tmp_path / "set.parquet"), "--inventory", "--output", output)
    with Program(words, tmp_path / "typed") as program:
        place = program.wait_for("Passphrase: ")
        program.press(b"wrong\n")
        program.wait_for("Passphrase: ", place)
        program.press(f"{PASSPHRASE}\n".encode())
        assert program.read_to_the_end() == 0
        assert b"it is opened again" in program.seen
        assert program.seen.count(b"Passphrase: ") == 2


@takes_ctrl_c
@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished(fresh: Auditor, tmp_path: Path) -> None:
    import os
    import signal

    files, rows = 6, 300_000  # worth a close look, so that two of them make a group; hits are few
    for number in range(files):
        query = f"SELECT CASE WHEN i = 7 THEN '{PHOTO}' ELSE 'https://b.example/{PHOTO}' END AS URL"
        write_query(tmp_path / f"{number:03}.parquet", f"{query} FROM range({rows}) made(i)")
    output = tmp_path / "r.csv"
    line = [
        sys.executable, "-m", "auditor", "corpus", "search", str(tmp_path / "*.parquet"),
        "--domain", "ada.example", "--output", str(output),
    ]  # fmt: skip
    with subprocess.Popen(
        line, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=fresh.environment()
    ) as process:
        assert process.stderr is not None
        first = re.match(rf"(\d+) of {files} files", process.stderr.readline())
        os.kill(process.pid, signal.SIGINT)
        _out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same call goes on" in err
    assert err.count("Stopped") == 1
    assert "Traceback" not in err
    assert not output.exists()
    document = fresh.run("corpus", "search", *line[5:], "--json", code=1).json
    assert first is not None
    assert files > document["files_kept"] >= int(first[1])
    assert (document["hits"], document["rows_scanned"]) == (files, files * rows)
