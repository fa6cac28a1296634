"""Bars made of text: how much of a limit is reached."""

from __future__ import annotations

from textual.content import Content

from auditor.domain.findings.score import Score
from auditor.messages import _, ngettext
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row

_EIGHTHS = " ▏▎▍▌▋▊▉"
_NAME = 24
_POINTS = 7
_LEAST, _MOST = 8, 40
_CALM, _WATCH = 0.34, 0.67


def bar(share: float, width: int, style: str) -> Content:
    """Return a bar of `width` cells with `share` (0 to 1) of it filled."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full = "█" * (eighths // 8)
    part = _EIGHTHS[eighths % 8] if eighths % 8 else ""
    return row(plain(full + part, style), plain("·" * (width - len(full) - len(part)), "$faint"))


def style_of(share: float) -> str:
    """Return the colour of a share: the words beside it say the same."""
    if share < _CALM:
        return "$success"
    return "$warning" if share < _WATCH else "$error"


def score_lines(score: Score, width: int) -> Content:
    """Return the score and its parts as bars, at most `width` cells wide."""
    room = max(_LEAST, min(_MOST, width - _NAME - _POINTS))
    head = row(
        plain(_("Exposure "), "bold"),
        plain(str(score.total), f"bold {style_of(score.total / 100)}"),
        plain(_(" of 100"), "$quiet"),
    )
    out = [head, plain("")]
    for part in score.parts:
        share = part.points / part.limit if part.limit else 0.0
        points = f"{round(part.points):>4}/{part.limit:<2}"
        out.append(
            row(
                plain(words.part(part.name).ljust(_NAME)),
                bar(share, room, style_of(share)),
                plain(points, "$quiet"),
            )
        )
    total = sum(part.findings for part in score.parts)
    out += [
        plain(""),
        plain(
            ngettext("From {count} finding.", "From {count} findings.", total).format(count=total),
            "$quiet",
        ),
    ]
    return lines(*out)
