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
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps
from skimage import data as pictures

from auditor.domain.photos.hashes import FilmPrints
from auditor.domain.private import PrivateEntry, PrivateImage, PrivateKind
from auditor.hashing.match.match import from_hex, pairs
from auditor.hashing.private import packed, videos
from auditor.hashing.private.films import Reel
from auditor.readers.hashes.video import frames, shown

_NAMES = (
    "astronaut", "coffee", "rocket", "chelsea", "retina", "hubble_deep_field", "camera", "coins",
    "page", "moon", "immunohistochemistry", "clock", "text", "brick", "grass", "gravel",
)  # fmt: skip
_RATES = (Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(30), Fraction(15))
_OTHER_NAMES = (
    "cat", "colorwheel", "cell", "checkerboard", "horse", "logo", "shepp_logan_phantom",
    "binary_blobs",
)  # fmt: skip
_ROOMS = ("coffee", "clock", "chelsea", "brick", "rocket", "camera")
_TAKES = 3  # films in each room, each kept and compared with copies of the others
_SIZE = (240, 180)
_SECONDS = (6, 9)
_SHARE = 0.8
_CONTAINERS = {"gif": "gif", "webm": "matroska", "mp4": "mov", "mkv": "matroska"}

Shots = list[Image.Image]
Edit = Callable[[Image.Image], Image.Image]


def film(seed: int, shown: tuple[str, ...] = _NAMES) -> tuple[Fraction, Shots]:
    """Return a film's rate and frames: shots of 1 to 4 seconds that pan and zoom."""
    draw = np.random.default_rng(seed)
    rate = _RATES[seed % len(_RATES)]
    total = int(draw.uniform(*_SECONDS) * rate)
    found: Shots = []
    while len(found) < total:
        try:
            still = picture(shown[int(draw.integers(len(shown)))])
        except Exception:  # noqa: BLE001 - a picture that this machine does not hold
            continue
        count = int(draw.uniform(1, 4) * rate)
        start, stop = draw.uniform(0.5, 0.95, 2)
        (left, right), (top, bottom) = draw.uniform(0, 1, (2, 2))
        for place in np.linspace(0, 1, count):
            zoom = start + (stop - start) * place
            width, height = still.width * zoom, still.height * zoom
            x = (still.width - width) * (left + (right - left) * place)
            y = (still.height - height) * (top + (bottom - top) * place)
            found.append(
                still.resize(_SIZE, Image.Resampling.BILINEAR, (x, y, x + width, y + height))
            )
    return rate, found[:total]


def picture(name: str) -> Image.Image:
    """Return one of scikit-image."""
    pixels = getattr(pictures, name)()
    if pixels.dtype != np.uint8:
        pixels = (pixels.astype(float) * 255).astype(np.uint8)
    return Image.fromarray(pixels).convert("RGB")


def talking(room: str, seed: int) -> tuple[Fraction, Shots]:
    """Return a film of a head that moves and speaks before what does not move: one shot."""
    draw = np.random.default_rng(seed)
    rate = Fraction(25)
    times = np.arange(7 * int(rate)) / float(rate)
    ground = picture(room).resize(_SIZE)
    face = picture("astronaut").crop((120, 0, 360, 240)).resize((96, 96))
    mask = Image.new("L", face.size, 0)
    ImageDraw.Draw(mask).ellipse((8, 4, 88, 92), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(3))

    def wander(size: float) -> Any:
        waves = zip(draw.uniform(0.1, 0.8, 4), draw.uniform(0, 6.3, 4), strict=True)
        sizes = draw.uniform(0.3, 1, 4)
        return (
            size
            / 2
            * sum(a * np.sin(6.283 * f * times + p) for (f, p), a in zip(waves, sizes, strict=True))
        )

    across, down, near, light = wander(8), wander(4), wander(0.05), wander(0.04)
    mouth = np.abs(wander(1.5))
    found: Shots = []
    for place in range(len(times)):
        shot, spoken, side = ground.copy(), face.copy(), int(96 * (1 + near[place]))
        ImageDraw.Draw(spoken).ellipse((40, 62, 56, 64 + int(6 * mouth[place])), fill=(60, 20, 20))
        spot = int(72 + across[place]), int(70 + down[place])
        shot.paste(spoken.resize((side, side)), spot, mask.resize((side, side)))
        found.append(shot.point(lambda value, by=1 + light[place]: value * by))
    return rate, found


def written(
    path: Path, rate: Fraction, shots: Shots, codec: str = "libx264", crf: int = 23
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


def edits(seed: int) -> Iterator[tuple[str, Callable[[Path, Fraction, Shots], Path]]]:
    """Yield each edit and how its film is written."""
    draw = np.random.default_rng(900 + seed)
    shift = float(draw.uniform(0.05, 0.95))

    def each(edit: Edit) -> Callable[[Path, Fraction, Shots], Path]:
        return lambda at, rate, shots: written(
            at / "a.mp4", rate, [edit(shot) for shot in shots], crf=28
        )

    def third(at: Path, rate: Fraction, shots: Shots) -> Path:
        begin = int(draw.uniform(0, len(shots) * 2 / 3))
        return written(at / "a.mp4", rate, shots[begin : begin + len(shots) // 3])

    def gif(at: Path, rate: Fraction, shots: Shots) -> Path:
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
    yield (
        "a quarter faster",
        lambda at, rate, shots: written(at / "a.mp4", rate * Fraction(5, 4), shots),
    )
    yield (
        "inside another film",
        lambda at, rate, shots: written(
            at / "a.mp4",
            rate,
            [
                *film(7000 + seed, _OTHER_NAMES)[1][: 3 * round(rate)],
                *shots[round(rate) : 4 * round(rate)],
                *film(8000 + seed, _OTHER_NAMES)[1][: 3 * round(rate)],
            ],
        ),
    )
    yield "on its own blurred picture", each(blurred_ground)
    yield "cropped by 12 % a side", each(crop(0.12, 0.12, 0.12, 0.12))


def prints(path: Path) -> FilmPrints:
    """Return what is known of a film."""
    reel = Reel()
    with path.open("rb") as file:
        for frame in shown(file, _CONTAINERS[path.suffix[1:]]):
            if reel.wants(frame.second):
                reel.take(frame.second, frame.rgb())
    return reel.prints(path.name)


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


@dataclass
class Film:
    """A private film as it is kept, and its copies as they are seen."""

    name: str
    kept: bytes
    plain: Any
    copies: dict[str, tuple[bytes, Any]]


@dataclass
class Spent:
    """What it took."""

    hashing: list[float] = field(default_factory=list)
    comparing: list[float] = field(default_factory=list)
    bytes_a_second: list[float] = field(default_factory=list)


def taken(name: str, seed: int, rate: Fraction, shots: Shots, at: Path, spent: Spent) -> Film:
    """Write a film and all its copies, and return what is kept of them."""
    original = written(at / "private.mp4", rate, shots)
    begun = time.process_time()
    found = prints(original)
    spent.hashing.append(time.process_time() - begun)
    kept = packed.kept_video_of(found)
    spent.bytes_a_second.append(len(kept) * float(rate) / len(shots))
    copies = {"as it is": (packed.video_of(replace(found, md5="other")), plain(original))}
    for edit, write in edits(seed):
        path = write(at, rate, shots)
        copies[edit] = packed.video_of(prints(path)), plain(path)
    return Film(name, kept, plain(original), copies)


def compared(kept: bytes, copy: bytes, spent: Spent) -> tuple[bool, bool]:
    """Return whether it is told, and whether as more than possible."""
    entry = PrivateEntry("0" * 8, "film", PrivateKind.VIDEO, datetime.now(UTC))
    begun = time.process_time()
    (near,) = packed.compare_video([PrivateImage(entry, kept)], copy)
    spent.comparing.append(time.process_time() - begun)
    return near is not None, near is not None and near.confirmed


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--films", type=int, default=20)
    count = asked.parse_args().films
    spent, films, rooms = Spent(), list[Film](), list[Film]()
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        for seed in range(count):
            films.append(taken("film", seed, *film(seed), at, spent))
        for room in _ROOMS[: max(1, count // 3)]:
            rooms += [
                taken(room, take, *talking(room, 100 * _ROOMS.index(room) + take), at, spent)
                for take in range(_TAKES)
            ]
        strangers = [
            packed.video_of(prints(written(at / "a.mp4", *film(5000 + seed, _OTHER_NAMES))))
            for seed in range(3 * count)
        ]
    show(f"edit of {len(films)} films", films, spent)
    show(f"edit of {len(rooms)} films of a head", rooms, spent)
    apart(films, rooms, strangers, spent)
    print(
        f"{np.mean(spent.bytes_a_second) / 1000:.1f} kB a second of film, "
        f"{np.mean(spent.hashing):.1f} s CPU a film, {1000 * np.mean(spent.comparing):.0f} ms a "
        f"comparison, {1000 * max(spent.comparing):.0f} ms at most"
    )


def show(title: str, films: list[Film], spent: Spent) -> None:
    """Print how many copies are found."""
    print(f"{title:38} {'vPDQ':>7} {'sure':>7} {'told':>7}")
    for edit in films[0].copies:
        seen = []
        for each in films:
            copy, hashes = each.copies[edit]
            told, sure = compared(each.kept, copy, spent)
            seen.append((by_vpdq(each.plain, hashes), sure, told))
        shares = " ".join(
            f"{100 * sum(part) / len(seen):6.0f}%" for part in zip(*seen, strict=True)
        )
        print(f"{edit:38} {shares}", flush=True)


def apart(films: list[Film], rooms: list[Film], strangers: list[bytes], spent: Spent) -> None:
    """Print what other films are taken for."""
    every = [*films, *rooms]
    for title, pairings in (
        (
            "films that share nothing",
            [(each, other, None) for each in every for other in strangers],
        ),
        (
            "films with pictures in common, each copy",
            [
                (each, *copy)
                for each in films
                for other in films
                if other is not each
                for copy in other.copies.values()
            ],
        ),
        (
            "films of one head in one room, each copy",
            [
                (each, *copy)
                for each in rooms
                for other in rooms
                if other is not each and other.name == each.name
                for copy in other.copies.values()
            ],
        ),
    ):
        seen = [compared(each.kept, other, spent) for each, other, _hashes in pairings]
        by_rule = sum(
            by_vpdq(each.plain, hashes) for each, _, hashes in pairings if hashes is not None
        )
        print(
            f"{title}: {len(seen)} pairs, {sum(sure for _told, sure in seen)} sure, "
            f"{sum(told for told, _sure in seen)} told, {by_rule} by vPDQ",
            flush=True,
        )


if __name__ == "__main__":
    main()
