"""Stable names for things.

The same content has the same id in every run, so a scan that was killed resumes without doubles.
"""

from __future__ import annotations

import hashlib

_SEPARATOR = "\x1f"


def content_id(prefix: str, *parts: str) -> str:
    """Return `prefix` and 16 hex digits of SHA-256 over `parts`."""
    digest = hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return prefix + digest[:16]
