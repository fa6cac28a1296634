"""Photos and findings in the dialogue, ten at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.dialogue.menu import MenuChoice, MenuPage, menu
from auditor.cli.dialogue.talk import Talk
from auditor.cli.told.unread import unread_line
from auditor.domain.findings.finding import Finding, State
from auditor.domain.text.masking import near
from auditor.domain.text.statement import Kind
from auditor.domain.views import ANY_FINDING, PhotoDetail, PhotoQuery, PhotoRow
from auditor.messages import _, ngettext
from auditor.report import inspect_lines
from auditor.report.veil import Veil
from auditor.report.words.coverage import NOT_SEEN, checked
from auditor.report.words.words import notice, severity, state

if TYPE_CHECKING:
    from auditor.engine.session import Session

_ANY_PHOTO = PhotoQuery()


def photos(talk: Talk) -> None:
    """List the photos, and show the one that is chosen. Raises DialogueLeft."""
    veil = talk.veil()

    def choice(row: PhotoRow) -> MenuChoice:
        posted = row.posted_at.date().isoformat() if row.posted_at else _("no date")
        worst = _("not read") if not row.width else ""
        if row.severity is not None:
            counted = ngettext("{n} finding", "{n} findings", row.findings).format(n=row.findings)
            worst = f"{counted}, {severity(row.severity)}"
        told = (veil.photo(row.id, row.label), posted, worst)
        return MenuChoice(", ".join(filter(None, told)), partial(_photo, talk, row.id))

    def heading(number: int) -> str:
        if number:
            return ngettext("{n} photo.", "{n} photos.", number).format(n=number)
        return _nothing(talk, _("No photo stands there in public."))

    talk.pages(
        heading,
        lambda session: session.count_photos(_ANY_PHOTO),
        lambda session, start, most: session.photo_rows(_ANY_PHOTO, start, most),
        choice,
    )


def findings(talk: Talk) -> None:
    """List the findings, and show the one that is chosen. Raises DialogueLeft."""
    veil = talk.veil()

    def choice(found: Finding) -> MenuChoice:
        seen = found.observation
        told = f"{seen.severity.word}: {veil.statement(near(seen.title))}, {state(found.state)}"
        return MenuChoice(told, partial(_finding, talk, found.id))

    def heading(number: int) -> str:
        if number:
            told = ngettext("{n} finding, severest first.", "{n} findings, severest first.", number)
            return told.format(n=number)
        return _nothing(talk, _(NOT_SEEN))

    talk.pages(
        heading,
        lambda session: session.count_findings(ANY_FINDING),
        lambda session, start, most: session.finding_page(ANY_FINDING, start, most),
        choice,
    )


def _nothing(talk: Talk, words: str) -> str:
    """Say that a list is empty, with how much was looked at, or that nothing was."""
    coverage = talk.on(lambda session: session.coverage())
    return unread_line(coverage) or checked(coverage, words)


def _photo(talk: Talk, photo: str) -> None:
    veil = talk.veil()
    detail: PhotoDetail = talk.on(lambda session: session.photo(photo))
    stored = detail.stored
    output.line()
    output.line(f"{veil.handle(detail.account)} {veil.word(stored.photo.media_url, Kind.URL)}")
    if stored.facts is None:
        reason = veil.sentence(stored.reason_unread) or _("it was not looked into yet")
        output.line(_("Could not tell: {reason}").format(reason=reason))
    else:
        for name, value, kind in inspect_lines.rows(stored.facts):
            output.line(f"{name}: {veil.word(value, kind)}")
        for gap in stored.facts.unread:
            output.line(
                _("Could not tell: {reason}").format(
                    reason=f"{gap.reader}: {veil.sentence(gap.reason)}"
                )
            )
    for found in detail.findings:
        _tell(found, veil)
    if stored.facts is not None and not detail.findings:
        output.line(_("No finding on what was read of this photo."))


def _finding(talk: Talk, key: str) -> None:
    async def read(session: Session) -> Finding | None:
        return next(iter(await session.findings(ids=[key])), None)

    found = talk.on(read)
    if found is None:
        output.line(_("That finding is no longer there."))
        return
    output.line()
    _tell(found, talk.veil())
    marks = [
        MenuChoice(
            _("Mark it: {state}").format(state=state(marked)),
            talk.doing("findings", "mark", key, "--state", marked.value),
            last=True,
        )
        for marked in (State.DONE, State.ACCEPTED, State.OPEN)
        if marked is not found.state
    ]
    menu(talk.asking, lambda: MenuPage((), marks))


def _tell(found: Finding, veil: Veil) -> None:
    seen = found.observation
    output.line(f"{seen.severity.word}: {veil.statement(near(seen.title))}, {state(found.state)}")
    for evidence in seen.evidence:
        output.line(veil.statement(near(evidence.statement)))
    output.line(_("What to do: {text}").format(text=_(found.remedy.text)))
    output.line(notice(found.remedy))
