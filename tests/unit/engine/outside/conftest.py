from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.fakes.link_host import Host, serving
from tests.unit.engine.outside.looker import Looker, looker_at


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as made:
        yield made


@pytest.fixture
async def looker(host: Host) -> AsyncIterator[Looker]:
    made = await looker_at(host)
    yield made
    await made.close()


@pytest.fixture
async def watching(looker: Looker) -> Looker:
    """The same with the picture on the private list."""
    await looker.watch()
    return looker
