"""A terminal UI on an invented session, and ways to wait for it and to read it."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakSet

import pytest
from textual import strip
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import WorkerCancelled

from auditor.engine.session import Session
from auditor.errors import VaultLocked
from auditor.tui.app import AuditorApp
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens import welcome
from tests.fakes.desk import FakeDesk
from tests.fakes.owner import FakeOwner
from tests.fakes.people import NOW
from tests.fakes.session import PASSPHRASE, FakeSession
from tests.tui import idle

SMALL, WIDE, LARGE = (80, 24), (120, 40), (200, 60)


_PARSED: dict[tuple[object, ...], list[RuleSet]] = {}
"""The rules of every style sheet that any app of this run read."""
_VARIABLES: list[tuple[dict[str, str], frozenset[tuple[str, str]]]] = []
"""Those of the sheet that was read last, which Textual replaces and never changes, and as a key."""
_UNDRAWN: WeakSet[Screen[Any]] = WeakSet()
"""Screens that asked to be drawn."""
_parse_rules = Stylesheet._parse_rules
_compositor_refresh = Screen._compositor_refresh


def _parse_once(
    sheet: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """Parse the same text with the same variables once for all apps, not once for each."""
    place = (css, read_from, is_default_rules, tie_breaker, scope)
    if not _VARIABLES or _VARIABLES[0][0] is not sheet._variables:
        _VARIABLES[:] = [(sheet._variables, frozenset(sheet._variables.items()))]
    key = (*place, _VARIABLES[0][1])
    if key not in _PARSED:
        _PARSED[key] = _parse_rules(sheet, *place)
    return _PARSED[key]


class _NothingKept:
    """A cache of a strip that keeps nothing: seven a strip took longer to make than they saved."""

    def get(self, _key: object) -> None:
        """Return nothing."""

    def __setitem__(self, _key: object, _value: object) -> None:
        """Forget it."""


_NOTHING_KEPT = _NothingKept()


def _draw_later(screen: Screen[Any]) -> None:
    """Note that the screen wants to be drawn; `Stage.draw` does it when all work is done."""
    _UNDRAWN.add(screen)


@pytest.fixture(scope="session", autouse=True)
def _rare_collections() -> Iterator[None]:
    """Look for garbage less often, and not among what was imported: it took a fifth of the time."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what Textual does again for each app, and what nobody sees without a terminal.

    The names are Textual's own: `setattr` fails where another version has them no more.
    """
    monkeypatch.setattr(Stylesheet, "_parse_rules", _parse_once)
    monkeypatch.setattr(Screen, "_compositor_refresh", _draw_later)
    monkeypatch.setattr(strip, "FIFOCache", lambda _size: _NOTHING_KEPT)
    monkeypatch.setattr(RuleSet, "__hash__", object.__hash__)  # by identity as before, but in C
    idle.set_up(monkeypatch)
    _UNDRAWN.clear()


@dataclass
class Ticks:
    """A clock that stands still until it is moved."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Stage:
    """A running app with the session behind it."""

    app: AuditorApp
    pilot: Pilot[None]
    sessions: list[Any]
    ticks: Ticks
    passphrases: list[str | None]
    remembered: list[str]

    @property
    def session(self) -> FakeSession:
        """The session that was opened last."""
        last: FakeSession = self.sessions[-1]
        return last

    async def settle(self) -> None:
        """Wait until all work is done and drawn."""
        for _turn in range(2):
            waiting = [
                worker
                for worker in self.app.workers
                if worker.group != "scan" and not worker.is_finished
            ]
            for worker in waiting:
                with suppress(WorkerCancelled):  # newer work of the same kind took its place
                    await worker.wait()
            await idle.done(self.app)
        self.draw()

    def draw(self) -> None:
        """Draw what asked to be drawn since the last time: a fault of drawing fails the test."""
        while _UNDRAWN:
            _compositor_refresh(_UNDRAWN.pop())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def go(self, place: Route, item: str = "") -> None:
        self.app.action_go(place.value, item)
        await self.settle()

    def type_into(self, name: str, text: str) -> None:
        self.app.screen.query_one(name, Input).value = text

    def text(self) -> str:
        """Return what stands on the screen, line by line."""
        width, height = self.app.size
        lines = self.app.screen._compositor.render_strips()
        assert len(lines) == height
        assert all(line.cell_length == width for line in lines)
        return "\n".join(line.text.rstrip() for line in lines)

    def flat(self) -> str:
        """Return the same as one line, so that wrapped sentences can be found."""
        kept = "".join(" " if sign in "\n│█┃▊▎▌▐" else sign for sign in self.text())
        return " ".join(kept.split())


OpenStage = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> OpenStage:
    """Return a context manager that runs the app.

    As in `async with stage(session, options, size=...) as s`. The first question has been read.
    """
    monkeypatch.setattr(welcome, "STANDS_S", 0.0)

    @asynccontextmanager
    async def run(
        session: Session | None = None,
        options: UiOptions | None = None,
        *,
        size: tuple[int, int] = SMALL,
    ) -> AsyncIterator[Stage]:
        shown: list[Any] = [session or FakeSession()]  # a real one where a test says so
        ticks = Ticks()
        passphrases: list[str | None] = []
        remembered: list[str] = []

        async def opened(passphrase: str | None) -> Session:
            passphrases.append(passphrase)
            if passphrase not in {None, PASSPHRASE}:
                raise VaultLocked(
                    "That passphrase does not open this vault.", "Capital letters count."
                )
            if getattr(shown[-1], "closed", False):
                shown.append(FakeSession())
            last: Session = shown[-1]
            return last

        async def remember(passphrase: str) -> None:
            remembered.append(passphrase)

        usual = UiOptions(
            vault_exists=True, practice=True, images="off", owner=FakeOwner(), desk=FakeDesk()
        )
        given = options or usual
        if given.remember is not None:
            given = replace(given, remember=remember)
        app = AuditorApp(opened, given, clock=lambda: NOW, monotonic=ticks)
        async with app.run_test(size=size) as pilot:
            made = Stage(app, pilot, shown, ticks, passphrases, remembered)
            await made.settle()
            yield made

    return run
