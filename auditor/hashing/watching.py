"""The private hash list and the pictures it is compared with, as bytes: what goes over pipes and into the vault, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from auditor.domain.private import PrivateKind
from auditor.hashing import candidates, variants, watch
from auditor.hashing.candidates import Candidate
from auditor.hashing.match import from_hex, pairs
from auditor.hashing.reduced import EDGE
from auditor.hashing.trim import Trim
from auditor.hashing.variants import PLAN, Variants
from auditor.messages import N_, _

__all__ = ["RELIABLE", "Seen", "candidate_of", "check", "compare", "near_prints", "quality_of", "same", "variants_of"]

RELIABLE = 50
"""PDQ's quality below which a hash says nothing (facebook/ThreatExchange, pdq/README.md)."""
_PLAIN_LIMIT = 31
"""Distance up to which a hit that the second stage could not confirm is still told (pdq/README.md)."""
_TURNED, _BOTH = N_("turned"), N_("turned and mirrored")
_FORMS = ("", _TURNED, _TURNED, _TURNED, _BOTH, N_("mirrored"), _BOTH, _BOTH)
"""What the forms of windows.FORMS are in words for a person."""

Rgb = npt.NDArray[np.uint8]


class _Packed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A candidate: hashes and luma as the arrays' bytes, trims as (tilt, top, bottom, left, right)."""

    hashes: bytes
    trims: tuple[tuple[float, float, float, float, float], ...]
    luma: bytes
    aspect: float
    quality: int

    def __repr__(self) -> str:
        return "_Packed(***)"


@dataclass(frozen=True, slots=True)
class Seen:
    """How near a picture is to a private one: which variant, how many of 256 bits differ, and whether the second stage agrees."""

    distance: int
    variant: str
    confirmed: bool
    quality: int
    private_quality: int


def variants_of(rgb: Rgb) -> bytes:
    """Return all that is kept of a private picture (height x width x 3, uint8; 512 px are enough)."""
    return variants.of(rgb).to_bytes()


def check(packed: bytes, kind: PrivateKind) -> None:
    """Raise ValueError unless `packed` is what is kept of an image of that kind."""
    match kind:
        case PrivateKind.PICTURE:
            Variants.from_bytes(packed)
        case PrivateKind.VIDEO:
            raise ValueError("videos are not on lists of this version")


def quality_of(packed: bytes) -> int:
    """Return PDQ's quality (0-100) of a private picture. Raises ValueError if `packed` are no variants."""
    return Variants.from_bytes(packed).quality


def same(packed: bytes, other: bytes) -> bool:
    """Whether two entries are of one picture, in whatever size and quality. Raises ValueError."""
    one, two = Variants.from_bytes(packed), Variants.from_bytes(other)
    return bool(int(np.bitwise_count(one.hashes[0] ^ two.hashes[0]).sum()) <= _PLAIN_LIMIT)


def near_prints(packed: bytes, prints: Sequence[Sequence[str]]) -> tuple[tuple[int, int, str], ...]:
    """Return (place in `prints`, distance, variant) of every photo whose PDQ hash, in any of its forms, is that of a variant.

    A first look at what is stored already: it sees no borders and has no second stage. Raises ValueError.
    """
    kept = Variants.from_bytes(packed)
    owners = [place for place, forms in enumerate(prints) for _form in forms]
    if not owners or kept.quality < RELIABLE:
        return ()
    rows, columns, near = pairs(kept.hashes, from_hex([form for forms in prints for form in forms]), _PLAIN_LIMIT)
    best: dict[int, tuple[int, int]] = {}
    for row, column, distance in zip(rows.tolist(), columns.tolist(), near.tolist(), strict=True):
        place = owners[column]
        best[place] = min(best.get(place, (distance, row)), (distance, row))
    return tuple((place, distance, PLAN[int(kept.codes[row])].name) for place, (distance, row) in sorted(best.items()))


def candidate_of(rgb: Rgb) -> bytes:
    """Return what a picture is compared by (height x width x 3, uint8; 512 px are enough): about 300 kB, only ever in memory."""
    found = candidates.of(rgb)
    trims = tuple((one.tilt, *one.rows, *one.columns) for one in found.trims)
    packed = _Packed(found.hashes.astype("<u8").tobytes(), trims, found.luma.astype("<f4").tobytes(), found.aspect, found.quality)
    return msgspec.msgpack.encode(packed)


def compare(private: Sequence[bytes], candidate: bytes) -> list[Seen | None]:
    """Return for each packed private picture how near `candidate` is, None if it is not. Some milliseconds each. Raises ValueError."""
    picture = _unpacked(candidate)
    return [_seen(watch.match(Variants.from_bytes(packed), picture)) for packed in private]


def _unpacked(data: bytes) -> Candidate:
    packed = msgspec.msgpack.decode(data, type=_Packed)
    trims = tuple(Trim(tilt, (top, bottom), (left, right)) for tilt, top, bottom, left, right in packed.trims)
    hashes = np.frombuffer(packed.hashes, "<u8").astype(np.uint64).reshape(-1, 4)
    luma = np.frombuffer(packed.luma, "<f4").astype(np.float32).reshape(EDGE, EDGE)
    return Candidate(hashes, trims, luma, packed.aspect, packed.quality)


def _seen(found: watch.Match | None) -> Seen | None:
    if found is None:
        return None
    reliable = min(found.private_quality, found.candidate_quality) >= RELIABLE
    if not found.confirmed and not (reliable and found.distance <= _PLAIN_LIMIT):
        return None
    plain = found.variant.name
    turned = _(_FORMS[found.form]) if _FORMS[found.form] else ""
    words = ", ".join(one for one in (plain, turned) if one)
    return Seen(found.distance, words, found.confirmed, found.candidate_quality, found.private_quality)
