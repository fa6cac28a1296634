"""Gravatar (gravatar.com): the avatar that other sites show, its gallery and profile."""

from __future__ import annotations

from auditor.sources.gravatar.source import Gravatar

__all__ = ["Gravatar"]
