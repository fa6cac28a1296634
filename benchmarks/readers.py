"""What looking at one 12 MP photo costs, by reader, against decoding it whole with Pillow.

usage: python benchmarks/readers.py [SCENE] [RUNS]   (a scene of the practice range; default park, 7
runs)

Nothing is written in the park; `street` holds words, which are read, and is measured for
comparison.

Times are processor time of the one thread, the median of interleaved runs, once every library is
loaded and with memory kept as a reader process keeps it; exiftool is a program of its own, its time
stands apart. Everything but the metadata and the credentials starts from one decode. RSS is the
most the process held.
"""

from __future__ import annotations

import io
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.hashing.pdq.pdq import pdq
from auditor.practice.drawing.light import Light
from auditor.practice.drawing.scenes import draw
from auditor.practice.personas import PEOPLE
from auditor.readers.credentials.read_provenance import read_provenance
from auditor.readers.faces.read_faces import read_faces
from auditor.readers.hashes.perceptual import perceptual
from auditor.readers.jobs import Job
from auditor.readers.metadata.read_metadata import read_metadata
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import decode
from auditor.readers.picture.thumbnail import thumbnail
from auditor.readers.process.process import MEMORY
from auditor.readers.process.sandbox import keep_memory
from auditor.readers.read_image import read_job
from auditor.readers.text.barcodes import read_barcodes
from auditor.readers.text.read_text import read_text
from benchmarks.peers import machine, one_thread

SIZE = (4000, 3000)
PEER = "Pillow, whole decode"


def photo(scene: str) -> bytes:
    """Return a JPEG of 12 MP with EXIF, as a phone writes it."""
    picture = draw(scene, Light("summer", "day"), PEOPLE[1], np.random.default_rng(3), SIZE)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def readers(data: bytes) -> dict[str, Callable[[], object]]:
    """Return what is measured, by name; the peer first."""
    header = read_header(data)
    if header is None:
        raise SystemExit("not a picture")
    pixels = decode(data, header, middle=True)
    job = Job(len(data), None, exiftool=False, thumbnail=True, seconds=60, vision=True)
    return {
        PEER: lambda: Image.open(io.BytesIO(data)).load(),
        "metadata": lambda: read_metadata(data, file_name=None, exiftool=False),
        "decode": lambda: decode(data, header, middle=True),
        "pdq": lambda: pdq(pixels.rgb),
        "perceptual": lambda: perceptual(pixels.small),
        "thumbnail": lambda: thumbnail(pixels.small, pixels.orientation),
        "faces": lambda: read_faces(pixels),
        "barcodes": lambda: read_barcodes(pixels),
        "text": lambda: read_text(pixels),
        "provenance": lambda: read_provenance(data, header.format, ""),
        "total": lambda: read_job(data, job),
        "metadata with exiftool": lambda: read_metadata(data, file_name=None, exiftool=True),
    }


def spent() -> tuple[float, float]:
    """Return the processor time of this process and of the programs it started, in seconds."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time(), children.ru_utime + children.ru_stime


def measured(
    work: dict[str, Callable[[], object]], runs: int
) -> dict[str, list[tuple[float, float]]]:
    """Run everything `runs` times, one after the other, after a first time that does not count."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in work}
    for run in range(runs + 1):
        for name, act in work.items():
            before = spent()
            act()
            after = spent()
            if run:
                times[name].append((after[0] - before[0], after[1] - before[1]))
    return times


def as_a_reader() -> None:
    """Start this program again with the memory of a reader process, unless it has it."""
    if any(os.environ.get(name) != value for name, value in MEMORY.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **MEMORY})
    keep_memory()


def main() -> None:
    """Print the table."""
    one_thread()
    as_a_reader()
    scene = sys.argv[1] if len(sys.argv) > 1 else "park"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    data = photo(scene)
    print(machine())
    print(
        f"{SIZE[0]}x{SIZE[1]} px, {len(data) / 1e6:.1f} MB, scene {scene}, median of {runs} runs\n"
    )
    times = measured(readers(data), runs)
    peer = statistics.median(own for own, _other in times[PEER])
    print(f"{'reader':<24}{'ms':>8}{'x peer':>9}{'exiftool ms':>13}")
    for name, both in times.items():
        own, other = (statistics.median(part) * 1000 for part in zip(*both, strict=True))
        print(f"{name:<24}{own:>8.1f}{own / 1000 / peer:>9.2f}{round(other) or '':>13}")
    print(f"\nmost memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
