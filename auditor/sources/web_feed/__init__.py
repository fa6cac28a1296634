"""Feeds (RSS, Atom, JSON Feed): the pictures that a feed attaches or shows."""

from __future__ import annotations

from auditor.sources.web_feed.source import FeedSource

__all__ = ["FeedSource"]
