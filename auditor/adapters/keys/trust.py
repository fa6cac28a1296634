"""Where imported trust lists are kept: one file each, readable by the user alone.

And whether the official list, which comes with the program, was chosen. No vault is needed.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from auditor.domain.trust import (
    ENDING,
    OFFICIAL,
    Authority,
    TrustList,
    chosen,
    chosen_at,
    id_of,
    packed,
    unpacked,
)
from auditor.errors import UsageError
from auditor.guidance.trust_list import DATE, official_list
from auditor.messages import _

_LARGEST = 8 * 1024 * 1024
_MOST = 2000
"""Certificates of one list; Mozilla's whole web list has about 150."""
_SHORTEST_ID = 6
_BEGIN = b"-----BEGIN CERTIFICATE-----"


class TrustLists:
    """The lists in one folder, which is made at the first import."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, pem: bytes, now: datetime) -> TrustList:
        """Keep the authorities of a PEM file; one that is there already keeps its date.

        Raises UsageError, and then nothing is written.
        """
        authorities = _authorities(pem)
        certificates = "".join(
            authority.public_bytes(Encoding.PEM).decode("ascii") for authority in authorities
        )
        path = self._folder / (id_of(certificates) + ENDING)
        kept = _read(path)
        if kept is None:
            imported = _moment(now)
            _write(path, packed(imported, certificates))
            kept = _listed(path.stem, imported, authorities)
        return kept

    def use_official(self, now: datetime) -> TrustList:
        """Choose the official list; if it was chosen already, it keeps its date.

        Raises UsageError.
        """
        kept = self._official()
        if kept is None:
            at = _moment(now)
            _write(self._folder / OFFICIAL, chosen(at))
            kept = _official_list(at)
        return kept

    def all(self) -> tuple[TrustList, ...]:
        """Return every list, the oldest import first and the official one last if it was chosen.

        A file that is no list is left out. Raises UsageError.
        """
        try:
            paths = sorted(self._folder.glob(f"*{ENDING}"))
        except OSError as error:
            raise UsageError(
                _("{path}: cannot be read ({reason})").format(
                    path=self._folder, reason=error.strerror
                )
            ) from error
        imported = sorted(
            (kept for path in paths if (kept := _read(path))),
            key=lambda kept: (kept.imported_at, kept.id),
        )
        official = self._official()
        return (*imported, official) if official else tuple(imported)

    def remove(self, beginning: str) -> TrustList:
        """Forget the one list whose id begins so, or the official one by its name.

        Raises UsageError if there is none, or more than one.
        """
        asked = beginning.lower()
        found = [
            kept
            for kept in self.all()
            if kept.name == asked or (len(asked) >= _SHORTEST_ID and kept.id.startswith(asked))
        ]
        if len(found) != 1:
            raise UsageError(
                _("{id}: no such trust list").format(id=beginning),
                _("auditor trust list shows the ids; six digits are enough."),
            )
        try:
            (self._folder / (found[0].name or found[0].id + ENDING)).unlink()
        except OSError as error:
            raise UsageError(
                _("The trust list could not be removed ({reason}).").format(reason=error.strerror)
            ) from error
        return found[0]

    def forget(self) -> None:
        """Remove every list and the folder, as far as that can be done."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.suffix == ENDING or path.name.startswith(".") or path.name == OFFICIAL:
                    path.unlink()
            self._folder.rmdir()

    def _official(self) -> TrustList | None:
        try:
            at = chosen_at((self._folder / OFFICIAL).read_text("ascii"))
        except (OSError, ValueError):
            return None
        return _official_list(at) if at else None


def _moment(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _official_list(at: str) -> TrustList:
    official = official_list()
    return TrustList(
        id=id_of(official.signers + official.time_stamps),
        imported_at=at,
        authorities=tuple(map(_authority, _authorities(official.signers.encode("ascii")))),
        name=OFFICIAL,
        date=DATE,
        time_stamps=tuple(map(_authority, _authorities(official.time_stamps.encode("ascii")))),
    )


def _authorities(pem: bytes) -> list[x509.Certificate]:
    """Return the certificates that may sign others, each once. Raises UsageError."""
    if len(pem) > _LARGEST or pem.count(_BEGIN) > _MOST:
        raise UsageError(_("This file is too large for a trust list."))
    if _BEGIN not in pem:
        raise UsageError(
            _("This file holds no certificate."),
            _("A trust list is a text file (PEM) with blocks that begin: {line}").format(
                line=_BEGIN.decode()
            ),
        )
    try:
        found = x509.load_pem_x509_certificates(pem)
        # what is wrong inside a certificate shows only when it is looked at
        authorities = [
            certificate
            for certificate in found
            if _signs_others(certificate) and _authority(certificate).subject
        ]
    except (
        ValueError,
        TypeError,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
    ) as error:
        raise UsageError(
            _("A certificate in this file is damaged; nothing was imported.")
        ) from error
    if not authorities:
        raise UsageError(
            _("No certificate in this file is one of an authority; nothing was imported."),
            _(
                "A single signer cannot be trusted this way. Import the certificate of the "
                "authority that signed for them."
            ),
        )
    return list(dict.fromkeys(authorities))


def _signs_others(certificate: x509.Certificate) -> bool:
    """Whether basicConstraints (RFC 5280, 4.2.1.9) says that this is an authority."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _authority(certificate: x509.Certificate) -> Authority:
    return Authority(certificate.subject.rfc4514_string(), certificate.not_valid_after_utc)


def _read(path: Path) -> TrustList | None:
    try:
        imported, certificates = unpacked(path.read_text("ascii"))
        if id_of(certificates) != path.stem:
            return None
        return _listed(path.stem, imported, _authorities(certificates.encode("ascii")))
    except (OSError, ValueError, UsageError):
        return None


def _listed(list_id: str, imported: str, authorities: list[x509.Certificate]) -> TrustList:
    return TrustList(list_id, imported, tuple(map(_authority, authorities)))


def _write(path: Path, text: str) -> None:
    """Write a file under another name (0600), then rename it. Raises UsageError."""
    part = path.with_name(f".{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        descriptor = os.open(
            part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR
        )
        with os.fdopen(descriptor, "w", encoding="ascii", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise UsageError(
            _("{path}: cannot be written ({reason})").format(
                path=path.parent, reason=error.strerror
            )
        ) from error
