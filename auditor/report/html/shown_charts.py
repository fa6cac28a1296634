"""What the charts of the page show, asked of the session: nothing that its text would hide."""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.domain.views import PhotoQuery
from auditor.messages import _
from auditor.report.charts import graph, histogram, over_scans, world
from auditor.report.view import ReportView


@dataclass(frozen=True, slots=True)
class ShownCharts:
    """The charts, each with what it says in words. `places` is None where none are kept."""

    links: graph.Graph
    places: world.PlaceMap | None
    scans: over_scans.OverScans
    photos: tuple[histogram.Histogram, ...]


async def read_charts(view: ReportView) -> ShownCharts:
    """Read what is drawn. Positions are those of a full report: to about 1 km."""
    session = view.session
    links = await session.exposure.links()
    names = {
        account: f"{shown.label} ({shown.platform})" for account, shown in view.accounts.items()
    }
    platforms = {account: shown.platform for account, shown in view.accounts.items()}
    found = await session.exposure.places()
    spots = found.clusters[: world.MOST_POINTS]
    near = [
        view.masks.text(f"{spot.place.name}, {spot.place.country}", 80)
        if spot.place
        else _("far from any town")
        for spot in spots
    ]
    return ShownCharts(
        graph.graph(links, names, platforms, masked=not view.full),
        world.place_map(found.clusters, near, exact=False, masked=not view.full)
        if found.kept and found.clusters
        else None,
        over_scans.over_scans(await session.changes.stood()),
        histogram.histograms(await session.exposure.counts(PhotoQuery())),
    )
