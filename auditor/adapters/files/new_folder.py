"""Writes files into a new folder, all or none."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from auditor.errors import UsageError
from auditor.messages import _


def write_files(target: Path, files: tuple[tuple[str, str], ...]) -> None:
    """Write all files or none: into a folder beside the target, which is then renamed.

    Raises UsageError.
    """
    if not target.name or target.is_symlink() or target.exists():
        raise UsageError(
            _("{file} is there already; nothing was written.").format(file=target),
            _("Name a folder that does not exist."),
        )
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        for name, text in files:
            file = part / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            _open_to_all(file, part)
        part.rename(target)
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be written ({reason})").format(file=target, reason=error.strerror)
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _open_to_all(file: Path, top: Path) -> None:
    """Let a web server read what is meant for everybody.

    A robots.txt that it must not show counts as none.
    """
    if os.name != "nt":
        file.chmod(0o644)
        for folder in (file.parent, top):
            folder.chmod(0o755)
