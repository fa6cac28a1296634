"""How many edited copies of a private film are found, and how many other films are taken for it.

Beside vPDQ's own rule (one whole frame a second, 31 bits, 80 % of the frames) on the same files.

usage: python benchmarks/films.py [--films 20]

The films move over pictures of scikit-image, which must be installed,
with the extra `video`. Seeded.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageFilter, ImageOps
from skimage import data as pictures

from auditor.domain.photos.hashes import FilmPrints
from auditor.hashing.match.match import from_hex, pairs
from auditor.hashing.private import videos
from auditor.hashing.private.films import Reel
from auditor.readers.hashes.video import frames, shown

_NAMES = (
    "astronaut", "coffee", "rocket", "chelsea", "retina", "hubble_deep_field", "camera", "coins",
    "page", "moon", "immunohistochemistry", "clock", "text", "brick", "grass", "gravel",
)  # fmt: skip
_RATES = (Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(30), Fraction(15))
_SIZE = (240, 180)
_SECONDS = (6, 9)
_SHARE = 0.8
_EVERY = 5  # films, after which the table so far is shown
_CONTAINERS = {"gif": "gif", "webm": "matroska", "mp4": "mov", "mkv": "matroska"}

Edit = Callable[[Image.Image], Image.Image]


def film(seed: int) -> tuple[Fraction, list[Image.Image]]:
    """Return a film's rate and frames: shots of 1 to 4 seconds that pan and zoom."""
    draw = np.random.default_rng(seed)
    rate = _RATES[seed % len(_RATES)]
    total = int(draw.uniform(*_SECONDS) * rate)
    found: list[Image.Image] = []
    while len(found) < total:
        name = _NAMES[int(draw.integers(len(_NAMES)))]
        try:
            picture = Image.fromarray(getattr(pictures, name)()).convert("RGB")
        except Exception:  # noqa: BLE001 - a picture that this machine does not hold
            continue
        count = int(draw.uniform(1, 4) * rate)
        start, stop = draw.uniform(0.5, 0.95, 2)
        (left, right), (top, bottom) = draw.uniform(0, 1, (2, 2))
        for place in np.linspace(0, 1, count):
            zoom = start + (stop - start) * place
            width, height = picture.width * zoom, picture.height * zoom
            x = (picture.width - width) * (left + (right - left) * place)
            y = (picture.height - height) * (top + (bottom - top) * place)
            found.append(
                picture.resize(_SIZE, Image.Resampling.BILINEAR, (x, y, x + width, y + height))
            )
    return rate, found[:total]


def written(
    path: Path, rate: Fraction, shots: list[Image.Image], codec: str = "libx264", crf: int = 23
) -> Path:
    """Write a film."""
    pixels = {"gif": "rgb8"}.get(codec, "yuv420p")
    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream(codec, rate=rate)
        stream.width, stream.height = shots[0].size
        stream.pix_fmt = pixels
        if codec == "libx264":
            stream.options = {"crf": str(crf), "preset": "ultrafast"}
        if codec == "libvpx-vp9":
            stream.options = {"deadline": "realtime", "cpu-used": "8"}
        for shot in shots:
            out.mux(stream.encode(av.VideoFrame.from_image(shot)))
        out.mux(stream.encode(None))
    return path


def crop(left: float, top: float, right: float, bottom: float) -> Edit:
    """Cut shares of a side away."""

    def edit(shot: Image.Image) -> Image.Image:
        width, height = shot.size
        box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
        return shot.resize(_SIZE, Image.Resampling.BICUBIC, box)

    return edit


def bars(shot: Image.Image) -> Image.Image:
    """Put it between black bars, as an upright film."""
    return ImageOps.pad(shot, (240, 320), color="black")


def blurred_ground(shot: Image.Image) -> Image.Image:
    """Put it on its own blurred picture, as a story."""
    ground = ImageOps.fit(shot.resize((60, 45)), (60, 106)).filter(ImageFilter.GaussianBlur(3))
    ground = ground.resize((240, 426))
    ground.paste(shot, (0, 123))
    return ground


def edits(seed: int) -> Iterator[tuple[str, Callable[[Path, Fraction, list[Image.Image]], Path]]]:
    """Yield each edit and how its film is written."""
    draw = np.random.default_rng(900 + seed)
    shift = float(draw.uniform(0.05, 0.95))

    def each(edit: Edit) -> Callable[[Path, Fraction, list[Image.Image]], Path]:
        return lambda at, rate, shots: written(
            at / "a.mp4", rate, [edit(shot) for shot in shots], crf=28
        )

    def third(at: Path, rate: Fraction, shots: list[Image.Image]) -> Path:
        begin = int(draw.uniform(0, len(shots) * 2 / 3))
        return written(at / "a.mp4", rate, shots[begin : begin + len(shots) // 3])

    def gif(at: Path, rate: Fraction, shots: list[Image.Image]) -> Path:
        small = [shot.resize((200, 150)) for shot in shots[:: max(1, round(rate / 10))]]
        return written(at / "a.gif", Fraction(10), small, "gif")

    yield (
        "re-encoded, half the size",
        lambda at, rate, shots: written(
            at / "a.mp4", rate, [shot.resize((120, 90)) for shot in shots], crf=34
        ),
    )
    yield (
        "re-encoded as VP9",
        lambda at, rate, shots: written(at / "a.webm", rate, shots, "libvpx-vp9"),
    )
    yield "mirrored", each(ImageOps.mirror)
    yield "cropped by 5 % a side", each(crop(0.05, 0.05, 0.05, 0.05))
    yield "cropped by 5 %, off centre", each(crop(0.05, 0, 0, 0.05))
    for name, part in (("a random part", shift), ("half", 0.5)):
        yield (
            f"shifted by {name} of a second",
            lambda at, rate, shots, part=part: written(
                at / "a.mp4", rate, shots[int(part * rate) :]
            ),
        )
    yield "cut to a third", third
    yield "GIF of 10 frames a second", gif
    yield "between black bars", each(bars)
    yield (
        "mirrored, cropped, shifted",
        lambda at, rate, shots: written(
            at / "a.mp4",
            rate,
            [
                ImageOps.mirror(crop(0.04, 0.04, 0.04, 0.04)(shot))
                for shot in shots[int(shift * rate) :]
            ],
        ),
    )
    yield "on its own blurred picture", each(blurred_ground)
    yield "cropped by 12 % a side", each(crop(0.12, 0.12, 0.12, 0.12))


def prints(path: Path) -> videos.Video:
    """Return what is kept of a film."""
    reel = Reel()
    with path.open("rb") as file:
        for frame in shown(file, _CONTAINERS[path.suffix[1:]]):
            if reel.wants(frame.second):
                reel.take(frame.second, frame.rgb())
    found: FilmPrints = reel.prints(path.name)
    return videos.unpack(videos.pack(found))


def plain(path: Path) -> Any:
    """Return vPDQ's hashes."""
    found = frames(io.BytesIO(path.read_bytes()), _CONTAINERS[path.suffix[1:]])
    return from_hex([frame.hash for frame in found if frame.reliable])


def by_vpdq(private: Any, other: Any) -> bool:
    """Whether vPDQ's rule takes one for the other: 80 % of the frames of either."""
    mine, theirs, _bits = pairs(private, other, videos.FRAME_LIMIT)
    return bool(
        mine.size
        and max(np.unique(mine).size / len(private), np.unique(theirs).size / len(other)) >= _SHARE
    )


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--films", type=int, default=20)
    count = asked.parse_args().films
    found: dict[str, list[tuple[bool, bool, bool]]] = {}
    kept, sizes, seconds, compared = [], [], 0.0, []
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        for seed in range(count):
            rate, shots = film(seed)
            original = written(at / "private.mp4", rate, shots)
            begun = time.process_time()
            private = prints(original)
            seconds += time.process_time() - begun
            reference = plain(original)
            kept.append(private)
            sizes.append(len(private.frames) * float(rate) / len(shots))
            for name, write in edits(seed):
                path = write(at, rate, shots)
                other = prints(path)
                begun = time.process_time()
                near = videos.films_near(private, other)
                compared.append(time.process_time() - begun)
                found.setdefault(name, []).append(
                    (by_vpdq(reference, plain(path)), likely(near), near is not None)
                )
            if seed % _EVERY == _EVERY - 1:
                show(found, kept)
    show(found, kept)
    print(
        f"{np.mean(sizes) / 1000:.1f} kB a second of film, {seconds / count:.1f} s CPU a film, "
        f"{1000 * float(np.mean(compared)):.0f} ms a comparison"
    )


def likely(near: videos.NearFrames | None) -> bool:
    """Whether it is told as more than possible."""
    return near is not None and max(near.of_private, near.of_other) >= _SHARE


def show(found: dict[str, list[tuple[bool, bool, bool]]], kept: list[videos.Video]) -> None:
    """Print the table, and what other films are taken for."""
    print(f"{'edit of ' + str(len(kept)) + ' films':34} {'vPDQ':>7} {'likely':>7} {'told':>7}")
    for name, seen in found.items():
        shares = " ".join(
            f"{100 * sum(part) / len(seen):6.0f}%" for part in zip(*seen, strict=True)
        )
        print(f"{name:34} {shares}")
    others = [
        videos.films_near(first, other)
        for place, first in enumerate(kept)
        for other in kept[:place]
    ]
    print(
        f"other films, which show some of the same pictures: {len(others)} pairs, "
        f"{sum(map(likely, others))} likely, {sum(near is not None for near in others)} told",
        flush=True,
    )


if __name__ == "__main__":
    main()
