"""Bringing in a page that the person's browser kept: what stands on the screen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from auditor.cli.commands.desk import CommandDesk
from auditor.domain.archives.archive import ArchiveCounts, ArchiveIdentity, Imported
from auditor.domain.archives.capture import CaptureMark, PageSeen
from auditor.report.veil import Veil
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.text.archive import came_of_it
from auditor.wiring import Opening
from tests.never_nothing import in_state, nothing
from tests.tui.conftest import WIDE, OpenStage
from tests.unit.captures.making import WALL, har, instagram

DAY = datetime(2026, 11, 28, tzinfo=UTC)


def test_what_strangers_got_of_the_archive_is_told() -> None:
    page = PageSeen("har", "https://www.instagram.com/ada/", 12, 212, asked_to_log_in=True)
    mark = CaptureMark("har", page.page, DAY, uploaded=212, got=12, least=1080, most=1080)
    brought = Imported(
        "har", "instagram", "Instagram", ArchiveIdentity("ada"), "a1", DAY, ArchiveCounts(),
        whole=False, page=page, strangers=mark,
    )  # fmt: skip
    told = [line.plain for line in came_of_it(brought, [], Veil(on=False), unsaved=False)]
    assert told[0] == "Instagram, a page kept on 2026-11-28"
    assert "Instagram showed 12 pictures, then asked to log in" in told
    assert "it says that there are 212 postings, and did not show 200" in told
    assert "of 212 uploaded photos a stranger got 12, at 1080 px" in told
    assert "This program does not need the page any more: delete it." in told


async def test_a_kept_page_is_opened_claimed_and_brought_in(
    stage: OpenStage, tmp_path: Path
) -> None:
    path = har(tmp_path / "page.har", instagram(range(2), handle="ada", more=WALL))
    opens = har(
        tmp_path / "mine.har", instagram(range(2), more='<a href="/accounts/logout/">x</a>')
    )
    options = UiOptions(
        vault_exists=True, practice=True, images="off",
        desk=CommandDesk(Opening(home=str(tmp_path / "home"))),
    )  # fmt: skip
    async with in_state(nothing) as made, stage(made.session, options, size=WIDE) as s:
        await s.go(Route.ARCHIVE)
        s.type_into("#path", f"'{opens}'")
        await s.press("enter")
        assert "this file opens your account: delete it" in s.flat()
        s.type_into("#path", f"'{path}'")
        await s.press("enter")
        assert "Instagram showed 2 pictures, then asked to log in" in s.flat()
        assert await made.session.accounts.states() == (), "nothing is kept yet"
        s.type_into("#again", "ada")
        await s.press("enter")
        for _turn in range(50):
            if "does not need the page" in s.flat():
                break
            await s.press("pagedown")
        (state,) = await made.session.accounts.states()
        assert state.account.archive is not None
        assert state.account.archive.of_page
        assert not state.account.proof.holds
        assert state.photos == 3
        await s.go(Route.ACCOUNTS)
        assert "page kept on 2026-11-28" in s.flat()
