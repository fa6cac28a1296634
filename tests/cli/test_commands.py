"""What a person and a script meet on the command line.

Exit codes, bad input, options before and after, pipes, Ctrl+C.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from auditor.cli.options import FLAGS, VALUED, lift
from tests.cli.auditor import Auditor, takes_ctrl_c
from tests.cli.ranges import Range


def clear(err: str, *, hint: bool = True) -> list[str]:
    """Return the lines of an error; it is one, and a hint."""
    lines = err.splitlines()
    assert lines[0].startswith("auditor: ")
    assert len(lines) == 1 + hint, err
    assert not hint or lines[1].startswith("  hint: ")
    assert "Traceback" not in err
    return lines


@pytest.mark.slow
class TestBadInput:
    @pytest.mark.parametrize(
        "text",
        ["http://[::1", "https://exa mple/", "", "💥", "\x1b]52;c;x\x07", "javascript:alert(1)"],
    )
    def test_nonsense_address(self, fresh: Auditor, text: str) -> None:
        done = fresh.run("--ephemeral", "accounts", "add", text, code=2)
        clear(done.err)
        assert "\x1b" not in done.err

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("accounts", "remove", "a0"), "There is no account a0."),
            (("accounts", "claim", "a0", "mine"), "There is no account a0."),
            (("accounts", "prove", "a0"), "There is no account a0."),
            (("scan", "--account", "a0"), "There is no account a0."),
            (("findings", "mark", "f0", "--state", "done"), "There is no finding f0."),
        ],
    )
    def test_unknown_id(self, fresh: Auditor, words: tuple[str, ...], says: str) -> None:
        done = fresh.run("--ephemeral", *words, code=2)
        assert any(line == f"auditor: {says}" for line in done.err.splitlines())
        assert done.err.splitlines()[-1].startswith("  hint: ")

    @pytest.mark.parametrize(
        ("toml", "says"),
        [
            ("[network]\noffline = 3\n", "network.offline"),
            ("[netwrok]\n", "did you mean network?"),
            ("not toml", "not valid TOML"),
            ("[network]\nproxy = 'nonsense'\n", "proxy"),
        ],
    )
    def test_broken_settings(self, fresh: Auditor, tmp_path: Path, toml: str, says: str) -> None:
        file = tmp_path / "settings.toml"
        file.write_text(toml, "utf-8")
        done = fresh.run("--settings", str(file), "--ephemeral", "accounts", "list", code=2)
        assert says in clear(done.err, hint=len(done.err.splitlines()) > 1)[0]

    def test_missing_settings(self, fresh: Auditor, tmp_path: Path) -> None:
        missing = str(tmp_path / "none.toml")
        done = fresh.run_apart("accounts", "list", "--settings", missing, code=2)
        assert "cannot be read (No such file or directory)" in done.err

    @pytest.mark.parametrize(
        "words",
        [
            ("nonsense",),
            ("scan", "--nonsense"),
            ("findings", "mark", "f0"),
            ("report", "--format", "pdf"),
        ],
    )
    def test_wrong_words(self, fresh: Auditor, words: tuple[str, ...]) -> None:
        done = fresh.run(*words, code=2)
        assert done.out == ""
        assert "auditor" in done.err

    def test_missing_file(self, fresh: Auditor, tmp_path: Path) -> None:
        done = fresh.run("inspect", str(tmp_path / "none.jpg"), code=3)
        assert "could not be read: No such file or directory" in done.out

    def test_no_terminal_for_the_ui(self, fresh: Auditor) -> None:
        assert "needs a terminal" in clear(fresh.run_apart(code=2).err)[0]

    @pytest.mark.parametrize("target", ["no/such/folder/report.json", "."])
    def test_report_that_cannot_be_written(self, fresh: Auditor, target: str) -> None:
        done = fresh.run("--ephemeral", "report", "--format", "json", "--output", target, code=2)
        assert "cannot be written" in clear(done.err, hint=False)[0]


class TestVault:
    def test_wrong_passphrase(self, copied: Auditor) -> None:
        (copied.room / "passphrase").write_text("wrong\n", "utf-8")
        done = copied.run_apart("findings", "--json", code=4)
        assert done.out == ""
        assert "wrong" not in done.err.replace("is wrong", "").replace(
            "wrong passphrase", ""
        ).replace("wrong one", "")

    def test_no_passphrase_and_nobody_to_ask(self, fresh: Auditor) -> None:
        done = fresh.told(AUDITOR_PASSPHRASE_FILE="").run("findings", code=4)
        assert "AUDITOR_PASSPHRASE_FILE" in clear(done.err)[1]
        assert list(fresh.vault.iterdir()) == []

    @pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe"])
    def test_passphrase_file_of_no_use(
        self, fresh: Auditor, tmp_path: Path, content: bytes | None
    ) -> None:
        file = tmp_path / "given"
        if content is not None:
            file.write_bytes(content)
        done = fresh.told(AUDITOR_PASSPHRASE_FILE=str(file)).run("findings", code=4)
        assert "AUDITOR_PASSPHRASE_FILE" in done.err
        assert list(fresh.vault.iterdir()) == []

    def test_made_on_first_use_and_for_this_user_alone(self, fresh: Auditor) -> None:
        fresh.run_apart("accounts", "add", "https://instagram.com/ada/")
        files = list(fresh.vault.iterdir())
        assert files
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        assert "Instagram" in fresh.run("accounts", "list").out

    def test_broken_file_is_told(self, copied: Auditor) -> None:
        (copied.vault / "vault.db").write_bytes(b"x" * 8192)
        clear(copied.run("findings", code=4).err)

    @pytest.mark.slow
    def test_two_scans_at_once(self, copied: Auditor) -> None:
        with copied.start("scan") as first:
            deadline = time.monotonic() + 60
            while first.poll() is None and time.monotonic() < deadline:
                second = copied.run("scan", code=None)
                if second.code == 4:
                    assert "Another run of auditor" in clear(second.err)[0]
                    first.communicate()
                    return
            first.communicate()
        pytest.skip("the first scan was too quick")

    def test_wipe_needs_yes(self, copied: Auditor) -> None:
        clear(copied.run("wipe", code=2).err)
        assert (copied.vault / "vault.db").exists()

    def test_wipe(self, copied: Auditor) -> None:
        done = copied.told(AUDITOR_PASSPHRASE_FILE="").run("wipe", "--yes")
        assert "The key is destroyed" in done.out
        assert "Shell history" in done.out
        assert [path for path in copied.vault.rglob("*") if path.is_file()] == []
        assert "There is no vault" in copied.run("wipe", "--yes").out


class TestExitCodes:
    def test_nothing_to_read(self, fresh: Auditor) -> None:
        done = fresh.run("--ephemeral", "scan", code=3)
        assert done.out == ""
        assert "no account is on the list. 'auditor accounts add" in done.err

    def test_findings(self, scanned: Auditor) -> None:
        assert scanned.run_apart("findings", code=1).out.splitlines()[-1].endswith(" findings.")
        said = scanned.run("plan", code=0).out
        assert " 1 photo " in said
        assert " the account " in said
        assert not any(wrong in said for wrong in (" 1 photos", " 0 photos"))
        scanned.run("photos", code=0)

    def test_a_source_that_failed_outranks_findings(self, copied: Auditor, practice: Range) -> None:
        done = copied.run_apart("scan", "--offline", "--json", code=3)
        assert {account["outcome"] for account in done.json["accounts"]} == {"failed"}
        assert all("offline" in account["reason"] for account in done.json["accounts"])
        assert {account["requests"] for account in done.json["accounts"]} == {0}, (
            "nothing was sent, so nothing is counted"
        )
        copied.run("findings", code=1)


@pytest.mark.parametrize("before", [True, False])
def test_global_options_stand_before_and_after(
    scanned: Auditor, tmp_path: Path, *, before: bool
) -> None:
    other = Auditor.at(tmp_path).told(AUDITOR_HOME="")
    options = (
        "--home",
        str(scanned.vault),
        "--projector",
        "--allow-host",
        "127.0.0.1:9",
        "--offline",
    )
    words = (*options, "accounts", "list") if before else ("accounts", "list", *options)
    out = other.run(*words).out
    assert "local" in out
    assert "••••" in out
    assert list(other.vault.iterdir()) == []


def test_every_global_option_is_lifted() -> None:
    words = [
        "accounts",
        "add",
        "x",
        "--home=h",
        "--proxy",
        "p",
        "--offline",
        "--claim",
        "mine",
        "--",
        "--home",
        "kept",
    ]
    assert lift(words) == [
        "--home=h",
        "--proxy",
        "p",
        "--offline",
        "accounts",
        "add",
        "x",
        "--claim",
        "mine",
        "--",
        "--home",
        "kept",
    ]
    assert {
        "--home",
        "--allow-host",
        "--proxy",
        "--settings",
        "--offline",
        "--ephemeral",
        "--projector",
    } <= VALUED | FLAGS


@pytest.mark.slow
def test_marks_outlive_a_scan(copied: Auditor) -> None:
    first, second, *_rest = copied.run("findings", "--json", code=1).json["findings"]
    assert (
        copied.run("findings", "mark", first["id"], "--state", "done", "--json").json["findings"][
            0
        ]["state"]
        == "done"
    )
    copied.run("findings", "mark", "--state", "accepted", second["id"])
    copied.run("scan", code=1)
    states = {
        finding["id"]: finding["state"]
        for finding in copied.run("findings", "--json", code=1).json["findings"]
    }
    assert (states[first["id"]], states[second["id"]]) == ("done", "accepted")
    assert list(states.values()).count("open") == len(states) - 2


@pytest.mark.slow
class TestProjector:
    @pytest.mark.parametrize(
        "words",
        [("accounts", "list"), ("photos",), ("findings",), ("plan",), ("network-log",)],
        ids=lambda words: words[0],
    )
    def test_no_handle_place_or_address_on_the_screen(
        self, scanned: Auditor, words: tuple[str, ...]
    ) -> None:
        done = scanned.run("--projector", *words, code=None)
        shown = done.out + done.err
        for secret in (
            "mara",
            "tomas",
            "amina",
            "127.0.0.1",
            "did:plc",
            "IMG_",
            "DSC",
            "57.6",
            "41.1",
            "51.4",
            "Slottsskogen",
        ):
            assert secret not in shown, secret

    def test_the_log_of_what_was_not_asked_names_no_host(self, copied: Auditor) -> None:
        copied.run("openness", "http://127.0.0.1:9/", code=None)
        assert "was not asked" in copied.run("network-log").out
        assert "127.0.0.1" not in copied.run("--projector", "network-log").out

    def test_scan_tells_no_address_when_it_fails(self, copied: Auditor) -> None:
        done = copied.run("--projector", "--proxy", "socks5h://127.0.0.1:9", "scan", code=None)
        assert "127.0.0.1" not in done.out + done.err


class TestStreams:
    def test_reader_that_goes_away(self, scanned: Auditor) -> None:
        line = " ".join(scanned.command("findings"))
        done = subprocess.run(
            ["/bin/bash", "-c", f"{line} | head -1; echo code ${{PIPESTATUS[0]}}"],
            env=scanned.environment(),
            cwd=scanned.room / "cwd",
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        assert done.stderr == ""
        assert done.stdout.splitlines()[-1] == "code 1"
        assert len(done.stdout.splitlines()) == 2

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
    @pytest.mark.parametrize("words", ["checks", "photos --json", "findings"])
    def test_a_full_disk_is_told_in_one_line(self, scanned: Auditor, words: str) -> None:
        line = " ".join(scanned.command(*words.split()))
        done = subprocess.run(
            ["/bin/bash", "-c", f"{line} > /dev/full"],
            env=scanned.environment(),
            cwd=scanned.room / "cwd",
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.splitlines() == [
            "auditor: What was to be shown could not be written whole: No space left on device."
        ]

    def test_document_stands_alone_on_stdout(self, copied: Auditor) -> None:
        done = copied.run_apart("scan", "--json", code=1)
        assert done.out.startswith('{\n "schema": "auditor/scan/2",')
        assert "Looking at what was found." in done.err

    @pytest.mark.skipif(os.name != "posix", reason="signals")
    def test_ctrl_c(self, copied: Auditor) -> None:
        with copied.start("scan") as process:
            assert process.stderr is not None
            deadline = time.monotonic() + 60
            while not (copied.vault / "vault.db-wal").exists() and time.monotonic() < deadline:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        if process.returncode == 1:
            pytest.skip("the scan was too quick")
        assert process.returncode == 130
        assert out == ""
        assert (
            err.splitlines()[-1]
            == "Stopped. What was stored is kept; the next scan goes on from there."
        )
        assert "Traceback" not in err
        copied.run("scan", code=1)


def test_help_lists_every_command(fresh: Auditor) -> None:
    out = fresh.run("--help").out
    for command in (
        "accounts",
        "scan",
        "photos",
        "findings",
        "plan",
        "checks",
        "inspect",
        "report",
        "network-log",
        "help-now",
        "demo",
    ):
        assert f"\n  {command} " in out
    assert (
        "Exit codes: 0 nothing found in what was read, 1 findings (scan, findings), 2 usage, 3 a"
        in out
    )
    assert fresh.run_apart("--version").out.startswith("auditor ")


def test_help_now_needs_nothing(fresh: Auditor) -> None:
    out = fresh.told(AUDITOR_PASSPHRASE_FILE="").run("help-now", "--where", "GB", "--offline").out
    assert len(out.splitlines()) > 10
    assert list(fresh.vault.iterdir()) == []


@takes_ctrl_c
def test_practice_serve_tells_what_to_add_and_ends_on_ctrl_c(fresh: Auditor) -> None:
    with fresh.start("practice", "serve", "--photos", "12", "--seed", "3") as process:
        assert process.stdout is not None
        said: list[str] = []
        while not (said and said[-1].endswith("--claim impostor")):
            said.append(process.stdout.readline().rstrip("\n"))
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        _out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == "The practice range has ended. Nothing of it is kept.\n"
    assert "[network]" in said
    assert sum(line.startswith("auditor accounts add ") for line in said) >= 6


@takes_ctrl_c
def test_demo_ends_on_ctrl_c_without_a_traceback(fresh: Auditor) -> None:
    with fresh.start("demo", "--headless", "--photos", "12") as process:
        assert process.stderr is not None
        process.stderr.readline()  # that the range is started
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "The practice range has ended. Nothing of it is kept.\n"
