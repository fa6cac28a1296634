"""DeviantArt, with the person's own key: portraits, and the pictures of the gallery."""

from __future__ import annotations

from auditor.sources.deviantart.source import DeviantArt

__all__ = ["DeviantArt"]
