"""A letter goes to the mail program, never through a web browser, and what opened is known."""

from __future__ import annotations

import subprocess
import webbrowser
from pathlib import Path

import pytest

from auditor.tui.base.browser import open_mail

MAIL = "mailto:?subject=Report&body=a%20b"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "get", pytest.fail)
    return tmp_path


def program(folder: Path, name: str, code: int) -> None:
    made = folder / name
    made.write_text(f"#!/bin/sh\nprintf '%s ' \"$@\" > '{folder}/{name}.said'\nexit {code}\n")
    made.chmod(0o755)


def test_the_desktop_is_asked_and_no_browser(programs: Path) -> None:
    for name in ("chromium", "firefox", "x-www-browser", "xdg-open", "gio"):
        program(programs, name, 0)
    assert open_mail(MAIL)
    assert [each.name for each in programs.glob("*.said")] == ["xdg-open.said"]
    assert (programs / "xdg-open.said").read_text().strip() == MAIL


def test_the_next_is_asked_where_the_first_found_no_mail_program(programs: Path) -> None:
    program(programs, "xdg-open", 3)
    program(programs, "gio", 0)
    assert open_mail(MAIL)
    assert (programs / "gio.said").read_text().strip() == f"open {MAIL}"


def test_a_mail_program_that_stays_open_is_waited_for_seconds(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs, "xdg-open", 0)
    waited: list[float] = []

    def wait(started: subprocess.Popen[bytes], timeout: float) -> int:
        waited.append(timeout)
        ended(started)
        raise subprocess.TimeoutExpired("xdg-open", timeout)

    ended = subprocess.Popen.wait
    monkeypatch.setattr(subprocess.Popen, "wait", wait)
    assert open_mail(MAIL)
    assert len(waited) == 1
    assert 1 < waited[0] < 30


@pytest.mark.parametrize("names", [(), ("xdg-open",), ("xdg-open", "gio"), ("chromium",)])
def test_where_nothing_opened_it_that_is_known(programs: Path, names: tuple[str, ...]) -> None:
    for name in names:
        program(programs, name, 4)
    assert not open_mail(MAIL)


def test_no_mail_program_opens_where_there_is_no_screen(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs, "xdg-open", 0)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not open_mail(MAIL)
