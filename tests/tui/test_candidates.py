"""Accounts that may have been forgotten: shown before anything is asked, kept only where asked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from auditor.cli.commands.desk import CommandDesk
from auditor.domain.account import Claim
from auditor.domain.outside.own_records import OwnRecords
from auditor.domain.secret import Secret
from auditor.errors import AuditorError
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.claim import ClaimBox
from auditor.tui.screens.discover import DiscoverPage
from auditor.tui.screens.forgotten import ForgottenPage
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from auditor.wiring import Opening
from tests.fakes.desk import RECORDS, FakeDesk
from tests.fakes.discovery import FOUND, LINKED
from tests.fakes.hostile import BAD, HOSTILE
from tests.fakes.owner import FakeOwner
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage


def about(s: Stage) -> str:
    return " ".join(str(s.app.screen.query_one("#about", Prose).content).split())


def shown(s: Stage) -> list[str]:
    """Return the first cell of every line of the list."""
    rows = s.app.screen.query_one("#rows", RowList)
    return [str(rows._cells(rows.at(number))[0]) for number in range(rows.count)]


def claims(s: Stage) -> dict[str, Claim]:
    return {account.url: account.claim for account in s.session._accounts}


def with_desk(desk: FakeDesk, *, projector: bool = False) -> UiOptions:
    return UiOptions(
        vault_exists=True,
        practice=True,
        images="off",
        owner=FakeOwner(),
        desk=desk,
        projector=projector,
    )


async def name_sites(s: Stage) -> None:
    s.app.screen.query_one("#name", Button).press()
    await s.settle()
    s.type_into("#path", "sites.json")
    await s.press("enter")


async def test_every_request_stands_there_before_a_second_key_sends_it(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await s.go(Route.DISCOVER)
        assert isinstance(s.app.screen, DiscoverPage)
        assert LINKED in shown(s)
        await name_sites(s)
        assert "WhatsMyName, CC BY-SA 4.0" in about(s)
        await s.press("s")
        assert "GET https://forum.example/maja" in shown(s)
        assert not [call for call in s.session.calls if call.startswith("discover")]
        await s.press("escape")
        assert isinstance(s.app.screen, DiscoverPage), "Escape first takes back what would be sent"
        await s.press("s")
        await s.press("s")
        assert "discover 2" in s.session.calls
        assert shown(s)[1:3] == [LINKED, FOUND]
        told = " ".join(shown(s))
        assert "Could not be told, on sites: 1: refused to answer" in told
        assert "3 sites say that they have no such account." in told
        assert "Not asked: 2 sites of the file, whose kind tells something of you" in told


async def test_what_was_shown_before_another_screen_is_shown_again(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await s.go(Route.DISCOVER)
        await s.press("s")
        await s.go(Route.HELP_NOW)
        await s.press("escape")
        await s.press("s")
        assert not [call for call in s.session.calls if call.startswith("discover")]
        assert "GET https://photos.example/maja" in shown(s)


async def test_a_candidate_is_kept_where_one_says_whose_it_is(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.DISCOVER)
        await s.press("down", "u")
        assert "Say first that it is yours: press Enter." in s.flat()
        assert LINKED not in claims(s)
        await s.press("enter")
        assert isinstance(s.app.screen, ClaimBox)
        assert claims(s)[LINKED] is Claim.UNSURE
        s.app.screen.query_one("#claim-mine").value = True  # type: ignore[attr-defined] # a choice
        await s.settle()
        s.type_into("#handle-again", "photos.example")
        s.app.screen.query_one("#save", Button).press()
        await s.settle()
        assert claims(s)[LINKED] is Claim.MINE
        assert isinstance(s.app.screen, DiscoverPage)
        assert LINKED in shown(s), "it stays in sight"
        await s.press("u")
        assert "The plan (5) says where it is deleted" in s.flat()
        assert "unwanted" in s.flat()
        await s.press("ctrl+z")
        assert "unwanted" not in " ".join(s.text().splitlines()[3:10])


@pytest.mark.parametrize("claim", [Claim.NOT_MINE, Claim.IMPOSTOR])
async def test_what_is_not_mine_can_be_said(stage: OpenStage, claim: Claim) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.DISCOVER)
        await s.press("down", "c")
        s.app.screen.query_one(f"#claim-{claim.value}").value = True  # type: ignore[attr-defined] # a choice
        await s.settle()
        s.app.screen.query_one("#save", Button).press()
        await s.settle()
        assert claims(s)[LINKED] is claim


async def test_without_a_proven_account_nothing_is_asked(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True), size=SMALL) as s:
        await s.go(Route.DISCOVER)
        assert "None of your accounts is proven" in about(s)
        await s.press("s")
        assert "Nothing would be sent." in s.flat()
        await s.press("s")
        assert not [call for call in s.session.calls if call.startswith("discover")]


async def test_a_file_that_is_no_list_is_told_and_hidden_from_a_class(stage: OpenStage) -> None:
    for projector in (False, True):
        async with stage(options=with_desk(FakeDesk(), projector=projector), size=SMALL) as s:
            await s.go(Route.DISCOVER)
            s.app.screen.query_one("#name", Button).press()
            await s.settle()
            s.type_into("#path", "my-maja-list")
            await s.press("enter")
            assert "is no list of sites that is known" in s.flat()
            assert ("my-maja-list" in s.flat()) is not projector
            await s.press("escape")
            assert isinstance(s.app.screen, DiscoverPage)


async def read(s: Stage, path: str = "mail") -> None:
    await s.go(Route.FORGOTTEN)
    s.type_into("#path", path)
    await s.press("enter")


async def test_the_address_is_typed_and_the_list_is_not_kept(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=with_desk(desk), size=SMALL) as s:
        await read(s)
        assert "Only your own mailbox." in about(s)
        assert not desk.done
        s.type_into("#address", "maja@social.example")
        await s.press("enter")
        assert desk.done == [("records", ("mail",), "maja@social.example")]
        assert shown(s) == ["Kitchenalia (photos)"], "what is sensitive is never shown"
        assert "Clinic" not in s.flat()
        assert "12 mails went to other addresses" in about(s)
        before = claims(s)
        await s.press("escape")
        assert claims(s) == before
        await s.go(Route.FORGOTTEN)
        assert isinstance(s.app.screen, ForgottenPage)
        assert "Nothing was read yet" in s.flat(), "the list is gone with the screen"


async def test_a_service_gets_on_the_list_where_it_is_asked_for(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await read(s)
        s.type_into("#address", "maja@social.example")
        await s.press("enter")
        await s.press("enter")
        assert isinstance(s.app.screen, ClaimBox)
        assert claims(s)["https://kitchenalia.example/"] is Claim.UNSURE
        assert "https://clinic.example/" not in claims(s)
        s.app.screen.query_one("#claim-mine").value = True  # type: ignore[attr-defined] # a choice
        await s.settle()
        s.type_into("#handle-again", "kitchenalia.example")
        s.app.screen.query_one("#save", Button).press()
        await s.settle()
        await s.press("u")
        assert "The plan (5) says where it is deleted" in s.flat()


async def test_all_of_them_at_once_can_be_taken_back(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await read(s)
        s.type_into("#address", "maja@social.example")
        await s.press("enter")
        before = claims(s)
        s.app.screen.query_one("#put_all", Button).press()
        await s.settle()
        assert claims(s).keys() - before.keys() == {"https://kitchenalia.example/"}
        await s.press("ctrl+z")
        assert claims(s) == before


async def test_a_password_list_comes_after_a_warning(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=with_desk(desk), size=SMALL) as s:
        await read(s, "my-list.csv")
        assert "It holds every password readable for anybody" in about(s)
        await s.press("enter")
        assert not desk.done, "Enter does nothing rash"
        assert "nothing was read" in s.flat()
        s.type_into("#path", "my-list.csv")
        await s.press("enter")
        s.app.screen.query_one("#agree", Button).press()
        await s.settle()
        assert desk.done == [("records", ("my-list.csv",), "")]


async def test_a_sealed_list_is_opened_by_what_is_typed_unseen(stage: OpenStage) -> None:
    desk = FakeDesk()
    async with stage(options=with_desk(desk), size=SMALL) as s:
        await read(s, "sealed-list.json")
        s.app.screen.query_one("#agree", Button).press()
        await s.settle()
        assert "The list is sealed" in about(s)
        await s.press(*"maple", "enter")
        assert "maple" not in s.flat()
        assert desk.done == [("records", ("sealed-list.json",), "", "maple")]
        page = s.app.screen
        assert isinstance(page, ForgottenPage)
        assert page._secret is None
        assert all(not field.value for field in page.query(Input))


class SlowDesk(FakeDesk):
    """Reads until it is told to stop."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.ended = threading.Event(), threading.Event()

    def read_records(
        self,
        paths: Sequence[str],
        address: str,
        tell: Callable[[int], None],
        secret: Secret | None = None,
    ) -> OwnRecords:
        try:
            while True:
                tell(5000)
                self.began.set()
                self.ended.wait(0.01)
        except AuditorError:
            self.ended.set()
            raise


@pytest.mark.parametrize("way", ["escape", "leave"])
async def test_reading_ends_where_nobody_waits_for_it(stage: OpenStage, way: str) -> None:
    desk = SlowDesk()
    async with stage(options=with_desk(desk), size=SMALL) as s:
        await s.go(Route.FORGOTTEN)
        s.type_into("#path", "mail")
        await s.press("enter")
        s.type_into("#address", "maja@social.example")
        await s.pilot.press("enter")
        assert await asyncio.to_thread(desk.began.wait, 60)
        if way == "escape":
            await s.press("escape")
            assert "Stopped; nothing of it is kept." in s.flat()
        else:
            s.app.pop_screen()
            await s.settle()
        assert await asyncio.to_thread(desk.ended.wait, 60)


async def test_a_class_sees_no_service(stage: OpenStage) -> None:
    async with stage(options=with_desk(FakeDesk(), projector=True), size=LARGE) as s:
        await read(s)
        s.type_into("#address", "maja@social.example")
        await s.press("enter")
        assert "kitchenalia" not in s.flat().casefold()
        assert "maja@" not in s.flat()
        await s.press("enter")
        assert isinstance(s.app.screen, ClaimBox)
        assert "kitchenalia" not in s.flat().casefold()


class HostileDesk(FakeDesk):
    """Names of services that others wrote."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word

    def read_records(
        self,
        paths: Sequence[str],
        address: str,
        tell: Callable[[int], None],
        secret: Secret | None = None,
    ) -> OwnRecords:
        first = RECORDS.services[0]
        return replace(RECORDS, services=(replace(first, name=self.word, delete_url=self.word),))


async def test_names_that_others_wrote_stand_there_cleaned(stage: OpenStage) -> None:
    for word in HOSTILE:
        async with stage(options=with_desk(HostileDesk(word)), size=LARGE) as s:
            await read(s)
            s.type_into("#address", "maja@social.example")
            await s.press("enter")
            assert not BAD & set(s.text().replace("\n", ""))


async def test_real_files_of_the_desk(tmp_path: Path) -> None:
    desk = CommandDesk(Opening(home=str(tmp_path)))
    (tmp_path / "box.mbox").write_bytes(
        b"From a@b Mon Jan  1 10:00:00 2024\nFrom: X <no-reply@flickr.com>\n"
        b"To: maja@post.example\nSubject: Welcome to Flickr\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n"
        b"\nhello\n"
    )
    (tmp_path / "saved.csv").write_text("name,url,username,password\nx,https://flickr.com,a,b\n")
    named = desk.named_records(f"{tmp_path}/box.mbox {tmp_path}/saved.csv")
    assert named.mail == {f"{tmp_path}/box.mbox"}
    assert named.passwords == {f"{tmp_path}/saved.csv"}
    found = desk.read_records(named.paths, "maja@post.example", lambda _mails: None)
    assert [service.name for service in found.services] == ["Flickr"]
