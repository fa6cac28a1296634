"""Whether looking for small print in a part of a picture loses any; beside looking at all of it.

usage: python benchmarks/small_print.py [DOCUMENTS] [FIRST]   (default 50 documents, from number 0)

Each picture holds a card of the tests, every fourth two of them, on 3 to 100 % of the room there
is, tilted and at a slant, before a drawn scene or a texture. Lines that the whole look finds and
of which the part's lines cover less than half are lost; each is told. Both looks and what the whole
one takes are counted in processor time.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.readers.picture.upright import upright
from auditor.readers.text.engine import text_engine
from auditor.readers.text.lines import Spot
from auditor.readers.text.read_text import _FIND_SIDE, _FINE_SIDE, _find_small_print
from benchmarks.peers import machine, one_thread
from tests.cards.contents import CARDS
from tests.cards.photographed import _laid, _taken, _texture, flat, pixels_of, without_words

SIZES = ((1600, 1200), (2000, 1500), (1200, 1600), (3000, 2000))
LEAST_AREA, LEAST_COVERED = 0.03, 0.5
SCENES, EVERY_SCENE, EVERY_PAIR = 10, 3, 4


def document(number: int) -> bytes:
    """Return a JPEG; the same number gives the same bytes."""
    rng = np.random.default_rng([77, number])
    size = SIZES[number % len(SIZES)]
    if number % EVERY_SCENE == 0:
        scene = without_words(int(rng.integers(SCENES)))
        back = Image.open(io.BytesIO(scene)).convert("RGB").resize(size)
    else:
        back = _texture(rng, size, cells=float(rng.uniform(3, 40)))
    for _each in range(2 if number % EVERY_PAIR == EVERY_PAIR - 1 else 1):
        card = CARDS[int(rng.integers(len(CARDS)))]
        sheet = flat(card, int(rng.integers(60))).convert("RGBA")
        side = float(np.exp(rng.uniform(np.log(LEAST_AREA), 0))) ** 0.5
        laid = _laid(sheet, side * min(size[0] / sheet.width, size[1] / sheet.height), rng)
        corner = [int(rng.integers(0, max(1, size[axis] - laid.size[axis]))) for axis in (0, 1)]
        back.paste(laid, (corner[0], corner[1]), laid)
    soft = back.filter(ImageFilter.GaussianBlur(float(rng.uniform(0, 1.3)) * max(size) / 2000))
    return _taken(soft, rng)


def lost(whole: tuple[Spot, ...], part: tuple[Spot, ...], shape: tuple[int, ...]) -> list[Spot]:
    """Return the lines of the whole look that those of the part do not cover."""
    covered = np.zeros(shape[:2], bool)
    for spot in part:
        covered[_inside(spot)] = True
    return [spot for spot in whole if covered[_inside(spot)].mean() < LEAST_COVERED]


def _inside(spot: Spot) -> tuple[slice, slice]:
    x, y, width, height = (round(value) for value in spot.box)
    return slice(max(0, y), y + height + 1), slice(max(0, x), x + width + 1)


def main() -> None:
    """Compare, document by document."""
    one_thread()
    numbers = [int(word) for word in sys.argv[1:]]
    count, first = (numbers + [50, 0][len(numbers) :])[:2]
    engine = text_engine()
    print(machine())
    found = gone = looked = 0
    took = [0.0, 0.0]
    for number in range(first, first + count):
        pixels = pixels_of(document(number))
        seen = engine.look(upright(pixels, _FIND_SIDE).rgb)
        if not seen.spots:
            continue
        fine = upright(pixels, _FINE_SIDE)
        began = time.process_time()
        part = _find_small_print(engine, fine, seen)
        between = time.process_time()
        whole = engine.look(fine.rgb).spots
        took = [took[0] + between - began, took[1] + time.process_time() - between]
        missing = lost(whole, part, fine.rgb.shape)
        looked, found, gone = looked + 1, found + len(whole), gone + len(missing)
        for spot in missing:
            print(f"document {number}: {[round(value) for value in spot.box]} is lost", flush=True)
    print(f"{looked} of {count} documents looked at closely, {found} lines, {gone} lost")
    print(f"part {1000 * took[0] / looked:.0f} ms, whole {1000 * took[1] / looked:.0f} ms")


if __name__ == "__main__":
    main()
