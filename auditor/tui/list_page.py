"""Screens that are a list: keys move its cursor at once, and what is chosen is told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from auditor.errors import ReaderError, UsageError
from auditor.messages import _
from auditor.tui.page import Page
from auditor.tui.text.plain import plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.picture import decode
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList, TitledList

Row = TypeVar("Row")

_BROAD = 140
"""Cells from which on the picture of what is under the cursor stands beside the list."""


class ListPage(Page):
    """A page with one list.

    `PICTURES`: pictures are shown at every width, not only beside a list in a broad terminal.
    `FIRST` is what has the focus at first.
    """

    PICTURES = False
    FIRST = "RowList"
    _pictured = ""

    def _breakpoints(self) -> Iterator[str]:
        yield from super()._breakpoints()
        if self.app.size.width >= _BROAD:
            yield "-broad"

    def on_resize(self) -> None:
        """Show pictures where there is room."""
        self.set_class(self.app.size.width >= _BROAD, "-broad")

    def on_mount(self) -> None:
        """Keys move the cursor at once, where the list has the focus."""
        self.query_one(self.FIRST).focus()

    def split(self, rows: RowList[Row], columns: Sequence[Column]) -> ComposeResult:
        """Yield the list, and beside it the words on the row under the cursor."""
        with Container(id="split"):
            yield TitledList(rows, columns) if columns else rows
            with VerticalScroll(id="detail"):
                yield Container(id="preview")
                yield Prose(id="about")

    def picture(self, photo: str) -> None:
        """Show the small picture of a photo above the words; none for an empty id."""
        wanted = photo if self.PICTURES or self.has_class("-broad") else ""
        if wanted != self._pictured:
            self._pictured = wanted
            self.start("picture", self._paint, wanted)

    async def _paint(self, photo: str) -> None:
        place, draw = self.query_one("#preview", Container), self.context.draw
        await place.remove_children()
        place.display = bool(photo) and draw is not None
        if not photo or draw is None:
            return
        try:
            detail = await self.context.session.photo(photo)
            if detail.thumbnail is None:
                await place.mount(Prose(plain(_("No small picture was kept."), "$quiet")))
                return
            await place.mount(draw(await decode(detail.thumbnail)))
        except (ReaderError, UsageError) as error:  # broken, or gone since the list was read
            told = self.context.veil.sentence(error.message)
            await place.mount(Prose(plain(told, "$quiet", limit=200)))
