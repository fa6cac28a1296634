"""The first menu, and those below it that run a command or lead to a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.dialogue.account_menu import accounts
from auditor.cli.dialogue.found_menu import findings, photos
from auditor.cli.dialogue.lessons_menu import awareness, tasks
from auditor.cli.dialogue.menu import MenuChoice, MenuPage, menu
from auditor.cli.dialogue.plan_menu import plan
from auditor.cli.dialogue.talk import Talk
from auditor.cli.told.unread import unread_line
from auditor.domain.account import Claim
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import Coverage
from auditor.messages import _, ngettext
from auditor.report.words import verify as words
from auditor.report.words.words import FOLLOWERS_SEE

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.report.veil import Veil


def main_menu(talk: Talk) -> None:
    """Lead the dialogue from its first menu until it is left. Raises DialogueLeft."""
    menu(
        talk.asking,
        lambda: MenuPage(
            (_("Main menu."), talk.on(_standing)),
            (
                MenuChoice(
                    _("Accounts: add, prove, say what they are to you"), partial(accounts, talk)
                ),
                MenuChoice(_("Scan: read what is public of them"), talk.doing("scan")),
                MenuChoice(_("Answers: what a stranger could do"), partial(_answers, talk)),
                MenuChoice(_("Plan: what to change, in the time you have"), partial(plan, talk)),
                MenuChoice(_("Verify: look whether it is gone"), talk.doing("verify")),
                MenuChoice(_("Photos, one by one"), partial(photos, talk)),
                MenuChoice(_("Findings, one by one"), partial(findings, talk)),
                MenuChoice(_("More"), partial(_more, talk)),
                MenuChoice(_("Help now: whom to call"), talk.asking.help_now),
                *_of_the_range(talk),
            ),
        ),
        _("Leave"),
    )


def _of_the_range(talk: Talk) -> Iterator[MenuChoice]:
    if talk.tasks is not None:
        yield MenuChoice(_("Tasks: guess, look, answer"), partial(tasks, talk, talk.tasks))


async def _standing(session: Session) -> str:
    states = await session.accounts.states()
    mine = [state for state in states if state.account.claim is Claim.MINE]
    if not states:
        return _("No account is on the list yet. Begin with number 1.")
    last = max((state.last_scan for state in mine if state.last_scan), default=None)
    scanned = (
        _("not scanned yet")
        if last is None
        else _("last scan {when} UTC").format(when=f"{last:%Y-%m-%d %H:%M}")
    )
    counted = ngettext(
        "{n} account on the list, {mine} yours, {proven} proven, {scanned}.",
        "{n} accounts on the list, {mine} yours, {proven} proven, {scanned}.",
        len(states),
    )
    proven = sum(state.account.proof.holds for state in mine)
    return counted.format(n=len(states), mine=len(mine), proven=proven, scanned=scanned)


def _answers(talk: Talk) -> None:
    async def read(
        session: Session,
    ) -> tuple[Sequence[QuestionAnswer], dict[QuestionId, int], Coverage]:
        verified = dict(await session.answers.verified())
        return await session.answers.answers(), verified, await session.coverage()

    def page() -> MenuPage:
        told, verified, coverage = talk.on(read)
        veil = talk.veil()
        heading = (
            *filter(None, [unread_line(coverage)]),
            _("What a stranger could do. A number shows why, and what ends it."),
        )
        return MenuPage(
            heading,
            [
                MenuChoice(
                    _line(answer, veil, verified.get(answer.id, 0)),
                    talk.doing("answers", "--question", answer.id.value),
                )
                for answer in told
            ],
        )

    menu(talk.asking, page)
    output.line(_(FOLLOWERS_SEE))


def _line(answer: QuestionAnswer, veil: Veil, verified: int) -> str:
    standing = words.standing(answer, verified)
    return f"{_(answer.title)} {standing}. {words.sentence(answer, veil, verified)}"


def _more(talk: Talk) -> None:
    def by_country(*command: str) -> None:
        place = talk.asking.line(_("Country or part of it: "))
        if place:
            talk.command(*command, "--where", place)

    def report() -> None:
        name = talk.asking.line(_("Name of the new file, ending in .html: "))
        if name:
            talk.command("report", "--format", "html", "--output", name)

    menu(
        talk.asking,
        lambda: MenuPage(
            (_("More. Each runs the command in brackets; 'auditor --help' lists all."),),
            (
                MenuChoice(_("What ties your accounts (links)"), talk.doing("links")),
                MenuChoice(_("Places that photos tell (places)"), talk.doing("places")),
                MenuChoice(
                    _("How easily your face could be faked (likeness)"), talk.doing("likeness")
                ),
                MenuChoice(
                    _("What changed since the scan before (changes)"), talk.doing("changes")
                ),
                MenuChoice(
                    _("Private images on this device (private list)"), talk.doing("private", "list")
                ),
                MenuChoice(_("The law where you live (law)"), partial(by_country, "law")),
                MenuChoice(
                    _("Who helps where you live (help-services)"), talk.doing("help-services")
                ),
                MenuChoice(_("A report of what was found (report)"), report),
                MenuChoice(
                    _("Lessons on made pictures and films (awareness)"), partial(awareness, talk)
                ),
                MenuChoice(
                    _("What this run asked of the network (network-log)"), talk.doing("network-log")
                ),
            ),
        ),
    )
