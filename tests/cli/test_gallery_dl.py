"""A program on the path reads what nothing else does; what it risks is told once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.auditor import Auditor

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a shebang")


@pytest.fixture
def having(fresh: Auditor, tmp_path: Path) -> Auditor:
    """With a program on the path that stands in for gallery-dl and notes that it ran."""
    folder = tmp_path / "programs"
    folder.mkdir()
    stand_in = folder / "gallery-dl"
    ran = str(tmp_path / "ran")
    stand_in.write_text(f"#!{sys.executable}\nopen({ran!r}, 'w')\nprint('[]')\n")
    stand_in.chmod(0o700)
    return fresh.told(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")


def added(auditor: Auditor, address: str) -> str:
    """Say that an account is one's own; return what is told beside it."""
    name = address.rstrip("/").rpartition("/")[2]
    lines = f"{address}\n{name}\n"
    words = ("accounts", "add", "-", "--claim", "mine", "--confirm", "-")
    done = auditor.type(lines, *words)
    return done.err + done.out


def test_licence_and_risk_are_told_once(having: Auditor, tmp_path: Path) -> None:
    told = added(having, "https://www.behance.net/anna")
    assert "GPL" in told
    assert "Only you can look into" not in told
    assert "GPL" not in added(having, "https://www.behance.net/anna2")
    assert not (tmp_path / "ran").exists()


def test_four_platforms_are_left_alone(having: Auditor) -> None:
    for address in ("https://www.instagram.com/anna/", "https://x.com/anna"):
        assert "GPL" not in added(having, address)


def test_a_scan_runs_it_once_and_the_network_log_says_so(having: Auditor, tmp_path: Path) -> None:
    """The host is opened, and nobody answers there: only the program could ask it."""
    opened, url = ("--allow-host", "127.0.0.1:9"), "http://127.0.0.1:9/anna"
    words = ("accounts", "add", "-", "--claim", "mine", "--confirm", "-")
    having.type(f"{url}\n{url}\n", *opened, *words, "--platform", "gallery_dl")
    assert not (tmp_path / "ran").exists()
    told = having.run(*opened, "scan", code=None)
    assert (tmp_path / "ran").exists(), told.err
    (entry,) = (
        each
        for each in having.run("network-log", "--json").json["requests"]
        if each["method"] == "RUN"
    )
    assert entry["host"] == "127.0.0.1:9"
    assert "gallery-dl asked 127.0.0.1" in entry["note"]


def test_no_address_is_read_twice(having: Auditor) -> None:
    address = "https://garden.example/anna"
    having.type(f"{address}\n", "accounts", "add", "-", "--platform", "website")
    words = ("accounts", "add", "-", "--platform", "gallery_dl")
    assert "on the list already" in having.type(f"{address}/\n", *words, code=2).err
    having.type("https://garden.example/other\n", *words)


def test_offline_it_does_not_run(having: Auditor, tmp_path: Path) -> None:
    added(having, "https://www.behance.net/anna")
    done = having.run("--offline", "scan", code=None)
    assert done.code == 3
    assert "--offline" in done.out + done.err
    assert not (tmp_path / "ran").exists()


def test_whether_it_is_here_stands_in_the_list(fresh: Auditor, having: Auditor) -> None:
    (row,) = (
        each
        for each in having.run("sources", "--json").json["sources"]
        if each["kind"] == "program"
    )
    assert (row["name"], row["state"], row["needs"]) == ("gallery-dl", "ready", "program")
    bare = fresh.told(PATH="/nowhere").run("sources", "--json").json["sources"]
    assert [each["state"] for each in bare if each["kind"] == "program"] == ["not-installed"]
