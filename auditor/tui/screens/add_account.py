"""Adds an account: says what it recognises while one types, and asks whose it is."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input

from auditor.domain.account import Claim
from auditor.domain.text.statement import Kind
from auditor.errors import AuditorError, UsageError
from auditor.guidance.archives import asking
from auditor.messages import N_, _
from auditor.ports import Recognised
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Go, Route
from auditor.tui.base.undo import not_added
from auditor.tui.page import Dialog
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.claim_form import ClaimForm
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.typed_line import TypedLine


class AddAccount(Dialog[None]):
    """One field, what it means, one question."""

    HELP = N_(
        "Type the address of a profile or site, @name@host, or a name such as name.bsky.social. "
        "Nothing is asked of anybody while you "
        "type. If several platforms fit, Ctrl+N chooses the next one."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+n", "next", _("Another platform"))]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._found: tuple[Recognised, ...] = ()
        self._chosen = 0

    def compose(self) -> ComposeResult:
        """The box."""
        hidden = self.context.veil.on
        with Choices() as box:
            box.border_title = _("Add an account")
            yield TypedLine(
                id="text",
                password=hidden,
                placeholder=_("Address, @name@host or account name"),
                compact=True,
            )
            yield Prose(id="meaning")
            yield ClaimForm(Claim.UNSURE, hidden=hidden)
            yield Prose(id="trouble")
            with Horizontal(id="buttons"):
                yield press(_("Add"), "add", variant="primary")
                yield press(_("Back"), "back")

    def on_mount(self) -> None:
        """Start with the address."""
        self._tell()
        self.query_one("#text", Input).focus()

    @property
    def _best(self) -> Recognised | None:
        return self._found[self._chosen % len(self._found)] if self._found else None

    @on(Input.Changed, "#text")
    def _typed(self, event: Input.Changed) -> None:
        try:
            self._found = (
                self.context.session.accounts.recognise(event.value) if event.value.strip() else ()
            )
        except UsageError:  # what is typed so far is no address yet
            self._found = ()
        self._chosen = 0
        self.query_one("#trouble", Prose).write(Content(""))
        self._tell()

    def action_next(self) -> None:
        """Take the next platform that fits."""
        self._chosen += 1
        self._tell()

    def _tell(self) -> None:
        self.query_one("#meaning", Prose).write(self._meaning())

    def _meaning(self) -> Content:
        best = self._best
        if best is None:
            empty = not self.query_one("#text", Input).value.strip()
            return plain(
                _("It says here what it recognises.")
                if empty
                else _(
                    "Not recognised yet. Paste the address of your page, as instagram.com/name."
                ),
                "$quiet",
            )
        handle = self.context.veil.word(best.handle, Kind.HANDLE)
        found = row(
            plain("✓ ", "$text-success"),
            plain(self.context.title(best.platform), "bold"),
            plain("  "),
            plain(handle, "bold", limit=120),
        )
        out = [found]
        if not self.context.session.reads(best.platform):
            out.append(
                plain(
                    _(
                        "This program cannot look into it; strangers may. If it is yours, its "
                        "settings come next, the one that hides most first."
                    ),
                    "$text-warning",
                )
            )
            if asking.request_of(best.platform) is not None:
                told = _("Your archive of it can be read: that comes there, too.")
                out.append(plain(told, "$quiet"))
        if not best.sure:
            out.append(
                plain(
                    _(
                        "Probably. If you say that it is yours, the site is asked once what it "
                        "runs."
                    ),
                    "$quiet",
                )
            )
        if len(self._found) > 1:
            others = ", ".join(
                self.context.title(guess.platform) for guess in self._found if guess is not best
            )
            out.append(
                plain(
                    _("It could also be: {others}. Ctrl+N changes it.").format(others=others),
                    "$quiet",
                )
            )
        return lines(*out)

    @on(Input.Submitted, "#text")
    def _on(self) -> None:
        self.query_one("#claims").focus()

    @on(ClaimForm.Chosen)
    def _said(self) -> None:
        self.query_one("#add", Button).focus()

    @on(ClaimForm.Done)
    def _done(self) -> None:
        self._add()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()

    @on(Button.Pressed, "#add")
    def _add(self) -> None:
        text = self.query_one("#text", Input).value.strip()
        best, form = self._best, self.query_one(ClaimForm)
        if not text:
            self._trouble(_("Type an address or an account name first."))
        elif best is None:
            self._trouble(
                _("Nothing recognises this."),
                _("Type a full address, such as https://example.org, or @name@host."),
            )
        elif problem := form.problem(best.handle):
            self._trouble(problem)
        else:
            # The first guess is the engine's own; a platform is named only where the user
            # chose another one.
            platform = best.platform if self._chosen % len(self._found) else None
            self.start("add", self._put, text, form.claim, platform, form.again)

    async def _put(self, text: str, claim: Claim, platform: str | None, again: str) -> None:
        self.query_one("#add", Button).disabled = True
        try:
            account = await self.context.session.accounts.add(
                text, claim=claim, platform=platform, again=again
            )
        except AuditorError as error:
            self.query_one("#add", Button).disabled = False
            self._trouble(error.message, error.hint)
            return
        self.context.left.account = account.id
        title = self.context.title(account.platform)
        back = not_added(self.context.session, account.id)
        closed = account.claim is Claim.MINE and not account.supported
        settings = closed and await self.context.session.planning.checklist(account.id)
        added = _("an account of {platform}, added").format(platform=title)
        if settings:  # they confirm by themselves what was added
            self.context.undo.put(added, back)
            self.app.post_message(Go(Route.CHECKLIST, account.id))
        elif not account.supported:
            told = _("Added. Only you can look into {platform}.").format(platform=title)
            told = f"{told} {await self.context.session.accounts.terms(account)}".rstrip()
            self.done(told, added, back)
        else:
            said = words.claim(account.claim)
            told = _("Added to {platform}: {claim}.").format(platform=title, claim=said)
            told = f"{told} {await self.context.session.accounts.terms(account)}".rstrip()
            self.done(told, added, back)
        self.dismiss()

    def _trouble(self, message: str, way_out: str = "") -> None:
        veil = self.context.veil
        self.query_one("#trouble", Prose).write(
            lines(
                plain(veil.sentence(message), "$text-warning"),
                plain(veil.sentence(way_out), "$quiet"),
            )
        )
