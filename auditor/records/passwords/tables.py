"""Exports as CSV: one entry a row, known by the names of its columns.

Names as the managers write them in 2026; https://bitwarden.com/help/import-data/ and
https://support.mozilla.org/kb/export-login-data-firefox show most.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from auditor.dataclass import dataclass
from auditor.domain.outside.passwords import PasswordEntry
from auditor.domain.secret import Secret
from auditor.errors import ReaderError
from auditor.messages import _
from auditor.records.passwords.sites import host_of, site_of, user_of

_LONGEST_FIELD = 1 << 20
_MANAGERS = (
    "Bitwarden, 1Password, KeePass, KeePassXC, Chrome, Edge, Firefox, Safari, Proton Pass, "
    "LastPass, Dashlane"
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Names of columns in lower case; of several, the first that is filled in counts."""

    password: str
    address: str
    titles: tuple[str, ...]
    users: tuple[str, ...]

    @property
    def needed(self) -> frozenset[str]:
        return frozenset({self.password, self.address, self.users[0]})


_KEEPASS = _Columns("password", "web site", ("account",), ("login name",))
"""KeePass calls it "CSV (1.x)", and sets a backslash before quotes and backslashes."""
_KNOWN = (
    _Columns("login_password", "login_uri", ("name",), ("login_username",)),  # Bitwarden
    _KEEPASS,
    _Columns("password", "url", ("name", "title"), ("username", "username2", "username3", "email")),
)
"""The last are those of all others; Firefox gives no title."""


def rows(text: str) -> Iterator[PasswordEntry]:
    """Yield every row; those without a password have an empty one. Raises ReaderError."""
    csv.field_size_limit(_LONGEST_FIELD)
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [cell.strip().casefold() for cell in next(table, [])]
        if _KEEPASS.needed <= frozenset(head):
            table = csv.reader(io.StringIO(text, newline=""), strict=True, escapechar="\\")
            next(table)
        columns = next((known for known in _KNOWN if known.needed <= frozenset(head)), None)
        if columns is None:
            raise ReaderError(
                _("is no export of a password manager that is known"),
                _("Read are CSV files of {managers}, and Bitwarden's JSON.").format(
                    managers=_MANAGERS
                ),
            )
        for cells in table:
            if cells:
                yield _entry(columns, dict(zip(head, cells, strict=False)))
    except csv.Error:
        # a row that was not understood may hide a password: no answer rests on the rest
        raise ReaderError(
            _("is damaged: line {line} is no row of a table").format(line=table.line_num)
        ) from None


def _entry(columns: _Columns, row: dict[str, str]) -> PasswordEntry:
    def first(names: tuple[str, ...]) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    address = row.get(columns.address, "")
    return PasswordEntry(
        Secret(row.get(columns.password, "")),
        site_of(address, first(columns.titles)),
        user_of(first(columns.users)),
        host_of(address),
    )
