"""Writes files into a new folder, all or none."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from auditor.errors import UsageError
from auditor.messages import _


def write_files(target: Path, files: Iterable[tuple[str, str | bytes]]) -> int:
    """Write all files or none: into a folder beside the target, which is then renamed.

    Returns how many they are. Raises UsageError.
    """
    if not target.name or target.is_symlink() or target.exists():
        raise UsageError(
            _("{file} is there already; nothing was written.").format(file=target),
            _("Name a folder that does not exist."),
        )
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    count = 0
    try:
        for name, content in files:
            file = part / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
            count += 1
        _open_to_all(part)
        part.rename(target)
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=error.strerror)
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return count


def _open_to_all(top: Path) -> None:
    """Let a web server read what is meant for everybody.

    A robots.txt that it must not show counts as none.
    """
    if os.name != "nt":
        for each in (top, *top.rglob("*")):
            each.chmod(0o755 if each.is_dir() else 0o644)
