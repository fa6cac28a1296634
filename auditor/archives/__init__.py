"""Official exports: what platforms hand out to the person, read in memory and never unpacked.

`ALL` is the registry of formats. An entry imports its format only when it is opened, so that
listing the names costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.archives.export import ArchiveFormat

ALL: tuple[tuple[str, str], ...] = (
    ("instagram", "Instagram"),
    ("facebook", "Facebook"),
    ("google_photos", "GooglePhotos"),
    ("x", "X"),
    ("threads", "Threads"),
    ("flickr", "Flickr"),
    ("snapchat", "Snapchat"),
    ("tiktok", "TikTok"),
    ("linkedin", "LinkedIn"),
    ("reddit", "Reddit"),
    ("strava", "Strava"),
    ("telegram", "Telegram"),
)
"""Module and class of each format, in the order in which an export is shown to them."""


def all_formats() -> tuple[ArchiveFormat, ...]:
    """Return every format."""
    return tuple(
        getattr(import_module(f"auditor.archives.formats.{module}"), name)() for module, name in ALL
    )
