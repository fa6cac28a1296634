"""Likeness exposure of many photos.

Time, against pairing the same hashes with numpy alone and counting with networkx.

usage: python benchmarks/likeness.py [PHOTOS]   (default 10000)

A third of the photos are copies: heaps of look-alikes, chains in which only neighbours are near,
turned and mirrored ones. The pairs must be those of the peer, and the number of distinct photos of
every small group that of its maximal cliques in the complement. AUDITOR_PEERS names a folder that
keeps networkx for the next run.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.account import Account, Claim, Proof, ProofMethod
from auditor.domain.findings.check import InventoryCase, Print
from auditor.domain.likeness.copies import Cluster, distinct
from auditor.domain.likeness.judge import candidates, judge
from auditor.domain.likeness.likeness import Likeness
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.photos.picture_contents import Box, Face
from auditor.hashing.match.copies import copies
from auditor.hashing.match.match import from_hex, to_hex
from benchmarks.peers import installed, machine

_RUNS = 5
_LIMIT = 31
_ACCOUNTS = 5
_SMALL = 40


def _hashes(photos: int, rng: np.random.Generator) -> npt.NDArray[np.uint64]:
    """Return photos x 8 x 4 words: two thirds far from each other, the rest near one before.

    Those are in heaps and chains.
    """
    hashes = rng.integers(0, 2**64, (photos, 8, 4), np.uint64)
    for place in range(photos * 2 // 3, photos):
        of = place - 1 if rng.random() < 0.5 else int(rng.integers(0, place))
        flips = np.zeros(4, np.uint64)
        for bit in rng.choice(256, int(rng.integers(0, 28)), replace=False).tolist():
            flips[bit // 64] |= np.uint64(1 << bit % 64)
        turn = int(rng.integers(0, 8)) if rng.random() < 0.1 else 0
        hashes[place] = np.roll(hashes[of], -turn, axis=0) ^ flips
    return hashes


def _prints(hashes: npt.NDArray[np.uint64], rng: np.random.Generator) -> list[Print]:
    prints = []
    for index, forms in enumerate(hashes):
        size = int(rng.integers(60, 700))
        face = Face(
            Box(0, 0, size, size),
            0.9,
            (),
            float(rng.normal(0, 25)),
            0.0,
            float(rng.random()),
            float(rng.integers(0, 255)),
        )
        sides = int(rng.integers(500, 4000))
        shown = Print(
            f"p{index:06d}",
            f"a{index % _ACCOUNTS}",
            PhotoKind.POST,
            "",
            f"{index:064x}",
            to_hex(forms),
            90,
        )
        prints.append(replace(shown, width=sides, height=sides * 3 // 2, faces=(face,)))
    return prints


def _ours(case: InventoryCase) -> tuple[Likeness, tuple[Cluster, ...]]:
    shown = candidates(case)
    together = copies(shown)
    return judge(case, shown, together), together


def _peer(prints: tuple[Print, ...], networkx: Any) -> Any:
    """Compare every picture with every turned form of every other, and put the pairs in a graph."""
    first = from_hex([portrait.pdq[0] for portrait in prints])
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(prints)))
    for turn in range(8):
        forms = from_hex([portrait.pdq[turn] for portrait in prints])
        for index, needle in enumerate(first):
            bits = np.bitwise_count(forms ^ needle).sum(axis=1)
            graph.add_edges_from(
                (index, int(other)) for other in np.flatnonzero(bits <= _LIMIT) if other != index
            )
    return graph


def _agree(together: tuple[Cluster, ...], graph: Any, networkx: Any) -> None:
    groups = {
        frozenset(photo for kind in cluster.kinds for photo in kind): len(distinct(cluster)[0])
        for cluster in together
    }
    if set(groups) != {frozenset(group) for group in networkx.connected_components(graph)}:
        sys.exit("the groups of copies differ from the peer's")
    for group, count in groups.items():
        if len(group) <= _SMALL:
            other = networkx.complement(graph.subgraph(group))
            if max(len(clique) for clique in networkx.find_cliques(other)) != count:
                sys.exit("the number of distinct photos differs from the peer's")


def main() -> None:
    """Print one line a figure."""
    photos = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sys.path.append(str(installed("networkx==3.5")))
    networkx = importlib.import_module("networkx")
    print(machine())
    rng = np.random.default_rng(4)
    prints = _prints(_hashes(photos, rng), rng)
    proof = Proof(ProofMethod.LOCAL)
    accounts = [
        Account(f"a{number}", "website", str(number), "", Claim.MINE, proof)
        for number in range(_ACCOUNTS)
    ]
    case = InventoryCase(accounts, prints)
    times, busy = [], []
    for _run in range(_RUNS):
        begin, before = time.perf_counter(), time.process_time()
        found, together = _ours(case)
        times.append(time.perf_counter() - begin)
        busy.append(time.process_time() - before)
    begin = time.perf_counter()
    shown = candidates(case)
    graph = _peer(shown, networkx)
    peer = time.perf_counter() - begin
    _agree(together, graph, networkx)
    ours = statistics.median(times)
    hide = found.hide
    print(
        f"{photos:,} photos, {len(shown):,} with a face, {graph.number_of_edges():,} pairs of "
        "copies, the same as the peer's"
    )
    print(
        f"everything (pairs, tier, hide, {len(found.what_if)} what-ifs): {ours:.2f} s, slowest "
        f"{max(times):.2f} s (at most 2), "
        f"CPU {statistics.median(busy):.2f} s"
    )
    print(f"numpy and networkx, pairs and graph alone: {peer:.2f} s   {peer / ours:.1f} times")
    if hide is not None:
        print(
            f"{found.tier.word} to {hide.reaches.word}: hide {len(hide.photos):,}, at least "
            f"{hide.bound:,} needed, optimal {hide.optimal}"
        )


if __name__ == "__main__":
    main()
