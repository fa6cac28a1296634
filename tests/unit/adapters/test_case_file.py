"""The encrypted ZIP.

Opened by 7-Zip, and by a reader that was written from the specification alone.
"""

from __future__ import annotations

import hashlib
import hmac
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from auditor.adapters.files.case_file import LONGEST, pack
from auditor.domain.secret import Secret
from auditor.errors import UsageError
from tests.examples import examples
from tests.rows import each_row

WORD = "six plain words make it hard"
FILES = {
    "README.txt": b"read me\n" * 40,
    "01.txt": b"",
    "02.txt": b"x",
    "03.txt": bytes(range(256)) * 33,
}


def seven_zip() -> str:
    found = shutil.which("7zz") or shutil.which("7z")
    if found is None:
        pytest.skip("7-Zip (7zz or 7z) is not installed")
    return found


def opened(data: bytes, word: str) -> dict[str, bytes]:
    """Read it as www.winzip.com/en/support/aes-encryption describes AE-2.

    By way of the central directory. Raises ValueError.
    """
    end = data.rindex(b"PK\x05\x06")
    count, _size, place = struct.unpack_from("<HII", data, end + 10)
    found: dict[str, bytes] = {}
    for _number in range(count):
        assert data[place : place + 4] == b"PK\x01\x02"
        flags, method = struct.unpack_from("<HH", data, place + 8)
        checksum, stored, size, name_length, extra_length = struct.unpack_from(
            "<IIIHH", data, place + 16
        )
        (local,) = struct.unpack_from("<I", data, place + 42)
        name = data[place + 46 : place + 46 + name_length].decode("ascii")
        extra = data[place + 46 + name_length : place + 46 + name_length + extra_length]
        assert (flags & 1, method, checksum) == (1, 99, 0)
        assert struct.unpack("<HHH2sBH", extra) == (0x9901, 7, 2, b"AE", 3, 0)
        here = local + 30 + sum(struct.unpack_from("<HH", data, local + 26))
        found[name] = _plain(data[here : here + stored], word.encode())
        assert len(found[name]) == size
        place += 46 + name_length + extra_length
    return found


def _plain(sealed: bytes, word: bytes) -> bytes:
    salt, verifier, hidden, code = sealed[:16], sealed[16:18], sealed[18:-10], sealed[-10:]
    derived = hashlib.pbkdf2_hmac("sha1", word, salt, 1000, 66)
    if derived[64:] != verifier:
        raise ValueError("wrong passphrase")
    if hmac.new(derived[32:64], hidden, "sha1").digest()[:10] != code:
        raise ValueError("changed")
    out = bytearray()
    for number, start in enumerate(range(0, len(hidden), 16), 1):
        counter = (
            Cipher(algorithms.AES(derived[:32]), modes.ECB())
            .encryptor()
            .update(struct.pack("<QQ", number, 0))
        )
        out += bytes(a ^ b for a, b in zip(hidden[start : start + 16], counter, strict=False))
    return bytes(out)


def test_a_reader_of_the_specification_opens_it() -> None:
    assert opened(pack(FILES, Secret(WORD)), WORD) == FILES


@examples(25)
@given(
    st.binary(max_size=100),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=LONGEST),
)
def test_any_content_under_any_passphrase(content: bytes, word: str) -> None:
    assert opened(pack({"a": content}, Secret(word)), word) == {"a": content}


def test_seven_zip_opens_it(tmp_path: Path) -> None:
    program = seven_zip()
    (tmp_path / "c.zip").write_bytes(pack(FILES, Secret(WORD)))
    subprocess.run(
        [program, "x", f"-p{WORD}", "-oout", "c.zip"], cwd=tmp_path, check=True, capture_output=True
    )
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == FILES
    told = subprocess.run(
        [program, "l", "-slt", "c.zip"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert told.count("Method = AES-256") == len(FILES)
    assert (
        subprocess.run(
            [program, "t", "-pwrong", "c.zip"], cwd=tmp_path, check=False, capture_output=True
        ).returncode
        != 0
    )


def test_a_changed_byte_and_a_wrong_passphrase_are_seen() -> None:
    data = bytearray(pack({"a.txt": b"what was seen"}, Secret(WORD)))
    with pytest.raises(ValueError, match=r"wrong passphrase|changed"):
        opened(bytes(data), "something else")
    data[data.index(b"PK\x01\x02") - 12] ^= 1
    with pytest.raises(ValueError, match="changed"):
        opened(bytes(data), WORD)


def test_nothing_of_the_content_is_in_the_clear_and_no_two_are_alike() -> None:
    first, second = (pack({"a.txt": b"what was seen" * 9}, Secret(WORD)) for _time in range(2))
    assert b"was seen" not in first
    assert first != second


@each_row("word", ["", "schön und lang genug", "x" * (LONGEST + 1), "lost \udcff surrogate"])
def test_a_passphrase_that_other_programs_read_differently_is_refused(word: str) -> None:
    with pytest.raises(UsageError):
        pack({"a": b""}, Secret(word))


def test_more_files_than_a_zip_counts_are_refused() -> None:
    with pytest.raises(UsageError, match="32,000"):
        pack({f"{index}.txt": b"" for index in range(65_536)}, Secret("correct horse battery"))
