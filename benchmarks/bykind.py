"""Measures each kind of edit alone. For benchmarks/recall.py.

Every third picture is held out: limits are set on the others only. Counted is what the program
would tell, as likely or as possible.
"""

from __future__ import annotations

import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from kept import Kept
from kinds import KINDS, Hand, made
from PIL import Image

from auditor.domain.private import PrivateEntry, PrivateImage, PrivateKind
from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.private import packed, submission_plan

_HELD_OUT = 3  # one picture of so many
_TURNED = "orientation_portrait"  # one photo, each time stored another way round
_LEAST_SIDE = 200  # px; the smaller test pictures are no photos


@dataclass
class Kind:
    """Copies by one kind of edit: found of how many, learnt and held out apart."""

    all: list[int] = field(default_factory=lambda: [0, 0])
    found: list[int] = field(default_factory=lambda: [0, 0])
    by_one_hash: int = 0
    false: int = 0
    one_hash_false: int = 0


@dataclass
class ByKind:
    """What one run found."""

    kinds: dict[str, Kind] = field(default_factory=lambda: defaultdict(Kind))
    missed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pairs: int = 0
    alike: int = 0
    alike_taken: int = 0
    false: list[str] = field(default_factory=list)
    candidate_s: float = 0.0
    compare_s: float = 0.0


def alike(name: str, other: str) -> bool:
    """Whether two pictures are shots of one thing: of one drawn design, or one photo turned."""
    if name.startswith("practice") and other.startswith("practice"):
        return name.split()[1] == other.split()[1]
    return _TURNED in name and _TURNED in other


def held_out(name: str) -> bool:
    """Whether limits may not be set on this picture."""
    return zlib.crc32(name.encode()) % _HELD_OUT == 0


def cameras(folder: Path) -> dict[str, Image.Image]:
    """Return the photos of a folder that can be read and are large enough, by name."""
    found = {}
    for file in sorted(folder.glob("*.jpg")):
        try:
            with Image.open(file) as image:
                image.draft("RGB", (1280, 1280))
                picture = image.convert("RGB")
        except OSError:
            continue
        picture.thumbnail((1280, 1280))
        if min(picture.size) >= _LEAST_SIDE:
            found[f"camera {file.name}"] = picture
    return found


class Watched:
    """Pictures as a private list, beside one PDQ hash of each."""

    def __init__(self, pictures: Mapping[str, Image.Image]) -> None:
        self.names = list(pictures)
        self.packed = [packed.variants_of(np.asarray(picture)) for picture in pictures.values()]
        self._list = packed.UnpackedList(
            [
                PrivateImage(PrivateEntry("", "", PrivateKind.PICTURE, datetime.now(UTC)), image)
                for image in self.packed
            ]
        )
        self._plain = from_hex([pdq(np.asarray(picture)).hash for picture in pictures.values()])

    def look(self, rgb: np.ndarray) -> dict[str, Any]:
        """Return whose copy a picture is told to be, whose it is by one hash, and the seconds."""
        began = time.process_time()
        candidate = packed.candidate_of(rgb)
        ready = time.process_time()
        seen = self._list.compare(candidate)
        done = time.process_time()
        near = distances(from_hex([pdq(rgb, turned=False).hash])[0], self._plain)
        found = zip(self.names, seen, strict=True)
        told = {name: nearest.confirmed for name, nearest in found if nearest is not None}
        by_hash = zip(self.names, near <= submission_plan.LIMIT, strict=True)
        return {
            "told": told,  # by name; true where it is told as likely
            "by_one_hash": [name for name, same in by_hash if same],
            "seconds": [ready - began, done - ready],
        }


def measure_kinds(
    watched: dict[str, Image.Image],
    others: Sequence[Image.Image],
    kept: Kept,
    kinds: Iterable[str] = KINDS,
) -> ByKind:
    """Make one copy of each picture by each kind, and compare it with all pictures.

    Prints the table as docs/recall.md holds it, each line when it is measured.
    """
    print("| edit | one hash | found | of these held out | false |\n|---|---:|---:|---:|---:|")
    result = ByKind()
    known = Watched(watched)
    for number, kind in enumerate(KINDS):
        if kind not in kinds:
            continue
        for index, (name, picture) in enumerate(watched.items()):
            seen = kept.get((kind, name))
            if seen is None:
                hand = Hand(np.random.default_rng([number, index]), others)
                seen = known.look(made(kind, picture, hand))
                kept.put((kind, name), seen)
            _count(result, kind, name, known.names, seen)
        _show_kind(kind, result.kinds[kind])
    return result


def _count(
    result: ByKind, kind: str, name: str, known: Iterable[str], seen: dict[str, Any]
) -> None:
    tally, part = result.kinds[kind], int(held_out(name))
    result.candidate_s += seen["seconds"][0]
    result.compare_s += seen["seconds"][1]
    for other in known:
        found, by_one_hash = other in seen["told"], other in seen["by_one_hash"]
        if other == name:
            tally.all[part] += 1
            tally.found[part] += found
            tally.by_one_hash += by_one_hash
            result.missed[name] += not found
        elif alike(name, other):
            result.alike += 1
            result.alike_taken += found
        else:
            result.pairs += 1
            tally.one_hash_false += by_one_hash
            tally.false += found
            if found:
                result.false.append(f"{kind} of {name} taken for {other}")


def _show_kind(kind: str, tally: Kind) -> None:
    shares = [
        _share(tally.by_one_hash, sum(tally.all)),
        _share(sum(tally.found), sum(tally.all)),
        _share(tally.found[1], tally.all[1]),
    ]
    print(f"| {kind} | {' | '.join(shares)} | {tally.false} |", flush=True)


def show_kinds(result: ByKind) -> None:
    """Print the sums."""
    copies = sum(sum(tally.all) for tally in result.kinds.values())
    found = sum(sum(tally.found) for tally in result.kinds.values())
    by_hash = sum(tally.by_one_hash for tally in result.kinds.values())
    hash_false = sum(tally.one_hash_false for tally in result.kinds.values())
    print(f"\n{found} of {copies} copies found, {by_hash} by one hash")
    print(f"{result.pairs} unrelated pairs: {len(result.false)} false, {hash_false} by one hash")
    for line in result.false:
        print("  " + line)
    print(f"{result.alike} pairs of shots alike: {result.alike_taken} taken for each other")
    print("missed most: ", end="")
    worst = sorted(result.missed.items(), key=lambda entry: -entry[1])[:12]
    print(", ".join(f"{name} {count}" for name, count in worst))
    compared = result.pairs + result.alike + copies
    print(
        f"a candidate {1e3 * result.candidate_s / copies:.0f} ms, a comparison "
        f"{1e3 * result.compare_s / compared:.2f} ms"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"
