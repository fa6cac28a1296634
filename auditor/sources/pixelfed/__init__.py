"""Pixelfed (any server): an actor of ActivityPub, and the newest posts of its feed."""

from __future__ import annotations

from auditor.sources.pixelfed.source import Pixelfed

__all__ = ["Pixelfed"]
