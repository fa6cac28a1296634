"""The official trust list: off until it was chosen, then named with its date.

Nobody here can sign for one of its authorities: where a signer has to be on it, an authority that
was made for the test stands in its place.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.adapters.keys.trust import TrustLists
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome, TrustedBy
from auditor.domain.trust import OFFICIAL
from auditor.guidance import trust_list
from auditor.guidance.trust_list import DATE, OfficialList
from auditor.readers.credentials.read_provenance import read_provenance
from tests.unit.readers.pictures import picture
from tests.unit.readers.signed import authority, created, signed

CHOSEN, LATER = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
SIGNERS = "Signing Authority"
UNTRUSTED = "signingCredential.untrusted"


@pytest.fixture(scope="module")
def plain() -> bytes:
    return signed(created(), by=authority(SIGNERS))


def stand_in(monkeypatch: pytest.MonkeyPatch, signers: str = "", times: str = "") -> None:
    """Put authorities of these names in the place of the official ones."""
    signing = authority(signers).pem.decode() if signers else ""
    stamping = authority(times).pem.decode() if times else ""
    alone = stamping if stamping not in signing else ""
    monkeypatch.setattr(trust_list, "official_list", lambda: OfficialList(signing, stamping, alone))


def read(data: bytes, folder: Path) -> Provenance:
    return read_provenance(data, "JPEG", str(folder))


def test_the_real_list_is_asked_only_when_chosen(plain: bytes, tmp_path: Path) -> None:
    before = read(plain, tmp_path)
    assert (before.outcome, before.official_list) == (ProvenanceOutcome.VALID, None)
    TrustLists(tmp_path).use_official(CHOSEN)
    found = read(plain, tmp_path)
    assert (found.outcome, found.official_list) == (ProvenanceOutcome.VALID, DATE)
    assert found.codes == (UNTRUSTED,)
    TrustLists(tmp_path).remove(OFFICIAL)
    assert read(plain, tmp_path) == before


def test_a_picture_without_credentials_asks_no_list(tmp_path: Path) -> None:
    TrustLists(tmp_path).use_official(CHOSEN)
    assert read(picture("JPEG"), tmp_path) == Provenance(ProvenanceOutcome.NONE)


def test_a_signer_on_it_is_trusted_by_it(
    plain: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, SIGNERS, "Test Times")
    assert read(plain, tmp_path).outcome is ProvenanceOutcome.VALID
    TrustLists(tmp_path).use_official(CHOSEN)
    TrustLists(tmp_path).add(authority("Somebody Else").pem, LATER)
    found = read(plain, tmp_path)
    assert found.outcome is ProvenanceOutcome.TRUSTED
    assert (found.trusted_by, found.trusted_since) == (TrustedBy.OFFICIAL, "2026-09-01T00:00:00Z")
    assert (found.official_list, found.codes) == (DATE, ())


def test_a_signer_on_an_imported_list_is_trusted_by_that(plain: bytes, tmp_path: Path) -> None:
    TrustLists(tmp_path).use_official(CHOSEN)
    TrustLists(tmp_path).add(authority(SIGNERS).pem, LATER)
    found = read(plain, tmp_path)
    assert (found.trusted_by, found.trusted_since) == (TrustedBy.IMPORTED, "2026-10-01T00:00:00Z")


def test_an_authority_of_time_stamps_speaks_for_no_picture(
    plain: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, "Somebody Else", SIGNERS)
    TrustLists(tmp_path).use_official(CHOSEN)
    found = read(plain, tmp_path)
    assert (found.outcome, found.trusted_by) == (ProvenanceOutcome.VALID, None)
    assert found.codes == (UNTRUSTED,)
    TrustLists(tmp_path).add(authority(SIGNERS).pem, LATER)
    assert read(plain, tmp_path).trusted_by is TrustedBy.IMPORTED


@pytest.mark.parametrize("text", ["", "yes\n", "imported: 2026-09-01T00:00:00Z\n", "\xe9"])
def test_a_file_that_says_no_such_thing_chooses_nothing(
    plain: bytes, tmp_path: Path, text: str
) -> None:
    (tmp_path / OFFICIAL).write_text(text, "latin-1")
    assert read(plain, tmp_path).official_list is None
    assert TrustLists(tmp_path).all() == ()
