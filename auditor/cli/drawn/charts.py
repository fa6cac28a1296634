"""Charts on stdout: the drawing, then the same in words.

Without block, braille and box signs where the terminal is a dumb one.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.cli.lines.plain import wanted
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import Kind
from auditor.domain.views import Coverage, PhotoQuery
from auditor.messages import _
from auditor.report.charts.canvas import Pen
from auditor.report.words.coverage import checked

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.domain.links import Links
    from auditor.domain.photos.place import Places
    from auditor.engine.session import Session

_WIDTH, _NARROWEST, _WIDEST = 80, 40, 200
_MAP_ROWS = 24
_LONGEST_NAME = 60


def pen_here() -> Pen:
    """Return what fits this terminal: 80 columns where none reads it."""
    columns = shutil.get_terminal_size((_WIDTH, _MAP_ROWS)).columns - 1
    encoding = (sys.stdout.encoding or "").casefold()
    dumb = wanted() or not encoding.startswith("utf")
    return Pen(min(max(columns, _NARROWEST), _WIDEST), ascii_only=dumb)


def tell_links(
    found: Links,
    names: Mapping[str, str],
    platforms: Mapping[str, str],
    options: GlobalOptions,
) -> None:
    """Draw the accounts that are tied."""
    from auditor.report.charts import graph

    pen = pen_here()
    named = {account: clean(name, _LONGEST_NAME) for account, name in names.items()}
    shown = graph.graph(found, named, platforms, masked=options.projector)
    _tell([graph.legend(pen)], graph.drawn(shown, pen), graph.in_words(shown))


def tell_places(found: Places, options: GlobalOptions, *, exact: bool) -> None:
    """Draw the world with the places, and those that lie near each other."""
    from auditor.cli.running import shown as as_shown
    from auditor.report.charts import world

    pen = pen_here()
    names = [
        as_shown(
            options,
            clean(f"{spot.place.name}, {spot.place.country}", _LONGEST_NAME)
            if spot.place
            else _("far from any town"),
            Kind.PLACE,
        )
        for spot in found.clusters[: world.MOST_POINTS]
    ]
    shown = world.place_map(found.clusters, names, exact=exact, masked=options.projector)
    near = world.scatter(shown)
    around = world.near_places(near, pen, _MAP_ROWS) if near is not None else []
    _tell([], [*world.world(shown, pen, _MAP_ROWS), *around], world.in_words(shown))


async def tell_scans(session: Session) -> Coverage:
    """Draw how each question stood after each scan, and return what was read."""
    from auditor.report.charts import over_scans

    pen, chart = pen_here(), over_scans.over_scans(await session.changes.stood())
    if chart.days:
        drawing = over_scans.drawn(chart, pen)
        _tell([over_scans.legend(pen)], drawing, over_scans.in_words(chart))
    else:
        output.line(_("No finished scan of which the answers are kept."))
    return await session.coverage()


async def tell_photos(session: Session) -> Coverage:
    """Draw how many photos there are of each size, year and hour, and return what was read."""
    from auditor.report.charts import histogram

    pen = pen_here()
    charts = histogram.histograms(await session.exposure.counts(PhotoQuery()))
    for chart in charts:
        if chart.known or chart.unknown:
            _tell([chart.title, *histogram.in_words(chart)], histogram.drawn(chart, pen), [])
            output.line()
    coverage = await session.coverage()
    if coverage.why_unread is None and not any(chart.known or chart.unknown for chart in charts):
        output.line(checked(coverage, _("No photo stands there in public.")))
    return coverage


def _tell(before: Iterable[str], drawing: Iterable[str], after: Iterable[str]) -> None:
    for sentence in before:
        output.line(sentence)
    for drawn in drawing:
        output.as_drawn(drawn)
    for sentence in after:
        output.line(sentence)
