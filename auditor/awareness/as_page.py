"""All lessons as one HTML page that asks for nothing: still until somebody lets a drawing move."""

from __future__ import annotations

import html
from collections.abc import Iterator

from auditor.awareness import svg
from auditor.awareness.read import (
    NO_PROOF,
    SIMULATED,
    drawings,
    drawn_words,
    lessons,
    who_helps,
)
from auditor.awareness.rows import AwarenessLesson, LessonExercise
from auditor.messages import _

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root{--ground:#fbfaf7;--ink:#1c2226;--quiet:#4d575e;--line:#8a8578;--mark:#17626a;
color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);
font:17px/1.6 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:44rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:2rem;line-height:1.2}h2{margin-top:2.5em;border-top:2px solid var(--line);
padding-top:.7em}h3{color:var(--mark)}
.quiet{color:var(--quiet);font-size:.93em}
details{border:1px solid var(--line);border-radius:4px;margin:.4em 0;padding:.4em .8em}
summary{cursor:pointer}.reads{font-family:ui-monospace,monospace;margin:.2em 0}
.drawn{border:1px solid var(--line);padding:.6em;margin:.6em 0}
.moves{display:inline-block;padding:.4em 0}
svg{display:block;width:100%;height:auto;margin:.5em 0;fill:none;stroke:var(--ink);
stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
svg text{fill:var(--ink);stroke:none;font:700 14px system-ui,sans-serif}
svg .box{stroke:var(--line);stroke-width:1}
svg .thick{stroke-width:4}svg .solid{fill:var(--ink)}svg .spot{fill:var(--ground);stroke:none}
svg .paper{fill:var(--ground)}svg .mark{stroke:var(--mark);stroke-width:2.5}
svg .lamp{fill:var(--mark);stroke:var(--mark)}
@media (prefers-reduced-motion:no-preference){
.drawn:has(input:checked) .frames{display:grid}
.drawn:has(input:checked) svg{grid-area:1/1;animation:turn 2s step-end infinite}
.drawn:has(input:checked) svg:last-of-type{animation-delay:-1s}
@keyframes turn{0%{visibility:visible}50%{visibility:hidden}}
}
@media (prefers-reduced-motion:reduce){.moves{display:none}}
"""


def lessons_page(where: str = "") -> str:
    """Return the page, with who helps in a place."""
    title = _("Real or made? Lessons on synthetic media")
    body = "\n".join(part for lesson in lessons() for part in _lesson(lesson, where))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style></head>\n"
        f"<body><main>\n<h1>{_text(title)}</h1>\n<p>{_text(_(NO_PROOF))}</p>\n{body}\n"
        "</main></body></html>\n"
    )


def _lesson(lesson: AwarenessLesson, where: str) -> Iterator[str]:
    yield f'<section id="{lesson.name}"><h2>{_text(_(lesson.title))}</h2>'
    yield f"<p><strong>{_text(_(lesson.aim))}</strong></p>"
    yield from (f"<p>{_text(_(words))}</p>" for words in lesson.words)
    helps = who_helps(lesson, where)
    if helps:
        items = "".join(f"<li>{_text(line)}</li>" for line in helps[1:])
        yield f"<p><strong>{_text(helps[0])}</strong></p><ul>{items}</ul>"
    for fact in lesson.facts:
        read = _("{source}; read {date}").format(source=fact.source, date=fact.date)
        yield f'<p>{_text(_(fact.text))} <span class="quiet">({_text(read)})</span></p>'
    if lesson.age:
        yield f'<p class="quiet">{_text(_("Age: {age}").format(age=_(lesson.age)))}</p>'
    limit = _("What it cannot do: {limit}").format(limit=_(lesson.limit))
    yield f"<p>{_text(limit)}</p>"
    for number, exercise in enumerate(lesson.exercises, 1):
        yield from _exercise(exercise, f"{lesson.name}-{number}")
    yield "</section>"


def _exercise(exercise: LessonExercise, name: str) -> Iterator[str]:
    yield f"<h3>{_text(_(exercise.ask))}</h3>"
    yield from (f'<p class="reads">{_text(_(line))}</p>' for line in exercise.reads)
    if exercise.drawing:
        yield _drawn(exercise.drawing)
    for choice in exercise.choices:
        verdict = _("Right:") if choice.right else _("Not right:")
        said = _(choice.said).removeprefix("Right. ").removeprefix("No. ")
        yield (
            f'<details name="{name}"><summary>{_text(_(choice.text))}</summary>'
            f"<p><strong>{_text(verdict)}</strong> {_text(said)}</p></details>"
        )


def _drawn(name: str) -> str:
    drawing = drawings()[name]
    said = "".join(f"<p>{_text(line)}</p>" for line in drawn_words(drawing))
    return (
        f'<figure class="drawn"><figcaption>{_text(_(drawing.about))}. '
        f'<span class="quiet">{_text(_(SIMULATED))}</span></figcaption>'
        f'<label class="moves"><input type="checkbox"> {_text(_("Let it move"))}</label>'
        f'<div class="frames">{"".join(svg.frames(name, drawing))}</div>'
        f"<details><summary>{_text(_('The drawings in words'))}</summary>{said}</details></figure>"
    )


def _text(text: str) -> str:
    return html.escape(text, quote=True)
