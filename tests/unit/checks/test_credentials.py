"""The checks on content credentials."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.checks import ai_made, broken_credentials, credentials_reveal
from auditor.domain.findings.finding import Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.file_contents import Generation
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome, Revealed, Reveals
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, facts, on_photo, photo, words

BARE = [
    None,
    Provenance(ProvenanceOutcome.NONE),
    Provenance(ProvenanceOutcome.UNSUPPORTED),
    Provenance(
        ProvenanceOutcome.REMOTE,
        reveals=(Revealed(Reveals.LOCATION_OF_MANIFEST, "https://example.org/m"),),
    ),
    Provenance(
        ProvenanceOutcome.TRUSTED,
        reveals=(Revealed(Reveals.SIGNER, "Camera Ltd"), Revealed(Reveals.THUMBNAIL, "mine.jpg")),
    ),
    Provenance(
        ProvenanceOutcome.VALID,
        codes=("signingCredential.untrusted",),
        source_type="digitalCapture",
    ),
]


def with_(provenance: Provenance | None, metadata: Metadata | None = None) -> Facts:
    return replace(facts(metadata), provenance=provenance)


@each_row("provenance", BARE)
def test_credentials_that_tell_nothing_of_a_person(provenance: Provenance | None) -> None:
    for check in (credentials_reveal.CHECK, broken_credentials.CHECK, ai_made.CHECK):
        assert on_photo(check, photo(), with_(provenance)) == []


def test_no_facts() -> None:
    for check in (credentials_reveal.CHECK, broken_credentials.CHECK, ai_made.CHECK):
        assert on_photo(check, photo(), None) == []


def test_an_author_is_told_and_masked() -> None:
    told = Provenance(ProvenanceOutcome.VALID, reveals=(Revealed(Reveals.AUTHOR, "Erika Muster"),))
    (seen,) = on_photo(credentials_reveal.CHECK, photo(), with_(told))
    assert seen.severity is Severity.MEDIUM
    assert "Erika Muster" in words(seen)
    assert "Erika" not in words(seen, masked=True)


def test_other_pictures_are_told_and_the_copy_of_the_photo_itself_is_not() -> None:
    reveals = (
        Revealed(Reveals.THUMBNAIL, "mine.jpg"),
        Revealed(Reveals.OTHER_PICTURE, "before.jpg"),
        Revealed(Reveals.THUMBNAIL, "before.jpg"),
    )
    (seen,) = on_photo(
        credentials_reveal.CHECK,
        photo(),
        with_(Provenance(ProvenanceOutcome.VALID, reveals=reveals)),
    )
    assert seen.severity is Severity.LOW
    assert words(seen).count("before.jpg") == 2
    assert "mine.jpg" not in words(seen)


def test_a_hostile_author_stays_short() -> None:
    told = Provenance(
        ProvenanceOutcome.VALID,
        reveals=tuple(Revealed(Reveals.AUTHOR, f"{n}{HOSTILE}") for n in range(50)),
    )
    (seen,) = on_photo(credentials_reveal.CHECK, photo(), with_(told))
    assert len(seen.evidence) == 5


def test_broken_credentials_name_the_code_but_not_the_missing_trust() -> None:
    told = Provenance(
        ProvenanceOutcome.INVALID,
        codes=("signingCredential.untrusted", "assertion.dataHash.mismatch"),
    )
    (seen,) = on_photo(broken_credentials.CHECK, photo(), with_(told))
    assert seen.severity is Severity.LOW
    assert "assertion.dataHash.mismatch" in words(seen)
    assert "untrusted" not in words(seen)


def test_invalid_without_a_code_has_evidence_all_the_same() -> None:
    (seen,) = on_photo(
        broken_credentials.CHECK, photo(), with_(Provenance(ProvenanceOutcome.INVALID))
    )
    assert seen.evidence


def test_a_broken_ingredient_is_for_information() -> None:
    told = Provenance(
        ProvenanceOutcome.TRUSTED,
        codes=("claimSignature.mismatch",),
        broken_ingredients=("before.jpg",),
    )
    (seen,) = on_photo(broken_credentials.CHECK, photo(), with_(told))
    assert seen.severity is Severity.INFO
    assert "before.jpg" in words(seen)


@pytest.mark.parametrize(
    "kind", ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"]
)
def test_ai_in_credentials_and_in_metadata(kind: str) -> None:
    (signed,) = on_photo(
        ai_made.CHECK, photo(), with_(Provenance(ProvenanceOutcome.VALID, source_type=kind))
    )
    (plain,) = on_photo(ai_made.CHECK, photo(), with_(None, Metadata(source_type=kind)))
    assert signed.severity is plain.severity is Severity.INFO
    assert kind in words(signed)
    assert words(signed) != words(plain)


def test_a_program_that_makes_pictures_counts_as_a_mark() -> None:
    for made, told in (
        (Generation("ComfyUI", "Anna Sample"), "ComfyUI"),
        (Generation(None, "Anna Sample"), "a program that makes pictures"),
    ):
        (found,) = on_photo(ai_made.CHECK, photo(), with_(None, Metadata(generation=made)))
        assert told in words(found)
        assert "Anna Sample" not in words(found)


def test_an_identity_that_nobody_checked_is_told_as_such_and_masked() -> None:
    reveals = (
        Revealed(Reveals.IDENTITY, "erika"),
        Revealed(Reveals.IDENTITY_ADDRESS, "https://social.example/erika"),
    )
    found = Provenance(ProvenanceOutcome.VALID, reveals=reveals)
    both = on_photo(credentials_reveal.CHECK, photo(), with_(found))
    assert len(both) == 2
    for seen in both:
        assert seen.severity is Severity.MEDIUM
        assert "which nobody checked" in words(seen)
        assert "erika" not in words(seen, masked=True)


def test_a_certificate_that_expired_since_is_not_broken() -> None:
    codes = ("signingCredential.untrusted", "signingCredential.expired")
    found = Provenance(ProvenanceOutcome.INVALID, codes=codes)
    assert on_photo(broken_credentials.CHECK, photo(), with_(found)) == []
    changed = replace(found, codes=(*codes, "assertion.dataHash.mismatch"))
    assert on_photo(broken_credentials.CHECK, photo(), with_(changed))


def test_a_place_in_credentials_is_for_another_question_than_a_name() -> None:
    reveals = (Revealed(Reveals.AUTHOR, "Erika"), Revealed(Reveals.PLACE, "Szeged"))
    told = Provenance(ProvenanceOutcome.VALID, reveals=reveals)
    home, name = on_photo(credentials_reveal.CHECK, photo(), with_(told))
    assert (home.question, name.question) == (QuestionId.HOME, QuestionId.NAME)
    assert ("Szeged" in words(home), "Szeged" in words(name)) == (True, False)
