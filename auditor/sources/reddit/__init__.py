"""Reddit, with the person's own key: portraits, and the pictures of posts of one's own."""

from __future__ import annotations

from auditor.sources.reddit.source import RedditPosts

__all__ = ["RedditPosts"]
