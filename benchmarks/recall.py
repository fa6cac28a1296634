"""How many re-uploads of a picture are found, and how many strangers are taken for it.

Watching, beside one PDQ hash at 31 bits.

usage: python benchmarks/recall.py PDQ_FOLDER [--each 30] [--plans] [--pictures 0]
       python benchmarks/recall.py PDQ_FOLDER --kinds [NAME ...] [--photos FOLDER] [--pictures 12]

PDQ_FOLDER holds facebook/ThreatExchange's pdq/data pictures (one of each family is taken). The
pictures of scikit-image, which must be installed, and 20 photos of the practice range join them;
all its other photos are only strangers. `--pictures N` takes every (all / N)-th. `--plans` also
measures which edited copies to hand over (submission_plan). `--kinds` measures each kind of edit
(kinds.KINDS) alone, or those named, with the photos of another folder too. Seeded. What was
compared is kept in `.prove/`, a line each, so that a run that was cut goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import platform
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import PIL
from bykind import Watched, alike, cameras, measure_kinds, show_kinds
from kept import ROOT, Kept, state_of
from kinds import KINDS
from PIL import Image
from reuploads import EDITS, reupload

from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.private import submission_plan, variants
from auditor.hashing.private.edits import apply
from auditor.practice import personas
from auditor.practice.catalogue import Catalogue
from auditor.practice.photo_files import PhotoFiles

_SEED = 11
# the other 19 are edits of the first
_ONE_OF_EACH = ("aaa-orig.jpg", "c.png", "small.jpg", "wee.jpg")
# the same board, and the other eye of a stereo pair
_TWINS = ("chessboard_RGB.png", "motorcycle_right.png")
_NO_PICTURES = ("multipage.tif", "multipage_rgb.tif")  # test patterns of the file format
_PRACTICE = 20
_FILLERS = 30  # practice photos that stand beside a copy in a collage, and are not watched
# drawn after one design each: two of them are alike, so none may stand beside the other
_OF_ONE_DESIGN = ("document", "desk", "badge", "room", "card", "plate", "portrait", "pet")
_MADE_OF = (
    "auditor/domain/private.py",
    "auditor/hashing",
    "benchmarks/kinds.py",
    "benchmarks/reuploads.py",
    "benchmarks/screens.py",
)


@dataclass
class Tally:
    """Counts of re-uploads: all, caught by one hash at 31 bits, told as likely, told at all."""

    all: int = 0
    by_one_hash: int = 0
    likely: int = 0
    told: int = 0

    def line(self, name: str) -> str:
        """Return one line of the table."""
        shares = " ".join(
            f"{100 * part / max(self.all, 1):9.1f}%"
            for part in (self.by_one_hash, self.likely, self.told)
        )
        return f"{name:32} {self.all:6} {shares}"


@dataclass
class Measured:
    """What one run found."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    pairs: int = 0
    alike: int = 0
    alike_told: int = 0
    false: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=lambda: [0.0, 0.0])


def photographs(folder: Path) -> dict[str, Image.Image]:
    """Return pictures of scikit-image and of `folder` by name."""
    found = importlib.util.find_spec("skimage")
    if found is None or found.origin is None:
        raise SystemExit(
            "scikit-image is not installed in this environment: pip install scikit-image"
        )
    data = Path(found.origin).parent / "data"
    files = [
        file
        for file in sorted(data.iterdir())
        if file.suffix in {".png", ".jpg", ".gif"} and file.name not in _TWINS + _NO_PICTURES
    ]
    files += [folder / name for name in _ONE_OF_EACH]
    pictures = {}
    for file in files:
        with Image.open(file) as image:
            pictures[file.name] = image.convert("RGB")
    return pictures


def practice() -> dict[str, Image.Image]:
    """Return the photos of the practice range by name."""
    files = PhotoFiles(Catalogue(seed=2, photos=72, same_size=True))
    found = {}
    for account in personas.ACCOUNTS:
        for place in range(files.catalogue.count(account.key)):
            shot = files.catalogue.posting(account.key, place).shot
            name = f"practice {shot.entry.scene} {shot.person.key} {shot.number}"
            if name not in found:
                with Image.open(io.BytesIO(files.upload(shot))) as image:
                    found[name] = image.convert("RGB")
    return found


def hashable(picture: Image.Image, entry: variants.Variants) -> bool:
    """Whether a picture has enough pixels and enough quality for PDQ to say anything.

    PDQ takes 64 x 64 samples; enough quality is 50 (pdq/README.md).
    """
    return min(picture.size) >= 64 and entry.quality >= 50


def measure(watched: dict[str, Image.Image], known: Watched, each: int, kept: Kept) -> Measured:
    """Make `each` re-uploads of every watched picture, and compare each with all known ones."""
    result = Measured()
    for index, (name, picture) in enumerate(watched.items()):
        packed = known.packed[known.names.index(name)]
        group = "practice photos" if name.startswith("practice") else "scikit-image and PDQ"
        fit = hashable(picture, variants.Variants.from_bytes(packed))
        sort = "pictures that can be hashed" if fit else "others"
        for copy in range(each):
            seen = kept.get(("re-upload", name, copy))
            if seen is None:
                made = reupload(picture, np.random.default_rng([_SEED, index, copy]))
                seen = known.look(made.rgb()) | {"edits": made.edits}
                kept.put(("re-upload", name, copy), seen)
            edits = seen["edits"]
            _compare(result, name, known.names, seen)
            combined = "+".join(sorted(edits))
            for key in ("all", sort, group, *(f"with {kind}" for kind in edits), f"of {name}"):
                _count(result.tallies[key], name, seen)
            _count(result.tallies[combined], name, seen)
    return result


def _compare(result: Measured, name: str, known: list[str], seen: dict[str, Any]) -> None:
    for place in (0, 1):
        result.seconds[place] += seen["seconds"][place]
    for other in known:
        if other == name:
            continue
        if alike(name, other):
            result.alike += 1
            result.alike_told += other in seen["told"]
            continue
        result.pairs += 1
        if other in seen["told"]:
            how = "likely" if seen["told"][other] else "possible"
            result.false.append(f"{'+'.join(seen['edits'])} of {name} taken for {other}: {how}")


def _count(tally: Tally, name: str, seen: dict[str, Any]) -> None:
    tally.all += 1
    tally.by_one_hash += name in seen["by_one_hash"]
    tally.likely += seen["told"].get(name, False)
    tally.told += name in seen["told"]


def show(result: Measured, each: int) -> None:
    """Print the table."""
    print(f"{'re-uploads':39} one hash     likely       told")
    for key in (
        "all",
        "pictures that can be hashed",
        "others",
        "scikit-image and PDQ",
        "practice photos",
        *(f"with {kind}" for kind in EDITS),
    ):
        print(result.tallies[key].line(key))
    for key in sorted(key for key in result.tallies if set(key.split("+")) <= set(EDITS)):
        print(result.tallies[key].line(key.replace("+", " and ") if "+" in key else f"only {key}"))
    print("\npictures whose copies are missed most:")
    worst = sorted(
        (key for key in result.tallies if key.startswith("of ")),
        key=lambda key: result.tallies[key].told,
    )
    for key in worst[:8]:
        print(result.tallies[key].line(key))
    print(f"\n{result.pairs} unrelated pairs: {len(result.false)} told (false matches)")
    for line in result.false:
        print("  " + line)
    print(f"{result.alike} pairs of shots alike: {result.alike_told} told")
    copies = result.tallies["all"].all
    ready, compared = result.seconds
    print(
        f"a candidate {1e3 * ready / copies:.0f} ms, a comparison "
        f"{1e3 * compared / (result.pairs + result.alike + copies):.2f} ms, {each} re-uploads a "
        "picture"
    )


def plans(watched: dict[str, Image.Image], each: int) -> None:
    """Print which share of real re-uploads K edited copies catch, by one hash each at 31 bits."""
    shares: dict[str, list[np.ndarray]] = defaultdict(list)
    foretold = []
    for index, (name, picture) in enumerate(watched.items()):
        rgb = np.asarray(picture)
        if not hashable(picture, variants.of(rgb)):
            continue
        made = submission_plan.plan(rgb, 16, _SEED)
        foretold.append(made.recall)
        copies = from_hex(
            [
                pdq(reupload(picture, np.random.default_rng([_SEED, index, copy])).rgb()).hash
                for copy in range(each)
            ]
        )
        aspect = rgb.shape[1] / rgb.shape[0]
        hands = {
            "by hand": submission_plan.by_hand(aspect),
            "knowing": submission_plan.by_hand_knowing(aspect),
        }
        for how, edits in ({"plan": made.edits} | hands).items():
            hashes = from_hex([pdq(apply(edit, rgb)).hash for edit in edits])
            caught = np.stack(
                [distances(copy_hash, copies) <= submission_plan.LIMIT for copy_hash in hashes]
            )
            shares[how].append(np.logical_or.accumulate(caught, axis=0).mean(axis=1))
        print(
            f"{name:32} 1: {shares['plan'][-1][0]:.2f} 16: {shares['plan'][-1][-1]:.2f} by hand: "
            f"{shares['by hand'][-1][-1]:.2f}"
        )
    chosen, hand, knowing = (np.mean(shares[how], axis=0) for how in ("plan", "by hand", "knowing"))
    print("hashes   " + " ".join(f"{k:5}" for k in range(1, 17)))
    for how, line in (
        ("plan", chosen),
        ("foretold", np.mean(foretold, axis=0)),
        ("by hand", hand),
        ("knowing", knowing),
    ):
        print(f"{how:8} " + " ".join(f"{share:5.2f}" for share in line))
    print(
        f"16 chosen: {chosen[-1] / hand[-1]:.2f} times 16 picked by hand, "
        f"{chosen[-1] / knowing[-1]:.2f} times 16 picked by hand ",
        end="",
    )
    print(f"by one who knows the mix, {chosen[-1] / chosen[0]:.1f} times one hash")


def by_kind(drawn: dict[str, Image.Image], asked: argparse.Namespace) -> None:
    """Measure each kind of edit alone, and print the table."""
    shots = list(drawn.items())
    watched = {
        name: picture
        for name, picture in (photographs(asked.folder) | cameras(asked.photos)).items()
        if hashable(picture, variants.of(np.asarray(picture)))
    } | dict(shots[:_PRACTICE])
    watched = {name: _shrink(picture) for name, picture in watched.items()}
    if asked.pictures:
        watched = dict(list(watched.items())[:: max(1, len(watched) // asked.pictures)])
    others = [
        picture
        for name, picture in shots[_PRACTICE:]
        if not any(scene in name for scene in _OF_ONE_DESIGN)
    ][-_FILLERS:]
    print(f"{len(watched)} pictures, {len(asked.kinds or KINDS)} kinds\n")
    beside = {f"beside {place}": picture for place, picture in enumerate(others)}
    show_kinds(measure_kinds(watched, others, _keep(watched | beside), asked.kinds or KINDS))


def _keep(pictures: Mapping[str, Image.Image]) -> Kept:
    """Return what was compared before: of these pictures, by the same code and libraries."""
    told = hashlib.sha256(f"{np.__version__} {PIL.__version__}".encode())
    for name, picture in pictures.items():
        told.update(f"{name} {picture.size}".encode() + picture.tobytes())
    state = state_of(_MADE_OF, told.digest())
    return Kept(ROOT / ".prove" / "recall.jsonl", state)


def _shrink(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    copy.thumbnail((1280, 1280))
    return copy


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=30)
    parser.add_argument("--pictures", type=int, default=0)
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--kinds", nargs="*")
    parser.add_argument("--photos", type=Path, default=Path("photos"))
    asked = parser.parse_args()
    drawn = practice()
    if asked.kinds is not None:
        by_kind(drawn, asked)
        return
    watched = photographs(asked.folder) | dict(list(drawn.items())[:_PRACTICE])
    if asked.pictures:
        watched = dict(list(watched.items())[:: max(1, len(watched) // asked.pictures)])
    pictures = drawn | watched
    known = Watched(pictures)
    print(
        f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}; "
        f"{len(watched)} pictures, {len(pictures)} known"
    )
    print(f"{len(variants.PLAN)} variants, up to {max(map(len, known.packed))} bytes a picture\n")
    show(measure(watched, known, asked.each, _keep(pictures)), asked.each)
    if asked.plans:
        print()
        plans(watched, asked.each)


if __name__ == "__main__":
    main()
