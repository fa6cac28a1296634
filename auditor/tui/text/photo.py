"""What is to be seen in one picture, as lines of text: the same words as `auditor inspect`."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from auditor.domain.photos.facts import EDITION, Facts
from auditor.domain.views import StoredPhoto
from auditor.messages import _
from auditor.report import inspect_lines
from auditor.report.veil import Veil
from auditor.tui.text.plain import lines, plain, row

READERS = frozenset({"faces", "text", "barcodes", "provenance"})
"""Readers whose missing parts are told here; those of all others stand with the facts."""
_NAME = 15


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
