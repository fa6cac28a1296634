"""How each question stood after each scan that is kept."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from auditor.dataclass import dataclass
from auditor.domain.changes import ScanAnswers
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.messages import _, ngettext
from auditor.report.charts.canvas import Pen
from auditor.report.words.words import answer_sign, answer_state, question_word

_NARROW, _DATE = 4, 7
_OTHER_BASIS = "*"
_UNKEPT = "."


@dataclass(frozen=True, slots=True)
class OverScans:
    """A row for each question, a column for each scan, oldest first.

    `rows` has None where it was not kept how a question stood. `other_basis` are the columns that
    do not rest on the same accounts as the one before.
    """

    days: tuple[str, ...]
    rows: tuple[tuple[str, tuple[AnswerState | None, ...]], ...]
    other_basis: frozenset[int]


def over_scans(kept: Sequence[ScanAnswers]) -> OverScans:
    """Return the chart of what is kept, oldest first."""
    return OverScans(
        tuple(f"{scan.ended_at:%Y-%m-%d}" for scan in kept),
        tuple(
            (question_word(question), tuple(scan.stood.get(question) for scan in kept))
            for question in QuestionId
        )
        if kept
        else (),
        frozenset(
            index for index in range(1, len(kept)) if kept[index].basis != kept[index - 1].basis
        ),
    )


def sign(state: AnswerState | None) -> str:
    """Return the sign of a state; a dot where it was not kept."""
    return _UNKEPT if state is None else answer_sign(state)


def drawn(chart: OverScans, pen: Pen) -> list[str]:
    """Return the table of signs. Where not all scans fit, the newest are shown and it is told."""
    if not chart.days:
        return []
    left = max(len(name) for name, _states in chart.rows) + 1
    wide = pen.width - left >= len(chart.days) * _DATE
    cell = _DATE if wide else _NARROW
    fitting = max(1, (pen.width - left) // cell)
    start = max(0, len(chart.days) - fitting)
    heads = [
        (day[5:] if wide else str(number)) + marked(chart, number - 1)
        for number, day in enumerate(chart.days, 1)
    ][start:]
    lines = [" " * left + "".join(head.rjust(cell) for head in heads)]
    for name, states in chart.rows:
        signs = "".join(_plain(sign(state), pen).rjust(cell) for state in states[start:])
        lines.append(name.ljust(left) + signs)
    if start:
        said = _("Earlier scans that do not fit here: {n}.").format(n=start)
        lines += textwrap.wrap(said, pen.width)
    return lines


def _plain(mark: str, pen: Pen) -> str:
    return "-" if pen.ascii_only and mark == "–" else mark


def legend(pen: Pen) -> str:
    """Return what the signs mean."""
    return _("{signs}; . not kept; * read other accounts than the scan before.").format(
        signs=_signs(pen)
    )


def legend_in_page() -> str:
    """Return the same where every column has its day in the table."""
    return _(
        "A column is a scan, the oldest first: {signs}; . not kept; * read other accounts than the "
        "scan before."
    ).format(signs=_signs(Pen(0)))


def _signs(pen: Pen) -> str:
    return ", ".join(
        f"{_plain(answer_sign(state), pen)} {answer_state(state)}"
        for state in reversed(AnswerState)
    )


def in_words(chart: OverScans) -> list[str]:
    """Return a line for each question with how it stood, oldest first; equal ones together.

    Where a scan read other accounts than the one before, that is the last line: what changed there
    may be nothing that was done.
    """
    lines = [f"{name}: {_told(chart.days, states)}" for name, states in chart.rows]
    if chart.other_basis:
        said = ngettext(
            "The scan of {days} read other accounts than the one before.",
            "The scans of {days} each read other accounts than the one before.",
            len(chart.other_basis),
        )
        lines.append(
            said.format(days=", ".join(chart.days[at] for at in sorted(chart.other_basis)))
        )
    return lines


def marked(chart: OverScans, column: int) -> str:
    """Return what is written behind the name of a column that rests on other accounts."""
    return _OTHER_BASIS if column in chart.other_basis else ""


def _told(days: Sequence[str], states: Sequence[AnswerState | None]) -> str:
    parts: list[str] = []
    before: AnswerState | str | None = ""
    for day, state in zip(days, states, strict=True):
        if state != before:
            word = _("not kept") if state is None else answer_state(state)
            parts.append(_("{word} from {day}").format(word=word, day=day))
        before = state
    return ", ".join(parts)
