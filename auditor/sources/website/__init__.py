"""Websites: one host, read like a visitor reads it."""

from auditor.sources.website.source import Website

__all__ = ["Website"]
