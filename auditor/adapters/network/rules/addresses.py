"""Which internet addresses may be asked. Pure: no look-up happens here."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from auditor.messages import N_, _

Address = IPv4Address | IPv6Address

_PRIVATE = N_("a private address")
_LOOPBACK = N_("an address of this machine itself")
_LINK_LOCAL = N_("a link-local address, where cloud machines keep their secrets")
_SPECIAL = N_("an address with a special purpose")
_MULTICAST = N_("a multicast address")
_TRANSLATED = N_("an address that is translated to another one on the way")

_V4: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", _LOOPBACK),
        ("10.0.0.0/8", _PRIVATE),
        ("100.64.0.0/10", _PRIVATE),
        ("127.0.0.0/8", _LOOPBACK),
        ("169.254.0.0/16", _LINK_LOCAL),
        ("172.16.0.0/12", _PRIVATE),
        ("192.0.0.0/24", _SPECIAL),
        ("192.0.2.0/24", _SPECIAL),
        ("192.88.99.0/24", _TRANSLATED),
        ("192.168.0.0/16", _PRIVATE),
        ("198.18.0.0/15", _SPECIAL),
        ("198.51.100.0/24", _SPECIAL),
        ("203.0.113.0/24", _SPECIAL),
        ("224.0.0.0/4", _MULTICAST),
        ("240.0.0.0/4", _SPECIAL),
    )
)
"""IANA IPv4 Special-Purpose Address Registry: what is not globally reachable.

And 6to4 relays (RFC 7526).
"""

_V6: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("::/128", _LOOPBACK),
        ("::1/128", _LOOPBACK),
        ("::ffff:0:0:0/96", _TRANSLATED),
        ("64:ff9b::/96", _TRANSLATED),
        ("64:ff9b:1::/48", _TRANSLATED),
        ("2001::/32", _TRANSLATED),
        ("2001::/23", _SPECIAL),
        ("2001:db8::/32", _SPECIAL),
        ("2002::/16", _TRANSLATED),
        ("3fff::/20", _SPECIAL),
        ("fc00::/7", _PRIVATE),
        ("fe80::/10", _LINK_LOCAL),
        ("ff00::/8", _MULTICAST),
    )
)
"""IANA IPv6 Special-Purpose Address Registry.

NAT64 (RFC 6052, RFC 8215), Teredo (RFC 4380), 6to4 (RFC 3056), SIIT (RFC 2765).
"""

_V6_GLOBAL = IPv6Network("2000::/3")
"""All that IANA has handed out as global unicast; everything beside it is refused."""
_V4_COMPATIBLE = IPv6Network("::/96")
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""Upper half of the interface id that carries an IPv4 address in its lower half (RFC 5214)."""

_LOCAL = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv6Network("::1/128"),
    IPv6Network("fc00::/7"),
)
"""Loopback, RFC 1918 and RFC 4193: what a server at home or a practice server has."""

_MAX_PARTS = 4
_BYTE = 256


def embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that `address` only wraps, None if there is none.

    Mapped, compatible or ISATAP.
    """
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    bits = int(address)
    if (address in _V4_COMPATIBLE and bits > 1) or (bits >> 32) & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(bits & 0xFFFFFFFF)
    return None


def refusal(address: Address) -> str | None:
    """Return why `address` must not be asked, in words that follow "which is".

    None if it is a public one.
    """
    reason = _refusal(address)
    return None if reason is None else _(reason)


def _refusal(address: Address) -> str | None:
    if isinstance(address, IPv4Address):
        return next((reason for network, reason in _V4 if address in network), None)
    inner = embedded(address)
    if inner is not None:
        wrapped = _refusal(inner)
        if wrapped is not None:
            return wrapped
        if address not in _V6_GLOBAL:
            return None if address.ipv4_mapped is not None else _TRANSLATED
    listed = next((reason for network, reason in _V6 if address in network), None)
    if listed is None and address not in _V6_GLOBAL:
        return _SPECIAL
    return listed


def opened_refusal(address: Address) -> str | None:
    """Like `refusal` for a host that the user opened.

    Only addresses that are no single machine are refused.
    """
    bare = unwrapped(address)
    if bare.is_multicast:
        return _(_MULTICAST)
    if bare.is_unspecified or bare == IPv4Address("255.255.255.255"):
        return _(_SPECIAL)
    return None


def is_local(address: Address) -> bool:
    """Whether `address` is loopback or private: a server at home, not one that strangers run."""
    bare = unwrapped(address)
    return any(bare.version == network.version and bare in network for network in _LOCAL)


def unwrapped(address: Address) -> Address:
    """Return the IPv4 address inside a mapped one, else `address`."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


@lru_cache(maxsize=256)
def literal(host: str) -> Address | None:
    """Return the address that `host` spells, None if it is a name.

    Beside the usual forms this reads what look-up functions read as inet_aton(3) does: one to four
    parts, decimal, octal (`0177`) or hexadecimal (`0x7f`), the last one filling all bytes that are
    left.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return ip_address(bare)
    except ValueError:
        pass
    parts = bare.split(".")
    numbers = [_number(part) for part in parts]
    if not 1 <= len(parts) <= _MAX_PARTS:
        return None
    value = 0
    for index, number in enumerate(numbers):
        last = index == len(numbers) - 1
        limit = _BYTE ** (_MAX_PARTS - index) if last else _BYTE
        if number is None or number >= limit:
            return None
        value += number if last else number * _BYTE ** (_MAX_PARTS - 1 - index)
    return IPv4Address(value)


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isalnum()):
        return None
    try:
        if text[:2] in {"0x", "0X"}:
            return int(text[2:] or "0", 16)
        return int(text, 8 if text.startswith("0") else 10)
    except ValueError:
        return None
