"""Closings and plans of invented worlds against everything that can be done, by the real checks.

usage: python benchmarks/closings.py [SMALL [LARGE]]   (default 1000 200)

Small worlds of at most 12 possible steps: every closing, with photos taken down and with all kept,
and plans for five lengths of time cost what the cheapest work does that reaches the same. Large
ones of 5,000 photos: what each closing costs is proven, or at most 5 % above what is, and told so;
judged anew from the start nothing is found. What was tried is kept in `.prove/`, a line each, so
that a run that was cut goes on. AUDITOR_PROCESSES says how many worlds are tried at once (all
cores). The exit code is 1 if anything is wrong.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kept import ROOT, Kept, state_of

from auditor.domain.findings.answer import AnswerState
from auditor.engine.plan.closing import Limits, Target
from tests.unit.engine.plan import brute
from tests.unit.engine.plan_worlds import Planned, Setting, invented
from tests.unit.engine.public_worlds import Shot, World

KEPT = ROOT / ".prove" / "closings.jsonl"
STEPS, PHOTOS = 12, 5000
GAP, PROVEN = 0.05, 0.95
_HOMES = 12
_MADE_OF = (
    "auditor/checks",
    "auditor/domain",
    "auditor/engine/exposure",
    "auditor/engine/judge",
    "auditor/engine/plan",
    "auditor/guidance",
    "auditor/hashing",
    "auditor/questions",
    "tests/unit/engine",
)


def main(small: int = 1000, large: int = 200) -> int:
    wanted = [("small", seed) for seed in range(small)] + [("large", seed) for seed in range(large)]
    kept = Kept(KEPT, state_of(_MADE_OF))
    with multiprocessing.get_context("spawn").Pool(_processes()) as pool:
        left = [key for key in wanted if kept.get(key) is None]
        for key, told in pool.imap_unordered(_try, left):
            kept.put(key, told)
            for line in told["wrong"]:
                print(*key, line, flush=True)
    tried = [kept.get(key) for key in wanted]
    wrong = sum(bool(told["wrong"]) for told in tried)
    gaps = [gap for told in tried for gap in told["gaps"]]
    proven = sum(not gap for gap in gaps) / max(1, len(gaps))
    print(
        f"{small} small and {large} large worlds; {wrong} wrong; of {len(gaps)} closings in large "
        f"ones {proven:.1%} proven, the largest gap {max(gaps, default=0):.1%}"
    )
    return int(wrong > 0 or proven < PROVEN or max(gaps, default=0) > GAP)


def _processes() -> int | None:
    return int(os.environ.get("AUDITOR_PROCESSES", "0")) or None


def _try(key: tuple[str, int]) -> tuple[tuple[str, int], dict[str, list[Any]]]:
    kind, seed = key
    if kind == "large":
        return key, _large(seed)
    planned = invented(seed, STEPS)
    wrong = [
        *brute.closings(planned, all_of_it=False),
        *brute.plans(planned, all_of_it=False),
    ]
    return key, {"wrong": wrong, "gaps": []}


def _large(seed: int) -> dict[str, list[Any]]:
    planned = Planned(Setting(World((*_crowd(random.Random(seed)),))), seconds=2.0)
    wrong: list[str] = []
    gaps: list[float] = []
    for answer in planned.answers:
        if answer.state not in {AnswerState.YES, AnswerState.PARTLY}:
            continue
        for limits in (Limits(), Limits(keep=True)):
            for whole in (True, False):
                target = Target(answer.id, whole)
                solved = planned.solved((target,), limits)
                if solved is None:
                    continue
                gap = 0.0 if solved.optimal else 1 - solved.bound / solved.minutes
                gaps.append(gap)
                left = planned.degrees(frozenset({answer.id}), solved.done)[answer.id]
                if left >= (1 if whole else 2):
                    wrong.append(f"{answer.id} {whole} {limits}: found again")
                if gap > GAP:
                    wrong.append(f"{answer.id} {whole} {limits}: {gap:.1%} above what is proven")
    return {"wrong": wrong, "gaps": gaps}


def _crowd(rng: random.Random) -> Iterator[Shot]:
    """Yield photos of four accounts, around some homes, at all hours, of which few are alike."""
    homes = [(rng.uniform(-4000, 4000), rng.uniform(-4000, 4000)) for _ in range(_HOMES)]
    for _number in range(PHOTOS):
        up, right = rng.choice(homes) if rng.random() < 0.3 else (rng.uniform(-9e3, 9e3), 0.0)
        look = rng.randint(1, 12) if rng.random() < 0.01 else None
        yield Shot(
            rng.choice((0, 0, 0, 1, 2, 3)),
            town=rng.choice((None, None, None, 0)),
            offset=(up + rng.gauss(0, 2), right + rng.gauss(0, 1.3)),
            day=rng.randint(0, 700),
            hour=rng.choice((7, 8, 12, 13, 18, 19, 20, 23)),
            zone=rng.random() < 0.1,
            face=rng.choice((0, 0, 0, 130, 300)),
            side=rng.choice((480, 600, 1200)),
            more=rng.choice((0,) * 40 + (1, 2, 3)),
            posted=rng.random() < 0.05,
            look=look,
            file=None if look is None else rng.randint(0, 2),
        )


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
