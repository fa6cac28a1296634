"""Flickr, with the person's own key: the portrait, and what the photostream shows to anybody."""

from __future__ import annotations

from auditor.sources.flickr.source import FlickrStream

__all__ = ["FlickrStream"]
