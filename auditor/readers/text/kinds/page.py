"""Recognised lines put back into the order in which a person reads them.

Pure: places in, places out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from auditor.dataclass import dataclass
from auditor.domain.photos.picture_contents import Box, TextFound, TextKind

__all__ = ["TextLine", "TextPage", "page_of", "type_height"]

_MOST_BETWEEN = 1.6
"""Widest gap between two pieces of one line, in heights of the line: the groups of a card number
stand about one apart."""
_SAME_ROW = 0.5
"""How far the middles of two pieces of one line may differ, in heights."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """What was recognised in one place.

    `box` in px of the upright picture, `tilt` in degrees (clockwise positive).
    """

    text: str
    confidence: float
    box: Box
    tilt: float = 0.0


@dataclass(frozen=True)
class TextPage:
    """All lines of a picture, top to bottom."""

    lines: tuple[TextLine, ...]

    @cached_property
    def text(self) -> str:
        """All words in upper case, one line each."""
        return "\n".join(line.text.upper() for line in self.lines)

    def has(self, words: re.Pattern[str]) -> bool:
        """Whether `words` stand anywhere."""
        return words.search(self.text) is not None

    def count(self, words: re.Pattern[str]) -> int:
        """Return how many different matches of `words` stand on the page."""
        return len({match.group().strip() for match in words.finditer(self.text)})

    def first(self, words: re.Pattern[str]) -> TextLine | None:
        """Return the first line with `words`."""
        return next((line for line in self.lines if words.search(line.text.upper())), None)

    def after(self, line: TextLine) -> Iterator[TextLine]:
        """Yield the lines below `line`."""
        place = self.lines.index(line)
        yield from self.lines[place + 1 :]

    def whole(self, kind: TextKind, masked: str, confidence: float) -> TextFound:
        """Return a finding about the whole page: a box around all its lines."""
        return TextFound(kind, masked, confidence, around([line.box for line in self.lines]))


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around `boxes`, which are not empty."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = (
        max(box.x + box.width for box in boxes),
        max(box.y + box.height for box in boxes),
    )
    return Box(left, top, right - left, bottom - top)


def page_of(pieces: Sequence[TextLine]) -> TextPage:
    """Join pieces that stand side by side in one line, as most pieces tilt, and sort the lines."""
    if not pieces:
        return TextPage(())
    tilts = sorted(piece.tilt for piece in pieces)
    turn = math.radians(tilts[len(tilts) // 2])
    placed = sorted(
        ((*_turn_middle(piece.box, turn), piece) for piece in pieces), key=lambda spot: spot[1]
    )
    rows: list[list[tuple[float, float, TextLine]]] = []
    for spot in placed:
        row = rows[-1] if rows else []
        if (
            row
            and abs(spot[1] - row[-1][1]) < _SAME_ROW * _measure_height(row[-1][2], turn)
            and _is_alike(row[-1][2], spot[2], turn)
        ):
            row.append(spot)
        else:
            rows.append([spot])
    return TextPage(
        tuple(
            line for row in rows for line in _join_row(sorted(row, key=lambda spot: spot[0]), turn)
        )
    )


def _turn_middle(box: Box, turn: float) -> tuple[float, float]:
    """Return the middle of `box` in the grid of the lines."""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    return x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn)


def _measure_length(line: TextLine, turn: float) -> float:
    """Return how long a line is along its own direction: its box also holds what the tilt adds."""
    sine, cosine = abs(math.sin(turn)), math.cos(turn)
    return max(
        1.0, (line.box.width * cosine - line.box.height * sine) / max(0.2, cosine**2 - sine**2)
    )


def _measure_height(line: TextLine, turn: float) -> float:
    sine, cosine = abs(math.sin(turn)), math.cos(turn)
    return max(
        1.0, (line.box.height * cosine - line.box.width * sine) / max(0.2, cosine**2 - sine**2)
    )


def type_height(line: TextLine) -> float:
    """Return how tall the type of a line is, in px.

    The box of a long line that tilts is much taller.
    """
    return _measure_height(line, math.radians(line.tilt))


def _is_alike(first: TextLine, second: TextLine, turn: float) -> bool:
    """Whether two pieces are of about one size of type."""
    heights = sorted((_measure_height(first, turn), _measure_height(second, turn)))
    return heights[1] < 1.8 * heights[0]


def _join_row(row: list[tuple[float, float, TextLine]], turn: float) -> Iterator[TextLine]:
    group: list[tuple[float, TextLine]] = []
    for middle, _row, line in row:
        if group and middle - _measure_length(line, turn) / 2 - group[-1][
            0
        ] > _MOST_BETWEEN * _measure_height(line, turn):
            yield _merge_pieces([piece for _end, piece in group])
            group = []
        group.append((middle + _measure_length(line, turn) / 2, line))
    if group:
        yield _merge_pieces([piece for _end, piece in group])


def _merge_pieces(pieces: list[TextLine]) -> TextLine:
    text = " ".join(piece.text.strip() for piece in pieces)
    confidence = min(piece.confidence for piece in pieces)
    return TextLine(text, confidence, around([piece.box for piece in pieces]), pieces[0].tilt)
