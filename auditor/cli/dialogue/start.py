"""How the dialogue begins and ends: the question before any vault, the passphrase, the lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from auditor.cli import ask, output, passphrase, starting_again
from auditor.cli.dialogue.main_menu import main_menu
from auditor.cli.dialogue.menu import (
    DialogueInput,
    DialogueLeft,
    MenuChoice,
    MenuPage,
    menu,
    push_off_screen,
)
from auditor.cli.dialogue.talk import Talk
from auditor.cli.held import HeldSession
from auditor.cli.options import GlobalOptions
from auditor.cli.running import opening_of, passphrase_for, tell_failures
from auditor.errors import ExitCode
from auditor.messages import _, use_language
from auditor.report import welcome

if TYPE_CHECKING:
    from auditor.cli.options import RunCommand
    from auditor.domain.secret import Secret
    from auditor.engine.session import Session
    from auditor.tui.base.range_owner import RangeOwner, RangeTasks
    from auditor.wiring import Opening


def start(options: GlobalOptions, run: RunCommand) -> None:
    """Lead the dialogue on the user's vault. `run` runs a command line on an open session.

    Raises typer.Exit and AuditorError.
    """
    said = starting_again.take_word()
    if starting_again.must_wait(said):
        raise typer.Exit(starting_again.wait_for_others())
    opening = opening_of(options)
    if opening.settings.ui.language:
        use_language(opening.settings.ui.language)
    asking = DialogueInput(
        lambda: _help_now(run, asking), _lock, 60.0 * opening.settings.vault.idle_minutes
    )
    if said is not None:
        output.line(_("Locked, since nothing was typed for a while."))
    with _until_left(), ask.watched(asking.watch):
        ephemeral = opening.ephemeral or (
            not opening.vault_exists and not _is_saved(asking, may_ask=said is None)
        )
        _talk(options, run, asking, lambda: _opened(opening, ephemeral=ephemeral))


def on_range(
    options: GlobalOptions,
    run: RunCommand,
    opened: Callable[[], Awaitable[Session]],
    owner: RangeOwner,
    people: Sequence[str],
    tasks: RangeTasks,
) -> None:
    """Lead the dialogue on a session of the practice range, of which nothing is kept."""
    asking = DialogueInput(lambda: _help_now(run, asking))
    output.line(_("Practice range: invented people on this device. Nothing of it is kept."))
    for text in people[:1]:
        output.line(_("You are {person}.").format(person=text))
    with _until_left():
        _talk(options, run, asking, lambda: HeldSession(opened), owner, tasks)


def _talk(
    options: GlobalOptions,
    run: RunCommand,
    asking: DialogueInput,
    opened: Callable[[], HeldSession],
    owner: RangeOwner | None = None,
    tasks: RangeTasks | None = None,
) -> None:
    held = opened()
    try:
        tell_failures()
        output.line(
            _(
                "Answer by the number, or the first letters of the words. 0 goes back, ? says the "
                "choices again, h says whom to call, q leaves, x leaves without a further word."
            )
        )
        main_menu(Talk(options, run, asking, held, owner, tasks))
    finally:
        held.close()


@contextmanager
def _until_left() -> Iterator[None]:
    """End as the person asks for; what was stored is kept by then. Raises typer.Exit."""
    try:
        yield
    except DialogueLeft as left:
        if left.at_once:
            push_off_screen()
        else:
            output.line(_("Left."))
        raise typer.Exit(ExitCode.OK) from None
    output.line(_("Left."))


def _opened(opening: Opening, *, ephemeral: bool) -> HeldSession:
    """Open the session, with a passphrase where it is saved. Raises AuditorError."""
    from auditor.wiring import Opening as How
    from auditor.wiring import open_session

    if ephemeral:
        how = How(opening.settings, ephemeral=True, practice_only=opening.practice_only)
        return HeldSession(lambda: open_session(how, None))

    def held(secret: Secret | None) -> HeldSession:
        return HeldSession(lambda: open_session(opening, secret))

    return passphrase.tried(lambda ask: held(ask()), lambda: passphrase_for(opening))


def _is_saved(asking: DialogueInput, *, may_ask: bool) -> bool:
    """Say what this is and ask whether the device is safe; return whether to save."""
    if not may_ask:
        return True
    for text in (*welcome.PROMISE, welcome.DOES, welcome.CANNOT):
        output.line(_(text))
    answers: list[bool] = []

    def take(saved: bool) -> Callable[[], None]:
        return lambda: answers.append(saved)

    def weigh() -> None:
        output.line()
        for text in _(welcome.RISK).format(help="h").split("\n"):
            if text:
                output.line(text)
        menu(
            asking,
            lambda: MenuPage(
                (),
                (
                    MenuChoice(_("Go on without saving anything"), take(saved=False), last=True),
                    MenuChoice(_("Go on and save, encrypted"), take(saved=True), last=True),
                ),
            ),
            _("Stop here"),
        )
        if not answers:
            raise DialogueLeft

    menu(
        asking,
        lambda: MenuPage(
            (_(welcome.ASK),),
            (
                MenuChoice(_("Yes, or I am not sure"), weigh, last=True),
                MenuChoice(_("No, only I can"), take(saved=True), last=True),
                MenuChoice(_("I am in danger: whom to call"), asking.help_now),
            ),
        ),
        _("Leave"),
    )
    if not answers:
        raise DialogueLeft
    return answers[0]


def _help_now(run: RunCommand, asking: DialogueInput) -> None:
    place = asking.line(_("Your country, or nothing: "))
    run(["help-now", *filter(None, [place and f"--where={place}"])], None)


def _lock() -> None:
    """Drop what is open and begin anew, as the terminal UI does: a new process knows nothing."""
    from auditor.tui.base.after_lock import AfterLock

    push_off_screen()
    sys.stdout.flush()
    try:
        starting_again.start_again(AfterLock())
    except OSError:
        os._exit(ExitCode.OK)
