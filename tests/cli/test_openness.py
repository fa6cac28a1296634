"""auditor openness and auditor opt-out as a user has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from protego import Protego

from tests.cli.auditor import Auditor
from tests.cli.ranges import Range


@pytest.fixture
def own(practice: Range, tmp_path: Path) -> Auditor:
    return Auditor.at(tmp_path, "--ephemeral", "--settings", str(practice.save_settings(tmp_path)))


def test_a_page_of_the_range(own: Auditor, practice: Range) -> None:
    url = practice.account("tomas-site")["text"]
    found = own.run("openness", url, "--json").json
    assert found["schema"] == "auditor/openness/1"
    assert found["url"].startswith(url)
    assert {"signal", "where", "says", "honoured_by", "allows"} == set(found["signals"][0])
    assert len(found["agents"]) == 166
    assert {agent["allowed"] for agent in found["agents"]} <= {True, False}
    assert found["agents_date"] == "2026-08"
    told = own.run("openness", url).out
    assert "robots.txt" in told
    assert "Copies that were already taken" in told


@pytest.mark.slow
def test_each_request_is_in_the_network_log(practice: Range, tmp_path: Path) -> None:
    auditor = Auditor.at(tmp_path, "--settings", str(practice.save_settings(tmp_path)))
    auditor.run("openness", practice.account("tomas-site")["text"], "--json")
    asked = auditor.run("network-log", "--json").json["requests"]
    paths = {request["path"].partition("?")[0] for request in asked}
    assert {"/robots.txt", "/.well-known/tdmrep.json", "/ai.txt"} <= paths


def test_offline_and_nonsense_are_refused(own: Auditor) -> None:
    assert "--offline" in own.run("--offline", "openness", "https://example.org/", code=3).err
    assert "address" in own.run("openness", "javascript:alert(1)", code=2).err


@pytest.mark.slow
def test_practice_only_asks_nobody_else(own: Auditor) -> None:
    assert (
        "practice range"
        in own.run("--practice-only", "openness", "https://example.org/", code=2).err
    )


def test_opt_out_writes_a_folder_once(fresh: Auditor) -> None:
    target = fresh.room / "cwd" / "site"
    done = fresh.run("opt-out", "--output", str(target), "--json").json
    assert done["schema"] == "auditor/opt-out/1"
    assert sorted(done["files"]) == sorted(
        str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()
    )
    rules = Protego.parse((target / "robots.txt").read_text("utf-8"))
    assert done["agents"]
    assert not any(rules.can_fetch("https://example.org/", name) for name in done["agents"])
    assert "already" in fresh.run("opt-out", "--output", str(target), code=2).err
    assert list(target.parent.glob(".*part")) == []
    assert not fresh.vault.joinpath("vault.db").exists()


def test_opt_out_adds_to_a_robots_txt(fresh: Auditor) -> None:
    mine = fresh.room / "cwd" / "robots.txt"
    mine.write_text("User-agent: GPTBot\nAllow: /\n", "utf-8")
    done = fresh.run("opt-out", "--all", "--merge", str(mine), "--output", "out", "--json").json
    assert done["still_allowed"] == ["GPTBot"]
    assert len(done["agents"]) == 166
    assert mine.read_text("utf-8") == "User-agent: GPTBot\nAllow: /\n"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a\0b", b"x" * 600_000])
def test_opt_out_refuses_what_is_no_robots_txt(fresh: Auditor, content: bytes) -> None:
    (fresh.room / "cwd" / "bad").write_bytes(content)
    assert "bad" in fresh.run("opt-out", "--merge", "bad", "--output", "out", code=2).err
    assert (
        "no such file" in fresh.run("opt-out", "--merge", "nothing", "--output", "out", code=2).err
    )
    assert not (fresh.room / "cwd" / "out").exists()


def test_opt_out_that_cannot_write_leaves_nothing(fresh: Auditor) -> None:
    (fresh.room / "cwd" / "file").write_text("x", "utf-8")
    assert "cannot be written" in fresh.run("opt-out", "--output", "file/out", code=2).err
    assert sorted(path.name for path in (fresh.room / "cwd").iterdir()) == ["file"]
