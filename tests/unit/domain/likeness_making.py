"""Prints with faces, and graphs of copies, for the tests of likeness exposure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.domain.account import Account, Claim, Proof, ProofMethod
from auditor.domain.findings.check import InventoryCase, Print
from auditor.domain.likeness.judge import candidates, judge
from auditor.domain.likeness.likeness import Likeness
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.photos.picture_contents import Box, Face
from auditor.hashing.match.copies import copies


def account(name: str = "mara", *, claim: Claim = Claim.MINE, proven: bool = True) -> Account:
    proof = Proof(ProofMethod.LOCAL) if proven else Proof()
    return Account(f"a-{name}", "mastodon", name, f"https://example.org/@{name}", claim, proof)


def face(
    size: int = 300,
    *,
    sharpness: float = 0.8,
    covered: bool | None = None,
    yaw: float = 0.0,
    brightness: float = 128.0,
) -> Face:
    return Face(Box(10, 10, size, size + 20), 0.99, (), yaw, 0.0, sharpness, brightness, covered)


def portrait(
    number: int,
    *faces: Face,
    size: tuple[int, int] = (1200, 1600),
    owner: str = "mara",
    pdq: tuple[str, ...] = (),
    sha: str = "",
    looked: bool = True,
) -> Print:
    seen = (faces or (face(),)) if looked else None
    width, height = size
    return Print(
        f"p{number:03d}", f"a-{owner}", PhotoKind.POST, f"https://example.org/{number}",
        sha or f"sha{number}", pdq, 100, width=width, height=height, faces=seen,
    )  # fmt: skip


def judged(
    prints: Sequence[Print], accounts: Sequence[Account] = (), not_me: Iterable[str] = ()
) -> Likeness:
    """Judge as the engine does: with copies found by their hashes."""
    case = InventoryCase(accounts or [account()], prints, not_me=frozenset(not_me))
    shown = candidates(case)
    return judge(case, shown, copies(shown))


def distinct_counts(near: Sequence[int]) -> bytearray:
    """Return for every subset of vertices (as bits) the most of which no two are near.

    Every subset looked at.
    """
    size = 1 << len(near)
    counts = bytearray(size)
    for subset in range(1, size):
        low = subset & -subset
        counts[subset] = max(
            counts[subset ^ low], 1 + counts[subset & ~(near[low.bit_length() - 1] | low)]
        )
    return counts


def adjacency(size: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    near = [0] * size
    for vertex, other in pairs:
        if vertex == other:
            continue
        near[vertex] |= 1 << other
        near[other] |= 1 << vertex
    return near
