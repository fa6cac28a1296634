"""Sessions on the practice range, in memory: for the commands, and for the terminal UI.

A session is one person's: the accounts of the others on the range are not on its list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.options import GlobalOptions
from auditor.cli.parser.ending import EndIsTold
from auditor.cli.running import tell_failures
from auditor.domain.account import Claim
from auditor.errors import ExitCode, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.config import Settings
    from auditor.engine.session import Session
    from auditor.practice.range import PracticeRange
    from auditor.tui.base.desk import Desk
    from auditor.wiring import Opening


DEFAULT_PERSONA = "mara"


@contextmanager
def until_stopped() -> Iterator[None]:
    """Take Ctrl+C as the end of the practice range, of which nothing is kept. Raises EndIsTold."""
    try:
        yield
    except KeyboardInterrupt:
        output.narrate(_("The practice range has ended. Nothing of it is kept."))
        raise EndIsTold(ExitCode.INTERRUPTED) from None


def check_persona(name: str) -> str:
    """Return the key of the invented person of that name. Raises UsageError."""
    from auditor.practice.personas import PEOPLE

    keys = [person.key for person in PEOPLE]
    if name.casefold() not in keys:
        raise UsageError(
            _("Nobody on the practice range has that name."),
            _("The people of the range are: {names}.").format(names=", ".join(keys)),
        )
    return name.casefold()


async def practice_session(
    options: GlobalOptions, practice: PracticeRange, persona: str = DEFAULT_PERSONA
) -> Session:
    """Open a session in memory as one person of the range, which reaches nothing else.

    It knows that person's accounts and the one that pretends to be them.
    """
    from auditor.wiring import Opening, open_session

    settings = practice_settings(options.settings(), practice)
    opening = Opening(settings, None, ephemeral=True, practice_only=True, range_seed=practice.seed)
    session = await open_session(opening, None)
    tell_failures()
    for account in practice.accounts_of(persona):
        await session.accounts.add(
            account.text,
            claim=Claim(account.claim),
            platform=account.platform,
            handle=account.handle,
            again=account.handle,  # nobody's: the range is ours
        )
    return session


def practice_settings(settings: Settings, practice: PracticeRange) -> Settings:
    """Return `settings` with the servers of the range opened, and asked for the public ones."""
    network = replace(settings.network, allow_hosts=practice.allow_hosts, proxy="", offline=False)
    atproto = replace(
        settings.sources.atproto, plc_url=practice.plc_url, appview_url=practice.appview_url
    )
    return replace(settings, network=network, sources=replace(settings.sources, atproto=atproto))


def _people(persona: str) -> tuple[str, ...]:
    """Return who lives on the range, the one of this run first, and how to be another."""
    from auditor.practice.personas import PEOPLE

    first = next(person for person in PEOPLE if person.key == persona)
    others = (person for person in PEOPLE if person is not first)
    return (
        f"{first.name}, {first.work}",
        *(
            _("{name}, {work}: start with --persona {key}").format(
                name=person.name, work=person.work, key=person.key
            )
            for person in others
        ),
    )


def run_practice_ui(
    options: GlobalOptions,
    photos: int,
    seed: int,
    persona: str,
    desk: Callable[[Opening], Desk] | None = None,
) -> None:
    """Run the terminal UI as one person of a range of `photos` photos, with a desk if there is one.

    Raises UsageError without a terminal.
    """
    from auditor.cli.own_range.owner import PracticeOwner
    from auditor.cli.terminal_ui import need_terminal, run
    from auditor.practice.range import PracticeRange
    from auditor.tui.base.options import UiOptions
    from auditor.wiring import Opening

    need_terminal()
    settings = options.settings()
    running, owner = AsyncExitStack(), PracticeOwner()

    async def opened(_passphrase: str | None) -> Session:
        await running.aclose()
        practice = await running.enter_async_context(PracticeRange(photos=photos, seed=seed))
        session = await practice_session(options, practice, persona)
        owner.begin(practice, session)
        return session

    run(
        opened,
        UiOptions(
            vault_exists=False,
            projector=options.projector,
            ephemeral=True,
            practice=True,
            invented=True,
            images=settings.ui.images,
            idle_minutes=settings.vault.idle_minutes,
            language=settings.ui.language,
            owner=owner,
            people=_people(persona),
            desk=None if desk is None else desk(Opening(settings, None, ephemeral=True)),
        ),
    )
