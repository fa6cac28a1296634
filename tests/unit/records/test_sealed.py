"""Bitwarden's export with a password of its own: opened, refused in words, and never for long."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.padding import PKCS7

from auditor.errors import ReaderError
from auditor.records.passwords.export import sites_in
from auditor.records.passwords.sealed import takes_password
from tests.rows import each_row

SECRET = "maple-Syrup-9142"


def sealed(text: str, secret: str = SECRET, *, kind: int = 0, **more: Any) -> bytes:
    """Return an export as Bitwarden seals it, written after its description."""
    salt = "c2FsdHNhbHQ="
    if kind == 0:
        rounds = {"kdfIterations": 5000}
        key = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt.encode(), 5000, 32)
    else:
        rounds = {"kdfIterations": 2, "kdfMemory": 16, "kdfParallelism": 2}
        hashed = hashlib.sha256(salt.encode()).digest()
        key = Argon2id(salt=hashed, length=32, iterations=2, lanes=2, memory_cost=16 * 1024).derive(
            secret.encode()
        )
    keys = [hmac.digest(key, word + b"\x01", "sha256") for word in (b"enc", b"mac")]

    def put(plain: str) -> str:
        first = b"\x07" * 16
        padding = PKCS7(128).padder()
        writing = Cipher(algorithms.AES(keys[0]), modes.CBC(first)).encryptor()
        padded = padding.update(plain.encode()) + padding.finalize()
        data = writing.update(padded) + writing.finalize()
        parts = (first, data, hmac.digest(keys[1], first + data, "sha256"))
        return "2." + "|".join(base64.b64encode(part).decode() for part in parts)

    document = {
        "encrypted": True,
        "passwordProtected": True,
        "salt": salt,
        "kdfType": kind,
        **rounds,
        "encKeyValidation_DO_NOT_EDIT": put("f3a1"),
        "data": put(text),
        **more,
    }
    return json.dumps(document).encode()


ITEMS = json.dumps(
    {
        "encrypted": False,
        "items": [
            {"name": "x", "login": {"uris": [{"uri": "https://flickr.com/in"}], "password": "p"}},
            {"name": "Club", "login": None},
        ],
    }
)


@pytest.mark.parametrize("kind", [0, 1])
def test_sites_of_a_sealed_export(kind: int) -> None:
    data = sealed(ITEMS, kind=kind)
    assert takes_password(data)
    assert sites_in(data, SECRET) == ("flickr.com", "")


@each_row("kind", [0, 1])
def test_another_password_is_told(kind: int) -> None:
    with pytest.raises(ReaderError, match="is not opened by that password") as told:
        sites_in(sealed(ITEMS, kind=kind), "another")
    assert "another" not in told.value.message
    assert SECRET not in told.value.message + told.value.hint


@each_row(
    "more",
    [
        {"kdfIterations": 10**12},
        {"kdfIterations": 0},
        {"kdfIterations": -1},
        {"kdfIterations": "many"},
        {"kdfType": 7},
        {"salt": ""},
        {"data": "2.x"},
        {"data": "0.AAAA|AAAA|AAAA"},
        {"encKeyValidation_DO_NOT_EDIT": "2.é|é|é"},
        {"data": None},
        {"kdfType": 1, "kdfIterations": 3},
        {"kdfType": 1, "kdfIterations": 3, "kdfMemory": 10**9, "kdfParallelism": 4},
        {"kdfType": 1, "kdfIterations": 3, "kdfMemory": 64, "kdfParallelism": 10**6},
        {"kdfType": 1, "kdfIterations": 3, "kdfMemory": -1, "kdfParallelism": 4},
    ],
)
def test_what_is_damaged_or_takes_too_much_is_told(more: dict[str, Any]) -> None:
    with pytest.raises(ReaderError):
        sites_in(sealed(ITEMS, **more), SECRET)


def test_a_change_anywhere_is_noticed() -> None:
    document = json.loads(sealed(ITEMS))
    kind, data, mac = document["data"].split("|")
    raw = bytearray(base64.b64decode(data))
    raw[20] ^= 1
    document["data"] = f"{kind}|{base64.b64encode(bytes(raw)).decode()}|{mac}"
    with pytest.raises(ReaderError, match="damaged"):
        sites_in(json.dumps(document).encode(), SECRET)


@each_row(
    "data",
    [
        b'{"encrypted": true, "passwordProtected": false, "data": "2.x"}',
        b'{"encrypted": true, "data": "2.x"}',
        b'{"encrypted": false, "items": []}',
        b'{"items": [{"name": "\\"encrypted\\": true, \\"passwordProtected\\": true"}]}',
        b"[]",
        b"",
    ],
)
def test_what_takes_no_password(data: bytes) -> None:
    assert not takes_password(data)
