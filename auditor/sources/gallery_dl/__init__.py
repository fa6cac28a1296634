"""What the program gallery-dl lists, where the person installed it and no source of ours reads."""

from __future__ import annotations

from auditor.sources.gallery_dl.platforms import platforms_of
from auditor.sources.gallery_dl.source import NAME, GalleryDl

__all__ = ["NAME", "GalleryDl", "platforms_of"]
