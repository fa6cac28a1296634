"""Has what takes long with many photos worked out beside this process, and reads it then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from auditor.domain.views import PhotoQuery
from auditor.engine.judge.kept import MANY, Kept
from auditor.errors import NotWorkedOut
from auditor.messages import _
from auditor.ports.beside import LongWork, WorkKind

if TYPE_CHECKING:
    from auditor.engine.dependencies import Rooms
    from auditor.ports.beside import Beside

_TRIES = 3
_Made = TypeVar("_Made")


async def beside(rooms: Rooms) -> Beside | None:
    """Return what works out beside this process; None where that is not worth its start."""
    if rooms.beside is None or await rooms.vault.count_photos(PhotoQuery()) < MANY:
        return None
    return rooms.beside


@asynccontextmanager
async def scanning(rooms: Rooms) -> AsyncIterator[None]:
    """Let nothing be worked out beside this process that a scan makes worthless."""
    if rooms.beside is None:
        yield
        return
    await rooms.beside.begin_scan()
    try:
        yield
    finally:
        rooms.beside.end_scan()


async def work_ahead(rooms: Rooms, *here: Callable[[], Awaitable[None]]) -> None:
    """Work out what takes so long, with very many photos, that nobody wants to wait for it.

    `here` do so in this process. What could not be worked out is tried again when it is asked for.
    """
    helper = await beside(rooms)
    if helper is not None:
        with suppress(NotWorkedOut):
            await helper.work_out(LongWork(WorkKind.AHEAD))
        return
    for work in here:
        await work()


async def read_or_make(
    rooms: Rooms,
    kept: Kept,
    again: Callable[[], Awaitable[Kept]],
    name: str,
    kind: type[_Made],
    make: Callable[[], Awaitable[_Made]],
    work: LongWork,
) -> _Made:
    """Return what is kept under a name, or else have it worked out.

    `again` returns what is kept of the contents where they changed meanwhile, `work` says what
    stands under the name. Without a process beside this one, `make` makes it. Raises NotWorkedOut.
    """
    for _try in range(_TRIES):
        made = await kept.read(name, kind)
        if made is not None:
            return made
        helper = await beside(rooms)
        if helper is None:
            made = await make()
            await kept.keep(name, made)
            return made
        while not await helper.work_out(work):
            pass
        kept = await again()
    made = await kept.read(name, kind)
    if made is not None:
        return made
    raise NotWorkedOut(
        _("This could not be worked out: the vault is being changed meanwhile."),
        _("Another run of auditor may be at work. Look again when it has ended."),
    )
