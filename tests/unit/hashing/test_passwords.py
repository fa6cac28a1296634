"""Hashes of passwords, against values published elsewhere."""

from __future__ import annotations

from auditor.domain.secret import Secret
from auditor.hashing.passwords import _md4, ntlm_of, sha1_of
from tests.rows import each_row


@each_row(
    ("text", "digest"),
    [
        (b"", "31d6cfe0d16ae931b73c59d7e0c089c0"),
        (b"a", "bde52cb31de33e46245e05fbdbd6fb24"),
        (b"message digest", "d9130a8164549fe818874806e1c7014b"),
        (b"1234567890" * 8, "e33b4ddc9c38f2199c3e7b164fcc0536"),
    ],
)
def test_md4_gives_what_rfc_1320_lists(text: bytes, digest: str) -> None:
    assert _md4(text).hex() == digest


def test_the_word_everybody_uses() -> None:
    assert sha1_of(Secret("password")) == "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8"
    assert ntlm_of(Secret("password")) == "8846F7EAEE8FB117AD06BDD830B7586C"


@each_row("length", range(20, 70))
def test_every_length_of_a_block(length: int) -> None:
    assert len(_md4(b"x" * length)) == 16
    assert _md4(b"x" * length) != _md4(b"x" * (length + 1))


def test_letters_outside_ascii_are_utf_8() -> None:
    assert sha1_of(Secret("Käse")) == "F8294EBD432755A599D13480A494CB7473CC8B6F"
