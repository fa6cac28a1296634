"""Key a on a photo: on the practice range the user is the owner, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button, Input

from auditor.domain.hardening import Wishes, joined
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.palette import offers
from auditor.tui.screens.act_as_owner import ActBox
from auditor.tui.screens.keys import KeysBox
from auditor.tui.screens.photos import PhotosPage
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.fakes.owner import FakeOwner
from tests.fakes.session import FakeSession
from tests.tui.conftest import WIDE, OpenStage, Stage

PHOTO = "p0000000000000001"
SAID = "Scan and verify to see it."


def practising(owner: FakeOwner) -> UiOptions:
    return UiOptions(vault_exists=True, practice=True, images="off", owner=owner)


async def address(s: Stage) -> tuple[str, str]:
    detail = await s.session.photo(PHOTO)
    return detail.account.id, detail.stored.photo.media_url


async def choose(s: Stage, name: str) -> None:
    s.app.screen.query_one(f"#{name}", Button).press()
    await s.settle()


async def test_from_the_photo_and_from_the_list(stage: OpenStage) -> None:
    owner = FakeOwner()
    async with stage(options=practising(owner), size=WIDE) as s:
        await s.go(Route.PHOTOS)
        assert "Act as owner" in s.flat()
        await s.press("down", "e")
        box = s.app.screen
        assert isinstance(box, ActBox)
        chosen = s.app.screen_stack[-2].query_one(RowList).row
        assert chosen is not None
        assert box.item == chosen.id
        await s.press("escape")
        assert isinstance(s.app.screen, PhotosPage)
        await s.go(Route.PHOTO, PHOTO)
        await s.press("f1")
        assert isinstance(s.app.screen, KeysBox)
        assert "Act as owner" in s.app.screen.query_one("#keys", Prose).written.plain
        await s.press("f1", "e")
        await s.press("enter")
        account, photo = await address(s)
        assert owner.done == [("take-down", account, photo)]
        assert SAID in s.flat()
        await s.press("enter")
        assert not isinstance(s.app.screen, ActBox)


@pytest.mark.parametrize("practice", [True, False])
async def test_only_on_a_range_of_its_own(stage: OpenStage, practice: bool) -> None:
    options = UiOptions(vault_exists=not practice, practice=True, images="off")
    async with stage(options=options, size=WIDE) as s:
        await s.go(Route.PHOTO, PHOTO)
        assert "Act as owner" not in s.flat()
        await s.press("e")
        assert not isinstance(s.app.screen, ActBox)
        await s.press("f1")
        assert "Act as owner" not in s.app.screen.query_one("#keys", Prose).written.plain
        await s.press("f1")
        await s.go(Route.ACT, PHOTO)
        assert "Only on the practice range" in s.flat()
    assert "app.act" not in [action for _title, _text, action in offers()]


async def test_the_palette_leads_to_the_photo_in_hand(stage: OpenStage) -> None:
    assert "app.act" in [action for _title, _text, action in offers(owner=True)]
    async with stage(options=practising(FakeOwner())) as s:
        await s.go(Route.PHOTO, PHOTO)
        await s.app.run_action("app.act")
        await s.settle()
        assert isinstance(s.app.screen, ActBox)
        await s.press("escape")
        await s.go(Route.OVERVIEW)
        await s.app.run_action("app.act")
        await s.settle()
        assert isinstance(s.app.screen, PhotosPage)


async def test_what_is_typed_is_done(stage: OpenStage, tmp_path: Path) -> None:
    file, owner = tmp_path / "sea.jpg", FakeOwner()
    file.write_bytes(b"a picture")
    async with stage(options=practising(owner), size=WIDE) as s:
        account, photo = await address(s)
        for name, text, done in (
            ("file", f" '{file}' ", ("file", account, photo, b"a picture", "sea.jpg")),
            ("alt", "A [b]sea[/b]", ("alt", account, photo, "A [b]sea[/b]")),
            ("bio", "", ("bio", account, "")),
        ):
            await s.go(Route.ACT, PHOTO)
            await choose(s, name)
            s.type_into("#typed", text)
            s.app.screen.query_one("#typed", Input).focus()
            await s.press("enter")
            assert owner.done[-1] == done
            assert SAID in s.flat()
            await s.press("escape")
        await s.go(Route.ACT, PHOTO)
        await choose(s, "file")
        s.type_into("#typed", str(tmp_path / "none.jpg"))
        await choose(s, "go")
        assert "No such file" in s.flat()
        assert SAID not in s.flat()
        assert len(owner.done) == 3


async def test_settings_are_turned(stage: OpenStage) -> None:
    owner = FakeOwner()
    async with stage(options=practising(owner), size=WIDE) as s:
        account, _photo = await address(s)
        await s.go(Route.ACT, PHOTO)
        await choose(s, "setting")
        assert "Switch noindex: switch on" in s.flat()
        assert "Switch indexable: switch off" in s.flat()
        await choose(s, "switch-noindex")
        assert owner.done == [("switches", account), ("turn", account, "noindex", True)]
        assert SAID in s.flat()


async def test_the_clean_copy_is_what_the_findings_ask_for(stage: OpenStage) -> None:
    owner = FakeOwner()
    async with stage(options=practising(owner), size=WIDE) as s:
        account, photo = await address(s)
        await s.go(Route.ACT, PHOTO)
        await choose(s, "copy")
        assert owner.done == [("copy", account, photo, Wishes())]
        assert SAID in s.flat()


def test_wishes_of_several_findings() -> None:
    small, faces = Wishes(max_side=511), Wishes(faces=True, keep_largest=True)
    assert joined([]) == Wishes()
    assert joined([small, Wishes(max_side=1080), faces]) == Wishes(
        511, faces=True, keep_largest=True
    )
    assert joined([faces, Wishes(faces=True), Wishes(text=True)]) == Wishes(faces=True, text=True)
    assert joined([Wishes(notice=False), small]) == Wishes(511, notice=False)


async def test_what_is_refused_is_told(stage: OpenStage) -> None:
    owner = FakeOwner(refuses="[red]No photo[/red] of this account stands there.")
    async with stage(options=practising(owner), size=WIDE) as s:
        for name in ("down", "copy", "setting"):
            await s.go(Route.ACT, PHOTO)
            await choose(s, name)
            assert "[red]No photo[/red] of this account stands there." in s.flat()
            assert SAID not in s.flat()
            await s.press("escape")


async def test_nothing_telling_is_typed_in_the_open(stage: OpenStage) -> None:
    options = UiOptions(vault_exists=True, practice=True, projector=True, owner=FakeOwner())
    async with stage(FakeSession(), options, size=WIDE) as s:
        await s.go(Route.ACT, PHOTO)
        await choose(s, "alt")
        assert s.app.screen.query_one("#typed", Input).password
        assert "https://" not in s.flat()
