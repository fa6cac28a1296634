"""The answers to the eight questions in words, signs and colours."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from auditor.domain.changes import QuestionChange
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Closing, Closings
from auditor.domain.findings.question import Degree
from auditor.domain.text.masking import near
from auditor.engine.answers import brief
from auditor.messages import _
from auditor.report.veil import Veil
from auditor.report.words import verify
from auditor.report.words.verify import is_closed, standing
from auditor.report.words.words import answer_state, changes, ends, minutes
from auditor.tui.text import plan, words
from auditor.tui.text.plain import plain, row

if TYPE_CHECKING:
    from auditor.domain.views import Overview
    from auditor.engine.session import Session

_STATES = {
    AnswerState.YES: ("■", "bold $text-error"),
    AnswerState.PARTLY: ("●", "bold $text-warning"),
    AnswerState.COULD_NOT_TELL: ("?", "bold $text-warning"),
    AnswerState.NOT_SEEN: ("○", "$text-success"),
}
_DEGREES = {Degree.YES: AnswerState.YES, Degree.PARTLY: AnswerState.PARTLY}
sentence = verify.sentence
_ANSWERED = frozenset({AnswerState.YES, AnswerState.PARTLY})


async def in_brief(session: Session) -> Overview:
    """Return the first page without the names of all photos and findings, which may be very many.

    What the answers are made of is let go.
    """
    page = await session.overview(steps=False)
    session.let_go()
    return replace(page, answers=await asyncio.to_thread(brief.in_brief, page.answers))


def answered_as(before: Overview | None, page: Overview) -> Overview:
    """Return a page that was made without answers with those of the page before."""
    return page if before is None else replace(page, answers=before.answers)


def state(answer: QuestionAnswer, verified: int = 0) -> Content:
    """Return how a question stands: sign and word, never green where something was left out."""
    sign, style = _STATES[answer.state]
    if answer.state is AnswerState.NOT_SEEN and answer.could_not_tell:
        style = "$quiet"
    if is_closed(answer, verified):
        return plain("✓ " + standing(answer, verified), style)
    return plain(f"{sign} {answer_state(answer.state)}", style)


def moved(change: QuestionChange) -> Content:
    """Return in sign and word whether a question stands better or worse than before."""
    rank = [*AnswerState]  # from good to bad
    before, after = rank.index(change.before), rank.index(change.after)
    if not change.same_accounts:
        return plain("? " + _("other basis"), "$text-warning")
    if after < before and change.after is not AnswerState.COULD_NOT_TELL:
        return plain("▾ " + _("less"), "$text-success")
    if after > before:
        return plain("▴ " + _("more"), "$text-error")
    return plain("~ " + _("changed"), "$text-warning")


def degree(value: Degree) -> Content:
    """Return the sign of a line of evidence."""
    sign, style = _STATES[_DEGREES[value]]
    return plain(sign, style)


def is_done(closing: Closing) -> bool:
    """Whether the user says of every step that it is done."""
    return all(step.state is not State.OPEN for step in closing.steps)


def to_close(answer: QuestionAnswer, both: Closings | None, unknown: str = "") -> str:
    """Return the minutes of changes that close a question, for a narrow column.

    `unknown` says why they could not be worked out.
    """
    if answer.state not in _ANSWERED:
        return ""
    if both is None:
        return "?" if unknown else "…"
    if both.closing is None or not both.closing.ends(answer.id):
        return "–"
    if is_done(both.closing):
        return _("verify")
    return words.minutes_short(both.closing.minutes)


def ending(answer: QuestionAnswer, both: Closings | None, unknown: str = "") -> str:
    """Say in a sentence what it takes to close a question, or why that is `unknown`."""
    if answer.state not in _ANSWERED:
        return ""
    if both is None:
        return unknown or _("Working out which changes help…")
    closing, keeping = both.closing, both.keeping
    if closing is None:
        return _("No step here ends it.")
    if is_done(closing):
        return _("All steps are marked as done; v looks whether they worked.")
    if not closing.ends(answer.id):
        said = _("{changes} help; no step here ends it.")
        return said.format(changes=changes(closing.minutes))
    told = ends(closing.minutes)
    if keeping is not None and keeping.ends(answer.id):
        told += " " + _("With all photos kept: {minutes}.").format(minutes=minutes(keeping.minutes))
    return told


def preview(
    answer: QuestionAnswer,
    both: Closings | None,
    veil: Veil,
    verified: int = 0,
    unknown: str = "",
) -> Iterator[Content]:
    """Yield the same with what was seen and the steps, for a pane beside the list."""
    yield from about(answer, both, veil, verified, unknown)
    if answer.evidence:
        yield plain("")
        yield plain(_("What was seen"), "bold $accent")
    for clue in answer.evidence:
        said = veil.statement(near(clue.says))
        yield row(degree(clue.degree), plain(" "), plain(said, limit=400))
    if both is not None and both.closing is not None:
        yield plain("")
        yield plain(_("What to do"), "bold $accent")
        for number, step in enumerate(both.closing.steps, 1):
            named = plan.thing(step, veil)
            told = f"{named}: " if named else ""
            yield row(
                plain(f"{number} {words.state_sign(step.state)} ", "$accent"),
                plain(told, "bold", limit=200),
                plain(veil.sentence(words.step(step.remedy)), limit=300),
            )
    yield plain("")
    yield plain(_("Enter shows the question with its pictures."), "$quiet")


def about(
    answer: QuestionAnswer,
    both: Closings | None,
    veil: Veil,
    verified: int = 0,
    unknown: str = "",
) -> Iterator[Content]:
    """Yield a question in a few lines: title, state, what is known, and what ends it."""
    yield plain(_(answer.title), "bold", limit=200)
    yield row(
        state(answer, verified),
        plain("  "),
        plain(sentence(answer, veil, verified), limit=2000),
    )
    told = ending(answer, both, unknown)
    if told:
        yield plain(told, "$accent", limit=200)
