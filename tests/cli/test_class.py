"""A class on a network: where it is served, when it stops, and that it opens no vault."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import pytest

from auditor.cli.own_range.serving import ClassClock, class_address
from auditor.errors import ExitCode, UsageError
from auditor.practice.reach import read_class, take_seat
from auditor.practice.serving.lan import address as own
from tests.cli.auditor import Auditor, takes_ctrl_c
from tests.rows import each_row


@each_row(
    "address",
    ["0.0.0.0", "8.8.8.8", "192.0.2.2", "photos.example", "::1", "010.0.0.1", "10.0.0.1:80"],
)
def test_no_class_is_served_at_a_public_address(address: str) -> None:
    with pytest.raises(UsageError, match="private address"):
        class_address(address, lan=True, seats=2)


@each_row("address", ["127.0.0.2", "192.168.1.20", "10.0.0.7", "172.16.0.1"])
def test_a_class_is_served_at_a_private_one(address: str) -> None:
    assert class_address(address, lan=True, seats=2) == address
    assert class_address("", lan=False, seats=2) == ""


def test_what_does_not_go_together_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="--seats"):
        class_address("", lan=True, seats=0)
    with pytest.raises(UsageError, match="--lan"):
        class_address("127.0.0.2", lan=False, seats=2)
    monkeypatch.setattr(own, "own_address", lambda: "")
    with pytest.raises(UsageError, match="no private address"):
        class_address("", lan=True, seats=2)


async def test_a_class_stops_after_three_hours_and_says_so_before(
    capfd: pytest.CaptureFixture[str],
) -> None:
    now, told = 0.0, list[tuple[float, str]]()

    async def wait(seconds: float) -> None:
        nonlocal now
        assert seconds > 0
        now += seconds
        if said := capfd.readouterr().err.strip():
            told.append((now - seconds, said))

    await ClassClock(lambda: now, wait).until_over()
    assert now == 3 * 3600
    ((at, said),) = told
    assert at == 3 * 3600 - 600
    assert "10 minutes" in said
    assert "stopped" in capfd.readouterr().err


def test_a_seat_cannot_be_taken_without_its_class(tmp_path: Path) -> None:
    auditor = Auditor.at(tmp_path)
    done = auditor.run("practice", "join", "127.0.0.2:9", code=ExitCode.USAGE)
    assert "does not answer" in done.err
    done = auditor.run("practice", "join", "http://8.8.8.8:80/", code=ExitCode.USAGE)
    assert "no address of a class" in done.err
    offline = Auditor.at(tmp_path, "--offline")
    done = offline.run("practice", "join", "http://10.255.0.9:18309/", code=ExitCode.USAGE)
    assert "offline" in done.err
    assert not list(auditor.vault.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="a second loopback address")
@takes_ctrl_c
def test_codes_stand_on_cards_and_not_on_the_screen(tmp_path: Path) -> None:
    auditor, cards = Auditor.at(tmp_path), tmp_path / "cards.html"
    serve = ("practice", "serve", "--lan", "--address", "127.0.0.2", "--seats", "2")
    with auditor.start(*serve, "--photos", "4", "--cards", str(cards)) as process:
        assert process.stdout is not None
        shown = ""
        while "Ctrl+C" not in shown:
            shown += process.stdout.readline()
        code = r"(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}"
        page = cards.read_text("utf-8")
        codes = re.findall(f"<b>({code})</b>", page)
        assert len(set(codes)) == 4
        assert not re.search(code, shown)
        assert page.count("viewBox=") == 2, "else the squares are too small to be photographed"
        assert cards.stat().st_mode & 0o077 == 0
        assert "http-equiv" not in page
        assert not re.findall(r'(?:src|href)="', page), "it asks for nothing"
        address = next(line.split()[3] for line in shown.splitlines() if "practice join" in line)
        assert take_seat(address, 1, codes[0]).seat.seat == 1
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    again = auditor.run(*serve, "--cards", str(cards), code=ExitCode.USAGE)
    assert "of that name already" in again.err
    alone = auditor.run("practice", "serve", "--cards", "x.html", code=ExitCode.USAGE)
    assert "add --lan" in alone.err


@takes_ctrl_c
def test_ctrl_c_stops_a_class_at_once_and_no_vault_is_opened(tmp_path: Path) -> None:
    auditor = Auditor.at(tmp_path)
    serve = ("practice", "serve", "--lan", "--address", "127.0.0.2", "--seats", "1")
    with auditor.start(*serve, "--photos", "4", "--story", "juno") as process:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or "Ctrl+C" not in lines[-1]:
            lines.append(process.stdout.readline())
            assert lines[-1], lines
        address = next(line.split()[3] for line in lines if "practice join" in line)
        assert read_class(address)[0].owner_codes
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    with pytest.raises(UsageError, match="does not answer"):
        read_class(address)
    assert not list(auditor.vault.iterdir())
