"""Results of a class as a page: charts, each with a table beside it. It asks for nothing else."""

from __future__ import annotations

from html import escape

from auditor.messages import _
from auditor.practice.results import words
from auditor.practice.results.class_results import ClassResults
from auditor.practice.results.figures import ClassFigure, figures

_SHEET = """
:root{color-scheme:light dark;--back:#fff;--ink:#15202b;--soft:#4a5a6a;--line:#c9d2da;
--before:#8a5a00;--after:#0b6b4f}
@media(prefers-color-scheme:dark){:root{--back:#12171c;--ink:#e9edf0;--soft:#a9b6c2;
--line:#3a4650;--before:#e0a94a;--after:#5cc9a1}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);
font:17px/1.55 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:1000px;margin:0 auto;padding:24px 18px 48px}
h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.1rem;margin:0 0 8px;
overflow-wrap:anywhere}
section{border-top:1px solid var(--line);padding:18px 0;display:grid;gap:14px;
grid-template-columns:minmax(0,1fr) minmax(0,1fr)}section h2{grid-column:1/-1}
@media(max-width:760px){section{grid-template-columns:minmax(0,1fr)}}
svg{width:100%;height:auto;display:block}svg text{font-size:17px;fill:var(--ink)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:6px 8px;
border-bottom:1px solid var(--line)}th{font-weight:600}
.before{fill:var(--before)}.after{fill:var(--after)}.scale{stroke:var(--line);fill:none}
.range{stroke:var(--ink);stroke-width:2}.soft{color:var(--soft)}
@media print{section{break-inside:avoid}}
"""
_LEFT, _WIDE = 80, 360
_HIGH = 104


def class_page(results: ClassResults) -> str:
    """Return the page, in ASCII with entities: whatever writes it to a file keeps it whole."""
    made = figures(results)
    title = escape(words.title(made))
    charts = "".join(_section(*pair) for pair in made.pairs())
    notes = "".join(f'<p class="soft">{escape(note)}</p>' for note in words.notes(results))
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_SHEET}</style></head><body><main><h1>{title}</h1>"
        f"{charts}{notes}</main></body></html>\n"
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _section(before: ClassFigure, after: ClassFigure) -> str:
    head = escape(words.head(before))
    rows = "".join(
        f'<tr><th scope="row">{escape(words.when(each))}</th>'
        f"<td>{escape(words.number(each))}</td></tr>"
        for each in (before, after)
    )
    columns = "".join(f'<th scope="col">{escape(each)}</th>' for each in (_("when"), _("figure")))
    table = f"<table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"
    told = [each for each in (before, after) if each.about is not None]
    chart = _chart(before, after) if told else "<div></div>"
    return f"<section><h2>{head}</h2>{chart}{table}</section>"


def _chart(before: ClassFigure, after: ClassFigure) -> str:
    said = "; ".join(f"{words.when(each)}: {words.number(each)}" for each in (before, after))
    bars = "".join(_bar(each, 12 + 40 * place) for place, each in enumerate((before, after)))
    end = _LEFT + _WIDE
    marks = "".join(
        f'<text x="{x}" y="{_HIGH - 2}" text-anchor="{anchor}">{mark}</text>'
        for x, anchor, mark in ((_LEFT, "start", 0), (end, "end", before.most))
    )
    return (
        f'<svg viewBox="0 0 {end + 8} {_HIGH}" role="img" aria-label="{escape(said, quote=True)}">'
        f'<path class="scale" d="M{_LEFT} 6V84H{end}"/>{bars}{marks}</svg>'
    )


def _bar(figure: ClassFigure, top: int) -> str:
    when = escape(words.when(figure))
    label = f'<text x="{_LEFT - 6}" y="{top + 17}" text-anchor="end">{when}</text>'
    if figure.about is None or figure.low is None or figure.high is None:
        return label
    wide, low, high = (
        round(_WIDE * value / figure.most) for value in (figure.about, figure.low, figure.high)
    )
    kind = "after" if figure.after else "before"
    middle = top + 13
    return (
        f'{label}<rect class="{kind}" x="{_LEFT}" y="{top}" width="{wide}" height="26"/>'
        f'<path class="range" d="M{_LEFT + low} {middle}H{_LEFT + high}'
        f'M{_LEFT + low} {middle - 6}v12M{_LEFT + high} {middle - 6}v12"/>'
    )
