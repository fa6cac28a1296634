"""Gitea and Forgejo (any host): avatar, profile, and pictures in own public repositories."""

from __future__ import annotations

from auditor.sources.gitea.source import Gitea

__all__ = ["Gitea"]
