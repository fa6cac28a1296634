from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from types import ModuleType

import h11
import httpcore
import httpx

from auditor.adapters.network.failures import FOREIGN, translate
from auditor.errors import AddressRefused, NetworkError, TooLarge, Unreachable
from tests.rows import each_row


def exceptions(module: ModuleType) -> Iterator[type[Exception]]:
    for name in dir(module):
        found = getattr(module, name)
        if isinstance(found, type) and issubclass(found, Exception):
            yield found


ALL = [
    *exceptions(httpcore),
    *exceptions(httpx),
    *exceptions(h11),
    OSError,
    TimeoutError,
    ConnectionResetError,
    ssl.SSLError,
]


@each_row("kind", ALL, ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_everything_the_libraries_throw_becomes_our_own(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    assert isinstance(error, FOREIGN)
    mapped = translate(error, "example.com").error
    assert isinstance(mapped, NetworkError)
    assert mapped.message
    assert "{" not in mapped.message + mapped.hint


def chained(outer: Exception, inner: Exception) -> Exception:
    outer.__cause__ = inner
    return outer


@each_row(
    ("error", "words", "transient"),
    [
        (httpcore.ReadTimeout(), "in time", True),
        (httpcore.ConnectError("refused"), "could not be reached", True),
        (httpcore.ReadError(), "broke off", True),
        (httpcore.RemoteProtocolError("illegal status line"), "web server", False),
        (
            httpcore.RemoteProtocolError("Server disconnected without sending a response."),
            "web server",
            True,
        ),
        (httpcore.ProxyError("no"), "proxy", False),
        (chained(httpcore.ConnectError(), ssl.SSLCertVerificationError()), "certificate", False),
        (chained(httpcore.ConnectError(), ssl.SSLError()), "safe connection", False),
        (
            chained(httpcore.ConnectError(), socket.gaierror(socket.EAI_NONAME, "x")),
            "no host called",
            False,
        ),
        (
            chained(httpcore.ConnectError(), socket.gaierror(socket.EAI_AGAIN, "x")),
            "looked up",
            True,
        ),
    ],
)
def test_each_kind_has_its_words(error: Exception, words: str, transient: bool) -> None:
    failure = translate(error, "example.com")
    assert isinstance(failure.error, Unreachable)
    assert words in failure.error.message
    assert failure.transient is transient


def test_redirects_and_addresses_have_their_own_classes() -> None:
    assert isinstance(translate(httpx.TooManyRedirects("x"), "h").error, TooLarge)
    assert isinstance(translate(httpx.InvalidURL("x"), "h").error, AddressRefused)
