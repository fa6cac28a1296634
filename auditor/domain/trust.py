"""Trust lists: authorities whose signers the user chose to believe.

Nothing is trusted before a list was imported. A list is one file, `<id>.pem`, in the folder `trust`
beside the vault: a line with the date of import, then certificates (RFC 7468).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

FOLDER = "trust"
ENDING = ".pem"
_HEAD = "imported: "
_BEGIN = "-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class Authority:
    """One certificate of a list.

    Whom it names (RFC 4514), and the instant from which it is no longer valid.
    """

    subject: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class TrustList:
    """An imported list.

    `id` is the SHA-256 of its certificates (64 hex digits); `imported_at` is UTC, ISO 8601.
    """

    id: str
    imported_at: str
    authorities: tuple[Authority, ...]


def id_of(certificates: str) -> str:
    """Return the id of a list of certificates in PEM."""
    return hashlib.sha256(certificates.encode("ascii")).hexdigest()


def packed(imported_at: str, certificates: str) -> str:
    """Return what stands in the file of a list."""
    return f"{_HEAD}{imported_at}\n{certificates}"


def unpacked(text: str) -> tuple[str, str]:
    """Return the date of import and the certificates of what `packed` made. Raises ValueError."""
    head, line_end, certificates = text.partition("\n")
    if not head.startswith(_HEAD) or not line_end or not certificates.startswith(_BEGIN):
        message = "not a trust list"
        raise ValueError(message)
    return head.removeprefix(_HEAD), certificates
