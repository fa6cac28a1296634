"""PDQ in numpy against the C++ binding (pdqhash 0.2.8, built here).

Both start from arrays and from JPEG bytes, on one thread each.

usage: python benchmarks/hashing.py [PICTURES]   (of the 500 pictures that are compared bit for bit;
default 500)

Times are processor time of the one thread, so that other work on the machine does not count; each
figure is the median of interleaved runs. AUDITOR_PEERS names a folder that keeps the peers for the
next run. Building pdqhash needs a C++ compiler.
"""

from __future__ import annotations

import importlib
import io
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.photos.facts import Pdq
from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq import reference
from auditor.hashing.pdq.pdq import pdq
from auditor.readers.hashes.pdq_variants import pdq_from_jpeg
from auditor.readers.hashes.perceptual import perceptual
from benchmarks.peers import installed, machine, one_thread
from tests.unit.hashing.drawn import Array, drawn

_WIDTH, _HEIGHT = 4032, 3024
_RUNS = 9
_PHOTOS = 40


def _median_ms(*actions: Callable[[], object]) -> list[float]:
    """Return the median milliseconds of each action; they take turns."""
    times: list[list[float]] = [[] for _action in actions]
    for run in range(_RUNS + 1):
        for action, some in zip(actions, times, strict=True):
            begin = time.thread_time()
            action()
            if run:
                some.append((time.thread_time() - begin) * 1e3)
    return [statistics.median(some) for some in times]


def _photos() -> Iterator[tuple[str, Array]]:
    """Yield photos of 12 MP: those of the outside test data, where they are there.

    They are enlarged, with grain; drawn ones come as well.
    """
    rng = np.random.default_rng(12)
    folder = Path(__file__).resolve().parents[2] / "shared" / "data" / "pdq"
    files = [
        folder / name
        for name in (
            "aaa-orig.jpg",
            "blur-a-lot.jpg",
            "c.png",
            "sharpen-a-lot.jpg",
            "bridge-2-rotate-90.jpg",
        )
    ]
    numbers = [number for number in range(500) if number % 10 in {1, 3, 6}]
    made = 0
    for source in [*(file for file in files if file.is_file()), *numbers]:
        if made == _PHOTOS:
            return
        picture = (
            Image.open(source).convert("RGB")
            if isinstance(source, Path)
            else Image.fromarray(drawn(source).rgb)
        )
        if min(picture.size) < 200:
            continue
        large = np.asarray(picture.resize((_WIDTH, _HEIGHT), Image.Resampling.BICUBIC)).astype(
            np.int16
        )
        made += 1
        yield (
            str(source),
            (large + rng.integers(-8, 9, large.shape, np.int16)).clip(0, 255).astype(np.uint8),
        )


def _bits(first: str, second: str) -> int:
    return int(distances(from_hex([first])[0], from_hex([second]))[0])


def _line(what: str, ours: float, theirs: float, peer: str, bound: str = "") -> None:
    print(
        f"{what:<52} {ours:8.2f} ms   {peer:<26} {theirs:8.1f} ms   {theirs / ours:6.1f} "
        f"times{bound}"
    )


def _decoded(peer: Any) -> None:
    rng = np.random.default_rng(1)
    for name, array in (
        ("photo", next(_photos())[1]),
        ("noise", rng.integers(0, 256, (_HEIGHT, _WIDTH, 3), np.uint8)),
    ):
        eight, single, theirs = _median_ms(
            lambda a=array: pdq(a),
            lambda a=array: pdq(a, turned=False),
            lambda a=array: peer.compute(a),
        )
        _line(
            f"decoded 12 MP, {name}, one hash",
            single,
            theirs,
            "pdqhash",
            "  (at least 40)" if name == "photo" else "",
        )
        _line(f"decoded 12 MP, {name}, eight hashes", eight, theirs, "pdqhash, one hash")
        print(f"{'':<52} eight hashes take {eight / single:.3f} of the time of one (at most 1.1)")
    small = np.asarray(Image.fromarray(next(_photos())[1]).resize((512, 384)))
    eight, single, theirs = _median_ms(
        lambda: pdq(small), lambda: pdq(small, turned=False), lambda: peer.compute(small)
    )
    _line("decoded 512 x 384, one hash", single, theirs, "pdqhash")
    print(f"{'':<52} eight hashes take {eight / single:.3f} of the time of one")
    image = Image.fromarray(small)
    eight, second = _median_ms(lambda: pdq(small), lambda: perceptual(image))
    _line("decoded 512 x 384, eight hashes", eight, second, "imagehash, pHash and dHash")


def _from_bytes(peer: Any) -> None:
    apart: list[tuple[int, int]] = []
    ours: list[float] = []
    theirs: list[float] = []
    arrays: list[float] = []
    twice = 0
    exact = reference.samples

    def counted(*words: Any) -> Any:
        nonlocal twice
        twice += 1
        return exact(*words)

    for _name, array in _photos():
        out = io.BytesIO()
        Image.fromarray(array).save(out, "JPEG", quality=88)
        data = out.getvalue()
        reference.samples = counted
        begin = time.thread_time()
        whole = pdq(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
        arrays.append((time.thread_time() - begin) * 1e3)
        reference.samples = exact
        begin = time.thread_time()
        draft: Pdq = pdq_from_jpeg(data)
        ours.append((time.thread_time() - begin) * 1e3)
        begin = time.thread_time()
        peer.compute(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
        theirs.append((time.thread_time() - begin) * 1e3)
        apart.append((_bits(draft.hash, whole.hash), whole.quality))
    _line(
        f"JPEG bytes of 12 MP, draft, {len(ours)} photos",
        statistics.median(ours),
        statistics.median(theirs),
        "Pillow + pdqhash",
        "  (at least 12)",
    )
    _line(
        f"JPEG bytes of 12 MP, exact, {len(ours)} photos, mean",
        statistics.mean(arrays),
        statistics.mean(theirs),
        "Pillow + pdqhash, mean",
    )
    print(f"{'':<52} {twice} of {len(ours)} photos were computed again in the reference's order")
    good = [bits for bits, quality in apart if quality >= 80]
    print(
        f"draft against full: median {statistics.median(bits for bits, _quality in apart):g} bits "
        "(at most 2), "
        f"largest {max(good)} of the {len(good)} with quality 80 or more (at most 10)"
    )


def _same_bits(peer: Any, count: int) -> None:
    differing = unstable = 0
    largest = 0
    for number in range(count):
        made = drawn(number)
        vector, quality = peer.compute(np.ascontiguousarray(made.rgb))
        found = pdq(made.rgb)
        unstable += found.unstable
        bits = _bits(found.hash, np.packbits(vector).tobytes().hex())
        if bits or quality != found.quality:
            differing += 1
            largest = max(largest, bits)
    print(
        f"{count} pictures of 5 to 5,000 px: {differing} differ from pdqhash (largest {largest} "
        f"bits), {unstable} marked unstable"
    )


def main() -> None:
    """Print one line a figure."""
    one_thread()
    sys.path.append(str(installed("pdqhash==0.2.8")))
    peer = importlib.import_module("pdqhash")
    print(machine())
    _decoded(peer)
    _from_bytes(peer)
    _same_bits(peer, int(sys.argv[1]) if len(sys.argv) > 1 else 500)


if __name__ == "__main__":
    main()
