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
from auditor.readers.text.lines import FoundLines, PicturePart, Spot

__all__ = ["read_text", "text_boxes"]

_FIND_SIDE = 736
"""Px of the longer side in which words are looked for: 0.12 s of processor time; a letter of 8 px
is found."""
_FINE_SIDE = 1472
"""Where words were read, small print beside them is looked for at twice that. Photos without words
do not pay for it."""
_MARGIN = 96
"""Px at that size round what looks like words, however faintly, in which small print is looked for.
On 100 documents of 3 to 100 % of the picture nothing but a cup was taken for print elsewhere."""
_WORTH_CUTTING = 0.8  # of a picture; a larger part is looked at with the rest
_MOST_TRIED = 3
"""Places that are read to learn whether there are words at all: the detector takes waves and
windows for print."""
_READ_SIDE = 4000
_MOST_READ = 48
"""Lines that are read of one picture, the largest first: 0.02 to 0.1 s each."""
_READ_AT_LEAST = 0.5
"""The recogniser's own measure: below it, leaves and tiles become letters."""
_WORDS_AT_LEAST = 0.85
"""What one place must give for the finer look, 0.7 s of processor time: 0.97 was the least that
sixty photographed cards gave, 0.80 the most of photos in which nothing is written."""
_LONGEST = 200


def read_text(pixels: Pixels) -> tuple[TextFound, ...]:
    """Return what the words in a picture tell.

    Boxes are in px of the stored picture. Raises MissingPartError.
    """
    engine = text_engine()
    small = upright(pixels, _FIND_SIDE)
    seen = engine.look(small.rgb)
    spots = _choose_largest(seen.spots)
    if not spots:
        return ()
    large = upright(pixels, _READ_SIDE)
    lines: list[TextLine | None] = []
    for spot in spots[:_MOST_TRIED]:
        lines.append(_read_line(engine, large, spot.times(small.scale / large.scale)))
        if _rate_lines(lines) >= _WORDS_AT_LEAST:
            break
    if not any(lines):
        return ()
    if _rate_lines(lines) >= _WORDS_AT_LEAST and max(small.width, small.height) > _FIND_SIDE:
        small = upright(pixels, _FINE_SIDE)
        spots, lines = _choose_largest(_find_small_print(engine, small, seen)), []
    lines += [
        _read_line(engine, large, spot.times(small.scale / large.scale))
        for spot in spots[len(lines) : _MOST_READ]
    ]
    found = kinds_of([line for line in lines if line is not None])
    return tuple(
        replace(
            text,
            box=large.stored(text.box.x, text.box.y, text.box.width, text.box.height),
            masked=clean(text.masked),
        )
        for text in found
    )


def text_boxes(pixels: Pixels) -> tuple[Box, ...]:
    """Return every place with words, telling or not, in px of the stored picture.

    Raises MissingPartError.
    """
    fine = upright(pixels, _FINE_SIDE)
    return tuple(fine.stored(*spot.box) for spot in text_engine().look(fine.rgb).spots)


def _find_small_print(engine: TextEngine, fine: Upright, seen: FoundLines) -> tuple[Spot, ...]:
    """Return the lines of the larger picture, looking only where the smaller one had hints.

    What the network sees around a line decides with it: where the part gives fewer lines than the
    smaller picture did, all of it is looked at.
    """
    tall, wide = fine.rgb.shape[:2]
    hints = seen.hints or PicturePart(0.0, 0.0, 1.0, 1.0)
    left, top = max(0, int(hints.left * wide) - _MARGIN), max(0, int(hints.top * tall) - _MARGIN)
    right, bottom = int(hints.right * wide) + _MARGIN, int(hints.bottom * tall) + _MARGIN
    part = fine.rgb[top:bottom, left:right]
    share = part.shape[0] * part.shape[1] / (tall * wide)
    if share <= _WORTH_CUTTING:
        found = engine.look(part, share).spots
        if len(found) >= len(seen.spots):
            return tuple(spot.moved(left, top) for spot in found)
    return engine.look(fine.rgb).spots


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
