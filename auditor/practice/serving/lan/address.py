"""Which address of this device a class reaches it at."""

from __future__ import annotations

import socket  # noqa: TID251 - asks the system for its own address; nothing is sent
from ipaddress import AddressValueError, IPv4Address, IPv4Network

_PRIVATE = tuple(
    map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"))
)
_LOOPBACK = IPv4Network("127.0.0.0/8")
_TOWARDS = ("10.255.255.255", 9)
"""Nothing is sent there: a UDP socket that is connected only learns where it would leave from."""


def is_own_kind(text: str) -> bool:
    """Whether a text is an IPv4 address in numbers that only a network at hand, or this device,
    reaches.
    """  # noqa: D205
    try:
        address = IPv4Address(text)
    except (AddressValueError, ValueError):
        return False
    return str(address) == text and any(address in each for each in (*_PRIVATE, _LOOPBACK))


def own_address() -> str:
    """Return the private address of this device on its network, "" where it has none."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_TOWARDS)
            found = str(probe.getsockname()[0])
    except OSError:
        return ""
    return found if is_own_kind(found) and IPv4Address(found) not in _LOOPBACK else ""
