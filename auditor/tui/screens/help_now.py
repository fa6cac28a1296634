"""Help now: plain steps and services for people in danger.

Needs no vault and no network, and is one key away everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Select

from auditor.guidance.help.help_now import (
    HelpSituation,
    Service,
    facts,
    regions,
    services,
    situations,
)
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.page import Page
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (Column(_("What is happening?")),)


class HelpNow(Page):
    """Six situations; steps and services of the chosen one."""

    HELP = N_(
        "Choose what is happening, and a country with g; L shows the law where you live. "
        "Nothing is sent: these steps and services came with the program. "
        "Escape goes back; ctrl+x clears the screen and ends at once."
    )
    BAR = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("g", "country", _("Country")),
        Binding("L", "app.go('law')", _("Law")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._where = context.region

    def body(self) -> ComposeResult:
        """Title and country, situations, steps and services."""
        places = [(plain(_(name)), code) for code, name in regions()]
        known = {code for _name, code in places}
        with Container(id="head"):
            yield Prose(plain(_("Help now"), "bold $accent"), id="title")
            chosen = self._where if self._where in known else Select.NULL
            yield Select(
                places, value=chosen, prompt=_("Country: worldwide"), id="country", compact=True
            )
        with Container(id="split"):
            rows: RowList[HelpSituation] = RowList(
                _COLUMNS, self._cells, key=lambda situation: situation.key, id="rows"
            )
            yield rows
            with VerticalScroll(id="detail"):
                yield Prose(id="about")

    def on_mount(self) -> None:
        """The first situation is the most urgent one."""
        self.query_one("#rows", RowList).show(situations())
        self.query_one("#rows", RowList).focus()

    @staticmethod
    def _cells(situation: HelpSituation) -> Sequence[Content]:
        return (plain(_(situation.title), "bold"),)

    def action_country(self) -> None:
        """Choose a country."""
        self.query_one("#country", Select).focus()
        self.query_one("#country", Select).expanded = True

    @on(Select.Changed)
    def _chosen(self, event: Select.Changed) -> None:
        self._where = event.value if isinstance(event.value, str) else ""
        self.context.region = self._where
        self._tell()
        self.query_one("#rows", RowList).focus()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._tell()

    @on(RowList.Opened)
    def _opened(self) -> None:
        self.query_one("#detail").focus()

    def _tell(self) -> None:
        situation = self.query_one("#rows", RowList).row
        if isinstance(situation, HelpSituation):
            self.query_one("#about", Prose).write(self._about(situation))
            self.query_one("#detail").scroll_home(animate=False)

    def _about(self, situation: HelpSituation) -> Content:
        out = [plain(_(situation.title), "bold $accent"), plain("")]
        out += [
            row(plain(f"{number}. ", "bold $accent"), plain(_(step), limit=1000))
            for number, step in enumerate(situation.steps, 1)
        ]
        out += [plain(""), plain(_("Who can help"), "bold $accent")]
        for service in services(self._where, situation.key):
            out += [plain(""), *self._service(service)]
        return lines(*out)

    @staticmethod
    def _service(service: Service) -> list[Content]:
        head = row(
            plain(service.name, "bold"), plain(f"  {_(service.for_whom)}", "$quiet", limit=300)
        )
        return [head, *(plain(f"  {text}", limit=1000) for text in facts(service))]
