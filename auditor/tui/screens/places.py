"""Where several photos were taken, by town and habit.

The exact spot needs a key, and one action forgets all places.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import BLUNT_DECIMALS
from auditor.domain.photos.place import PlaceCluster
from auditor.domain.routine.routine import days_told, moments, nights, pattern
from auditor.domain.routine.words import MOSTLY, title
from auditor.domain.text.statement import Kind
from auditor.messages import N_, _, ngettext
from auditor.report.json import places as places_documents
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column(_("Near")),
    Column(_("Photos"), 6, right=True),
    Column(_("Days"), 5, right=True),
    Column(_("Nights"), 6, right=True),
    Column(_("Mostly"), 38, least=100),
)
_WARNING = N_(
    "Whoever opens this vault can read these places. If that could put you in danger, forget them "
    "with del."
)


@dataclass(frozen=True, slots=True)
class _When:
    """What the times of a spot tell, of which there may be thousands: worked out once."""

    title: str
    days: int
    nights: int
    mostly: str

    @classmethod
    def of(cls, spot: PlaceCluster) -> Self:
        times = moments(spot.times)
        usual = pattern(times)
        mostly = (
            ""
            if usual is None
            else _(MOSTLY[usual.week, usual.day]).format(count=usual.count, of=usual.of)
        )
        return cls(title(spot), days_told(spot.times), nights(times), mostly)


def _counted(spots: Sequence[PlaceCluster]) -> dict[int, _When]:
    """Return it by the identity of each spot, which the list keeps: comparing reads all times."""
    return {id(spot): _When.of(spot) for spot in spots}


class PlacesPage(ListPage):
    """The spots, and in words what each tells."""

    HELP = N_(
        "Spots where three photos or more of your proven accounts were taken, named by the nearest "
        "town. Positions are rounded to about "
        "1 km; x shows the exact one of the spot under the cursor, never while projecting. Del "
        "forgets every position in the vault."
    )
    PLACE = Route.PLACES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "exact", _("Exact position")),
        Binding("Z", "app.chart('places')", _("Chart")),
        Binding("delete,backspace", "app.go('forget-places')", _("Forget all"), key_display="del"),
        Binding("K", "remember", _("Keep places again")),
        Binding("escape", "app.go('overview')", _("Back")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._kept = True
        self._exact: PlaceCluster | None = None
        self._when: dict[int, _When] = {}

    def body(self) -> ComposeResult:
        """List and words."""
        rows: RowList[PlaceCluster] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda cluster: cluster.photos[0],
            empty=self._none,
            waiting=_("Looking for spots where several photos were taken…"),
            id="rows",
        )
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Look for the spots."""
        found = await self.context.session.exposure.places()
        if found.kept:
            self._when = await asyncio.to_thread(_counted, found.clusters)
        self._kept, self._exact = found.kept, None
        rows = self.query_one("#rows", RowList)
        rows.show(found.clusters if found.kept else (), cursor=rows.cursor)
        self.refresh_bindings()
        if not found.kept:
            self._write(
                plain(
                    _(
                        "Places are forgotten and not kept: nothing is known of them. Key K "
                        "changes that."
                    )
                )
            )
        elif not found.clusters:
            self._write()

    def _none(self) -> str:
        """Say why no spot stands here; where places are forgotten, that stands beside."""
        if not self._kept:
            return ""
        said = _("No spot is named by three photos or more of your proven accounts.")
        return self.nothing(said, 1)()

    def _write(self, *told: Content) -> None:
        self.query_one("#about", Prose).write(lines(*told))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the exact position only where nobody else looks on.

        Offer keeping places only after they were forgotten.
        """
        del parameters
        if action == "exact":
            return self._kept and not self.context.veil.on
        return action != "remember" or not self._kept

    def _cells(self, spot: PlaceCluster) -> Sequence[Content]:
        when = self._when[id(spot)]
        counts = (str(len(spot.photos)), str(when.days), str(when.nights))
        return (
            plain(self._near(spot), "bold", limit=100),
            *(plain(count) for count in counts),
            plain(when.mostly, "$quiet"),
        )

    def _near(self, spot: PlaceCluster) -> str:
        near = f"{spot.place.name}, {spot.place.country}" if spot.place else _("far from any town")
        return self.context.veil.word(near, Kind.PLACE)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, PlaceCluster):
            if event.row is not self._exact:
                self._exact = None
            self._write(*self._about(event.row))

    def _about(self, spot: PlaceCluster) -> Iterator[Content]:
        exact = self._exact is spot and not self.context.veil.on
        when = self._when[id(spot)]
        yield plain(_(when.title).format(photos=len(spot.photos)), "bold")
        yield plain(_("near {place}").format(place=self._near(spot)), limit=200)
        counts = _("Photos: {photos} · days: {days} · nights: {nights}")
        yield plain(counts.format(photos=len(spot.photos), days=when.days, nights=when.nights))
        if when.mostly:
            yield plain(when.mostly)
        count = len(spot.accounts)
        yield plain(
            ngettext(
                "They stand on {n} of your accounts", "They stand on {n} of your accounts", count
            ).format(n=count)
        )
        latitude, longitude, radius = places_documents.told(spot, exact=exact)
        decimals = 6 if exact else BLUNT_DECIMALS
        where = self.context.veil.word(
            f"{latitude:.{decimals}f}, {longitude:.{decimals}f}", Kind.PLACE
        )
        told = (
            _("Position: {where}, ± {metres} m")
            if exact
            else _("Position: {where}, ± {metres} m; rounded, x shows the spot itself")
        )
        hidden = _("Position: {where}")
        yield plain((hidden if self.context.veil.on else told).format(where=where, metres=radius))
        yield plain("")
        yield plain(_(_WARNING), "$text-warning", limit=300)

    def action_exact(self) -> None:
        """Show the exact position of the spot under the cursor.

        Until the cursor moves or the key is pressed again.
        """
        spot = self.query_one(RowList).row
        if isinstance(spot, PlaceCluster):
            self._exact = None if self._exact is spot else spot
            self._write(*self._about(spot))

    def action_remember(self) -> None:
        """Let the next scan keep positions again."""
        self.start("remember", self._remember)

    async def _remember(self) -> None:
        await self.context.session.exposure.remember_places()
        self.say(_("Places are kept again. The next scan reads every photo anew."))
        self.reload()
