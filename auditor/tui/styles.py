"""The styles of the screens: those of the first one are read at the start, the others after it.

A screen that brought its own would have Textual style again all that is shown when it first comes.
"""

from __future__ import annotations

from pathlib import Path

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

_HERE = Path(__file__).parent
_SCREENS = _HERE / "screens"
FIRST: tuple[Path, ...] = (
    _HERE / "app.tcss",
    *(_SCREENS / f"{name}.tcss" for name in ("welcome", "unlock")),
)
"""What the screens need that stand before a vault."""
_KEPT = 1024


class KeptStyles(Stylesheet):
    """Reads each style once, as long as the colours stay.

    Textual keeps the rules of 64 sources and each screen and each kind of widget is one: beyond
    that it would read all of them anew whenever another kind comes.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(_KEPT)
        self._further = [path for path in sorted(_SCREENS.glob("*.tcss")) if path not in FIRST]

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set colours; where they are the same, what was read is kept."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Read what is not known yet. Raises StylesheetParseError, and nothing has changed."""
        self.parse()

    def read_next(self) -> bool:
        """Read the style of one more screen, and return whether there are others."""
        if self._further:
            self._add(self._further.pop())
            self.parse()
        return bool(self._further)

    def read_rest(self) -> None:
        """Read the styles of all screens, where that was not done yet."""
        while self._further:
            self._add(self._further.pop())

    def _add(self, path: Path) -> None:
        self.add_source(path.read_text("utf-8"), (str(path), ""))
