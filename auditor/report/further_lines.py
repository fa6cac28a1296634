"""What a file holds beyond its picture, in plain lines: for `auditor inspect` and the screens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.file_contents import Further, FurtherKind
from auditor.domain.text.readable_text import READS
from auditor.domain.text.statement import Kind
from auditor.messages import _, ngettext
from auditor.report.json.seen_document import place_near

__all__ = ["READER", "further_rows", "say_further"]

_MOST_SHOWN = 8
READER = "further"
"""Names the reader in `unread`."""
_MEGABYTE = 1_000_000


def further_rows(facts: Facts) -> Iterator[tuple[str, str, Kind]]:
    """Yield a line for each thing, what shows the same as the picture and unknown bytes counted.

    What could not be walked comes last.
    """
    label = _("also inside")
    same = [each for each in facts.further if _is_same(each)]
    unknown = [each for each in facts.further if each.kind is FurtherKind.UNKNOWN]
    listed = [each for each in facts.further if each not in same and each not in unknown]
    for each in listed[:_MOST_SHOWN]:
        yield label, f"{say_further(each)} ({each.where})", Kind.PLAIN
        yield from _seen_in(each)
    if len(listed) > _MOST_SHOWN:
        yield label, _("{count} more").format(count=len(listed) - _MOST_SHOWN), Kind.PLAIN
    if same:
        line = ngettext(
            "{count} small picture that shows the same",
            "{count} small pictures that show the same",
            len(same),
        )
        yield label, line.format(count=len(same)), Kind.PLAIN
    if unknown:
        yield label, _unknown(unknown), Kind.PLAIN
    for gap in facts.unread:
        if gap.reader == READER:
            yield label, _("could not tell: {reason}").format(reason=gap.reason), Kind.PLAIN


def _is_same(each: Further) -> bool:
    return each.kind is FurtherKind.THUMBNAIL and each.differs is False and each.gps is None


def say_further(each: Further) -> str:
    """Say what one thing is, how large, and whether it shows something else."""
    size = _size(each.bytes)
    match each.kind:
        case FurtherKind.VIDEO:
            behind = each.where.startswith(("behind the end", "Samsung"))
            return _film(each, behind=behind).format(size=size)
        case FurtherKind.AUDIO:
            return _("a sound recording, {size}").format(size=size)
        case FurtherKind.FRAME:
            name = _("further frames of a moving picture, {size}")
        case FurtherKind.PAGE:
            name = _("another page, {size}")
        case FurtherKind.THUMBNAIL:
            name = _("a small picture inside, {size}")
        case _:
            name = _("another picture inside, {size}")
    if each.width and each.height:
        size = f"{each.width} × {each.height}"
    said = name.format(size=size)
    if each.differs is None:
        return said
    more = _("shows something else") if each.differs else _("shows the same")
    return f"{said}, {more}"


def _film(each: Further, *, behind: bool) -> str:
    if each.sound:
        return (
            _("a film with sound behind the picture, {size}")
            if behind
            else _("a film with sound inside, {size}")
        )
    if each.sound is None:
        return (
            _("a film behind the picture, {size}; whether it has sound could not be told")
            if behind
            else _("a film inside, {size}; whether it has sound could not be told")
        )
    return _("a film behind the picture, {size}") if behind else _("a film inside, {size}")


def _seen_in(each: Further) -> Iterator[tuple[str, str, Kind]]:
    if each.gps is not None:
        near = place_near(each.gps)
        place = f"{near.name}, {near.country}" if near else ""
        line = _("taken near {place}") if near else _("with a position of its own")
        yield "", line.format(place=place), Kind.PLACE
    if each.faces:
        line = ngettext("{count} face in it", "{count} faces in it", len(each.faces))
        yield "", line.format(count=len(each.faces)), Kind.PLAIN
    for text in each.text[:_MOST_SHOWN]:
        yield "", _(READS[text.kind]).format(excerpt=text.masked), Kind.NAME


def _unknown(unknown: Sequence[Further]) -> str:
    places = ", ".join(dict.fromkeys(each.where for each in unknown[:_MOST_SHOWN]))
    return _("{size} that are not understood ({places})").format(
        size=_size(sum(each.bytes for each in unknown)), places=places
    )


def _size(count: int) -> str:
    if count < _MEGABYTE:
        return _("{size} kB").format(size=max(1, round(count / 1000)))
    return _("{size} MB").format(size=round(count / _MEGABYTE, 1))
