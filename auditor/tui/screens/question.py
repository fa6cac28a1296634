"""One question: what is known, what was seen, what ends it, and what that cannot end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.findings.answer import AnswerState, Clue, QuestionAnswer
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Closing, Closings, PlanStep
from auditor.domain.findings.question import QuestionId
from auditor.domain.text.statement import Kind
from auditor.domain.views import AccountState, PhotoRow
from auditor.engine.answers import brief
from auditor.errors import NotWorkedOut
from auditor.messages import N_, _, ngettext
from auditor.report.words.coverage import NOT_SEEN
from auditor.report.words.words import FOLLOWERS_SEE, minutes, notice, what_ends
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import plan as plan_lines
from auditor.tui.text import questions, words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column("", 4),
    Column(_("What")),
    Column(_("Account"), 16, least=60),
    Column(_("Takes"), 7, least=44, right=True),
)
_FEW = 3
"""Photos of one line of evidence that are shown until more are asked for."""
_MANY = 200
"""Photos that are shown then; Photos (3) has them all."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One line: a heading, a line of evidence, a photo, a step, or a sentence.

    `key` is unique. `more` names the line of evidence of which Enter shows all photos, `mark` what
    the person can say is meant to be known: two accounts, or an account and a name.
    """

    key: str
    cells: tuple[Content, ...]
    about: Content
    photo: str = ""
    step: PlanStep | None = None
    more: str = ""
    mark: tuple[str, str] | None = None


class QuestionPage(ListPage):
    """The sentence on top, then a list from evidence to what is left."""

    HELP = N_(
        "On top stands what a stranger could do, and what is known. The list goes on with what was "
        "seen, then the steps that end what can be seen here, once with all photos kept; then what "
        "they cannot end. "
        "Enter on a photo shows it in full, Enter on a step does it: it opens the page after "
        "asking, leads to the clean copy, or marks it as done. d marks a step, r takes that back, "
        "j leads to the next step, v looks whether they worked. Escape goes back."
    )
    PLACE = Route.OVERVIEW
    PICTURES = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("j", "next_step", _("Next step")),
        Binding("d", "mark('done')", _("Done")),
        Binding("r", "mark('open')", _("Reopen"), show=False),
        Binding("v", "app.go('verify')", _("Verify")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        asked, _colon, finding = item.partition(":")
        self._question = QuestionId(asked or QuestionId.HOME)
        self._finding = finding
        self._answer: QuestionAnswer | None = None
        self._verified = 0
        self._both: Closings | None = None
        self._photos: Mapping[str, PhotoRow] = {}
        self._opened_clues: set[str] = set()
        self._proposed: tuple[tuple[str, str], ...] = ()

    def body(self) -> ComposeResult:
        """The sentence, the list, and what is under the cursor."""
        rows: RowList[QuestionRow] = RowList(
            _COLUMNS,
            lambda line: line.cells,
            key=lambda line: line.key,
            waiting=_("Working out the answer…"),
            id="rows",
        )
        with Container(id="head"):
            yield Prose(id="answer")
        yield from self.split(rows, ())

    async def load(self) -> None:
        """Show the evidence at once, and the steps when they are worked out."""
        book = self.context.session.answers
        answers = {answer.id: answer for answer in await book.answers()}
        (answer,) = await asyncio.to_thread(brief.copied, (answers[self._question],))
        self._answer = answer
        self._verified = (await book.verified()).get(self._question, 0)
        named = [photo for clue in answer.evidence for photo in clue.photos[:_MANY]]
        found = await self.context.session.exposure.rows(list(dict.fromkeys(named)))
        self._photos = {photo.id: photo for photo in found}
        self._proposed = await self._proposals()
        self.context.session.let_go()
        self._show()
        self.start("closings", self._work_out)

    async def _proposals(self) -> tuple[tuple[str, str], ...]:
        """Return what the profiles suggest to mark as meant to be known."""
        if self._question not in {QuestionId.NAME, QuestionId.LINKED}:
            return ()
        found = await self.context.session.answers.proposals()
        return found.names if self._question is QuestionId.NAME else found.together

    async def _work_out(self) -> None:
        closings = await self.context.session.planning.closings((self._question,))
        self._both = closings[self._question]
        self._show()

    def not_worked_out(self, error: NotWorkedOut) -> None:
        """Say so where the steps would stand."""
        super().not_worked_out(error)
        self._show()

    def _show(self) -> None:
        answer = self._answer
        if answer is None:
            return
        about = questions.about(answer, self._both, self.context.veil, self._verified, self.unknown)
        self.query_one("#answer", Prose).write(lines(*about))
        rows = self.query_one("#rows", RowList)
        shown = [
            *self._evidence(answer),
            *self._meant(),
            *self._ends(),
            *self._unknown(answer),
        ]
        before = rows.row.key if rows.row is not None else ""
        near = min(rows.cursor, len(shown) - 1) if before else 1  # where it was, if it is gone
        at = next((at for at, line in enumerate(shown) if line.key == before), near)
        if self._finding and self._both is not None:
            at = next((at for at, line in enumerate(shown) if self._is_wanted(line)), at)
            self._finding = ""
        rows.show(shown, cursor=at)

    def _is_wanted(self, line: QuestionRow) -> bool:
        return line.step is not None and self._finding in line.step.findings

    # evidence

    def _evidence(self, answer: QuestionAnswer) -> Iterator[QuestionRow]:
        if not answer.evidence:
            return
        yield _heading("seen", _("What was seen"))
        for number, clue in enumerate(answer.evidence):
            yield from self._clue(f"e{number}", clue)

    def _clue(self, key: str, clue: Clue) -> Iterator[QuestionRow]:
        said = self.told(clue.says)
        cells = (
            row(plain(" "), questions.degree(clue.degree)),
            said,
            plain(self._handle(clue.account), "$quiet", limit=60),
            plain(""),
        )
        yield QuestionRow(key, cells, said, clue.photos[0] if clue.photos else "")
        most = _MANY if key in self._opened_clues else _FEW
        for photo in clue.photos[:most]:
            yield self._photo(f"{key} {photo}", photo)
        left = len(clue.photos) - most
        if left > 0:
            told = ngettext("and {n} more photo", "and {n} more photos", left).format(n=left)
            hint = (
                _("3 leads to all photos.")
                if key in self._opened_clues
                else _("Enter shows them here.")
            )
            cells = (plain(""), plain(f"  {told}", "$quiet"), plain(""), plain(""))
            yield QuestionRow(f"{key} more", cells, plain(f"{told}. {hint}"), more=key)

    def _photo(self, key: str, photo: str) -> QuestionRow:
        known = self._photos.get(photo)
        label = self.context.veil.photo(photo, known.label) if known else ""
        when = words.day(known.posted_at) if known else ""
        name = label or when or _("a photo without a name")
        cells = (
            plain(""),
            plain(f"  {name}", limit=120),
            plain(self._handle(known.account) if known else "", "$quiet", limit=60),
            plain(""),
        )
        about = lines(
            plain(name, "bold", limit=200),
            plain(when, "$quiet"),
            plain(_("Enter shows the photo with everything known of it."), "$quiet"),
        )
        return QuestionRow(key, cells, about, photo)

    def _handle(self, account: str) -> str:
        return self.context.called(account)

    def _meant(self) -> Iterator[QuestionRow]:
        """Yield what the person may say is meant to be known."""
        if self._proposed:
            yield _heading("meant", _("Is it meant to be known?"))
        for number, (first, second) in enumerate(self._proposed):
            if self._question is QuestionId.NAME:
                name = self.context.veil.word(second, Kind.NAME)
                told = _("The profile of {account} shows {name}.")
                said = told.format(account=self._handle(first), name=name)
                hint = _("Enter says that you show this name on purpose: then it does not count.")
            else:
                told = _("{first} and {second} name each other.")
                said = told.format(first=self._handle(first), second=self._handle(second))
                hint = _("Enter says that they may be known together: then it does not count.")
            cells = (plain(" □", "$accent"), plain(said, limit=300), plain(""), plain(""))
            about = lines(plain(said, "bold", limit=400), plain(hint))
            yield QuestionRow(f"m{number}", cells, about, mark=(first, second))

    # steps

    def _ends(self) -> Iterator[QuestionRow]:
        answer, both = self._answer, self._both
        if answer is None:
            return
        if both is None:
            told = questions.ending(answer, None, self.unknown)
            if told:
                yield QuestionRow("working", (plain(told, "$quiet"),), plain(told))
            return
        if both.closing is None:
            told = questions.ending(answer, both)
            if told:
                yield QuestionRow("no-step", (plain(told),), plain(told))
            return
        title = what_ends(both.closing, answer.id)
        yield from self._closing_rows("c", title, both.closing)
        if both.keeping is not None and both.keeping.steps != both.closing.steps:
            title = what_ends(both.keeping, answer.id, keeping=True)
            yield from self._closing_rows("k", title, both.keeping)
        elif both.keeping is None:
            told = _("With all photos kept, no step here ends it.")
            yield QuestionRow("no-keeping", (plain(told, "$quiet"),), plain(told))
        yield _heading("leaves", _("What these steps cannot end"))
        for number, said in enumerate(both.closing.leaves):
            text = self.told(said)
            cells = (plain(" ·"), text, plain(""), plain(""))
            yield QuestionRow(f"l{number}", cells, text)

    def _closing_rows(self, key: str, title: str, closing: Closing) -> Iterator[QuestionRow]:
        yield _heading(key, f"{title}: {minutes(closing.minutes)}")
        for number, step in enumerate(closing.steps, 1):
            yield self._step(f"{key} {step.id}", number, step)

    def _step(self, key: str, number: int, step: PlanStep) -> QuestionRow:
        style = "" if step.state is State.OPEN else "$quiet"
        named = plan_lines.thing(step, self.context.veil)
        does = self.sentence(words.step(step.remedy), style)
        told = row(plain(f"{named}: ", style or "bold", limit=300), does) if named else does
        if step.aftercare_of is not None:
            told = row(plain(_("Aftercare") + ": ", "$accent"), does)
        cells = (
            plain(f"{number:>2} {words.state_sign(step.state)}", "$accent"),
            told,
            plain(self._handle(step.account), "$quiet", limit=60),
            plain(words.minutes_short(step.minutes), "$quiet"),
        )
        hint = (
            _("Enter does it, after asking.")
            if step.state is State.OPEN
            else _("Enter takes it back, after asking.")
        )
        more = [
            told,
            plain(f"{words.state(step.state)} · {hint}", "$accent"),
            plain(notice(step.remedy), "$quiet"),
        ]
        if step.remedy.evidence_first and step.state is State.OPEN:
            more.append(plain(_("Save evidence first."), "$text-warning"))
        photo = step.photos[0] if step.photos else ""
        return QuestionRow(key, cells, lines(*more), photo, step)

    def _unknown(self, answer: QuestionAnswer) -> Iterator[QuestionRow]:
        if answer.could_not_tell:
            yield _heading("unknown", _("Could not tell"))
        for number, said in enumerate(answer.could_not_tell):
            text = self.told(said)
            cells = (plain(" ?", "bold $text-warning"), text, plain(""), plain(""))
            yield QuestionRow(f"u{number}", cells, text)
        marks = (state.account.archive for state in self._mine())
        if any(mark is not None and mark.unknown and mark.capture is None for mark in marks):
            said_where = plain(
                _("Accounts (2), then l, then I: bring the archive in once more, and say it."),
                "$accent",
            )
            cells = (plain(""), said_where, plain(""), plain(""))
            yield QuestionRow("unsaid", cells, said_where)
        if answer.state is AnswerState.NOT_SEEN:
            caveat = plain(_(NOT_SEEN))
            yield QuestionRow("not-seen", (plain(""), caveat, plain(""), plain("")), caveat)
        told = _(FOLLOWERS_SEE)
        yield QuestionRow("followers", (plain(told, "$quiet"),), plain(told))

    def _mine(self) -> Iterator[AccountState]:
        return (state for state in self.context.states if state.account.claim is Claim.MINE)

    # what keys do

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, QuestionRow):
            line = event.row
            about = line.about
            if line.step is not None and self.has_class("-wide"):
                about = self._in_full(line.step)
            self.query_one("#about", Prose).write(about)
            self.query_one("#detail").scroll_home(animate=False)
            self.picture(line.photo)

    def _in_full(self, step: PlanStep) -> Content:
        platform = self.context.title(step.platform)
        return plan_lines.about(step, platform, self._handle(step.account), self.context.veil)

    def photo_in_hand(self) -> str:
        """Return the photo under the cursor."""
        line = self.query_one("#rows", RowList).row
        return line.photo if isinstance(line, QuestionRow) else ""

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        line = event.row
        if not isinstance(line, QuestionRow):
            return
        if line.step is not None:
            self.go(Route.DO_STEP, line.step.id)
        elif line.more:
            self._opened_clues.add(line.more)
            self._show()
        elif line.mark is not None:
            self.start("mark", self._mean, line.mark)
        elif line.photo:
            self.go(Route.PHOTO, line.photo)

    async def _mean(self, mark: tuple[str, str]) -> None:
        """Say that a name, or two accounts together, are meant to be known."""
        marks = self.context.session.answers.marks
        put: Callable[..., Awaitable[object]] = (
            marks.set_shown_name if self._question is QuestionId.NAME else marks.set_together
        )
        await put(*mark, on=True)
        back = partial(put, *mark, on=False)
        self.done(_("Marked as meant to be known."), _("marked as meant to be known"), back)
        await self._load()

    def action_next_step(self) -> None:
        """Lead to the next step that is open, from the top again after the last one."""
        rows = self.query_one("#rows", RowList)
        steps = [at for at, line in enumerate(self._lines(rows)) if _is_open(line)]
        if steps:
            rows.cursor = next((at for at in steps if at > rows.cursor), steps[0])

    @staticmethod
    def _lines(rows: RowList[QuestionRow]) -> Sequence[QuestionRow]:
        found = (rows.at(index) for index in range(rows.count))
        return [line for line in found if line is not None]

    def action_mark(self, state: str) -> None:
        """Mark the step under the cursor with all findings it settles."""
        line = self.query_one("#rows", RowList).row
        if isinstance(line, QuestionRow) and line.step is not None:
            self.start("mark", self._mark, line.step, State(state))

    async def _mark(self, step: PlanStep, state: State) -> None:
        await self.mark_step(step, state, plan_lines.told_marked(state))
        self._now_stands(step.id, state)
        await self._load()

    def _now_stands(self, step_id: str, state: State) -> None:
        """Show the mark at once; the steps are worked out anew beside it."""
        both = self._both
        if both is not None:
            self._both = Closings(
                _marked(both.closing, step_id, state), _marked(both.keeping, step_id, state)
            )
            self._show()


def _marked(closing: Closing | None, step_id: str, state: State) -> Closing | None:
    if closing is None:
        return None
    steps = tuple(
        replace(step, state=state) if step.id == step_id else step for step in closing.steps
    )
    return replace(closing, steps=steps)


def _is_open(line: QuestionRow) -> bool:
    return line.step is not None and line.step.state is State.OPEN


def _heading(key: str, text: str) -> QuestionRow:
    return QuestionRow(f"h-{key}", (plain(text, "bold $accent"),), plain(text, "bold"))
