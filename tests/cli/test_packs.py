"""auditor practice pack: the files of a class, and what is said where something is wrong."""

from __future__ import annotations

import asyncio
import socket
from typing import Self

import pytest

from auditor.errors import AuditorError
from auditor.practice.packs.rows import PACK_PHOTOS
from auditor.practice.range import PracticeRange
from auditor.tui.base.options import OpenSession
from auditor.tui.lesson.run import LessonRun
from tests.cli.auditor import Auditor

FILES = ["pack-45.md", "pack-45.html", "handout-45.md", "handout-45.html"]


def test_a_pack_is_written_into_a_new_folder_once(fresh: Auditor) -> None:
    told = fresh.run("practice", "pack", "45", "--output", "class", "--where", "Spain", "--json")
    assert told.json["files"] == FILES
    assert [pack["minutes"] for pack in told.json["packs"]] == [45]
    again = fresh.run("practice", "pack", "45", "--output", "class", code=2)
    assert "there already" in again.err


def test_the_packs_are_listed(fresh: Auditor) -> None:
    told = fresh.run("practice", "pack", "--list", "--json").json
    assert [pack["name"] for pack in told["packs"]] == ["20", "45", "120"]
    assert told["files"] == []
    assert "45: Guess, see, fix, gone, with Mara Lindqvist" in fresh.run("practice", "pack").out


def test_what_is_wrong_is_said(fresh: Auditor) -> None:
    assert "no such pack" in fresh.run("practice", "pack", "30", code=2).err
    assert "20, 45, 120" in fresh.run("practice", "pack", "30", code=2).err
    assert "Name a folder" in fresh.run("practice", "pack", "20", code=2).err
    nowhere = ("practice", "pack", "20", "--output", "x", "--where", "Atlantis")
    assert "--where" in fresh.run(*nowhere, code=2).err
    assert "no such pack" in fresh.run("practice", "teach", "30", code=2).err
    assert "needs a terminal" in fresh.run("practice", "teach", "20", code=2).err


@pytest.mark.parametrize("name", ["20", "45", "120"])
def test_a_lesson_opens_what_its_seats_have(
    fresh: Auditor, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what the projector counts is not what the learners count."""
    opened: list[PracticeRange] = []

    class Seen(PracticeRange):
        async def __aenter__(self) -> Self:
            opened.append(self)
            raise AuditorError("seen")

    def shown(_options: object, opens: OpenSession, *_more: object) -> None:
        async def opening() -> None:
            await opens(None)

        with pytest.raises(AuditorError, match="seen"):
            asyncio.run(opening())

    monkeypatch.setattr("auditor.practice.range.PracticeRange", Seen)
    monkeypatch.setattr("auditor.cli.own_range.session.run_ui", shown)
    fresh.run("practice", "teach", name)
    (made,) = opened
    assert (made.story, made.level) == ("mara", 1)
    assert made.photos == PACK_PHOTOS


def test_votes_stand_at_the_port_asked_for(fresh: Auditor, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a trainer printed last week still leads to the page."""
    seen: list[str] = []

    def shown(*_given: object, lesson: LessonRun, **_more: object) -> None:
        seen.append(lesson.votes_at)

    monkeypatch.setattr("auditor.cli.own_range.session.run_practice_ui", shown)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        lan = ("practice", "teach", "20", "--lan", "--address", "127.0.0.1", "--port", port)
        taken.listen()
        assert "--port" in fresh.run(*lan, code=2).err
    fresh.run(*lan)
    assert seen == [f"http://127.0.0.1:{port}/vote"]
    assert "add --lan" in fresh.run("practice", "teach", "20", "--port", port, code=2).err
