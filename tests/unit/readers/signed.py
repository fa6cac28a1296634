"""Pictures with content credentials, signed here by an authority that is made for the test run."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import c2pa  # type: ignore[import-untyped]  # ships no types
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.unit.readers.pictures import picture

_FROM, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=3650)
_MIME = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
}
AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


@dataclass(frozen=True)
class Authority:
    """`pem` is the authority's own certificate; `chain` and `key` are those of one signer."""

    pem: bytes
    chain: bytes
    key: bytes


@lru_cache
def authority(name: str = "Test Authority", *, until: datetime = _UNTIL) -> Authority:
    """Return an authority of that name with one signer."""
    above, below = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate(name, name, above, above, ca=True, until=until)
    leaf = _certificate("Test Signer", name, below, above, ca=False, until=until)
    key = below.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = root.public_bytes(serialization.Encoding.PEM)
    return Authority(pem, leaf.public_bytes(serialization.Encoding.PEM) + pem, key)


def signed(
    *assertions: tuple[str, dict[str, Any]],
    kind: str = "JPEG",
    by: Authority | None = None,
    ingredients: tuple[tuple[str, bytes], ...] = (),
    remote: str = "",
    title: str = "IMG_1.jpg",
    file: tuple[bytes, str] | None = None,
) -> bytes:
    """Return a picture with credentials that make `assertions`.

    `remote` leaves only an address in the file. `file` are the bytes and the MIME type of something
    else to sign.
    """
    data, mime = file or (picture(kind), _MIME[kind])
    by = by or authority()
    claim = {
        "claim_generator_info": [{"name": "Darkroom", "version": "3.1"}],
        "title": title,
        "assertions": [{"label": label, "data": data} for label, data in assertions],
    }
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=by.chain, private_key=by.key, ta_url=None)
    out = io.BytesIO()
    with c2pa.Builder(json.dumps(claim)) as builder, c2pa.Signer.from_info(info) as signer:
        for name, data in ingredients:
            builder.add_ingredient(
                json.dumps({"title": name, "relationship": "componentOf"}),
                "image/jpeg",
                io.BytesIO(data),
            )
        if remote:
            builder.set_no_embed()
            builder.set_remote_url(remote)
        builder.sign(signer, mime, io.BytesIO(data), out)
    return out.getvalue()


def created(
    source: str = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    *more: dict[str, Any],
) -> tuple[str, dict[str, Any]]:
    """Return the assertion of actions that every new picture needs."""
    return "c2pa.actions.v2", {
        "actions": [{"action": "c2pa.created", "digitalSourceType": source}, *more]
    }


def _certificate(
    name: str,
    issuer: str,
    own: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    *,
    ca: bool,
    until: datetime,
) -> x509.Certificate:
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "content_commitment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, **usage),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
    )
    if not ca:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
    return builder.sign(by, hashes.SHA256())


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"{name} Ltd"),
        ]
    )
