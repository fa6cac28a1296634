"""The law where the user says that they live: what is in force, and apart from it what is not.

No vault and no network.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Checkbox, Input, Select

from auditor.guidance.help import help_now
from auditor.guidance.help.help_services import sure_enough
from auditor.guidance.laws import by_name
from auditor.guidance.laws import words as law_words
from auditor.guidance.laws.laws import Law, LawAnswer, answer
from auditor.guidance.laws.situations import Situation, about, channels, steps
from auditor.messages import N_, _, ngettext
from auditor.tui.page import Page
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.toggles import Tick
from auditor.tui.widgets.typed_line import TypedLine


class LawPage(Page):
    """A code, a situation, and what there is."""

    HELP = N_(
        "Type the name or code of a country or part (Texas, US-CA, GB), and choose what is "
        "happening. It is never worked out where you "
        "are. General information, not legal advice: each row has its source and date. Bills stand "
        "apart: do not rely on them yet."
    )
    BAR = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("pagedown", "turn(1)", _("Page down"), show=False),
        Binding("pageup", "turn(-1)", _("Page up"), show=False),
    ]

    def body(self) -> ComposeResult:
        """The question above, the answer below."""
        situations = [
            (plain(_(about(situation).title), limit=200), situation.value)
            for situation in Situation
        ]
        with Container(id="head"):
            yield TypedLine(
                self.context.region,
                id="where",
                placeholder=_("Place: Spain, Texas, GB"),
                compact=True,
                max_length=40,
            )
            wanted = self.item or self.context.situation
            chosen = wanted if wanted in {*Situation} else Select.NULL
            yield Select(
                situations, value=chosen, prompt=_("Any situation"), id="situation", compact=True
            )
            yield Tick(plain(_("low confidence as well")), "low")
        with VerticalScroll(id="told"):
            yield Prose(id="answer")

    def on_mount(self) -> None:
        """Begin with what there is for the country of the help page, or with the question.

        There a digit chooses what is happening; here one would take the place of the country.
        """
        self.query_one("#told" if self.context.region else "#where").focus()
        self._tell()

    @on(Input.Changed, "#where")
    @on(Select.Changed, "#situation")
    @on(Checkbox.Changed, "#low")
    def _asked(self) -> None:
        self._tell()

    @on(Input.Submitted, "#where")
    def _submitted(self) -> None:
        self.query_one("#told").focus()

    def action_turn(self, pages: int) -> None:
        """Scroll the answer while the place is being typed."""
        told = self.query_one("#told", VerticalScroll)
        told.scroll_relative(y=pages * told.size.height, animate=False)

    def _tell(self) -> None:
        chosen = self.query_one("#situation", Select).value
        situation = Situation(chosen) if isinstance(chosen, str) else None
        self.context.situation = situation or ""
        told = _page(
            self.query_one("#where", Input).value,
            situation,
            self.context.clock().date(),
            low_confidence=self.query_one("#low", Checkbox).value,
        )
        self.query_one("#answer", Prose).write(lines(*told))
        self.query_one("#told").scroll_home(animate=False)


def _page(
    where: str, situation: Situation | None, today: date, *, low_confidence: bool
) -> Iterator[Content]:
    """Yield everything as content.

    Notes, the situation, what is in force, what is not, who can help.
    """
    meant = by_name.named(where)
    where = meant.code or where
    yield from (
        plain(text, "bold", limit=300) for text in law_words.numbers(where, situation, today)
    )
    if len(meant.candidates) and not meant.code:
        yield plain(by_name.several(where, meant), "bold $text-warning", limit=1000)
        found = None
    elif where.strip():
        found = answer(where, situation, low_confidence=low_confidence)
        yield from (plain(note, limit=1000) for note in law_words.notes(where, found, situation))
        yield from _hidden(found)
    else:
        yield plain(
            _(
                "Type where you live; it is never worked out. Nothing is sent and nothing is "
                "stored by this page."
            ),
            "bold",
        )
        found = None
    if situation is not None:
        yield plain("")
        yield plain(_(about(situation).title), "bold $accent", limit=300)
        yield plain(_(about(situation).text), limit=2000)
        yield from (
            plain(f"{number}. {_(step)}", limit=1000)
            for number, step in enumerate(steps(situation), 1)
        )
    if found is not None:
        yield from _laws(_("IN FORCE"), "bold $text-success", found.laws, today)
        yield from _laws(
            _("NOT IN FORCE OR NOT VERIFIED: do not rely on these yet"),
            "bold $text-warning",
            found.bills,
            today,
        )
    if situation is not None or (found is not None and not found.places):
        yield from _services(where, situation, low_confidence=low_confidence)
    else:
        yield plain("")
        yield plain(_("Who can help, and in danger: F2."), "bold")


def _hidden(found: LawAnswer) -> Iterator[Content]:
    if found.hidden:
        told = ngettext(
            "{count} row of low confidence is hidden.",
            "{count} rows of low confidence are hidden.",
            found.hidden,
        )
        yield plain(told.format(count=found.hidden), "$quiet")


def _laws(heading: str, style: str, rows: tuple[Law, ...], today: date) -> Iterator[Content]:
    if not rows:
        return
    yield plain("")
    yield plain(heading, style)
    for row in rows:
        yield plain("")
        yield plain(f"{row.name} ({row.citation})", "bold", limit=500)
        yield from (plain(f"  {text}", limit=2000) for text in law_words.about(row, today))


def _services(
    where: str, situation: Situation | None, *, low_confidence: bool
) -> Iterator[Content]:
    yield plain("")
    yield plain(_("WHERE TO TURN, AND WHAT LEAVES YOUR HANDS"), "bold $accent")
    for service in sure_enough(channels(where, situation), low_confidence=low_confidence):
        yield plain("")
        yield plain(
            f"{service.name} ({_(service.for_whom)}; {_(help_now.region_name(service.region))})",
            "bold",
            limit=500,
        )
        yield from (plain(f"  {text}", limit=2000) for text in help_now.facts(service))
