"""How work beside the event loop is started.

Always owned by a node, in a named group, with errors told as messages.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import ParamSpec

from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.worker import Worker, WorkerState

from auditor.errors import AuditorError
from auditor.tui.base.messages import Trouble

Given = ParamSpec("Given")


def start(
    owner: DOMNode,
    group: str,
    work: Callable[Given, Coroutine[None, None, None]],
    *args: Given.args,
    **named: Given.kwargs,
) -> Worker[None]:
    """Do `work` for as long as `owner` lives.

    Work of the same owner and group that still runs is cancelled.
    """

    # The coroutine is made when the worker begins: one that is cancelled before it
    # leaves nothing behind.
    async def told() -> None:
        try:
            await work(*args, **named)
        except AuditorError as error:
            owner.post_message(Trouble(error))
        except NoMatches:
            # A screen that is left loses its parts first and ends its work after that.
            if is_shown(owner):
                raise

    return owner.run_worker(told, group=group, exclusive=True, exit_on_error=False)


def is_shown(owner: DOMNode) -> bool:
    """Whether a part stands on a screen that has not been left."""
    try:
        return owner.is_attached and owner.screen in owner.app.screen_stack
    except NoScreen:
        return False


def surface(event: Worker.StateChanged) -> None:
    """Raise what a worker did not expect: a mistake in this program must not pass in silence."""
    if event.state is WorkerState.ERROR and event.worker.error is not None:
        raise event.worker.error
