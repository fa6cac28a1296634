"""Telling words in a picture.

They are found in a small copy, read from a large one, told by kind and masked.

Nothing but kind, masked excerpt and place leaves this file: the words themselves are in no answer,
log or error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from auditor.domain.photos.picture_contents import Box, TextFound
from auditor.domain.text.foreign_text import clean
from auditor.readers.picture.pixels import Pixels
from auditor.readers.picture.upright import Upright, upright
from auditor.readers.text.engine import TextEngine, text_engine
from auditor.readers.text.kinds.page import TextLine
from auditor.readers.text.kinds.rules import kinds_of
from auditor.readers.text.lines import Spot
from auditor.readers.text.small_print import add_small_print, look_round

__all__ = ["read_text", "text_boxes"]

_FIND_SIDE = 640
"""Px of the longer side in which words are looked for: 0.1 s of processor time; a letter of 8 px is
found. At 736 px words were seen in as many of 160 documents of 3 to 100 % of the picture (156)."""
_FINE_SIDE = 1472
"""Where words were read, small print beside them is looked for at that. Photos without words do not
pay for it."""
_MOST_TRIED = 3
"""Places that are read to learn whether there are words at all: the detector takes waves and
windows for print."""
_READ_SIDE = 4000
_MOST_READ = 48
"""Lines that are read of one picture, the largest first: 0.02 to 0.1 s each."""
_READ_AT_LEAST = 0.5
"""The recogniser's own measure: below it, leaves and tiles become letters."""
_WORDS_AT_LEAST = 0.85
"""What one place must give for the finer look, up to 0.6 s of processor time: 0.97 was the least
that sixty photographed cards gave, 0.80 the most of photos in which nothing is written."""
_LONGEST = 200


def read_text(pixels: Pixels) -> tuple[TextFound, ...]:
    """Return what the words in a picture tell.

    Boxes are in px of the stored picture. Raises MissingPartError.
    """
    engine = text_engine()
    small = upright(pixels, _FIND_SIDE)
    seen = engine.look(small.rgb)
    if not seen.spots:
        return ()
    large = upright(pixels, _READ_SIDE)
    enlarged = small.scale / large.scale
    spots = _choose_largest([spot.times(enlarged) for spot in seen.spots])
    lines: dict[Spot, TextLine | None] = {}
    for spot in spots[:_MOST_TRIED]:
        lines[spot] = _read_line(engine, large, spot)
        if _rate_lines(lines.values()) >= _WORDS_AT_LEAST:
            break
    if not any(lines.values()):
        return ()
    if _rate_lines(lines.values()) >= _WORDS_AT_LEAST and max(pixels.rgb.shape) > _FIND_SIDE:
        fine = upright(pixels, _FINE_SIDE)
        kept, more = add_small_print(engine, fine, seen, small.scale / fine.scale)
        spots = _choose_largest(
            [spot.times(enlarged) for spot in kept]
            + [spot.times(fine.scale / large.scale) for spot in more]
        )
    for spot in spots[:_MOST_READ]:
        if spot not in lines:
            lines[spot] = _read_line(engine, large, spot)
    read = [lines[spot] for spot in spots[:_MOST_READ]]
    found = kinds_of([line for line in read if line is not None])
    return tuple(
        replace(
            text,
            box=large.stored(text.box.x, text.box.y, text.box.width, text.box.height),
            masked=clean(text.masked),
        )
        for text in found
    )


def text_boxes(pixels: Pixels, near: Sequence[Box] | None = None) -> tuple[Box, ...]:
    """Return every place with words, telling or not, in px of the stored picture.

    With `near`, only those at and round these places. Raises MissingPartError.
    """
    engine = text_engine()
    fine = upright(pixels, _FINE_SIDE)
    if near is not None:
        found = look_round(engine, fine, [fine.shown(box) for box in near])
        return tuple(fine.stored(*spot.box) for spot in found)
    if max(fine.width, fine.height) <= _FIND_SIDE:
        return tuple(fine.stored(*spot.box) for spot in engine.look(fine.rgb).spots)
    small = upright(pixels, _FIND_SIDE)
    seen = engine.look(small.rgb)
    kept, more = add_small_print(engine, fine, seen, small.scale / fine.scale)
    return (
        *(small.stored(*spot.box) for spot in kept),
        *(fine.stored(*spot.box) for spot in more),
    )


def _rate_lines(lines: Iterable[TextLine | None]) -> float:
    return max((line.confidence for line in lines if line is not None), default=0.0)


def _choose_largest(spots: Sequence[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda spot: spot.width * spot.height, reverse=True)


def _read_line(engine: TextEngine, picture: Upright, spot: Spot) -> TextLine | None:
    words, sure = engine.read(picture.rgb, spot)
    text = clean(words, _LONGEST).strip()
    if sure < _READ_AT_LEAST or not text:
        return None
    x, y, width, height = spot.box
    return TextLine(
        text, sure, Box(round(x), round(y), max(1, round(width)), max(1, round(height))), spot.tilt
    )
