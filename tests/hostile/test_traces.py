"""What a scan leaves on the disk: nothing readable in the vault's folder, during and after.

With --ephemeral nothing at all.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.auditor import Auditor
from tests.cli.ranges import Range, served
from tests.hostile.watched_range import watched

PHOTOS = 24
AUDIT_HOOK = """
import os, sys
_log = os.environ["TRACE_LOG"]
_fd = os.open(_log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
_making = {"os.mkdir", "os.rename", "os.link", "os.symlink",
    "tempfile.mkstemp", "tempfile.mkdtemp", "sqlite3.connect"}

def _hook(event, given):
    if event == "open":
        path, mode, flags = given
        writes = (isinstance(mode, str) and any(letter in mode for letter in "wax+")) or (
            flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writes and str(path) not in ("/dev/null",) and not isinstance(path, int):
            os.write(_fd, f"open {path} {mode} {flags}\\n".encode())
    elif event in _making:
        os.write(_fd, f"{event} {given}\\n".encode())

sys.addaudithook(_hook)
"""
"""As sitecustomize: notes every file that Python code of the process writes.

Whether it opens it to write, makes or renames it.
"""


@pytest.fixture(scope="module")
def practice() -> Iterator[Range]:
    with served(PHOTOS, seed=4) as made:
        yield made


def spellings(text: str) -> Iterable[bytes]:
    return (text.encode("utf-8"), text.encode("utf-16-le"), text.encode("utf-16-be"))


def degrees(value: float) -> list[str]:
    """Return how a position may be spelled: decimal to four places, and degrees with minutes."""
    whole, minutes = int(abs(value)), (abs(value) % 1) * 60
    return [
        f"{abs(value):.4f}",
        f"{whole}\u00b0{int(minutes)}",
        f"{whole} deg {int(minutes)}",
        f"{whole},{minutes:.2f}",
    ]


def needles(practice: Range, photos: list[dict[str, Any]]) -> dict[bytes, str]:
    """Return everything that must not be readable, in three encodings."""
    words = {
        "mara",
        "tomas",
        "amina",
        "Lindqvist",
        "Ferreira",
        "Okoye",
        "did:plc",
        "http://",
        "https://",
        "CREATE TABLE",
        "JFIF",
        "WEBP",
    }
    words |= {base.removeprefix("http://") for base in practice.bases.values()}
    for photo in photos:
        words |= {
            photo["page_url"],
            photo["media_url"],
            photo["alt"] or "",
            photo["metadata"]["file_name"] or "",
        }
        words |= {*photo["metadata"]["serial_numbers"], *photo["metadata"]["owner"]}
        place = photo["metadata"]["gps"]
        if place:
            words |= {*degrees(place["latitude"]), *degrees(place["longitude"])}
    return {spelled: word for word in words if len(word) > 3 for spelled in spellings(word)}


def files_under(*folders: Path) -> dict[Path, bytes]:
    found: dict[Path, bytes] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                if path.is_file():
                    found[path] = path.read_bytes()
            except FileNotFoundError:
                continue  # a journal that ended between the two looks
    return found


def leaks(sought: dict[bytes, str], *folders: Path) -> set[tuple[str, str]]:
    """Return which words stand readable in which file.

    A word of four bytes stands in some encrypted megabytes by chance (one in 2 to the 32 places),
    so it counts where a file holds it twice. What is saved in the clear repeats its words.
    """
    return {
        (path.name, word)
        for path, data in files_under(*folders).items()
        for spelled, word in sought.items()
        if data.count(spelled) >= (2 if len(spelled) < 5 else 1)
    }


@pytest.mark.slow
def test_nothing_can_be_read_during_and_after_a_scan(tmp_path: Path) -> None:
    with watched(PHOTOS, seed=4) as (practice, watch):
        auditor = Auditor.at(tmp_path, "--settings", str(practice.save_settings(tmp_path)))
        places = (auditor.vault, tmp_path / "tmp", tmp_path / "home", tmp_path / "cwd")
        auditor.add(practice.accounts)
        auditor.run("scan", code=1)
        photos = auditor.run("photos", "--json").json["photos"]
        sought = needles(practice, photos)
        assert len(sought) > 100
        assert leaks(sought, *places) == set()
        finding = auditor.run("findings", "--json", code=1).json["findings"][0]["id"]
        auditor.run("findings", "mark", finding, "--state", "done")
        looks, seen = 0, set()
        watch.forget()
        with auditor.start("scan") as process:
            while process.poll() is None:
                looks += len(watch.asked) > 0
                seen |= leaks(sought, *places)
            process.communicate()
        assert seen == set()
        assert looks > 3  # while it was asking
        assert leaks(sought, *places) == set()
        with auditor.start("scan") as process:
            while not watch.wait_for(20, 0.1) and process.poll() is None:
                pass
            process.kill()
            process.communicate()
        assert leaks(sought, *places) == set()
        names = {path.name for path in files_under(*places)}
        assert names <= {
            "vault.db",
            "vault.db-wal",
            "vault.db-shm",
            "vault.key",
            "scan.lock",
            "use.lock",
            "judge.lock",
        }


def test_needles_are_found_where_they_are(tmp_path: Path, practice: Range) -> None:
    """The search itself works: a document saved in the clear is noticed."""
    sought = needles(practice, [])
    (tmp_path / "saved.json").write_bytes(json.dumps(practice.bases).encode("utf-16-le"))
    assert leaks(sought, tmp_path)


def test_four_bytes_met_by_chance_are_no_leak(tmp_path: Path, practice: Range) -> None:
    """Encrypted bytes hold each word of four letters sooner or later, but hardly twice."""
    sought = needles(practice, [])
    journal = tmp_path / "vault.db-wal"
    journal.write_bytes(b"\0" * 99 + b"WEBP" + b"\xff" * 99)
    assert leaks(sought, tmp_path) == set()
    journal.write_bytes(b"RIFF\x10\0\0\0WEBPVP8L" * 2)
    assert leaks(sought, tmp_path) == {("vault.db-wal", "WEBP")}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="one folder for everything")
@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--headless", "--photos", "12"),
        ("scan",),
        ("accounts", "add", "https://instagram.com/ada/"),
    ],
)
def test_ephemeral_writes_no_file(tmp_path: Path, practice: Range, words: tuple[str, ...]) -> None:
    auditor = traced(tmp_path, "--ephemeral", "--settings", str(practice.save_settings(tmp_path)))
    before = tree(tmp_path)
    auditor.run(*words, code=None)
    assert tree(tmp_path) == before
    assert written(tmp_path) == []


def test_inspect_writes_no_file(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (640, 480), "teal").save(tmp_path / "one.jpg")
    auditor = traced(tmp_path)
    before = tree(tmp_path)
    assert (
        auditor.run("inspect", str(tmp_path / "one.jpg"), "--json").json["files"][0]["error"]
        is None
    )
    assert tree(tmp_path) == before
    assert written(tmp_path) == []


def test_the_audit_hook_sees_what_is_written(tmp_path: Path) -> None:
    auditor = traced(tmp_path)
    auditor.run("accounts", "add", "https://instagram.com/ada/")
    assert any("vault.key" in line for line in written(tmp_path))


def traced(room: Path, *options: str) -> Auditor:
    """Return a command line whose Python notes what it opens to write.

    For its reader processes the tree is compared.
    """
    hooks = room / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(AUDIT_HOOK, "utf-8")
    (room / "trace.log").touch()
    auditor = Auditor.at(room, *options)
    path = f"{hooks}{os.pathsep}{auditor.environment()['PYTHONPATH']}"
    return auditor.told(
        PYTHONPATH=path, TRACE_LOG=str(room / "trace.log"), PYTHONDONTWRITEBYTECODE="1"
    )


def written(room: Path) -> list[str]:
    return [
        line
        for line in (room / "trace.log").read_text("utf-8").splitlines()
        if sys.prefix not in line
    ]


def tree(room: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of change of everything in the rooms a process may write to.

    But for the trace.
    """
    return {
        str(path.relative_to(room)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(room.rglob("*"))
        if path.name != "trace.log"
    }
