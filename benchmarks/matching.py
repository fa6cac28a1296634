"""Matching lists of PDQ hashes exactly, against FAISS IndexBinaryFlat in the same run.

And ten million hashes within 1 GB.

usage: python benchmarks/matching.py [HAYSTACK [NEEDLES]]   (default 1000000 1000)

Both use every core. One needle in five has a near copy in the haystack; the pairs found must be the
same. AUDITOR_PEERS names a folder that keeps FAISS for the next run.
"""

from __future__ import annotations

import importlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.hashing.match.match import Hashes, distances, pairs, to_hex
from benchmarks.peers import installed, machine

_LIMIT = 31
_RUNS = 5
_LARGE = 10_000_000


def _lists(hays: int, needles: int) -> tuple[Hashes, Hashes]:
    rng = np.random.default_rng(31)
    haystack = rng.integers(0, 2**64, (hays, 4), np.uint64)
    looked_for = rng.integers(0, 2**64, (needles, 4), np.uint64)
    for place in range(0, needles, 5):
        looked_for[place] = haystack[rng.integers(0, hays)]
        for bit in rng.choice(256, rng.integers(0, 40), replace=False).tolist():
            looked_for[place, bit // 64] ^= np.uint64(1 << bit % 64)
    return looked_for, haystack


def _bytes(hashes: Hashes) -> Any:
    return np.ascontiguousarray(hashes).view(np.uint8).reshape(len(hashes), 32)


def _against_faiss(needles: Hashes, haystack: Hashes) -> None:
    faiss = importlib.import_module("faiss")
    index = faiss.IndexBinaryFlat(256)
    index.add(_bytes(haystack))
    ours: list[float] = []
    theirs: list[float] = []
    for run in range(_RUNS + 1):
        begin = time.perf_counter()
        i, j, _bits = pairs(needles, haystack, _LIMIT)
        middle = time.perf_counter()
        # FAISS leaves the limit itself out
        limits, _distances, found = index.range_search(_bytes(needles), _LIMIT + 1)
        end = time.perf_counter()
        if run:
            ours.append(middle - begin)
            theirs.append(end - middle)
    same = sorted(
        zip(
            np.repeat(np.arange(len(needles)), np.diff(limits).astype(np.int64)).tolist(),
            found.tolist(),
            strict=True,
        )
    )
    if same != list(zip(i.tolist(), j.tolist(), strict=True)):
        sys.exit("the pairs differ from those of FAISS")
    our_median, their_median = statistics.median(ours), statistics.median(theirs)
    print(
        f"{len(haystack):,} x {len(needles):,} at <= {_LIMIT}: {our_median:.2f} s   FAISS "
        f"IndexBinaryFlat {their_median:.2f} s   "
        f"{their_median / our_median:.1f} times (at least 1); {len(i)} pairs, the same"
    )


def _against_brute_force() -> None:
    needles, haystack = _lists(10_000, 1000)
    i, j, bits = pairs(needles, haystack, _LIMIT)
    expected = [
        (index, int(place), int(near[place]))
        for index, needle in enumerate(needles)
        for near in [distances(needle, haystack)]
        for place in np.flatnonzero(near <= _LIMIT)
    ]
    if expected != list(zip(i.tolist(), j.tolist(), bits.tolist(), strict=True)):
        sys.exit("the pairs differ from brute force")
    print(f"10,000 x 1,000 at <= {_LIMIT}: {len(expected)} pairs, equal to brute force")


def _large() -> None:
    """Run `auditor match` on ten million hashes in its own process, and print its peak memory."""
    needles, haystack = _lists(_LARGE, 1000)
    with tempfile.TemporaryDirectory() as folder:
        left, right = Path(folder) / "needles.txt", Path(folder) / "haystack.txt"
        left.write_text("\n".join(to_hex(needles)) + "\n", "ascii")
        with right.open("w", encoding="ascii") as file:
            for start in range(0, _LARGE, 100_000):
                file.write("\n".join(to_hex(haystack[start : start + 100_000])) + "\n")
        del haystack
        begin = time.perf_counter()
        words = [sys.executable, "-m", "auditor", "match", str(left), str(right), "--json"]
        done = subprocess.run(
            words, check=True, capture_output=True, env={**os.environ, "AUDITOR_HOME": folder}
        )
        seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    found = done.stdout.count(b'"needle":')
    print(
        f"auditor match, {_LARGE:,} x 1,000: {seconds:.1f} s, {found} pairs, peak {peak / 1e6:.0f} "
        "MB (at most 1000)"
    )


def main() -> None:
    """Print one line a figure."""
    hays, needles = (
        int(word) for word in (*sys.argv[1:3], *("1000000", "1000")[len(sys.argv) - 1 :])
    )
    sys.path.append(str(installed("faiss-cpu==1.15.1")))
    print(machine())
    _against_faiss(*_lists(hays, needles))
    _against_brute_force()
    _large()


if __name__ == "__main__":
    main()
