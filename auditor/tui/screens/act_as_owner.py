"""What the owner of a photo could do now, and on the practice range does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input

from auditor.dataclass import dataclass
from auditor.domain.photos.photo import Photo
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import Kind
from auditor.domain.views import PhotoDetail
from auditor.errors import AuditorError
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.named_file import content
from auditor.tui.base.range_owner import RangeOwner, SwitchShown, wishes_of
from auditor.tui.page import Dialog
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.choices import Choices
from auditor.tui.widgets.prose import Prose, press
from auditor.tui.widgets.typed_line import TypedLine

Typed = Callable[[str], Coroutine[None, None, None]]
"""What is done with a text that was typed."""

_LARGEST = 16 * 1024 * 1024
_LONGEST_TEXT = 1500
_SWITCH = "switch-"
_DONE = N_("Done. Scan and verify to see it.")
_MENU = (
    ("down", N_("Take it down")),
    ("copy", N_("Replace it by the clean copy")),
    ("file", N_("Replace it by a file")),
    ("alt", N_("Change its description")),
    ("bio", N_("Change the text about you")),
    ("setting", N_("Change a setting of the account")),
)


class ActBox(Dialog[None]):
    """A small menu, then what the choice needs, then what came of it."""

    HELP = N_(
        "On the practice range you are the owner: what you choose is done on its servers at once, "
        "as the owner would do it on the platform. Elsewhere this program changes nothing. The "
        "clean copy is the one that the findings of the photo ask for. Then scan and verify. "
        "Escape closes it."
    )

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._acting: _Acting | None = None
        self._asked: Typed | None = None
        self._states: dict[str, bool] = {}

    def compose(self) -> ComposeResult:
        """The box; what does not belong to the step is hidden."""
        with Choices() as box:
            box.border_title = _("Act as the owner")
            yield Prose(id="about")
            for name, title in _MENU:
                yield press(_(title), name)
            yield VerticalScroll(id="switches")
            yield Prose(id="text")
            yield TypedLine(id="typed", password=self.context.veil.on, compact=True)
            yield Prose(id="trouble")
            with Horizontal(id="buttons"):
                yield press(_("Do it"), "go", variant="primary")
                yield press(_("Close"), "close")

    def on_mount(self) -> None:
        """Read the photo."""
        self._show("close")
        self.start("act", self._load)

    async def _load(self) -> None:
        owner = self.context.options.owner
        if owner is None or not self.item:
            self.query_one("#about", Prose).write(
                plain(_("Only on the practice range: choose a photo there, then press e."))
            )
            return
        detail = await self.context.session.photo(self.item)
        self._acting = _Acting(owner, detail)
        self.query_one("#about", Prose).write(self._about(detail))
        self._show(*(name for name, _title in _MENU), "close")

    def _about(self, detail: PhotoDetail) -> Content:
        photo, veil = detail.stored.photo, self.context.veil
        handle = plain(veil.handle(detail.account), "bold", limit=80)
        named = [
            plain(veil.word(text, kind), "$quiet", limit=200)
            for text, kind in ((photo.alt, Kind.NAME), (photo.media_url, Kind.URL))
            if text
        ]
        platform = plain(self.context.title(photo.platform), "bold $accent")
        when = plain(f"  {words.kind(photo.kind)}  {words.day(photo.posted_at)}", "$quiet")
        return lines(row(platform, plain("  "), handle, when), *named)

    def _show(self, *names: str, text: str = "") -> None:
        self.query_one("#text", Prose).write(plain(text, limit=400))
        self.query_one("#trouble", Prose).write(Content(""))
        for widget in (*self.query("#box > Button"), *self.query("#buttons Button"), *self._own()):
            widget.display = widget.id in names
        self.query_one(f"#{names[0]}").focus()

    def _own(self) -> tuple[Input, VerticalScroll]:
        return self.query_one("#typed", Input), self.query_one("#switches", VerticalScroll)

    def _ask(self, text: str, value: str, then: Typed) -> None:
        field = self.query_one("#typed", Input)
        field.value = value
        self._asked = then
        self._show("typed", "go", "close", text=text)

    @on(Button.Pressed, "#down")
    def _down(self) -> None:
        if self._acting is not None:
            self._do(self._acting.take_down)

    @on(Button.Pressed, "#copy")
    def _copy(self) -> None:
        if self._acting is not None:
            self._do(self._acting.put_clean_copy)

    @on(Button.Pressed, "#file")
    def _file(self) -> None:
        if self._acting is not None:
            self._ask(_("Path of a JPEG, PNG or WebP file:"), "", self._acting.put_file)

    @on(Button.Pressed, "#alt")
    def _alt(self) -> None:
        if self._acting is not None:
            text = clean(self._acting.photo.alt or "", _LONGEST_TEXT)
            self._ask(_("New description of the photo:"), text, self._acting.describe)

    @on(Button.Pressed, "#bio")
    def _bio(self) -> None:
        if self._acting is not None:
            state = self.context.state(self._acting.photo.account)
            known = state.profile.description if state is not None and state.profile else ""
            text = clean(known, _LONGEST_TEXT)
            self._ask(_("New text about you:"), text, self._acting.introduce)

    @on(Button.Pressed, "#setting")
    def _setting(self) -> None:
        self.start("do", self._list)

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        if self._asked is not None:
            self._do(partial(self._asked, self.query_one("#typed", Input).value))

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss()

    @on(Button.Pressed, ".switch")
    def _switched(self, event: Button.Pressed) -> None:
        key = (event.button.id or "").removeprefix(_SWITCH)
        if self._acting is not None:
            self._do(partial(self._acting.turn, key, on=not self._states[key]))

    async def _list(self) -> None:
        if self._acting is None:
            return
        place = self.query_one("#switches", VerticalScroll)
        try:
            switches = await self._acting.switches()
        except AuditorError as error:
            self._trouble(error)
            return
        self._states = {switch.key: switch.on for switch in switches}
        await place.remove_children()
        for switch in switches:
            turn = _("switch off") if switch.on else _("switch on")
            button = press(f"{_(switch.title)}: {turn}", _SWITCH + switch.key)
            button.add_class("switch")
            await place.mount(button)
        self._show("switches", "close")
        place.query(Button).first().focus()

    def _do(self, act: Callable[[], Coroutine[None, None, None]]) -> None:
        self.query_one("#trouble", Prose).write(plain(_("Working…"), "$quiet"))
        self.start("do", self._done, act)

    async def _done(self, act: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await act()
        except AuditorError as error:
            self._trouble(error)
        else:
            self._show("close", text=_(_DONE))

    def _trouble(self, error: AuditorError) -> None:
        told = plain(self.context.veil.sentence(error.message), "$text-warning", limit=400)
        self.query_one("#trouble", Prose).write(told)


@dataclass(frozen=True, slots=True)
class _Acting:
    """The owner of one photo."""

    owner: RangeOwner
    detail: PhotoDetail

    @property
    def photo(self) -> Photo:
        return self.detail.stored.photo

    async def take_down(self) -> None:
        await self.owner.take_down(self.detail.account, self.photo.media_url)

    async def put_clean_copy(self) -> None:
        wishes = wishes_of(self.detail)
        await self.owner.put_clean_copy(self.detail.account, self.photo.media_url, wishes)

    async def put_file(self, path: str) -> None:
        file = Path(path.strip().strip("'\""))
        data = await asyncio.to_thread(content, file, _LARGEST)
        await self.owner.put_file(self.detail.account, self.photo.media_url, data, file.name)

    async def describe(self, text: str) -> None:
        await self.owner.describe(self.detail.account, self.photo.media_url, text)

    async def introduce(self, text: str) -> None:
        await self.owner.introduce(self.detail.account, text)

    async def switches(self) -> tuple[SwitchShown, ...]:
        return await self.owner.switches(self.detail.account)

    async def turn(self, key: str, *, on: bool) -> None:
        await self.owner.turn(self.detail.account, key, on=on)
