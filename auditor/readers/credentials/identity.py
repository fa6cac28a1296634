"""Whom an identity assertion names (CAWG Identity Assertion 1.1 and 1.2, label cawg.identity).

It ties a person or an organisation to the credentials, in one of two ways: a certificate of their
own signs them (cawg.x509.cose), or a service vouches for accounts that somebody showed it
(cawg.identity_claims_aggregation). To check the second, the service would have to be asked; to
believe the first, a list of who may vouch is needed. Neither is done here: what is told is what the
file claims.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable, Iterator

from auditor.domain.photos.picture_contents import IdentityState, Reveals
from auditor.readers.credentials.json_walk import items, mapping, text

__all__ = ["has_identity", "identities_decoded", "is_identity", "list_identities", "state_of"]

_Json = dict[str, object]

_LABEL = "cawg.identity"
_WITH_NUMBER = f"{_LABEL}__"  # the second one of a manifest is cawg.identity__2
_MOST_STARTS = 8
_LONGEST_SIGNATURE = 256 * 1024
_NOT_CHECKED = frozenset(
    {
        "cawg.ica.did_unavailable",
        "cawg.ica.untrusted_issuer",
        "cawg.identity.sig_type.unknown",
        "cawg.x509.credential.untrusted",
    }
)
"""Codes that say only that an identity could not be checked, not that it does not hold."""


def is_identity(assertion: _Json) -> bool:
    """Whether an assertion is one of identity."""
    label = text(assertion, "label")
    return label == _LABEL or label.startswith(_WITH_NUMBER)


def identities_decoded(store: _Json, decoded: _Json) -> _Json:
    """Return `store` with its identity assertions as they stand in `decoded`.

    `decoded` is the same store, read by an SDK that took them apart. An assertion that it left out
    stays as it was.
    """
    manifests: _Json = {}
    for label, manifest in mapping(store, "manifests").items():
        if not isinstance(manifest, dict):
            continue
        apart = {
            text(assertion, "label"): assertion
            for assertion in items(mapping(mapping(decoded, "manifests"), label), "assertions")
        }
        manifests[label] = {
            **manifest,
            "assertions": [
                apart.get(text(assertion, "label"), assertion)
                if is_identity(assertion)
                else assertion
                for assertion in items(manifest, "assertions")
            ],
        }
    return {**store, "manifests": manifests}


def has_identity(store: _Json) -> bool:
    """Whether a manifest of the store, of the file's own or of an ingredient, names somebody."""
    manifests = mapping(store, "manifests")
    return any(
        is_identity(assertion)
        for label in manifests
        for assertion in items(mapping(manifests, label), "assertions")
    )


def list_identities(data: _Json) -> Iterator[tuple[Reveals, str]]:
    """Yield names, addresses and who is said to vouch for them, of one identity assertion.

    `data` is what the SDK made of it, or the assertion as it stands in the file where the SDK made
    nothing of it: then the claims are looked for in its signature.
    """
    certificate = mapping(data, "signature_info")
    yield Reveals.IDENTITY, text(certificate, "common_name")
    yield Reveals.IDENTITY, text(certificate, "issuer")
    claims = data if "verifiedIdentities" in data else _find_claims(text(data, "signature"))
    for identity in items(claims, "verifiedIdentities"):
        yield Reveals.IDENTITY, text(identity, "name")
        yield Reveals.IDENTITY, text(identity, "username")
        yield Reveals.IDENTITY_ADDRESS, text(identity, "uri")
        yield Reveals.IDENTITY_ADDRESS, text(identity, "address")
        provider = mapping(identity, "provider")
        yield Reveals.IDENTITY_PROVIDER, text(provider, "name") or text(provider, "id")


def state_of(codes: Iterable[str]) -> IdentityState:
    """Return how far an identity was checked.

    `codes` are those that came up only when the SDK looked at identity assertions.
    """
    failed = any(code not in _NOT_CHECKED for code in codes)
    return IdentityState.BROKEN if failed else IdentityState.UNCHECKED


def _find_claims(signature: str) -> _Json:
    """Return the claims inside a COSE signature in base64, empty where there are none.

    Its payload is a verifiable credential: JSON as it is, in one byte string.
    """
    if not signature or len(signature) > _LONGEST_SIGNATURE:
        return {}
    try:
        told = b64decode(signature, validate=True).decode("utf-8", "replace")
    except ValueError:
        return {}
    start = -1
    for _step in range(_MOST_STARTS):
        start = told.find('{"', start + 1)
        if start < 0:
            break
        try:
            credential, _end = json.JSONDecoder().raw_decode(told, start)
        except (ValueError, RecursionError):
            continue
        subject = mapping(credential, "credentialSubject")
        if "verifiedIdentities" in subject:
            return subject
    return {}
