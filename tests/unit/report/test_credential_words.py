"""How content credentials are told: in `auditor inspect`, on the screen and in reports."""

from __future__ import annotations

from dataclasses import replace

from auditor.domain.photos.picture_contents import (
    IdentityState,
    Provenance,
    ProvenanceOutcome,
    Revealed,
    Reveals,
    TrustedBy,
)
from auditor.domain.text.statement import Kind
from auditor.guidance.trust_list import DATE
from auditor.report.inspect_lines import FEW_CAMERAS, outcome, rows
from tests.rows import each_row
from tests.unit.checks.cases import facts

EXPIRED = "signingCredential.expired"


def lines(found: Provenance) -> list[tuple[str, Kind]]:
    return [(value, kind) for _name, value, kind in rows(replace(facts(), provenance=found))]


def said(found: Provenance) -> str:
    return "\n".join(value for value, _kind in lines(found))


def test_an_identity_is_told_as_not_checked_and_masked() -> None:
    found = Provenance(
        ProvenanceOutcome.VALID,
        reveals=(
            Revealed(Reveals.IDENTITY, "erika"),
            Revealed(Reveals.IDENTITY_ADDRESS, "https://social.example/erika"),
            Revealed(Reveals.IDENTITY_PROVIDER, "Social"),
        ),
        identity=IdentityState.UNCHECKED,
    )
    assert "identity not checked" in said(found)
    assert ("identity, not checked: erika", Kind.NAME) in lines(found)
    assert (
        "address of that identity, not checked: https://social.example/erika",
        Kind.URL,
    ) in lines(found)
    assert all(kind is not Kind.PLAIN for value, kind in lines(found) if "erika" in value)
    assert "does not even hold" in said(replace(found, identity=IdentityState.BROKEN))


def test_without_an_identity_nothing_is_said_of_one() -> None:
    assert "identity" not in said(Provenance(ProvenanceOutcome.VALID))


def test_the_official_list_is_named_with_its_date_and_what_it_is_worth() -> None:
    trusted = Provenance(
        ProvenanceOutcome.TRUSTED,
        trusted_since="2026-09-01T00:00:00Z",
        trusted_by=TrustedBy.OFFICIAL,
        official_list=DATE,
    )
    assert outcome(trusted) == (
        f"unbroken, by a signer on the official C2PA trust list of {DATE}. {FEW_CAMERAS}"
    )
    valid = outcome(Provenance(ProvenanceOutcome.VALID, official_list=DATE))
    assert f"nor on the official C2PA trust list of {DATE}. {FEW_CAMERAS}" in valid
    assert DATE in said(Provenance(ProvenanceOutcome.INVALID, official_list=DATE))
    imported = replace(trusted, trusted_by=TrustedBy.IMPORTED)
    assert outcome(imported) == (
        "unbroken, by a signer on a trust list that you imported (2026-09-01T00:00:00Z)"
    )


@each_row(
    ("codes", "broken"),
    [
        ((EXPIRED,), False),
        (("signingCredential.untrusted", EXPIRED, "timeStamp.untrusted"), False),
        ((EXPIRED, "cawg.ica.did_unavailable"), False),
        ((EXPIRED, "assertion.dataHash.mismatch"), True),
        (("claimSignature.mismatch",), True),
        ((), True),
    ],
)
def test_a_certificate_that_expired_since_is_no_change_after_signing(
    codes: tuple[str, ...], broken: bool
) -> None:
    found = Provenance(ProvenanceOutcome.INVALID, codes=codes)
    assert ("changed after signing" in outcome(found)) is broken
    assert ("has expired" in outcome(found)) is not broken


def test_a_soft_binding_is_named() -> None:
    found = Provenance(
        ProvenanceOutcome.VALID, reveals=(Revealed(Reveals.SOFT_BINDING, "com.example.mark.1"),)
    )
    assert "invisible mark or fingerprint" in said(found)
    assert "com.example.mark.1" in said(found)
