"""Letters, cases, copies, signing, reports, files of a site: each asked for, then done."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Button, Checkbox

from auditor.checks import ALL
from auditor.domain.hardening import Wishes
from auditor.domain.remedies import RemedyKey
from auditor.engine.evidence.letters import Written
from auditor.guidance import handover
from auditor.guidance.letters import letters, letters_for
from auditor.guidance.remedies import remedy
from auditor.messages import _
from auditor.report.words.why import when_wrong, why
from auditor.tui.base.desk import OwnCertificate
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.base.what_helps import what_helps
from auditor.tui.palette import Commands
from auditor.tui.screens.erase import EraseBox
from auditor.tui.screens.letter import LetterBox
from auditor.tui.screens.unlock import Unlock
from auditor.tui.screens.welcome import Welcome
from auditor.tui.text.shell import told_lines, without_commands
from tests.fakes import people
from tests.fakes.desk import FakeDesk
from tests.fakes.session import PASSPHRASE, TRAITS
from tests.tui.conftest import OpenStage, Stage

NAMES_A_COMMAND = re.compile(r"['‘“\"`]auditor [a-z]|\bauditor [a-z-]+ --|(?:^|\s)--[a-z]")
FINDING = people.findings()[0].id


def options(desk: FakeDesk, **others: object) -> UiOptions:
    usual = UiOptions(vault_exists=True, practice=True, images="off", desk=desk)
    return replace(usual, **others)  # type: ignore[arg-type]


async def press(s: Stage, name: str) -> None:
    s.app.screen.query_one(f"#{name}", Button).press()
    await s.settle()


async def tick(s: Stage, name: str) -> None:
    s.app.screen.query_one(f"#{name}", Checkbox).value = True
    await s.settle()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Signing adds. Else: auditor harden --sign", "Signing adds. Else: Clean copies (ctrl+p)"),
        ("'auditor findings' shows the ids.", "The Findings screen (4) shows the ids."),
        (
            "auditor law --where CODE --situation image-online",
            "Law where you live (F2, then Enter)",
        ),
        ("Talk to a helpline first: auditor help-now", "Talk to a helpline first: Help now (F2)"),
        ("It is out. 'auditor private plan' shows more.", "It is out."),
        ("It was made with auditor, in one go.", "It was made with auditor, in one go."),
        ("Choose a folder; --synced writes it here all the same.", ""),
    ],
)
def test_sentences_that_name_commands_are_left_out(told: str, kept: str) -> None:
    assert without_commands(told) == kept
    assert list(told_lines([told, ""])) == ([kept] if kept else []) + [""]


def test_what_we_say_ourselves_names_no_command() -> None:
    parts = [getattr(handover, name) for name in vars(handover) if name.isupper()]
    said = [step for part in parts if isinstance(part, str) for step in handover.steps(part)]
    said += [text for check in ALL for text in (why(check.id), when_wrong(check.id))]
    said += [remedy(key, platform).text for key in RemedyKey for platform in TRAITS]
    said += [_(note) for kind in letters() for note in (*kind.note, *kind.steps)]
    assert len(said) > 100
    assert [text for text in said if NAMES_A_COMMAND.search(without_commands(text))] == []


def test_what_helps_follows_from_the_remedy() -> None:
    found = people.findings()[0]
    for key, own_site, kinds in (
        (RemedyKey.CLEAN_METADATA, False, ["erasure"]),
        (RemedyKey.CLEAN_METADATA, True, []),
        (RemedyKey.LOWER_LIKENESS, False, ["objection", "erasure"]),
        (RemedyKey.REPORT_IMPOSTOR, True, ["impostor", "police-sheet"]),
    ):
        finding = replace(found, remedy=replace(found.remedy, key=key))
        told = what_helps((finding,), own_site=own_site)
        named = [each.item.partition("|")[0] for each in told if each.place is Route.LETTER]
        assert named == [*kinds, ""], key
        assert Route.CASE in {each.place for each in told}
    general = {each.place for each in what_helps((), own_site=False)}
    assert general == {Route.COPIES, Route.OPT_OUT, Route.SIGNING, Route.EXPORT}


@pytest.mark.parametrize(
    ("key", "where", "kinds"),
    [
        (RemedyKey.REPORT_IMPOSTOR, "DE", ["impostor", "police-sheet", "dsa-notice"]),
        (RemedyKey.REPORT_IMPOSTOR, "IN", ["impostor", "police-sheet", "india-grievance"]),
        (RemedyKey.REPORT_IMPOSTOR, "BR", ["impostor", "police-sheet", "marco-civil"]),
        (RemedyKey.CLEAN_METADATA, "US-CA", ["erasure", "ccpa-deletion"]),
        (RemedyKey.CLEAN_METADATA, "DE", ["erasure", "objection", "access"]),
        (RemedyKey.LOWER_LIKENESS, "GB-SCT", ["objection-uk", "erasure-uk", "access-uk"]),
    ],
)
def test_letters_of_the_place_are_offered_as_well(
    key: RemedyKey, where: str, kinds: list[str]
) -> None:
    found = people.findings()[0]
    finding = replace(found, remedy=replace(found.remedy, key=key))
    told = what_helps((finding,), own_site=False, where=where)
    named = [each.item.partition("|")[0] for each in told if each.place is Route.LETTER]
    assert named == [*kinds, ""]


def test_the_letters_of_the_place_come_first() -> None:
    assert next(kind.key for kind in letters_for("IN")) == "india-grievance"
    assert next(kind.key for kind in letters_for("US-CA")) == "ccpa-deletion"
    assert [kind.key for kind in letters_for("FR")[:4]] == [
        *("erasure", "objection", "access", "dsa-notice")
    ]
    assert letters_for("") == letters()


async def test_from_a_finding_to_a_letter(stage: OpenStage) -> None:
    desk, home = FakeDesk(), Path.home()
    async with stage(options=options(desk)) as s:
        await s.go(Route.FINDINGS)
        await s.press("M")
        assert "Case file for a lawyer or hotline" in s.flat()
        await press(s, "option-1")
        assert isinstance(s.app.screen, LetterBox)
        await s.press("n")
        assert "Under 18, nothing is written." in s.flat()
        await s.press("escape")
        await s.go(Route.LETTER, f"erasure|{FINDING}")
        await s.press("y", "n", "n")
        assert "Only the person concerned" in s.flat()
        await s.press("escape")
        await s.go(Route.LETTER, f"erasure|{FINDING}")
        await s.press("y", "y")
        s.type_into("#target", "~/a.txt")
        await press(s, "go")
        assert desk.done[0][:2] == ("letter", home / "a.txt")
        assert "It is done." in s.flat()
        assert "auditor show" not in s.flat()
        await press(s, "close")
        await s.go(Route.LETTER)
        await s.press("y")
        assert s.app.screen.query("#option-0"), "any letter can be chosen"
        await s.press("escape")


async def test_a_letter_that_carries_a_risk_says_so_first(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.LETTER, f"copyright|{FINDING}")
        await s.press("y")
        assert "Do you still want to write it?" in s.flat()
        await s.press("n")
        assert "Nothing was written." in s.flat()


async def test_ownership_is_a_question_of_its_own_before_the_copyright_oath(
    stage: OpenStage,
) -> None:
    desk = FakeDesk()
    async with stage(options=options(desk)) as s:
        await s.go(Route.LETTER, f"copyright|{FINDING}")
        await s.press("y", "y")
        assert "Do you own the copyright in this photo" in s.flat()
        assert "512(f)" in s.flat()
        assert "Being shown in it is not enough." in s.flat()
        await s.press("y")
        s.type_into("#target", "~/c.txt")
        await press(s, "go")
        made = desk.done[0][2]
        assert isinstance(made, Written)
        assert any("I am the owner of the copyright" in part.text for part in made.paragraphs)


async def test_the_mail_program_is_opened_only_after_a_yes(stage: OpenStage) -> None:
    desk = FakeDesk()
    opened: list[str] = []

    def open_mail(address: str) -> bool:
        opened.append(address)
        return True

    async with stage(options=options(desk, open_mail=open_mail)) as s:
        for answer, said in (("n", "Nothing was opened."), ("y", "was asked to open it")):
            await s.go(Route.LETTER, f"impostor|{FINDING}")
            await s.press("y", "y")
            s.type_into("#target", "~/i.txt")
            await press(s, "go")
            assert "Open in your mail program" in s.flat()
            await press(s, "option-0")
            assert "among drafts and sent mail" in s.flat()
            assert "synchronised" in s.flat()
            assert not opened
            await s.press(answer)
            assert said in s.flat()
            await s.press("escape")
        assert len(opened) == 1
        assert opened[0].startswith("mailto:?subject=Report%20of%20an%20account")


async def test_what_no_mail_program_takes_is_written_as_a_message(stage: OpenStage) -> None:
    desk, home = FakeDesk(), Path.home()
    async with stage(options=options(desk)) as s:
        await s.go(Route.LETTER, f"erasure|{FINDING}")
        await s.press("y", "y")
        s.type_into("#target", "~/e.txt")
        await press(s, "go")
        await press(s, "option-0")
        assert "too long to be handed over" in s.flat()
        await s.press("y")
        assert desk.done[-1][:2] == ("letter", home / "e.eml")
        await s.press("escape")


async def test_the_box_says_which_letter_it_is(stage: OpenStage) -> None:
    async with stage(size=(80, 70), options=options(FakeDesk())) as s:
        await s.go(Route.LETTER, f"|{FINDING}")
        assert s.app.screen.query_one("#box").border_title == "Letter to a site"
        await s.press("y")
        chosen = [kind.title for kind in letters_for("")].index("Sheet of facts for the police")
        await press(s, f"option-{chosen}")
        assert s.app.screen.query_one("#box").border_title == "Sheet of facts for the police"
        await s.press("y")
        assert "File to write" in s.flat()
        assert ".eml" not in s.flat()


async def test_where_no_mail_program_opens_a_message_is_offered(stage: OpenStage) -> None:
    desk, home = FakeDesk(), Path.home()
    async with stage(options=options(desk, open_mail=lambda _address: False)) as s:
        await s.go(Route.LETTER, f"impostor|{FINDING}")
        await s.press("y", "y")
        s.type_into("#target", "~/i.txt")
        await press(s, "go")
        await press(s, "option-0")
        await s.press("y")
        assert "No mail program could be opened" in s.flat()
        assert "was asked to open it" not in s.flat()
        await s.press("y")
        assert desk.done[-1][:2] == ("letter", home / "i.eml")


async def test_a_sheet_for_a_form_and_a_class_looking_on_get_no_mail(stage: OpenStage) -> None:
    for kind, projector in (("esafety-sheet", False), ("police-sheet", False), ("impostor", True)):
        async with stage(options=options(FakeDesk(), projector=projector)) as s:
            await s.go(Route.LETTER, f"{kind}|{FINDING}")
            await s.press("y", "y")
            s.type_into("#target", "~/s.txt")
            await press(s, "go")
            assert "It is done." in s.flat()
            assert "Open in your mail program" not in s.flat()


async def test_a_case_needs_findings_a_place_and_a_passphrase(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=options(desk)) as s:
        await s.go(Route.CASE)
        await s.press("y")
        assert "Choose the findings first" in s.flat()
        await s.press("escape")
        await s.go(Route.CASE, FINDING)
        await s.press("y")
        assert "1 finding goes into it." in s.flat()
        for first, again, said in (
            ("short", "short", "guessed at once"),
            (PASSPHRASE, "another one", "The two passphrases differ."),
            (PASSPHRASE, PASSPHRASE, "A cloud copies this folder."),
        ):
            s.type_into("#target", "cloud.zip")
            s.type_into("#first", first)
            s.type_into("#again", again)
            await press(s, "go")
            assert said in s.flat()
            assert desk.done == []
        await tick(s, "synced")
        await press(s, "go")
        assert desk.done == [("case", Path("cloud.zip"), [FINDING], PASSPHRASE)]


async def test_copies_are_made_as_the_finding_asks(stage: OpenStage) -> None:
    desk = FakeDesk(OwnCertificate(("A name",), sealed=True))
    async with stage(options=options(desk)) as s:
        await s.go(Route.COPIES)
        await press(s, "go")
        assert "Type a path first." in s.flat()
        s.type_into("#paths", "a.jpg, 'b c.png'")
        s.type_into("#folder", "copies")
        await tick(s, "faces")
        await tick(s, "sign")
        await press(s, "go")
        wishes = Wishes(0, faces=True, text=False, keep_largest=False, notice=True)
        assert desk.done == [
            ("copies", Path("copies"), ("a.jpg", "b c.png"), wishes, "camera", True)
        ]


async def test_a_certificate_is_made_used_and_destroyed(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=options(desk)) as s:
        await s.go(Route.SIGNING)
        await press(s, "go")
        assert desk.done.pop() == ("certificate", "", False)
        await press(s, "close")
        desk.own = OwnCertificate(("Name in every signed picture: A name",), sealed=True)
        await s.go(Route.SIGNING)
        assert "A name" in s.flat()
        await press(s, "option-0")
        s.type_into("#paths", "a.jpg")
        s.type_into("#secret", PASSPHRASE)
        await press(s, "go")
        assert desk.done.pop() == ("sign", None, ("a.jpg",), "camera", PASSPHRASE)
        await press(s, "close")
        await s.go(Route.SIGNING)
        await press(s, "option-1")
        s.type_into("#target", "own.pem")
        await press(s, "go")
        assert desk.done.pop() == ("public part", Path("own.pem"))
        await press(s, "close")
        await s.go(Route.SIGNING)
        await press(s, "option-2")
        await s.press("enter")
        assert desk.done == [], "keeping is what Enter does"
        await press(s, "option-2")
        await s.press("y")
        assert desk.done == [("remove",)]


async def test_a_report_is_saved_once(stage: OpenStage, tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    async with stage() as s:
        await s.go(Route.EXPORT)
        await s.press("down", "enter")
        s.type_into("#target", str(file))
        await press(s, "go")
        assert "Written: " in s.flat()
        assert file.read_text("utf-8").count("\n") > 3
        await press(s, "close")
        await s.go(Route.EXPORT)
        s.type_into("#target", str(file))
        await press(s, "go")
        assert "is there already; nothing was written." in s.flat()


async def test_files_that_say_no_to_training(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=options(desk)) as s:
        await s.go(Route.OPT_OUT)
        s.type_into("#folder", "files")
        s.type_into("#merge", "robots.txt")
        await press(s, "go")
        assert desk.done == [("opt-out", Path("files"), False, Path("robots.txt"))]


# erasing


async def test_everything_is_erased_from_the_lock_after_two_questions(stage: OpenStage) -> None:
    desk = FakeDesk()
    locked = options(desk, practice=False)
    async with stage(options=locked) as s:
        assert isinstance(s.app.screen, Unlock)
        offered = {entry[0] for entry, _node in Commands(s.app.screen)._all()}
        assert {"Erase everything", "Help now"} <= offered
        assert "Accounts" not in offered, "what needs the vault is not offered"
        for keys in (("f8", "enter"), ("f8", "n"), ("f8", "y", "n"), ("f8", "escape")):
            await s.press(*keys)
            assert isinstance(s.app.screen, Unlock), keys
        assert desk.done == []
        await press(s, "erase")
        await s.press("y")
        assert "cannot be brought back" in s.flat()
        assert "y or n" not in s.flat()
        await press(s, "yes")
        assert desk.done == [("erase",)]
        assert isinstance(s.app.screen, EraseBox)
        await s.press("escape")
        assert isinstance(s.app.screen, Welcome)


@pytest.mark.parametrize("settled", [True, False])
async def test_a_key_that_is_held_erases_nothing(stage: OpenStage, settled: bool) -> None:
    desk = FakeDesk()
    async with stage(options=options(desk, practice=False)) as s:
        await s.press("f8")
        for _again in range(9):
            s.app.post_message(events.Key("y", "y"))
            if settled:
                await s.settle()
        await s.settle()
        assert desk.done == []
        assert isinstance(s.app.screen, EraseBox)


async def test_erasing_closes_the_vault_and_leaves_nothing_shown(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=options(desk)) as s:
        await s.go(Route.FINDINGS)
        await s.press("d")
        session = s.session
        await s.go(Route.ERASE)
        await s.press("y")
        await press(s, "yes")
        assert session.closed
        assert not s.app.context.is_open
        assert not s.app.context.vault_exists
        assert len(s.app.context.undo) == 0
        assert not s.app.context.said
        assert "maja" not in s.text(), "what was on the screen is covered"
        await press(s, "close")
        assert isinstance(s.app.screen, Welcome)


async def test_a_session_in_memory_has_nothing_to_erase(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=options(desk, ephemeral=True)) as s:
        await s.go(Route.ERASE)
        assert "gone when you quit" in s.flat()
        await press(s, "close")
        assert desk.done == []
