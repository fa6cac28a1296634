"""Entry points of other packages, without loading what reads them where there are none.

importlib.metadata takes longer to load, and to read the lists of all packages, than a command on a
small vault runs.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_ABOUT = (".dist-info", ".egg-info")
_OF_AN_EGG = "egg-info"
_LIST = "entry_points.txt"
_SAME_FOLDERS = "importlib_metadata"
"""Brings a finder that looks into the folders of sys.path, too; keyring loads it before 3.12."""


def entry_points(group: str) -> tuple[EntryPoint, ...]:
    """Return the entry points of a group that any installed package has."""
    if not _may_have(group):
        return ()
    from importlib.metadata import entry_points as installed

    return tuple(installed(group=group))


def _may_have(group: str) -> bool:
    """Whether the list of some package names the group.

    Yes also where packages may lie elsewhere than in the folders of sys.path.
    """
    for finder in sys.meta_path:
        known = finder is PathFinder or type(finder).__module__ == _SAME_FOLDERS
        if not known and hasattr(finder, "find_distributions"):
            return True
    return any(_names(root or os.curdir, group.encode()) for root in sys.path)


def _names(root: str, group: bytes) -> bool:
    try:
        return group in _lists_in(root, os.stat(root).st_mtime_ns)  # noqa: PTH116 - as below
    except OSError:
        return Path(root).is_file()  # an archive, which may hold packages


@lru_cache(maxsize=32)
def _lists_in(root: str, _changed_ns: int) -> bytes:
    """Return the lists of a folder; a package that is installed or removed changes the folder."""
    return b"\n".join(
        _list_of(os.path.join(root, child))  # noqa: PTH118 - as below
        for child in os.listdir(root)  # noqa: PTH208 - names alone, of very many
        if child.lower().endswith(_ABOUT) or child.lower() == _OF_AN_EGG
    )


def _list_of(about: str) -> bytes:
    try:
        return Path(about, _LIST).read_bytes()
    except OSError:
        return b""
