"""Telegram: what a public channel shows in a browser, and the portrait of a public name."""

from __future__ import annotations

from auditor.sources.telegram.source import TelegramChannel

__all__ = ["TelegramChannel"]
