"""Bitwarden's export as JSON, not encrypted.

Its form: https://bitwarden.com/help/condition-bitwarden-import/#condition-a-json
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.domain.outside.passwords import PasswordEntry
from auditor.domain.secret import Secret
from auditor.errors import ReaderError
from auditor.messages import _
from auditor.records.passwords.sites import host_of, site_of, user_of


class _Address(msgspec.Struct):
    uri: str | None = None


class _Login(msgspec.Struct):
    username: str | None = None
    password: str | None = None
    uris: list[_Address] | None = None


class _Item(msgspec.Struct):
    name: str | None = None
    login: _Login | None = None


class _Export(msgspec.Struct):
    items: list[_Item] | None = None
    encrypted: bool = False


def rows(text: str) -> Iterator[PasswordEntry]:
    """Yield every item; those without a password have an empty one. Raises ReaderError."""
    try:
        export = msgspec.json.decode(text.encode("utf-8", "surrogatepass"), type=_Export)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        export = _Export()
    if export.encrypted:
        raise ReaderError(
            _("is sealed by {manager}").format(manager="Bitwarden"),
            _(
                "Export again as .csv or .json. 'auditor forgotten' also reads an encrypted one, "
                "for which a password of its own was chosen."
            ),
        )
    if export.items is None:
        raise ReaderError(
            _("is no export of a password manager that is known"),
            _("Of JSON only that of Bitwarden is read; export as CSV elsewhere."),
        )
    for item in export.items:
        login = item.login or _Login()
        addresses = [address.uri for address in login.uris or () if address.uri]
        yield PasswordEntry(
            Secret(login.password or ""),
            site_of(addresses[0] if addresses else "", item.name or ""),
            user_of(login.username or ""),
            next(filter(None, map(host_of, addresses)), ""),
        )
