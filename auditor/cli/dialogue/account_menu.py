"""Accounts in the dialogue: put on the list, claimed, proven, removed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from auditor.cli.dialogue.menu import MenuChoice, menu
from auditor.cli.dialogue.talk import Talk
from auditor.domain.account import Claim
from auditor.domain.views import AccountState
from auditor.messages import _
from auditor.report.words import words
from auditor.report.words.platforms import platform_name

if TYPE_CHECKING:
    from auditor.engine.session import Session


def accounts(talk: Talk) -> None:
    """Show the list of accounts, with what can be done to each. Raises DialogueLeft."""

    async def read(session: Session) -> tuple[tuple[AccountState, ...], dict[str, str]]:
        states = tuple(await session.accounts.states())
        return states, {
            state.account.platform: platform_name(session, state.account.platform)
            for state in states
        }

    def choices() -> Sequence[MenuChoice]:
        states, platforms = talk.on(read)
        veil = talk.veil()
        return [
            MenuChoice(_("Add an account"), talk.doing("accounts", "add")),
            *(
                MenuChoice(
                    _said(state, platforms[state.account.platform], veil.handle(state.account)),
                    partial(_account, talk, state.account.id),
                )
                for state in states
            ),
        ]

    menu(talk.asking, lambda: (_("Accounts."),), choices)


def _said(state: AccountState, platform: str, handle: str) -> str:
    account = state.account
    told = f"{platform} {handle}: {words.claim(account.claim)}, {words.proven(account)}"
    if state.outcome is None:
        return told
    return f"{told}, {words.outcome(state.outcome, account.claim)}"


def _account(talk: Talk, account: str) -> None:
    async def read(session: Session) -> tuple[str, AccountState | None]:
        states = await session.accounts.states()
        state = next((each for each in states if each.account.id == account), None)
        name = "" if state is None else platform_name(session, state.account.platform)
        return name, state

    def heading() -> Sequence[str]:
        platform, state = talk.on(read)
        return () if state is None else (_said(state, platform, talk.veil().handle(state.account)),)

    def choices() -> Sequence[MenuChoice]:
        state = talk.on(read)[1]
        mine = state is not None and state.account.claim is Claim.MINE
        claims = [
            MenuChoice(
                _("Say that it is: {claim}").format(claim=words.claim(claim)),
                talk.doing("accounts", "claim", account, claim.value),
            )
            for claim in Claim
            if state is None or claim is not state.account.claim
        ]
        prove = MenuChoice(
            _("Look for the proof that it is yours"), talk.doing("accounts", "prove", account)
        )
        unwanted = MenuChoice(
            _("You no longer want it"), talk.doing("accounts", "unwanted", account)
        )
        remove = MenuChoice(
            _("Forget it here, with all that was read of it"),
            talk.doing("accounts", "remove", account),
            last=True,
        )
        return [*([prove] if mine else []), *claims, *([unwanted] if mine else []), remove]

    menu(talk.asking, heading, choices)
