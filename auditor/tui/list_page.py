"""Screens that are a list: keys move its cursor at once, and what is chosen is told beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from auditor.tui.page import Page
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList, TitledList

Row = TypeVar("Row")


class ListPage(Page):
    """A page with one list."""

    def on_mount(self) -> None:
        """Keys move the cursor at once."""
        self.query_one(RowList).focus()

    def split(self, rows: RowList[Row], columns: Sequence[Column]) -> ComposeResult:
        """Yield the list, and beside it the words on the row under the cursor."""
        with Container(id="split"):
            yield TitledList(rows, columns)
            with VerticalScroll(id="detail"):
                yield Prose(id="about")
