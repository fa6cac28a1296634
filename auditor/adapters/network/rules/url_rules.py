"""Which URLs may be asked at all, before any name is looked up.

Scheme, port, credentials, spelled addresses, opened hosts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import httpx

from auditor.adapters.network.rules.addresses import Address, literal, opened_refusal, refusal
from auditor.dataclass import dataclass
from auditor.errors import AddressRefused, UsageError
from auditor.messages import _

_HTTPS = 443
_MAX_URL = 8192
"""Characters. RFC 9110 asks servers to read 8000; nothing longer is a page that a person named."""
_LOCAL_NAMES = frozenset({"localhost", "local", "internal", "intranet", "lan", "home", "corp"})
"""Last labels that never name a public host.

RFC 6761, RFC 6762, and those ICANN will not hand out: SAC113, name-collision list.
"""
_MAX_PORT = 65535
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
"""A host name in ASCII (RFC 1123, and the underscore that some hosts have).

Anything else was no host name.
"""


@dataclass(frozen=True, slots=True)
class OpenedHost:
    """One HOST[:PORT] of --allow-host; without a port all ports of that host are opened."""

    host: str
    port: int | None


def parse_opened(text: str) -> OpenedHost:
    """Read `HOST`, `HOST:PORT`, `::1`, `[::1]` or `[::1]:PORT`. Raises UsageError."""
    stripped = text.strip()
    bare = f"[{stripped}]" if stripped.count(":") > 1 and not stripped.startswith("[") else stripped
    try:
        url = httpx.URL(f"http://{bare}/")
        host, port = host_of(url), _port_written(bare)
    except (httpx.InvalidURL, ValueError) as error:
        raise _not_a_host(text) from error
    plain = not (url.userinfo or url.query or url.fragment or "/" in bare or "*" in bare)
    if not is_host(host) or not plain or (port is not None and not 0 < port <= _MAX_PORT):
        raise _not_a_host(text)
    return OpenedHost(host, port)


def _port_written(authority: str) -> int | None:
    head, separator, tail = authority.rpartition(":")
    if not separator or authority.endswith("]") or not head:
        return None
    return int(tail)


def _not_a_host(text: str) -> UsageError:
    return UsageError(
        _("{text}: not a host that can be opened").format(text=text),
        _(
            "Give HOST or HOST:PORT, for example 127.0.0.1:8080, without http:// and without a "
            "path."
        ),
    )


def host_of(url: httpx.URL) -> str:
    """Return the host in its one comparable form.

    ASCII, lower case, no trailing dot, addresses in their shortest spelling.
    """
    host = url.raw_host.decode("ascii").lower().rstrip(".")
    address = literal(host)
    return host if address is None else str(address)


def is_host(host: str) -> bool:
    """Whether `host`, in the form of `host_of`, is a name or an address at all."""
    return literal(host) is not None or _NAME.fullmatch(host) is not None


def port_of(url: httpx.URL) -> int:
    """Return the port a connection would go to."""
    return url.port or (_HTTPS if url.scheme == "https" else 80)


def spoken(url: httpx.URL) -> str:
    """Return host, and port if it is not the scheme's own, for messages and the log."""
    host = host_of(url)
    shown = f"[{host}]" if ":" in host else host
    return shown if url.port is None else f"{shown}:{url.port}"


class Rules:
    """Says no to URLs.

    `proxied` tells that names are looked up elsewhere, so that .onion is possible.
    """

    def __init__(self, allow_hosts: Iterable[str], *, proxied: bool) -> None:
        self._opened = frozenset(parse_opened(text) for text in allow_hosts)
        self._proxied = proxied

    def opened(self, url: httpx.URL) -> bool:
        """Whether `url` stands on an opened host."""
        return self.opened_host(host_of(url), port_of(url))

    def opened_host(self, host: str, port: int) -> bool:
        """Whether `host`, in the form of `host_of`, is opened on `port`."""
        return OpenedHost(host, None) in self._opened or OpenedHost(host, port) in self._opened

    def check_address(self, host: str, port: int, address: Address) -> None:
        """Raise AddressRefused if `host` must not be reached at `address`."""
        reason = opened_refusal(address) if self.opened_host(host, port) else refusal(address)
        if reason is None:
            return
        if host == str(address):
            message = _("{host} was not asked: it is {reason}").format(host=host, reason=reason)
        else:
            message = _("{host} was not asked: it leads to {address}, which is {reason}").format(
                host=host, address=address, reason=reason
            )
        hint = _("If this is your own server, open it with --allow-host {host}:{port}.").format(
            host=host, port=port
        )
        raise AddressRefused(message, hint)

    def read(self, text: str, params: dict[str, str] | None = None) -> httpx.URL:
        """Parse and check a URL. Raises AddressRefused."""
        if len(text) > _MAX_URL:
            raise AddressRefused(
                _("An address of {count} characters was not asked").format(count=len(text))
            )
        try:
            url = httpx.URL(text)
            url = url.copy_merge_params(params) if params else url
            url = url.copy_with(fragment=None) if "#" in text else url
            host = host_of(url)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise AddressRefused(
                _("That is not an address that can be asked"),
                _("Check the spelling of the address."),
            ) from error
        self.check(url, host)
        return url

    def check(self, url: httpx.URL, host: str) -> None:
        """Raise AddressRefused if the URL itself breaks a rule."""
        if url.scheme not in {"http", "https"}:
            raise AddressRefused(
                _("Only https addresses are asked, not {scheme}").format(
                    scheme=url.scheme[:20] or "?"
                )
            )
        if not is_host(host):
            raise AddressRefused(
                _("That is not an address that can be asked"),
                _("Check the spelling of the address."),
            )
        if url.userinfo:
            raise AddressRefused(
                _("{host} was not asked: the address holds a user name or password").format(
                    host=host
                )
            )
        port = port_of(url)
        address = literal(host)
        if address is not None:
            self.check_address(host, port, address)
        if self.opened_host(host, port):
            return
        self._check_name(host)
        if url.scheme == "http":
            raise AddressRefused(
                _("{host} was not asked: plain http can be read and changed on the way").format(
                    host=host
                ),
                _("Use the https address. For your own server: --allow-host {host}:{port}.").format(
                    host=host, port=port
                ),
            )
        if port != _HTTPS:
            raise AddressRefused(
                _("{host} was not asked: port {port} is not the one for web pages").format(
                    host=host, port=port
                ),
                _("For your own server: --allow-host {host}:{port}.").format(host=host, port=port),
            )

    def _check_name(self, host: str) -> None:
        ending = host.rpartition(".")[2]
        if ending in _LOCAL_NAMES:
            raise AddressRefused(
                _("{host} was not asked: such names belong to this machine or its network").format(
                    host=host
                ),
                _("If this is your own server, open it with --allow-host {host}.").format(
                    host=host
                ),
            )
        if ending == "onion" and not self._proxied:
            raise AddressRefused(
                _("{host} was not asked: onion addresses are only reached through Tor").format(
                    host=host
                ),
                _("Start Tor and use --proxy socks5h://127.0.0.1:9050."),
            )
