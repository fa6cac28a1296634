"""Sessions at a seat of a class, in memory: its accounts are proven as anybody's are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.session import (
    OnTheRange,
    check_persona,
    practice_settings,
    prepared_readers,
    run_ui,
)
from auditor.cli.running import tell_failures
from auditor.domain.account import Claim
from auditor.errors import AuditorError
from auditor.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.engine.session import Session
    from auditor.practice.range import PracticeAccount
    from auditor.practice.reach import TakenSeat
    from auditor.tui.base.desk import Desk
    from auditor.wiring import Opening


def person_of(taken: TakenSeat, persona: str = "") -> str:
    """Return whose accounts a learner takes: those of the story, or of a person who lives there."""
    people = tuple(dict.fromkeys(account.person for account in taken.accounts))
    return persona if persona in people else next(iter(people), "")


async def seat_session(options: GlobalOptions, taken: TakenSeat, persona: str = "") -> Session:
    """Open a session in memory at a seat, which reaches nothing else.

    Each account is proven by words that its owner's page puts up, and takes away again. Raises
    AuditorError.
    """
    from auditor.wiring import Opening, open_session

    settings = practice_settings(options.settings(), taken)
    around = prepared_readers(taken)
    opening = Opening(settings, None, ephemeral=True, practice_only=True, around=around)
    session = await open_session(opening, None)
    tell_failures()
    try:
        for account in taken.accounts_of(person_of(taken, persona)):
            await _add(session, taken, account)
    except BaseException:
        await session.close()
        raise
    return session


async def _add(session: Session, taken: TakenSeat, account: PracticeAccount) -> None:
    from auditor.practice.actions import NewProof
    from auditor.practice.owner import apply

    added = await session.accounts.add(
        account.text,
        claim=account.claim,
        platform=account.platform,
        handle=account.handle,
        again=account.handle,  # nobody's: those of a class are invented
    )
    if account.claim is not Claim.MINE:
        return
    words = await session.accounts.proof_token(added.id)
    await asyncio.to_thread(apply, account, NewProof(words), taken.owner)
    try:
        proof = await session.accounts.prove(added.id)
    finally:
        await asyncio.to_thread(apply, account, NewProof(""), taken.owner)
    if not proof.holds:
        raise AuditorError(
            _("The accounts of the seat could not be proven."),
            _("Ask whoever serves the class to put the seat back, and join again."),
        )


def run_seat_ui(
    options: GlobalOptions,
    taken: TakenSeat,
    desk: Callable[[Opening], Desk] | None = None,
) -> None:
    """Run the terminal UI at a seat of a class, with a desk if there is one.

    Raises UsageError without a terminal.
    """
    from auditor.cli.own_range.learner import PracticeTasks
    from auditor.cli.own_range.owner import PracticeOwner
    from auditor.practice.stories.read import read_story
    from auditor.practice.tasks.run import StoryRun

    owner = PracticeOwner()
    photos = sum(account.photos for account in taken.accounts)
    lived = StoryRun(person_of(taken), taken.level, photos, taken.seed, alone=bool(taken.story))
    tasks = PracticeTasks(lived)

    async def opened(_passphrase: str | None) -> Session:
        session = await seat_session(options, taken)
        owner.begin(taken, session, taken.owner)
        tasks.begin()
        return session

    person = read_story(check_persona(person_of(taken))).person
    people = (f"{person.name}, {person.work}",)
    run_ui(options, opened, OnTheRange(owner, people, tasks), desk)
