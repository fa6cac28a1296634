"""Misskey and what came of it (any server): portraits, notes with files, gallery posts."""

from __future__ import annotations

from auditor.sources.misskey.source import Misskey

__all__ = ["Misskey"]
