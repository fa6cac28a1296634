"""One session on fakes for each test, closed after it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.engine import House, house


@pytest.fixture
async def home() -> AsyncIterator[House]:
    made = await house()
    yield made
    await made.session.close()
