"""One list for everything.

Lines drawn on demand, with its own cursor, selection and mouse, for ten rows or a million.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget
from textual.worker import Worker

from auditor.messages import _
from auditor.tui.base.workers import start, surface
from auditor.tui.widgets.columns import Column, lay
from auditor.tui.widgets.pages import Pages

Row = TypeVar("Row")
_WAITING = Content.styled("…", "$quiet")


class ColumnTitles(Widget):
    """The line above a list."""

    DEFAULT_CSS = """
    ColumnTitles { height: 1; padding: 0 1; color: $quiet; text-style: bold; text-wrap: nowrap; }
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = columns

    def render(self) -> RenderResult:
        """Draw the titles in the widths of the list below."""
        return lay(
            self._columns,
            [Content(column.title) for column in self._columns],
            self.content_size.width,
        )


class RowList(ScrollView, Generic[Row], can_focus=True):
    """`cells` turns a row into one piece of content for each column.

    `key` names it for the selection.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding("enter", "open", _("Open"), show=False),
        Binding("space", "pick", _("Pick several"), show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--cursor",
        "row-list--resting",
        "row-list--picked",
    }
    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        padding: 0 0 0 1;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        & > .row-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground;
        }
        & > .row-list--resting { background: $block-cursor-blurred-background; }
        & > .row-list--picked { background: $primary 20%; }
    }
    """

    cursor: reactive[int] = reactive(0, init=False, repaint=False)

    class Moved(Message):
        """The cursor stands on another row, or its row has arrived.

        `row` is None while it is on its way or the list is empty.
        """

        def __init__(self, rows: RowList[Any], row: object) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList[Any]:
            """The list."""
            return self.rows

    class Opened(Moved):
        """Enter or a second click."""

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[Row], Sequence[Content]],
        *,
        key: Callable[[Row], str],
        empty: str | Callable[[], str] = "",
        waiting: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._columns = columns
        self._cells = cells
        self._key = key
        self._empty = empty
        self._waiting = waiting
        self._known: bool | None = None
        self._unknown = ""
        self._pages: Pages[Row] = Pages.of(())
        self._filling: Pages[Row] | None = None
        self.picked: set[str] = set()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._pages.count

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._pages.get(self.cursor) if self.count else None

    @property
    def ready(self) -> bool:
        """Whether what is in sight stands there, or words on why not: what is still worked out."""
        if self._known is None:
            return bool(self._waiting)
        return self._pages.missing(*self._sight()) is None

    def at(self, index: int) -> Row | None:
        """Return a row by its place; None if it is not here."""
        return self._pages.get(index) if 0 <= index < self.count else None

    def told(self) -> str:
        """Return what stands in place of rows: that they are on their way, unknown, or none."""
        if self._known is None:
            return self._waiting or _("Loading…")
        if not self._known:
            return self._unknown or _("This could not be read, so nothing is known of it.")
        return self._empty if isinstance(self._empty, str) else self._empty()

    def show(self, rows: Sequence[Row], *, cursor: int = 0) -> None:
        """Show rows that are in memory."""
        self._take(Pages.of(rows), cursor)

    def show_pages(
        self, count: int, fetch: Callable[[int, int], Awaitable[Sequence[Row]]], *, cursor: int = 0
    ) -> None:
        """Show `count` rows of which only the visible pages are fetched."""
        self._take(Pages(count, fetch), cursor)

    def fail(self, told: str = "") -> None:
        """Say that what belongs here could not be read, unless rows are shown already.

        `told` says why, where that is not told elsewhere.
        """
        self._known, self._unknown = False, told
        self.refresh()

    def _take(self, pages: Pages[Row], cursor: int) -> None:
        self._pages = pages
        self._known = True
        self.virtual_size = Size(self._width, max(1, pages.count))
        self.set_reactive(RowList.cursor, max(0, min(cursor, pages.count - 1)))
        self._keep_in_sight()
        self._fill()
        self.refresh()
        self.post_message(self.Moved(self, self.row))

    # cursor

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on the list."""
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Follow the cursor; where the lines stay in their places, only two of them change."""
        stood = self.scroll_offset
        self._keep_in_sight()
        self._fill()
        if self.scroll_offset == stood:
            for index in {before, now}:
                self.refresh_lines(index)
        else:
            self.refresh()
        self.post_message(self.Moved(self, self.row))

    def _keep_in_sight(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, immediate=True)

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Move the cursor by screens."""
        self.cursor += by * max(1, self.content_size.height - 1)

    def action_jump(self, to: int) -> None:
        """Jump to the first (0) or last (-1) row."""
        self.cursor = to if to >= 0 else self.count - 1

    def action_open(self) -> None:
        """Tell that the row under the cursor is wanted."""
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    def action_pick(self) -> None:
        """Add the row to the selection or take it out, and go on to the next."""
        if self.row is not None:
            self.picked ^= {self._key(self.row)}
            self.cursor += 1
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; a second click opens, Ctrl picks."""
        index = event.y + round(self.scroll_offset.y)
        if index >= self.count:
            return
        again = index == self.cursor
        self.cursor = index
        if event.ctrl and self.row is not None:
            self.picked ^= {self._key(self.row)}
            self.refresh()
        elif again or event.chain > 1:
            self.action_open()

    # pages

    def _sight(self) -> tuple[int, int]:
        first = round(self.scroll_offset.y)
        return first, first + max(1, self.size.height)

    def _fill(self) -> None:
        if self._pages.missing(*self._sight()) is not None and self._filling is not self._pages:
            start(self, "rows", self._load, self._pages)

    async def _load(self, pages: Pages[Row]) -> None:
        self._filling = pages
        try:
            while (number := pages.missing(*self._sight())) is not None:
                await pages.load(number)
                self.refresh()
            self.post_message(self.Moved(self, self.row))
        finally:
            self._filling = None

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let mistakes surface."""
        surface(event)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Fetch what came into sight."""
        super().watch_scroll_y(old_value, new_value)
        if self.is_mounted:
            self._fill()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self.virtual_size = Size(self._width, max(1, self.count))
        self._keep_in_sight()
        self._fill()

    # drawing

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        index = y + round(self.scroll_offset.y)
        width = self._width
        if index >= self.count:
            told = Content.styled("" if self.count else self.told(), "$quiet")
            drawn = Visual.to_strips(self, told, width, None, self.visual_style, pad=True)
            return drawn[y] if y < len(drawn) else Strip.blank(width, self.rich_style)
        found = self._pages.get(index)
        line = _WAITING if found is None else lay(self._columns, self._cells(found), width)
        return Visual.to_strips(self, line, width, 1, self._style(index, found), pad=True)[0]

    def _style(self, index: int, row: Row | None) -> Style:
        names = []
        if row is not None and self._key(row) in self.picked:
            names.append("row-list--picked")
        if index == self.cursor:
            names.append("row-list--cursor" if self.has_focus else "row-list--resting")
        return self.get_visual_style(*names) if names else self.visual_style


class TitledList(Widget, Generic[Row]):
    """A list with its column titles above."""

    DEFAULT_CSS = """
    TitledList { layout: vertical; height: 1fr; }
    """

    def __init__(self, rows: RowList[Row], columns: Sequence[Column]) -> None:
        super().__init__()
        self._rows = rows
        self._columns = columns

    def compose(self) -> ComposeResult:
        """Titles, then rows."""
        yield ColumnTitles(self._columns)
        yield self._rows
