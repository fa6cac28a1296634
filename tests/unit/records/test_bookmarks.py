from __future__ import annotations

import json

import pytest

from auditor.errors import ReaderError
from auditor.records.bookmarks import hosts_in, looks_like_bookmarks

PAGE = b"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p><DT><A HREF="https://www.dropbox.com/home?x=1" ADD_DATE="1">Secret title</A>
<DT><A HREF="http://flickr.com/">f</A><DT><A HREF="javascript:alert(1)">j</A></DL>"""
CHROME = {
    "checksum": "x",
    "roots": {
        "bookmark_bar": {
            "children": [
                {"type": "url", "url": "https://www.dropbox.com/home"},
                {"type": "folder", "children": [{"type": "url", "url": "http://flickr.com/"}]},
            ]
        },
        "sync_transaction_version": "1",
    },
}
FIREFOX = {
    "guid": "root________",
    "type": "text/x-moz-place-container",
    "children": [
        {"type": "text/x-moz-place", "uri": "https://www.dropbox.com/home"},
        {"type": "text/x-moz-place", "uri": "place:sort=8"},
        {"children": [{"type": "text/x-moz-place", "uri": "http://flickr.com/"}]},
    ],
}


def packed(data: bytes) -> bytes:
    """Return a block of LZ4: a run of literals, and where it repeats itself a match."""
    made = bytearray()
    length = len(data)
    made.append(min(length, 15) << 4)
    if length >= 15:
        made += b"\xff" * ((length - 15) // 255) + bytes([(length - 15) % 255])
    return b"mozLz40\0" + len(data).to_bytes(4, "little") + bytes(made) + data


@pytest.mark.parametrize(
    "data",
    [
        PAGE,
        json.dumps(CHROME).encode(),
        json.dumps(FIREFOX).encode(),
        packed(json.dumps(FIREFOX).encode()),
    ],
    ids=["page", "chrome", "firefox", "firefox-packed"],
)
def test_hosts_are_read_and_nothing_else(data: bytes) -> None:
    assert looks_like_bookmarks(data)
    assert sorted(hosts_in(data)) == ["flickr.com", "www.dropbox.com"]


def test_a_match_repeats_what_stands_before() -> None:
    text = b'{"uri": "https://aaaaaaaaaaaaaaaaaaaa.example/"}'
    start = text.index(b"aaaa")
    literal, rest = text[: start + 1], text[start + 20 :]
    block = bytes([(15 << 4) | 15, len(literal) - 15]) + literal + b"\x01\x00" + bytes([0])
    block += (
        bytes([(15 << 4), len(rest) - 15]) + rest
        if len(rest) >= 15
        else bytes([len(rest) << 4]) + rest
    )
    data = b"mozLz40\0" + len(text).to_bytes(4, "little") + block
    assert hosts_in(data) == ("aaaaaaaaaaaaaaaaaaaa.example",)


@pytest.mark.parametrize("back", [1, 2, 7])
def test_a_match_repeats_more_than_stands_before(back: int) -> None:
    text = b'{"uri": "https://' + (b"abcdefg"[:back] * 60)[:60] + b'.example/"}'
    literal, rest = text[: 17 + back], text[77:]
    block = bytes([(15 << 4) | 15, len(literal) - 15]) + literal + bytes([back, 0])
    block += bytes([60 - back - 19]) + bytes([len(rest) << 4]) + rest
    data = b"mozLz40\0" + len(text).to_bytes(4, "little") + block
    assert hosts_in(data) == ((b"abcdefg"[:back] * 60)[:60].decode() + ".example",)


@pytest.mark.parametrize(
    "data",
    [
        b"mozLz40\0",
        b"mozLz40\0\x10\0\0\0\x1f{\x01\0" + b"\xff" * 1_000_000,
        b"mozLz40\0\x10\0\0\0\xf0" + b"\xff" * 1_000_000,
        b"mozLz40\0\xff\xff\xff\xff",
        b"mozLz40\0\x10\0\0\0\xf0",
        b"mozLz40\0\x10\0\0\0\x00\x09\x09",
        packed(b"{}")[:-1],
        b'{"roots": 7}',
        b'{"roots": {}, "x": ' + b"[" * 100_000,
    ],
)
def test_what_is_damaged_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(ReaderError):
        hosts_in(data)


def test_who_logs_in_before_the_host_is_passed_over() -> None:
    url = "https://ann.smith:hunter2@www.dropbox.com/x"
    page = PAGE.replace(b"http://flickr.com/", url.encode())
    assert hosts_in(page) == ("www.dropbox.com", "www.dropbox.com")
    node = {"type": "text/x-moz-place", "uri": url}
    assert hosts_in(json.dumps({"children": [node]}).encode()) == ("www.dropbox.com",)
