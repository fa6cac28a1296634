"""Where the passphrase comes from: a file named in the environment, or the keyboard. Never from the command line."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from auditor.cli import output
from auditor.domain.secret import Secret
from auditor.errors import UsageError, VaultLocked
from auditor.messages import _

VARIABLE = "AUDITOR_PASSPHRASE_FILE"


def from_file() -> Secret | None:
    """Return the first line of the file that AUDITOR_PASSPHRASE_FILE names, None if it is not set. Raises VaultLocked."""
    name = os.environ.get(VARIABLE)
    if not name:
        return None
    try:
        text = Path(name).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("not UTF-8 text")
        raise VaultLocked(
            _("The file in {variable} cannot be read ({reason}).").format(variable=VARIABLE, reason=reason),
            _("It must hold the passphrase in its first line."),
        ) from error
    if not text or not text[0]:
        raise VaultLocked(_("The file in {variable} is empty.").format(variable=VARIABLE))
    return Secret(text[0])


def ask(*, new: bool) -> Secret | None:
    """Ask at the terminal, twice for a new vault; None where nobody can be asked. Raises UsageError and VaultLocked."""
    if not sys.stdin.isatty():
        return None
    if not new:
        return Secret(_typed(_("Passphrase: ")))
    output.narrate(_("This makes a vault: an encrypted file on this device. Without its passphrase nobody can open it, you included."))
    first = _typed(_("New passphrase: "))
    if first != _typed(_("Again: ")):
        raise UsageError(_("The two passphrases differ."))
    return Secret(first)


def _typed(prompt: str) -> str:
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise VaultLocked(_("No passphrase was typed.")) from error
