"""Identity assertions (CAWG): whom they name is told, as something that nobody checked."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import c2pa  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.photos.picture_contents import (
    IdentityState,
    Provenance,
    ProvenanceOutcome,
    Reveals,
)
from auditor.readers.credentials import sdk
from auditor.readers.credentials.identity import list_identities
from auditor.readers.credentials.read_provenance import read_provenance
from auditor.readers.credentials.store import provenance_of
from tests.rows import each_row
from tests.unit.readers.pictures import picture
from tests.unit.readers.signed import authority, created, signed

ACCOUNT = {
    "type": "cawg.social_media",
    "name": "Erika Muster",
    "username": "erika",
    "uri": "https://social.example/erika",
    "verifiedAt": "2025-04-09T22:45:26Z",
    "provider": {"id": "https://social.example", "name": "Social"},
}
WALLET = {"type": "cawg.crypto_wallet", "address": "0xABC", "provider": {"id": "https://w.example"}}
PAYLOAD = {
    "referenced_assertions": [{"url": "self#jumbf=c2pa.assertions/c2pa.hash.data", "hash": "AQ=="}],
    "sig_type": "cawg.identity_claims_aggregation",
}


def told(found: Provenance, what: Reveals) -> list[str]:
    return [reveal.value for reveal in found.reveals if reveal.what is what]


def item(kind: int, length: int) -> bytes:
    """Return the head of a CBOR item (RFC 8949, 3)."""
    if length < 24:
        return bytes([kind << 5 | length])
    if length < 256:
        return bytes([kind << 5 | 24, length])
    return bytes([kind << 5 | 25]) + length.to_bytes(2, "big")


def sealed(credential: dict[str, Any]) -> bytes:
    """Return a COSE_Sign1 (RFC 9052, 4.2) around a verifiable credential, its signature zeros."""
    protected = item(5, 1) + item(0, 1) + item(1, 7)
    payload = json.dumps(credential).encode()
    parts = (protected, None, payload, bytes(64))
    return (
        item(6, 18)
        + item(4, 4)
        + b"".join(item(5, 0) if part is None else item(2, len(part)) + part for part in parts)
    )


def vouched(*identities: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an assertion in which a service vouches for accounts."""
    credential = {
        "issuer": "did:web:vouching.example",
        "credentialSubject": {"verifiedIdentities": list(identities), "c2paAsset": PAYLOAD},
    }
    signature = base64.b64encode(sealed(credential)).decode()
    return {"signer_payload": PAYLOAD, "signature": signature, "pad1": ""}


def signed_by_a_person() -> bytes:
    """Return a picture that a program signed, with an identity that another certificate signs."""
    program, person = authority(), authority("Erika Muster")
    settings = {
        "signer": {"local": _local(program.chain, program.key)},
        "cawg_x509_signer": {
            "local": _local(person.chain, person.key, referenced_assertions=["c2pa.actions.v2"])
        },
        "core": {"decode_identity_assertions": False},
    }
    label, actions = created()
    claim = {
        "claim_generator_info": [{"name": "Darkroom"}],
        "assertions": [{"label": label, "data": actions}],
    }
    out = io.BytesIO()
    with (
        c2pa.Context.from_dict(settings) as context,
        c2pa.Builder(claim, context) as builder,
    ):
        # the binding knows only of signers that it made itself, not of those in the settings
        builder._has_context_signer = True
        builder.sign("image/jpeg", io.BytesIO(picture("JPEG")), out)
    return out.getvalue()


def _local(chain: bytes, key: bytes, **more: list[str]) -> dict[str, object]:
    return {"alg": "es256", "sign_cert": chain.decode(), "private_key": key.decode(), **more}


def test_an_account_that_a_service_vouches_for() -> None:
    data = signed(created(), ("cawg.identity", vouched(ACCOUNT, WALLET)))
    found = read_provenance(data, "JPEG", "")
    assert (found.outcome, found.identity) == (ProvenanceOutcome.VALID, IdentityState.UNCHECKED)
    assert told(found, Reveals.IDENTITY) == ["Erika Muster", "erika"]
    assert told(found, Reveals.IDENTITY_ADDRESS) == ["https://social.example/erika", "0xABC"]
    assert told(found, Reveals.IDENTITY_PROVIDER) == ["Social", "https://w.example"]


def test_an_identity_of_what_the_picture_was_made_from() -> None:
    before = signed(created(), ("cawg.identity", vouched(ACCOUNT)))
    found = read_provenance(signed(created(), ingredients=(("a.jpg", before),)), "JPEG", "")
    assert found.identity is IdentityState.UNCHECKED
    assert told(found, Reveals.IDENTITY) == ["Erika Muster", "erika"]


def test_a_certificate_of_their_own_is_named_and_its_code_is_not_hidden() -> None:
    found = read_provenance(signed_by_a_person(), "JPEG", "")
    assert (found.outcome, found.identity) == (ProvenanceOutcome.VALID, IdentityState.UNCHECKED)
    assert told(found, Reveals.IDENTITY) == ["Test Signer", "Test Signer Ltd"]
    assert found.codes == ("signingCredential.untrusted", "cawg.x509.credential.untrusted")


def test_no_host_may_be_asked_while_an_identity_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To verify one, the SDK would look up the service that vouches (did:web)."""
    asked: list[dict[str, Any]] = []
    plain = c2pa.Context.from_dict

    def listen(settings: dict[str, Any]) -> c2pa.Context:
        asked.append(settings)
        return plain(settings)

    data = signed_by_a_person()
    monkeypatch.setattr("c2pa.Context.from_dict", listen)
    sdk._make_context.cache_clear()
    read_provenance(data, "JPEG", "")
    assert [settings["core"]["decode_identity_assertions"] for settings in asked] == [False, True]
    assert all(settings["core"]["allowed_network_hosts"] == [] for settings in asked)
    assert not any(settings["verify"]["remote_manifest_fetch"] for settings in asked)


def store(*codes: str, data: dict[str, Any] | None = None, label: str = "cawg.identity") -> Any:
    """Return a store as the SDK writes it."""
    assertion = {"label": label, "data": data or {"verifiedIdentities": [ACCOUNT]}}
    return {
        "active_manifest": "m",
        "manifests": {"m": {"assertions": [assertion]}},
        "validation_state": "Invalid" if codes else "Valid",
        "validation_results": {"activeManifest": {"failure": [{"code": code} for code in codes]}},
    }


@each_row(
    ("code", "state"),
    [
        ("cawg.ica.did_unavailable", IdentityState.UNCHECKED),
        ("cawg.ica.untrusted_issuer", IdentityState.UNCHECKED),
        ("cawg.identity.sig_type.unknown", IdentityState.UNCHECKED),
        ("cawg.ica.signature_mismatch", IdentityState.BROKEN),
        ("cawg.identity.pad.invalid", IdentityState.BROKEN),
        ("assertion.required.missing", IdentityState.BROKEN),
    ],
)
def test_codes_are_told_and_the_picture_is_no_less_whole(code: str, state: IdentityState) -> None:
    found = provenance_of(store(), store(code))
    assert (found.outcome, found.codes, found.identity) == (ProvenanceOutcome.VALID, (code,), state)


@pytest.mark.parametrize("label", ["cawg.identity__2", "cawg.identity"])
def test_the_second_identity_of_a_manifest_counts_too(label: str) -> None:
    assert told(provenance_of(store(label=label)), Reveals.IDENTITY) == ["Erika Muster", "erika"]


@each_row("label", ["cawg.identity_claims", "cawg.training-mining", ""])
def test_other_assertions_are_none(label: str) -> None:
    assert provenance_of(store(label=label)).identity is None


def test_an_unreachable_service_does_not_break_the_pictures_made_from_it() -> None:
    ingredient = {
        "title": "a.jpg",
        "validation_results": {
            "activeManifest": {"failure": [{"code": "cawg.ica.did_unavailable"}]}
        },
    }
    found = provenance_of(
        {"active_manifest": "m", "manifests": {"m": {"ingredients": [ingredient]}}}
    )
    assert found.broken_ingredients == ()


@given(st.binary(max_size=300) | st.just(b'{"' * 5000))
def test_any_signature_is_understood_as_far_as_it_goes(signature: bytes) -> None:
    for text in (base64.b64encode(signature).decode(), signature.decode("latin-1")):
        values = [value for _what, value in list_identities({"signature": text})]
        assert values == ["", ""]


def test_soft_bindings_are_named() -> None:
    mark = {"alg": "com.example.mark.1", "blocks": [{"scope": {}, "value": "abc"}]}
    found = read_provenance(signed(created(), ("c2pa.soft-binding", mark)), "JPEG", "")
    assert told(found, Reveals.SOFT_BINDING) == ["com.example.mark.1"]
