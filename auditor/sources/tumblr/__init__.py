"""Tumblr: the blog's portrait and the pictures of its own posts."""

from __future__ import annotations

from auditor.sources.tumblr.source import Tumblr

__all__ = ["Tumblr"]
