"""Measures each kind of edit alone. For benchmarks/recall.py.

Every third picture is held out: limits are set on the others only.
"""

from __future__ import annotations

import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from kinds import KINDS, Hand, made
from PIL import Image

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.private import submission_plan
from auditor.hashing.private.candidate import Candidate
from auditor.hashing.private.variants import Variants

Judge = Callable[[Variants, Candidate], bool]
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


def measure_kinds(
    watched: dict[str, Image.Image],
    others: Sequence[Image.Image],
    make: Callable[[np.ndarray], Variants],
    look: Callable[[np.ndarray], Candidate],
    same: Judge,
    kinds: Iterable[str] = KINDS,
) -> ByKind:
    """Make one copy of each picture by each kind, and compare it with all pictures.

    Prints the table as docs/recall.md holds it, each line when it is measured.
    """
    print("| edit | one hash | found | of these held out | false |\n|---|---:|---:|---:|---:|")
    result = ByKind()
    known = {name: make(np.asarray(picture)) for name, picture in watched.items()}
    plain = from_hex([pdq(np.asarray(picture)).hash for picture in watched.values()])
    for number, kind in enumerate(KINDS):
        if kind not in kinds:
            continue
        for index, (name, picture) in enumerate(watched.items()):
            hand = Hand(np.random.default_rng([number, index]), others)
            rgb = made(kind, picture, hand)
            started = time.process_time()
            candidate = look(rgb)
            result.candidate_s += time.process_time() - started
            near = distances(from_hex([pdq(rgb, turned=False).hash])[0], plain)
            _count(result, kind, name, known, candidate, same, near <= submission_plan.LIMIT)
        _show_kind(kind, result.kinds[kind])
    return result


def _count(
    result: ByKind,
    kind: str,
    name: str,
    known: dict[str, Variants],
    candidate: Candidate,
    same: Judge,
    one_hash: np.ndarray,
) -> None:
    tally, part = result.kinds[kind], int(held_out(name))
    for place, (other, entry) in enumerate(known.items()):
        started = time.process_time()
        found = same(entry, candidate)
        result.compare_s += time.process_time() - started
        if other == name:
            tally.all[part] += 1
            tally.found[part] += found
            tally.by_one_hash += bool(one_hash[place])
            result.missed[name] += not found
            continue
        if alike(name, other):
            result.alike += 1
            result.alike_taken += found
            continue
        result.pairs += 1
        tally.one_hash_false += bool(one_hash[place])
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
    print(
        f"a candidate {1e3 * result.candidate_s / copies:.0f} ms, a comparison "
        f"{1e3 * result.compare_s / (result.pairs + copies):.2f} ms"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"
