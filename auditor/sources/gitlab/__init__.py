"""GitLab (gitlab.com and other hosts): avatar, profile, and pictures in own public projects."""

from __future__ import annotations

from auditor.sources.gitlab.source import GitLab

__all__ = ["GitLab"]
