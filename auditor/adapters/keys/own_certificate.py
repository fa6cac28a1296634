"""The user's own certificate for signing pictures.

An authority that signs one signer and is then without a key.

Others can trust the authority (`auditor trust import`). As its key is thrown away at once, nobody
can ever make a second signer under it: who imports it trusts these pictures and no others. A signer
without an authority cannot be trusted by anyone (tried with c2pa-rs 0.91: only authorities can be
added to a list).
"""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from auditor.dataclass import dataclass
from auditor.domain.secret import Secret

__all__ = ["LONGEST_NAME", "Certificate", "Made", "fits", "make", "read"]

LONGEST_NAME = 64
"""ub-common-name (RFC 5280, appendix A.1)."""
_YEARS = 10
"""Pictures are signed without a time stamp.

So their credentials last as long as the certificate.
"""
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What everybody may see: `name` stands in every signed picture.

    `chain` is PEM, the signer first; `authority` the second of them.
    """

    name: str
    since: datetime
    until: datetime
    fingerprint: str
    chain: str
    authority: str


@dataclass(frozen=True, slots=True)
class Made:
    """A new certificate and its private key (PKCS 8, PEM)."""

    certificate: Certificate
    key: Secret = field(repr=False)


def make(name: str, now: datetime) -> Made:
    """Make an authority and a signer called `name`.

    Both are valid from the beginning of this day on.
    """
    since = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    authority_key, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    subject, above = _named(name), _named(name, "CA")
    authority_id = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    authority = (
        _begun(above, above, authority_key.public_key(), since)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign"), critical=True)
        .add_extension(authority_id, critical=False)
        .sign(authority_key, SHA256())
    )
    signer = (
        _begun(subject, above, key.public_key(), since)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature"), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )  # C2PA 2.2, 14.5.1
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(authority_id),
            critical=False,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(authority_key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
    return Made(_described([signer, authority]), Secret(private))


def read(chain: str) -> Certificate:
    """Return what a chain of ours says. Raises ValueError."""
    found = x509.load_pem_x509_certificates(chain.encode("ascii"))
    if len(found) != 2:  # noqa: PLR2004 - signer and authority
        message = "not a signer and an authority"
        raise ValueError(message)
    return _described(found)


def fits(certificate: Certificate, key: Secret) -> bool:
    """Whether this is the private key of the signer."""
    try:
        private = load_pem_private_key(key.reveal().encode("ascii"), None)
    except (ValueError, TypeError):
        return False
    return (
        private.public_key()
        == x509.load_pem_x509_certificates(certificate.chain.encode("ascii"))[0].public_key()
    )


def _described(found: list[x509.Certificate]) -> Certificate:
    signer, authority = found
    names = signer.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return Certificate(
        str(names[0].value) if names else "",
        signer.not_valid_before_utc,
        signer.not_valid_after_utc,
        authority.fingerprint(SHA256()).hex(),
        "".join(certificate.public_bytes(Encoding.PEM).decode("ascii") for certificate in found),
        authority.public_bytes(Encoding.PEM).decode("ascii"),
    )


def _named(name: str, unit: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ]
    if unit:
        parts.insert(1, x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    return x509.Name(parts)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, since: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=365 * _YEARS))
    )


def _usage(allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name == allowed for name in _USAGES})
