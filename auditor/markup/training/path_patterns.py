"""Patterns of paths as robots.txt writes them.

A prefix, with `*` for anything and `$` for the end (RFC 9309, section 2.2.3).
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

_SAFE = "%/:=&?~+!$,;'@()*-._"


def path_of(url: str) -> str:
    """Return what is compared with a pattern: path and query of an absolute URL."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def matches(pattern: str, path: str) -> bool:
    """Whether `pattern` covers `path`. Linear in both, whatever a stranger writes."""
    written = quote(pattern.encode("utf-8", "replace"), _SAFE)
    to_end = written.endswith("$")
    pieces = written.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    if len(pieces) == 1:
        return path == written.removesuffix("$") if to_end else True
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    last = pieces[-1]
    return (
        path.endswith(last) and len(path) - len(last) >= at if to_end else path.find(last, at) >= 0
    )
