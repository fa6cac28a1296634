"""Seeded faults: does `make test` notice when a line of the package is wrong?

`python benchmarks/mutations.py [--seed 1] [--faults 30] [--only NUMBER]` makes a copy of the
checkout, puts one fault after the other into as many rooms, runs what `make test` runs until
something fails, and prints a table. Exit code 1 where a fault was not noticed.
"""

from __future__ import annotations

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "auditor"
KINDS = ("operator", "mask", "check", "unit")
PATIENCE_S = 900
MASKS = frozenset({"clean", "cut", "defused", "mask", "masked", "shown", "veil", "veiled"})
UNITS = ("_S", "_M", "_KM", "_PX", "_BYTES", "_MB", "_DAYS", "_HOURS", "_DEGREES")
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
}
LEFT_OUT: dict[str, str] = {
    "practice/drawing": "drawn strokes of invented pictures; nobody's safety hangs on one",
    "messages": "nothing but the catalogue",
}
"""Rooms that get no fault, and why."""


@dataclass(frozen=True)
class Fault:
    """One changed stretch of one file; lines from 1, columns in bytes of UTF-8."""

    kind: str
    file: str
    start: tuple[int, int]
    end: tuple[int, int]
    new: str

    def put(self, source: str) -> str:
        """Return `source` with the fault in it."""
        lines = source.encode().splitlines(keepends=True)
        (first, column), (last, until) = self.start, self.end
        head, tail = lines[first - 1][:column], lines[last - 1][until:]
        changed = [*lines[: first - 1], head + self.new.encode() + tail, *lines[last:]]
        return b"".join(changed).decode()


def rooms() -> dict[str, list[Path]]:
    """Return the files of each folder of the package that holds code."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.parent.relative_to(PACKAGE).as_posix()
        if path.name != "__init__.py" and not any(room.startswith(name) for name in LEFT_OUT):
            found.setdefault(room, []).append(path)
    return found


def faults_of(path: Path) -> Iterator[Fault]:
    """Yield every fault that can be put into a file."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            for kind, new in _changes(node, source):
                yield _fault(kind, path, node, new)
        if isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise | ast.Return):
            yield _fault("check", path, node.test, "False")
    yield from _units(tree, path)


def _fault(kind: str, path: Path, node: ast.expr, new: str) -> Fault:
    """Return the fault of writing `new` where `node` stands."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return Fault(
        kind,
        path.relative_to(ROOT).as_posix(),
        (node.lineno, node.col_offset),
        (node.end_lineno, node.end_col_offset),
        new,
    )


def _changes(node: ast.AST, source: str) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in SWAPS:
            swapped = ast.Compare(left, [_swapped(operator)], [right])
            yield "operator", f"({ast.unparse(swapped)})"
        case ast.BoolOp(op=operator, values=values):
            yield "operator", f"({ast.unparse(ast.BoolOp(_swapped(operator), values))})"
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in SWAPS:
            if not _has_text(left) and not _has_text(right):
                swapped_sum = ast.BinOp(left, _swapped(operator), right)
                yield "operator", f"({ast.unparse(swapped_sum)})"
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *more]) if (
            name in MASKS
        ):
            kept = more[0] if name == "shown" and more else first
            yield "mask", ast.get_source_segment(source, kept) or ast.unparse(kept)


def _swapped(operator: ast.AST) -> Any:
    return SWAPS[type(operator)]()


def _has_text(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str | bytes))
        for part in ast.walk(node)
    )


def _units(tree: ast.Module, path: Path) -> Iterator[Fault]:
    for node in tree.body:
        target, value = None, None
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign):
            target, value = node.target, node.value
        if (
            isinstance(target, ast.Name)
            and target.id.endswith(UNITS)
            and isinstance(value, ast.Constant)
            and isinstance(value.value, int | float)
        ):
            yield _fault("unit", path, value, f"({ast.unparse(value)} * 1000)")


def chosen(seed: int, count: int) -> list[Fault]:
    """Return one fault a room, the same for the same seed and code.

    Of the kinds that a room has, the one that was taken least until then.
    """
    chance = random.Random(seed)
    places = rooms()
    order = sorted(places)
    chance.shuffle(order)
    picked: list[Fault] = []
    taken = dict.fromkeys(KINDS, 0)
    for room in order:
        offered = [fault for path in places[room] for fault in faults_of(path)]
        if offered:
            kind = min((fault.kind for fault in offered), key=lambda kind: (taken[kind], kind))
            taken[kind] += 1
            picked.append(chance.choice([fault for fault in offered if fault.kind == kind]))
        if len(picked) == count:
            break
    return picked


def copy_of(folder: Path) -> Path:
    """Return a copy of the checkout in `folder`, with the outside data beside it."""
    copy = folder / "checkout"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__")
    )
    shared = ROOT.parent / "shared"
    if shared.is_dir():
        (folder / "shared").symlink_to(shared)
    return copy


def tests_near(fault: Fault, copy: Path) -> list[str]:
    """Return the folders of tests that are most likely to notice, to save time."""
    parts = Path(fault.file).parts[1:-1]
    first = parts[0] if parts else ""
    near = [f"tests/unit/{first}", f"tests/{first}"]
    return [name for name in near if first and (copy / name).is_dir()]


def stages(fault: Fault, copy: Path) -> Iterator[tuple[str, list[str]]]:
    python = sys.executable
    test = [python, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    near = tests_near(fault, copy)
    if near:
        yield "tests", [*test, "-n", "2", *near]
    yield "types", [python, "-m", "mypy"]
    yield "tests", [*test, "-n", "2", "--dist", "worksteal"]


def noticed(fault: Fault, copy: Path) -> str:
    """Return the first line that told of the fault, empty if none did."""
    path = copy / fault.file
    sound = path.read_text("utf-8")
    path.write_text(fault.put(sound), "utf-8")
    try:
        for name, command in stages(fault, copy):
            try:
                done = subprocess.run(
                    command,
                    cwd=copy,
                    capture_output=True,
                    text=True,
                    timeout=PATIENCE_S,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return f"{name}: hung"
            if done.returncode:
                return f"{name}: {_first_failure(done.stdout)}"
    finally:
        path.write_text(sound, "utf-8")
    return ""


def _first_failure(out: str) -> str:
    lines = out.splitlines()
    telling = [line for line in lines if line.startswith(("FAILED", "ERROR")) or ": error:" in line]
    return (telling or lines or ["nothing"])[0][:110]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=30)
    parser.add_argument("--only", type=int, default=0, help="the number of one fault")
    parser.add_argument("--list", action="store_true", help="show the faults, run nothing")
    options = parser.parse_args(arguments)
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(Path(folder))
        for number, fault in enumerate(chosen(options.seed, options.faults), 1):
            if options.only not in {0, number}:
                continue
            where = f"{number:2} {fault.kind:8} {fault.file}:{fault.start[0]}  {fault.new[:60]}"
            if options.list:
                print(where)
                continue
            told = noticed(fault, copy)
            missed += not told
            print(f"{where}\n   {told or 'NOT NOTICED'}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
