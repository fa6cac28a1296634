"""Damaged files through the readers: is a process lost, does one take too long or too much memory?

usage: python benchmarks/fuzz.py [COUNT [SEED [VISION]]]   (default 20000 1 0)

Each of COUNT files is a good one, changed in some places, and goes through `inspect` and `harden`
in the reader processes (without exiftool; faces and text are looked for where VISION is 1, which
takes many times as long). Where it stands is kept in .prove/fuzz-SEED.json, or
.prove/fuzz-vision-SEED.json, so that a run which was ended goes on; delete that to begin anew.
Prints what was wrong and one line of verdict; the exit code is 1 if anything was. Memory is looked
at on Linux only.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PIL import Image

from auditor.config import ReaderSettings
from auditor.domain.hardening import Wishes
from auditor.errors import ReaderError
from auditor.practice.drawing.light import Light
from auditor.practice.drawing.scenes import draw
from auditor.practice.personas import PEOPLE
from auditor.readers.process.pool import ReaderPool
from benchmarks.memory import children
from tests.unit.readers import laden
from tests.unit.readers.planted import boxes, jpeg, png, small, tiff

ROOT = Path(__file__).resolve().parent.parent
MOST_S, MOST_BYTES = 10.0, 600_000_000
MOST_S_VISION, MOST_BYTES_VISION = 120.0, 1_200_000_000
KEPT = ROOT / ".prove"
SHARED = ROOT.parent / "shared" / "data"
_LARGEST = 300_000
_LOST = ("reader process", "took longer than", "more memory than")
"""In the reasons of what must not happen (readers/process)."""
_AT_ONCE = 2
_EVERY = 100
_WORTH_TRYING = (0, 1, 2, 3, 0x7F, 0x80, 0xFE, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFF0)


@dataclass
class Progress:
    """How many files are done, and what was wrong."""

    done: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0


def seeds() -> list[bytes]:
    """Return good files of every format, and outside ones where they are at hand."""
    planted = (jpeg.PLACES, png.PLACES, small.WEBP, small.GIF, tiff.PLACES, boxes.HEIC, boxes.AVIF)
    made = [make() for places in planted for make, _mark in places.values()]
    made += [laden.jpeg(turn, progressive=turn > 4) for turn in range(1, 9)]
    made += [laden.png(mode) for mode in ("RGB", "RGBA", "P", "L")]
    made += [laden.webp(), *(laden.other(kind) for kind in ("GIF", "TIFF", "BMP", "AVIF"))]
    outside = sorted(SHARED.glob("cases/files/*")) + sorted(SHARED.glob("c2pa/*"))
    kinds = {".jpg", ".png", ".webp", ".gif", ".tif", ".heic", ".avif", ".svg"}
    return made + [
        path.read_bytes()
        for path in outside
        if path.suffix in kinds and path.stat().st_size < _LARGEST
    ]


def shown() -> list[bytes]:
    """Return pictures with people, text and a code, and odd ones: a line, a dot, one colour."""
    made: list[Image.Image] = [
        draw(scene, Light("summer", "day"), PEOPLE[0], np.random.default_rng(5), (640, 480))
        for scene in ("portrait", "street", "document")
    ]
    noise = np.random.default_rng(6).integers(0, 256, (300, 400, 3), np.uint8)
    made += [Image.fromarray(noise), Image.new("RGB", (1, 1)), Image.new("RGB", (4000, 2), "red")]
    made += [Image.new("L", (2, 4000), 255), Image.new("RGB", (33, 31), "white")]
    found = []
    for picture in made:
        out = io.BytesIO()
        picture.save(out, "PNG" if picture.width < 100 else "JPEG")
        found.append(out.getvalue())
    return found


def mutated(good: Sequence[bytes], chance: random.Random) -> bytes:
    """Return one of the files with one to eight changes."""
    data = bytearray(chance.choice(good))
    for _change in range(chance.choice((1, 1, 2, 3, 5, 8))):
        if not data:
            break
        chance.choice(_CHANGES)(data, chance, good)
    return bytes(data)


def _flip(data: bytearray, chance: random.Random, _good: Sequence[bytes]) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _flip_head(data: bytearray, chance: random.Random, _good: Sequence[bytes]) -> None:
    """Most of what is hard to read stands at the beginning."""
    data[chance.randrange(min(len(data), 1024))] = chance.randrange(256)


def _put_number(data: bytearray, chance: random.Random, _good: Sequence[bytes]) -> None:
    size = chance.choice((1, 2, 4))
    value = chance.choice(_WORTH_TRYING) & ((1 << 8 * size) - 1)
    place = chance.randrange(len(data))
    data[place : place + size] = value.to_bytes(size, chance.choice(("big", "little")))


def _cut(data: bytearray, chance: random.Random, _good: Sequence[bytes]) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 4, 64, 4096))]


def _end(data: bytearray, chance: random.Random, _good: Sequence[bytes]) -> None:
    del data[chance.randrange(len(data)) :]


def _repeat(data: bytearray, chance: random.Random, _good: Sequence[bytes]) -> None:
    start = chance.randrange(len(data))
    part = bytes(data[start : start + chance.choice((4, 64, 1024))])
    data[start:start] = part * chance.choice((1, 2, 50))


def _insert(data: bytearray, chance: random.Random, _good: Sequence[bytes]) -> None:
    start = chance.randrange(len(data))
    data[start:start] = chance.randbytes(chance.choice((1, 8, 200)))


def _splice(data: bytearray, chance: random.Random, good: Sequence[bytes]) -> None:
    """A stretch of another file."""
    other = chance.choice(good)
    start, place = chance.randrange(len(other)), chance.randrange(len(data))
    data[place:place] = other[start : start + chance.choice((64, 2048, 100_000))]


Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]
_CHANGES: tuple[Change, ...] = (
    _flip,
    _flip,
    _flip_head,
    _flip_head,
    _put_number,
    _put_number,
    _cut,
    _end,
    _repeat,
    _insert,
    _splice,
)


def highest_memory() -> dict[int, int]:
    """Return the most that each reader process ever held, in bytes, by its number."""
    found = {}
    for pid in children(os.getpid()):
        with contextlib.suppress(OSError, IndexError):
            if b"auditor.readers.process" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                continue  # whoever calls may have started others: a practice range, a compiler
            status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
            found[pid] = int(status.split("VmHWM:")[1].split()[0]) * 1024
    return found


async def try_one(pool: ReaderPool, data: bytes, most_s: float = MOST_S) -> list[str]:
    """Inspect and harden one file; return what was wrong."""
    wrong = []
    started = time.monotonic()
    reading = await pool.read(data)
    told = [gap.reason for gap in reading.facts.unread if gap.reader == "worker"]
    wrong += [f"inspect: {reason}" for reason in told]
    if (seconds := time.monotonic() - started) > most_s:
        wrong.append(f"inspect: {seconds:.1f} s")
    started = time.monotonic()
    try:
        await pool.harden(data, Wishes())
    except ReaderError as error:
        if any(word in error.message for word in _LOST) or "could not be read" in error.message:
            wrong.append(f"harden: {error.message}")
    if (seconds := time.monotonic() - started) > most_s:
        wrong.append(f"harden: {seconds:.1f} s")
    return wrong


async def run(
    count: int,
    seed: int,
    progress: Progress,
    keep: Callable[[], None],
    *,
    vision: bool = False,
) -> None:
    """Go on where `progress` stands. With `vision` faces, text and barcodes are looked for too."""
    good = [*seeds(), *shown()] if vision else seeds()
    most = MOST_BYTES_VISION if vision else MOST_BYTES
    most_s, deadline_s = (MOST_S_VISION, MOST_S_VISION) if vision else (MOST_S, 30.0)
    settings = ReaderSettings(
        exiftool=False, vision=vision, workers=_AT_ONCE, deadline_s=deadline_s
    )
    others = set(highest_memory())  # whoever calls may keep readers of its own
    seen: dict[int, int] = {}
    async with ReaderPool(settings, thumbnails=True) as pool:
        while progress.done < count:
            numbers = range(progress.done, min(count, progress.done + _AT_ONCE))
            files = [mutated(good, random.Random(seed * 1_000_003 + number)) for number in numbers]
            started = time.monotonic()
            told = await asyncio.gather(*(try_one(pool, data, most_s) for data in files))
            progress.slowest = max(progress.slowest, time.monotonic() - started)
            for number, wrong in zip(numbers, told, strict=True):
                progress.wrong += [f"{number}: {reason}" for reason in wrong]
            for pid, held in highest_memory().items():
                if pid in others:
                    continue
                if held > most >= seen.get(pid, 0):
                    progress.wrong.append(f"{numbers[0]}-{numbers[-1]}: {held // 10**6} MB")
                seen[pid] = held
                progress.largest = max(progress.largest, held)
            progress.done += len(files)
            if progress.done % _EVERY < _AT_ONCE:
                keep()
                print(f"{progress.done} files, {len(progress.wrong)} wrong", flush=True)


def main(count: int = 20_000, seed: int = 1, vision: int = 0) -> int:
    path = KEPT / f"fuzz-{'vision-' * bool(vision)}{seed}.json"
    progress = Progress(**json.loads(path.read_text("utf-8"))) if path.exists() else Progress()

    def keep() -> None:
        KEPT.mkdir(exist_ok=True)
        path.write_text(json.dumps(asdict(progress)), "utf-8")

    asyncio.run(run(count, seed, progress, keep, vision=bool(vision)))
    keep()
    for reason in progress.wrong:
        print(reason)
    print(
        f"{progress.done} damaged files: {len(progress.wrong)} wrong, the slowest pair took "
        f"{progress.slowest:.1f} s, no process held more than {progress.largest // 10**6} MB"
    )
    return int(bool(progress.wrong))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
