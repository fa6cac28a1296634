"""Keeps what a long benchmark found, a line each, so that a run that was cut goes on.

What was found with other code or other pictures is forgotten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def state_of(places: Iterable[str], more: bytes = b"") -> str:
    """Return what a result rests on: the code of files and folders of the project, and `more`."""
    told = hashlib.sha256(more)
    for place in places:
        found = ROOT / place
        for path in [found] if found.is_file() else sorted(found.rglob("*")):
            if path.suffix in {".py", ".toml"}:
                told.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return told.hexdigest()


class Kept:
    """Results of one state, by keys of JSON's lists."""

    def __init__(self, file: Path, state: str) -> None:
        self._file = file
        self._known: dict[Hashable, Any] = {}
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        same = False
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # a run was ended while it wrote this
            if "state" in entry:
                same = entry["state"] == state
            elif same:
                self._known[_as_key(entry["key"])] = entry["told"]
        file.parent.mkdir(exist_ok=True)
        self._write({"state": state}, "\n" if lines else "")

    def get(self, key: Iterable[Any]) -> Any:
        """Return what was found, None where it is not known."""
        return self._known.get(_as_key(key))

    def put(self, key: Iterable[Any], told: Any) -> None:
        """Keep what was found."""
        self._known[_as_key(key)] = told
        self._write({"key": list(key), "told": told})

    def _write(self, entry: dict[str, Any], before: str = "") -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(before + json.dumps(entry) + "\n")


def _as_key(key: Iterable[Any]) -> Hashable:
    return tuple(key)
