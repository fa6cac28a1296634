"""ActivityPub (any server): an actor, its portraits and what its outbox lists."""

from __future__ import annotations

from auditor.sources.activitypub.source import ActivityPub

__all__ = ["ActivityPub"]
