"""Charts: linked accounts, places, answers over scans, photos counted. Each in words as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from auditor.domain.photos.place import Place
from auditor.domain.text.statement import Kind
from auditor.domain.views import PhotoQuery
from auditor.messages import N_, _
from auditor.report.charts import graph, histogram, over_scans, world
from auditor.report.charts.canvas import Pen
from auditor.report.words import links as links_words
from auditor.report.words.coverage import empty
from auditor.tui.base.context import Context
from auditor.tui.page import Page
from auditor.tui.text.plain import lines, plain
from auditor.tui.text.shell import told_lines
from auditor.tui.widgets.prose import Prose

_FRAME = 4
"""Cells at the sides of a chart: margins and the bar for scrolling."""
_NARROWEST = 20
_LETTER = r"(?<![a-z])[A-Z*](?![a-z])"
"""A place on a map, and where several meet."""
_MAP_ROWS = 5
"""Rows that a map leaves to the bars, the heading and the first words."""
_TITLES = {
    "links": N_("Linked accounts"),
    "places": N_("Map of places"),
    "scans": N_("Answers over scans"),
    "photos": N_("Photos counted"),
}


class ChartPage(Page):
    """One chart as large as the window, with what it says in words below it."""

    HELP = N_(
        "A chart of what the screen before lists, and below it the same in words, so that nothing "
        "stands in the drawing alone. What is not known is counted apart, and what does not fit is "
        "told. Nothing is loaded for a map: the coasts are part of the program. Positions are "
        "rounded to about 1 km; x shows the exact ones, never while projecting. Escape goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "exact", _("Exact position")),
        Binding("escape", "app.close_top", _("Back")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item if item in _TITLES else "scans")
        self._exact = False
        self._has_spots = False

    def body(self) -> ComposeResult:
        """The chart, then the words."""
        with VerticalScroll(id="all"):
            yield Prose(plain(_(_TITLES[self.item]), "bold $accent"), id="title")
            yield Prose(id="chart", classes="waits")

    def on_mount(self) -> None:
        """Scroll by keys at once."""
        self.query_one("#all").focus()

    def on_resize(self) -> None:
        """Draw it anew in the room that there is now."""
        if self._came:
            self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer exact positions on a map with spots only, and never where others look on."""
        del parameters
        return action != "exact" or (self._has_spots and not self.context.veil.on)

    def action_exact(self) -> None:
        """Show the positions themselves, until the key is pressed again or the screen is left."""
        self._exact = not self._exact and not self.context.veil.on
        self.reload()

    async def load(self) -> None:
        """Read what is drawn, and draw it."""
        parts = {
            "links": self._links,
            "places": self._places,
            "scans": self._scans,
            "photos": self._photos,
        }
        self._has_spots = False
        pen = Pen(max(_NARROWEST, self.app.size.width - _FRAME))
        self.query_one("#chart", Prose).write(lines(*await parts[self.item](pen)))
        self.refresh_bindings()

    def _unread(self) -> list[Content]:
        """Say why nothing stands here, where nothing was read."""
        coverage = self.context.coverage
        if coverage is None or coverage.why_unread is None:
            return []
        return [plain(empty(coverage, "", scanning=self.context.scan.running), limit=400)]

    async def _links(self, pen: Pen) -> list[Content]:
        found = await self.context.session.exposure.links()
        names = {state.account.id: self._called(state.account.id) for state in self.context.states}
        platforms = {
            state.account.id: self.context.title(state.account.platform)
            for state in self.context.states
        }
        shown = graph.graph(found, names, platforms, masked=self.context.veil.on)
        if not shown.edges:
            return self._unread() or [plain(self.nothing(_(links_words.UNTIED), 2)(), limit=400)]
        limits = told_lines(
            links_words.limits(found, {each: names.get(each, "") for each in found.left_out})
        )
        return [
            plain(graph.legend(pen), "$quiet", limit=300),
            *_drawn(graph.drawn(shown, pen)),
            plain(""),
            *_said(graph.in_words(shown)),
            *(plain(limit, "$quiet", limit=400) for limit in limits),
        ]

    def _called(self, account: str) -> str:
        """Return an account with its platform."""
        state = self.context.state(account)
        if state is None:
            return _("an account that is gone")
        name = self.context.veil.handle(state.account)
        return f"{plain(name, limit=60).plain} ({self.context.title(state.account.platform)})"

    async def _places(self, pen: Pen) -> list[Content]:
        found = await self.context.session.exposure.places()
        self._has_spots = found.kept and bool(found.clusters)
        if not found.kept:
            return [plain(_("Places are forgotten and not kept: nothing is known of them."))]
        if not found.clusters:
            said = _("No spot is named by three photos or more of your proven accounts.")
            return self._unread() or [plain(self.nothing(said, 1)(), limit=400)]
        veil = self.context.veil
        names = [
            plain(veil.word(_near(spot.place), Kind.PLACE), limit=100).plain
            for spot in found.clusters[: world.MOST_POINTS]
        ]
        exact = self._exact and not veil.on
        shown = world.place_map(found.clusters, names, exact=exact, masked=veil.on)
        height = max(6, self.app.size.height - _MAP_ROWS)
        near = world.scatter(shown)
        around: list[Content] = []
        if near is not None:
            title = _("Around {letter}").format(letter=shown.points[0].letter)
            around = [plain(title, "bold $accent"), *_mapped(world.near_places(near, pen, height))]
        rounded = _("Rounded to about 1 km; x shows the spots themselves.")
        return [
            *_mapped(world.world(shown, pen, height)),
            *around,
            plain(""),
            *_said(world.in_words(shown)),
            *([] if exact or veil.on else [plain(rounded, "$quiet")]),
        ]

    async def _scans(self, pen: Pen) -> list[Content]:
        chart = over_scans.over_scans(await self.context.session.changes.stood())
        if not chart.days:
            return self._unread() or [plain(_("No finished scan of which the answers are kept."))]
        return [
            plain(over_scans.legend(pen), "$quiet", limit=300),
            *_drawn(over_scans.drawn(chart, pen)),
            plain(""),
            *_said(over_scans.in_words(chart)),
        ]

    async def _photos(self, pen: Pen) -> list[Content]:
        query = self.context.left.photos
        charts = histogram.histograms(await self.context.session.exposure.counts(query))
        if not any(chart.known or chart.unknown for chart in charts):
            nothing = self.nothing(_("No photo stands there in public."))()
            return self._unread() or [plain(nothing, limit=400)]
        filtered = query != PhotoQuery(sort=query.sort)
        told = _("Counted are the photos that the filters of the list let through.")
        return [
            *([plain(told, "$text-warning")] if filtered else []),
            *(part for chart in charts for part in _histogram(chart, pen)),
        ]


def _near(place: Place | None) -> str:
    return f"{place.name}, {place.country}" if place else _("far from any town")


def _histogram(chart: histogram.Histogram, pen: Pen) -> Iterator[Content]:
    yield plain(chart.title, "bold")
    yield from _said(histogram.in_words(chart))
    yield from _drawn(histogram.drawn(chart, pen))
    yield plain("")


def _drawn(drawing: list[str]) -> Iterator[Content]:
    return (plain(line, "$accent", limit=400) for line in drawing)


def _mapped(drawing: list[str]) -> Iterator[Content]:
    """Yield the lines of a map: its letters stand out from coasts and circles, words do not."""
    for line in drawing:
        yield plain(line, "$quiet", limit=400).highlight_regex(_LETTER, style="bold $accent")


def _said(sentences: list[str]) -> Iterator[Content]:
    return (plain(sentence, limit=800) for sentence in sentences)
