"""Accounts in the dialogue: put on the list, claimed, proven, removed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from auditor.cli.dialogue.menu import MenuChoice, MenuPage, menu
from auditor.cli.dialogue.talk import Talk
from auditor.domain.account import Account, Claim
from auditor.domain.views import AccountState
from auditor.messages import _
from auditor.report.words import words
from auditor.report.words.platforms import platform_name

if TYPE_CHECKING:
    from auditor.engine.session import Session


def accounts(talk: Talk) -> None:
    """Show the list of accounts, with what can be done to each. Raises DialogueLeft."""

    async def read(session: Session) -> list[tuple[AccountState, str]]:
        states = await session.accounts.states()
        return [(state, platform_name(session, state.account.platform)) for state in states]

    def page() -> MenuPage:
        veil = talk.veil()
        there = [
            MenuChoice(
                _said(state, platform, veil.handle(state.account)),
                partial(_account, talk, state.account.id),
            )
            for state, platform in talk.on(read)
        ]
        add = MenuChoice(_("Add an account"), talk.doing("accounts", "add"))
        return MenuPage((_("Accounts."),), [add, *there])

    menu(talk.asking, page)


def _said(state: AccountState, platform: str, handle: str) -> str:
    account = state.account
    told = f"{platform} {handle}: {words.claim(account.claim)}, {words.proven(account)}"
    if state.outcome is None:
        return told
    return f"{told}, {words.outcome(state.outcome, account.claim)}"


def _account(talk: Talk, account: str) -> None:
    async def read(session: Session) -> tuple[AccountState, str]:
        states = await session.accounts.states()
        state = next(each for each in states if each.account.id == account)
        return state, platform_name(session, state.account.platform)

    def page() -> MenuPage:
        state, platform = talk.on(read)
        heading = _said(state, platform, talk.veil().handle(state.account))
        return MenuPage((heading,), _choices(talk, state.account))

    menu(talk.asking, page)


def _choices(talk: Talk, account: Account) -> Sequence[MenuChoice]:
    mine = account.claim is Claim.MINE
    prove = MenuChoice(
        _("Look for the proof that it is yours"), talk.doing("accounts", "prove", account.id)
    )
    claims = [
        MenuChoice(
            _("Say that it is: {claim}").format(claim=words.claim(claim)),
            talk.doing("accounts", "claim", account.id, claim.value),
        )
        for claim in Claim
        if claim is not account.claim
    ]
    unwanted = MenuChoice(
        _("You no longer want it"), talk.doing("accounts", "unwanted", account.id)
    )
    remove = MenuChoice(
        _("Forget it here, with all that was read of it"),
        talk.doing("accounts", "remove", account.id),
        last=True,
    )
    return [*([prove] if mine else []), *claims, *([unwanted] if mine else []), remove]
