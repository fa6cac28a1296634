"""Where the passphrase comes from: a file named in the environment, or the keyboard.

Never from the command line.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from auditor.cli import output
from auditor.domain.secret import Secret
from auditor.errors import PassphraseWrong, UsageError, VaultLocked
from auditor.messages import _, ngettext

VARIABLE = "AUDITOR_PASSPHRASE_FILE"
EXPORT_VARIABLE = "AUDITOR_EXPORT_PASSPHRASE_FILE"
CASE_VARIABLE = "AUDITOR_CASE_PASSPHRASE_FILE"
TRIES = 3
"""How often a passphrase is asked for."""

_Asked = TypeVar("_Asked")
_Result = TypeVar("_Result")


def from_file(variable: str = VARIABLE) -> Secret | None:
    """Return the first line of the file that the environment names, None if it names none.

    Raises VaultLocked.
    """
    name = os.environ.get(variable)
    if not name:
        return None
    try:
        text = Path(name).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("not UTF-8 text")
        raise VaultLocked(
            _("The file in {variable} cannot be read ({reason}).").format(
                variable=variable, reason=reason
            ),
            _("It must hold the passphrase in its first line."),
        ) from error
    if not text or not text[0]:
        raise VaultLocked(_("The file in {variable} is empty.").format(variable=variable))
    return Secret(text[0])


def ask(*, new: bool) -> Secret | None:
    """Ask at the terminal, twice for a new vault; None where nobody can be asked.

    Raises UsageError and VaultLocked.
    """
    if not sys.stdin.isatty():
        return None
    if not new:
        return Secret(_typed(_("Passphrase: ")))
    output.narrate(
        _(
            "This makes a vault: an encrypted file on this device. Without its passphrase nobody "
            "can open it, you included."
        )
    )
    return _twice()


def for_export(*, new: bool, names: Iterable[str] = ()) -> Secret:
    """Return the passphrase of an exported list, of AUDITOR_EXPORT_PASSPHRASE_FILE or typed.

    A new one is judged as that of a case is; `names` are the person's own.

    Raises UsageError and VaultLocked.
    """
    known = from_file(EXPORT_VARIABLE)
    if known is not None:
        return _judged(known, names) if new else known
    if not sys.stdin.isatty():
        raise VaultLocked(
            _("The list is only ever written with a passphrase."),
            _("Type it when asked, or name a file that holds it in {variable}.").format(
                variable=EXPORT_VARIABLE
            ),
        )
    if not new:
        return Secret(_typed(_("Passphrase of the exported list: ")))
    output.narrate(
        _("Choose a passphrase for the exported list. Without it nobody can read it, you included.")
    )
    return _twice(names)


def for_signing(*, new: bool, names: Iterable[str] = ()) -> Secret | None:
    """Return the passphrase of the key for signing, None where nobody can be asked.

    `names` are the person's own, which make a bad one.

    Raises UsageError and VaultLocked.
    """
    known = from_file()
    if known is not None or not sys.stdin.isatty():
        return known
    if not new:
        return Secret(_typed(_("Passphrase of the key for signing: ")))
    output.narrate(
        _(
            "No keyring keeps the key, so it is encrypted with a passphrase. Without it nobody can "
            "sign, you included."
        )
    )
    return _twice(names)


def for_case(names: Iterable[str]) -> Secret:
    """Return the passphrase of a case file, of AUDITOR_CASE_PASSPHRASE_FILE or typed twice.

    `names` are the person's own, which make a bad one.

    Raises UsageError and VaultLocked.
    """
    known = from_file(CASE_VARIABLE)
    if known is None and not sys.stdin.isatty():
        raise VaultLocked(
            _("A case is only ever written with a passphrase."),
            _("Type it when asked, or name a file that holds it in {variable}.").format(
                variable=CASE_VARIABLE
            ),
        )
    return _twice(names) if known is None else _judged(known, names)


def _judged(chosen: Secret, names: Iterable[str]) -> Secret:
    """Return a new passphrase that a file holds, and say how hard it is to guess.

    Raises UsageError where it is too short.
    """
    from auditor.guidance.passphrases import strength

    if len(chosen.reveal()) < strength.LEAST:
        raise UsageError(
            _("A passphrase of fewer than {n} characters is guessed at once.").format(
                n=strength.LEAST
            )
        )
    output.narrate(_(strength.hint(chosen.reveal(), (*names, *strength.own_names()))[0]))
    return chosen


def _twice(names: Iterable[str] = ()) -> Secret:
    """Ask for a new passphrase until it is long enough and typed the same twice, but not forever.

    `names` are the person's own, which make a bad one.
    """
    from auditor.guidance.passphrases import strength

    for left in reversed(range(TRIES)):
        first = _typed(_("New passphrase: "))
        if len(first) < strength.LEAST:
            problem = _("Use at least {count} characters.").format(count=strength.LEAST)
        elif first != _typed(_("Again: ")):
            problem = _("The two passphrases differ.")
        else:
            output.narrate(_(strength.hint(first, (*names, *strength.own_names()))[0]))
            return Secret(first)
        if left:
            output.narrate(problem)
    raise UsageError(problem)


def tried(
    use: Callable[[Callable[[], _Asked]], _Result],
    ask: Callable[[], _Asked],
    variable: str = VARIABLE,
) -> _Result:
    """Return what `use` does with a passphrase that it asks for; a wrong one is asked for again.

    Three times, and only where it was typed: a command that ends at the first mistake leaves what
    is typed next to the shell, which keeps it. Raises VaultLocked.
    """
    for left in reversed(range(TRIES)):
        asked: list[object] = []

        def once(asked: list[object] = asked) -> _Asked:
            said = ask()
            asked.append(said)
            return said

        try:
            return use(once)
        except PassphraseWrong as wrong:
            forget_typed()
            typed = any(asked) and not os.environ.get(variable) and sys.stdin.isatty()
            if not typed:
                raise
            if not left:
                output.narrate(
                    _("This command ends now. Type nothing more: the shell would keep it.")
                )
                raise VaultLocked(wrong.message, wrong.hint) from None
            output.narrate(
                ngettext(
                    "{message} {count} try is left.", "{message} {count} tries are left.", left
                ).format(message=wrong.message, count=left)
            )
    raise AssertionError


def forget_typed() -> None:
    """Drop what was typed while nothing asked for it: the shell would get it."""
    if os.name != "nt" and sys.stdin.isatty():
        import termios

        with suppress(termios.error, OSError, ValueError):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)


def _typed(prompt: str) -> str:
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise VaultLocked(_("No passphrase was typed.")) from error
