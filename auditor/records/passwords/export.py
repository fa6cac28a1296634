"""What an export of a password manager holds, known by its content and not by its name.

Sealed ones are refused: what opens them is the manager's to ask for.
"""

from __future__ import annotations

from collections.abc import Iterable

from auditor.dataclass import dataclass
from auditor.domain.outside.passwords import PasswordEntry
from auditor.errors import ReaderError
from auditor.messages import _
from auditor.records.passwords import bitwarden, tables
from auditor.records.passwords.sealed import opened, takes_password

_MOST = 20_000
_ZIP = b"PK\x03\x04"
_SEALED = (
    (b"\x03\xd9\xa2\x9a", "KeePass"),
    (b"-----BEGIN PGP MESSAGE", "Proton Pass"),
)
"""How files start that only their manager opens: .kdbx and .kdb, and OpenPGP as text."""


@dataclass(frozen=True, slots=True)
class PasswordExport:
    """All entries with a password, and how many had none. `cut`: there were more than are read."""

    entries: tuple[PasswordEntry, ...]
    without: int = 0
    cut: bool = False


def read_export(data: bytes) -> PasswordExport:
    """Return what an export holds.

    Raises ReaderError, whose words hold nothing of the export, where it is sealed or none that is
    known.
    """
    rows = list(_rows(data))
    entries = tuple(row for row in rows if row.password)
    if not entries:
        raise ReaderError(_("holds no entry with a password"))
    return PasswordExport(entries[:_MOST], len(rows) - len(entries), len(entries) > _MOST)


def sites_in(data: bytes, secret: str = "") -> tuple[str, ...]:
    """Return the hosts that an export names, each once; all else is dropped.

    For each site without a host of its own there is one "". `secret` opens an export that is
    sealed with a password of its own. Raises ReaderError as `read_export` does.
    """
    rows = bitwarden.rows(opened(data, secret)) if takes_password(data) else _rows(data)
    named = dict.fromkeys((row.host, "" if row.host else row.site) for row in rows)
    return tuple(host for host, site in named if host or site)


def looks_like_list(start: bytes) -> bool:
    """Whether a file that starts so may be a list of passwords: by its columns, or as sealed."""
    if is_sealed(start) or start.startswith(_ZIP) or start.lstrip().startswith(b"{"):
        return True
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = start.decode("utf-16" if wide else "utf-8-sig", "ignore")
    return "password" in text.partition("\n")[0].casefold()


def is_sealed(data: bytes) -> bool:
    """Whether only its manager opens a file that starts so."""
    return any(data.startswith(start) for start, _manager in _SEALED)


def _rows(data: bytes) -> Iterable[PasswordEntry]:
    for start, manager in _SEALED:
        if data.startswith(start):
            raise _sealed(manager)
    if data.startswith(_ZIP):
        raise ReaderError(
            _("is a zip"),
            _(
                "Choose CSV where the manager exports (1Password, Dashlane and Proton Pass offer "
                "it), or unpack the zip and name the CSV in it."
            ),
        )
    text = _text(data)
    return bitwarden.rows(text) if text.lstrip().startswith("{") else tables.rows(text)


def _text(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        # without its cause, which holds all of the text
        raise ReaderError(
            _("is no text, so it is sealed or no export"),
            _("Export as CSV, without encryption; Bitwarden also as JSON."),
        ) from None


def _sealed(manager: str) -> ReaderError:
    return ReaderError(
        _("is sealed by {manager}").format(manager=manager),
        _("Open it there and export as CSV, without encryption. Delete that file afterwards."),
    )
