"""Whether the frames of films are hashed as `vpdq` hashes them, on 20 clips of as many kinds.

usage: python benchmarks/vpdq.py --python PYTHON [--clips FOLDER] [--keep]

PYTHON is an interpreter that has the package vpdq (0.2.5 was used), in an environment of its own:
    apt-get install python3-dev pkg-config cmake lib{avcodec,avformat,avdevice,avutil}-dev
    apt-get install lib{swscale,swresample,avfilter}-dev
    python3 -m venv FOLDER && FOLDER/bin/pip install vpdq
Without it only what is kept beside the tests is compared: clips and hashes in tests/fixtures/films,
which `make test` compares, too. --keep makes them anew; --clips compares films of your own.

vpdq reads no animated WebP; there it gets the same frames in a lossless film.
The clips move over pictures of scikit-image, which must be installed, with the extra `video`.
"""

from __future__ import annotations

import argparse
import json
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
from films import film
from PIL import Image

from auditor.readers.hashes.video import frames, shown
from auditor.readers.picture.video_header import HEAD_BYTES, film_format

KEPT = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "films"
HASHES = "vpdq.txt"
_SIZE = (128, 96)
_SMALL = (80, 60)
_SECONDS = 2.6
_UNTURNED = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
_QUARTER = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
_ASK = """
import json, sys, vpdq
found = {}
for path in sys.argv[1:]:
    try:
        seen = vpdq.computeHash(path)
        found[path] = [(x.frame_number, x.quality, x.hex, x.timestamp) for x in seen]
    except Exception as error:
        found[path] = repr(error)
print("\\n" + json.dumps(found))
"""

Shots = list[Image.Image]
Line = tuple[int, int, str, float]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a clip is encoded."""

    codec: str
    rate: Fraction
    size: tuple[int, int] = _SIZE
    pixels: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)
    varies: bool = False
    matrix: int | None = None


_X264 = {"crf": "33", "preset": "medium"}
_VPX = {"crf": "45", "b:v": "0", "deadline": "good", "cpu-used": "4"}
_X265 = {"crf": "34", "preset": "fast", "x265-params": "log-level=none"}
KINDS: dict[str, Kind] = {
    "25.mp4": Kind("libx264", Fraction(25), options=_X264),
    "29.97.mp4": Kind("libx264", Fraction(30000, 1001), options=_X264),
    "23.976.mp4": Kind("libx264", Fraction(24000, 1001), options=_X264),
    "59.94.mp4": Kind("libx264", Fraction(60000, 1001), options=_X264),
    "slow.mkv": Kind("libx264", Fraction(1, 2), options=_X264),
    "varying.mkv": Kind("libx264", Fraction(30), options=_X264, varies=True),
    "turned.mp4": Kind("libx264", Fraction(30000, 1001), options=_X264),
    "odd.mkv": Kind("libx264", Fraction(30), (129, 97), "yuv444p", _X264),
    "odd.webm": Kind("libvpx-vp9", Fraction(25), (129, 97), options=_VPX),
    "full-range.mp4": Kind("libx264", Fraction(25), pixels="yuvj420p", options=_X264),
    "bt709.mp4": Kind("libx264", Fraction(24), (640, 360), options={"crf": "42"}, matrix=1),
    "hevc.mp4": Kind("libx265", Fraction(30), options=_X265),
    "10-bits.mkv": Kind("libx265", Fraction(24), pixels="yuv420p10le", options=_X265),
    "av1.mkv": Kind("libsvtav1", Fraction(25), options={"crf": "50", "preset": "8"}),
    "vp9.webm": Kind("libvpx-vp9", Fraction(30000, 1001), options=_VPX),
    "vp8.webm": Kind("libvpx", Fraction(24000, 1001), options={"crf": "40", "b:v": "100k"}),
    "mpeg4.avi": Kind("mpeg4", Fraction(30000, 1001), options={"b:v": "120k"}),
    "mpeg2.ts": Kind("mpeg2video", Fraction(25), options={"b:v": "120k"}),
    "colours.gif": Kind("gif", Fraction(10), _SMALL, "rgb8"),
}


def encode(path: Path, kind: Kind, shots: Shots) -> None:
    """Write a clip."""
    draw = np.random.default_rng(3)
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream(kind.codec, rate=kind.rate)
        stream.width, stream.height, stream.pix_fmt = *kind.size, kind.pixels
        stream.options = kind.options
        due = 0
        for shot in shots:
            frame: Any = av.VideoFrame.from_image(shot)
            if kind.matrix is not None:
                frame = frame.reformat(format=kind.pixels, dst_colorspace=kind.matrix)
                frame.colorspace = kind.matrix
            if kind.varies:
                frame.time_base, frame.pts = Fraction(1, 1000), due
                due += int(draw.choice([17, 33, 50, 100]))
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    if path.name == "turned.mp4":
        data = path.read_bytes()
        at = data.index(_UNTURNED, data.index(b"tkhd"))
        path.write_bytes(data[:at] + _QUARTER + data[at + len(_QUARTER) :])


def moving(path: Path, shots: Shots, **options: Any) -> None:
    """Write a picture that moves, each frame as long as another."""
    spans = [100 + 60 * (place % 4) for place in range(len(shots))]
    shots[0].save(path, save_all=True, append_images=shots[1:], duration=spans, loop=0, **options)


def made(folder: Path) -> Iterator[Path]:
    """Write every clip."""
    for seed, (name, kind) in enumerate(KINDS.items()):
        count = min(150, max(3, int(_SECONDS * kind.rate)))
        encode(folder / name, kind, _shots(seed, count, kind.size))
        yield folder / name
    others: dict[str, Callable[[Path, Shots], None]] = {
        "varying.gif": partial(moving, disposal=2, transparency=3),
        "moving.png": partial(moving, compress_level=9),
        "moving.webp": partial(moving, quality=40, method=6),
    }
    for seed, (name, write) in enumerate(others.items(), len(KINDS)):
        write(folder / name, _shots(seed, 14, _SMALL))
        yield folder / name


def _shots(seed: int, count: int, size: tuple[int, int]) -> Shots:
    _rate, shots = film(seed)
    step = max(1, len(shots) // count)
    return [shot.resize(size) for shot in shots[::step][:count]]


def by_vpdq(python: str, clips: list[Path]) -> dict[str, list[Line] | str]:
    """Return what vpdq says of each."""
    with tempfile.TemporaryDirectory() as folder:
        given = {clip.name: clip for clip in clips}
        for clip in clips:
            if clip.suffix == ".webp":
                given[clip.name] = _lossless(clip, Path(folder) / f"{clip.name}.mkv")
        told = subprocess.run(
            [python, "-c", _ASK, *map(str, given.values())],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()[-1]
    by_path: dict[str, Any] = json.loads(told)
    return {name: by_path[str(path)] for name, path in given.items()}


def _lossless(clip: Path, path: Path) -> Path:
    """Write the frames of an animated WebP as a film that loses nothing."""
    with clip.open("rb") as file, av.open(str(path), "w") as out:
        stream: Any = None
        for seen in shown(file, "webp"):
            frame = av.VideoFrame.from_ndarray(seen.rgb(), format="rgb24")
            if stream is None:
                rate = Fraction(seen.rate).limit_denominator(1000)
                stream = out.add_stream("ffv1", rate=rate)
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "bgr0"
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def ours(clip: Path) -> list[Line]:
    """Return what this program says of a clip, as vpdq does."""
    with clip.open("rb") as file:
        container = film_format(file.read(HEAD_BYTES)) or ""
        file.seek(0)
        step = max(1, int(next(iter(shown(file, container))).rate))
        file.seek(0)
        return [
            (place * step, frame.quality, frame.hash, frame.second)
            for place, frame in enumerate(frames(file, container))
        ]


def compare(reference: dict[str, list[Line] | str], folder: Path) -> int:
    """Print a line for each clip and return how many differ."""
    differing = 0
    print(f"{'clip':18} {'frames':>6} {'most bits':>9} {'quality and number':>18}")
    for name, lines in reference.items():
        if isinstance(lines, str):
            print(f"{name:18} not read by vpdq: {lines}")
            continue
        mine = ours(folder / name)
        bits = [
            (int(theirs[2], 16) ^ int(own[2], 16)).bit_count()
            for theirs, own in zip(lines, mine, strict=False)
        ]
        same = [tuple(line[:2]) for line in lines] == [line[:2] for line in mine]
        differing += not same or any(bits)
        print(f"{name:18} {len(lines):6} {max(bits):9} {'the same' if same else 'others':>18}")
    return differing


def kept(folder: Path) -> dict[str, list[Line] | str]:
    """Read the hashes that stand beside the clips: clip, frame, quality, hash, second a line."""
    found: dict[str, Any] = {}
    for line in (folder / HASHES).read_text().splitlines():
        if not line.startswith("#"):
            name, number, quality, text, second = line.split()
            found.setdefault(name, []).append((int(number), int(quality), text, float(second)))
    return found


def keep(folder: Path, reference: dict[str, list[Line] | str]) -> None:
    """Write the hashes beside the clips."""
    lines = ["# clip, frame, quality, hash and second by vpdq 0.2.5; python benchmarks/vpdq.py"]
    for name, told in reference.items():
        if isinstance(told, str):
            raise SystemExit(f"vpdq does not read {name}: {told}")
        lines += [f"{name} {line[0]} {line[1]} {line[2]} {line[3]:.3f}" for line in told]
    (folder / HASHES).write_text("\n".join(lines) + "\n")


def main() -> None:
    """Compare and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--python", help="an interpreter that has vpdq")
    asked.add_argument("--clips", type=Path, help="films of your own instead")
    asked.add_argument("--keep", action="store_true", help="keep clips and hashes for the tests")
    given = asked.parse_args()
    if not given.python:
        raise SystemExit(compare(kept(KEPT), KEPT))
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.clips or (KEPT if given.keep else Path(temporary))
        clips = sorted(folder.iterdir()) if given.clips else list(made(folder))
        reference = by_vpdq(given.python, clips)
        if given.keep:
            keep(folder, reference)
        raise SystemExit(compare(reference, folder))


if __name__ == "__main__":
    main()
