"""The private hash list on the screen.

Two questions, no hash, no picture but blurred and on a key.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button

from auditor.domain.private import PrivateMatch
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.add_private import AddPrivate
from auditor.tui.screens.confirm import RemovePrivate
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.private import PrivatePage
from tests.fakes.private import MATCHING, FakePrivate
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage


def listed(stage: Stage) -> FakePrivate:
    private = stage.session.private
    assert isinstance(private, FakePrivate)
    return private


async def nothing(photo: str | None = None) -> tuple[PrivateMatch, ...]:
    """No photo matches."""
    return ()


async def click(stage: Stage, name: str) -> None:
    stage.app.screen.query_one(name, Button).press()
    await stage.settle()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_list_and_what_to_do(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(size=size) as s:
        await s.press("7")
        assert isinstance(s.app.screen, PrivatePage)
        shown = s.flat()
        assert "blue" in shown
        assert "1 possible match" in shown
        assert "is public" not in shown.replace("what is public", "")


async def test_an_empty_list_says_how_to_begin(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True), size=LARGE) as s:
        await s.go(Route.PRIVATE)
        assert "Press a to add" in s.flat()
        assert "cannot be recovered" in s.flat()
        assert "No possible match" not in s.flat(), "nothing was compared"


async def test_no_match_is_never_told_without_what_is_not_found(stage: OpenStage) -> None:
    async with stage(FakeSession(), size=LARGE) as s:
        listed(s).matches = nothing  # type: ignore[method-assign]
        listed(s).older = 2
        await s.go(Route.PRIVATE)
        shown = s.flat()
        assert "No possible match" in shown
        assert "Copies that are often not found" in shown
        assert "2 pictures were put on the list by an older version" in shown


async def test_two_questions_and_a_path(stage: OpenStage, tmp_path: Path) -> None:
    image = tmp_path / "secret-name.jpg"
    image.write_bytes(b"picture")
    async with stage(size=LARGE) as s:
        await s.go(Route.PRIVATE)
        await s.press("a")
        assert "Are you in it?" in s.flat()
        await click(s, "#yes")
        assert "18 or older" in s.flat()
        await click(s, "#yes")
        s.type_into("#path", f"'{image}'")
        s.type_into("#label", "red")
        await click(s, "#add")
        assert listed(s).added == [b"picture"]
        assert "Nobody has been told. This does not stop the image being posted." in s.flat()
        assert "secret-name" not in s.flat()
        await click(s, "#close")
        assert "red" in s.flat()


@pytest.mark.parametrize(("yeses", "told"), [(0, "images of yourself"), (1, "Take It Down")])
async def test_a_no_reads_nothing_and_names_help(stage: OpenStage, yeses: int, told: str) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.ADD_PRIVATE)
        for _question in range(yeses):
            await click(s, "#yes")
        await click(s, "#no")
        assert told in s.flat()
        assert not s.app.screen.query_one("#path").display
        await click(s, "#help")
        assert isinstance(s.app.screen, HelpNow)
        assert listed(s).added == []


async def test_enter_on_a_question_is_no(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.ADD_PRIVATE)
        await s.press("enter")
        assert "images of yourself" in s.flat()


async def test_a_file_that_cannot_be_read_is_told_without_its_name(
    stage: OpenStage, tmp_path: Path
) -> None:
    image = tmp_path / "secret-name.jpg"
    async with stage(size=LARGE) as s:
        await s.go(Route.ADD_PRIVATE)
        await click(s, "#yes")
        await click(s, "#yes")
        for content, told in ((None, "No such file or directory"), (b"broken", "truncated")):
            if content is not None:
                image.write_bytes(content)
            s.type_into("#path", str(image))
            await click(s, "#add")
            assert isinstance(s.app.screen, AddPrivate), told
            assert str(s.app.screen.query_one("#trouble").render()) == told


async def test_removing_is_asked(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.PRIVATE)
        await s.press("delete")
        assert isinstance(s.app.screen, RemovePrivate)
        await s.press("enter")
        assert len(await listed(s).entries()) == 2
        await s.press("delete")
        await click(s, "#remove")
        assert [entry.label for entry in await listed(s).entries()] == ["party"]


@pytest.mark.filterwarnings(
    "ignore:Image.Image.getdata is deprecated:DeprecationWarning"
)  # textual-image's half cells
async def test_a_match_is_shown_on_its_key_only(stage: OpenStage) -> None:
    async with stage(
        options=UiOptions(vault_exists=True, practice=True, images="half-cell"), size=LARGE
    ) as s:
        await s.go(Route.PHOTOS)
        await s.go(Route.PHOTO, MATCHING)
        assert listed(s).shown == []
        await s.press("z")
        assert listed(s).shown == [MATCHING]
        await s.press("escape")
        await s.go(Route.PHOTO, f"p{2:016x}")
        await s.press("z")
        assert listed(s).shown == [MATCHING]
