"""A list of a thousand handles tells nobody from a projector screen, nor from its picture (SVG)."""

from __future__ import annotations

import html
import re

import pytest

from auditor.domain.secret import Secret
from auditor.domain.text.content_id import IdKey
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from tests.fakes.owner import FakeOwner
from tests.hostile.dictionary import HANDLES, PHOTOS, a_vault, planted, recovered
from tests.tui.conftest import WIDE, OpenStage, Stage

PROJECTOR = UiOptions(vault_exists=True, practice=True, projector=True, owner=FakeOwner())
LISTS = (
    Route.OVERVIEW,
    Route.ACCOUNTS,
    Route.PHOTOS,
    Route.FINDINGS,
    Route.PLAN,
    Route.PLACES,
    Route.LIKENESS,
    Route.CHANGES,
    Route.NETWORK,
)


def picture_of(s: Stage) -> str:
    """Return the text of the screenshot: Textual writes one element for each run of letters."""
    svg = s.app.export_screenshot()
    lines: dict[str, str] = {}
    for place, text in re.findall(r'<text[^>]*\by="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines[place] = lines.get(place, "") + html.unescape(text)
    return "\n".join(lines.values()).replace("\xa0", " ")


async def test_no_handle_is_recovered_from_a_projector(stage: OpenStage) -> None:
    home = await a_vault(IdKey(Secret("5a3c" * 16)))
    shown: list[str] = []
    async with stage(home.session, PROJECTOR, size=WIDE) as s:
        for place in LISTS:
            await s.go(place)
            for drawn in (s.text(), picture_of(s)):
                assert planted(drawn) == [], place
                shown.append(drawn)
        photos = [stored.photo.id async for stored in home.session.stream_photos()]
        await s.go(Route.PHOTO, photos[0])
        shown += [s.text(), picture_of(s)]
        await s.go(Route.ACCOUNTS)
        accounts = set(re.findall(r"account [A-Z]\b", s.text()))
        assert len(accounts) == len(HANDLES)
        await s.go(Route.PHOTOS)
        assert len(set(re.findall(r"photo \d+", s.text()))) >= PHOTOS
    whole = "\n".join(shown)
    assert planted(whole) == []
    assert recovered(whole) == set()


async def test_the_attack_works_on_a_screen_that_is_not_masked(stage: OpenStage) -> None:
    home = await a_vault(IdKey(Secret("5a3c" * 16)))
    usual = UiOptions(vault_exists=True, practice=True, images="off", owner=FakeOwner())
    async with stage(home.session, usual, size=WIDE) as s:
        await s.go(Route.ACCOUNTS)
        assert len(recovered(picture_of(s)) & set(HANDLES)) > 1  # long ones are cut


@pytest.mark.parametrize("projector", [True, False])
async def test_invented_people_are_never_masked(stage: OpenStage, projector: bool) -> None:
    options = UiOptions(
        vault_exists=True, practice=True, invented=True, projector=projector, owner=FakeOwner()
    )
    async with stage(options=options, size=WIDE) as s:
        await s.go(Route.ACCOUNTS)
        assert "maja.example" in s.flat()
        assert "projector" not in s.flat()
