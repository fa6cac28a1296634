"""The C2PA project's own test files.

Outcome, codes and broken ingredients are as the file's letters and its manifest store say.

A: no claim; C: claim; I: ingredient; E-sig, E-dat, E-uri, X: an error in signature, data hash,
hashed URI, content after signing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.adapters.keys.trust import TrustLists
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.picture_contents import ProvenanceOutcome, Reveals
from auditor.guidance.trust_list import DATE
from auditor.readers.credentials.read_provenance import read_provenance
from auditor.report import inspect_lines

NAMES = (
    "A",
    "C",
    "CA",
    "CACA",
    "CAI",
    "CI",
    "CICA",
    "CIE-sig-CA",
    "E-dat-CA",
    "E-uri-CA",
    "I",
    "XCA",
)
BROKEN = {
    "E-dat-CA": "assertion.dataHash.mismatch",
    "E-uri-CA": "assertion.hashedURI.mismatch",
    "XCA": "assertion.dataHash.mismatch",
}
UNTRUSTED = "signingCredential.untrusted"


@pytest.fixture(scope="session")
def folder(shared_data: Path) -> Path:
    return shared_data / "c2pa"


@pytest.fixture(scope="module")
def trust(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    kept = tmp_path_factory.mktemp("trust")
    TrustLists(kept).add(
        (folder / "test-trust-anchors.pem").read_bytes(), datetime(2026, 11, 22, tzinfo=UTC)
    )
    return str(kept)


def picture(folder: Path, name: str) -> bytes:
    return (folder / f"adobe-20220124-{name}.jpg").read_bytes()


def store(folder: Path, name: str) -> Any:
    return json.loads((folder / f"adobe-20220124-{name}.json").read_text("utf-8"))


def outcome(name: str, *, trusted: bool) -> ProvenanceOutcome:
    if name in {"A", "I"}:
        return ProvenanceOutcome.NONE
    if name.startswith(("E-", "X")):
        return ProvenanceOutcome.INVALID
    return ProvenanceOutcome.TRUSTED if trusted else ProvenanceOutcome.VALID


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_trusted_before_a_list_is_imported(folder: Path, name: str) -> None:
    found = read_provenance(picture(folder, name), "JPEG", "")
    assert found.outcome is outcome(name, trusted=False)
    assert (UNTRUSTED in found.codes) is (name not in {"A", "I"})


@pytest.mark.parametrize("name", NAMES)
def test_with_the_imported_list(folder: Path, name: str, trust: str) -> None:
    found = read_provenance(picture(folder, name), "JPEG", trust)
    assert found.outcome is outcome(name, trusted=True)
    assert UNTRUSTED not in found.codes
    assert (found.trusted_since == "2026-11-22T00:00:00Z") is (
        found.outcome is ProvenanceOutcome.TRUSTED
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_official_list_changes_no_outcome_and_is_named_with_its_date(
    folder: Path, name: str, tmp_path: Path
) -> None:
    TrustLists(tmp_path).use_official(datetime(2026, 11, 22, tzinfo=UTC))
    found = read_provenance(picture(folder, name), "JPEG", str(tmp_path))
    before = read_provenance(picture(folder, name), "JPEG", "")
    if name in {"A", "I"}:
        assert found == before
        return
    assert found == replace(before, official_list=DATE)
    rows = inspect_lines.rows(Facts(sha256="", bytes=0, provenance=found))
    assert any(DATE in value for _name, value, _kind in rows)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"A", "I"}])
def test_what_the_manifest_store_says(folder: Path, name: str, trust: str) -> None:
    found = read_provenance(picture(folder, name), "JPEG", trust)
    expected = store(folder, name)
    active = expected["manifests"][expected["active_manifest"]]
    codes = {status["code"] for status in expected.get("validation_status", ())}
    assert codes <= set(found.codes)
    assert codes == ({BROKEN[name]} if name in BROKEN else set())
    titles = {ingredient["title"] for ingredient in active.get("ingredients", ())}
    assert titles <= {
        reveal.value for reveal in found.reveals if reveal.what is Reveals.OTHER_PICTURE
    }
    assert active["signature_info"]["issuer"] in {
        reveal.value for reveal in found.reveals if reveal.what is Reveals.SIGNER
    }


@pytest.mark.parametrize("name", NAMES)
def test_only_one_file_was_made_from_something_broken(folder: Path, name: str, trust: str) -> None:
    for lists in ("", trust):
        found = read_provenance(picture(folder, name), "JPEG", lists)
        assert found.broken_ingredients == (("E-sig-CA.jpg",) if name == "CIE-sig-CA" else ())
        assert ("claimSignature.mismatch" in found.codes) is (name == "CIE-sig-CA")
