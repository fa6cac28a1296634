"""What an owner of the range changes is what the next scan reads, by the sources themselves."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from inspect import getclosurevars
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from textual.pilot import Pilot

from auditor.cli import terminal_ui
from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.owner import PracticeOwner
from auditor.cli.own_range.session import (
    practice_session,
    practice_settings,
    run_practice_ui,
)
from auditor.config import ReaderSettings, Settings
from auditor.domain.account import Claim, Openness
from auditor.domain.findings.plan import Change
from auditor.domain.hardening import Wishes
from auditor.domain.openness import SignalName
from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.domain.views import AccountState
from auditor.engine.session import Session
from auditor.errors import UsageError
from auditor.practice import personas
from auditor.practice.actions import (
    NewAltText,
    NewBio,
    NewSetting,
    ReplaceByCopy,
    ReplaceByFile,
    TakeDown,
)
from auditor.practice.owner import apply
from auditor.practice.range import PracticeAccount, PracticeRange
from auditor.practice.stories import rows
from auditor.practice.switches import switches_for
from auditor.tui.app import AuditorApp
from auditor.tui.base.messages import Route
from auditor.tui.screens.photo import PhotoPage
from auditor.wiring import Opening, open_session
from tests.unit.practice.asking import ask

POSTED = frozenset({PhotoKind.POST, PhotoKind.FILE})


@asynccontextmanager
async def as_mara() -> AsyncIterator[tuple[Session, dict[str, PracticeAccount]]]:
    """A session as Mara, scanned once, and her accounts on the range by account id."""
    async with PracticeRange(photos=48, seed=3, same_size=True) as practice:
        settings = replace(
            practice_settings(Settings(), practice),
            readers=ReaderSettings(vision=False, exiftool=False, workers=1),
        )
        opening = Opening(settings, None, ephemeral=True, practice_only=True, range_seed=1)
        session = await open_session(opening, None)
        try:
            known = {}
            for account in practice.accounts_of("mara"):
                made = await session.accounts.add(
                    account.text,
                    claim=account.claim,
                    platform=account.platform,
                    handle=account.handle,
                    again=account.handle,
                )
                if account.claim is Claim.MINE:
                    known[made.id] = account
            await session.scan()
            yield session, known
        finally:
            await session.close()


async def shown(session: Session, account: str) -> list[Photo]:
    """What stands there now of an account, newest first."""
    stored = [entry async for entry in session.stream_photos()]
    found = [entry.photo for entry in stored if entry.gone_since is None]
    mine = [photo for photo in found if photo.account == account and photo.kind in POSTED]
    return sorted(mine, key=lambda photo: photo.media_url, reverse=True)


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.usefixtures("kept_readers")
async def test_the_next_scan_reads_what_owners_changed() -> None:
    async with as_mara() as (session, accounts):
        before = {account: await shown(session, account) for account in accounts}
        replaced = {}
        for number, (account, there) in enumerate(accounts.items()):
            down, other, copied, described, *_rest = (
                photo for photo in before[account] if "/images/me" not in photo.media_url
            )
            apply(there, TakeDown(down.media_url))
            file = ReplaceByFile(
                other.media_url, picture(("navy", "teal", "olive")[number]), "a.jpg"
            )
            replaced[account] = (
                apply(there, file),
                apply(there, ReplaceByCopy(copied.media_url, 400)),
            )
            apply(there, NewAltText(described.media_url, "Something plain"))
            apply(there, NewBio("Somebody"))
            for change in (Change.CLOSE_SEARCH, Change.CLOSE_TRAINING, Change.RELICENSE):
                for switch in switches_for(there.platform, change):
                    apply(there, NewSetting(switch.key, on=switch.closed))
        await session.scan()
        states = {state.account.id: state for state in await session.accounts.states()}
        for account, there in accounts.items():
            now = await shown(session, account)
            addresses = [photo.media_url for photo in now]
            assert len(now) == len(before[account]) - 1
            for was in before[account][:3] if there.platform != rows.WEBSITE else ():
                assert was.media_url not in addresses
            assert set(replaced[account]) <= set(addresses)
            assert [photo.alt for photo in now].count("Something plain") == 1
            sizes = {
                entry.photo.media_url: (entry.facts.width, entry.facts.height)
                async for entry in session.stream_photos()
                if entry.facts is not None
            }
            assert sizes[replaced[account][0]] == (640, 400)
            assert max(sizes[replaced[account][1]]) == 400  # type: ignore[type-var]
            closed(states[account], there)


def closed(state: AccountState, there: PracticeAccount) -> None:
    """The profile tells of an account whose owner closed everything."""
    profile = state.profile
    assert profile is not None
    if there.platform != rows.WEBSITE:
        assert profile.description == "Somebody"
    says = {signal.where: signal for signal in profile.signals}
    match there.platform:
        case rows.MASTODON:
            told = {signal.says for signal in profile.signals}
            assert told == {"noindex: true", "indexable: false", "discoverable: false"}
        case rows.ATPROTO:
            assert says[Openness.LABEL].open is False
        case _:
            assert says[Openness.META_ROBOTS].open is False
            assert says[Openness.X_ROBOTS_TAG].open is False
            robots = [
                signal for signal in profile.training if signal.signal is SignalName.ROBOTS_TXT
            ]
            assert robots
            assert all(signal.allows is False for signal in robots)


@pytest.mark.usefixtures("kept_readers")
async def test_the_terminal_ui_acts_on_its_own_range() -> None:
    """What key a hands to the range is done there, on the account that it was asked of."""
    owner = PracticeOwner()
    async with PracticeRange(photos=12, seed=3, same_size=True) as practice:
        session = await practice_session(GlobalOptions(), practice, "tomas")
        try:
            social, site = [state.account for state in await session.accounts.states()]
            with pytest.raises(UsageError, match="not open"):
                await owner.introduce(site, "too early")
            owner.begin(practice, session)
            await owner.introduce(site, "Somebody")
            assert b"Somebody" in ask(site.url).body
            switches = await owner.switches(social)
            assert [switch.key for switch in switches] == ["noindex", "indexable", "discoverable"]
            for switch in switches:
                await owner.turn(social, switch.key, on=not switch.on)
            assert [switch.on for switch in await owner.switches(social)] == [
                not switch.on for switch in switches
            ]
            first, second, *_rest = originals(site.url)
            await owner.put_clean_copy(site, first, Wishes(max_side=200))
            copied, untouched, *_rest = originals(site.url)
            assert (copied.rpartition("/")[2], untouched) == ("photo.jpg", second)
            with Image.open(io.BytesIO(ask(copied).body)) as made:
                assert max(made.size) == 200
                assert not made.getexif()
            await owner.put_file(site, second, picture("navy"), "sea.jpg")
            await owner.describe(site, copied, "Wood")
            assert b'alt="Wood"' in ask(site.url).body
            await owner.take_down(site, copied)
            assert next(iter(originals(site.url))).endswith("/sea.jpg")
            with pytest.raises(UsageError, match="No photo of this account"):
                await owner.take_down(social, second)
        finally:
            await session.close()


@pytest.mark.slow
async def test_key_e_in_demo_takes_the_photo_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As `auditor demo --persona tomas` has it, but for the terminal."""
    given: list[Any] = []
    monkeypatch.setattr(terminal_ui, "need_terminal", lambda: None)
    monkeypatch.setattr(terminal_ui, "run", lambda *all_: given.extend(all_))
    settings = tmp_path / "settings.toml"
    settings.write_text('[readers]\nvision = false\n[ui]\nimages = "off"\n', "utf-8")
    run_practice_ui(GlobalOptions(settings_file=settings), 12, 3, "tomas")
    opened, options = given
    app = AuditorApp(opened, options)
    try:
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.context.is_open)
            session = app.context.session
            await session.scan()
            stored = [entry.photo async for entry in session.stream_photos()]
            assert {photo.platform for photo in stored} == {rows.MASTODON, rows.WEBSITE}
            photo = next(photo for photo in stored if photo.kind in POSTED)
            assert ask(photo.media_url).status == 200
            app.action_go(Route.PHOTO.value, photo.id)
            await until(pilot, lambda: isinstance(app.screen, PhotoPage))
            await pilot.press("e")
            await until(pilot, lambda: bool(app.screen.query("#down")) and has_focus(app, "down"))
            await pilot.press("enter")
            await until(pilot, lambda: has_focus(app, "close"))
            assert ask(photo.media_url).status == 404
            await app.context.finish(app.context.detach())
    finally:
        await getclosurevars(opened).nonlocals["running"].aclose()


def has_focus(app: AuditorApp, name: str) -> bool:
    return app.focused is not None and app.focused.id == name


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _turn in range(600):
        if holds():
            return
        await pilot.pause(0.05)
    raise AssertionError("it does not come")


def originals(site: str) -> list[str]:
    """Addresses of the originals that the first page of a site of the range names."""
    found = BeautifulSoup(ask(site).body, "lxml").select("article img")
    return [str(img["srcset"]).rsplit(", ", 1)[-1].split()[0] for img in found]


async def test_a_session_on_the_range_is_one_person() -> None:
    async with PracticeRange(photos=12, same_size=True) as practice:
        for person in personas.PEOPLE:
            session = await practice_session(GlobalOptions(), practice, person.key)
            try:
                listed = [state.account for state in await session.accounts.states()]
            finally:
                await session.close()
            theirs = practice.accounts_of(person.key)
            assert [account.handle for account in listed] == [spec.handle for spec in theirs]
            assert [account.claim for account in listed] == [spec.claim for spec in theirs]
