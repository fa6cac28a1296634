"""Hosts with letters beyond ASCII: sets write them in these letters or in ASCII (RFC 5891)."""

from __future__ import annotations

import idna

_IN_ASCII = "xn--"


def host_spellings(host: str) -> tuple[str, ...]:
    """Return a host as it is, in ASCII and in its own letters, each once; a port stays.

    `host` is in lower case, but for letters beyond ASCII.
    """
    if host.isascii() and _IN_ASCII not in host:
        return (host,)
    name, mark, port = host.partition(":")
    try:
        written = idna.encode(name, uts46=True).decode("ascii")
        read = idna.decode(written)
    except idna.IDNAError:  # no name that could be registered, but a row can have it
        return (host,)
    return tuple(dict.fromkeys((host, f"{written}{mark}{port}", f"{read}{mark}{port}")))
