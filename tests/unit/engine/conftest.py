"""One session on fakes for each test, closed after it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.fakes.engine import House, house
from tests.vault_at_hand import vault_at_hand


@pytest.fixture(autouse=True)
def _vault_at_hand() -> Iterator[None]:
    with vault_at_hand():
        yield


@pytest.fixture
async def home() -> AsyncIterator[House]:
    made = await house()
    yield made
    await made.session.close()
