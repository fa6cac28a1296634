"""What names the checks, and the words of their remedies, as they are now.

Findings that were made by the same edition need not be made again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import auditor
from auditor.plugins.loading import TRUSTED_FILE

if TYPE_CHECKING:
    from auditor.domain.findings.check import Check

_OWN = ("checks", "domain", "engine", "guidance", "hashing", "markup", "questions", "vault")
"""The rooms that findings are made in."""


def edition_of(checks: Iterable[Check], folder: Path, *, plugged: bool) -> str:
    """Return 64 hex digits, empty where the files of this program cannot be looked at.

    Of ours the names, sizes and times of the files count. Where `plugged`, some of the `checks` are
    plugins: then also which ones are trusted in what state (`folder` is that of the vault), and
    the versions of all packages, since nobody knows which of them a plugin uses.
    """
    root = Path(auditor.__file__).parent
    whole = hashlib.sha256(sys.version.encode())
    number = 0
    for name in _OWN:
        for line in _files(root / name):
            whole.update(line.encode("utf-8", "surrogateescape"))
            number += 1
    if not number:
        return ""
    for check in checks:
        whole.update(f"{check.id}\n".encode())
    if plugged:
        from importlib.metadata import distributions  # loads long, and few have plugins

        for package in sorted(f"{each.name} {each.version}\n" for each in distributions()):
            whole.update(package.encode())
        try:
            whole.update((folder / TRUSTED_FILE).read_bytes())
        except OSError:
            return ""
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    """Yield a line for each file of a folder, but for what Python compiles itself."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(folder / entry.name)
        elif not entry.name.endswith(".pyc"):
            stat = entry.stat()
            yield f"{entry.path}\n{stat.st_size}\n{stat.st_mtime_ns}\n"
