"""What is to be seen in one picture, as lines of text: the same words as `auditor inspect`."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import EDITION, Facts
from auditor.domain.photos.picture_contents import TURNS_OF_EXIF
from auditor.domain.views import StoredPhoto
from auditor.messages import _, ngettext
from auditor.report import inspect_lines
from auditor.report.veil import Veil
from auditor.tui.text.plain import lines, plain, row

_MOST_OFF = 0.03
"""How far the shape of a small copy may be off the picture's: its sides are whole px."""

READERS = frozenset({"faces", "text", "barcodes", "provenance"})
"""Readers whose missing parts are told here; those of all others stand with the facts."""
_NAME = 15


@dataclass(frozen=True, slots=True)
class PartsShown:
    """Where faces stand in the small copy, and where text and barcodes do: shares of its sides."""

    faces: tuple[tuple[float, float, float, float], ...]
    texts: tuple[tuple[float, float, float, float], ...]

    def told(self) -> str:
        """Say what the boxes are."""
        faces = ngettext("{n} face in a box", "{n} faces in boxes", len(self.faces))
        texts = ngettext("{n} text painted over", "{n} texts painted over", len(self.texts))
        return f"{faces.format(n=len(self.faces))}; {texts.format(n=len(self.texts))}"


def has_parts(facts: Facts | None) -> bool:
    """Whether a face, a text or a barcode was found, which a box can be drawn around."""
    return facts is not None and bool(facts.faces or facts.text or facts.barcodes)


def parts_in(facts: Facts, small: tuple[int, int]) -> PartsShown | None:
    """Return where the boxes stand in a small copy of these px.

    None where that cannot be told: its turn was not kept, or it is a copy of another picture.
    """
    if not facts.width or not facts.height or facts.turn not in TURNS_OF_EXIF:
        return None
    wide, high, turn = facts.width, facts.height, facts.turn
    shape = high / wide if TURNS_OF_EXIF[turn][0] else wide / high
    off = small[0] / small[1] / shape
    if abs(off - 1) > _MOST_OFF + 1 / min(small):
        return None
    texts = (*(text.box for text in facts.text), *(code.box for code in facts.barcodes))
    return PartsShown(
        tuple(face.box.upright(wide, high, turn) for face in facts.faces),
        tuple(box.upright(wide, high, turn) for box in texts),
    )


def unread(stored: StoredPhoto, veil: Veil) -> Content:
    """Say of a photo that was not looked into why nothing can be told of it."""
    reason = veil.sentence(stored.reason_unread) or _("it was not looked into yet")
    return plain(_("Could not tell: {reason}").format(reason=reason), limit=600)


def seen(stored: StoredPhoto, veil: Veil, *, not_me: bool) -> Content:
    """Return what the picture shows, and what could not be looked for and why."""
    facts = stored.facts
    if facts is None:
        return unread(stored, veil)
    return lines(*_all(facts, veil, not_me=not_me))


def _all(facts: Facts, veil: Veil, *, not_me: bool) -> Iterator[Content]:
    if not_me:
        yield plain(
            _("Marked as not you: it does not count for likeness. n takes that back."), "bold"
        )
    if facts.edition < EDITION and facts.provenance is None and not facts.faces:
        yield row(
            plain("? ", "bold $text-warning"),
            plain(_("This was not looked for when the photo was read; the next scan does.")),
        )
        return
    missing = {gap.reader for gap in facts.unread}
    for name, value, kind in inspect_lines.rows(facts):
        yield row(plain(name.ljust(_NAME), "$quiet"), plain(veil.word(value, kind), limit=600))
    if "text" not in missing and not facts.text:
        yield row(plain(_("text").ljust(_NAME), "$quiet"), plain(_("nothing telling found")))
    if "barcodes" not in missing and not facts.barcodes:
        yield row(plain(_("barcode").ljust(_NAME), "$quiet"), plain(_("none found")))
    if facts.provenance is None:  # the words of an outcome say it themselves
        yield plain(_("A missing credential proves nothing."), "$quiet")
