"""The wait that all tests of screens rest on."""

from __future__ import annotations

import asyncio
import time

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.tui import idle
from tests.tui.idle import until_idle


class Slow(App[None]):
    """Writes what a thread brings, at the frame after it."""

    def compose(self) -> ComposeResult:
        yield Static("empty")

    async def bring(self) -> None:
        await asyncio.to_thread(time.sleep, 0.01)
        self.call_after_refresh(self.query_one(Static).update, "full")
        self.refresh()


async def test_what_a_thread_brings_and_a_frame_shows_is_waited_for() -> None:
    async with Slow().run_test() as pilot:
        app = pilot.app
        assert isinstance(app, Slow)
        app.run_worker(app.bring())
        await until_idle()
        assert str(app.query_one(Static).content) == "full"


async def test_no_clock_is_asked_where_nothing_is_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Slow().run_test() as pilot:
        await until_idle()
        monkeypatch.delattr(idle, "wait_for_idle")
        pilot.app.query_one(Static).update("full")
        await until_idle()
