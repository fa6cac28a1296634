"""The first page of an open vault.

What was not checked, then what a stranger could do, what to do first, accounts and what changed.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.plan import PlanStep
from auditor.domain.views import AccountChange, AccountState, Overview
from auditor.messages import N_, _, ngettext
from auditor.report.words.words import answer_state, minutes, not_seen_line, notice
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.page import Page
from auditor.tui.text import likeness as likeness_lines
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.prose import Prose

_PANELS = ("unchecked", "answers", "first", "accounts", "changes")
_STATE = 16
"""Cells for how a question stands, and the room beside it."""


class OverviewPage(Page):
    """Five panels, most important first."""

    HELP = N_(
        "The first panel lists what was not looked at: an empty result there means nothing is "
        "known, not that all is well. "
        "Not seen means that nothing was found in what was checked. "
        "The plan starts with what cannot wait, then closes the gravest questions first."
    )
    PLACE = Route.OVERVIEW
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "app.go('add-account')", _("Add account")),
        Binding("s", "app.go('scan')", _("Scan")),
        Binding("h", "app.go('changes')", _("Changes")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._page: Overview | None = None
        self._likeness: Content | None = None

    def body(self) -> ComposeResult:
        """A panel for each question."""
        titles = (
            _("Not checked"),
            _("What a stranger could do"),
            _("Do first"),
            _("Accounts"),
            _("Last scan"),
        )
        with VerticalScroll(id="panels"):
            for name, title in zip(_PANELS, titles, strict=True):
                with Container(id=f"{name}-panel", classes="panel") as panel:
                    panel.border_title = title
                    yield Prose(id=name)

    def on_mount(self) -> None:
        """Scroll by keys at once."""
        self.query_one("#panels").focus()

    async def load(self) -> None:
        """Ask for everything in one go."""
        page = self._page = await self.context.session.overview()
        self.query_one("#unchecked", Prose).write(self._unchecked(page))
        self.query_one("#answers", Prose).write(self._answers(page))
        if page.photos:
            self.start("likeness", self._judge)
        self.query_one("#first", Prose).write(self._first(page))
        if page.first_steps is None:
            self.start("plan", self._work_out)
        self.query_one("#accounts", Prose).write(self._accounts(page))
        self.query_one("#changes", Prose).write(self._changes(page))

    def _unchecked(self, page: Overview) -> Content:
        out = [
            row(plain("? ", "bold $text-warning"), self.sentence(gap)) for gap in page.not_checked
        ]
        if page.interrupted:
            out.append(
                row(
                    plain("‖ ", "bold $text-warning"),
                    plain(_("Press s to go on with the scan."), "bold"),
                )
            )
        return lines(*out) if out else plain(_("Nothing is known to be left out."))

    def _answers(self, page: Overview) -> Content:
        if not page.answers:
            if not page.accounts:
                return plain(_("No answer yet. Add one of your accounts first: press a."))
            return plain(
                _(
                    "No answer yet: nothing was read. Press s to scan the accounts you claimed "
                    "as yours."
                )
            )
        counted = [
            row(words.severity(severity), plain(f" {count}  ", "$quiet"))
            for severity, count in page.findings_by_severity
            if count
        ]
        likeness = self._likeness or plain(_("Likeness exposure: counting…"), "$quiet")
        more = plain(
            _(
                "A lower bound: one clear photo is enough for a fake. Key 8 says more, and which "
                "photos to hide first."
            ),
            "$quiet",
        )
        return lines(
            plain(not_seen_line(page.answers), "bold"),
            *(self._answer(answer) for answer in page.answers),
            plain(_("Whoever follows or knows you sees at least this."), "$quiet"),
            plain(""),
            row(*counted),
            plain(""),
            likeness,
            more,
        )

    def _answer(self, answer: QuestionAnswer) -> Content:
        state = answer_state(answer.state).ljust(_STATE)
        return row(plain(state, "bold"), plain(_(answer.title)))

    async def _judge(self) -> None:
        """Count what faces show.

        Beside the rest, since it takes a second or two on many thousand photos.
        """
        self._likeness = likeness_lines.headline(await self.context.session.exposure.likeness())
        if self._page is not None:
            self.query_one("#answers", Prose).write(self._answers(self._page))

    async def _work_out(self) -> None:
        """Work out the first steps, beside the rest: it takes minutes on 100,000 photos."""
        await self.context.session.planning.plan()
        page = self._page = await self.context.session.overview()
        self.query_one("#first", Prose).write(self._first(page))

    def _first(self, page: Overview) -> Content:
        if page.first_steps is None:
            return plain(_("Working out what to do first…"), "$quiet")
        if not page.first_steps:
            return plain(
                self.nothing(_("No step would change how a question stands."))(), limit=400
            )
        return lines(*(self._step(number, step) for number, step in enumerate(page.first_steps, 1)))

    def _step(self, number: int, step: PlanStep) -> Content:
        about = (
            f"{self.context.title(step.platform)} · {minutes(step.minutes)}  {notice(step.remedy)}"
        )
        if step.remedy.evidence_first:
            about += " " + _("Save evidence first.")
        return lines(
            row(plain(f"{number}  ", "bold $accent"), self.sentence(words.step(step.remedy))),
            row(plain("   "), plain(about, "$quiet")),
        )

    def _accounts(self, page: Overview) -> Content:
        if not page.accounts:
            return plain(_("No account is on the list. Press a to add one of your own."))
        return lines(*(self._account(state) for state in page.accounts))

    def _account(self, state: AccountState) -> Content:
        account = state.account
        photos = ngettext("{count} photo", "{count} photos", state.photos).format(
            count=f"{state.photos:,}"
        )
        about = [
            words.claim(account.claim),
            _("proof: {proof}").format(proof=words.proof(account.proof)),
            photos,
        ]
        head = row(
            plain(self.context.title(account.platform), "bold"),
            plain("  "),
            plain(self.context.veil.handle(account), limit=60),
        )
        status = (
            words.outcome(state.outcome)
            if account.supported
            else plain(_("? not checked"), "$text-warning")
        )
        return lines(
            row(head, plain("  "), status), row(plain("   "), plain(" · ".join(about), "$quiet"))
        )

    def _changes(self, page: Overview) -> Content:
        last = page.last_scan
        if last is None:
            return plain(_("Never scanned."))
        when = words.ago(last.ended_at or last.started_at, self.context.clock())
        told = _("Finished {when}") if page.answers else _("Nothing could be read, {when}")
        head = (_("Interrupted, {when}") if last.ended_at is None else told).format(when=when)
        return lines(plain(head), *(self._change(account) for account in last.accounts))

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
        told = plain(
            ", ".join(counted for counted in counts if counted)
            or _("not compared: the account is not proven"),
            "$quiet",
        )
        if (
            change.outcome != "fetched"
        ):  # nothing can be said of what is new or gone where not everything was read
            told = self.sentence(change.reason, "$quiet")
        return row(
            words.outcome(change.outcome),
            plain("  "),
            plain(name, "bold", limit=40),
            plain("  "),
            told,
        )
