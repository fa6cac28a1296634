from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest

from auditor.adapters.network.body import ByteTally, Cap, read_body
from auditor.errors import TooLarge, Unreachable
from tests.rows import each_row

MIB = 1024 * 1024


async def parts(data: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


CHANCE = random.Random(5)
TEXT = b"".join(b"%d %s\n" % (index, CHANCE.randbytes(4)) for index in range(30_000))


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0), " GZIP "),
        (gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:]), "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 65_536])
async def test_bodies_are_unpacked_whole(packed: bytes, encoding: str, size: int) -> None:
    if size == 1:
        packed, size = packed[:], 13
    tally = ByteTally()
    body, cut = await read_body(parts(packed, size), encoding, Cap(len(TEXT)), tally, "x")
    assert body == TEXT
    assert not cut
    assert tally.received == len(packed)


async def test_a_bomb_is_stopped_without_filling_the_memory() -> None:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    bomb = b"".join([*(packer.compress(bytes(MIB)) for _ in range(300)), packer.flush()])
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            await read_body(parts(bomb, 65_536), "gzip", Cap(MIB), ByteTally(), "x")
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()


async def test_packed_bytes_that_unpack_to_nothing_are_capped_too() -> None:
    empty_blocks = b"\x00\x00\x00\xff\xff" * 100_000  # stored blocks of length 0
    with pytest.raises(TooLarge):
        await read_body(parts(empty_blocks), "deflate", Cap(10_000), ByteTally(), "x")


async def test_a_prefix_is_cut_at_its_length_and_no_more_is_read() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 100
            yield b"x" * 100

    assert await read_body(endless(), "", Cap(250, cut=True), ByteTally(), "x") == (
        b"x" * 250,
        True,
    )
    assert read == 300


async def test_exactly_the_cap_is_allowed() -> None:
    assert await read_body(parts(b"x" * 100), "", Cap(100), ByteTally(), "x") == (b"x" * 100, False)


@each_row("encoding", ["br", "zstd", "gzip, gzip", "compress", "\x1b[31m"])
async def test_encodings_not_asked_for_are_refused(encoding: str) -> None:
    with pytest.raises(Unreachable):
        await read_body(parts(b"x"), encoding, Cap(10), ByteTally(), "x")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_broken_packing_is_an_error(encoding: str) -> None:
    with pytest.raises(Unreachable):
        await read_body(parts(b"\xff\xfe no such thing"), encoding, Cap(100), ByteTally(), "x")
