"""The process beside the terminal UI: `python -m auditor.cli.work_beside`.

Reads on stdin what opens the vault, then what is to be worked out, one line each; what came of it
stands in the vault. Ends when stdin does.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from auditor.adapters.beside import (
    WorkAsked,
    WorkBegin,
    WorkEnded,
    WorkFailed,
    WorkMoved,
    WorkReady,
    WorkTold,
)
from auditor.domain.secret import Secret
from auditor.errors import AuditorError, out_of_memory
from auditor.messages import _, use_language
from auditor.ports.beside import LongWork, WorkKind
from auditor.readers.process import sandbox

if TYPE_CHECKING:
    from auditor.engine.session import Session

_OWNER_ONLY = 0o077
_GENTLE = 5
"""Added to its niceness: the terminal UI answers keys meanwhile."""
_TELL_EACH = 1000
"""Photos after which it is told again how far the work is."""


def main() -> None:
    """Deny everything that is not needed, then serve until stdin ends."""
    sandbox.die_with_parent()
    sandbox.limit_dumps()
    sandbox.deny_network()
    os.umask(_OWNER_ONLY)
    if os.name == "posix":
        os.nice(_GENTLE)
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a plug-in prints is no answer
    if first := incoming.readline():
        asyncio.run(_serve(msgspec.json.decode(first, type=WorkBegin), incoming, outgoing))
    os._exit(0)  # nobody waits for threads that are still at work


async def _serve(begin: WorkBegin, incoming: BinaryIO, outgoing: BinaryIO) -> None:
    from auditor.wiring import Opening, judged_by, open_session

    if begin.settings.ui.language:
        use_language(begin.settings.ui.language)
    told = _Teller(outgoing)
    opening = Opening(
        begin.settings,
        begin.home,
        practice_only=begin.practice_only,
        key=Secret(begin.key),
        tell=told.moved,
    )
    try:
        session = await open_session(opening, None)
    except AuditorError as error:
        told.say(WorkFailed(0, error.message, error.hint))
        return
    told.say(WorkReady(judged_by(opening)))
    asked: asyncio.Queue[WorkAsked] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=_listen, args=(incoming, loop, asked), daemon=True).start()
    async with asyncio.TaskGroup() as tasks:
        while True:
            tasks.create_task(_work_out(session, await asked.get(), told))


def _listen(
    incoming: BinaryIO, loop: asyncio.AbstractEventLoop, asked: asyncio.Queue[WorkAsked]
) -> None:
    """Hand on what is asked; end this process where nobody asks any more, whatever it does."""
    try:
        for line in incoming:
            loop.call_soon_threadsafe(asked.put_nowait, msgspec.json.decode(line, type=WorkAsked))
    finally:
        os._exit(0)


class _Teller:
    """Writes lines for the process that asked."""

    def __init__(self, outgoing: BinaryIO) -> None:
        self._outgoing = outgoing
        self._next = 0

    def say(self, what: WorkTold) -> None:
        """Say something; whoever does not listen any more has ended."""
        try:
            self._outgoing.write(msgspec.json.encode(what) + b"\n")
            self._outgoing.flush()
        except OSError:
            os._exit(0)

    def moved(self, done: int, photos: int) -> None:
        """Say how far something is, now and then."""
        if done >= self._next or done < self._next - _TELL_EACH:
            self._next = done + _TELL_EACH
            self.say(WorkMoved(done, photos))


async def _work_out(session: Session, asked: WorkAsked, told: _Teller) -> None:
    try:
        await _works(session, asked.work)()
    except AuditorError as error:
        told.say(WorkFailed(asked.number, error.message, error.hint))
    except MemoryError:
        lost = out_of_memory()
        told.say(WorkFailed(asked.number, lost.message, lost.hint))
    except Exception as error:  # noqa: BLE001 - told as what it is; the other work goes on
        message = _("This could not be worked out: a mistake in auditor ({kind}).")
        told.say(WorkFailed(asked.number, message.format(kind=type(error).__name__), ""))
    else:
        told.say(WorkEnded(asked.number))


def _works(session: Session, work: LongWork) -> Callable[[], Awaitable[object]]:
    from auditor.engine.plan.wanted import Wanted

    wanted = Wanted(work.minutes, work.quiet, work.keep, work.question)
    questions = () if work.question is None else (work.question,)
    ways: Mapping[WorkKind, Callable[[], Awaitable[object]]] = {
        WorkKind.JUDGE: session.answers.judge,
        WorkKind.ANSWERS: session.answers.digest,
        WorkKind.LIKENESS: session.exposure.likeness,
        WorkKind.LINKS: lambda: session.exposure.links(work.accounts),
        WorkKind.PLACES: session.exposure.places,
        WorkKind.PLAN: lambda: session.planning.plan(wanted),
        WorkKind.CLOSINGS: lambda: session.planning.closings(questions),
        WorkKind.AHEAD: lambda: _ahead(session),
    }
    return ways[work.kind]


async def _ahead(session: Session) -> None:
    await session.exposure.work_ahead()
    await session.planning.work_ahead()


if __name__ == "__main__":
    main()
