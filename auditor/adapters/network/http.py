"""The only door to the network.

Every request of this program passes through `HttpDoor`, its rules and its log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import httpx

from auditor.adapters.clock import SystemClock
from auditor.adapters.network.agents import Introduction
from auditor.adapters.network.exchange import Call, redirect_target, same_origin
from auditor.adapters.network.failures import too_many_redirects
from auditor.adapters.network.ledger import Ledger
from auditor.adapters.network.quiet import silence_libraries
from auditor.adapters.network.rules.addresses import Address, is_local, literal
from auditor.adapters.network.rules.limits import LOCAL_PACE, UNHURRIED, DoorLimits
from auditor.adapters.network.rules.politeness import HostLimiter
from auditor.adapters.network.rules.robots import MAX_BYTES as ROBOTS_BYTES
from auditor.adapters.network.rules.robots import Robots
from auditor.adapters.network.rules.url_rules import Rules, host_of, port_of, spoken
from auditor.adapters.network.sender import Sender
from auditor.adapters.network.transport import DoorTransport, Resolver, parse_proxy, system_resolver
from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.errors import AddressRefused, NetworkError, Offline
from auditor.messages import _
from auditor.ports import Answer, Clock


class HttpDoor:
    """Implements `auditor.ports.Http`. One door an event loop.

    `sink` gets a NetworkEntry for each request, refused ones too, on the event loop. `transport`
    replaces the connection (not the rules) in tests; then no name is looked up. `introduction`
    says to which services the door tells its name. Raises SettingsError and UsageError for
    settings that make no sense.
    """

    def __init__(
        self,
        settings: NetworkSettings,
        sink: Callable[[NetworkEntry], None],
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        resolver: Resolver = system_resolver,
        limits: DoorLimits | None = None,
        clock: Clock | None = None,
        introduction: Introduction | None = None,
    ) -> None:
        silence_libraries()
        self._settings = settings
        self._proxy = parse_proxy(settings.proxy)
        self._rules = Rules(settings.allow_hosts, proxied=self._proxy is not None)
        self._looks_up = transport is None
        self._resolver = resolver
        self._limits = limits or (DoorLimits() if transport is None else UNHURRIED)
        time = clock or SystemClock()
        self._ledger = Ledger(sink, time)
        self._sender = Sender(
            self._ledger,
            self._limits,
            time,
            timeout_s=settings.timeout_s,
            introduction=introduction or Introduction(),
        )
        self._direct = transport or DoorTransport(self._rules, resolver)
        self._proxied = (
            None
            if self._proxy is None
            else transport or DoorTransport(self._rules, resolver, self._proxy)
        )
        self._hosts: dict[str, HostLimiter] = {}
        self._robots = Robots()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._direct.aclose()
        if self._proxied is not None:
            await self._proxied.aclose()

    @property
    def proxy_note(self) -> str:
        """What a proxy changes, for the user; empty without one.

        Never shows the proxy's password.
        """
        if self._proxy is None:
            return ""
        return _(
            "Requests go through {proxy}, which looks up the names. That a name leads to no "
            "private address is then the proxy's "
            "to check; addresses written as numbers are still checked here. Opened loopback "
            "addresses are asked directly."
        ).format(proxy=f"{self._proxy.scheme}://{spoken(self._proxy)}")

    async def get(
        self,
        url: str,
        *,
        purpose: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        prefix: int | None = None,
        crawl: bool = False,
        hidden: Sequence[str] = (),
    ) -> Answer:
        """Read `url`; see `auditor.ports.Http`.

        `max_bytes` is network.max_page_bytes unless given.
        """
        limit = self._settings.max_page_bytes if max_bytes is None else max_bytes
        cut = None if prefix is None else max(prefix, 1)
        return await self._ask(
            Call(
                "GET",
                purpose,
                limit,
                headers or {},
                prefix=cut,
                crawl=crawl,
                hidden=tuple(hidden),
            ),
            url,
            params,
        )

    async def head(self, url: str, *, purpose: str) -> Answer:
        """Ask for the headers of `url`."""
        return await self._ask(Call("HEAD", purpose, self._settings.max_page_bytes), url)

    async def post(
        self,
        url: str,
        *,
        purpose: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        hidden: Sequence[str] = (),
    ) -> Answer:
        """Send `body` once, without retries; a redirect of it raises AddressRefused."""
        limit = self._settings.max_page_bytes if max_bytes is None else max_bytes
        call = Call("POST", purpose, limit, headers or {}, body=body, hidden=tuple(hidden))
        return await self._ask(call, url)

    async def resolve_txt(self, name: str, *, purpose: str) -> tuple[str, ...]:  # noqa: ARG002 - the port's signature
        """Return () always; callers read the HTTPS form of the same statement (/.well-known).

        The operating system's look-up knows no TXT records, and asking a stranger's resolver over
        HTTPS would tell it the name.
        """
        return ()

    async def renew(self) -> None:
        """Keep no connection; a test's transport is left as it is."""
        for transport in (self._direct, self._proxied):
            if isinstance(transport, DoorTransport):
                await transport.renew()

    def opened(self, url: str) -> bool:
        """Whether `url` stands on a host opened with --allow-host."""
        try:
            return self._rules.opened(httpx.URL(url))
        except (httpx.InvalidURL, ValueError):
            return False

    async def local(self, url: str) -> bool:
        """Whether `url` stands on an opened host of loopback or private addresses only.

        They are what its name resolves to.

        With a proxy (which would be asked instead), offline and with a test's transport only
        addresses spelled out count.
        """
        if not self.opened(url):
            return False
        parsed = httpx.URL(url)
        addresses = await self._addresses(host_of(parsed), port_of(parsed))
        if self._proxy is not None:
            return bool(addresses) and all(address.is_loopback for address in addresses)
        return bool(addresses) and all(is_local(address) for address in addresses)

    async def _addresses(self, host: str, port: int) -> Sequence[Address]:
        spelled = literal(host)
        if spelled is not None:
            return (spelled,)
        if not self._looks_up or self._settings.offline or self._proxy is not None:
            return ()
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                return await self._resolver(host, port)
        except OSError:
            return ()

    def requests(self, purpose_prefix: str) -> int:
        """Return how many requests left this machine so far for purposes that start so.

        Retries and redirects count.
        """
        return self._ledger.count(purpose_prefix)

    async def _ask(self, call: Call, text: str, params: Mapping[str, str] | None = None) -> Answer:
        url = self._checked(call, text, params)
        for _hop in range(self._limits.redirects + 1):
            if call.crawl:
                await self._obey_robots(call, url)
            answer = await self._sender.send(
                call, url, self._route(url), await self._limiter_of(url)
            )
            target = redirect_target(answer)
            if target is None:
                return answer
            following = await self._redirected(call, url, target)
            call = call if same_origin(url, following) else call.elsewhere()
            url = following
        raise too_many_redirects(host_of(url))

    def _checked(self, call: Call, text: str, params: Mapping[str, str] | None = None) -> httpx.URL:
        try:
            if self._settings.offline:
                raise Offline(
                    _("Nothing was sent: --offline is on"),
                    _("Leave out --offline to ask the network."),
                )
            return self._rules.read(text, dict(params or {}))
        except NetworkError as error:
            self._ledger.refused(call, text, error.message)
            raise

    async def _redirected(self, call: Call, url: httpx.URL, target: str) -> httpx.URL:
        """Return where a redirect leads, checked.

        A site of strangers may not send us to a server of the user's own.
        """
        try:
            text = str(url.join(target))
        except (httpx.InvalidURL, ValueError):
            text = ""
        try:
            following = self._checked(call, text)
        except AddressRefused as refused:
            # no hint: opening a host because a stranger's page leads to it is no good advice
            message = _("{host} sends us on, and we stopped there: {reason}").format(
                host=host_of(url), reason=refused.message
            )
            raise AddressRefused(message) from refused
        reason = ""
        private = bool(call.hidden) and not same_origin(url, following)
        if call.method == "POST" or private:
            reason = _(
                "{host} sends what was meant for it to another address: not followed"
            ).format(host=host_of(url))
        elif not self._rules.opened(url) and await self.local(str(following)):
            reason = _("{host} sends us to a server of your own: not followed").format(
                host=host_of(url)
            )
        if reason:
            error = AddressRefused(reason)
            self._ledger.refused(call, text, error.message)
            raise error
        return following

    async def _obey_robots(self, call: Call, url: httpx.URL) -> None:
        async def fetch(where: httpx.URL) -> Answer:
            return await self._ask(
                Call("GET", call.purpose, ROBOTS_BYTES, prefix=ROBOTS_BYTES), str(where)
            )

        try:
            delay = await self._robots.check(url, fetch)
        except NetworkError as error:
            self._ledger.refused(call, url, error.message)
            raise
        if delay is not None:
            (await self._limiter_of(url)).slow_crawl_to(delay)

    async def _limiter_of(self, url: httpx.URL) -> HostLimiter:
        key = spoken(url)
        if key not in self._hosts:
            own = await self.local(str(url))
            pace, crawl_pace = (
                (LOCAL_PACE, LOCAL_PACE) if own else (self._limits.pace, self._limits.crawl_pace)
            )
            self._hosts.setdefault(
                key, HostLimiter(host_of(url), pace, crawl_pace, self._limits.longest_wait_s)
            )
        return self._hosts[key]

    def _route(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        """Opened loopback addresses are on this machine, not on the proxy's."""
        address = literal(host_of(url))
        own = address is not None and address.is_loopback and self._rules.opened(url)
        return self._direct if self._proxied is None or own else self._proxied
