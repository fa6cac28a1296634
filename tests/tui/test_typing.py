"""What is typed arrives whole and in order, also while the program is busy or only starting."""

from __future__ import annotations

import io
import re
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from auditor.tui import widgets
from auditor.tui.app import AuditorApp
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.early_keys import EarlyKeys
from auditor.tui.routes import OVER
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.widgets import picture
from tests.fakes.session import PASSPHRASE
from tests.tui.conftest import OpenStage

LOCKED = UiOptions(vault_exists=True, images="off")
KEYS = {"\x7f": "backspace", "\x01": "ctrl+a", "\r": "enter"}


def keys(text: str) -> list[events.Key]:
    return [events.Key(KEYS.get(sign, sign), None if sign in KEYS else sign) for sign in text]


@pytest.mark.parametrize(
    ("typed", "stands"),
    [("ab\x7fc", "ac"), ("vv\x7f\x7fxyz", "xyz"), ("b\x01a", "ab"), ("\x7f" * 500 + "abc", "abc")],
)
async def test_a_burst_is_taken_in_order(stage: OpenStage, typed: str, stands: str) -> None:
    async with stage(options=LOCKED) as s:
        for key in keys(typed):
            s.app.post_message(key)
        await s.settle()
        assert s.app.screen.query_one("#passphrase", Input).value == stands


async def test_a_corrected_passphrase_opens(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        for key in keys("wrong" + "\x7f" * 5 + PASSPHRASE + "\r"):
            s.app.post_message(key)
        await s.settle()
        assert isinstance(s.app.screen, OverviewPage)


@pytest.mark.parametrize("last", ["enter", "ctrl+j"])
async def test_what_is_typed_while_the_lock_is_only_starting_is_not_lost(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    watch_over = AuditorApp.watch_over

    def typed_before(app: AuditorApp) -> None:
        for key in (*keys("x\x7f" + PASSPHRASE), events.Key(last, None)):
            app.post_message(key)
        watch_over(app)

    monkeypatch.setattr(AuditorApp, "watch_over", typed_before)
    async with stage(options=LOCKED) as s:
        await s.settle()
        assert s.passphrases == [PASSPHRASE]
        assert isinstance(s.app.screen, OverviewPage)


def test_only_what_may_be_part_of_a_passphrase_waits() -> None:
    early = EarlyKeys()
    assert not early.takes(keys("a")[0]), "nothing waits once the field is there"
    early.wait()
    for key in ("ctrl+x", "ctrl+l", "escape"):
        assert not early.takes(events.Key(key, None)), key
    assert all(early.takes(key) for key in keys("a\x7fb"))
    assert [key.key for key in early.let_go()] == ["a", "backspace", "b"]
    assert not early.let_go()


def test_what_the_look_at_the_terminal_reads_of_the_keyboard_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    came = iter([b"v", b"\x1b[?62;4c", b"\xc3", b"\xb6", b"o"])
    terminal = picture._its_terminal()
    monkeypatch.setattr(terminal, "read", lambda *_given: next(came).decode())
    kept: list[str] = []
    with picture._reading(kept.append):
        for _turn in range(5):
            terminal.read(0, 1, 0.1)
    assert kept == ["v\x1b[?62;4cöo"]
    early = EarlyKeys()
    early.put("vö\x7f\n\x1b")
    assert [key.key for key in early.let_go()] == ["v", "ö", "backspace", "enter"]


def test_a_terminal_that_says_nothing_is_waited_for_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

        def fileno(self) -> int:
            return 0

    waited: list[float] = []

    def silent(_descriptor: int, _count: int, seconds: float) -> str:
        waited.append(seconds)
        raise TimeoutError

    terminal = picture._its_terminal()
    monkeypatch.setattr(terminal, "read", silent)
    monkeypatch.setattr(terminal, "capture_mode", nullcontext)
    for name in ("__stdin__", "__stdout__"):
        monkeypatch.setattr(sys, name, Terminal())
    assert picture._asked() is picture._Way.HALF_CELL
    assert sum(waited) < 0.5


@pytest.mark.parametrize(
    "not_typed",
    ["\x1b_Gi=2;OK\x1b\\", "\x1b[?62;4c", "\x1b[6;18;9t", "\x1bOR", "\x1b[13~", "\x1b[1;5C"],
    ids=["kitty", "attributes", "cells", "F3", "F3 of a console", "ctrl+right"],
)
def test_no_answer_and_no_key_without_a_letter_becomes_letters(not_typed: str) -> None:
    early = EarlyKeys()
    early.put(f"vio{not_typed}let")
    assert "".join(key.key for key in early.let_go()) == "violet"


@pytest.mark.parametrize("pressed", ["\x1bOQ", "\x1b[12~", "\x1b[[B", "\x1b[Q"])
@pytest.mark.parametrize("exists", [True, False], ids=["locked", "first start"])
async def test_help_that_was_asked_for_before_anything_stands_is_shown(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch, pressed: str, exists: bool
) -> None:
    watch_over = AuditorApp.watch_over

    def pressed_before(app: AuditorApp) -> None:
        app._early.put(f"n{pressed}germ")
        watch_over(app)

    monkeypatch.setattr(AuditorApp, "watch_over", pressed_before)
    async with stage(options=replace(LOCKED, vault_exists=exists)) as s:
        await s.settle()
        assert isinstance(s.app.screen, OVER[Route.HELP_NOW])
        assert "Germany" in s.text().splitlines()[0]


async def test_help_and_a_country_that_are_typed_while_the_lock_starts_are_shown(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch_over = AuditorApp.watch_over

    def pressed_before(app: AuditorApp) -> None:
        for key in (events.Key("f2", None), *keys("germ")):
            app.post_message(key)
        watch_over(app)

    monkeypatch.setattr(AuditorApp, "watch_over", pressed_before)
    async with stage(options=LOCKED) as s:
        await s.settle()
        assert isinstance(s.app.screen, OVER[Route.HELP_NOW])
        assert "Germany" in s.text().splitlines()[0]


def test_who_asked_to_leave_before_anything_stands_leaves() -> None:
    early = EarlyKeys()
    early.put("vi\x18")
    assert [key.key for key in early.let_go(letters=False)] == ["ctrl+x"]


@pytest.mark.parametrize("exists", [True, False])
async def test_half_a_passphrase_does_not_stay(stage: OpenStage, exists: bool) -> None:
    async with stage(options=replace(LOCKED, vault_exists=exists)) as s:
        await s.go(Route.UNLOCK)
        field = s.app.screen.query_one("#passphrase", Input)
        field.focus()
        await s.press("v", "i", "o")
        s.ticks.seconds += 5 * 60 - 1
        s.app.look()
        assert field.value == "vio"
        s.ticks.seconds += 1
        s.app.look()
        await s.settle()
        assert field.value == ""
        assert "•" not in s.flat()


async def test_a_pasted_passphrase_stays(stage: OpenStage) -> None:
    async with stage(options=LOCKED) as s:
        s.ticks.seconds += 3600
        s.app.post_message(events.Paste(PASSPHRASE))
        await s.settle()
        s.app.look()
        assert s.app.screen.query_one("#passphrase", Input).value == PASSPHRASE


def test_every_field_takes_its_keys_in_order() -> None:
    ours = Path(widgets.__file__).parents[1]
    assert [
        str(file)
        for file in ours.rglob("*.py")
        if file.name != "typed_line.py" and re.search(r"\bInput\((?!\))", file.read_text("utf-8"))
    ] == []
