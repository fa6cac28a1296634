"""Bringing in an archive: from the checklist of a closed platform to what came of it."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from textual import events
from textual.widgets import Button, Input

from auditor.cli.commands.desk import CommandDesk
from auditor.domain.account import Claim, Proof, ProofMethod
from auditor.domain.archives.archive import (
    ArchiveCounts,
    ArchiveIdentity,
    ArchiveMark,
    Imported,
    PublicAnswers,
    PublicDefault,
)
from auditor.errors import UsageError
from auditor.ports import AccountArchive
from auditor.report.veil import Veil
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.archive import ArchivePage
from auditor.tui.screens.checklist import ChecklistPage
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.text.archive import came_of_it
from auditor.tui.widgets.prose import Prose
from auditor.wiring import Opening
from tests.fakes.archives import MADE, PLACE, FakeImports
from tests.fakes.desk import FakeDesk
from tests.fakes.people import ACCOUNTS, NOW
from tests.never_nothing import closed, in_state, nothing
from tests.tui.conftest import SMALL, WIDE, OpenStage, Stage

INSTAGRAM = ACCOUNTS[3].id


async def to_public(s: Stage) -> None:
    await s.go(Route.ARCHIVE, INSTAGRAM)
    await s.press("a", "enter")
    await s.press(*"majalindgren", "enter")
    await s.settle()


async def test_the_checklist_of_a_closed_platform_leads_there(stage: OpenStage) -> None:
    async with in_state(closed) as made, stage(made.session, size=SMALL) as s:
        (state,) = await made.session.accounts.states()
        await s.go(Route.CHECKLIST, state.account.id)
        assert "I brings in your archive" in s.flat()
        assert "I Import" in s.flat()
        await s.press("I")
        assert isinstance(s.app.screen, ArchivePage)
        shown = s.flat()
        assert "Bring in your archive Instagram ada" in shown
        assert "mailbox" in shown
        assert "Accounts Center" in shown
        await s.press("escape")
        assert isinstance(s.app.screen, ChecklistPage)


async def test_a_platform_that_is_read_by_its_pages_offers_none(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await s.go(Route.CHECKLIST, ACCOUNTS[1].id)
        assert "archive" not in s.flat()
        await s.press("I")
        assert isinstance(s.app.screen, ChecklistPage)


async def test_what_it_is_stands_there_before_anything_is_kept(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await s.go(Route.ARCHIVE, INSTAGRAM)
        await s.press("a", "enter")
        shown = s.flat()
        assert "Instagram, as of 2026-11-20" in shown
        assert "Whose: majalindgren" in shown
        assert "6 photos of yours: 0 public, 0 not, 6 not said yet" in shown
        assert "Nothing of it is kept yet." in shown
        assert "type its name again" in shown
        await s.press(*"ada", "enter")
        assert "not the name" in s.flat()
        assert s.session.bringing.brought == []
        assert not any(call.startswith(("add", "set_claim")) for call in s.session.calls)


async def test_what_is_public_is_asked_once_and_answered_by_keys(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await to_public(s)
        shown = s.flat()
        assert "The archive does not tell it of 6 photos." in shown
        for line in ("All of them 6", "2024 3", "2023 3", "Midsummer 2"):
            assert line in shown, line
        await s.press("n", "y", "down", "y", "enter")
        await s.settle()
        told = PublicAnswers(PublicDefault.NONE, (("2024", True), ("midsummer", True)))
        assert s.session.bringing.brought == [(INSTAGRAM, told)]
        shown = s.flat()
        assert "6 photos of yours: 4 public, 2 not, 0 not said yet" in shown
        assert str(PLACE) in shown
        assert "It holds everything, messages too." in shown
        assert "delete it" in shown
        await s.press("enter")
        assert isinstance(s.app.screen, OverviewPage), "the answers are one key away"


async def test_what_is_left_unsaid_is_told_to_stay_open(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await to_public(s)
        await s.press("enter")
        await s.settle()
        assert s.session.bringing.brought[0][1] == PublicAnswers()
        assert "the answers leave those photos open" in s.flat()
        assert "delete it when that is said" in s.flat(), "it is needed for that"


async def test_escape_stops_the_reading_and_it_goes_on(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        imports = s.session.bringing
        imports.hold = asyncio.Event()
        await to_public(s)
        await s.press("y", "enter")
        assert "Reading the archive" in s.flat()
        assert "reading 50%" in s.flat()
        assert "scan" not in s.flat().casefold().replace("6 scan", "")
        await s.press("escape")
        await s.settle()
        assert isinstance(s.app.screen, ArchivePage)
        assert "Stopped. What was read is kept" in s.flat()
        imports.hold = None
        await s.press("enter")
        await s.settle()
        assert "It holds everything" in s.flat()
        assert len(imports.brought) == 2


async def test_what_is_no_archive_is_said_in_words_and_the_next_path_counts(
    stage: OpenStage,
) -> None:
    async with stage(size=SMALL) as s:
        await s.go(Route.ARCHIVE, INSTAGRAM)
        await s.press(*"nothing", "enter")
        shown = s.flat()
        assert "This is no export of a platform that this program knows" in shown
        assert "Name the zip as it was downloaded" in shown
        assert "auditor sources" not in shown
        s.type_into("#path", "a")
        await s.press("enter")
        assert "Nothing of it is kept yet." in s.flat()


async def test_several_parts_one_after_the_other(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await s.go(Route.ARCHIVE, INSTAGRAM)
        await s.press("a", "enter")
        assert "Read from: 1 file or folder" in s.flat()
        await s.pilot.click("#more")
        await s.settle()
        await s.press("b", "enter")
        assert "Read from: 2 files or folders" in s.flat()
        await s.press("escape")
        await s.press("c", "enter")
        assert "Read from: 1 file or folder" in s.flat(), "Escape begins anew"


async def test_a_lock_while_an_archive_is_read_starts_no_scan_afterwards(
    stage: OpenStage,
) -> None:
    async with stage(size=SMALL) as s:
        options = replace(s.app.context.options, practice=False)
        s.app.context.options = options
        s.session.bringing.hold = asyncio.Event()
        await to_public(s)
        await s.press("y", "enter")
        assert s.app.context.scan.running
        s.app.action_lock()
        await s.settle()
        assert not s.app._resume


async def read_from_archive(s: Stage, *, unknown: int = 0) -> None:
    """Let the account on Instagram be one that was read from its archive."""
    mark = ArchiveMark("instagram", MADE, NOW, whole=True, public=3, unknown=unknown)
    session = s.session
    session._accounts = tuple(
        replace(
            account,
            claim=Claim.MINE,
            supported=True,
            archive=mark,
            proof=Proof(ProofMethod.ARCHIVE, account.handle, NOW),
        )
        if account.id == INSTAGRAM
        else account
        for account in session._accounts
    )


FALSE = ("cannot look into", "Press 6 to scan", "Press p to prove", "not looked into")
"""What may not be said of an account that was read from its archive."""


async def test_an_account_read_from_an_archive_is_told_as_that_everywhere(
    stage: OpenStage,
) -> None:
    async with stage(size=WIDE) as s:
        await read_from_archive(s)
        s.app.context.left.account = INSTAGRAM
        await s.go(Route.ACCOUNTS)
        shown = s.flat()
        assert "Read from archive of 2026-11-20" in shown
        assert "A newer archive tells more: press l, then I." in shown
        assert not [words for words in FALSE if words in shown]
        await s.press("p")
        shown = s.flat()
        assert "It was read from its archive" in shown
        assert "Look now" not in shown
        await s.press("escape")
        await s.go(Route.SCAN)
        line = next(line for line in s.text().splitlines() if "majalindgren" in line)
        assert "archive of 2026-11-20" in line
        await s.go(Route.CHECKLIST, INSTAGRAM)
        lead = s.app.screen.query_one("#lead", Prose).written.plain
        assert "Read from its archive of 2026-11-20." in lead
        await s.go(Route.OVERVIEW)
        await s.press("end")
        await s.press("up", "up", "up", "up")
        assert "archive of 2026-11-20" in s.flat()


async def test_a_scan_is_not_offered_where_only_archives_were_read(stage: OpenStage) -> None:
    async with stage(size=WIDE) as s:
        await read_from_archive(s)
        session = s.session
        session._accounts = tuple(each for each in session._accounts if each.id == INSTAGRAM)
        await s.go(Route.SCAN)
        assert "only a newer archive tells more" in s.flat()
        assert s.app.screen.query_one("#begin", Button).disabled
        await s.press("l")
        assert isinstance(s.app.screen, ChecklistPage)


async def test_what_nobody_said_yet_offers_the_way_to_say_it(stage: OpenStage) -> None:
    async with stage(size=WIDE) as s:
        await read_from_archive(s, unknown=4)
        s.app.context.left.account = INSTAGRAM
        await s.go(Route.ACCOUNTS)
        about = s.app.screen.query_one("#about", Prose).written.plain
        assert "You have not said yet whether 4 photos are public: press l, then I" in about
        await s.go(Route.QUESTION, "home")
        await s.press("end", "up")
        told = s.app.screen.query_one("#about", Prose).written.plain
        assert "bring the archive in once more, and say it" in told


async def test_files_that_are_dropped_together_all_stand_in_the_field(stage: OpenStage) -> None:
    async with stage(size=SMALL) as s:
        await s.go(Route.ARCHIVE, INSTAGRAM)
        field = s.app.screen.query_one("#path", Input)
        field.post_message(events.Paste("/a/one.zip\n/a/my two.zip\n'/a/b c.zip'\n"))
        await s.settle()
        assert field.value == "/a/one.zip \"/a/my two.zip\" '/a/b c.zip'"


def export(path: Path) -> None:
    """Write a small export of Instagram in its form for programs."""
    about = {"Username": {"value": "ada"}, "Private Account": {"value": "False"}}
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "personal_information/personal_information/personal_information.json",
            json.dumps({"profile_user": [{"string_map_data": about}]}),
        )
        posts = []
        for number in range(3):
            uri = f"media/posts/20240{number + 1}/1780000{number}_{number}_n.jpg"
            file.writestr(uri, jpeg())
            posts.append({"media": [{"uri": uri, "creation_timestamp": 1_700_000_000 + number}]})
        file.writestr("your_instagram_activity/media/posts_1.json", json.dumps(posts))


def jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), (90, 120, 40)).save(made, "JPEG")
    return made.getvalue()


async def test_a_real_export_is_opened_surveyed_claimed_and_brought_in(
    stage: OpenStage, tmp_path: Path
) -> None:
    path = tmp_path / "my export.zip"
    export(path)
    options = UiOptions(
        vault_exists=True,
        practice=True,
        images="off",
        desk=CommandDesk(Opening(home=str(tmp_path / "home"))),
    )
    async with in_state(nothing) as made, stage(made.session, options, size=WIDE) as s:
        await s.go(Route.ARCHIVE)
        assert "Archives are handed out by: Instagram, Threads, Facebook" in s.flat()
        s.type_into("#path", f"'{tmp_path}/nothing here.zip'")
        await s.press("enter")
        assert "nothing here.zip" in s.flat()
        assert await made.session.accounts.states() == ()
        s.type_into("#path", f"'{path}'")
        await s.press("enter")
        assert "Whose: ada" in s.flat()
        assert "3 photos of yours" in s.flat()
        assert await made.session.accounts.states() == (), "nothing is kept yet"
        await s.press(*"bo", "enter")
        assert await made.session.accounts.states() == ()
        s.type_into("#again", "ada")
        await s.press("enter")
        for _turn in range(50):
            if "It holds everything" in s.flat():
                break
            await s.press("enter" if "Enter goes on" in s.flat() else "pagedown")
        assert str(path) in s.flat()
        (state,) = await made.session.accounts.states()
        assert state.account.archive is not None
        assert state.photos == 3


async def test_an_archive_of_somebody_else_is_refused_without_naming_anybody_to_a_class(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_imports: object, archive: AccountArchive, _claimed: object) -> bool:
        raise UsageError(f"This archive is of {archive.identity.handle}, the account is not.", "")

    monkeypatch.setattr(FakeImports, "unclaimed", refuse)
    for masked in (False, True):
        options = UiOptions(
            vault_exists=True, practice=True, images="off", projector=masked, desk=FakeDesk()
        )
        async with stage(options=options, size=SMALL) as s:
            await s.go(Route.ARCHIVE)
            await s.press("a", "enter")
            assert "This archive is of" in s.flat()
            assert ("majalindgren" in s.flat()) is not masked
            assert s.app.screen.query_one("#path").has_focus, "another one can be named"


@pytest.mark.parametrize(
    ("unsaved", "said"), [(True, "forgotten at the end"), (False, "in the vault")]
)
def test_what_becomes_of_it_is_told_as_it_is(*, unsaved: bool, said: str) -> None:
    name, nobody, counts = "instagram", ArchiveIdentity(), ArchiveCounts()
    brought = Imported(name, name, "Instagram", nobody, "a1", None, counts, whole=True)
    told = came_of_it(brought, [], Veil(on=False), unsaved=unsaved)
    assert said in " ".join(line.plain for line in told)
