"""Paths that were typed into a terminal, or dropped on it: it quotes or escapes them."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FILE = "file://"
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')


def dropped(typed: str) -> tuple[Path, ...]:
    """Return the paths in `typed`, in their order: several files can be dropped at once."""
    text = typed.strip()
    whole = next((path for path in _readings(text) if os.path.lexists(path)), None)
    if whole is not None:
        return (whole,)
    several = tuple(_path(part) for part in _parts(text))
    if len(several) > 1 and all(os.path.lexists(path) for path in several):
        return several
    return (next(_readings(text)),)


def _readings(text: str) -> Iterator[Path]:
    """Yield what the text can mean as one path, the likeliest first."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        yield _path(text[1:-1])
    elif os.name != "nt":
        yield _path(text.replace("\\ ", " "))
    yield _path(text)
    parts = _parts(text)
    if len(parts) == 1:
        yield _path(parts[0])


def _parts(text: str) -> list[str]:
    if os.name == "nt":
        return [quoted or bare for quoted, bare in _QUOTED.findall(text)]
    try:
        return shlex.split(text)
    except ValueError:  # a quote that does not end
        return [text]


def _path(text: str) -> Path:
    if text.startswith(_FILE):
        text = unquote(urlsplit(text).path)
    try:
        return Path(text).expanduser()
    except RuntimeError:  # "~name" of nobody here
        return Path(text)
