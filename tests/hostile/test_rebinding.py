"""Names that lead elsewhere.

Several answers, another answer at the next look-up, certificates and proxies.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from pathlib import Path

import httpcore
import pytest

from auditor.adapters.network import transport
from auditor.adapters.network.http import HttpDoor
from auditor.adapters.network.rules.addresses import Address
from auditor.adapters.network.rules.limits import DoorLimits
from auditor.adapters.network.rules.url_rules import Rules
from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.errors import AddressRefused, Unreachable
from tests.hostile.loopback import Behaviour, certificate, loopback, response
from tests.rows import each_row

LIMITS = DoorLimits(wait_s=0.0, deadline_s=20.0)
PUBLIC, SILENT = "93.184.216.34", "2606:2800:220:1::1"
SITE = "https://rebind.example/"


class Names:
    """A resolver that gives each look-up its own answer."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = iter(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        self.asked.append(host)
        return tuple(ip_address(text) for text in next(self._answers))


class Diverted(httpcore.AnyIOBackend):
    """Stands for the internet.

    Every public address is the loopback server, and each connection is kept.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.reached: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[transport._Option] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.reached.append((host, port))
        return await super().connect_tcp(
            "127.0.0.1", self._port, timeout, local_address, socket_options
        )


async def hangs_up_after_each(path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(response(b"here", "200 OK", "Connection: close"))
    await writer.drain()
    writer.close()


@pytest.fixture
def rebound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    made = certificate("rebind.example", tmp_path)
    monkeypatch.setattr(
        transport, "tls_context", lambda: ssl.create_default_context(cafile=str(made.authority))
    )
    return made.server


def divert(monkeypatch: pytest.MonkeyPatch, port: int) -> Diverted:
    diverted = Diverted(port)
    monkeypatch.setattr(httpcore, "AnyIOBackend", lambda: diverted)
    return diverted


async def test_a_name_that_turns_private_at_the_second_look_up_is_refused(
    rebound: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    log: list[NetworkEntry] = []
    names = Names([PUBLIC], ["127.0.0.1"])
    async with loopback(hangs_up_after_each, rebound) as server:
        internet = divert(monkeypatch, server.port)
        async with HttpDoor(NetworkSettings(), log.append, resolver=names, limits=LIMITS) as door:
            assert (await door.get(SITE, purpose="test")).body == b"here"
            with pytest.raises(
                AddressRefused, match=r"rebind\.example was not asked: it leads to 127\.0\.0\.1"
            ):
                await door.get(SITE, purpose="test")
            assert door.requests("test") == 1
    assert internet.reached == [(PUBLIC, 443)]
    assert names.asked == ["rebind.example", "rebind.example"]
    assert [(entry.status, entry.sent_bytes > 0) for entry in log] == [(200, True), (None, False)]


async def test_the_certificate_is_checked_against_the_name_not_the_address(
    rebound: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with loopback(hangs_up_after_each, rebound) as server:
        divert(monkeypatch, server.port)
        async with HttpDoor(
            NetworkSettings(), lambda _: None, resolver=Names([PUBLIC]), limits=LIMITS
        ) as door:
            with pytest.raises(Unreachable, match="certificate"):
                await door.get("https://other.example/", purpose="test")
        assert server.heads == []


async def test_an_authority_of_this_machine_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certificate("rebind.example", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.authority))
    async with loopback(hangs_up_after_each, made.server) as server:
        divert(monkeypatch, server.port)
        async with HttpDoor(
            NetworkSettings(), lambda _: None, resolver=Names([PUBLIC]), limits=LIMITS
        ) as door:
            with pytest.raises(Unreachable, match="certificate"):
                await door.get(SITE, purpose="test")
        assert server.heads == []


@each_row("bad", ["10.0.0.1", "169.254.169.254", "::1", "64:ff9b::7f00:1", "2002:7f00:1::"])
@each_row("first", [True, False])
async def test_one_private_answer_among_public_ones_is_enough_to_refuse(
    bad: str, first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    internet = divert(monkeypatch, 9)
    answers = [bad, PUBLIC] if first else [PUBLIC, bad]
    async with HttpDoor(
        NetworkSettings(), lambda _: None, resolver=Names(answers), limits=LIMITS
    ) as door:
        with pytest.raises(AddressRefused):
            await door.get(SITE, purpose="test")
    assert internet.reached == []


async def test_a_silent_first_address_leaves_time_for_the_next() -> None:
    class Silent(Diverted):
        waited = 0.0

        async def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
            local_address: str | None = None,
            socket_options: Iterable[transport._Option] | None = None,
        ) -> httpcore.AsyncNetworkStream:
            if host == PUBLIC:
                return await super().connect_tcp(host, port, timeout)
            self.reached.append((host, port))
            self.waited += timeout or 0.0
            raise httpcore.ConnectTimeout

    async with loopback(hangs_up_after_each) as server:
        internet = Silent(server.port)
        backend = transport.PinnedBackend(Rules((), proxied=False), Names([SILENT, PUBLIC]))
        backend._inner = internet
        stream = await backend.connect_tcp("rebind.example", 443, NetworkSettings().timeout_s)
        await stream.aclose()
    assert internet.reached == [(SILENT, 443), (PUBLIC, 443)]
    assert 1 <= internet.waited <= NetworkSettings().timeout_s / 3


async def test_an_opened_name_reaches_its_own_server_only_on_its_port() -> None:
    async with loopback(hangs_up_after_each) as server:
        settings = NetworkSettings(allow_hosts=(f"nas.home:{server.port}",))
        names = Names(["127.0.0.1"], ["127.0.0.1"], ["127.0.0.1"])
        async with HttpDoor(settings, lambda _: None, resolver=names, limits=LIMITS) as door:
            url = f"http://nas.home:{server.port}/"
            assert await door.local(url)
            assert (await door.get(url, purpose="test")).body == b"here"
            with pytest.raises(AddressRefused):
                await door.get("https://nas.home/", purpose="test")
        assert "Host: nas.home" in server.heads[0]


async def test_an_opened_name_on_a_public_address_is_not_local() -> None:
    settings = NetworkSettings(allow_hosts=("example.com",))
    names = Names([PUBLIC], ["127.0.0.1", PUBLIC])
    async with HttpDoor(settings, lambda _: None, resolver=names, limits=LIMITS) as door:
        assert not await door.local("https://example.com/")
        assert not await door.local("https://example.com/")


@pytest.mark.parametrize(
    ("code", "words"),
    [(socket.EAI_NONAME, "no host called"), (socket.EAI_AGAIN, "could not be looked up")],
)
async def test_names_that_cannot_be_looked_up_are_unreachable(code: int, words: str) -> None:
    asked = 0

    async def failing(host: str, port: int) -> Sequence[Address]:
        nonlocal asked
        asked += 1
        raise socket.gaierror(code, "x")

    async with HttpDoor(NetworkSettings(), lambda _: None, resolver=failing, limits=LIMITS) as door:
        with pytest.raises(Unreachable, match=words):
            await door.get(SITE, purpose="test")
    assert asked == (3 if code == socket.EAI_AGAIN else 1)


async def test_names_never_leave_this_machine_when_a_proxy_looks_them_up() -> None:
    asked_for: list[bytes] = []

    async def socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(3)
        writer.write(b"\x05\x00")
        head = await reader.readexactly(5)
        assert head[:4] == b"\x05\x01\x00\x03", "a domain name, not an address"
        asked_for.append(await reader.readexactly(head[4]))
        writer.write(b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00")  # connection refused
        await writer.drain()
        writer.close()

    names = Names()
    server = await asyncio.start_server(socks, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for scheme in ("socks5", "socks5h"):
        settings = NetworkSettings(proxy=f"{scheme}://127.0.0.1:{port}", allow_hosts=("nas.home",))
        async with HttpDoor(settings, lambda _: None, resolver=names, limits=LIMITS) as door:
            with pytest.raises(Unreachable, match="proxy"):
                await door.get("https://hidden.example/", purpose="test")
            assert not await door.local("http://nas.home/")
            with pytest.raises(AddressRefused):
                await door.get("https://10.0.0.1/", purpose="test")
    server.close()
    assert asked_for == [b"hidden.example"] * 2
    assert names.asked == []


def refusing_proxy(seen: list[str]) -> Behaviour:
    async def behave(path: str, writer: asyncio.StreamWriter) -> None:
        seen.append(path)
        writer.write(response(b"", "403 Forbidden"))

    return behave


async def test_an_http_proxy_gets_names_too_and_opened_loopback_servers_do_not_pass_it() -> None:
    seen: list[str] = []
    names = Names()
    async with loopback(refusing_proxy(seen)) as proxy, loopback(hangs_up_after_each) as own:
        settings = NetworkSettings(proxy=f"http://{proxy.host}", allow_hosts=(own.host,))
        async with HttpDoor(settings, lambda _: None, resolver=names, limits=LIMITS) as door:
            with pytest.raises(Unreachable, match="proxy"):
                await door.get("https://hidden.example/", purpose="test")
            assert (await door.get(own.url(), purpose="test")).body == b"here"
            assert await door.local(own.url())
    assert seen == ["hidden.example:443"]
    assert names.asked == []


async def test_a_proxy_that_talks_nonsense_is_our_own_error() -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(3)
        writer.write(b"\xff" * 20)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(nonsense, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with HttpDoor(
        NetworkSettings(proxy=f"socks5h://127.0.0.1:{port}"), lambda _: None, limits=LIMITS
    ) as door:
        with pytest.raises(Unreachable):
            await door.get("https://hidden.example/", purpose="test")
    server.close()
