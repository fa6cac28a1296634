"""The settings of one platform, the one that hides most first, to go through by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.domain.archives.archive import ArchiveMark
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import PlanStep
from auditor.guidance.archives import asking
from auditor.guidance.help import blackmail
from auditor.messages import N_, _
from auditor.report.words.words import way
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import plan as plan_lines
from auditor.tui.text import words
from auditor.tui.text.archive import of_archive
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column("", 2),
    Column(_("Setting")),
    Column(_("Takes"), 7, least=70, right=True),
    Column(_("Noticed by"), 10, least=100),
)


class ChecklistPage(ListPage):
    """What to set on a platform, to tick by hand."""

    HELP = N_(
        "The settings of this platform, the one that hides most first. This program cannot see how "
        "they stand on most platforms, so what you tick is what you say. d marks the setting under "
        "the cursor as done, r takes that back; Enter shows it, and ticks it after asking. Below "
        "stands what it changes and who will notice. g shows what to do on this platform against "
        "somebody who threatens or blackmails you; arrows scroll it, Tab leads back to the list. I "
        "shows how to get your archive from the platform, and brings it in."
    )
    PLACE = Route.ACCOUNTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("d", "mark('done')", _("Done")),
        Binding("r", "mark('open')", _("Reopen"), show=False),
        Binding("g", "blackmail", _("Blackmail")),
        Binding("I", "bring_in", _("Import")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._steps: tuple[PlanStep, ...] = ()

    def body(self) -> ComposeResult:
        """What is not known, then the list, and words on the row under the cursor."""
        rows: RowList[PlanStep] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda step: step.id,
            empty=_("No settings of this platform are known to this program."),
            id="rows",
        )
        yield Prose(id="lead")
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Read the settings and what was said of them. Asks nobody."""
        self._steps = await self.context.session.planning.checklist(self.item)
        self.query_one("#lead", Prose).write(self._lead())
        rows = self.query_one("#rows", RowList)
        rows.show(self._steps, cursor=rows.cursor)

    def _lead(self) -> Content:
        state = self.context.state(self.item)
        if state is None:
            return plain("")
        if not self._steps:
            return self._archive(state.account.archive) if self._hands_out else plain("")
        title = self.context.title(state.account.platform)
        ticked = sum(step.state is not State.OPEN for step in self._steps)
        unseen = all(not setting.state for step in self._steps for setting in step.settings)
        told = (
            _("{platform}: we cannot see your settings. Tick what you have set: {n} of {all}.")
            if unseen
            else _("{platform}: what you have set, as you say: {n} of {all}.")
        )
        parts = [
            plain(
                _("If someone may hurt you: F2 first. They may notice a change."), "$text-warning"
            ),
            plain(told.format(platform=title, n=ticked, all=len(self._steps)), "bold", limit=200),
        ]
        if self._hands_out:
            parts.append(self._archive(state.account.archive))
        return lines(*parts)

    @property
    def _hands_out(self) -> bool:
        """Whether it is known how to get an archive of this account."""
        state = self.context.state(self.item)
        return state is not None and asking.request_of(state.account.platform) is not None

    @staticmethod
    def _archive(mark: ArchiveMark | None) -> Content:
        if mark is None:
            return plain(_("I brings in your archive: then your photos there are read."), "$accent")
        told = _("Read from its {archive}. I brings in a newer one, which tells more.")
        return plain(told.format(archive=of_archive(mark)), "$accent")

    def action_bring_in(self) -> None:
        """Lead to the archive of this account."""
        self.go(Route.ARCHIVE, self.item)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the archive only where the platform hands one out."""
        del parameters
        return action != "bring_in" or self._hands_out

    def _cells(self, step: PlanStep) -> Sequence[Content]:
        ticked = step.state is not State.OPEN
        return (
            plain(words.state_sign(step.state), "$accent"),
            row(
                plain(_name(step), "$quiet" if ticked else "bold", limit=200),
                plain(f"  {_way(step)}", "$quiet", limit=300),
            ),
            plain(words.minutes_short(step.minutes), "$quiet"),
            plain(words.noticed_short(step.remedy.noticed_by), "$quiet"),
        )

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, PlanStep):
            self.query_one("#about", Prose).write(self._about(event.row))
            self.query_one("#detail").scroll_home(animate=False)

    def _about(self, step: PlanStep) -> Content:
        # The line of the list may be cut: the way stands here in full.
        return lines(
            plain(_way(step), "bold", limit=600),
            plain(f"{words.state(step.state)} · {self._keys(step)}", "$accent"),
            *plan_lines.setting(step, self.context.veil),
        )

    def action_blackmail(self) -> None:
        """Show what to do there against somebody who threatens, in place of a setting."""
        state = self.context.state(self.item)
        if state is not None:
            platform = state.account.platform
            self.query_one("#about", Prose).write(lines(*_against(platform)))
            detail = self.query_one("#detail")
            detail.scroll_home(animate=False)
            detail.focus()

    @staticmethod
    def _keys(step: PlanStep) -> str:
        return _("d ticks it.") if step.state is State.OPEN else _("r takes the tick back.")

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, PlanStep):
            self.go(Route.DO_STEP, event.row.id)

    def action_mark(self, state: str) -> None:
        """Say how far the setting under the cursor is."""
        step = self.query_one("#rows", RowList).row
        if isinstance(step, PlanStep):
            self.start("mark", self._mark, step, State(state))

    async def _mark(self, step: PlanStep, state: State) -> None:
        said = _("Marked as done, as you say.") if state is State.DONE else _("Marked as open.")
        await self.mark_step(step, state, said)
        await self._load()


def _against(platform: str) -> Iterator[Content]:
    yield plain(_("If somebody threatens or blackmails you there"), "bold $accent")
    yield plain(_(blackmail.FIRST), "$text-warning", limit=600)
    for number, step in enumerate(blackmail.steps(platform), 1):
        yield row(plain(f"{number}. ", "bold $accent"), plain(_(step.title), "bold", limit=200))
        yield plain(_(step.text), limit=1000)
        yield plain(_(step.notice), "$quiet", limit=600)
        told = _("Source: {source}, {date}")
        yield plain(
            told.format(source=step.source_url, date=_(step.source_date)), "$quiet", limit=600
        )


def _name(step: PlanStep) -> str:
    """Return what the setting is called, without the way to it."""
    return next((_(setting.title) for setting in step.settings), words.step(step.remedy))


def _way(step: PlanStep) -> str:
    return next((way(setting) for setting in step.settings), words.step(step.remedy))
