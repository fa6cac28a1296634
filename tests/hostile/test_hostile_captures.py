"""Kept pages that are damaged, or were made to do harm: one clear line, and little memory."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.memory import ROOT
from tests.unit.captures.making import (
    FORMS,
    Visit,
    drawn,
    entry,
    har,
    instagram,
    saved_folder,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="measures as Linux does"),
]
_MOST_KIB = 300 * 1024
_GIB = 1 << 30
_PIECE = 1 << 20

_READ = """
import re, sys
from auditor.domain.archives.archive import ArchiveItem
from auditor.errors import AuditorError
from auditor.wiring import open_archives
try:
    taken = 0
    for opened in open_archives([sys.argv[1]]):
        for each in opened.entries():
            if isinstance(each, ArchiveItem):
                taken += bool(opened.read(each.member, 1 << 25))
        said = f"took {taken} of {opened.page.shown}"
        opened.close()
except AuditorError as error:
    said = error.message
assert "\\n" not in said, said
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
print(peak[1], said)
"""


def read(path: Path) -> str:
    """Return what is said of a capture; nothing else may be, and little memory be taken."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, timeout=300,
        check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    peak, said = done.stdout.strip().split(" ", 1)
    assert int(peak) <= _MOST_KIB, (peak, said)
    return said


@pytest.mark.parametrize("form", FORMS)
def test_one_that_is_cut_off(tmp_path: Path, form: str) -> None:
    name, write = FORMS[form]
    whole = write(tmp_path / name, instagram(range(3)))
    body = whole.read_bytes()
    for share in (0.02, 0.5, 0.98):
        whole.write_bytes(body[: int(len(body) * share)])
        said = read(whole)
        assert said.startswith("took") or len(said) < 300
        if form not in {"saved-folder", "single-file"}:
            assert not said.startswith("took")


@pytest.mark.parametrize("form", FORMS)
def test_one_that_is_damaged_somewhere(tmp_path: Path, form: str) -> None:
    name, write = FORMS[form]
    whole = write(tmp_path / name, instagram(range(2)))
    body = bytearray(whole.read_bytes())
    for place in range(0, len(body), max(1, len(body) // 3)):
        spoiled = body.copy()
        spoiled[place : place + 40] = b"\0\xff}]\"'<!--" * 4
        whole.write_bytes(spoiled)
        read(whole)


def _much(path: Path, lead: bytes, body: bytes, tail: bytes, length: int = _GIB) -> Path:
    with path.open("wb") as file:
        file.write(lead)
        piece = body * (_PIECE // len(body))
        for _each in range(length // _PIECE):
            file.write(piece)
        file.write(tail)
    return path


def _entries(text: str) -> str:
    made = json.dumps(entry("https://a.example/1.jpg", "image/jpeg", b"x"))
    return made.replace('"eA=="', text)


def _large_picture(folder: Path) -> Path:
    before, after = _entries('"*"').split("*")
    lead = f'{{"log": {{"entries": [{before}'.encode()
    return _much(folder / "a.har", lead, b"AAAA", f"{after}]}}}}".encode())


def _large_rest(folder: Path) -> Path:
    page = json.dumps({"log": {"comment": "*", "entries": []}})
    lead, tail = page.split("*")
    return _much(folder / "a.har", lead.encode(), b"\\u0041", tail.encode())


def _deep(folder: Path) -> Path:
    return _much(folder / "a.har", b'{"log": {"pages": ', b"[", b"", 4 * _PIECE)


def _many_entries(folder: Path) -> Path:
    visit = instagram(range(2))
    visit.bodies |= {
        f"https://cdn.example/{number}.png": ("image/png", b"x") for number in range(100_000)
    }
    return har(folder / "a.har", visit)


def _many_parts(folder: Path) -> Path:
    lead = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    return _much(folder / "a.mhtml", lead, b"--x\r\nContent-Type: image/png\r\n\r\n\r\n", b"--x--")


def _no_parts(folder: Path) -> Path:
    lead = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    lead += b"--x\r\nA: b\r\n\r\n"
    return _much(folder / "a.mhtml", lead, b"--y\r\n---", b"")


def _large_page(folder: Path) -> Path:
    return _much(folder / "a.html", b"<!doctype html><html>", b"<p>x", b"")


def _large_data(folder: Path) -> Path:
    lead = b'<!doctype html><html><img src="data:image/png;base64,'
    return _much(folder / "a.html", lead, b"AAAA", b'"><p>')


def _many_tags(folder: Path) -> Path:
    image = base64.b64encode(drawn(1)).decode()
    deep = "<div class=x>" * 3000 + f'<img src="data:image/jpeg;base64,{image}">'
    page = folder / "a.html"
    page.write_text("<!doctype html><html>" + deep + "<b><i>" * 2_000_000)
    return page


def _packed_zeros(folder: Path) -> Path:
    page = folder / "a.warc.gz"
    with page.open("wb") as file:
        packer = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=9)
        packer.write(f"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: {_GIB}\r\n\r\n".encode())
        for _each in range(_GIB // _PIECE):
            packer.write(bytes(_PIECE))
        packer.close()
    return page


def _packed_body(folder: Path) -> Path:
    body = gzip.compress(bytes(256 << 20))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Encoding: gzip\r\n\r\n"
    lines = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/x.png\r\n"
    lines += (
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(head + body)}"
    )
    page = folder / "a.warc"
    page.write_bytes(lines.encode() + b"\r\n\r\n" + head + body + b"\r\n\r\n")
    return page


def _wrong_length(folder: Path) -> Path:
    page = folder / "a.warc"
    page.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nx")
    return page


@pytest.mark.parametrize(
    "make",
    [
        _large_picture, _large_rest, _deep, _many_entries, _many_parts, _no_parts, _large_page,
        _large_data, _many_tags, _packed_zeros, _packed_body, _wrong_length,
    ],
)  # fmt: skip
def test_much_of_anything_takes_little(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    try:
        said = read(path)
    finally:
        path.unlink()
    assert len(said) < 300


def test_nothing_outside_of_its_folder_is_read(tmp_path: Path) -> None:
    outside = tmp_path / "secret.jpg"
    outside.write_bytes(drawn(77))
    visit = Visit("https://a.example/", "<!doctype html><html><body>")
    visit.picture("https://a.example/1.jpg", drawn(1))
    for address in ("https://a.example/1.jpg", "../secret.jpg", str(outside), outside.as_uri()):
        visit.markup += f'<img src="{address}">'
    visit.markup += '<img src="./page_files/link.jpg"><img src="./page_files/../../secret.jpg">'
    (tmp_path / "in").mkdir()
    page = saved_folder(tmp_path / "in" / "page.html", visit)
    (tmp_path / "in" / "page_files" / "link.jpg").symlink_to(outside)
    (tmp_path / "in" / "page_files" / "folder.jpg").mkdir()
    assert read(page) == "took 1 of 1"
    assert read(tmp_path / "in") == "took 1 of 1"


@pytest.mark.parametrize("charset", ["utf-16", "shift_jis", "koi8-r", "utf-7", "x-nothing"])
def test_other_letters_and_scripts(tmp_path: Path, charset: str) -> None:
    visit = Visit("https://a.example/", "")
    visit.picture("https://a.example/1.jpg", drawn(1))
    markup = (
        f'<!doctype html><html><meta charset="{charset}"><script>while(1){{}}</script>'
        '<body onload="location=1"><p>\x1b[2J</p><img src="https://a.example/1.jpg">'
    )
    known = charset if charset not in {"x-nothing", "utf-7"} else "utf-8"
    saved = saved_folder(tmp_path / "page.html", visit)
    saved.write_bytes(
        markup.replace("https://a.example/1.jpg", "./page_files/0-1.jpg").encode(known)
    )
    assert read(saved).startswith("took 1")
