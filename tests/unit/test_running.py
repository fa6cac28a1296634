"""Running a task of a command."""

from __future__ import annotations

import asyncio
import signal
import warnings
from collections.abc import Iterator
from typing import Any, cast

import pytest

from auditor.cli.held import HeldSession
from auditor.cli.running import run_alone
from auditor.engine.session import Session


class _Large:
    """What a command over very many photos returns."""

    written = 0

    def __repr__(self) -> str:
        self.written += 1
        return "megabytes of text"


async def _work() -> _Large:
    return _Large()


def test_what_a_task_returns_is_not_written_out() -> None:
    assert run_alone(_work()).written == 0


def test_nor_is_what_comes_of_a_session_that_stays_open() -> None:
    class _Session:
        async def close(self) -> None:
            await asyncio.sleep(0)

    async def opened() -> Session:
        return cast("Session", _Session())

    async def task(_session: Session) -> _Large:
        return _Large()

    held = HeldSession(opened)
    assert held.run(task).written == 0
    held.close()


class _AtOnce(asyncio.SelectorEventLoop):
    """A loop on which Ctrl+C is pressed before its first step."""

    pressed = False

    def run_until_complete(self, future: Any) -> Any:
        if not self.pressed:
            self.pressed = True
            signal.raise_signal(signal.SIGINT)
        return super().run_until_complete(future)


class _Hurried(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        return _AtOnce()


@pytest.fixture
def pressed_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(asyncio.events, "_event_loop_policy", _Hurried())
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("pressed_at_once")
def test_ctrl_c_before_the_first_step_says_nothing_of_coroutines() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with pytest.raises(KeyboardInterrupt):
            run_alone(_work())
    assert [str(each.message) for each in told] == []
