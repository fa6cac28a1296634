"""How work beside the event loop is started: always owned by a node, in a named group, with errors told as messages."""

from __future__ import annotations

from collections.abc import Coroutine

from textual.dom import DOMNode
from textual.worker import Worker, WorkerState

from auditor.errors import AuditorError
from auditor.tui.moves import Trouble


def start(owner: DOMNode, work: Coroutine[None, None, None], group: str) -> Worker[None]:
    """Run `work` for as long as `owner` lives. Work of the same owner and group that still runs is cancelled."""
    return owner.run_worker(_Told(owner, work).run, group=group, exclusive=True, exit_on_error=False)


class _Told:
    """Work whose expected errors become messages. Work that is cancelled before its first step is closed, not lost with a warning."""

    def __init__(self, owner: DOMNode, work: Coroutine[None, None, None]) -> None:
        self._owner = owner
        self._work = work

    async def run(self) -> None:
        """Do it."""
        try:
            await self._work
        except AuditorError as error:
            self._owner.post_message(Trouble(error))

    def __del__(self) -> None:
        self._work.close()


def surface(event: Worker.StateChanged) -> None:
    """Raise what a worker did not expect: a mistake in this program must not pass in silence."""
    if event.state is WorkerState.ERROR and event.worker.error is not None:
        raise event.worker.error
