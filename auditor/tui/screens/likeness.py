"""Likeness exposure: the best single picture, the ladder, and the photos to hide first.

The same numbers and words as `auditor likeness`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.likeness.likeness import Likeness, Tier
from auditor.domain.views import PhotoRow
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import likeness as likeness_lines
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList, TitledList

_COLUMNS = (
    Column(_("Why"), 12),
    Column(_("Photo")),
    Column(_("Account"), 16, least=50),
    Column(_("Posted"), 10, least=80),
)
_BEST, _HIDE, _COUNTS = N_("largest face"), N_("hide first"), N_("counts")
_FIRST = frozenset({_BEST, _HIDE})
_LARGE, _NOT_ME = N_("large face"), N_("not me")


@dataclass(frozen=True, slots=True)
class ListedPhoto:
    """A photo of the list.

    Why it stands there (key of the catalogue), and its row, None if it is gone.
    """

    photo: str
    why: str
    row: PhotoRow | None


class LikenessPage(ListPage):
    """The judgement in words, and the photos behind it."""

    HELP = N_(
        "The best single picture of you, then what could be made of all public photos together: "
        "steps with counts, not a percentage. The list has the picture with the largest face, the "
        "photos to hide first, the others that count, and those whose face is large. Enter opens a "
        "photo; n says that it shows somebody else, or takes that back. "
        "Tab moves between text and list."
    )
    PLACE = Route.LIKENESS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "not_me", _("Not me")),
        Binding("escape", "app.go('overview')", _("Back")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._marked: frozenset[str] = frozenset()

    def body(self) -> ComposeResult:
        """Words, then the list."""
        rows: RowList[ListedPhoto] = RowList(
            _COLUMNS,
            self._cells,
            key=lambda listed: listed.photo,
            empty=self.nothing(_("No photo shows a face that counts."), 1),
            waiting=_("Counting what could be made of your photos…"),
            id="rows",
        )
        with Container(id="split"):
            with VerticalScroll(id="told"):
                yield Prose(plain(_("Counting…"), "$quiet"), id="words", classes="waits")
            yield TitledList(rows, _COLUMNS)

    async def load(self) -> None:
        """Ask for the judgement; on many thousand photos it takes a second or two."""
        exposure = self.context.session.exposure
        judged = await exposure.likeness()
        self._marked = frozenset(judged.not_me)
        accounts = [state.account for state in self.context.states]
        names = {
            account.id: f"{self.context.title(account.platform)} "
            f"{self.context.veil.handle(account)}"
            for account in accounts
        }
        self.query_one("#words", Prose).write(lines(*likeness_lines.everything(judged, names)))
        listed = await asyncio.to_thread(_listed, judged)

        async def fetch(offset: int, limit: int) -> Sequence[ListedPhoto]:
            part = listed[offset : offset + limit]
            found = {row.id: row for row in await exposure.rows([photo for photo, _why in part])}
            return [ListedPhoto(photo, why, found.get(photo)) for photo, why in part]

        rows = self.query_one("#rows", RowList)
        rows.show_pages(len(listed), fetch, cursor=rows.cursor)

    def _cells(self, listed: ListedPhoto) -> Sequence[Content]:
        why = plain(_(listed.why), "bold $text-warning" if listed.why in _FIRST else "$quiet")
        if listed.row is None:
            name = self.context.veil.photo(listed.photo, listed.photo)
            return why, plain(name, "$quiet"), plain(""), plain("")
        state = self.context.state(listed.row.account)
        handle = self.context.veil.handle(state.account) if state else ""
        label = self.context.veil.photo(listed.photo, listed.row.label) or listed.photo
        return (
            why,
            plain(label, "bold", limit=200),
            plain(handle, limit=60),
            plain(words.day(listed.row.posted_at), "$quiet"),
        )

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, ListedPhoto):
            self.go(Route.PHOTO, event.row.photo)

    def action_not_me(self) -> None:
        """Say that the photo under the cursor shows somebody else, or take that back."""
        listed = self.query_one(RowList).row
        if isinstance(listed, ListedPhoto):
            self.start(
                "not-me", self._mark, listed.photo, somebody_else=listed.photo not in self._marked
            )

    async def _mark(self, photo: str, *, somebody_else: bool) -> None:
        mark = self.context.session.exposure.mark_not_me
        await mark(photo, somebody_else=somebody_else)
        self.done(
            _("Marked as not you: it no longer counts.")
            if somebody_else
            else _("It counts again."),
            _("marked as not you") if somebody_else else _("marked as you"),
            partial(mark, photo, somebody_else=not somebody_else),
        )
        self.reload()


def _listed(judged: Likeness) -> list[tuple[str, str]]:
    """Return the photos of the list, each once, with why it stands there.

    The best single picture, those to hide, the others that count, the others to make smaller,
    largest face first, and those that show somebody else.
    """
    best = () if judged.best is None else (judged.best.photo,)
    hide = judged.hide.photos if judged.hide is not None and judged.tier is not Tier.NONE else ()
    large = max((target.photos for target in judged.shrink), key=len, default=())
    listed: dict[str, str] = {}
    for photos, why in (
        (best, _BEST),
        (hide, _HIDE),
        (judged.counted, _COUNTS),
        (large, _LARGE),
        (judged.not_me, _NOT_ME),
    ):
        for photo in photos:
            listed.setdefault(photo, why)
    return list(listed.items())
