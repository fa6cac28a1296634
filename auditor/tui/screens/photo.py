"""One photo: the picture, what was measured, what was found, and where else it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from auditor.domain.account import Account
from auditor.domain.findings.finding import Finding
from auditor.domain.photos.facts import Facts, Metadata, blunt
from auditor.domain.photos.looked import of_first_bytes
from auditor.domain.photos.photo import Photo
from auditor.domain.photos.position import Position
from auditor.domain.text.statement import Kind
from auditor.domain.views import PhotoDetail, PhotoRow, StoredPhoto
from auditor.errors import ReaderError
from auditor.messages import N_, _, ngettext
from auditor.report import contents_lines, inspect_lines
from auditor.report.words.listing import listed
from auditor.report.words.words import notice
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.page import Page
from auditor.tui.text import photo as photo_lines
from auditor.tui.text import words
from auditor.tui.text.blunt_positions import is_exact
from auditor.tui.text.plain import lines, plain, row
from auditor.tui.widgets.picture import boxed, cell_size, decode, fitted
from auditor.tui.widgets.prose import Prose

if TYPE_CHECKING:
    from PIL import Image

_NAME = 15
_LOW, _TALL, _TALLEST = 9, 14, 24
"""Rows of a picture: in a low window, in a tall one, and where it stands beside the words."""


class PhotoPage(Page):
    """Picture on one side, words on the other; under each other where there is little room."""

    HELP = N_(
        "The facts are what the file says or what was measured on it; a finding is what somebody "
        "could make of them. "
        "'Could not tell' is not 'nothing there'. Faces are counted and measured, never "
        "identified: n says that the photo shows somebody "
        "else, or takes that back. U draws boxes around faces on the small picture and paints over "
        "text. L names pages that look for pictures elsewhere, and what they would get. x shows "
        "the exact position, never while projecting. Escape goes "
        "back to the list."
    )
    PLACE = Route.PHOTOS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.close_top", _("Back")),
        Binding("f", "app.go('findings')", _("Findings")),
        Binding("n", "not_me", _("Not me")),
        Binding("x", "exact", _("Exact position")),
        Binding("w", "browse", _("Page")),
        Binding("L", "app.go('picture-search')", _("Look elsewhere")),
        Binding("U", "boxes", _("Boxes")),
        Binding("z", "blurred", _("Show blurred")),
        Binding("e", "app.act", _("Act as owner")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self.picture_shown = False
        self._may_be_private = False
        self._not_me = False
        self._exact = False
        self._boxes = False
        self._detail: PhotoDetail | None = None
        self._pixels: tuple[int, int] | None = None

    def body(self) -> ComposeResult:
        """Picture, then panels."""
        with VerticalScroll(id="all"):
            yield Container(id="picture")
            with Container(id="words"):
                for name, title in (
                    ("what", ""),
                    ("found", _("Findings")),
                    ("seen", _("Seen in the picture")),
                    ("facts", _("Facts")),
                    ("elsewhere", _("Where else it stands")),
                ):
                    with Container(classes="panel") as panel:
                        panel.border_title = title or _("Photo")
                        yield Prose(id=name)

    def on_mount(self) -> None:
        """Scroll by keys at once."""
        self.query_one("#all").focus()

    def photo_in_hand(self) -> str:
        """Return the photo that is shown."""
        return self.item

    async def load(self) -> None:
        """Read everything about this one photo."""
        detail = self._detail = await self.context.session.photo(self.item)
        self._not_me = self.item in await self.context.session.exposure.not_me()
        self.query_one("#what", Prose).write(self._what(detail))
        self.query_one("#found", Prose).write(self._found(detail))
        self.query_one("#seen", Prose).write(
            photo_lines.seen(detail.stored, self.context.veil, not_me=self._not_me)
        )
        self.query_one("#facts", Prose).write(self._facts(detail))
        self.query_one("#elsewhere", Prose).write(self._elsewhere(detail))
        self._may_be_private = bool(await self.context.session.private.matches(self.item))
        self.refresh_bindings()
        await self._paint(detail)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense here; nothing exact or blurred on a projector.

        The blurred picture where a photo may be a private image, the position where there is one.
        """
        del parameters
        if action == "exact":
            return (
                self._detail is not None and _has_exact(self._detail) and not self.context.veil.on
            )
        if action == "boxes":
            return self.picture_shown and photo_lines.has_parts(self._facts_now())
        return action != "blurred" or (self._may_be_private and self.context.draw is not None)

    def action_blurred(self) -> None:
        """Fetch the picture again and show it blurred.

        Only on this key, and nothing of it is kept.
        """
        self.start("blurred", self._blurred)

    async def _blurred(self) -> None:
        draw = self.context.draw
        picture = await decode(await self.context.session.private.blurred(self.item))
        if draw is not None:
            await self._place(self.query_one("#picture", Container), draw(picture), picture.size)

    def action_exact(self) -> None:
        """Show the position itself, until the key is pressed again or the screen is left."""
        if self._detail is not None and not self.context.veil.on:
            self._exact = not self._exact
            self.query_one("#found", Prose).write(self._found(self._detail))
            self.query_one("#facts", Prose).write(self._facts(self._detail))

    def _facts_now(self) -> Facts | None:
        return self._detail.stored.facts if self._detail is not None else None

    async def action_boxes(self) -> None:
        """Draw boxes over faces and text, until the key is pressed again."""
        if self._detail is not None:
            self._boxes = not self._boxes
            await self._paint(self._detail)

    def _marked(self, picture: Image.Image, facts: Facts | None) -> tuple[Image.Image, str]:
        """Return the picture with its boxes where they are asked for, and what they are."""
        if not self._boxes or facts is None:
            return picture, ""
        parts = photo_lines.parts_in(facts, picture.size)
        if parts is None:
            return picture, _("Could not tell where: no box is drawn.")
        return boxed(picture, parts.faces, parts.texts), parts.told()

    def action_browse(self) -> None:
        """Ask before the page of the photo is opened in the browser."""
        photo = self._detail.stored.photo if self._detail is not None else None
        self.go(Route.BROWSE, (photo.page_url or photo.media_url) if photo is not None else "")

    def action_not_me(self) -> None:
        """Say that the photo shows somebody else, or take that back."""
        self.start("not-me", self._mark)

    async def _mark(self) -> None:
        mark, was = self.context.session.exposure.mark_not_me, self._not_me
        await mark(self.item, somebody_else=not was)
        self.done(
            _("It counts again.") if was else _("Marked as not you: it no longer counts."),
            _("marked as you") if was else _("marked as not you"),
            partial(mark, self.item, somebody_else=was),
        )
        self.reload()

    async def _paint(self, detail: PhotoDetail) -> None:
        place = self.query_one("#picture", Container)
        draw = self.context.draw
        if draw is None or detail.thumbnail is None:
            kept = _("No small picture was kept.")
            if self._may_be_private:
                kept = _(
                    "Possibly a private image: not kept. Key z loads it again, blurred; its site "
                    "sees the visit."
                )
            words_ = _("Picture hidden while projecting.") if self.context.veil.on else kept
            content = plain(
                _("Pictures are off in the settings.")
                if draw is None and not self.context.veil.on
                else words_,
                "$quiet",
            )
            await self._place(place, Prose(content, classes="nothing"))
            return
        try:
            picture = await decode(detail.thumbnail)
        except ReaderError as error:
            await self._place(place, Prose(plain(error.message, "$quiet"), classes="nothing"))
            return
        self.picture_shown = True
        self.refresh_bindings()
        marked, said = self._marked(picture, detail.stored.facts)
        await self._place(place, draw(marked), picture.size)
        if said:
            await place.mount(Prose(plain(said, "$quiet"), classes="nothing"))

    async def _place(
        self, place: Container, widget: Widget, pixels: tuple[int, int] | None = None
    ) -> None:
        await place.remove_children()
        await place.mount(widget)
        self._pixels = pixels
        self._fit()

    def on_resize(self) -> None:
        """Keep the shape of the picture."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Give the picture as many cells as its shape fills in the room that there is."""
        for picture in self.query(".picture"):
            if self._pixels is not None:
                place = self.query_one("#picture", Container).content_size
                tall = self.has_class("-tall")
                rows = (_TALLEST if self.has_class("-wide") else _TALL) if tall else _LOW
                room = Size(max(1, place.width), rows)
                size = fitted(self._pixels, room, cell_size())
                picture.styles.width, picture.styles.height = size.width, size.height

    def _what(self, detail: PhotoDetail) -> Content:
        photo, veil = detail.stored.photo, self.context.veil
        out = [self._title(detail.account, detail.stored)]
        for name, text, kind in (
            (_("Description"), photo.alt, Kind.NAME),
            (_("Caption"), photo.caption, Kind.NAME),
            (_("File"), photo.file_name, Kind.FILE),
            (_("Page"), photo.page_url, Kind.URL),
            _where(photo),
        ):
            if text:
                out.append(self._line(name, veil.word(text, kind), limit=600))
        out.append(self._line(_("Seen by"), _seen_by(photo)))
        if said := listed(photo.listing):
            out.append(self._line(_("On a list"), said))
        if detail.stored.gone_since:
            out.append(self._line(_("Gone since"), words.day(detail.stored.gone_since)))
        return lines(*out)

    def _title(self, account: Account, stored: StoredPhoto) -> Content:
        when = words.day(stored.photo.posted_at) or _("no date")
        name = plain(self.context.veil.handle(account), "bold", limit=80)
        proof = "" if account.proof.holds else "  " + _("not proven")
        return row(
            plain(self.context.title(account.platform), "bold $accent"),
            plain("  "),
            name,
            plain(f"  {when}{proof}", "$quiet"),
        )

    @staticmethod
    def _line(name: str, value: str, *, limit: int = 300) -> Content:
        return row(plain(name.ljust(_NAME), "$quiet"), plain(value, limit=limit))

    def _found(self, detail: PhotoDetail) -> Content:
        if detail.findings:
            return lines(*(self._finding(finding) for finding in detail.findings))
        if detail.stored.facts is None:
            return photo_lines.unread(detail.stored, self.context.veil)
        return plain(self._nothing_of(detail.stored.facts), "$quiet", limit=400)

    def _nothing_of(self, facts: Facts) -> str:
        """Say what was read, where nothing of it is a finding: that is not the same as nothing."""
        if of_first_bytes(facts):
            return _(
                "Only the first bytes of its file were read so far. The picture was not looked at "
                "yet: nothing is known of it."
            )
        count = len(self._says(facts.metadata))
        if not count:
            return _(
                "Read: the picture and its file, which says nothing else of itself. Nothing of "
                "it counts as a finding."
            )
        told = ngettext(
            "Read: the picture, and {n} thing that its file says of itself (below). Nothing of it "
            "counts as a finding.",
            "Read: the picture, and {n} things that its file says of itself (below). Nothing of "
            "it counts as a finding.",
            count,
        )
        return told.format(n=count)

    def _finding(self, finding: Finding) -> Content:
        seen = finding.observation
        head = row(words.severity(seen.severity), plain("  "), self.told(seen.title, "bold"))
        evidence = [
            row(plain("  "), self.told(evidence.statement, exact=self._exact))
            for evidence in seen.evidence
        ]
        what_to_do = row(plain("  → ", "$accent"), self.sentence(words.step(finding.remedy)))
        how = (
            f"    {words.state(finding.state)} · {words.confidence(seen.confidence)}"
            f" · {notice(finding.remedy)}"
        )
        if finding.remedy.evidence_first:
            how += " " + _("Save evidence first.")
        return lines(head, *evidence, what_to_do, plain(how, "$quiet"))

    def _facts(self, detail: PhotoDetail) -> Content:
        facts = detail.stored.facts
        if facts is None:
            return photo_lines.unread(detail.stored, self.context.veil)
        return lines(*self._measured(facts), *self._said(facts.metadata), *self._unread(facts))

    def _measured(self, facts: Facts) -> list[Content]:
        size = (
            f"{facts.width}×{facts.height} px"
            if facts.width and facts.height
            else _("could not tell")
        )
        out = [
            self._line(
                _("Size"),
                f"{size}, {words.size(facts.bytes)}, {facts.format or _('could not tell')}",
            )
        ]
        if facts.pdq is not None:
            note = "" if facts.pdq.reliable else " " + _("(too plain to compare)")
            out.append(
                self._line(
                    _("Fingerprint"),
                    f"{facts.pdq.hash[:16]}… {_('quality')} {facts.pdq.quality}{note}",
                )
            )
        return out

    def _said(self, metadata: Metadata) -> list[Content]:
        return self._says(metadata) or [plain(_("The file says nothing else of itself."), "$quiet")]

    def _says(self, metadata: Metadata) -> list[Content]:
        veil, camera = self.context.veil, metadata.camera
        known: list[tuple[str, str | None, Kind]] = [
            (_("Taken"), metadata.captured_at or metadata.captured_at_utc, Kind.PLAIN),
            (
                _("Camera"),
                " ".join(part for part in (camera.make, camera.model, camera.lens) if part),
                Kind.DEVICE,
            ),
            (_("Serial number"), ", ".join(metadata.serial_numbers), Kind.DEVICE),
            (_("Owner"), ", ".join(metadata.owner), Kind.NAME),
            (_("Software"), metadata.software, Kind.PLAIN),
            (_("Says"), metadata.description, Kind.NAME),
            (_("File said"), metadata.file_name, Kind.FILE),
        ]
        out = [
            self._line(name, veil.word(text, kind), limit=600) for name, text, kind in known if text
        ]
        if metadata.gps is not None:
            out.insert(
                0, self._line(_("Position"), veil.word(self._position(metadata), Kind.PLACE))
            )
            if not metadata.gps.sure:
                out.insert(1, self._line("", _(inspect_lines.NOT_SURE)))
        shown = metadata if self._exact else blunt(metadata)
        out += [
            self._line(
                _("Place of other"),
                veil.word(inspect_lines.position_elsewhere(gps), Kind.PLACE),
            )
            for gps in shown.gps_others
        ]
        out += [
            self._line(name[:1].upper() + name[1:], veil.word(text, kind), limit=600)
            for name, text, kind in contents_lines.rows(metadata)
        ]
        return out

    def _position(self, metadata: Metadata) -> str:
        gps = metadata.gps if self._exact else blunt(metadata).gps
        if gps is None:
            return ""
        if gps.radius_m is None:
            where = f"{gps.latitude:.6f}, {gps.longitude:.6f}"
            return (
                where
                if gps.altitude is None
                else _("{position}, {metres} m up").format(
                    position=where, metres=round(gps.altitude)
                )
            )
        if _is_blunt(metadata.gps):
            about = _(
                "{latitude:.2f}, {longitude:.2f} (rounded to about {km} km: the account is not "
                "proven)"
            )
        else:
            about = _(
                "{latitude:.2f}, {longitude:.2f} (rounded to about {km} km: x shows the spot "
                "itself)"
            )
        return about.format(
            latitude=gps.latitude, longitude=gps.longitude, km=max(1, round(gps.radius_m / 1000))
        )

    def _unread(self, facts: Facts) -> list[Content]:
        return [
            row(
                plain("? ", "$text-warning"),
                plain(f"{gap.reader}: {self.context.veil.sentence(gap.reason)}", limit=600),
            )
            for gap in facts.unread
            if gap.reader not in photo_lines.READERS
        ]

    def _elsewhere(self, detail: PhotoDetail) -> Content:
        rows = detail.elsewhere
        if not rows and detail.stored.facts is None:
            return photo_lines.unread(detail.stored, self.context.veil)
        if not rows:
            return plain(_("On no other account of yours that was checked."), "$quiet")
        head = ngettext(
            "{count} other posting shows the same picture:",
            "{count} other postings show the same picture:",
            len(rows),
        )
        return lines(plain(head.format(count=len(rows))), *(self._other(other) for other in rows))

    def _other(self, photo: PhotoRow) -> Content:
        state = self.context.state(photo.account)
        handle = self.context.veil.handle(state.account) if state else ""
        label = self.context.veil.photo(photo.id, photo.label)
        when = words.day(photo.posted_at)
        return row(
            plain(f"• {self.context.title(photo.platform)} "),
            plain(handle, "bold", limit=60),
            plain(f"  {when}  {label}", "$quiet", limit=120),
        )


def _is_blunt(gps: Position | None) -> bool:
    """Whether even the vault's answer is rounded, as it is for accounts that are not proven."""
    return gps is not None and gps.radius_m is not None


def _has_exact(detail: PhotoDetail) -> bool:
    """Whether there is a position to show that is more exact than what stands there at first."""
    facts = detail.stored.facts
    told = (facts.metadata.gps, *facts.metadata.gps_others) if facts is not None else ()
    return any(gps is not None and not _is_blunt(gps) for gps in told) or any(
        is_exact(finding) for finding in detail.findings
    )


def _where(photo: Photo) -> tuple[str, str, Kind]:
    """Return where the picture is: at an address, in an archive, or in a page that was kept."""
    if photo.of_archive:
        return _("In archive"), photo.media_url.partition(":")[2], Kind.FILE
    if photo.of_page:
        return _("In kept page"), photo.media_url.rpartition("/")[2], Kind.FILE
    return _("Picture at"), photo.media_url, Kind.URL


def _seen_by(photo: Photo) -> str:
    """Say who can see a photo; where nobody said it yet, what says it."""
    if photo.open_to_strangers is None:
        return _("not said yet: Accounts (2), then l, then I, and bring its archive in once more")
    return words.visibility(photo.visibility)
