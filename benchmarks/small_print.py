"""Whether looking for small print in parts of a picture loses any; beside looking at all of it.

usage: python benchmarks/small_print.py [DOCUMENTS] [FIRST]   (default 50 documents, from number 0)

Each picture holds a card of the tests, every fourth two of them, on 3 to 100 % of the room there
is, tilted and at a slant, before a drawn scene or a texture. Lines that the whole look finds and
of which the lines of the first look and of the parts cover less than half are lost; each is told,
with how sure the recogniser is of what it reads there and which kinds both ways tell. What both
take is counted in processor time.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.readers.picture.pixels import Pixels
from auditor.readers.picture.upright import upright
from auditor.readers.text import small_print
from auditor.readers.text.engine import text_engine
from auditor.readers.text.lines import Spot
from auditor.readers.text.read_text import _FIND_SIDE, _FINE_SIDE, read_text
from auditor.readers.text.small_print import add_small_print
from benchmarks.peers import machine, one_thread
from tests.cards.contents import CARDS
from tests.cards.photographed import _laid, _taken, _texture, flat, pixels_of, without_words

SIZES = ((1600, 1200), (2000, 1500), (1200, 1600), (3000, 2000))
LEAST_AREA, LEAST_COVERED = 0.03, 0.5
SCENES, EVERY_SCENE, EVERY_PAIR = 10, 3, 4
TOLD_EVERY = 25


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


def lost(whole: tuple[Spot, ...], parts: tuple[Spot, ...], shape: tuple[int, ...]) -> list[Spot]:
    """Return the lines of the whole look that those of the parts do not cover."""
    covered = np.zeros(shape[:2], np.uint8)
    for spot in parts:
        cv2.fillPoly(covered, [np.rint(spot.corners).astype(np.int32)], 1)
    missing = []
    for spot in whole:
        own = np.zeros(shape[:2], np.uint8)
        cv2.fillPoly(own, [np.rint(spot.corners).astype(np.int32)], 1)
        if own.any() and covered[own > 0].mean() < LEAST_COVERED:
            missing.append(spot)
    return missing


def told(pixels: Pixels) -> set[str]:
    """Return the kinds that the words tell."""
    return {text.kind.value for text in read_text(pixels)}


def told_of_whole(pixels: Pixels) -> set[str]:
    """Return the kinds told where small print is looked for in all of the picture."""
    usual = small_print._WORTH_CUTTING  # noqa: SLF001 - nobody else may turn it off
    small_print._WORTH_CUTTING = -1.0  # noqa: SLF001
    try:
        return told(pixels)
    finally:
        small_print._WORTH_CUTTING = usual  # noqa: SLF001


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
        if (number - first) % TOLD_EVERY == TOLD_EVERY - 1:
            print(
                f"at document {number}: {looked} looked at, {found} lines, {gone} lost", flush=True
            )
        pixels = pixels_of(document(number))
        small = upright(pixels, _FIND_SIDE)
        seen = engine.look(small.rgb)
        if not seen.spots:
            continue
        fine = upright(pixels, _FINE_SIDE)
        scale = small.scale / fine.scale
        began = time.process_time()
        kept, more = add_small_print(engine, fine, seen, scale)
        between = time.process_time()
        whole = engine.look(fine.rgb).spots
        took = [took[0] + between - began, took[1] + time.process_time() - between]
        parts = (*(spot.times(scale) for spot in kept), *more)
        missing = lost(whole, parts, fine.rgb.shape)
        looked, found, gone = looked + 1, found + len(whole), gone + len(missing)
        for spot in missing:
            sure = engine.read(fine.rgb, spot)[1]
            where = [round(value) for value in spot.box]
            print(f"document {number}: {where} is lost, read with {sure:.2f}", flush=True)
        if missing:
            print(f"  parts: {told(pixels)}, whole: {told_of_whole(pixels)}", flush=True)
    print(f"{looked} of {count} documents looked at closely, {found} lines, {gone} lost")
    print(f"parts {1000 * took[0] / looked:.0f} ms, whole {1000 * took[1] / looked:.0f} ms")


if __name__ == "__main__":
    main()
