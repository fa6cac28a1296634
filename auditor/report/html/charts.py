"""The charts of the page as SVG inside it, each with its words and a table beside.

On paper their words stand alone: a drawing as small as it would have to be cannot be read there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from auditor.messages import _
from auditor.report.charts import graph, histogram, over_scans, world
from auditor.report.html.elements import Html, element
from auditor.report.html.shown_charts import ShownCharts
from auditor.report.words.words import answer_state

_WIDTH = 360
"""Units across: about the pixels of a narrow window, so that letters stay legible there."""
_TALL, _FOOT = 140, 16
_RING, _NODE = 120, 11
_ROW, _CELL, _NAMES = 18, 24, 90
_LABELS = 8
"""Labels below a chart of bars, at most."""
_NORTH, _SOUTH = 84, -58
_LETTER, _TOGETHER = 11, 3
"""Units that a letter takes, and letters at most that stand together."""


def sections(shown: ShownCharts) -> Iterator[Html]:
    """Yield a section for each chart that has something to show."""
    if shown.links.edges:
        yield _section(
            _("Linked accounts"),
            _graph(shown.links),
            graph.in_words(shown.links),
            _("A line is a tie between two accounts: a solid one is sure, a broken one likely."),
            _table((_("Accounts"), _("Tie"), _("Why")), _ties(shown.links)),
        )
    if shown.places is not None:
        points = shown.places.points
        drawn = [_world(shown.places), *_near(shown.places)] if points else []
        heads = (_("Place"), _("Latitude"), _("Longitude"), _("Photos"), _("within"))
        named = _("Map of places")
        table = _table(heads, map(_spot, points), scrolls=named) if points else None
        yield _section(_("Map of places"), drawn, world.in_words(shown.places), "", table)
    if shown.scans.days:
        yield _scans(shown.scans)
    counted = [chart for chart in shown.photos if chart.known or chart.unknown]
    if counted:
        parts = [part for number, chart in enumerate(counted) for part in _bars(chart, number)]
        yield element("section", element("h3", _("Photos counted")), *parts, class_="charts")


def _section(
    title: str,
    drawn: Html | Sequence[Html],
    said: Sequence[str],
    legend: str,
    table: Html | None,
) -> Html:
    pictures = [drawn] if isinstance(drawn, Html) else drawn
    return element(
        "section",
        element("h3", title),
        element("p", legend, class_="soft legend") if legend else None,
        *pictures,
        table,
        element("ul", *(element("li", sentence) for sentence in said)),
        class_="charts",
    )


def _svg(name: str, height: float, title: str, about: str, *parts: Html) -> Html:
    """Return a drawing that is named for who does not see it."""
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", about, id=f"{name}-about"),
        *parts,
        viewBox=f"0 0 {_WIDTH} {height:g}",
        role="img",
        aria_labelledby=f"{name}-title {name}-about",
    )


def _text(x: float, y: float, said: str, anchor: str = "middle", class_: str | None = None) -> Html:
    return element("text", said, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=class_)


def _line(x: float, y: float, to_x: float, to_y: float, class_: str) -> Html:
    return element(
        "line", x1=f"{x:.1f}", y1=f"{y:.1f}", x2=f"{to_x:.1f}", y2=f"{to_y:.1f}", class_=class_
    )


def _bars(chart: histogram.Histogram, number: int) -> Iterator[Html]:
    bars = chart.bars
    most = max((bar.count for bar in bars), default=0) or 1
    step = _WIDTH / max(1, len(bars))
    every = -(-len(bars) // _LABELS)
    said = histogram.in_words(chart)
    drawn: list[Html] = []
    for place, bar in enumerate(bars):
        height = bar.count / most * _TALL
        drawn.append(
            element(
                "rect",
                x=f"{place * step + 1:.1f}",
                y=f"{_FOOT + _TALL - height:.1f}",
                width=f"{max(1.0, step - 2):.1f}",
                height=f"{height:.1f}",
                class_="bar",
            )
        )
        if place % every == 0:
            label = bar.short or bar.label
            drawn.append(_text((place + 0.5) * step, _TALL + 2 * _FOOT - 3, label))
    drawn.append(_line(0, _FOOT + _TALL, _WIDTH, _FOOT + _TALL, "edge"))
    drawn.append(_text(0, _FOOT - 4, _("most: {n}").format(n=f"{most:,}"), "start"))
    yield element("h4", chart.title)
    if bars:
        yield _svg(f"bars{number}", _TALL + 2 * _FOOT, chart.title, " ".join(said), *drawn)
    yield element("p", " ".join(said), class_="soft")
    rows = [(bar.label, f"{bar.count:,}") for bar in bars]
    rows.append((chart.unknown_word, f"{chart.unknown:,}"))
    yield _table((_("Photos"), _("how many")), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], scrolls: str = "") -> Html:
    """Return a table that opens; with a name for `scrolls`, one that keys can move sideways."""
    table = element(
        "table",
        element("thead", element("tr", *(element("th", each, scope="col") for each in heads))),
        element(
            "tbody",
            *(
                element(
                    "tr",
                    element("th", first, scope="row"),
                    *(element("td", cell) for cell in rest),
                )
                for first, *rest in rows
            ),
        ),
    )
    if scrolls:
        table = element(
            "div", table, class_="sideways", role="region", aria_label=scrolls, tabindex="0"
        )
    return element("details", element("summary", _("The same as a table")), table)


def _graph(shown: graph.Graph) -> Html:
    """Return the accounts in a ring, by their letters in the list."""
    middle = _WIDTH / 2, _RING + _NODE + 4
    at = [
        (middle[0] + _RING * math.sin(turn), middle[1] - _RING * math.cos(turn))
        for turn in (2 * math.pi * index / len(shown.nodes) for index in range(len(shown.nodes)))
    ]
    drawn = [
        _line(*at[edge.a], *at[edge.b], "tie" if edge.sure else "tie likely")
        for edge in shown.edges
    ]
    for index, (x, y) in enumerate(at):
        drawn.append(element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=_NODE, class_="node"))
        drawn.append(_text(x, y + 4, graph.letter(index)))
    about = "; ".join(graph.in_words(shown))
    return _svg("graph", 2 * (_RING + _NODE + 4), _("Linked accounts"), about, *drawn)


def _placed(longitude: float, latitude: float) -> tuple[float, float]:
    return longitude + 180, _NORTH - latitude


def _ties(shown: graph.Graph) -> Iterator[Sequence[str]]:
    for edge in shown.edges:
        ends = (f"{graph.letter(end)} {shown.nodes[end]}" for end in (edge.a, edge.b))
        yield " – ".join(ends), graph.certainty(edge), "; ".join(edge.why)


def _spot(point: world.MapPoint) -> Sequence[str]:
    return (
        f"{point.letter} {point.name}",
        f"{point.latitude:g}",
        f"{point.longitude:g}",
        f"{point.photos:,}",
        f"± {world.length(point.radius_m)}",
    )


def _world(shown: world.PlaceMap) -> Html:
    path = "".join(
        "M" + "L".join("{:g} {:g}".format(*_placed(*point)) for point in coast)
        for coast in world.coasts()
    )
    at = [(point, _placed(point.longitude, point.latitude)) for point in shown.points]
    return _svg(
        "world",
        _NORTH - _SOUTH,
        _("The world with the places"),
        " ".join(world.in_words(shown)),
        element("path", d=path, class_="coast"),
        *_points(at),
    )


def _points(at: Sequence[tuple[world.MapPoint, tuple[float, float]]]) -> Iterator[Html]:
    """Yield a spot for each place; letters that would cover each other stand together."""
    labels: list[tuple[float, float, list[str]]] = []
    for point, (x, y) in at:
        yield element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=3, class_="place")
        for other_x, other_y, letters in labels:
            if abs(x - other_x) < _LETTER and abs(y - other_y) < _LETTER:
                letters.append(point.letter)
                break
        else:
            labels.append((x, y, [point.letter]))
    for x, y, letters in labels:
        more = len(letters) - _TOGETHER
        told = [*letters[:_TOGETHER], *([f"+{more}"] if more > 0 else [])]
        yield _text(x, y - 5, " ".join(told), class_="letter")


def _near(shown: world.PlaceMap) -> Iterator[Html]:
    """Yield the surroundings of the first place, where others lie in them."""
    found = world.scatter(shown)
    if found is None:
        return
    side = _WIDTH * 2 / 3
    scale = side / (2 * found.half_m)
    at = [
        (point, ((found.half_m + x) * scale, (found.half_m - y) * scale + _FOOT))
        for point, (x, y) in found.points
    ]
    bar, foot = found.bar_m * scale, side + 2 * _FOOT
    said = _("{length}; north is up").format(length=world.length(found.bar_m))
    title = _("Around {letter}").format(letter=shown.points[0].letter)
    yield element("h4", title)
    yield _svg(
        "near",
        foot + _FOOT,
        title,
        " ".join(world.in_words(shown)),
        *(
            element(
                "circle",
                cx=f"{x:.1f}",
                cy=f"{y:.1f}",
                r=f"{point.radius_m * scale:.1f}",
                class_="coast",
            )
            for point, (x, y) in at
        ),
        *_points(at),
        _line(4, foot, 4 + bar, foot, "tie"),
        _text(10 + bar, foot + 4, said, "start"),
    )
    yield element("p", world.within(), class_="soft legend")


def _scans(chart: over_scans.OverScans) -> Html:
    drawn = [
        _text(_NAMES + (column + 0.5) * _CELL - 1, _FOOT - 4, over_scans.marked(chart, column))
        for column in sorted(chart.other_basis)
    ]
    for row, (name, states) in enumerate(chart.rows):
        y = (row + 1) * _ROW + _FOOT
        drawn.append(_text(0, y, name, "start"))
        for column, state in enumerate(states):
            x = _NAMES + column * _CELL
            class_ = f"cell {state.value}" if state is not None else "cell"
            drawn.append(
                element("rect", x=x, y=y - 13, width=_CELL - 2, height=_ROW - 2, class_=class_)
            )
            drawn.append(_text(x + _CELL / 2 - 1, y, over_scans.sign(state)))
    said = over_scans.in_words(chart)
    title = _("Answers over scans")
    heads = (f"{day}{over_scans.marked(chart, at)}" for at, day in enumerate(chart.days))
    words = [
        (name, *(_("not kept") if state is None else answer_state(state) for state in states))
        for name, states in chart.rows
    ]
    return element(
        "section",
        element("h3", title),
        element("p", over_scans.legend_in_page(), class_="soft legend"),
        _svg("scans", (len(chart.rows) + 1) * _ROW + _FOOT, title, "; ".join(said), *drawn),
        element("ul", *(element("li", sentence) for sentence in said)),
        _table((_("Question"), *heads), words, scrolls=title),
        class_="charts",
    )
