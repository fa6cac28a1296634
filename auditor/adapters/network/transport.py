"""Connections: the name is looked up here and every address checked.

The checked address itself is connected to.
"""

from __future__ import annotations

import asyncio
import socket  # noqa: TID251 - this is the one place that looks up names
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TypeAlias

import certifi
import httpcore
import httpx
from socksio import exceptions as socks

from auditor.adapters.network.rules.addresses import Address, literal, unwrapped
from auditor.adapters.network.rules.url_rules import Rules, host_of, is_host
from auditor.errors import SettingsError
from auditor.messages import _

Resolver: TypeAlias = Callable[[str, int], Awaitable[Sequence[Address]]]
"""Look up a name; raises OSError (socket.gaierror) where that fails."""

_Option: TypeAlias = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)
_MAX_CONNECTIONS = 32
_KEEP_S = 15.0
_NEXT_ADDRESS_S = 6.0
"""Seconds after which the next address of a name is tried.

A host with broken IPv6 still answers on IPv4.
"""


async def system_resolver(host: str, port: int) -> Sequence[Address]:
    """Ask the operating system for all addresses of `host`."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [literal(str(entry[4][0])) for entry in found]
    return tuple(dict.fromkeys(unwrapped(address) for address in addresses if address is not None))


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Connects to the literal address that was checked.

    So no second look-up can lead elsewhere.
    """

    def __init__(self, rules: Rules, resolver: Resolver) -> None:
        self._rules = rules
        self._resolver = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[_Option] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Look up, check every address, connect to the first that answers.

        Raises AddressRefused, httpcore's errors.
        """
        addresses = await self._addresses(host, port, timeout)
        options = None if socket_options is None else list(socket_options)
        for place, address in enumerate(addresses):
            last = place == len(addresses) - 1
            patience = timeout if last else min(timeout or _NEXT_ADDRESS_S, _NEXT_ADDRESS_S)
            try:
                return await self._inner.connect_tcp(
                    str(address), port, patience, local_address, options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last:
                    raise
        message = f"no address for {host}"
        raise httpcore.ConnectError(message)

    async def _addresses(self, host: str, port: int, patience: float | None) -> Sequence[Address]:
        spelled = literal(host)
        name = host.lower().rstrip(".")
        if spelled is not None:
            self._rules.check_address(str(spelled), port, spelled)
            return (spelled,)
        try:
            async with asyncio.timeout(patience):
                addresses = await self._resolver(name, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in addresses:
            self._rules.check_address(name, port, address)
        return addresses

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class TrackedBackend(httpcore.AsyncNetworkBackend):
    """Remembers the streams opened within one request.

    Because httpcore leaves them open when a SOCKS proxy says no.
    """

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner
        self._opened: ContextVar[list[httpcore.AsyncNetworkStream] | None] = ContextVar(
            "opened", default=None
        )

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[_Option] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect through the inner backend."""
        stream = await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        opened = self._opened.get()
        if opened is not None:
            opened.append(stream)
        return stream

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)

    @asynccontextmanager
    async def closing_on_failure(self) -> AsyncIterator[None]:
        """Close what was opened within the block if it fails or is cancelled."""
        opened: list[httpcore.AsyncNetworkStream] = []
        token = self._opened.set(opened)
        try:
            yield
        except BaseException:
            for stream in opened:
                await stream.aclose()
            raise
        finally:
            self._opened.reset(token)


def tls_context() -> ssl.SSLContext:
    """Return a context that trusts the bundled authorities only.

    It follows neither variables of the environment nor roots added to this machine.

    Slow (tens of milliseconds): call it in a thread.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(certifi.where())
    return context


class _Stream(httpx.AsyncByteStream):
    def __init__(self, parts: AsyncIterable[bytes], close: Callable[[], Awaitable[None]]) -> None:
        self._parts = parts
        self._close = close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._parts:
            yield part

    async def aclose(self) -> None:
        await self._close()


class DoorTransport(httpx.AsyncBaseTransport):
    """A pool of connections, opened at first use.

    HTTP/1.1 only: a body left unread closes its connection, where httpcore's HTTP/2 would use up
    the shared flow-control window.
    """

    def __init__(self, rules: Rules, resolver: Resolver, proxy: httpx.URL | None = None) -> None:
        self._backend = TrackedBackend(
            PinnedBackend(rules, resolver) if proxy is None else httpcore.AnyIOBackend()
        )
        self._proxy = proxy
        self._pool: httpcore.AsyncConnectionPool | None = None
        self._left: list[httpcore.AsyncConnectionPool] = []
        self._lock = asyncio.Lock()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises AddressRefused and httpcore's errors."""
        pool = await self._ready_pool()
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        assert isinstance(request.stream, httpx.AsyncByteStream)
        inner = httpcore.Request(
            request.method,
            url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            async with self._backend.closing_on_failure():
                response = await pool.handle_async_request(inner)
        except (socks.SOCKSError, AssertionError) as error:
            # httpcore asserts the form of what a SOCKS proxy answers
            raise httpcore.ProxyError(str(error)) from error
        assert isinstance(response.stream, AsyncIterable)
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Stream(response.stream, response.aclose),
        )

    async def _ready_pool(self) -> httpcore.AsyncConnectionPool:
        async with self._lock:
            if self._pool is None:
                self._pool = self._make_pool(await asyncio.to_thread(tls_context))
            return self._pool

    def _make_pool(self, context: ssl.SSLContext) -> httpcore.AsyncConnectionPool:
        if self._proxy is None:
            return httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=_MAX_CONNECTIONS,
                keepalive_expiry=_KEEP_S,
                network_backend=self._backend,
            )
        where = httpcore.URL(
            scheme=self._proxy.raw_scheme,
            host=self._proxy.raw_host,
            port=self._proxy.port or _default_port(self._proxy),
            target=b"/",
        )
        login = (self._proxy.username, self._proxy.password) if self._proxy.userinfo else None
        if self._proxy.scheme.startswith("socks5"):
            return httpcore.AsyncSOCKSProxy(
                where,
                login,
                context,
                _MAX_CONNECTIONS,
                keepalive_expiry=_KEEP_S,
                network_backend=self._backend,
            )
        return httpcore.AsyncHTTPProxy(
            where,
            login,
            ssl_context=context,
            proxy_ssl_context=context if self._proxy.scheme == "https" else None,
            max_connections=_MAX_CONNECTIONS,
            keepalive_expiry=_KEEP_S,
            network_backend=self._backend,
        )

    async def renew(self) -> None:
        """Close what is idle and open new connections from now on.

        A pool with a request under way is closed once that is over, at the latest with the door.
        """
        async with self._lock:
            left = [*self._left, *([self._pool] if self._pool is not None else [])]
            self._pool, self._left = None, []
            for pool in left:
                if all(
                    connection.is_idle() or connection.is_closed()
                    for connection in pool.connections
                ):
                    await pool.aclose()
                else:
                    self._left.append(pool)

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in (*self._left, *([self._pool] if self._pool is not None else [])):
            await pool.aclose()


def _default_port(proxy: httpx.URL) -> int:
    return {"http": 80, "https": 443}.get(proxy.scheme, 1080)


def parse_proxy(text: str) -> httpx.URL | None:
    """Read the proxy of the settings; None if there is none.

    Raises SettingsError, without showing the URL: it may hold a password.
    """
    if not text:
        return None
    try:
        url = httpx.URL(text)
        known = url.scheme in {"http", "https", "socks5", "socks5h"} and is_host(host_of(url))
    except (httpx.InvalidURL, ValueError):
        known = False
    if not known:
        raise SettingsError(
            _("The proxy is not a proxy address"),
            _("Give http://, https:// or socks5h:// with host and port."),
        )
    return url
