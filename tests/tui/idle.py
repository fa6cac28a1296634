"""Wait until an app has nothing left to do: asked of the event loop, not of the clock.

Textual's own wait sleeps 20 ms at a time until the process takes no time, and its screens draw at
60 frames a second. Here the loop is run until nothing is ready, and what waits for the next frame
is done then. Where something beside the loop is at work, it is waited for as Textual does.

The names are Textual's and asyncio's own: `setattr` fails where another version has them no more.
"""

from __future__ import annotations

import asyncio
from asyncio import BaseEventLoop, TimerHandle
from collections.abc import Callable
from concurrent.futures import Executor
from time import monotonic
from typing import Any

import pytest
import textual.app
import textual.pilot
from textual._wait import SLEEP_GRANULARITY, wait_for_idle
from textual.app import App
from textual.screen import Screen

_FRAME_S = 1 / 60
_MOST_FRAMES = 50
"""After so many frames at once something draws without end."""
_run_in_executor = BaseEventLoop.run_in_executor


class Frame:
    """What a screen has to do at its next frame: in time, or before where all else is done."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._timer: TimerHandle | None = None

    def resume(self) -> None:
        """Have the frame drawn."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_FRAME_S, self.draw)

    def pause(self) -> None:
        """Have nothing drawn."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @property
    def wanted(self) -> bool:
        """Whether there is anything to draw."""
        return self._timer is not None

    def draw(self) -> None:
        """Draw it now, unless the screen has gone."""
        self.pause()
        if self._screen.is_running:
            try:
                with self._screen._context():
                    self._screen._on_timer_update()
            except Exception as error:  # noqa: BLE001 - as Textual's timers do: it ends the app
                self._screen.app._handle_exception(error)


_FRAMES: dict[Screen[Any], Frame] = {}
"""The frames of all screens of one test."""
_AWAY: set[asyncio.Future[Any]] = set()
"""What threads of this process are doing for the event loop."""


def _frame_of(screen: Screen[Any]) -> Frame:
    if screen not in _FRAMES:
        _FRAMES[screen] = Frame(screen)
    return _FRAMES[screen]


def _noted(
    loop: BaseEventLoop, executor: Executor | None, call: Callable[..., Any], *args: Any
) -> asyncio.Future[Any]:
    """Run something in a thread, and know it while it is there."""
    made: asyncio.Future[Any] = _run_in_executor(loop, executor, call, *args)
    _AWAY.add(made)
    made.add_done_callback(_AWAY.discard)
    return made


def _alone(loop: Any) -> bool:
    """Whether nothing but the loop itself and its timers can bring more work."""
    return not _AWAY and len(loop._selector.get_map()) <= 1


def _until_due(loop: Any) -> float | None:
    """Return the seconds until the last timer that is due before Textual would look again.

    None where no timer is.
    """
    now = loop.time()
    left = (timer.when() - now for timer in loop._scheduled if not timer.cancelled())
    return max((each for each in left if each <= SLEEP_GRANULARITY), default=None)


def _busy(app: App[Any]) -> bool:
    """Whether a part of the screen does not wait for its next message."""
    parts = [app, *app.screen.walk_children(with_self=True)]
    return any(part.is_running and not part._message_queue.ready_event._waiters for part in parts)


async def until_idle(_least_s: float = 0, longest_s: float = 10) -> None:
    """Run the loop until nothing is ready, and nothing is at work beside it."""
    loop: Any = asyncio.get_running_loop()
    end = monotonic() + longest_s
    for _look in range(2):
        await _run_out(loop, end)
        due = _until_due(loop)
        if not _alone(loop):
            await wait_for_idle(0)
        elif due is not None:
            await asyncio.sleep(max(due, 0))
        else:
            return
    await _run_out(loop, end)


async def _run_out(loop: Any, end: float) -> None:
    """Run the loop until nothing is ready and no frame is to be drawn."""
    for _frame in range(_MOST_FRAMES):
        while True:
            await asyncio.sleep(0)
            if not loop._ready:
                break
            if monotonic() >= end:
                return
        wanted = [frame for frame in _FRAMES.values() if frame.wanted]
        if not wanted:
            return
        for frame in wanted:
            frame.draw()


async def done(app: App[Any]) -> None:
    """Wait until a running app has nothing left to do."""
    await until_idle()
    if app.is_running and _busy(app):
        await textual.pilot.Pilot(app).pause()


def set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Textual wait like this in one test."""
    monkeypatch.setattr(BaseEventLoop, "run_in_executor", _noted)
    monkeypatch.setattr(Screen, "_update_timer", property(_frame_of))
    monkeypatch.setattr(textual.pilot, "wait_for_idle", until_idle)
    monkeypatch.setattr(textual.app, "wait_for_idle", until_idle)
    _FRAMES.clear()
    _AWAY.clear()
