"""A vault that works on the thread of who asks it, for tests of what is done with its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest

from auditor.vault.storage import connection

_Result = TypeVar("_Result")


async def _at_once(_owner: connection.ConnectionThread, work: Callable[[], _Result]) -> _Result:
    """Do the work here; others have their turn before it, as they have where a thread does it."""
    await asyncio.sleep(0)
    return connection._mapped(work)


@contextmanager
def vault_at_hand() -> Iterator[None]:
    """Go without the thread: two switches between threads cost as much as most statements."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ConnectionThread, "_submit", _at_once)
        yield
