"""auditor reported: what a person sees of links that they reported, and what nobody else does."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.adapters.clock import SystemClock
from tests.cli.auditor import Auditor, Done
from tests.fakes.link_host import Host, file, serving
from tests.fakes.pictures import as_file, drawn
from tests.unit.adapters.test_case_file import opened

PICTURE = as_file(drawn(b"of the person").repeat(4, 0).repeat(4, 1))
WORD = "six plain words make it hard"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
US = ("--channel", "form", "--where", "California", "--kind", "intimate", "--complete", "--adult")
HOSTILE = "https://host.example/\x1b]52;c;aGk=\x07\u202egpj.exe"


@pytest.fixture
def host() -> Iterator[Host]:
    with serving() as made:
        yield made


@pytest.fixture
def asking(fresh: Auditor, host: Host) -> Auditor:
    return replace(fresh, options=("--allow-host", f"127.0.0.1:{host.port}"))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What the clock of this machine says, to be changed."""
    moment = [NOW]
    monkeypatch.setattr(SystemClock, "now", lambda _clock: moment[0])
    return moment


def added(auditor: Auditor, url: str, *words: str) -> str:
    done = auditor.type(f"{url}\n", "reported", "add", "-", "--json", *words)
    return str(done.json["links"][0]["id"])


def test_a_link_over_three_days(asking: Auditor, host: Host, at: list[datetime]) -> None:
    url = f"{host.url}/1.jpg"
    host.says = {"/1.jpg": file(PICTURE)}
    id_ = added(asking, url, "--to", "Host", "--on", "2026-11-20T13:00:00+01:00", *US)
    (link,) = asking.run("reported", "list", "--json").json["links"]
    assert (link["id"], link["url"], link["state"]) == (id_, url, "not-checked")
    assert link["reported"] == {"to": "Host", "on": "2026-11-20T12:00:00Z", "channel": "form"}
    assert link["clock"]["ends"] == "2026-11-22T12:00:00Z"
    assert link["clock"]["source"].startswith("https://www.ftc.gov/")
    told = asking.run("reported", "list").out
    assert "the clock ends in 2 days" in told
    assert "if the request was valid and the service is covered" in told.replace("\n", " ")
    assert asking.run("reported", "check", "--yes", code=1).err
    at[0] += timedelta(hours=50)
    host.says.clear()
    assert "the clock ended 2 hours ago" in asking.run("reported", "list").out
    first = asking.run("reported", "check", code=3)
    assert "may log the visit" not in first.err, "it was said before this host was asked first"
    assert "could not tell" in first.out
    at[0] += timedelta(minutes=59)
    asking.run("reported", "check", id_, code=3)
    at[0] += timedelta(minutes=1)
    done = asking.run("reported", "check", "--json", code=0).json["links"][0]
    assert done["state"] == "gone"
    looks = [look["state"] for look in done["checked"]]
    assert looks == ["still-there", "could-not-tell", "could-not-tell", "gone"]
    assert done["next"]["kind"] == "close"
    (closed,) = asking.run("reported", "done", "--json").json["links"]
    assert closed["next"] is None
    assert "closed" in asking.run("reported", "list").out
    asked = len(host.asked)
    assert asking.run("reported", "check", "--json").json["links"] == []
    assert len(host.asked) == asked


def test_a_closed_link_is_not_told_as_gone(asking: Auditor, host: Host) -> None:
    id_ = added(asking, f"{host.url}/1.jpg", "--adult")
    asking.run("reported", "done", id_)
    done = asking.run("reported", "check", id_, "--yes", code=2)
    assert "closed" in done.err
    assert host.asked == []


def test_what_is_not_known_can_be_said_to_every_question(fresh: Auditor) -> None:
    said = ("yes", "host.example/1", "yes", "", "?", "7", "", "3")
    done = fresh.type("\n".join(said) + "\n", "reported", "add", at_terminal=True)
    assert "I do not know" in done.err
    (link,) = fresh.run("reported", "list", "--json").json["links"]
    assert link["reported"] == {"to": "", "on": None, "channel": None}
    assert (link["clock"], link["next"]["kind"]) == (None, "report")


def test_several_links_at_once_are_told(fresh: Auditor) -> None:
    two = "https://host.example/1\nhttps://host.example/2\n"
    done = fresh.type(two, "reported", "add", "-", "--adult", code=2)
    assert "One link at a time" in done.err
    assert fresh.run("reported", "list", "--json").json["links"] == []


def test_nothing_is_asked_before_it_was_said_that_the_visit_may_be_logged(
    asking: Auditor, host: Host
) -> None:
    added(asking, f"{host.url}/1.jpg", "--adult")
    refused = asking.run("reported", "check", code=2)
    assert "may log the visit" in refused.err
    assert "No proxy is set" in refused.err
    dry = asking.run("reported", "check", "--dry-run")
    assert f"GET http://127.0.0.1:{host.port}/1.jpg" in dry.out
    declined = asking.type("no\n", "reported", "check", at_terminal=True, code=3)
    assert "Nothing was sent." in declined.err
    assert host.asked == []
    asking.type("yes\n", "reported", "check", at_terminal=True, code=3)
    assert host.asked == ["/1.jpg"]


def test_what_could_not_be_told_outranks_what_is_still_there(asking: Auditor, host: Host) -> None:
    host.says = {"/1.jpg": file(PICTURE)}
    added(asking, f"{host.url}/1.jpg", "--adult")
    asking.run("reported", "check", "--yes", code=1)
    added(asking, f"{host.url}/2.jpg", "--adult")
    asking.run("reported", "check", "--yes", code=3)


def test_under_18_no_file_is_written_of_it(asking: Auditor, host: Host, tmp_path: Path) -> None:
    id_ = added(asking, f"{host.url}/1.jpg", "--minor", "--to", "Host", "--where", "GB")
    done = asking.run("reported", "check", "--yes", code=3)
    assert "under 18" in done.out
    assert "Take It Down" in asking.run("reported", "next").out
    named = asking.type(f"{host.url}/2\n", "reported", "add", "-", "--minor", "--where", "GB").out
    assert "Report Remove" in named
    document = asking.run("reported", "list", "--json").json
    assert any("Take It Down" in line for line in document["under_18"])
    for link in document["links"]:
        assert (link["reported"]["to"], link["kind"], link["clock"]) == ("", None, None)
    for words in (
        ("letter", "ftc-complaint", "--reported", id_, "--output", "x.txt", "--adult"),
        ("case", "--reported", id_, "--output", "x.zip", "--adult"),
    ):
        assert "under 18 goes into no file" in asking.run(*words, code=2).err
    assert not list(tmp_path.rglob("x.*"))
    assert host.asked == []


def test_a_script_has_to_say_the_age(fresh: Auditor) -> None:
    refused = fresh.type("https://host.example/1\n", "reported", "add", "-", code=2)
    assert "--minor" in refused.err
    assert fresh.run("reported", "list", "--json").json["links"] == []


def test_at_a_terminal_everything_is_asked_for(fresh: Auditor) -> None:
    typed = ["yes", "https://host.example/1", "yes", "Host"]
    typed += ["last week", "2026-11-20", "form", "Nowhere at all", "France"]
    done = fresh.type("\n".join([*typed, "1", "yes", ""]), "reported", "add", at_terminal=True)
    assert "never to whoever put it there" in done.err.replace("\n", " ")
    (link,) = fresh.run("reported", "list", "--json").json["links"]
    assert link["reported"] == {"to": "Host", "on": "2026-11-20", "channel": "form"}
    assert link["kind"] == "intimate"
    assert link["clock"]["law"].startswith("GDPR")


def test_a_place_that_is_none_is_told(fresh: Auditor) -> None:
    words = ("reported", "add", "-", "--adult", "--where", "Nowhere at all")
    refused = fresh.type("https://host.example/1\n", *words, code=2)
    assert "is not in our list of places" in refused.err


@pytest.mark.parametrize("on", ["yesterday", "2026-13-01", "2026-11-31", "20261101x"])
def test_what_is_no_date(fresh: Auditor, on: str) -> None:
    words = ("reported", "add", "-", "--adult", "--on", on)
    assert "2026-11-28" in fresh.type("https://host.example/1\n", *words, code=2).err


def test_who_looks_on_sees_neither_links_nor_whom_they_were_reported_to(
    asking: Auditor, host: Host
) -> None:
    host.says = {"/secret.jpg": file(PICTURE)}
    words = ("--to", "Secret Host", "--on", "2026-11-20", *US)
    masked = replace(asking, options=("--projector", *asking.options))
    url = f"{host.url}/secret.jpg"
    said = [masked.type(f"{url}\n", "reported", "add", "-", *words)]
    said.append(masked.run("reported", "list"))
    said.append(masked.run("reported", "check", "--dry-run"))
    said.append(masked.run("reported", "check", "--yes", code=1))
    said.append(masked.run("reported", "next"))
    said.append(masked.run("reported", "done"))
    for done in said:
        for shown in (done.out, done.err):
            assert "secret" not in shown.casefold(), shown
            assert "127.0.0.1" not in shown, shown
        assert "••••" in done.out


def test_hostile_links_and_names_steer_no_terminal(fresh: Auditor) -> None:
    added(fresh, HOSTILE, "--adult", "--to", "x\x1b[2J\u202ey", "--on", "2026-11-20")
    for words in (("reported", "list"), ("reported", "next"), ("reported", "list", "--json")):
        done = fresh.run(*words)
        assert not set(done.out) & set("\x1b\x07\u202e"), words


def test_the_letter_knows_the_link_and_the_report(
    asking: Auditor, host: Host, tmp_path: Path
) -> None:
    host.says = {"/1.jpg": file(PICTURE)}
    url = f"{host.url}/1.jpg"
    id_ = added(asking, url, "--to", "Host", "--on", "2026-05-20", *US)
    asking.run("reported", "check", "--yes", code=1)
    told = asking.run("reported", "next", id_).out.replace("\n", " ")
    assert "The clock has run out." in told
    assert f"auditor letter ftc-complaint --reported {id_}" in told
    assert "The FTC learns" in told
    target = tmp_path / "sheet.txt"
    asking.run("letter", "ftc-complaint", "--reported", id_, "--output", str(target), "--adult")
    text = " ".join(target.read_text("utf-8").split())
    assert f"Where it stands: {url}" in text
    assert "asked: Host" in text
    assert "reported 2026-05-20 to Host" in text
    assert "it still stood there on" in text


def test_who_is_blackmailed_is_named_nobody_but_help(asking: Auditor, host: Host) -> None:
    host.says = {"/1.jpg": file(PICTURE)}
    added(asking, f"{host.url}/1.jpg", "--on", "2026-05-20", *US)
    asking.run("reported", "check", "--yes", code=1)
    done = asking.type("yes\n", "reported", "next", at_terminal=True)
    assert "pay nothing, answer nothing" in done.out.replace("\n", " ")
    assert "help-now --where US-CA --situation extortion" in done.out.replace("\n", " ")
    assert "ftc" not in done.out.casefold()


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_history_in_a_case_verifies_with_sha256sum_alone(
    asking: Auditor, host: Host, tmp_path: Path
) -> None:
    host.says = {"/1.jpg": file(PICTURE)}
    ids = [added(asking, f"{host.url}/{n}.jpg", "--to", "Host", *US) for n in (1, 2)]
    asking.run("reported", "check", "--yes", code=3)
    asking.run("reported", "check", code=3)
    (tmp_path / "word").write_text(WORD + "\n", "utf-8")
    casing = asking.told(AUDITOR_CASE_PASSPHRASE_FILE=str(tmp_path / "word"))
    target = tmp_path / "case.zip"
    links = [word for id_ in ids for word in ("--reported", id_)]
    made = casing.run("case", *links, "--output", str(target), "--adult", "--json").json
    assert made["reported"] == ids
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name, data in opened(target.read_bytes(), WORD).items():
        (folder / name).write_bytes(data)
        assert PICTURE[:64] not in data
    assert _sums(folder, "manifest.sha256").code == 0
    entries = sorted(path.name for path in folder.glob("*-[0-9][0-9][0-9][0-9].txt"))
    assert entries == sorted(f"{id_}-000{n}.txt" for id_ in ids for n in (1, 2))
    whole = _sums(folder, *entries)
    assert (whole.code, whole.out.count("OK")) == (0, 4)
    readme = (folder / "README.txt").read_text("utf-8")
    assert "sha256sum -c *-[0-9][0-9][0-9][0-9].txt" in readme
    first = folder / f"{ids[0]}-0001.txt"
    first.write_bytes(first.read_bytes().replace(b"still-there", b"gone"))
    assert _sums(folder, *entries).code == 1
    first.unlink()
    assert _sums(folder, f"{ids[0]}-0002.txt").code == 1


def _sums(folder: Path, *names: str) -> Done:
    done = subprocess.run(
        ["sha256sum", "-c", *names], cwd=folder, capture_output=True, text=True, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)
