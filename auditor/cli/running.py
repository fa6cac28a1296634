"""Running one task on a session: open, run, close, whatever happens."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, TypeVar

import typer

from auditor.cli import output, passphrase
from auditor.cli.options import GlobalOptions
from auditor.domain.secret import Secret
from auditor.errors import PassphraseWrong

if TYPE_CHECKING:
    from auditor.domain.text.statement import Kind, Statement
    from auditor.domain.views import AccountState
    from auditor.engine.session import Session
    from auditor.report.veil import Veil
    from auditor.wiring import Opening

_Result = TypeVar("_Result")


def options_of(context: typer.Context) -> GlobalOptions:
    """Return the options of the whole run."""
    options = context.find_root().obj
    return options if isinstance(options, GlobalOptions) else GlobalOptions()


def shown(options: GlobalOptions, text: str, kind: Kind) -> str:
    """Return `text` as it may stand on a screen that others can see."""
    from auditor.domain.text.statement import mask

    return mask(text, kind) if options.projector else text


def opening_of(options: GlobalOptions) -> Opening:
    """Return what a session is opened with. Raises SettingsError."""
    from auditor.wiring import Opening

    return Opening(options.settings(), options.home, options.ephemeral, options.practice_only)


class KeptPassphrase:
    """The passphrase for a command that opens the vault again, so that it is asked for once."""

    def __init__(self) -> None:
        self._kept: Secret | None = None

    def take(self) -> Secret | None:
        """Return what is kept, and keep it no longer."""
        kept, self._kept = self._kept, None
        return kept

    def keep(self, secret: Secret | None) -> None:
        """Keep it until it is taken."""
        self._kept = secret


def on_session(
    context: typer.Context,
    task: Callable[[Session], Awaitable[_Result]],
    again: KeptPassphrase | None = None,
) -> _Result:
    """Run `task` on the user's vault and return its result.

    `again` gives the passphrase if it has it, and takes it for the next time.
    """
    options = options_of(context)
    if options.held is not None:
        return options.held.run(task)
    opening = opening_of(options)
    if opening.ephemeral:
        return run_alone(_run(opening, None, task))
    known = again.take() if again is not None else None

    def asked() -> Secret | None:
        nonlocal known
        secret, known = known, None  # if it is wrong, it is asked for
        secret = secret or passphrase_for(opening)
        if again is not None:
            again.keep(secret)
        return secret

    try:
        return passphrase.tried(lambda ask: run_alone(_run(opening, ask(), task)), asked)
    except _OfTaskError as error:
        raise error.wrong from None


def run_alone(work: Coroutine[None, None, _Result]) -> _Result:
    """Return what `work` returns, which is not the result of a task of asyncio.

    A runner that takes its handler of Ctrl+C away has the task written out with all of its result,
    for the message of an error that `signal.getsignal` raises and drops: megabytes.
    """
    results: list[_Result] = []

    async def keep() -> None:
        results.append(await work)

    try:
        asyncio.run(keep())
    finally:
        if inspect.getcoroutinestate(work) == inspect.CORO_CREATED:
            work.close()  # Ctrl+C came before its first step
    return results[0]


class _OfTaskError(Exception):
    """The vault is open; it was a passphrase of something else that was wrong."""

    def __init__(self, wrong: PassphraseWrong) -> None:
        super().__init__()
        self.wrong = wrong


async def _run(
    opening: Opening, secret: Secret | None, task: Callable[[Session], Awaitable[_Result]]
) -> _Result:
    from auditor.wiring import open_session

    session = await open_session(opening, secret)
    try:
        tell_failures()
        return await task(session)
    except PassphraseWrong as wrong:
        raise _OfTaskError(wrong) from wrong
    finally:
        await session.close()


def said_on(options: GlobalOptions, said: Statement, *, exact: bool = False) -> str:
    """Return a statement as it may stand on a screen, its positions to about 1 km unless `exact`.

    `veil_of` makes a veil that knows the names of accounts too.
    """
    from auditor.domain.text.masking import near
    from auditor.report.veil import Veil

    return Veil(on=options.projector).statement(said if exact else near(said))


def veil_of(options: GlobalOptions, states: Sequence[AccountState]) -> Veil:
    """Return what decides what of these accounts may stand on a screen."""
    from auditor.report.veil import Veil

    veil = Veil(on=options.projector)
    veil.learn(states)
    return veil


async def names_of(options: GlobalOptions, session: Session) -> dict[str, str]:
    """Return how each account is called in what is told.

    Platform and handle; where others look on, platform and "account A".
    """
    from auditor.report.words.platforms import platform_name

    states = await session.accounts.states()
    veil = veil_of(options, states)
    return {
        state.account.id: (
            f"{platform_name(session, state.account.platform, hidden=veil.on)} "
            f"{veil.handle(state.account)}"
        )
        for state in states
    }


def tell_failures() -> None:
    """Tell which plugins could not be loaded."""
    from auditor.plugins.loading import failures

    if not failures:
        return
    from auditor.engine.overview import without_plugins

    for sentence in without_plugins(failures):
        output.narrate(sentence)


def passphrase_for(opening: Opening) -> Secret | None:
    """Return the passphrase, from a file or typed; None where the keyring has the key."""
    from auditor.wiring import kept_key

    known = passphrase.from_file()
    if known is not None:
        return known
    if opening.vault_exists and asyncio.run(kept_key(opening)) is not None:
        if opening.loss:
            output.narrate(opening.loss)
        return None
    return passphrase.ask(new=not opening.vault_exists)
