"""Opens the vault, or makes one: a passphrase, and the keyring only after its price was read."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Checkbox, Input

from auditor.errors import AuditorError
from auditor.guidance.passphrases.strength import LEAST, hint, own_names
from auditor.messages import N_, _
from auditor.tui.base.messages import Route, VaultOpened
from auditor.tui.page import Page
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.toggles import Tick
from auditor.tui.widgets.typed_line import TypedLine

_PRICE = N_(
    "Anyone in this log-in can open it: whoever can use this computer while you are logged in "
    "would read everything here "
    "without a passphrase."
)


_SCAN = N_(
    "A scan goes on behind it; when it ends, the vault is locked. Type the passphrase to see it "
    "again. ctrl+l stops the scan and locks now; it goes on once the vault is open again."
)
_UNSAVED_SCAN = N_(
    "A scan goes on behind it. This session has no passphrase: Enter shows it again. ctrl+l ends "
    "it, and nothing of it is kept."
)
_STARTING = N_("Starting the practice range: invented people, drawn photos, nothing real…")
_READY = N_("Press s to scan: about a minute. Enter looks around first, ctrl+x leaves.")
_SEAT_READY = N_("Press s to scan. Enter looks around first, ctrl+x leaves.")
_ONE_AT_A_TIME = N_(
    "Invented people with public accounts on this device. You are one of them at a time; "
    "nothing is stored, and nothing leaves this device."
)
_A_SEAT = N_(
    "An invented person with public accounts that the class serves. They are yours while this "
    "runs; nothing is stored, and nothing but the class is asked."
)


class Unlock(Page):
    """Asks for the passphrase: once to open, twice to create."""

    HELP = N_(
        "The vault is one encrypted file. Without the passphrase nobody can read it, and nobody "
        "can reset it: if it is lost, what was "
        "found is lost, and a new scan finds it again. F8 erases everything, after two questions; "
        "that needs no passphrase. It closes by itself when nobody touches the "
        "keyboard for some minutes."
    )
    BAR = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "by_keyring", _("Open with the keyring"), key_display="F5"),
        Binding("s", "begin(True)", _("Scan")),
        Binding("enter", "begin(False)", _("Look around first")),
        Binding("f8", "erase", _("Erase everything"), key_display="F8"),
    ]

    def body(self) -> ComposeResult:
        """A small box in the middle."""
        new = not self.context.vault_exists
        if self.context.closing:
            yield Prose(plain(_("Locking…"), "$quiet"), id="starting")
            return
        if self.context.options.people:
            with Vertical(id="box"):
                yield Prose(self._people(), id="people")
                yield Prose(plain(_(_STARTING), "$quiet"), id="starting")
            return
        if self.context.options.practice:
            yield Prose(
                plain(_(_STARTING), "$quiet"),
                id="starting",
            )
            return
        if self.context.is_covered:
            yield from self._covered()
            return
        with Choices():
            title = _("Choose a passphrase") if new else _("The vault is locked")
            yield Prose(plain(title, "bold $accent"), id="title")
            yield Prose(self._lead(new=new), id="lead")
            yield TypedLine(password=True, placeholder=_("Passphrase"), id="passphrase")
            if new:
                yield TypedLine(password=True, placeholder=_("The same again"), id="again")
                yield Prose(id="strength")
            if new and self.context.options.remember is not None:
                yield Tick(plain(_("Let this log-in open it without the passphrase")), "remember")
                yield Prose(plain(_(_PRICE), "$text-warning"), id="price")
                yield Tick(plain(_("I have read this, and nobody else uses this log-in")), "read")
            yield press(_("Create the vault") if new else _("Open"), "open", variant="primary")
            yield Prose(id="trouble")
            yield from self._ways_out(erase=not new)

    def _covered(self) -> ComposeResult:
        """What stands before a vault that is open only for its scan."""
        unsaved = self.context.unsaved
        with Choices():
            yield Prose(plain(_("This screen is locked"), "bold $accent"), id="title")
            yield Prose(plain(_(_UNSAVED_SCAN if unsaved else _SCAN), limit=1000), id="lead")
            if not unsaved:
                yield TypedLine(password=True, placeholder=_("Passphrase"), id="passphrase")
            yield press(_("Show it again"), "open", variant="primary")
            yield Prose(id="trouble")
            yield from self._ways_out(erase=not unsaved)

    @staticmethod
    def _ways_out(*, erase: bool) -> ComposeResult:
        with Horizontal(id="ways-out"):
            yield press(_("Help now"), "help")
            yield press(_("Quit"), "quit")
            if erase:
                yield press(_("Erase everything…"), "erase")

    @on(Button.Pressed, "#help")
    def _help(self) -> None:
        self.go(Route.HELP_NOW)

    @on(Button.Pressed, "#quit")
    async def _quit(self) -> None:
        await self.run_action("app.quit")

    @on(Button.Pressed, "#erase")
    def action_erase(self) -> None:
        """Ask before everything is erased."""
        self.go(Route.ERASE)

    def _lead(self, *, new: bool) -> Content:
        if self.context.unlocks_itself and self.context.options.loss:
            return plain(self.context.options.loss, limit=1000)
        if new:
            return plain(
                _(
                    "It encrypts everything that is found. Nobody can reset it, so pick one you "
                    "will remember: four random words, say."
                )
            )
        return plain(_("Everything that was found is encrypted. Type the passphrase to read it."))

    async def _ask_keyring(self) -> None:
        """Offer the keyring once it said that it has the key; typing goes on meanwhile."""
        if await self.context.ask_keyring():
            for lead in self.query("#lead").results(Prose):
                lead.write(self._lead(new=False))
            self.refresh_bindings()

    def on_mount(self) -> None:
        """Start at the passphrase; on the practice range, start that."""
        if self.context.options.people:
            self.start("open", self._open_range)
        if self.context.options.practice or self.context.closing:
            return
        if self.context.is_covered and self.context.unsaved:
            self.query_one("#open", Button).focus()
            return
        if not self.context.vault_exists and self.context.options.remember is not None:
            self._show_price(show=False)
        if self.context.vault_exists and not self.context.is_covered:
            self.call_after_refresh(self.start, "keyring", self._ask_keyring)
        self.query_one("#passphrase", Input).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keyring where it opens this vault, erasing where there is one.

        And to begin, once the practice range can.
        """
        del parameters
        if self.context.closing and action in {"by_keyring", "begin", "erase"}:
            return False
        if action == "begin":
            return bool(self.context.options.people) and self.context.is_open
        if action == "erase":
            return self.context.vault_exists
        return self.context.unlocks_itself if action == "by_keyring" else True

    def _people(self) -> Content:
        first, *others = self.context.options.people
        if not others:
            return lines(
                plain(_("A seat of the class"), "bold $accent"),
                plain(""),
                plain(_(_A_SEAT), limit=400),
                plain(""),
                plain(_("Now you are {person}.").format(person=first), "bold"),
                plain(""),
            )
        return lines(
            plain(_("auditor demo"), "bold $accent"),
            plain(""),
            plain(_(_ONE_AT_A_TIME), limit=400),
            plain(""),
            plain(_("Now you are {person}.").format(person=first), "bold"),
            plain(_("The others, each at another time:"), "$quiet"),
            *(plain(f"• {person}", "$quiet") for person in others),
            plain(""),
        )

    async def _open_range(self) -> None:
        await self.context.open(None)
        at_a_seat = len(self.context.options.people) == 1
        ready = _SEAT_READY if at_a_seat else _READY  # its pictures may be known: no time is said
        self.query_one("#starting", Prose).write(plain(_(ready), "bold $accent"))
        self.refresh_bindings()

    def action_begin(self, scan: bool) -> None:
        """Leave the panel: to a scan, or to look around."""
        self.post_message(VaultOpened(scan=scan))

    def _show_price(self, *, show: bool) -> None:
        self.query_one("#price").display = self.query_one("#read").display = show

    @on(Checkbox.Changed, "#remember")
    def _wanted(self, event: Checkbox.Changed) -> None:
        self._show_price(show=event.value)
        self.query_one("#read", Checkbox).value = False

    @on(Input.Changed, "#passphrase, #again")
    def _typed(self, event: Input.Changed) -> None:
        # Emptying the fields after a mistake must not wipe what was said about it.
        if event.value:
            self._trouble("")
        if event.input.id == "passphrase" and not self.context.vault_exists:
            text, style = hint(event.value, own_names())
            self.query_one("#strength", Prose).write(plain(_(text) if event.value else "", style))

    @on(Input.Submitted, "#passphrase")
    def _entered(self) -> None:
        if self.context.vault_exists:
            self._try()
        else:
            self.query_one("#again", Input).focus()

    @on(Input.Submitted, "#again")
    @on(Button.Pressed, "#open")
    def _try(self) -> None:
        if self.context.is_covered and self.context.unsaved:
            self.start("open", self._open, None)
            return
        passphrase = self.query_one("#passphrase", Input).value
        problem, anew = self._problem(passphrase)
        if anew:
            self._empty()
        if problem:
            self._trouble(problem)
        else:
            self.start("open", self._open, passphrase)

    def _problem(self, passphrase: str) -> tuple[str, bool]:
        """Return what is wrong, and whether both fields are to be typed again."""
        if not passphrase:
            return _("Type the passphrase first."), True
        if self.context.vault_exists:
            return "", False
        if len(passphrase) < LEAST:
            return _("Use at least {count} characters.").format(count=LEAST), True
        if passphrase != self.query_one("#again", Input).value:
            return _("The two are not the same. Type both again."), True
        if self._keep and not self.query_one("#read", Checkbox).value:
            told = _(
                "Please read what the keyring means and tick the second box, or take the first "
                "tick away."
            )
            return told, False
        return "", False

    def _empty(self) -> None:
        """Take what was typed away, and go to the first field."""
        for field in self.query(Input):
            field.value = ""
        for field in self.query("#passphrase").results(Input):
            field.focus()

    @property
    def _keep(self) -> bool:
        found = self.query("#remember").results(Checkbox)
        return any(field.value for field in found)

    def action_by_keyring(self) -> None:
        """Open without a passphrase."""
        self.start("open", self._open, None)

    async def _open(self, passphrase: str | None) -> None:
        """Open or create; a wrong passphrase is said here, calmly, and can be typed again."""
        keep = self._keep
        self._busy(busy=True)
        try:
            await self.context.open(passphrase)
            if keep and passphrase is not None and self.context.options.remember is not None:
                await self.context.options.remember(passphrase)
                self.context.unlocks_itself = True
        except AuditorError as error:
            if self.context.is_open:  # only the keyring refused
                self.say(error.message)
            else:
                self._busy(busy=False)
                self._trouble(error.message, error.hint)
                return
        self._empty()
        self.post_message(VaultOpened())

    def _busy(self, *, busy: bool) -> None:
        button = self.query_one("#open", Button)
        button.disabled = busy
        self._trouble(_("Opening…") if busy else "")
        if not busy:
            self._empty()

    def _trouble(self, message: str, way_out: str = "") -> None:
        self.query_one("#trouble", Prose).write(
            lines(
                plain(self.context.veil.sentence(message), "$text-warning"),
                plain(self.context.veil.sentence(way_out)),
            )
        )
