"""Readers that are made when something is to be read, and end as the pool itself does."""

from __future__ import annotations

from auditor.config import ReaderSettings
from auditor.readers.process.late import LateReaders
from auditor.readers.process.pool import ReaderPool
from tests.unit.readers.further.making import jpeg


def made(pools: list[ReaderPool]) -> LateReaders:
    def make() -> ReaderPool:
        pools.append(
            ReaderPool(ReaderSettings(exiftool=False, vision=False, workers=1), thumbnails=False)
        )
        return pools[-1]

    return LateReaders(make)


async def test_one_pool_is_made_for_what_is_read_and_closed_with_it() -> None:
    pools: list[ReaderPool] = []
    readers = made(pools)
    assert not pools
    assert [(await readers.read(jpeg())).facts.width is not None for _ in range(2)] == [True, True]
    await readers.close()
    assert len(pools) == 1
    assert "stopped" in (await readers.read(jpeg())).facts.unread[0].reason


async def test_closing_makes_no_pool_and_nothing_is_read_after_it() -> None:
    pools: list[ReaderPool] = []
    readers = made(pools)
    await readers.close()
    assert not pools
    assert "stopped" in (await readers.read(jpeg())).facts.unread[0].reason
