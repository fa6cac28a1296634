"""Models that may be named after the person: what a look sends, what it found, how to act on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.outside.look_alikes import ModelSearch, SearchState
from auditor.domain.text.statement import Kind
from auditor.engine.outside.look_alikes import OwnNames
from auditor.errors import UsageError
from auditor.guidance.removal import model_sites
from auditor.messages import N_, _
from auditor.ports import Consent, Outgoing
from auditor.report.words import look_alikes as told_of
from auditor.report.words.look_alikes import NamedModel
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text.plain import lines, plain
from auditor.tui.text.shell import told_lines
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (Column(_("Models, and how each search ended")),)
_ASK = "ask"
_STYLES = {
    SearchState.FOUND: "$text-warning",
    SearchState.NONE_FOUND: "$quiet",
    SearchState.COULD_NOT_TELL: "$text-warning",
}


@dataclass(frozen=True, slots=True)
class LookAlikeLine:
    """One line: the next look, a model, or how a search ended."""

    key: str
    model: NamedModel | None = None
    search: ModelSearch | None = None


class LookAlikesPage(ListPage):
    """Shows what would be sent on one key, sends it on the same key once more."""

    HELP = N_(
        "Whether models on Civitai and Hugging Face carry a name of yours. s shows exactly what "
        "would be sent, and s once more sends it: each name, and no picture. An empty list says "
        "nothing: such models mostly carry other names. n says that a model is about somebody "
        "else, or takes that back. Nothing of a model is opened or shown. Escape goes back."
    )
    PLACE = Route.LIKENESS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("s", "look", _("Look now")),
        Binding("n", "not_me", _("Not me")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._searches: tuple[ModelSearch, ...] = ()
        self._names = OwnNames(())
        self._outgoing: tuple[Outgoing, ...] = ()
        self._refused = ""
        self._ready = self._looking = False

    def body(self) -> ComposeResult:
        """What a list of these means, then list and words."""
        rows: RowList[LookAlikeLine] = RowList(
            _COLUMNS, self._cells, key=lambda line: line.key, id="rows"
        )
        yield Prose(id="lead")
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Read what earlier looks found, and which names the next one would send. Asks nobody."""
        watch = self.context.session.look_alikes
        self._searches = await watch.known()
        self._names = await watch.names()
        try:
            self._outgoing, self._refused = watch.outgoing(self._names.names), ""
        except UsageError as error:  # this run is locked to the practice range
            self._outgoing, self._refused = (), error.message
        self._show()

    def _show(self) -> None:
        found = told_of.candidates(self._searches)
        if not self._searches:
            said = _("Nothing was asked so far, so nothing is known.")
        elif found:
            said = told_of.headline(found)
        else:
            said = _("What that means: {means}.").format(means=_(model_sites.MEANS))
        told = [plain(said, "bold" if found else "")]
        if self._searches:
            told += [plain(each, "$text-warning") for each in told_of.unasked(self._searches)]
        self.query_one("#lead", Prose).write(lines(*told))
        rows = self.query_one("#rows", RowList)
        models = [LookAlikeLine(f"m{each.model.url}", each) for each in found]
        searches = [LookAlikeLine(f"s{each.key}", search=each) for each in self._searches]
        rows.show([LookAlikeLine(_ASK), *models, *searches], cursor=rows.cursor)

    def _cells(self, line: LookAlikeLine) -> Sequence[Content]:
        masked = self.context.veil.on
        if line.model is not None:
            style = "$quiet" if line.model.model.not_me else "bold"
            return (plain(told_of.called(line.model, masked=masked), style),)
        if line.search is not None:
            return (plain(told_of.told(line.search, masked=masked), _STYLES[line.search.state]),)
        if self._looking:
            told = _("Asking…")
        elif self._ready:
            told = _("s sends what stands here, Escape goes back")
        else:
            told = _("s shows what a look would send")
        return (plain(told, "bold $accent"),)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        line = event.row
        if isinstance(line, LookAlikeLine):
            if line.key != _ASK and self._ready:
                self._ready = False  # what would be sent stands on the screen no more
                self._show()
            self.query_one("#about", Prose).write(lines(*self._about(line)))
            self.query_one("#detail").scroll_home(animate=False)

    def _about(self, line: LookAlikeLine) -> Iterator[Content]:
        if line.model is not None:
            yield from self._model(line.model)
        elif line.search is not None:
            yield from self._search(line.search)
        else:
            yield from self._before()

    def _before(self) -> Iterator[Content]:
        """Say which names would go where, and after the first s every request."""
        if self._refused:
            yield self.sentence(self._refused, "bold")
        elif not self._names.names:
            yield plain(_("There is no name to look for: nothing would be sent."), "bold")
        for own in self._names.names:
            kind = Kind.HANDLE if own.handle else Kind.NAME
            yield plain(f"• {self.context.veil.word(own.text, kind)}", "bold", limit=200)
        for outgoing in self._outgoing:
            yield plain(outgoing.words)
            for request in outgoing.requests if self._ready else ():
                yield plain(f"  {request.method} {request.address}", limit=400)
                for name, value in request.fields:
                    yield plain(f"    {name}: {self.context.veil.word(value, Kind.NAME)}")
        if self._names.left_out:
            yield plain(_("Not asked about:"))
        for said in self._names.left_out:
            yield self.told(said, "$quiet")

    def _model(self, named: NamedModel) -> Iterator[Content]:
        masked = self.context.veil.on
        yield plain(told_of.called(named, masked=masked), "bold", limit=400)
        yield plain(told_of.address(named, masked=masked), limit=600)
        if named.model.not_me:
            yield plain(_("about somebody else, as you said"))
            return
        for said in told_of.evidence(named):
            yield self.told(said)
        yield plain("")
        yield plain(_("If one is about you:"), "bold")
        yield plain(_(model_sites.BEFORE_REPORTING), limit=600)
        for site in model_sites.sites():
            if site.key == named.site:
                for step in told_lines(_(step) for step in site.steps):
                    yield plain(f"• {step}", limit=800)
                checked = site.checked_on.isoformat()
                source = _("From {source} ({date}).").format(source=site.source_url, date=checked)
                yield plain(source, "$quiet", limit=400)
        for told in told_lines([_(model_sites.UNDER_18)]):
            yield plain(told, limit=400)
        yield plain(_("F2 says who does that for people under 18."))

    def _search(self, search: ModelSearch) -> Iterator[Content]:
        yield plain(told_of.told(search, masked=self.context.veil.on), "bold", limit=600)
        yield plain(_("What that means: {means}.").format(means=_(model_sites.MEANS)))
        for site in model_sites.sites():
            if site.key == search.site:
                yield plain(_(site.note), "$quiet", limit=400)

    def action_look(self) -> None:
        """Show what would be sent, and send it where it stands on the screen."""
        rows = self.query_one("#rows", RowList)
        if self._looking or not self._outgoing or not self._names.names:
            rows.cursor = 0
        elif self._ready and rows.cursor == 0:
            self.start("look", self._look)
        else:
            rows.cursor = 0
            self._ready = True
            self._show()
            self.query_one("#about", Prose).write(lines(*self._before()))

    async def _look(self) -> None:
        self._looking, self._ready = True, False
        self._show()
        try:
            consents = [Consent(outgoing) for outgoing in self._outgoing]
            await self.context.session.look_alikes.ask(consents, self._names.names)
        finally:
            self._looking = False
        self.reload()

    def action_not_me(self) -> None:
        """Set the model under the cursor aside, or take that back."""
        rows = self.query_one("#rows", RowList)
        line = rows.row
        if isinstance(line, LookAlikeLine) and line.model is not None:
            self.start("not-me", self._set_aside, line.model)

    async def _set_aside(self, named: NamedModel) -> None:
        watch, url = self.context.session.look_alikes, named.model.url
        aside = not named.model.not_me
        await watch.set_aside(url, on=aside)
        said = (
            _("It counts as about somebody else, also when it is found again.")
            if aside
            else _("It counts again.")
        )
        back = partial(watch.set_aside, url, on=not aside)
        self.done(said, _("marked as not you") if aside else _("marked as you"), back)
        self.reload()
