"""Where a picture could be looked for elsewhere: links, and what each page would get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.guidance.help import picture_search
from auditor.messages import N_, _
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (Column(_("Search by picture")), Column(_("It gets"), 40, least=90))


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: a page, or what has to be known before any of them is opened."""

    name: str
    gets: str
    says: tuple[str, ...]
    url: str = ""


class PictureSearchPage(ListPage):
    """What has to be known first, then every page."""

    HELP = N_(
        "Pages on which you can look for a picture of yourself that is public already. This "
        "program opens none by itself and sends no picture: w asks before it opens the page in "
        "your browser."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("w", "browse", _("Page")),
    ]

    def body(self) -> ComposeResult:
        """The list, and words on the row under the cursor."""
        rows: RowList[_Line] = RowList(_COLUMNS, self._cells, key=lambda row: row.name, id="rows")
        yield from self.split(rows, _COLUMNS)

    async def load(self) -> None:
        """Show them all; what has to be known first is under the cursor."""
        rows = self.query_one("#rows", RowList)
        rows.show(_rows(), cursor=rows.cursor)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open a page only where there is one."""
        del parameters
        return action != "browse" or bool(self._chosen().url)

    def action_browse(self) -> None:
        """Ask before the page is opened in the browser."""
        self.go(Route.BROWSE, self._chosen().url)

    def _chosen(self) -> _Line:
        chosen = next((rows.row for rows in self.query(RowList)), None)
        return chosen if isinstance(chosen, _Line) else _rows()[0]

    def _cells(self, row: _Line) -> Sequence[Content]:
        return plain(row.name, "bold"), plain(row.gets, "$quiet")

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        row = event.row if isinstance(event.row, _Line) else _rows()[0]
        about = [plain(row.name, "bold")]
        if row.url:
            about.append(plain(row.url, "$accent"))
        self.query_one("#about", Prose).write(
            lines(*about, *(plain(said, limit=1000) for said in row.says))
        )
        self.refresh_bindings()


def _rows() -> tuple[_Line, ...]:
    first = _Line(_("Before you open one"), "", picture_search.before())
    return (
        first,
        *(
            _Line(
                search.name,
                _(search.uploads),
                tuple(picture_search.explained(search)),
                search.url,
            )
            for search in picture_search.searches()
        ),
    )
