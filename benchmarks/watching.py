"""How long a scan takes with a long private list, and how much memory.

usage: python benchmarks/watching.py PDQ_FOLDER [--private 500] [--scanned 200]

Parts of real photos on the list, parts of other photos scanned; one in ten of these is an edited
copy of a private one, and one in three is edited in any way (kinds.KINDS). Counted: the processor
time of decoding each scanned picture, making it ready and comparing it with the whole list, and the
peak memory of the process that does so. What the program itself needs besides is not counted.
Seeded. Fewer than 2,000 are extrapolated, and the line says so.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from kinds import KINDS, Hand, made
from peers import ONE_THREAD
from PIL import Image
from recall import photographs

from auditor.domain.private import PrivateEntry, PrivateImage, PrivateKind
from auditor.hashing.private import packed

_SCAN = 2000
_ASKED_MINUTES, _ASKED_MB = 10, 400
_SEED = 7
_SMALLEST = 200  # px
_COPY, _EDITED = 10, 3  # one of so many


def _cut(source: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Return a part of a photo, turned a little: as good as a photo of its own."""
    wide, high = (round(side * rng.uniform(0.45, 0.8)) for side in source.size)
    left, top = int(rng.integers(source.width - wide)), int(rng.integers(source.height - high))
    turned = source.rotate(rng.uniform(-20, 20), Image.Resampling.BICUBIC)
    part = turned.crop((left, top, left + wide, top + high))
    share = rng.uniform(600, 1200) / max(part.size)
    return part.resize((max(1, round(wide * share)), max(1, round(high * share))))


def _prepare(folder: Path, photos: list[Image.Image], private: int, scanned: int) -> None:
    """Write the pictures of both sides as files: parts of every second photo each."""
    rng = np.random.default_rng(_SEED)
    mine = [_cut(photos[place % (len(photos) // 2) * 2], rng) for place in range(private)]
    others = [_cut(photos[place % (len(photos) // 2) * 2 + 1], rng) for place in range(40)]
    kinds = list(KINDS)
    for place, picture in enumerate(mine):
        picture.save(folder / f"private-{place:05}.jpg", quality=92)
    for place in range(scanned):
        hand = Hand(np.random.default_rng([_SEED, place]), others)
        copied, edited = place % _COPY == 0, place % _EDITED == 0
        kind = kinds[int(hand.rng.integers(len(kinds)))] if copied or edited else "as it is"
        strange = photos[place % (len(photos) // 2) * 2 + 1]
        shown = mine[int(hand.rng.integers(private))] if copied else _cut(strange, hand.rng)
        Image.fromarray(made(kind, shown, hand)).save(folder / f"scanned-{place:05}.jpg")


def _read(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def read_peak_mb() -> float:
    """Return the most memory this process had (Linux).

    getrusage would tell what the process had from which it was started.
    """
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _measure(folder: Path) -> None:
    """Print the figures of what `_prepare` wrote; runs in a process of its own."""
    listed = [
        PrivateImage(
            PrivateEntry(f"{place:08x}", "", PrivateKind.PICTURE, datetime.now(UTC)),
            packed.variants_of(_read(path)),
        )
        for place, path in enumerate(sorted(folder.glob("private-*.jpg")))
    ]
    kept = sum(len(image.packed) for image in listed) / len(listed)
    began = time.process_time()
    known = packed.UnpackedList(listed)
    laid_out = time.process_time() - began
    ready = compared = 0.0
    found = 0
    scanned = sorted(folder.glob("scanned-*.jpg"))
    for path in scanned:
        began = time.process_time()
        candidate = packed.candidate_of(_read(path))
        middle = time.process_time()
        found += any(known.compare(candidate))
        ready += middle - began
        compared += time.process_time() - middle
    peak = read_peak_mb()
    share = _SCAN / len(scanned)
    minutes = (laid_out + (ready + compared) * share) / 60
    how = "" if share == 1 else f", extrapolated from {len(scanned)}"
    print(
        f"{len(listed)} private x {_SCAN:,} scanned{how}: {minutes:.1f} minutes of one core "
        f"(at most {_ASKED_MINUTES}), peak {peak:.0f} MB (at most {_ASKED_MB})"
    )
    print(
        f"{found} of {len(scanned)} told; a candidate {1e3 * ready / len(scanned):.0f} ms, "
        f"a comparison {1e3 * compared / len(scanned) / len(listed):.3f} ms, laying out "
        f"{laid_out:.1f} s once, {kept / 1e3:.1f} kB a picture"
    )


def main() -> None:
    """Write the pictures, and measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--private", type=int, default=500)
    parser.add_argument("--scanned", type=int, default=200)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        _measure(asked.folder)
        return
    with tempfile.TemporaryDirectory() as kept:
        photos = [
            photo for photo in photographs(asked.folder).values() if min(photo.size) >= _SMALLEST
        ]
        _prepare(Path(kept), photos, asked.private, asked.scanned)
        alone = dict.fromkeys(ONE_THREAD, "1")
        words = [sys.executable, __file__, kept, "--measure"]
        subprocess.run(words, check=True, env=os.environ | alone)


if __name__ == "__main__":
    main()
