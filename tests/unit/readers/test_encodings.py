"""Texts whose encoding is not what is said of it."""

from __future__ import annotations

from auditor.readers.metadata.text import (
    decode,
    decode_terminated,
    decode_user_comment,
    without_blanks,
)
from tests.rows import each_row
from tests.unit.readers.block_files import jpeg, jpeg_with_exif, read, segment, tiff

TEXTS = (
    "portrait of Anna Sample in her kitchen",
    "Grüße aus Köln",
    "Привет мир",
    "Γειά σου Κόσμε",
    "你好，世界这是一个测试",
    "こんにちは世界",
    "さくら きれい",
    "한국어 텍스트",
    "שלום עולם",
    "مرحبا بالعالم",
)
WIDE = ("utf-16-le", "utf-16-be", "utf-16")


@each_row("text", TEXTS)
@each_row("encoding", [*WIDE, "utf-8", "utf-8-sig"])
@each_row("head", [b"UNICODE\0", b"Unicode\0", b"unicode\0", b"UNICODE "])
@each_row("order", ["<", ">"])
def test_a_comment_that_is_called_unicode(
    text: str, encoding: str, head: bytes, order: str
) -> None:
    raw = head + text.encode(encoding) + b"\0\0"
    found = read(jpeg_with_exif(tiff({}, exif={0x9286: raw}, order=order)))[0]
    assert found.description == text


@each_row("text", TEXTS)
@each_row("head", [b"ASCII\0\0\0", b"ascii\0\0\0", bytes(8), b"UTF-8\0\0\0"])
def test_a_comment_that_is_called_ascii_or_nothing(text: str, head: bytes) -> None:
    assert decode_user_comment(head + text.encode(), big_endian=False) == text


def test_other_comments() -> None:
    name = "山田太郎"
    for encoding in ("iso2022_jp", "shift_jis", "utf-8"):
        raw = b"JIS\0\0\0\0\0" + name.encode(encoding)
        assert decode_user_comment(raw, big_endian=True) == name
    wide = b"ASCII\0\0\0" + "Anna Sample".encode("utf-16-le")
    assert decode_user_comment(wide, big_endian=True) == "Anna Sample"
    assert decode_user_comment(b"no head at all", big_endian=True) == "no head at all"
    assert decode_user_comment(b"", big_endian=True) == ""
    assert decode_user_comment(b"UNICODE\0", big_endian=True) == ""


@each_row("text", ["Anna Sample, Köln", "Привет мир"])
@each_row("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_comments_of_a_jpeg(text: str, encoding: str) -> None:
    assert read(jpeg(segment(0xFE, text.encode(encoding))))[0].description == text


def test_eight_bits_and_what_ends_at_nul() -> None:
    assert decode("Jörg".encode("latin-1")) == "Jörg"
    assert decode(b"\xc3\xb6 and \xf6") == "Ã¶ and ö"
    assert decode_terminated(b"abc\0def") == "abc"
    assert decode_terminated("Wide".encode("utf-16-le") + b"\0\0xx") == "Wide"


def test_controls_in_a_long_text_make_no_other_alphabet() -> None:
    nasty = "[/]\x1b]52;c;x\x07" + "x" * 600
    assert decode(nasty.encode()) == nasty
    assert decode(bytes(range(256))) != ""


@each_row("blank", ["\n", " ", "\t", "&#10;", "&#xA;", "&#x0d;", "&#32;", "\r\n"])
def test_base64_is_read_however_its_lines_are_broken(blank: str) -> None:
    assert without_blanks(f"ab{blank}cd{blank}{blank}+/=".encode()) == b"abcd+/="
