"""YouTube: portrait, banner and links of a channel, as its page shows them to anybody."""

from __future__ import annotations

from auditor.sources.youtube.source import YouTube

__all__ = ["YouTube"]
