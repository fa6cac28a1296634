"""The screen of breaches, and the box that asks before an address is sent."""

from __future__ import annotations

from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.breaches import BreachesPage
from auditor.tui.widgets.row_list import RowList
from tests.fakes.breaches import FakeBreaches
from tests.fakes.desk import FakeDesk
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, WIDE, OpenStage, Stage

MAIL = "maja@mail.example"


def book(s: Stage) -> FakeBreaches:
    found = s.session.breaches
    assert isinstance(found, FakeBreaches)
    return found


async def to_the_address(s: Stage) -> None:
    await s.go(Route.ASK_BREACHES)
    assert "for free" in s.flat()
    await s.press("enter")


async def test_the_gravest_stand_first_and_nothing_asked_reads_as_safe(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.BREACHES)
        said = s.flat()
        order = [said.index(name) for name in ("Holmqvist Dating", "Adobe", "Hoax", "Maja Hub")]
        assert order == sorted(order)
        assert "not in the breaches shown publicly" in said
        assert "could not be told, so nothing is known" in said
        await s.press("down")
        assert "photos leaked" in s.flat()
        assert "CC BY 4.0" in s.flat()


async def test_without_a_look_up_nothing_is_known(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True), size=WIDE) as s:
        await s.go(Route.BREACHES)
        assert "No address was looked up yet, so nothing is known" in s.flat()
        assert "for free" in s.flat()


async def test_what_is_dealt_with_can_be_taken_back(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.BREACHES)
        await s.press("down", "d")
        assert "no longer counts" in s.flat()
        assert (await book(s).known())[0].breaches[0].dealt_with_at is not None
        await s.press("ctrl+z")
        assert (await book(s).known())[0].breaches[0].dealt_with_at is None


async def test_an_address_is_sent_after_a_yes_only(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await to_the_address(s)
        s.type_into("#address", MAIL)
        await s.press("enter")
        said = s.flat()
        assert "maja%40mail.example" in said
        assert "the e-mail address itself" in said
        assert "hibp-api-key: (your key)" in said
        await s.press("n")
        assert "Nothing was sent." in s.flat()
        assert not [call for call in s.session.calls if call.startswith("look_up")]


async def test_the_answer_stands_on_the_screen_behind(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.BREACHES)
        before = s.app.screen.query_one(RowList).count
        await s.press("s", "enter")
        s.type_into("#address", MAIL)
        await s.press("enter", "y")
        assert "in 1 breach" in s.flat()
        await s.press("escape")
        assert isinstance(s.app.screen, BreachesPage)
        assert s.app.screen.query_one(RowList).count == before + 2


async def test_what_could_not_be_told_is_one_line(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        book(s).refused = "haveibeenpwned.com asks to wait 40 seconds"
        await to_the_address(s)
        s.type_into("#address", MAIL)
        await s.press("enter", "y")
        assert "asks to wait 40 seconds" in s.flat()
        assert "nothing is known" in s.flat()


async def test_no_key_leads_to_this_screen_and_no_command(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        book(s).missing_key = True
        await to_the_address(s)
        s.type_into("#address", "no address")
        await s.press("enter")
        assert "no e-mail address" in s.flat()
        s.type_into("#address", MAIL)
        await s.press("enter", "y")
        said = s.flat()
        assert "it needs your own" in said
        assert "auditor keys" not in said


async def test_a_key_is_kept_without_being_shown(stage: OpenStage) -> None:
    desk = FakeDesk()
    options = UiOptions(vault_exists=True, practice=True, images="off", desk=desk)
    async with stage(options=options, size=LARGE) as s:
        await s.go(Route.ASK_BREACHES)
        await s.press("down", "enter")
        assert "it costs money" in s.flat()
        s.type_into("#key", "0123456789abcdef" * 2)
        await s.settle()
        assert "0123456789" not in s.flat()
        await s.press("enter")
        assert desk.done == [("keep key", "hibp", "0123456789abcdef" * 2)]


async def test_where_others_look_on_no_name_and_no_address(stage: OpenStage) -> None:
    options = UiOptions(vault_exists=True, practice=True, images="off", projector=True)
    async with stage(options=options, size=LARGE) as s:
        await s.go(Route.BREACHES)
        for _row in range(4):
            await s.press("down")
            for word in ("Holmqvist", "Adobe", "Maja Hub", "MajaHub", "fetishes"):
                assert word not in s.flat()
        await s.press("s", "enter")
        s.type_into("#address", MAIL)
        await s.settle()
        assert "maja" not in s.flat()
        await s.press("enter")
        assert "maja" not in s.flat()
