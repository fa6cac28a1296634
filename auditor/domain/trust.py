"""Trust lists: authorities whose signers the user chose to believe.

Nothing is trusted before a list was imported or chosen. A list is one file, `<id>.pem`, in the
folder `trust` beside the vault: a line with the date of import, then certificates (RFC 7468). The
official list comes with the program; that it was chosen is one line in the file `official`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from auditor.dataclass import dataclass

FOLDER = "trust"
ENDING = ".pem"
OFFICIAL = "official"
_HEAD = "imported: "
_CHOSEN = "chosen: "
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
    """An imported list, or the official one, which has a `name` and a `date`.

    `id` is the SHA-256 of its certificates (64 hex digits); `imported_at`, when it was imported or
    chosen, is UTC, ISO 8601. `time_stamps` are authorities that are believed about times only.
    """

    id: str
    imported_at: str
    authorities: tuple[Authority, ...]
    name: str | None = None
    date: str | None = None
    time_stamps: tuple[Authority, ...] = ()


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


def chosen(at: str) -> str:
    """Return what stands in the file that says that the official list was chosen."""
    return f"{_CHOSEN}{at}\n"


def chosen_at(text: str) -> str | None:
    """Return when the official list was chosen, None where the file says no such thing."""
    line = text.partition("\n")[0]
    return line.removeprefix(_CHOSEN) if line.startswith(_CHOSEN) else None
