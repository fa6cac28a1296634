"""Where passwords to look for come from: never from arguments, the environment or the vault.

They are typed unseen, read from standard input, from the keyring, or from a manager's export.
"""

from __future__ import annotations

import getpass
import sys
import warnings
from pathlib import Path

from auditor.cli import ask, output
from auditor.cli.ask import FROM_STDIN, answer, tell_remembered
from auditor.cli.local_files import named
from auditor.dataclass import dataclass
from auditor.domain.outside.passwords import PasswordEntry
from auditor.domain.secret import Secret
from auditor.errors import ReaderError, SecretsUnavailable, UsageError
from auditor.messages import _, ngettext

_LARGEST = 64 << 20
"""Bytes of an export that is read; each of some hundred managers' rows has a few hundred."""


@dataclass(frozen=True, slots=True)
class PasswordInput:
    """Passwords to look for. `lies_open`: they stand readable in a file, which was named."""

    entries: tuple[PasswordEntry, ...]
    lies_open: bool = False


def gather(export: str | None) -> PasswordInput:
    """Return what is to be looked for. Raises UsageError and ReaderError."""
    if export is not None:
        return _exported(export)
    return PasswordInput((PasswordEntry(_typed()),))


async def of_keyring() -> PasswordInput:
    """Return a password that another program keeps in the keyring of this system.

    Raises UsageError where there is none, and SecretsUnavailable where there is no keyring.
    """
    from auditor.adapters.keys.secrets import KeyringSecrets

    service = answer(_("Service, as the keyring names it: "))
    user = answer(_("User name there: "))
    try:
        found = await KeyringSecrets(service).get(user)
    except SecretsUnavailable as error:
        raise SecretsUnavailable(
            error.message, _("Leave out --keyring to type the password.")
        ) from None
    if not found:
        raise UsageError(_("The keyring holds no such password; nothing was looked up."))
    return PasswordInput((PasswordEntry(Secret(_whole(found)), service, user),))


def _typed() -> Secret:
    """Return one password, typed unseen or the only line of standard input, as it stands there."""
    if sys.stdin.isatty():
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            try:
                with ask.waited():
                    text = getpass.getpass(_("Password to look for (it is not shown): "))
            except EOFError:
                text = ""
            except getpass.GetPassWarning:
                raise UsageError(
                    _("This terminal would show what you type; nothing was asked.")
                ) from None
    else:
        first, _end, more = _stdin().partition("\n")
        text = first.removesuffix("\r")
        if more.strip():
            raise UsageError(
                _("One password at a time; nothing was looked up."),
                _("Standard input holds more than one line. --export - reads a manager's export."),
            )
    if not text:
        raise UsageError(_("No password was typed; nothing was looked up."))
    return Secret(_whole(text))


def _stdin() -> str:
    try:
        return sys.stdin.read(_LARGEST)
    except UnicodeDecodeError:
        raise UsageError(_("Standard input is no text; nothing was done.")) from None


def _whole(text: str) -> str:
    """Return the same text, all of whose characters are known: others would be taken for safe."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(_("Standard input is no text; nothing was done.")) from None
    return text


def _exported(given: str) -> PasswordInput:
    """Return the entries of an export: of a file, or of standard input if it holds one itself."""
    from auditor.records.passwords.export import read_export

    path, data = "", b""
    if given != FROM_STDIN:
        tell_remembered()
        path = given
    elif sys.stdin.isatty():
        (path, *_others) = named(None, _("Path of the export (it can be dropped here): "))
    else:
        text = _whole(_stdin())
        if _names_a_file(text):
            path = text.strip()
        else:
            data = text.encode()
    try:
        export = read_export(_content(Path(path)) if path else data)
    except ReaderError as error:
        raise ReaderError(
            _("The export {reason}; nothing was looked up.").format(reason=error.message),
            error.hint,
        ) from None
    if export.without:
        output.narrate(
            ngettext(
                "{n} entry without a password was passed over.",
                "{n} entries without a password were passed over.",
                export.without,
            ).format(n=export.without)
        )
    if export.cut:
        output.narrate(
            _("Only the first {n} entries are looked for.").format(n=len(export.entries))
        )
    return PasswordInput(export.entries, lies_open=bool(path))


def _names_a_file(text: str) -> bool:
    return "\n" not in text.strip() and not text.lstrip().startswith("{")


def _content(path: Path) -> bytes:
    from auditor.adapters.local_files import open_file

    try:
        with open_file(path) as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise ReaderError(
            _("cannot be read ({reason})").format(reason=error.strerror or type(error).__name__)
        ) from None
    if not data or len(data) > _LARGEST:
        raise ReaderError(_("is empty") if not data else _("is larger than 64 MiB"))
    return data
