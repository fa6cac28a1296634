"""The official C2PA trust list in this program: complete, unchanged, dated."""

from __future__ import annotations

import hashlib
from datetime import date
from importlib.resources import files

from cryptography import x509

from auditor.guidance.trust_list import COMMIT, DATE, official_list

PUBLISHED = {
    "signing.pem": "75cacc98b79ecac33713c7ecfb58d4a0ef383f3c1f886e7409f9e37e8664aea5",
    "time-stamps.pem": "c688d3555f4a2f1f8d663472bbd37888ff234abdd234c25934c0f9292e4eb5c9",
}
"""SHA-256 of C2PA-TRUST-LIST.pem and C2PA-TSA-TRUST-LIST.pem at `COMMIT`."""


def names(certificates: str) -> set[str]:
    return {
        certificate.subject.rfc4514_string()
        for certificate in x509.load_pem_x509_certificates(certificates.encode())
    }


def test_the_files_are_those_that_are_published() -> None:
    folder = files("auditor.guidance").joinpath("trust")
    assert {
        name: hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest() for name in PUBLISHED
    } == PUBLISHED
    assert len(COMMIT) == 40
    assert date.fromisoformat(DATE).year == 2026


def test_every_certificate_is_that_of_an_authority() -> None:
    official = official_list()
    for certificates, count in ((official.signers, 30), (official.time_stamps, 22)):
        found = x509.load_pem_x509_certificates(certificates.encode())
        assert len(set(found)) == count
        for certificate in found:
            constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
            assert constraints.value.ca


def test_authorities_of_time_stamps_alone_sign_for_no_product() -> None:
    official = official_list()
    alone = names(official.only_time_stamps)
    assert alone == names(official.time_stamps) - names(official.signers)
    assert "CN=Google C2PA Pixel Time-Stamping ICA G3,O=Google LLC,C=US" in alone
    assert "CN=Google C2PA Root CA G3,O=Google LLC,C=US" not in alone
