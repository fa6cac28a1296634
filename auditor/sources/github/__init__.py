"""GitHub (github.com): avatar, profile, and pictures in own public repositories."""

from __future__ import annotations

from auditor.sources.github.source import GitHub

__all__ = ["GitHub"]
