"""What a range of a list says of a hash, and when that it lacks one is believed."""

from __future__ import annotations

from auditor.domain.outside.passwords import HashRange, PasswordEntry, read_range, reused
from auditor.domain.secret import Secret
from tests.rows import each_row

DOCUMENTED = b"""0018A45C4D1DEF81644B54AB7F969B88D65:1\r
00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2\r
011053FD0102E94D6AE2F8B83D76FAF94F6:1\r
012A7CA357541F0AC487871FEEC1891C49C:2\r
0136E006E24E7D152139815FB0FC6A50B15:2"""
"""Of https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange, for the range 21BD1."""
PADDING = b"\r\nFE81480327C992FE62065A827429DD1318B:0\r\n07A3F7D4C2E4E4B9E5E8F1C0D7E8A9B0C1D:0"
"""Rows that count nothing stand behind the others, in no order, as the service's own worker
adds them (HaveIBeenPwned/PwnedPasswordsCloudflareWorker)."""


def even(count: int = 400) -> dict[str, int]:
    """Return suffixes that lie evenly in a range."""
    step = 16**35 // count
    return {f"{number * step:035X}": number + 1 for number in range(count)}


def test_the_documented_answer() -> None:
    found = read_range(DOCUMENTED + PADDING, 35)
    assert found is not None
    assert len(found.counts) == 5
    assert found.about("00D4F6E8FA6EECAD2A3AA415EEC418D38EC").count == 2
    assert found.about("FE81480327C992FE62065A827429DD1318B").found is None, "padding is no hash"


def test_what_is_not_there_is_believed_where_the_list_is_whole() -> None:
    whole = HashRange(even())
    assert whole.about("8" + "1" * 34).found is False
    assert whole.about("F" * 35).found is False
    assert whole.about("0" * 34 + "1").found is False
    half = HashRange(dict(list(even().items())[:200]))
    assert half.about("4" + "1" * 34).found is False
    assert half.about("F" * 35).found is None
    assert "cut off" in half.about("C" * 35).reason


@each_row(
    "body",
    [
        b"",
        b"\xef\xbb\xbf",
        b"<!doctype html><title>Sorry</title>",
        b'{"message": "no"}',
        DOCUMENTED + b"\r\n<br>",
        DOCUMENTED[:-10],
        DOCUMENTED.replace(b":", b";"),
        b"5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:3",
        b"0" * 35 + b":" + b"9" * 40,
    ],
)
def test_what_is_no_range(body: bytes) -> None:
    assert read_range(body, 35) is None


def test_small_letters_and_a_byte_order_mark() -> None:
    found = read_range(b"\xef\xbb\xbf" + DOCUMENTED.lower() + b"\r\n", 35)
    assert found is not None
    assert found.about("0018A45C4D1DEF81644B54AB7F969B88D65").found


def entry(password: str, site: str = "", user: str = "ada") -> PasswordEntry:
    return PasswordEntry(Secret(password), site, user)


def test_one_password_at_several_places() -> None:
    entries = [
        entry("a", "one.example"),
        entry("b", "one.example"),
        entry("a", "two.example"),
        entry("b", "ONE.example", "Ada"),
        entry("a", "two.example", "bea"),
        entry("c", "six.example"),
    ]
    assert reused(entries) == ((0, 2, 4),), "the same account twice is one"


def test_nothing_tells_a_password() -> None:
    assert "hunter2" not in repr(entry("hunter2", "a.example"))
