"""Turns what the libraries below throw into this program's own errors."""

from __future__ import annotations

import socket  # noqa: TID251 - only for the class of a failed look-up; this is the room of the door
import ssl

import h11
import httpcore
import httpx

from auditor.dataclass import dataclass
from auditor.errors import AddressRefused, NetworkError, TooLarge, Unreachable
from auditor.messages import N_, _

FOREIGN: tuple[type[Exception], ...] = (
    httpcore.ConnectionNotAvailable,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpx.CookieConflict,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    h11.ProtocolError,
    OSError,
    EOFError,
    UnicodeError,
)
"""Roots of everything that httpx, httpcore and the sockets below them throw."""

_SLOW = N_("{host} did not answer in time")
_SLOW_HINT = N_(
    "Try again later; network.timeout_s in the settings is the time each step may take."
)
_BROKEN = N_("The connection to {host} broke off")
_NO_CONNECTION = N_("{host} could not be reached")
_NO_CONNECTION_HINT = N_("Check this machine's connection and the spelling of the address.")
_PROXY = N_("The proxy could not reach {host}")
_PROXY_HINT = N_("Check that the proxy of --proxy is running and lets this host through.")
_NOT_HTTP = N_("{host} did not answer as a web server does")
_CERTIFICATE = N_("{host} could not prove who it is: its certificate is not trusted")
_CERTIFICATE_HINT = N_(
    "Someone on the way may be reading along (a company, a virus scanner, a spy). Nothing was sent."
)
_TLS = N_("No safe connection to {host} was possible")
_NO_NAME = N_("There is no host called {host}")
_NO_NAME_HINT = N_("Check the spelling of the address.")
_NO_LOOKUP = N_("The name {host} could not be looked up")

_AGAIN_CODES = frozenset({socket.EAI_AGAIN})


@dataclass(frozen=True, slots=True)
class Failure:
    """What to raise, and whether the same request may succeed when it is made again."""

    error: NetworkError
    transient: bool


_TABLE: tuple[tuple[tuple[type[BaseException], ...], str, str, bool], ...] = (
    ((httpcore.TimeoutException, httpx.TimeoutException, TimeoutError), _SLOW, _SLOW_HINT, True),
    ((httpcore.ProxyError, httpx.ProxyError), _PROXY, _PROXY_HINT, False),
    ((httpcore.ConnectError, httpx.ConnectError), _NO_CONNECTION, _NO_CONNECTION_HINT, True),
    (
        (httpcore.ProtocolError, httpx.ProtocolError, h11.ProtocolError, httpx.DecodingError),
        _NOT_HTTP,
        "",
        False,
    ),
    (
        (httpcore.NetworkError, httpcore.ConnectionNotAvailable, httpx.NetworkError, OSError),
        _BROKEN,
        _NO_CONNECTION_HINT,
        True,
    ),
    ((Exception,), _BROKEN, _NO_CONNECTION_HINT, False),
)
"""Class, message, hint, transient; the first that fits."""


def translate(error: Exception, host: str) -> Failure:
    """Return this program's error for one of `FOREIGN`."""
    if isinstance(
        error, httpcore.UnsupportedProtocol | httpx.UnsupportedProtocol | httpx.InvalidURL
    ):
        return Failure(
            AddressRefused(_("That is not an address that can be asked")), transient=False
        )
    if isinstance(error, httpx.TooManyRedirects):
        return Failure(too_many_redirects(host), transient=False)
    root = _root(error)
    if isinstance(root, ssl.SSLCertVerificationError):
        return _unreachable(_CERTIFICATE, _CERTIFICATE_HINT, host, transient=False)
    if isinstance(root, ssl.SSLError):
        return _unreachable(_TLS, _CERTIFICATE_HINT, host, transient=False)
    if isinstance(root, socket.gaierror):
        return _lookup(root, host)
    message, hint, transient = next(row[1:] for row in _TABLE if isinstance(error, row[0]))
    return _unreachable(message, hint, host, transient=transient or _was_cut(error))


def too_many_redirects(host: str) -> TooLarge:
    """Return the error for a chain of redirects without end."""
    return TooLarge(_("{host} sends from one address to the next without end").format(host=host))


def _unreachable(message: str, hint: str, host: str, *, transient: bool) -> Failure:
    return Failure(Unreachable(_(message).format(host=host), _(hint)), transient)


def _lookup(error: socket.gaierror, host: str) -> Failure:
    if error.errno in _AGAIN_CODES:
        return _unreachable(_NO_LOOKUP, _NO_CONNECTION_HINT, host, transient=True)
    return _unreachable(_NO_NAME, _NO_NAME_HINT, host, transient=False)


def _was_cut(error: Exception) -> bool:
    """Whether a server just went away rather than spoke nonsense.

    It may have closed an idle connection as we wrote.
    """
    return "disconnected" in str(error) or "peer closed" in str(error)


def _root(error: BaseException) -> BaseException:
    """Return the first cause down the chain that says more than its wrapper."""
    seen: BaseException | None = error
    for _step in range(8):
        if seen is None or isinstance(seen, ssl.SSLError | socket.gaierror):
            break
        seen = seen.__cause__ or seen.__context__
    return error if seen is None else seen
