"""The door against servers that mean harm.

Redirects inside, bodies without end, bombs, loops, nonsense.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
import os
import tracemalloc
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from auditor.adapters.network.http import HttpDoor
from auditor.adapters.network.rules.limits import DoorLimits
from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.errors import AddressRefused, NetworkError, TooLarge, Unreachable
from tests.hostile.loopback import Behaviour, Loopback, loopback, moved, response
from tests.rows import each_row

LIMITS = DoorLimits(wait_s=0.0, deadline_s=20.0)
MIB = 1024 * 1024


def door_to(
    server: Loopback, log: list[NetworkEntry] | None = None, limits: DoorLimits = LIMITS
) -> HttpDoor:
    entries: list[NetworkEntry] = [] if log is None else log
    return HttpDoor(
        NetworkSettings(allow_hosts=(server.host,), timeout_s=10.0), entries.append, limits=limits
    )


def answering(raw: bytes) -> Behaviour:
    async def behave(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    return behave


async def test_an_opened_server_is_read_over_a_kept_connection() -> None:
    async with loopback(answering(response(b"hello"))) as server, door_to(server) as door:
        for _ in range(3):
            assert (await door.get(server.url(), purpose="test")).body == b"hello"
        assert await door.local(server.url())
    assert server.connections == 1


async def test_a_connection_that_nobody_uses_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("httpcore._async.http11.time", SimpleNamespace(monotonic=lambda: now))
    async with loopback(answering(response(b"x"))) as server, door_to(server) as door:
        for after, connections in ((0, 1), (10, 1), (20, 2)):
            now += after
            await door.get(server.url(), purpose="test")
            assert server.connections == connections


@each_row(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/",
        "//169.254.169.254/",
        "http://10.0.0.1/",
        "http://192.168.1.1/admin",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/",
        "https://0xa9fea9fe/",
        "http://127.0.0.1:1/",
        "http://localhost:{port}/",
        "https://[64:ff9b::a9fe:a9fe]/",
    ],
)
async def test_a_redirect_inside_is_refused_with_a_clear_message(target: str) -> None:
    log: list[NetworkEntry] = []
    async with loopback(answering(moved("http://x/"))) as server:

        async def behave(path: str, writer: asyncio.StreamWriter) -> None:
            writer.write(moved(target.format(port=hop.port)))

        async with loopback(behave) as hop, door_to(hop, log) as door:
            with pytest.raises(AddressRefused, match="sends us on, and we stopped there") as caught:
                await door.get(hop.url(), purpose="test")
            assert len(hop.heads) == 1
        assert server.connections == 0
    assert "{" not in caught.value.message
    assert log[-1].status is None
    assert log[-1].note in caught.value.message


async def test_a_redirect_loop_ends() -> None:
    async with loopback(answering(moved("/again"))) as server, door_to(server) as door:
        with pytest.raises(TooLarge):
            await door.get(server.url(), purpose="test")
        assert len(server.heads) == 6


async def test_a_body_that_drips_is_given_up() -> None:
    async def drip(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    log: list[NetworkEntry] = []
    async with (
        loopback(drip) as server,
        door_to(server, log, replace(LIMITS, deadline_s=0.2)) as door,
    ):
        with pytest.raises(Unreachable, match="too long"):
            await door.get(server.url(), purpose="test")
    assert len(log) == 1
    assert log[0].note


async def test_headers_that_drip_are_given_up() -> None:
    async def drip(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-A: b\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with (
        loopback(drip) as server,
        door_to(server, limits=replace(LIMITS, deadline_s=0.2)) as door,
    ):
        with pytest.raises(Unreachable, match="too long"):
            await door.get(server.url(), purpose="test")


async def endless(path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def test_an_endless_body_is_cut_off() -> None:
    async with loopback(endless) as server, door_to(server) as door:
        with pytest.raises(TooLarge):
            await door.get(server.url(), purpose="test", max_bytes=MIB)
        answer = await door.get(server.url(), purpose="test", prefix=1000)
        assert (len(answer.body), answer.truncated) == (1000, True)


async def test_endless_headers_are_cut_off() -> None:
    async def behave(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-A: " + b"b" * 1000 + b"\r\n")
            await writer.drain()

    async with loopback(behave) as server, door_to(server) as door:
        with pytest.raises(Unreachable):
            await door.get(server.url(), purpose="test")


async def test_a_gzip_bomb_does_not_go_off() -> None:
    bomb = gzip.compress(bytes(200 * MIB), 9)
    raw = response(bomb, "200 OK", "Content-Encoding: gzip")
    async with loopback(answering(raw)) as server, door_to(server) as door:
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge):
                await door.get(server.url(), purpose="test", max_bytes=MIB)
            assert tracemalloc.get_traced_memory()[1] < 16 * MIB
        finally:
            tracemalloc.stop()


@each_row(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 999999 X\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: \x1b]52;c;x\x07\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\nContent-Range: bytes 0-1/x\r\nContent-Length: 9\r\n\r\nshort",
    ],
)
async def test_nonsense_becomes_our_own_error(raw: bytes) -> None:
    async def behave(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        writer.close()

    async with loopback(behave) as server, door_to(server) as door:
        with pytest.raises(NetworkError) as caught:
            await door.get(server.url(), purpose="test")
    assert caught.value.message.isprintable()


async def test_a_server_that_hangs_up_is_tried_again() -> None:
    async def behave(path: str, writer: asyncio.StreamWriter) -> None:
        if len(server.heads) == 1:
            writer.close()
        else:
            writer.write(response(b"at last"))

    async with loopback(behave) as server, door_to(server) as door:
        assert (await door.get(server.url(), purpose="test")).body == b"at last"


async def test_a_closed_port_is_unreachable() -> None:
    async with loopback(answering(b"")) as server:
        pass
    async with door_to(server) as door:
        with pytest.raises(Unreachable, match="could not be reached"):
            await door.get(server.url(), purpose="test")


async def test_offline_makes_no_connection() -> None:
    async with loopback(answering(response(b"x"))) as server:
        settings = NetworkSettings(allow_hosts=(server.host,), offline=True)
        async with HttpDoor(settings, lambda _: None) as door:
            with pytest.raises(NetworkError, match="--offline"):
                await door.get(server.url(), purpose="test")
        assert server.connections == 0


async def test_libraries_log_no_address_and_nothing_is_written(
    caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    async with loopback(answering(response(b"x" * MIB))) as server, door_to(server) as door:
        await door.get(server.url("/planted-handle"), purpose="test")
    assert "planted-handle" not in caplog.text
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - a folder of one test, read at once
