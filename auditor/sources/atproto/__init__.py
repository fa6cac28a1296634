"""AT Protocol (Bluesky and others): the repository of an account on its own server.

And what the AppView shows of it.
"""

from __future__ import annotations

from auditor.sources.atproto.source import Atproto

__all__ = ["Atproto"]
