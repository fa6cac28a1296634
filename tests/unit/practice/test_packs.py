"""The packs for trainers: their sums and names, and what must stand on every sheet."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from bs4 import BeautifulSoup

from auditor.cli.own_range.session import tasks_of
from auditor.guidance.help import help_now
from auditor.practice.packs.as_markdown import markdown
from auditor.practice.packs.as_page import page
from auditor.practice.packs.blocks import Sheet, SheetBlanks, SheetHeading, SheetList, SheetText
from auditor.practice.packs.files import pack_files
from auditor.practice.packs.read import BrokenPack, Pack, pack_names, parse_pack, read_pack
from auditor.practice.packs.rows import PACK_PHOTOS, CommonFile, Disclosure
from auditor.practice.packs.sheets import time_line
from auditor.practice.stories.read import read_story, story_keys
from auditor.practice.tasks import TASKS
from auditor.practice.tasks.check import minutes_of
from auditor.practice.tasks.run import StoryRun
from tests.rows import each_row

PACKS = [read_pack(name) for name in pack_names()]
NO_COMMON = CommonFile((), (), Disclosure((), (), (), (), ()), ())


def as_written(name: str) -> str:
    return files("auditor.practice.packs").joinpath(f"{name}.toml").read_text("utf-8")


def test_there_are_three() -> None:
    assert [(pack.name, pack.minutes) for pack in PACKS] == [("20", 20), ("45", 45), ("120", 120)]


@each_row("pack", PACKS, ids=lambda pack: pack.name)
def test_the_time_line_adds_up_in_steps_of_five_minutes(pack: Pack) -> None:
    assert sum(part.minutes for part in pack.sections) == pack.minutes
    rows = time_line(pack).rows
    assert [row[0] for row in rows] == [
        f"{minute}–{minute + 5}" for minute in range(0, pack.minutes, 5)
    ]


@each_row("pack", PACKS, ids=lambda pack: pack.name)
def test_a_pack_says_all_that_a_trainer_needs(pack: Pack) -> None:
    assert len(pack.outcomes) == 2
    assert len(pack.follow_up) == 3
    assert len(pack.disclosure.blanks) >= 4
    assert any("duty to report" in blank for blank in pack.disclosure.blanks)
    assert any("step out at any time" in text for text in pack.opt_outs)
    assert any("accounts of their own" in text for text in pack.opt_outs)
    assert len(pack.not_in_the_room) >= 3
    assert len(pack.troubles) >= 4
    assert all(part.does and part.words for part in pack.sections)
    assert sum(len(part.questions) for part in pack.sections) >= 4
    for part in pack.sections:  # in five minutes nobody reads more than that aloud
        spoken = sum(len(text.split()) for text in part.words)
        assert spoken <= 32 * part.minutes, part.title


@each_row("pack", PACKS, ids=lambda pack: pack.name)
def test_only_invented_people_are_in_a_pack(pack: Pack) -> None:
    people = {read_story(key).person.name for key in story_keys()}
    assert pack.person in people
    assert all(task.startswith(pack.story + "-") for task in pack.tasks)
    assert any("does not exist" in text for part in pack.sections for text in part.words)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_task_of_a_pack_is_one(pack: Pack) -> None:
    tasks = pytest.importorskip("auditor.practice.tasks", reason="no tasks in this edition")
    assert pack.tasks
    assert set(pack.tasks) <= set(tasks.TASKS)


@each_row("pack", PACKS, ids=lambda pack: pack.name)
def test_seats_are_opened_with_the_pictures_of_the_lesson(pack: Pack) -> None:
    opened = re.findall(r"auditor practice serve[^.,)]*", as_written(pack.name))
    assert bool(opened) == (pack.name != "20")
    for line in opened:
        assert f"--photos {PACK_PHOTOS}" in line, "with more of them papers take longer"
        assert "--lan" in line
    run = tasks_of(pack.story, PACK_PHOTOS, 1, 1, alone=True).learner.run
    assert run == StoryRun(pack.story, 1, PACK_PHOTOS, 1, alone=True)
    papers = TASKS["mara-close-papers"]
    assert minutes_of(papers, StoryRun("mara", 1, PACK_PHOTOS, alone=True)) == 5


def test_who_is_to_look_at_a_photo_on_the_projector_can() -> None:
    shown = [pack for pack in PACKS if re.search(r"Look at this photo", as_written(pack.name))]
    assert [pack.name for pack in shown] == ["20"]
    assert "teach 20 --unmasked" in as_written("20")


def test_the_arc_of_the_middle_one() -> None:
    signs = [part.sign for part in read_pack("45").sections]
    assert [sign for sign in signs if sign in {"GUESS", "SEE", "FIX", "GONE"}] == [
        *("GUESS", "SEE", "FIX", "GONE")
    ]


@each_row("pack", PACKS, ids=lambda pack: pack.name)
def test_what_is_said_to_minors_names_the_services(pack: Pack) -> None:
    for name, text in pack_files(pack):
        assert "Take It Down" in text, name
        assert "StopNCII" in text, name
    said = " ".join(pack.disclosure.minors)
    assert "under 18" in said
    assert "No exercise of this class uses an intimate picture" in said


@each_row("where", ["GB", "DE", "US"])
def test_help_lines_are_those_of_the_guidance(where: str) -> None:
    number = help_now.emergency(where)
    young = help_now.crisis_lines(where, help_now.YOUNG)[:1]
    for name, text in pack_files(read_pack("45"), where):
        assert number in text, name
        assert all(service.name.split(" / ")[0] in text for service in young), name
    assert not any(
        re.search(r"\d{3} ?\d{3}", as_written(name)) for name in (*pack_names(), "common")
    )


@each_row("pack", PACKS, ids=lambda pack: pack.name)
def test_every_sheet_names_its_licence_and_asks_for_nothing(pack: Pack) -> None:
    for name, text in pack_files(pack, "GB"):
        assert "CC BY 4.0" in text, name
        if name.endswith(".html"):
            read = BeautifulSoup(text, "lxml")
            assert not read.find_all(["script", "img", "link", "iframe", "base", "svg", "object"])
            assert "url(" not in text
            assert "@import" not in text
            assert [len(read.find_all(tag)) for tag in ("h1", "main", "title")] == [1, 1, 1]


def test_words_that_look_like_marks_stay_words() -> None:
    text = "<b>a_b*c*</b> [x](y) | `z` & https://example.org/a_b"
    sheet = Sheet(text, (SheetHeading(1, text), SheetText(text), SheetList((text,))))
    shown = BeautifulSoup(page(sheet), "lxml")
    assert shown.find("b") is None
    assert [tag.get_text() for tag in shown.find_all(["h1", "p", "li"])] == [text] * 3
    assert "\\<b\\>a\\_b\\*c\\*\\</b\\> \\[x\\](y) \\| \\`z\\`" in markdown(sheet)
    assert "<https://example.org/a_b>" in markdown(sheet)
    assert "What:" in page(Sheet("", (SheetBlanks(("What",)),)))


@each_row(
    ("wrong", "right", "said"),
    [
        ("minutes = 20", "minutes = 25", "the file is called"),
        ("minutes = 5", "minutes = 10", "sections take"),
        ("minutes = 5", "minutes = 7", "minutes"),
        ('story = "mara"', 'story = "somebody"', "has no"),
        ("level = 1", "level = 4", "has no level"),
        ('tasks = ["mara-home-photo"]', 'tasks = ["juno-home"]', "another story"),
        ("up_to = [2, 5, 8]", "up_to = [2, 5]", "up_to"),
        ("up_to = [2, 5, 8]", "up_to = [2, 5, 7]", "up_to"),
        ("up_to = [2, 5, 8]", "up_to = [2, 5, 8]\nright = 1", "two right answers"),
        ("up_to = [2, 5, 8]", "", "right answer"),
        ("right = 2", "right = 4", "no choice 4"),
        ('sign = "GUESS"', 'sign = "guess"', "sign"),
        ('aim = "', 'wish = "a"\naim = "', "wish"),
    ],
)
def test_a_broken_pack_says_what_is_wrong(wrong: str, right: str, said: str) -> None:
    text = as_written("20")
    assert wrong in text
    with pytest.raises(BrokenPack, match=said):
        parse_pack(text.replace(wrong, right, 1).encode(), "20", NO_COMMON)
