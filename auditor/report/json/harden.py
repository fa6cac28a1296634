"""The JSON documents of clean copies, signed copies and the user's own certificate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from auditor.domain.hardening import Copied, Signed
from auditor.report.json.documents import write
from auditor.report.json.photo_document import in_file, text
from auditor.report.json.shapes.files import (
    CopiedJson,
    HardenJson,
    SignedJson,
    SignJson,
    SignKeyJson,
)


def harden(files: Sequence[Copied], notes: Sequence[str]) -> str:
    """auditor/harden/1."""
    body: HardenJson = {"files": [_copied(file) for file in files], "notes": list(notes)}
    return write("harden", body)


def sign(files: Sequence[Signed], notes: Sequence[str]) -> str:
    """auditor/sign/1."""
    rows: list[SignedJson] = [
        {
            "file": text(file.file),
            "copy": _path(file.copy),
            "outcome": file.outcome,
            "training": file.training,
            "error": _path(file.error),
        }
        for file in files
    ]
    body: SignJson = {"files": rows, "notes": list(notes)}
    return write("sign", body)


def sign_key(name: str, since: datetime, until: datetime, fingerprint: str, kept_in: str) -> str:
    """auditor/sign_key/1: `kept_in` is keyring or file."""
    body: SignKeyJson = {
        "name": text(name),
        "valid_from": since,
        "valid_until": until,
        "authority_sha256": fingerprint,
        "key_in": kept_in,
    }
    return write("sign_key", body)


def _copied(copied: Copied) -> CopiedJson:
    return {
        "file": text(copied.file),
        "copy": _path(copied.copy),
        "width": copied.width,
        "height": copied.height,
        "bytes": copied.bytes,
        "blurred": {"faces": copied.faces, "text": copied.text},
        "signed": copied.signed,
        "pixels_kept": copied.exact,
        "left_out": [in_file(each) for each in copied.left_out],
        "error": _path(copied.error),
    }


def _path(value: str | None) -> str | None:
    return None if value is None else text(value)
