"""Help now: whom to call, plain steps, and services for people in danger.

Needs no vault and no network, and is one key away everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Select

from auditor.guidance.help.brief import IN_DANGER, SEEN, calls
from auditor.guidance.help.help_now import (
    HelpSituation,
    Service,
    facts,
    services,
    situations,
)
from auditor.guidance.help.silent import explained, without_speaking
from auditor.guidance.laws.by_name import places, typed_so_far, whole_name
from auditor.guidance.laws.situations import Situation
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Go, Route
from auditor.tui.page import Page
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.prose import Prose, press

_DIGITS = "1234567890"
_FIRST = IN_DANGER
_SHOWN = 20


class _Told(VerticalScroll):
    """What is said of a situation. Arrows and PageDown scroll; letters and digits are for the page.

    They are taken here, before the keys of the program, which mean other things.
    """

    class Typed(Message):
        """A letter or a digit; empty for a key that ends what was typed."""

        def __init__(self, character: str) -> None:
            super().__init__()
            self.character = character

    class Onward(Message):
        """Tab: to the situation that is shown, never to the first one."""

    def on_key(self, event: events.Key) -> None:
        """Pass on what names a country or a situation, and that something else was pressed."""
        if event.key == "tab":
            event.stop()
            event.prevent_default()
            self.post_message(self.Onward())
        elif not self.take(event):
            self.post_message(self.Typed(""))

    def take(self, event: events.Key) -> bool:
        """Take a letter or a digit as if it were pressed here; return whether it was one."""
        if not event.character or not (event.character.isalpha() or event.character in _DIGITS):
            return False
        event.stop()
        event.prevent_default()
        self.post_message(self.Typed(event.character))
        return True


class HelpNow(Page):
    """One situation at a time: whom to call where one lives, steps, services."""

    HELP = N_(
        "Begin to type your country: its numbers stand first; backspace begins anew. "
        "A digit chooses what is happening; "
        "arrows and PageDown scroll; Enter shows the law for it. "
        "F3 shows the links that you reported, once the vault is open. "
        "Nothing is sent: these steps and services came with the program. "
        "Escape goes back; ctrl+x clears the screen and ends at once."
    )
    BAR = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("enter", "law", _("The law")),
        Binding("f3", "reported", _("Reported links"), key_display="F3"),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        keys = [situation.key for situation in situations()]
        wanted = item or context.situation
        self._key = wanted if wanted in keys else _FIRST
        self._typed = ""
        self._before = ""
        self._unknown = ""

    def body(self) -> ComposeResult:
        """Title and country, what is said, the situations."""
        offered = [(plain(_(place.name)), place.code) for place in places()]
        known = {code for _name, code in offered}
        with Container(id="head"):
            yield Prose(plain(_("Help now"), "bold $accent"), id="title")
            chosen = self.context.region if self.context.region in known else Select.NULL
            yield Select(
                offered, value=chosen, prompt=_("Type your country"), id="country", compact=True
            )
        with _Told(id="told"):
            yield Prose(id="about")
        with Container(id="situations"):
            for digit, situation in zip(_DIGITS, situations(), strict=True):
                yield press(f"{digit} {_(situation.label)}", situation.key)

    def on_mount(self) -> None:
        """The first situation is the most urgent one."""
        self._tell()
        self.query_one(_Told).focus()

    @on(Select.Changed)
    def _chosen(self, event: Select.Changed) -> None:
        region = event.value if isinstance(event.value, str) else ""
        if region == self.context.region:  # the field came, with what is shown already
            return
        self.context.region = region
        self._tell()
        self.query_one(_Told).focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self._choose(event.button.id or _FIRST)

    @on(_Told.Typed)
    def _type(self, event: _Told.Typed) -> None:
        if not event.character:
            self._begin_anew()
        elif event.character in _DIGITS:
            self._choose(situations()[_DIGITS.index(event.character)].key)
        else:
            self._spell(event.character)

    @on(_Told.Onward)
    def _to_the_chosen(self) -> None:
        self.query_one(f"#{self._key}", Button).focus()

    def on_key(self, event: events.Key) -> None:
        """Enter on the situation that is shown leads on; letters find a country from its list.

        What is typed before anything here has the focus comes here, and is taken all the same.
        """
        focused = self.focused
        if event.key == "enter" and isinstance(focused, Button) and focused.id == self._key:
            event.stop()
            event.prevent_default()
            self.action_law()
        elif isinstance(focused, Select) and event.character and event.character.isalpha():
            event.stop()
            event.prevent_default()
            self.query_one(_Told).focus()
            self._spell(event.character)
        else:
            self.query_one(_Told).take(event)

    def _begin_anew(self) -> None:
        self._typed = ""
        if self._unknown:
            self._unknown = ""
            self._show()

    def _spell(self, letter: str) -> None:
        """Find the place that is typed; where there is none, go back to the one before and say so.

        A part of a name is never taken for another: who types a place that is not here must not end
        with the numbers of a third one.
        """
        if self._typed and whole_name(self._typed) and not typed_so_far(self._typed + letter):
            self._typed = ""
        if not self._typed:
            self._before = self.context.region
        self._typed += letter
        code = typed_so_far(self._typed)
        self._unknown = "" if code else self._typed
        self.query_one("#country", Select).value = code or self._before or Select.NULL
        self._tell()

    def _choose(self, key: str) -> None:
        self._key = key
        self._typed = self._unknown = ""
        self._tell()
        self.query_one(_Told).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer reported links only while the vault is open, in which they are kept."""
        del parameters
        return action != "reported" or self.context.is_open

    def action_reported(self) -> None:
        """Show the links that the person reported."""
        self.post_message(Go(Route.REPORTED))

    def action_law(self) -> None:
        """Show the law of the country for what is happening."""
        self.post_message(Go(Route.LAW, self._key if self._key in {*Situation} else ""))

    def _tell(self) -> None:
        self.context.situation = self._key
        self._show()
        self.query_one(_Told).scroll_home(animate=False)
        for digit, known in zip(_DIGITS, situations(), strict=True):
            button = self.query_one(f"#{known.key}", Button)
            chosen = known.key == self._key
            button.label = Content(f"{digit}{'›' if chosen else ' '}{_(known.label)}")
            button.set_class(chosen, "-chosen")

    def _show(self) -> None:
        situation = next(known for known in situations() if known.key == self._key)
        self.query_one("#about", Prose).write(lines(*self._about(situation)))

    def _about(self, situation: HelpSituation) -> Iterator[Content]:
        where = self.context.region
        if self._unknown:
            none = _("No place here begins with “{typed}”. Backspace begins anew.")
            yield plain(none.format(typed=self._unknown[:_SHOWN]), "bold $text-warning")
        yield from (
            plain(text, "bold", limit=300) for text in calls(where, situation.key, keys=True)
        )
        yield plain(_(situation.title), "bold $accent")
        for number, step in enumerate(situation.steps, 1):
            yield row(plain(f"{number}. ", "bold $accent"), plain(_(step), limit=1000))
        yield from (plain(_(text), limit=1000) for text in (*situation.more, SEEN))
        way = without_speaking(where)
        if way and situation.key == IN_DANGER:
            yield plain("")
            yield plain(_("If you cannot speak"), "bold $accent")
            yield from (plain(text, limit=1000) for text in explained(way))
        yield plain("")
        yield plain(_("Who can help"), "bold $accent")
        for service in services(where, situation.key):
            yield plain("")
            yield from self._service(service)

    @staticmethod
    def _service(service: Service) -> list[Content]:
        head = row(
            plain(service.name, "bold"), plain(f"  {_(service.for_whom)}", "$quiet", limit=300)
        )
        return [head, *(plain(f"  {text}", limit=1000) for text in facts(service))]
