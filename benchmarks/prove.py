"""The long proofs, run once and by hand: `make prove`.

Each proof is a command that must end well. What was proven is kept in `.prove/`, a file each, with
the commit; a run that was cut goes on with the next one. At the end the table in docs/benchmarks.md
is written anew. `--again` begins from the start, `--only NAME` runs one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".prove"
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- proofs -->", "<!-- end of proofs -->"
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto", "--dist", "worksteal")


@dataclass(frozen=True)
class Proof:
    """What is run, and where its small form stands among the tests."""

    name: str
    what: str
    command: tuple[str, ...]
    small: str
    times: int = 1
    """How many times as many examples each property gets."""


@dataclass(frozen=True)
class Result:
    """How a proof ended; `told` is its last line."""

    name: str
    commit: str
    date: str
    seconds: int
    ended: int
    told: str


PROOFS = (
    Proof(
        "mailbox",
        "1,000,000 mails (20 GB): 4,000 a second in 300 MB; planted services found, wrong ones not",
        ("benchmarks/mailbox.py", "1000000"),
        "tests/unit/records/mail/test_tally.py, on 1,500 mails",
    ),
    Proof(
        "sites",
        "700 sites asked about a name: no false hit, 50 connections, 1.2 times one time-out",
        ("benchmarks/sites.py", "700"),
        "tests/cli/test_discover.py, on 70 sites",
    ),
    Proof(
        "properties",
        "every property on 40 times as many examples, 480 to 12,000 each",
        (*PYTEST, "-m", "hypothesis and not real", "tests"),
        "the same properties on 12 to 300 examples, in make test",
        times=40,
    ),
    Proof(
        "matching",
        "10,000 × 1,000 hashes equal to brute force; 1,000,000 × 1,000 equal to FAISS",
        ("benchmarks/matching.py",),
        "tests/unit/hashing/test_match.py against brute force",
    ),
    Proof(
        "corpus",
        "50,000,000 rows of a training set: every plant, nothing else, beside a bare scan",
        ("benchmarks/corpus.py", "rows", "50000000"),
        "tests/unit/corpus/test_large_sets.py on 2,000,000 rows",
    ),
    Proof(
        "corpus-hashes",
        "5,000,000 hashes of a training set equal to brute force at every distance 0 to 31",
        ("benchmarks/corpus.py", "hashes", "5000000"),
        "tests/unit/corpus/test_large_sets.py on 20,000 hashes",
    ),
    Proof(
        "resume",
        "500 photos, killed ten times: the same vault as without",
        ("benchmarks/resume.py", "500", "10", "1"),
        "tests/hostile/test_resume.py",
    ),
    Proof(
        "kills",
        "10,000 kills over scan, mark, migrate, re-key, import and wipe, 200 of whole processes: "
        "nothing lost, nothing half",
        ("benchmarks/kills.py", "10000", "200", "1"),
        "tests/hostile/test_kills.py on 14, and on 140 in make test-slow",
    ),
    Proof(
        "memory",
        "2,000 photos take no more memory than 200 do",
        ("benchmarks/memory.py", "200", "2000"),
        "tests/tui/test_photo_list.py, 100,000 photos on the screen",
    ),
    Proof(
        "fuzz",
        "20,000 damaged files through inspect and harden: no process lost, 10 s and 600 MB at most",
        ("benchmarks/fuzz.py", "20000", "1"),
        "tests/hostile/test_damaged_files.py on 100, in make test-slow",
    ),
    Proof(
        "fuzz-vision",
        "2,000 damaged and odd pictures with faces, text and codes looked for: no process lost, "
        "two minutes and 1.2 GB at most",
        ("benchmarks/fuzz.py", "2000", "1", "1"),
        "tests/hostile/test_damaged_files.py on 24, in make test-slow",
    ),
    Proof(
        "generators",
        "sites of ten generators: the inventory is what they wrote, originals included",
        ("-m", "pytest", "-q", "-m", "real", "tests/real/test_generators.py"),
        "tests/real/test_generators.py on three of them, in make test-real",
    ),
    Proof(
        "ten-minutes",
        "the plan of ten minutes done on five ranges: the next scan finds what was predicted",
        (*PYTEST, "-m", "slow", "tests/cli/test_ten_minutes.py"),
        "tests/cli/test_ten_minutes.py on one range, in make test-slow",
        times=5,
    ),
    Proof(
        "closings",
        "1,000 small worlds: closings and plans cost what trying everything finds; 200 of 5,000 "
        "photos: proven in 95 of 100, else at most 5 % dearer",
        ("benchmarks/closings.py", "1000", "200"),
        "tests/unit/engine/plan/test_closings.py on some, and on 60 in make test-slow",
    ),
    Proof(
        "stories",
        "every story at every level: scanned without reading a picture, found what is written "
        "down, all tasks solved through the terminal UI",
        (
            *(*PYTEST, "-m", "slow", "tests/tui/test_tasks_solved.py"),
            *("tests/unit/practice/test_found.py", "tests/unit/practice/test_prepared.py"),
        ),
        "the same on one level of each, in make test-slow",
        times=2,
    ),
    Proof(
        "faults",
        "30 seeded faults in as many rooms are noticed by make test",
        ("benchmarks/mutations.py",),
        "tests/unit/test_mutations.py",
    ),
)


def commit() -> str:
    """Return the commit that is checked out, with a plus where files were changed since.

    The page does not count: each proof that ends writes its row into it.
    """
    known, but_page = _git("rev-parse", "--short", "HEAD"), f":!{PAGE.relative_to(ROOT)}"
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", but_page)
    return known + ("+" if changed else "")


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def run(proof: Proof) -> Result:
    """Run one proof to its end; what it prints goes to this screen as well."""
    begun, lines = time.monotonic(), []
    environment = {**os.environ, "PROVE_TIMES": str(proof.times)}
    with subprocess.Popen(
        [sys.executable, *proof.command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines += [line.strip()] if line.strip() else []
    return Result(
        proof.name,
        commit(),
        datetime.now(UTC).date().isoformat(),
        round(time.monotonic() - begun),
        process.returncode,
        lines[-1] if lines else "",
    )


def kept(proof: Proof) -> Result | None:
    """Return how a proof ended that was run before; None if it was not, or did not end well."""
    path = KEPT / f"{proof.name}.json"
    if not path.exists():
        return None
    result = Result(**json.loads(path.read_text("utf-8")))
    return result if result.ended == 0 else None


def keep(result: Result) -> None:
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{result.name}.json").write_text(json.dumps(asdict(result)), "utf-8")


def table(before: str) -> str:
    """Return the lines of docs/benchmarks.md between the two marks.

    `before` has the lines as they are: a proof without a result here keeps its own.
    """
    stood = {line.split("|")[1].strip(): _cells(line) for line in before.strip().splitlines()}
    rows = [
        "| proof | what | commit | date | time | result |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for proof in PROOFS:
        path = KEPT / f"{proof.name}.json"
        cells = stood.get(proof.name, ["", "", "", "not run"])
        if path.exists():
            result = Result(**json.loads(path.read_text("utf-8")))
            cells = [
                result.commit,
                result.date,
                f"{result.seconds} s",
                "held" if result.ended == 0 else f"failed: {result.told}",
            ]
        rows.append("| " + " | ".join([proof.name, proof.what, *cells]) + " |")
    return "\n".join(rows)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")[2:]]


def write_page() -> None:
    head, rest = PAGE.read_text("utf-8").split(BEGIN)
    before, tail = rest.split(END)
    PAGE.write_text(f"{head}{BEGIN}\n{table(before)}\n{END}{tail}", "utf-8")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", action="store_true", help="run what was proven before as well")
    parser.add_argument("--only", choices=[proof.name for proof in PROOFS])
    options = parser.parse_args(arguments)
    failed = 0
    for proof in PROOFS:
        if options.only not in {None, proof.name} or (kept(proof) and not options.again):
            continue
        print(f"== {proof.name}: {proof.what}", flush=True)
        result = run(proof)
        keep(result)
        write_page()
        failed += result.ended != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
