"""The first page of an open vault.

What was not checked, what cannot wait, what a stranger could do, then accounts and what changed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.changes import QuestionChange
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import Closings, PlanStep
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import AccountChange, AccountState, Overview
from auditor.engine.overview import Pressing
from auditor.errors import NotWorkedOut
from auditor.messages import N_, _, ngettext
from auditor.report.words import changes as changes_words
from auditor.report.words.words import (
    FOLLOWERS_SEE,
    minutes,
    not_seen_line,
    notice,
    proven,
    question_word,
)
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import likeness as likeness_lines
from auditor.tui.text import plan as plan_lines
from auditor.tui.text import questions, words
from auditor.tui.text.archive import of_archive
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column(_("State"), 19),
    Column(_("Question"), 9),
    Column(_("What is known")),
    Column(_("To close"), 7, least=50, right=True),
)
_KEYS = ("F", "G", "H")
_NARROW = 76
"""Cells of a line that is whole at 80 columns."""
"""The key of each thing that cannot wait; of more, the number is told."""


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One line of the first page: `key` is unique, `about` tells it in full.

    Enter leads to `place`, with `item`. `photo` is the id of one that shows what is meant.
    """

    key: str
    cells: tuple[Content, ...]
    about: Content
    place: Route | None = None
    item: str = ""
    photo: str = ""


class OverviewPage(ListPage):
    """One list: what cannot wait and the eight answers stand on the first 24 lines."""

    HELP = N_(
        "First stands what cannot wait: the key in front of a line leads to what to do about it. "
        "Then what a stranger could do, the gravest first, and how many minutes of changes end "
        "what can be seen of it here; copies stay. Enter shows what was seen and what to do. "
        "Not seen means that nothing was found in what was checked; the line says what was not. "
        "Below stand what was not checked, your accounts and the last scan."
    )
    PLACE = Route.OVERVIEW
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("F", "first(0)", _("First")),
        Binding("G", "first(1)", _("Second of the first"), show=False),
        Binding("H", "first(2)", _("Third of the first"), show=False),
        Binding("v", "app.go('verify')", _("Verify")),
        Binding("a", "app.go('add-account')", _("Add account")),
        Binding("s", "app.go('scan')", _("Scan")),
        Binding("h", "app.go('changes')", _("Changes")),
        Binding("Z", "app.chart('scans')", _("Chart")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._page: Overview | None = None
        self._working = False
        self._pressing = Pressing()
        self._labels: Mapping[str, str] = {}
        self._verified: Mapping[QuestionId, int] = {}
        self._closings: dict[QuestionId, Closings] = {}
        self._likeness: Content | None = None
        self._moved_questions: tuple[QuestionChange, ...] = ()

    def body(self) -> ComposeResult:
        """The list, and the line under the cursor in full."""
        rows: RowList[OverviewRow] = RowList(
            _COLUMNS,
            lambda line: line.cells,
            key=lambda line: line.key,
            waiting=_("Working out the answers…"),
            id="rows",
        )
        yield from self.split(rows, ())

    async def load(self) -> None:
        """Show what cannot wait, then the answers once they are known, then what ends them."""
        session, coverage = self.context.session, self.context.coverage
        self._pressing = await session.pressing()
        named = [seen.observation.photo for seen in self._pressing.critical]
        rows = await session.exposure.rows([photo for photo in named if photo])
        self._labels = {shown.id: shown.label for shown in rows}
        if self._page is None and coverage is not None and coverage.why_unread is None:
            self._working = True
            self._page = await session.overview(steps=False, answers=False)
            self._show()
        page = await questions.in_brief(session)
        self._working = False
        self._verified = await session.answers.verified() if page.answers else {}
        before = self._page.answers if self._page else ()
        for answer in page.answers:
            if answer not in before:  # what ends it may be something else now
                self._closings.pop(answer.id, None)
        self._page = page
        self._show()
        if page.answers:
            self.start("closings", self._work_out)
            self.start("changes", self._compare)
        if page.photos:
            self.start("likeness", self._judge)

    async def _compare(self) -> None:
        """Look which questions stand otherwise than after the scan before."""
        found = await self.context.session.changes.newest()
        self._moved_questions = tuple(question for question in found if question.changed)
        self._show()

    async def _work_out(self) -> None:
        """Work out the first steps, and what ends each question: both can take long."""
        planning = self.context.session.planning
        await planning.plan()
        page = await self.context.session.overview(answers=False)
        self._page = questions.answered_as(self._page, page)
        self._show()
        for answer in self._page.answers:
            self._closings |= await planning.closings((answer.id,))
            self._show()

    async def _judge(self) -> None:
        """Count what faces show, which takes a second or two on many thousand photos."""
        self._likeness = likeness_lines.headline(await self.context.session.exposure.likeness())
        self._show()

    def not_worked_out(self, error: NotWorkedOut) -> None:
        """Say so where it would stand."""
        super().not_worked_out(error)
        self._show()

    def _show(self) -> None:
        self.soon(self._show_now)

    def _show_now(self) -> None:
        if self._page is None:
            return
        rows = self.query_one("#rows", RowList)
        before = self.context.left.overview
        shown = [
            *self._unchecked_line(self._page),
            *self._first(self._page),
            *self._answers(self._page),
            *self._below(self._page),
        ]
        start = next((at for at, line in enumerate(shown) if line.place is Route.QUESTION), 0)
        at = next((at for at, line in enumerate(shown) if line.key == before), start)
        rows.show(shown, cursor=at)

    # what was not checked, and what cannot wait

    def _unchecked_line(self, page: Overview) -> Iterator[OverviewRow]:
        gaps = [self.sentence(gap) for gap in page.not_checked]
        if page.interrupted:
            gaps.insert(0, plain(_("Press s to go on with the scan."), "bold"))
        if not gaps:
            return
        told = _("Not checked ({n}):").format(n=len(gaps))
        cell = row(plain("? ", "bold $text-warning"), plain(told, "bold"), plain(" "), gaps[0])
        about = lines(
            plain(_("Not checked"), "bold $text-warning"),
            *(row(plain("? ", "bold $text-warning"), gap) for gap in gaps),
        )
        yield OverviewRow("unchecked", (cell,), about)

    def _first(self, page: Overview) -> Iterator[OverviewRow]:
        if not page.answers and not self._working:
            return
        items = list(self._items(page))
        yield _heading("first", _("First:"))
        for key, item in zip(_KEYS, items, strict=False):
            cell = row(plain(f" {key}  ", "bold $accent"), item.cells[0])
            yield OverviewRow(item.key, (cell,), item.about, item.place, item.item, item.photo)
        left = len(items) - len(_KEYS)
        if left > 0:
            told = ngettext(
                "{n} more is critical: 4 lists the findings, 5 what to do.",
                "{n} more are critical: 4 lists the findings, 5 what to do.",
                left,
            ).format(n=left)
            yield OverviewRow("more", (plain(f"    {told}"),), plain(told), Route.FINDINGS)
        if self._pressing.done:
            told = ngettext(
                "{n} finding is marked as done: verify looks whether it is gone.",
                "{n} findings are marked as done: verify looks whether they are gone.",
                self._pressing.done,
            ).format(n=self._pressing.done)
            cell = row(plain(" v  ", "bold $accent"), plain(told))
            yield OverviewRow("verify", (cell,), plain(told), Route.VERIFY)
        if not items:
            yield from self._first_step(page)

    def _items(self, page: Overview) -> Iterator[OverviewRow]:
        """Yield each photo with a critical finding, and pictures that somebody uses."""
        seen: set[str] = set()
        for finding in self._pressing.critical:
            observed = finding.observation
            about = observed.photo or observed.account
            if about not in seen:
                seen.add(about)
                yield self._critical(finding)
        for answer in page.answers:
            if answer.id is QuestionId.USED and answer.state is AnswerState.YES:
                told = questions.sentence(answer, self.context.veil)
                cell = row(plain("■ ", "bold $text-error"), plain(told, limit=400))
                about_it = lines(*self._about(answer))
                yield OverviewRow("used-first", (cell,), about_it, Route.QUESTION, answer.id.value)

    def _critical(self, finding: Finding) -> OverviewRow:
        observed = finding.observation
        handle = self.context.called(observed.account)
        photo = observed.photo or ""
        label = self.context.veil.photo(photo, self._labels.get(photo, "")) if photo else ""
        named = plain(" · ".join(part for part in (label, handle) if part), "bold", limit=120)
        cell = row(words.severity(observed.severity), plain("  "), named, plain(": "))
        about = lines(
            row(named),
            self.told(observed.title),
            *(self.told(evidence.statement) for evidence in observed.evidence),
            row(plain("→ ", "$accent"), self.sentence(words.step(finding.remedy))),
            plain(notice(finding.remedy), "$quiet"),
        )
        question = observed.question
        place, item = (
            (Route.FINDINGS, "")
            if question is None
            else (Route.QUESTION, f"{question.value}:{finding.id}")
        )
        cells = (row(cell, self.told(observed.title)),)
        return OverviewRow(finding.id, cells, about, place, item, observed.photo or "")

    def _first_step(self, page: Overview) -> Iterator[OverviewRow]:
        if page.first_steps is None:
            told = self.unknown or _("Working out what to do first…")
            yield OverviewRow("working", (plain(f"    {told}", "$quiet"),), plain(told, "$quiet"))
        elif not page.first_steps:
            told = self.nothing(_("No step would change how a question stands."))()
            yield OverviewRow("no-step", (plain("    " + told, "$quiet"),), plain(told))
        else:
            yield self._step(page.first_steps[0])

    def _step(self, step: PlanStep) -> OverviewRow:
        name = self.sentence(words.step(step.remedy), "bold")
        about = plan_lines.thing(step, self.context.veil)
        state = self.context.state(step.account)
        handle = self.context.veil.handle(state.account) if state else ""
        handle = f"{self.context.title(step.platform)} {handle}".rstrip()
        where = " · ".join(part for part in (about, handle) if part)
        told = plain(f": {where} · {minutes(step.minutes)}", limit=300)
        photo = step.photos[0] if step.photos else ""
        more = notice(step.remedy)
        if step.remedy.evidence_first:
            more += " " + _("Save evidence first.")
        return OverviewRow(
            step.id,
            (row(plain(f" {_KEYS[0]}  ", "bold $accent"), name, told),),
            lines(row(name, told), plain(more, "$quiet")),
            Route.PLAN,
            step.id,
            photo,
        )

    # the answers

    def _answers(self, page: Overview) -> Iterator[OverviewRow]:
        if self._working:
            yield _heading("answers", _("What a stranger could do"))
            working = plain(" " + (self.unknown or _("Working out the answers…")), "$quiet")
            yield OverviewRow("working-answers", (working,), working)
            return
        if not page.answers:
            told = self.nothing("")() or _("No answer yet.")
            for number, part in enumerate(textwrap.wrap(told, _NARROW)):
                yield OverviewRow(f"no-answer{number or ''}", (plain(part),), plain(told))
            return
        title = _("What a stranger could do, and minutes of changes: {count}")
        yield _heading("answers", title.format(count=not_seen_line(page.answers)))
        yield from map(self._answer, page.answers)
        told = _(FOLLOWERS_SEE)
        yield OverviewRow("followers", (plain(f" {told}", "$quiet"),), plain(told))

    def _answer(self, answer: QuestionAnswer) -> OverviewRow:
        verified = self._verified.get(answer.id, 0)
        cells = (
            row(plain(" "), questions.state(answer, verified)),
            plain(question_word(answer.id), "bold"),
            plain(questions.sentence(answer, self.context.veil, verified), limit=2000),
            plain(
                questions.to_close(answer, self._closings.get(answer.id), self.unknown), "$accent"
            ),
        )
        return OverviewRow(
            answer.id.value,
            cells,
            lines(*self._about(answer)),
            Route.QUESTION,
            answer.id.value,
            next((photo for clue in answer.evidence for photo in clue.photos), ""),
        )

    def _about(self, answer: QuestionAnswer) -> Iterator[Content]:
        told = questions.preview if self.has_class("-broad") else questions.about
        closings, verified = self._closings.get(answer.id), self._verified.get(answer.id, 0)
        yield from told(answer, closings, self.context.veil, verified, self.unknown)

    # below: likeness, accounts, the last scan

    def _below(self, page: Overview) -> Iterator[OverviewRow]:
        if page.answers or self._working:
            yield from self._counts(page)
        yield _heading("accounts", _("Accounts"))
        if not page.accounts:
            told = _("No account is on the list. Press a to add one of your own.")
            yield OverviewRow("no-account", (plain(f" {told}"),), plain(told))
        yield from map(self._account, page.accounts)
        yield from self._last_scan(page)

    def _counts(self, page: Overview) -> Iterator[OverviewRow]:
        counted = [
            row(words.severity(severity), plain(f" {count}  ", "$quiet"))
            for severity, count in page.findings_by_severity
            if count
        ]
        if counted:
            found = row(plain(f" {_('Findings')}: "), *counted, plain(_("4 lists them"), "$quiet"))
            yield OverviewRow("findings", (found,), found, Route.FINDINGS)
        counting = self.unknown or _("Likeness exposure: counting…")
        likeness = self._likeness or plain(counting, "$quiet")
        more = plain(
            _(
                "A lower bound: one clear photo is enough for a fake. Key 8 says more, and which "
                "photos to hide first."
            ),
            "$quiet",
        )
        for number, line in enumerate(likeness.split("\n")):
            cell = row(plain(" "), line)
            yield OverviewRow(f"faces{number}", (cell,), lines(line, more), Route.LIKENESS)
        yield OverviewRow("faces", (row(plain(" "), more),), more, Route.LIKENESS)

    def _account(self, state: AccountState) -> OverviewRow:
        account = state.account
        photos = ngettext("{count} photo", "{count} photos", state.photos).format(
            count=f"{state.photos:,}"
        )
        about = [
            words.claim(account.claim),
            *([] if account.claim is Claim.IMPOSTOR else [proven(account)]),
            *([photos] if state.listed else []),
        ]
        head = row(
            plain(self.context.title(account.platform), "bold"),
            plain("  "),
            plain(self.context.veil.handle(account), limit=60),
        )
        status = (
            plain(of_archive(account.archive))
            if account.archive is not None
            else words.outcome(state.outcome, account.claim)
            if account.supported
            else plain(_("? not checked"), "$text-warning")
        )
        told = row(head, plain("  "), status)
        more = plain(" · ".join(about), "$quiet")
        cell = row(plain(" "), told, plain("  "), more)
        return OverviewRow(account.id, (cell,), lines(told, more), Route.ACCOUNTS)

    def _last_scan(self, page: Overview) -> Iterator[OverviewRow]:
        last = page.last_scan
        archives = {state.account.id for state in page.accounts if state.account.archive}
        of_archives = last is not None and {each.account for each in last.accounts} <= archives
        yield _heading("last-scan", _("Last archive") if of_archives else _("Last scan"))
        if last is None:
            told = _("Never scanned.")
            yield OverviewRow("never", (plain(f" {told}"),), plain(told), Route.SCAN)
            return
        when = words.ago(last.ended_at or last.started_at, self.context.clock())
        looked_into = bool(page.answers) or self._working
        ended = _("Finished {when}") if looked_into else _("Nothing could be read, {when}")
        if of_archives and not looked_into:
            ended = _("Listed {when}; nothing was looked into yet")
        head = (_("Interrupted, {when}") if last.ended_at is None else ended).format(when=when)
        yield OverviewRow("when", (plain(f" {head}"),), plain(head), Route.CHANGES)
        for question in self._moved_questions:
            cell = row(
                plain(" "),
                questions.moved(question),
                plain(f"  {question_word(question.question)}  ", "bold"),
                plain(changes_words.of_question(question)),
            )
            yield OverviewRow(
                f"q{question.question}", (cell,), cell, Route.QUESTION, question.question.value
            )
        for change in last.accounts:
            line = self._change(change)
            key = f"c{change.account}"
            yield OverviewRow(key, (row(plain(" "), line),), line, Route.CHANGES)

    def _change(self, change: AccountChange) -> Content:
        state = self.context.state(change.account)
        name = self.context.veil.handle(state.account) if state else change.account
        counts = [
            words.counted(count, word)
            for count, word in (
                (change.new, _("new")),
                (change.gone, _("gone")),
                (change.changed, _("changed")),
            )
        ]
        untold = _("not compared: the account is not proven")
        if state is not None and state.account.claim is Claim.IMPOSTOR:
            untold = _("only its avatar is looked at")
        told = plain(", ".join(counted for counted in counts if counted) or untold, "$quiet")
        # nothing can be said of what is new or gone where not everything was read
        if change.outcome != "fetched":
            told = self.sentence(change.reason, "$quiet")
        return row(
            words.outcome(change.outcome, state.account.claim if state else Claim.MINE),
            plain("  "),
            plain(name, "bold", limit=40),
            plain("  "),
            told,
        )

    # where lines lead

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, OverviewRow):
            if self._page is not None and self._page.answers:
                self.context.left.overview = event.row.key
            self.query_one("#about", Prose).write(event.row.about)
            self.query_one("#detail").scroll_home(animate=False)
            self.picture(event.row.photo)

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, OverviewRow):
            self._lead(event.row)

    def _lead(self, line: OverviewRow) -> None:
        if line.place is Route.PLAN:
            self.context.left.step = line.item
        if line.place is not None:
            self.go(line.place, line.item if line.place is Route.QUESTION else "")

    def action_first(self, number: int) -> None:
        """Lead to what to do about one thing that cannot wait."""
        if self._page is None or not (self._page.answers or self._working):
            return
        items: Sequence[OverviewRow] = list(self._items(self._page))
        items = items or list(self._first_step(self._page))
        if number < len(items):
            self._lead(items[number])


def _heading(key: str, text: str) -> OverviewRow:
    return OverviewRow(f"h-{key}", (plain(text, "bold $accent"),), plain(text, "bold"))
