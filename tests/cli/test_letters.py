"""auditor letter and auditor case as a user has them."""

from __future__ import annotations

import email
import os
import pty
import re
import select
import shutil
import stat
import subprocess
import textwrap
import time
from collections.abc import Sequence
from datetime import date
from email.policy import SMTP
from pathlib import Path

import pytest

from auditor.cli import output
from auditor.cli.commands import case
from auditor.cli.commands import letter as letter_command
from auditor.engine.evidence.letters import SenderStanding, write
from auditor.errors import UsageError
from auditor.guidance.letters import letter as letter_of
from auditor.guidance.letters import letters
from auditor.tui.base import browser
from tests.cli.auditor import PATIENCE_S, Auditor
from tests.unit.adapters.test_case_file import opened, seven_zip

WORD = "six plain words make it hard"
KINDS = (
    "erasure",
    "objection",
    "access",
    "removal-48h",
    "police-sheet",
    "likeness",
    "impostor",
    "dsa-notice",
    "india-grievance",
    "marco-civil",
    "esafety-sheet",
    "ccpa-deletion",
    "erasure-uk",
    "objection-uk",
    "access-uk",
    "quebec-deindex",
    "ftc-complaint",
    "india-appeal",
    "gdpr-complaint",
    "ico-complaint",
    "dsa-complaint",
    "copyright",
)
ADULTS_ONLY = ("StopNCII", "Cyber Civil Rights")


def _ids(auditor: Auditor) -> dict[str, str]:
    found = auditor.run("findings", "--json", code=1).json["findings"]
    return {
        "own": found[0]["id"],
        "impostor": next(finding["id"] for finding in found if "impostor" in finding["title"]),
    }


@pytest.fixture(scope="module")
def ids(scanned: Auditor) -> dict[str, str]:
    return _ids(scanned)


@pytest.fixture
def casing(scanned: Auditor, tmp_path: Path) -> Auditor:
    (tmp_path / "word").write_text(WORD + "\n", "utf-8")
    return scanned.told(AUDITOR_CASE_PASSPHRASE_FILE=str(tmp_path / "word"))


@pytest.mark.parametrize("kind", ["removal-48h", "copyright"])
def test_a_letter_is_written_and_its_blanks_are_told(
    scanned: Auditor, ids: dict[str, str], tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "letter.txt"
    done = scanned.run(
        "letter",
        kind,
        "--finding",
        ids["impostor"],
        "--output",
        str(target),
        "--i-own-it" if kind == "copyright" else "--i-am-shown",
        "--i-understand-the-risk",
    )
    body, _line, listed = target.read_text("utf-8").partition("-" * 72)
    marked = {" ".join(blank.split()) for blank in re.findall(r"\[([^\[\]]+)\]", body)}
    told = set(re.findall(r"^still to fill: \[(.+)\]$", done.out, re.MULTILINE))
    assert marked
    assert marked <= told
    assert all(f"[ ] {blank}" in listed for blank in told)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "not legal advice" in done.err


def test_who_is_shown_has_not_sworn_to_own_it(
    scanned: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    finding = ("--finding", ids["impostor"], "--i-understand-the-risk", "--output")
    done = scanned.run("letter", "copyright", "--i-am-shown", *finding, str(tmp_path / "s.txt"))
    assert "--i-own-it" in done.err
    sworn = " ".join((tmp_path / "s.txt").read_text("utf-8").split())
    assert "I am the owner of the copyright" not in sworn
    assert "Under penalty of perjury, [say which is true" in sworn
    scanned.run("letter", "copyright", "--i-own-it", *finding, str(tmp_path / "o.txt"))
    sworn = " ".join((tmp_path / "o.txt").read_text("utf-8").split())
    assert "Under penalty of perjury, I am the owner of the copyright" in sworn


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("impostor", "--mail"), "only after a yes at the terminal"),
        (("impostor", "--mail", "--output", "x"), "only after a yes at the terminal"),
        (("esafety-sheet", "--mail"), "sheet of facts for a form"),
        (("esafety-sheet", "--output", "x.eml"), "sheet of facts for a form"),
        (("police-sheet", "--mail"), "sheet of facts to hand over"),
        (("police-sheet", "--output", "x.eml"), "sheet of facts to hand over"),
        (("esafety-sheet", "--output", "x", "--format", "both"), "sheet of facts for a form"),
    ],
)
def test_nothing_is_opened_or_written_without_a_yes_or_for_a_form(
    fresh: Auditor, words: tuple[str, ...], said: str
) -> None:
    done = fresh.run("letter", *words, "--finding", "f1", "--adult", code=2)
    assert said in done.err
    assert not list((fresh.room / "cwd").glob("x*"))


@pytest.mark.parametrize("answered", [True, False])
def test_the_mail_program_is_opened_after_a_yes_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answered: bool
) -> None:
    opened: list[str] = []

    def open_mail(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(browser, "open_mail", open_mail)
    monkeypatch.setattr(letter_command, "yes", lambda _question: answered)
    kind = letter_of("impostor")
    assert kind is not None
    made = write(kind, (), {}, SenderStanding.UNSAID, date(2026, 11, 28))
    letter_command.open_mail(made, ())
    told = capsys.readouterr()
    assert "among drafts and sent mail" in " ".join(told.err.split())
    assert [url.startswith("mailto:?subject=") for url in opened] == [True] * answered


def test_a_letter_that_is_too_long_for_mail_programs_offers_the_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "open_mail", pytest.fail)
    kind = letter_of("likeness")
    assert kind is not None
    answers = {"likeness": "x" * 600, "copy": "https://copies.example/" + "y" * 500}
    answers["name"] = "z" * 500
    made = write(kind, (), answers, SenderStanding.UNSAID, date(2026, 11, 28))
    with pytest.raises(UsageError, match="too long to be handed over") as raised:
        letter_command.open_mail(made, ())
    assert ".eml" in raised.value.hint
    letter_command.open_mail(made, [(Path("a.eml"), True)])
    assert "Open a.eml with your mail program" in capsys.readouterr().err


@pytest.mark.parametrize("answered", [True, False])
def test_what_no_mail_program_takes_is_offered_as_a_message(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    answered: bool,
) -> None:
    """The letter is written already then: that is no error, and what is next is asked."""
    monkeypatch.setattr(browser, "open_mail", lambda _address: False)
    asked: list[str] = []

    def yes(question: str) -> bool:
        asked.append(question)
        return answered or len(asked) == 1

    monkeypatch.setattr(letter_command, "yes", yes)
    kind = letter_of("impostor")
    assert kind is not None
    made = write(kind, (), {}, SenderStanding.UNSAID, date(2026, 11, 28))
    letter_command.open_mail(made, [(tmp_path / "a.txt", False)])
    told = capsys.readouterr()
    assert "No mail program could be opened" in told.err
    assert "a.eml" in asked[-1]
    assert (tmp_path / "a.eml").is_file() == answered
    assert ("Nothing was opened." in told.err) != answered
    monkeypatch.setattr(letter_command, "yes", lambda _question: True)
    with pytest.raises(UsageError, match="No mail program could be opened"):
        letter_command.open_mail(made, ())


@pytest.mark.slow
def test_the_suffix_and_the_format_decide(
    scanned: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    finding = ("--finding", ids["impostor"])
    scanned.run("letter", "impostor", *finding, "--output", str(tmp_path / "a.eml"))
    message = email.message_from_bytes((tmp_path / "a.eml").read_bytes(), policy=SMTP)
    assert message["To"].addresses == ()
    scanned.run("letter", "impostor", *finding, "--output", str(tmp_path / "b"), "--format", "both")
    assert (tmp_path / "b.txt").is_file()
    assert (tmp_path / "b.eml").is_file()
    again = scanned.run("letter", "impostor", *finding, "--output", str(tmp_path / "a.eml"), code=2)
    assert "is there already" in again.err


def test_a_copyright_notice_needs_its_risk_confirmed(
    scanned: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "c.txt"
    done = scanned.run(
        "letter", "copyright", "--finding", ids["impostor"], "--output", str(target), code=2
    )
    assert "may reach the poster and public databases; false claims make you liable" in done.err
    assert not target.exists()


@pytest.mark.parametrize("words", [("letter", "erasure"), ("letter", "removal-48h"), ("case",)])
def test_under_18_nothing_is_written_and_no_vault_is_opened(
    fresh: Auditor, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = fresh.run(
        *words, "--finding", "f1", "--output", str(tmp_path / "x"), "--minor", "--where", "GB"
    )
    assert not (tmp_path / "x").exists()
    assert not list(fresh.vault.iterdir())
    assert "Write down the link only" in done.out
    assert "Report Remove" in done.out
    assert not any(name in done.out for name in ADULTS_ONLY)


@pytest.mark.parametrize(
    "words", [("letter",), ("letter", "--list"), ("letter", "no-such-letter"), ("case",)]
)
def test_under_18_no_letter_is_offered_and_who_takes_a_link_stands_apart(
    fresh: Auditor, words: tuple[str, ...]
) -> None:
    """No helpline and nobody who makes a fingerprint takes the address of a page."""
    done = fresh.run(*words, "--minor", "--where", "CA")
    talk, takes = done.out.split("These take the link")
    assert "removal-48h" not in done.out
    assert "nothing is written" in talk
    assert "Kids Help Phone" in talk
    assert "takeitdown.ncmec.org" in talk
    assert "Cybertip.ca / NeedHelpNow.ca: 1-866-658-9022" in takes
    assert not any(name in takes for name in ("Kids Help Phone", "Take It Down", "988"))
    assert "auditor help-now --where CA --situation under-18" in takes


@pytest.mark.parametrize(
    ("where", "name"), [("AU", "eSafety Commissioner"), ("IN", "cybercrime.gov.in")]
)
def test_under_18_the_authority_that_takes_a_link_is_named(
    fresh: Auditor, where: str, name: str
) -> None:
    done = fresh.run("letter", "esafety-sheet", "--minor", "--where", where)
    assert name in done.out.split("These take the link")[1]


@pytest.mark.parametrize(
    ("kind", "where", "named"),
    [
        ("removal-48h", "US", ("NCMEC CyberTipline", "Take It Down")),
        ("police-sheet", "GB", ("Childline / Report Remove: 0800 1111", "Take It Down")),
        ("dsa-notice", "DE", ("Nummer gegen Kummer: 116 111", "Take It Down")),
        ("marco-civil", "", ("Take It Down", "Report Remove", "--where CODE")),
    ],
)
def test_a_script_is_told_first_whom_a_letter_on_an_intimate_picture_is_not_for(
    fresh: Auditor, tmp_path: Path, kind: str, where: str, named: tuple[str, ...]
) -> None:
    place = ("--where", where) if where else ()
    words = ("letter", kind, *place, "--output", str(tmp_path / "x.txt"))
    done = fresh.run(*words)
    assert (tmp_path / "x.txt").is_file()
    said = " ".join(done.err.split())
    assert said.startswith("If you are under 18, or the picture is of somebody who was")
    before = said.partition("General information")[0]
    assert all(name in before for name in named), said
    quiet = fresh.run(*words[:-1], str(tmp_path / "y.txt"), "--adult")
    assert "If you are under 18" not in quiet.err
    assert not any(name in (tmp_path / "x.txt").read_text("utf-8") for name in named)


def test_an_ordinary_letter_says_in_one_line_whom_it_is_not_for(
    fresh: Auditor, tmp_path: Path
) -> None:
    done = fresh.run("letter", "erasure", "--output", str(tmp_path / "x.txt"))
    assert done.err.startswith("Not for anyone under 18")
    assert "If you are under 18" not in done.err


def test_the_list_as_json_names_who_helps_under_18(fresh: Auditor) -> None:
    told = fresh.run("letter", "--list", "--json", "--where", "GB").json["letters"]
    under = {each["kind"]: each["under_18"] for each in told}
    assert any("Report Remove" in line for line in under["removal-48h"])
    assert under["erasure"] == []
    assert {each["kind"] for each in told if each["intimate"]} == {
        *("removal-48h", "dsa-notice", "india-grievance", "marco-civil"),
        *("esafety-sheet", "police-sheet", "ftc-complaint", "india-appeal", "dsa-complaint"),
    }


def test_who_owns_a_photo_does_not_act_for_its_owner(fresh: Auditor) -> None:
    words = ("letter", "copyright", "--adult", "--output", "x", "--i-understand-the-risk")
    done = fresh.run(*words, "--i-own-it", "--i-am-authorised", code=2)
    assert "not both" in done.err
    assert not (fresh.room / "cwd" / "x").exists()


def test_a_letter_needs_neither_a_vault_nor_a_finding(fresh: Auditor, tmp_path: Path) -> None:
    target = tmp_path / "notice.txt"
    fresh.run("letter", "dsa-notice", "--adult", "--i-am-shown", "--output", str(target))
    assert "[exact address of each page and picture that has to go]" in target.read_text("utf-8")


def test_the_sheet_for_the_police_lists_offences_of_the_place(
    fresh: Auditor, tmp_path: Path
) -> None:
    target = tmp_path / "p.txt"
    words = ("letter", "police-sheet", "--where", "Texas", "--adult", "--i-am-shown")
    done = fresh.run(*words, "--output", str(target))
    text = " ".join(target.read_text("utf-8").split())
    assert "Tex. Penal Code 21.16" in text
    assert "Number of the case: [the number that the police give the case" in text
    assert "Put no intimate picture into it" in done.err
    assert "goes to:" not in done.out.casefold()


@pytest.mark.parametrize("where", ["GB", "Scotland"])
def test_in_the_united_kingdom_the_letter_of_its_own_law_is_written(
    fresh: Auditor, tmp_path: Path, where: str
) -> None:
    target = tmp_path / "e.txt"
    words = ("letter", "erasure", "--where", where, "--adult", "--i-am-shown")
    done = fresh.run(*words, "--output", str(target))
    text = " ".join(target.read_text("utf-8").split())
    assert "under Article 17 of the UK GDPR" in text
    assert "Information Commissioner (ICO)" in text
    assert "erasure-uk" in done.err
    assert "without --where" in done.err
    assert "ico.org.uk/make-a-complaint" in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("letter", "erazure", "--finding", "f1", "--output", "x"), "no letter of that name"),
        (
            ("letter", "erasure", "--finding", "f0000000000000000", "--output", "x"),
            "no finding f0000000000000000",
        ),
        (("letter", "erasure", "--finding", "f1"), "Where should it be written?"),
        (
            ("case", "--finding", "f0000000000000000", "--output", "x"),
            "no finding f0000000000000000",
        ),
        (("case", "--output", "x"), "Choose the evidence"),
    ],
)
def test_a_wrong_call_is_told_and_writes_nothing(
    casing: Auditor, words: tuple[str, ...], said: str
) -> None:
    done = casing.run(*words, code=2)
    assert said in done.err
    assert not (casing.room / "cwd" / "x").exists()


@pytest.mark.slow
def test_where_the_law_does_not_hold_is_told(
    scanned: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    done = scanned.run(
        "letter",
        "erasure",
        "--finding",
        ids["own"],
        "--output",
        str(tmp_path / "e.txt"),
        "--where",
        "US-CA",
    )
    assert "holds in: EU" in done.err
    assert (tmp_path / "e.txt").is_file()


def test_the_list_is_offered_without_a_vault(fresh: Auditor) -> None:
    told = fresh.run("letter", "--list").out
    assert re.findall(r"^([a-z0-9-]+):", told, re.MULTILINE) == list(KINDS)
    assert not list(fresh.vault.iterdir())


@pytest.mark.parametrize("width", [40, 80])
def test_what_is_said_wraps_at_words_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for kind in letters():
        for text in letter_command.warnings(kind, "GB", Path("/nowhere")):
            output.narrate(text)
        for step in kind.steps:
            output.line("- " + step)
    shown = capsys.readouterr()
    for line in (shown.err + shown.out).splitlines():
        assert len(line) <= width or " " not in line.strip("- "), line
    words = {word for kind in letters() for note in kind.note for word in note.split()}
    assert words <= set(shown.err.split())


@pytest.mark.slow
def test_at_a_terminal_it_asks_and_fills(
    scanned: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "t.txt"
    answers = [
        "yes",
        "no",
        "yes",
        "",
        "Bea Example",
        "https://copies.example/1",
        "Ada Example",
        "ada@mail.example",
        "",
        "I never agreed",
    ]
    shown = _typed(
        scanned,
        ["letter", "removal-48h", "--finding", ids["own"], "--output", str(target)],
        answers,
    )
    text = " ".join(target.read_text("utf-8").split())
    assert "I am authorised to act for the person shown, Bea Example." in text
    assert "It stands here: https://copies.example/1" in text
    assert "You can reach me at: ada@mail.example; [a telephone number" in text
    assert "What helps you to see that: I never agreed." in text
    assert "18 or older" in shown


@pytest.mark.slow
def test_at_a_terminal_nobody_else_writes_it(
    scanned: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "t.txt"
    shown = _typed(
        scanned,
        ["letter", "impostor", "--finding", ids["own"], "--output", str(target)],
        ["yes", "no", "no"],
        code=2,
    )
    assert "Only the person concerned" in shown
    assert not target.exists()


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_a_case_is_checked_as_its_own_readme_says(
    casing: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "documents.zip"
    done = casing.run(
        "case",
        "--finding",
        ids["impostor"],
        "--finding",
        ids["own"],
        "--output",
        str(target),
        "--json",
    )
    assert "found by an abuser is dangerous" in done.err
    assert done.err.startswith("If you are under 18, or the picture")
    assert any("Take It Down" in line for line in done.json["under_18"])
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    _unpack(target, tmp_path / "out")
    readme = (tmp_path / "out" / "README.txt").read_text("utf-8")
    commands = [
        textwrap.dedent(block)
        for block in re.findall(r"(?:^    .+\n)+", readme, re.MULTILINE)
        if "sha256sum" in block
    ]
    assert len(commands) == 2
    for script in commands:
        checked = subprocess.run(
            ["sh", "-c", script], cwd=tmp_path / "out", capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, checked.stderr
        assert "BROKEN" not in checked.stdout
        assert {line.rsplit(": ", 1)[1] for line in checked.stdout.splitlines()} <= {"OK", "linked"}
    assert (tmp_path / "out" / "chain.txt").read_text().splitlines()[-1].split()[0] == done.json[
        "seal"
    ]
    page = tmp_path / "out" / "01.txt"
    page.write_text(page.read_text("utf-8") + "changed", "utf-8")
    broken = subprocess.run(
        ["sh", "-c", commands[0]], cwd=tmp_path / "out", capture_output=True, text=True, check=False
    )
    assert broken.returncode != 0
    assert "01.txt: FAILED" in broken.stdout


def _unpack(target: Path, folder: Path) -> None:
    """Unpack with 7-Zip, else with the reader of the tests."""
    if shutil.which("7zz") or shutil.which("7z"):
        subprocess.run(
            [seven_zip(), "x", f"-p{WORD}", f"-o{folder}", str(target)],
            check=True,
            capture_output=True,
        )
        return
    folder.mkdir()
    for name, data in opened(target.read_bytes(), WORD).items():
        (folder / name).write_bytes(data)


def test_nothing_of_a_case_touches_the_disk_unencrypted(
    casing: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "out" / "x.zip"
    target.parent.mkdir()
    casing.run("case", "--finding", ids["own"], "--output", str(target))
    told = target.with_name("x.zip.txt")
    assert sorted(path.name for path in target.parent.iterdir()) == ["x.zip", "x.zip.txt"]
    assert b"auditor" not in target.read_bytes()
    # what opens it stands beside it, and nothing of what is inside
    words = told.read_text("utf-8")
    assert "7-Zip" in words
    assert "passphrase" in words
    assert not any(word in words.casefold() for word in ("auditor", "evidence", "lawyer", "case"))
    assert stat.S_IMODE(told.stat().st_mode) == 0o600
    assert not list((casing.room / "tmp").iterdir())


@pytest.mark.slow
def test_a_case_stays_off_folders_that_are_copied_elsewhere(
    casing: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    done = casing.run("case", "--finding", ids["own"], "--output", str(folder / "x.zip"), code=2)
    assert "Dropbox copies this folder" in done.err
    assert not list(folder.iterdir())
    casing.run("case", "--finding", ids["own"], "--output", str(folder / "x.zip"), "--synced")


@pytest.mark.slow
def test_a_case_needs_a_passphrase_that_is_worth_one(
    scanned: Auditor, ids: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "x.zip"
    done = scanned.run("case", "--finding", ids["own"], "--output", str(target), code=4)
    assert "AUDITOR_CASE_PASSPHRASE_FILE" in done.err
    (tmp_path / "word").write_text("short\n", "utf-8")
    short = scanned.told(AUDITOR_CASE_PASSPHRASE_FILE=str(tmp_path / "word"))
    assert (
        "guessed at once"
        in short.run("case", "--finding", ids["own"], "--output", str(target), code=2).err
    )
    assert not target.exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_case_takes_the_place_of_nothing_that_came_meanwhile(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "x.zip"
    if kind == "file":
        target.write_bytes(b"theirs")
    else:
        target.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="is there already"):
        case._save(target, b"ours")
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]
    assert kind == "link" or target.read_bytes() == b"theirs"


def _typed(auditor: Auditor, words: Sequence[str], answers: Sequence[str], code: int = 0) -> str:
    """Run a command at a terminal, answer each question, and return what was shown."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        auditor.command(*words),
        env=auditor.environment(),
        cwd=auditor.room / "cwd",
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown, waiting, before = "", list(answers), 0
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and process.poll() is None:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    shown += os.read(ours, 4096).decode("utf-8", "replace")
                except OSError:  # the other end is closed
                    break
            if waiting and len(shown) > before and re.search(r"(\[yes/no\]|:) $", shown):
                before = len(shown)
                os.write(ours, (waiting.pop(0) + "\n").encode())
        while select.select([ours], [], [], 0)[0]:  # what was said last
            try:
                shown += os.read(ours, 4096).decode("utf-8", "replace")
            except OSError:
                break
        os.close(ours)
    assert process.returncode == code, shown
    assert not waiting, shown
    return shown
