"""Kept pages that lie about what they hold, or are made to be read for hours: one clear line."""

from __future__ import annotations

import copy
import gzip
import json
import os
import plistlib
import sys
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.test_hostile_captures import read
from tests.unit.captures.making import (
    drawn,
    entry,
    har,
    instagram,
    mhtml,
    saved_folder,
    wacz,
    warc,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="measures as Linux does"),
]
CDN = "https://scontent-x.cdninstagram.com/v/t51.29350-15/"
_TWO = ("MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="x"', "", "")
_PART = b'--x\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'


def _log(folder: Path, entries: Iterator[str]) -> Path:
    path = folder / "a.har"
    with path.open("w") as file:
        file.write('{"log": {"entries": [{}')
        for each in entries:
            file.write(f",{each}")
        file.write("]}}")
    return path


def _numbered(kind: str, body: bytes | str, count: int) -> Iterator[str]:
    before, after = json.dumps(entry("https://a.example/*", kind, body)).split("*", 1)
    return (f"{before}{number}{after}" for number in range(count))


def _tiny_entries(folder: Path) -> Path:
    return _log(folder, islice(repeat("{}"), 1_000_001))


def _bodiless(folder: Path) -> Path:
    return _log(folder, _numbered("image/png", b"", 120_000))


def _many_pages(folder: Path) -> Path:
    return _log(folder, _numbered("text/html", "<p>" + "x" * 12_000_000, 8))


def _deep(folder: Path) -> Path:
    path = folder / "a.har"
    path.write_bytes(b'{"log":{"entries":[' + b'{"request":' * 500_000)
    return path


def _in_utf_16(folder: Path) -> Path:
    path = har(folder / "a.har", instagram(range(2)))
    path.write_bytes(path.read_text().encode("utf-16"))
    return path


def _same_warc_again(folder: Path) -> Path:
    inner = warc(folder / "inner", instagram(range(20)), packed=False).read_bytes()
    path = folder / "a.wacz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("datapackage.json", "{}")
        packed.writestr("archive/0.warc", inner)
        for number in range(1, 20_000):
            other = copy.copy(packed.getinfo("archive/0.warc"))
            other.filename = f"archive/{number}.warc"
            packed.filelist.append(other)
    return path


def _index_that_lies(folder: Path) -> Path:
    path = wacz(folder / "a.wacz", instagram(range(2)))
    body = bytearray(path.read_bytes())
    at = body.rfind(b"PK\1\2") + 42
    body[at : at + 4] = (0xFFFFFFF0).to_bytes(4, "little")
    path.write_bytes(body)
    return path


def _members_below_the_limit(folder: Path) -> Path:
    head = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 62000000\r\n\r\n"
    path = folder / "a.warc.gz"
    path.write_bytes(gzip.compress(head + bytes(62_000_000) + b"\r\n\r\n") * 200)
    return path


def _answer(folder: Path, length: int | None, body: bytes) -> Path:
    lead = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1.jpg\r\n"
    lead += "Content-Type: application/http; msgtype=response\r\nContent-Length: "
    path = folder / "a.warc"
    told = len(body) if length is None else length
    path.write_bytes(f"{lead}{told}\r\n\r\n".encode() + body + b"\r\n\r\n")
    return path


def _negative_length(folder: Path) -> Path:
    return _answer(folder, -5, b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx")


def _endless_chunk(folder: Path) -> Path:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: image/png\r\n\r\n"
    return _answer(folder, None, head + b"ffffffffffff\r\nxx")


def _nested_in_itself(folder: Path) -> Path:
    path = folder / "a.mhtml"
    path.write_bytes("\r\n".join(_TWO).encode() + _PART * 5000 + b"--x--")
    return path


def _letters_of_a_codec(folder: Path) -> Path:
    path = mhtml(folder / "a.mhtml", instagram(range(1)))
    plain = b"Content-Type: text/html\r\n"
    path.write_bytes(path.read_bytes().replace(plain, plain[:-2] + b"; charset=zlib\r\n"))
    return path


def _windows_in_windows(folder: Path) -> Path:
    visit = instagram(range(1))
    visit.markup += "<dialog>" * 40_000
    return mhtml(folder / "a.mhtml", visit)


def _page_of(folder: Path, lead: str, piece: str, length: int) -> Path:
    path = folder / "a.html"
    start = "<!doctype html><html><img src='data:image/png;base64,AAAA'>"
    path.write_text(start + lead + piece * (length // len(piece)))
    return path


def _unended_links(folder: Path) -> Path:
    return _page_of(folder, "", "<link rel=canonical ", 20_000_000)


def _unended_addresses(folder: Path) -> Path:
    return _page_of(folder, "", "href=", 20_000_000)


def _unended_classes(folder: Path) -> Path:
    return _page_of(folder, 'class="', "class= ", 20_000_000)


def _unended_viewers(folder: Path) -> Path:
    return _page_of(folder, "", '"viewer":{', 20_000_000)


def _unended_names(folder: Path) -> Path:
    return _page_of(folder, "", "<meta name=user-login ", 20_000_000)


def _pictures_without_end(folder: Path) -> Path:
    return _page_of(folder, "", "data:image/png;base64,AA ", 20_000_000)


def _listed(folder: Path, loaded: list[dict[str, Any]], markup: str = "") -> Path:
    page = {
        "WebResourceData": markup.encode(), "WebResourceMIMEType": "text/html",
        "WebResourceURL": "https://a.example/",
    }  # fmt: skip
    path = folder / "a.webarchive"
    held = {"WebMainResource": page, "WebSubresources": loaded}
    path.write_bytes(plistlib.dumps(held, fmt=plistlib.FMT_BINARY))
    return path


def _same_bytes_again(folder: Path) -> Path:
    body = drawn(1, 2000)
    loaded = [
        {
            "WebResourceData": body, "WebResourceMIMEType": "image/jpeg",
            "WebResourceURL": f"https://a.example/{number}.jpg",
        }
        for number in range(20_000)
    ]  # fmt: skip
    return _listed(folder, loaded, "<html>")


def _wide_members(folder: Path) -> Path:
    return _listed(folder, [{str(number): "x" for number in range(65)}])


def _frames_in_a_circle(folder: Path) -> Path:
    values = (b"\xd1\x01\x02", b"\x5f\x10\x13WebSubframeArchives", b"\xa1\x00")
    body, places = b"bplist00", b""
    for value in values:
        places += bytes([len(body)])
        body += value
    at = len(body).to_bytes(8, "big")
    path = folder / "a.webarchive"
    path.write_bytes(body + places + bytes([0] * 6 + [1, 1]) + bytes([0] * 7 + [3] + [0] * 8) + at)
    return path


@pytest.mark.parametrize(
    "make",
    [
        _tiny_entries, _bodiless, _many_pages, _deep, _in_utf_16, _same_warc_again,
        _index_that_lies, _members_below_the_limit, _negative_length, _endless_chunk,
        _nested_in_itself, _letters_of_a_codec, _windows_in_windows, _unended_links,
        _unended_addresses, _unended_classes, _unended_viewers, _unended_names,
        _pictures_without_end, _same_bytes_again, _wide_members, _frames_in_a_circle,
    ],
)  # fmt: skip
def test_what_lies_is_told_in_a_line(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    try:
        assert len(read(path)) < 300
    finally:
        path.unlink()


def test_names_that_lead_elsewhere_and_letters_that_are_none(tmp_path: Path) -> None:
    visit = instagram(range(2))
    for number, name in enumerate(("\ud800.jpg", "a\0b/../../../etc/passwd\x1b[2J.jpg")):
        visit.picture(f"{CDN}{name}", drawn(7 + number))
    assert read(har(tmp_path / "a.har", visit)) == "took 5 of 4"  # and the portrait


def test_a_folder_with_what_is_no_file(tmp_path: Path) -> None:
    path = saved_folder(tmp_path / "a.html", instagram(range(2)))
    folder = tmp_path / "a_files"
    os.mkfifo(folder / "pipe.jpg")
    (folder / "loop").symlink_to(folder)
    (folder / "zero.jpg").symlink_to("/dev/zero")
    more = "".join(
        f'<img src="./a_files/{name}">' for name in ("pipe.jpg", "zero.jpg", "loop/0-1_n.jpg")
    )
    path.write_text(path.read_text() + more)
    assert read(path) == "took 3 of 2"


def test_a_folder_of_a_hundred_thousand_files(tmp_path: Path) -> None:
    path = saved_folder(tmp_path / "a.html", instagram(range(2)))
    for number in range(100_000):
        (tmp_path / "a_files" / f"z{number}.jpg").touch()
    assert read(path) == "took 3 of 2"
