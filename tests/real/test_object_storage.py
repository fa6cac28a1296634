"""A search in object storage, asked of a server of S3's protocol that others wrote."""

from __future__ import annotations

import csv
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pyarrow import fs

from tests.cli.auditor import Auditor
from tests.real.conftest import STATE
from tests.real.generators import Tools
from tests.unit.corpus.parquet import write_set

pytestmark = pytest.mark.real
PHOTO = "https://ada.example/photos/sea.jpg"
FILES = ("set/a.parquet", "set/b c.parquet", "set/deep/[x]é.parquet")
ROWS = 20_000
_START_S = 60.0


@pytest.fixture
def options() -> Iterator[str]:
    """What stands behind "?" in addresses of a server that has just been started."""
    programs = Tools(STATE / "object-storage").pip("moto[server,s3]")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(programs / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + _START_S
            while time.monotonic() < end:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                        break
                except OSError:
                    time.sleep(0.2)
            yield f"endpoint_override=127.0.0.1:{port}&scheme=http"
        finally:
            server.terminate()


def put(options: str, name: str, content: bytes) -> None:
    """Put a file into the bucket, which is made if there is none."""
    query = f"{options}&allow_bucket_creation=true"
    store, bucket = fs.FileSystem.from_uri(f"s3://id:secret@sets?{query}")
    store.create_dir(bucket)
    with store.open_output_stream(f"{bucket}/{name}") as out:
        out.write(content)


def close(options: str, name: str) -> None:
    """Let nobody read a file without keys."""
    port = options.partition("&")[0].rpartition(":")[2]
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/sets/{quote(name)}?acl",
        method="PUT",
        headers={"x-amz-acl": "private"},
    )
    with urllib.request.urlopen(asked, timeout=5) as answer:
        assert answer.status == 200


def test_what_stands_there_is_found_and_nothing_is_open_to_others(
    options: str, tmp_path: Path
) -> None:
    for number, name in enumerate(FILES):
        urls = [*(f"https://elsewhere.example/{each}.jpg" for each in range(ROWS)), PHOTO]
        file = write_set(tmp_path / f"{number}.parquet", urls)
        put(options, name, file.read_bytes())
        close(options, name)
    put(options, "set/bad.parquet", b"PAR1 nothing PAR1")
    auditor = Auditor.at(tmp_path)
    search = ("corpus", "search", f"s3://sets/set?{options}", "--domain", "ada.example", "--output")

    refused = auditor.run_apart(*search, str(tmp_path / "refused.csv"), "--json", code=3)
    told = refused.json
    assert told["files_scanned"] == 0
    denied = ["ACCESS_DENIED" in each["reason"] for each in told["passed_over"]]
    assert (denied.count(True), denied.count(False)) == (3, 1)

    signed = auditor.told(AWS_ACCESS_KEY_ID="id", AWS_SECRET_ACCESS_KEY="secret")
    found = signed.run_apart(*search, str(tmp_path / "found.csv"), "--json", code=3)
    told = found.json
    assert (told["hits"], told["rows_scanned"]) == (3, 3 * (ROWS + 1))
    (bad,) = told["passed_over"]
    assert "bad.parquet" in bad["file"]
    with (tmp_path / "found.csv").open(encoding="utf-8") as written:
        rows = list(csv.DictReader(written))
    assert [(row["file"], row["row"]) for row in rows] == [
        (f"s3://sets/{name}?{options}", str(ROWS)) for name in FILES
    ]


def test_a_server_that_is_not_there_gets_one_line(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        source = f"s3://sets/set?endpoint_override=127.0.0.1:{closed.getsockname()[1]}&scheme=http"
        search = ("corpus", "search", source, "--domain", "ada.example", "--output")
        done = Auditor.at(tmp_path).run_apart(*search, str(tmp_path / "r.csv"), code=None)
    assert done.code != 0
    assert "could not be asked" in done.err
