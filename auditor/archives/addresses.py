"""Addresses that stand in an export, taken apart with care. None of them is ever asked for."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit


def host_of(address: str) -> str:
    """Return the host, "" where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """Return the path, "" where there is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def asked_of(address: str, name: str) -> str:
    """Return the first value of a parameter, "" where there is none."""
    try:
        return next(iter(parse_qs(urlsplit(address).query).get(name, ())), "")
    except ValueError:
        return ""


def unsigned(address: str) -> str:
    """Return an address without what signs it, which differs in each export; names as they are."""
    return re.split(r"[?#]", address, maxsplit=1)[0] if "://" in address else address
