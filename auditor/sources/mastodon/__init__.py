"""Mastodon and servers that speak its interface.

Posts with media, avatar and header, without a log-in.
"""

from __future__ import annotations

from auditor.sources.mastodon.source import Mastodon

__all__ = ["Mastodon"]
