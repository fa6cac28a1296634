"""WordPress: the media library and the authors that its REST interface shows to everybody."""

from __future__ import annotations

from auditor.sources.wordpress.source import WordPress

__all__ = ["WordPress"]
