"""Work beside the event loop whose screen is left while it goes on."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from textual.app import App, ComposeResult
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerFailed

from auditor.tui.base.workers import start, surface


class _LastToGo(Widget):
    """Holds its screen half taken down until the work that writes there has ended."""

    def __init__(self, screen: Writing) -> None:
        super().__init__()
        self._writing = screen

    async def on_unmount(self) -> None:
        if self._writing.written._task is not None:  # it has gone before
            await self._writing.written._task
        self._writing.read.set()
        with suppress(WorkerFailed):
            await self._writing.worker.wait()


class Writing(Screen[None]):
    """Writes what was read into a part of itself."""

    worker: Worker[None]

    def __init__(self) -> None:
        super().__init__()
        self.read = asyncio.Event()
        self.written = Static(id="written")

    def compose(self) -> ComposeResult:
        yield self.written
        yield _LastToGo(self)

    def on_mount(self) -> None:
        self.worker = start(self, "load", self._load)

    async def _load(self) -> None:
        await self.read.wait()
        self.query_one("#written", Static).update("read")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        surface(event)


async def test_what_is_read_for_a_screen_that_is_being_left_is_no_mistake() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        screen = Writing()
        await app.push_screen(screen)
        await pilot.pause()
        await app.pop_screen()
        assert screen.worker.is_finished
        assert screen.worker.error is None


async def test_a_part_that_is_missing_on_a_screen_that_stays_is_a_mistake() -> None:
    async def loses_a_part() -> None:
        app = App[None]()
        async with app.run_test() as pilot:
            screen = Writing()
            await app.push_screen(screen)
            await pilot.pause()
            await screen.written.remove()
            screen.read.set()
            await pilot.pause()

    with pytest.raises(NoMatches):
        await loses_a_part()
