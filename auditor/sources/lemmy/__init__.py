"""Lemmy (any server): portraits, and the pictures of one's own posts and comments."""

from __future__ import annotations

from auditor.sources.lemmy.source import Lemmy

__all__ = ["Lemmy"]
