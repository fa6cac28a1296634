"""What a set of photos costs in the reader processes, a fifth of them with writing.

usage: python benchmarks/looking.py [PHOTOS] [--exiftool]   (default 20, rounded up to tens)

Eight of ten are scenes of 12 MP in which nothing is written, two hold words: a street with a sign
and a plate of 12 MP, and a photographed card. They go through the pool as in a scan, as many at
once as it has processes and one more. Counted is the processor time of the processes and of what
they start, once each has read some photos; the peer decodes the same files whole with Pillow.

Running or waiting for a core is what the processes would do with cores of their own: on a machine
with other work, running alone says how much of them was left over.
"""

from __future__ import annotations

import asyncio
import io
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.config import ReaderSettings
from auditor.domain.photos.reading import Reading
from auditor.readers.process.count import count_workers
from auditor.readers.process.pool import ReaderPool
from benchmarks.peers import machine, one_thread
from benchmarks.readers import photo
from tests.cards.contents import CARDS
from tests.cards.photographed import photographed

WITHOUT = ("park", "coast", "mountains", "pet")
CARDS_SHOWN = (5, 12, 33, 41, 54)
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spent:
    """What the child processes took so far: seconds of the processor, and waiting for it."""

    processor: float
    waiting: float
    running: float


def drawn_set(count: int) -> list[bytes]:
    """Return tens of photos, of each ten eight without and two with words."""
    plain = [photo(scene) for scene in WITHOUT]
    street = photo("street")
    found: list[bytes] = []
    for ten in range(-(-count // 10)):
        number = CARDS_SHOWN[ten % len(CARDS_SHOWN)]
        found += [*plain, street, *plain, photographed(CARDS[number], number)]
    return found


def spent() -> Spent:
    """Return what the children of this process took (Linux), with the programs they started."""
    pids = [
        int(pid)
        for children in Path("/proc/self/task").glob("*/children")
        for pid in children.read_text("ascii").split()
    ]
    processor = waiting = running = 0.0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        processor += sum(int(value) for value in fields[11:15]) / TICKS
        ran, waited, _slices = Path(f"/proc/{pid}/schedstat").read_text("ascii").split()
        running, waiting = running + int(ran) / 1e9, waiting + int(waited) / 1e9
    return Spent(processor, waiting, running)


def decode_all(photos: list[bytes]) -> float:
    """Return the processor time of Pillow for decoding them whole."""
    before = time.process_time()
    for data in photos:
        Image.open(io.BytesIO(data)).load()
    return time.process_time() - before


async def read_all(pool: ReaderPool, photos: list[bytes], at_once: int) -> list[Reading]:
    """Read them, so many at once."""
    gate = asyncio.Semaphore(at_once)

    async def read(data: bytes) -> Reading:
        async with gate:
            return await pool.read(data)

    return await asyncio.gather(*(read(data) for data in photos))


async def measure(photos: list[bytes], *, exiftool: bool) -> None:
    """Print what the set costs."""
    workers = count_workers(looking=True)
    settings = ReaderSettings(exiftool=exiftool, deadline_s=300)
    async with ReaderPool(settings, thumbnails=True) as pool:
        await read_all(pool, [photos[0], photos[4], photos[0]] * workers, workers + 1)
        before, began = spent(), time.perf_counter()
        readings = await read_all(pool, photos, workers + 1)
        wall, after = time.perf_counter() - began, spent()
    peer = decode_all(photos)
    processor = after.processor - before.processor
    ran, waited = after.running - before.running, after.waiting - before.waiting
    told = sum(bool(reading.facts.text or reading.facts.barcodes) for reading in readings)
    print(f"{len(photos)} photos, {told} tell something in words, {workers} processes")
    print(f"processor a photo: {processor / len(photos):.3f} s (asked for: 0.45)")
    print(f"Pillow, whole decode: {peer / len(photos):.3f} s, {processor / peer:.1f} times")
    print(f"wall {wall:.1f} s; running {100 * ran / wall / workers:.0f} % of the cores")
    print(f"running or waiting for a core: {100 * (ran + waited) / wall / workers:.0f} %")


def main() -> None:
    """Draw the set and measure it."""
    one_thread()
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    print(machine())
    exiftool = "--exiftool" in sys.argv
    asyncio.run(measure(drawn_set(numbers[0] if numbers else 20), exiftool=exiftool))


if __name__ == "__main__":
    main()
