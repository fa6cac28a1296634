"""A drawing made of characters: dots of which eight stand in a cell, and letters over them."""

from __future__ import annotations

from auditor.dataclass import dataclass

DOTS_ACROSS, DOTS_DOWN = 2, 4
"""Dots in a cell. They are about square, as cells are about twice as high as wide."""
_BRAILLE = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


@dataclass(frozen=True, slots=True)
class Pen:
    """With what is drawn: `ascii_only` leaves out block, braille and box signs."""

    width: int
    ascii_only: bool = False


class CellCanvas:
    """Cells to draw on. What lies outside is left out."""

    def __init__(self, width: int, height: int, *, ascii_only: bool) -> None:
        self.width, self.height = width, height
        self._ascii_only = ascii_only
        self._dots = [[0] * width for _row in range(height)]
        self._letters: dict[tuple[int, int], str] = {}

    def dot(self, x: float, y: float) -> None:
        """Draw one dot, counted in dots from the upper left."""
        across, down = int(x), int(y)
        column, row = across // DOTS_ACROSS, down // DOTS_DOWN
        if x >= 0 and y >= 0 and column < self.width and row < self.height:
            self._dots[row][column] |= _BITS[down % DOTS_DOWN][across % DOTS_ACROSS]

    def line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a straight line of dots."""
        steps = max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
        for step in range(steps + 1):
            share = step / steps
            self.dot(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)

    def letter(self, x: float, y: float, sign: str) -> bool:
        """Write a sign into the cell of a dot; False where another one stands there already."""
        cell = int(x) // DOTS_ACROSS, int(y) // DOTS_DOWN
        if cell in self._letters:
            return False
        if 0 <= cell[0] < self.width and 0 <= cell[1] < self.height:
            self._letters[cell] = sign
        return True

    def lines(self) -> list[str]:
        """Return the rows."""
        return [
            "".join(self._cell(column, row) for column in range(self.width)).rstrip()
            for row in range(self.height)
        ]

    def _cell(self, column: int, row: int) -> str:
        letter = self._letters.get((column, row))
        if letter is not None:
            return letter
        bits = self._dots[row][column]
        if not bits:
            return " "
        return "." if self._ascii_only else chr(_BRAILLE + bits)
