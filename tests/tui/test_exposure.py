"""Likeness, links, places, what is seen in a photo, and the law.

The same numbers and words as the command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from unittest.mock import AsyncMock

import pytest
from textual.widgets import Button, Input, Select

from auditor.domain.likeness.words import MEANS, SHRINK_MEANS
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.position import Position
from auditor.domain.routine.routine import moments
from auditor.domain.text.foreign_text import clean
from auditor.domain.views import PhotoDetail
from auditor.guidance.laws.laws import answer
from auditor.tui.base.messages import NUMBERED, Route
from auditor.tui.base.options import UiOptions
from auditor.tui.screens.confirm import ForgetPlaces
from auditor.tui.screens.law import LawPage
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList
from tests.fakes.exposure import BEST, COUNTED, HIDDEN, LARGE_FACE, FakeExposure
from tests.fakes.hostile import BAD, HOSTILE
from tests.fakes.people import ACCOUNTS
from tests.fakes.session import FakeSession
from tests.tui.conftest import LARGE, SMALL, WIDE, OpenStage, Stage

TINY = (40, 10)
PROJECTOR = UiOptions(vault_exists=True, practice=True, projector=True, images="off")


def exposure(s: Stage) -> FakeExposure:
    found = s.session.exposure
    assert isinstance(found, FakeExposure)
    return found


def written(s: Stage, name: str) -> str:
    return " ".join(s.app.screen.query_one(name, Prose).written.plain.split())


def rows(s: Stage) -> RowList[object]:
    return s.app.screen.query_one(RowList)


# likeness


async def test_what_it_means_comes_before_the_tier(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("8")
        told = written(s, "#words")
        assert told.startswith(MEANS)
        for sentence in (
            "In 3 photos faces were not looked for.",
            "Accounts without proof are left out",
            "Likeness exposure: Enough to teach a model a rough likeness",
            ("● Enough to teach a model a rough likeness: different photos that count 5, enough 4"),
            "○ Enough for direct training: different photos that count 2, enough 12",
            "paper, 2022 https://arxiv.org/abs/2208.12242",
            "form of a hosted trainer, 2026",
            "The page shows this face about 180 px across, but the original behind it",
            "Below 256 px: replace 2 photos by smaller copies, or hide them (about 6 min).",
            SHRINK_MEANS,
            "Hide these 2 photos to come down to “Enough for a fake made from one photo”:",
            "No smaller set does it.",
            "every photo made smaller, to 640 px on the long side (5 photos still count)",
            "Bluesky maja.example removed, or made private",
        ):
            assert sentence in told
        assert (
            told.index("In 3 photos")
            < told.index("The best single picture: a sharp, uncovered face 900 px across")
            < told.index(SHRINK_MEANS)
            < told.index("Likeness exposure: Enough to teach")
            < told.index("Hide these")
            < told.index("What if")
        )


async def test_the_photos_to_hide_come_first_and_open(stage: OpenStage) -> None:
    async with stage(size=WIDE) as s:
        await s.press("8")
        assert rows(s).count == len({*COUNTED, LARGE_FACE})
        lines = s.text().splitlines()
        first = [
            next(n for n, line in enumerate(lines) if word in line)
            for word in ("largest face  ", "hide first    ", "counts        ", "large face    ")
        ]
        assert first == sorted(first)
        await s.press("enter")
        assert isinstance(s.app.screen, PhotoPage)
        assert s.app.screen.item == BEST


async def test_a_photo_of_somebody_else_is_marked_and_taken_back(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("8", "down", "n")
        assert exposure(s).calls == [f"not_me {HIDDEN[0]} True"]
        assert "1 photo is marked as not you." in written(s, "#words")
        await s.press("end", "n")
        assert exposure(s).calls[-1] == f"not_me {HIDDEN[0]} False"


async def test_where_nothing_was_looked_at_there_is_no_tier(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.press("8")
        assert "Could not tell: no photo of a proven account was looked at for faces." in written(
            s, "#words"
        )
        assert "No clear face found" not in s.flat()


async def test_the_overview_shows_the_tier_beside_the_answers(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        shown = s.flat()
        assert (
            shown.index("3 of 8 seen, 2 unknown")
            < shown.index("The best single picture: a sharp")
            < shown.index("Likeness exposure: Enough to teach a model a rough likeness")
        )
        assert "A lower bound: one clear photo is enough for a fake. Key 8 says more" in shown


# links


async def test_links_tell_evidence_and_the_cut(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.press("9")
        told = written(s, "#about")
        for sentence in (
            "maja.example (Bluesky) and majas-garden.example (website) can be tied together:",
            "the same picture: 1 photo of the first account, 1 of the second",
            "the same camera or lens, serial number ••••890",
            "the same rare name: majalindgren",
            "does not link back: a hint for a stranger, no proof.",
            "is left out: it is not proven.",
            "Only what was scanned is compared.",
        ):
            assert sentence in told
        assert "SN1234567890" not in s.flat()
        assert "Computed from what was scanned, and kept in the vault alone." in s.flat()
        await s.press("down")
        assert "The fewest photos to remove so that no photo does are these 2:" in written(
            s, "#about"
        )
        assert "No photo cuts these; change them in the profile" in written(s, "#about")
        await s.press("down", "enter")
        assert isinstance(s.app.screen, PhotoPage)


async def test_no_link_is_not_told_as_safe(stage: OpenStage) -> None:
    async with stage(FakeSession(empty=True)) as s:
        await s.press("9")
        assert "Nothing is known yet: no account is on the list." in s.flat()


async def test_an_account_is_marked_to_be_kept_apart(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.press("2", "i")
        assert f"keep_apart {ACCOUNTS[0].id} True" in s.session.calls
        assert "mine, kept apart" in s.flat()
        assert "It is never scanned in one run with another account" in s.flat()
        await s.press("i")
        assert f"keep_apart {ACCOUNTS[0].id} False" in s.session.calls
        assert "mine, kept apart" not in s.flat()


# places


async def test_places_are_told_by_town_and_the_spot_only_on_a_key(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("0")
        shown = s.flat()
        for sentence in (
            "A place you are often at night (27 photos)",
            "near Berlin, DE",
            "Mostly on weekday nights",
            "52.52, 13.39, ± 1000 m",
        ):
            assert sentence in shown
        assert "52.517" not in shown
        await s.press("x")
        assert "52.517037, 13.388860, ± 80 m" in s.flat()
        await s.press("down", "up")
        assert "52.517" not in s.flat(), "moving hides it again"


async def test_the_spot_is_never_shown_on_a_projector(stage: OpenStage) -> None:
    async with stage(options=PROJECTOR, size=LARGE) as s:
        await s.press("0", "x")
        for word in ("Berlin", "52.5", "13.3"):
            assert word not in s.flat()
        assert "Exact position" not in s.flat()
        s.app.screen.action_exact()  # type: ignore[attr-defined]
        await s.settle()
        assert "52.5" not in s.flat()


async def test_keys_do_not_read_the_times_of_a_place_again(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[object] = []

    def counted(times: Iterable[str | None]) -> list[datetime]:
        parsed.append(times)
        return moments(times)

    monkeypatch.setattr("auditor.tui.screens.places.moments", counted)
    async with stage() as s:
        await s.go(Route.PLACES)
        assert len(parsed) == rows(s).count, "each spot once"
        await s.press("down", "up", "x", "end")
        assert len(parsed) == rows(s).count


async def test_all_places_are_forgotten_after_a_question(stage: OpenStage) -> None:
    async with stage() as s:
        await s.press("0", "delete")
        assert isinstance(s.app.screen, ForgetPlaces)
        assert "Every position goes from this vault" in s.flat()
        await s.press("enter")
        assert exposure(s).calls == []
        await s.press("delete")
        s.app.screen.query_one("#remove", Button).press()
        await s.settle()
        assert exposure(s).calls == ["forget"]
        assert "Places are forgotten and not kept" in s.flat()
        assert "Berlin" not in s.flat()
        await s.press("K")
        assert exposure(s).calls == ["forget", "remember"]


# one photo


async def test_a_photo_tells_what_is_seen_in_it(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.PHOTO, f"p{2:016x}")
        told = written(s, "#seen")
        for sentence in (
            "near Berlin, DE; the position is exact to 10 m",
            "2 faces, the largest 300 px across",
            "A payment card can be read: •••• 1234",
            "The key of a wireless network can be read: WIFI: ••• (QRCode)",
            "unbroken, but the signer is on no trust list that you imported",
            "author: Maja Lindgren",
        ):
            assert sentence in told
        await s.press("n")
        assert exposure(s).calls == [f"not_me p{2:016x} True"]
        assert "Marked as not you" in written(s, "#seen")
        await s.press("n")
        assert "Marked as not you" not in written(s, "#seen")


def told_of(detail: PhotoDetail, metadata: Metadata) -> PhotoDetail:
    """The same photo with other metadata."""
    assert detail.stored.facts is not None
    facts = replace(detail.stored.facts, metadata=metadata)
    return replace(detail, stored=replace(detail.stored, facts=facts))


async def test_a_position_that_is_not_sure_is_said_to_be_so(
    stage: OpenStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = Position(33.448912, 70.669312, sure=False)
    shown = Position(12.345678, 45.678912, where="EXIF GPSDest")
    metadata = Metadata(gps=half, gps_others=(shown,), captured_at="2019-05-19")
    async with stage(size=LARGE) as s:
        detail = await s.session.photo(f"p{2:016x}")
        monkeypatch.setattr(s.session, "photo", AsyncMock(return_value=told_of(detail, metadata)))
        await s.go(Route.PHOTO, f"p{2:016x}")
        told = written(s, "#facts")
        assert "33.45, 70.67" in told
        assert "the file does not say on which half of the Earth" in told
        assert "12.35, 45.68 (EXIF GPSDest)" in told
        assert "33.448" not in told
        assert "Taken 2019-05-19" in told
        assert "near Berlin" not in written(s, "#seen")
        await s.press("x")
        assert "33.448912, 70.669312" in written(s, "#facts")
        assert "12.34568, 45.67891 (EXIF GPSDest)" in written(s, "#facts")


async def test_a_missing_credential_proves_nothing_and_gaps_are_told(stage: OpenStage) -> None:
    async with stage(size=LARGE) as s:
        await s.go(Route.PHOTO, f"p{3:016x}")
        assert "credentials none (this proves nothing: most platforms remove them)" in written(
            s, "#seen"
        )
        assert "not looked for: not installed" in written(s, "#seen")
        assert "metadata: the maker note is cut off" in written(s, "#facts")


async def test_what_stands_in_the_file_is_told_and_places_only_to_a_kilometre(
    stage: OpenStage,
) -> None:
    async with stage(size=WIDE) as s:
        await s.go(Route.PHOTO, f"p{2:016x}")
        told = written(s, "#facts")
        for sentence in (
            "Place of other 48.86, 2.29 (XMP Iptc4xmpExt)",
            "People Ben Holmqvist (XMP mwg-rs:Name)",
            "Keywords Midsummer, grandmother",
            "E-mail ben@holmqvist.example (XMP Iptc4xmpCore)",
            "Paths /Users/benholmqvist/garden.psd (XMP xmpMM:History)",
            "Identifiers A1B2C3D4 (EXIF ImageUniqueID)",
            "Prompt portrait of Ben Holmqvist at the harbour",
        ):
            assert sentence in told
        await s.press("x")
        assert "48.85840, 2.29450 (XMP Iptc4xmpExt)" in written(s, "#facts")


# law


async def test_the_law_of_a_place_is_reached_from_help_without_a_vault(stage: OpenStage) -> None:
    async with stage(options=UiOptions(vault_exists=True, images="off"), size=WIDE) as s:
        await s.press("f2", "enter")
        assert isinstance(s.app.screen, LawPage)
        s.app.screen.query_one("#situation", Select).value = Select.NULL
        await s.settle()
        assert "it is never worked out" in s.flat()
        s.app.screen.query_one("#where", Input).value = "us-ca"
        await s.settle()
        told = written(s, "#answer")
        found = answer("US-CA")
        assert told.startswith("General information, not legal advice.")
        assert all(
            " ".join(clean(entry.name).split()) in told for entry in (*found.laws, *found.bills)
        )
        if found.laws and found.bills:
            assert told.index("IN FORCE ") < told.index("NOT IN FORCE OR NOT VERIFIED")
        s.app.screen.query_one("#situation", Select).value = "threatened"
        await s.settle()
        assert "WHERE TO TURN, AND WHAT LEAVES YOUR HANDS" in written(s, "#answer")
        await s.press("escape", "escape")
        assert s.session.calls == []


async def test_an_unknown_place_is_not_told_as_lawless(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.LAW)
        s.app.screen.query_one("#where", Input).value = "[/]@\u202e"
        await s.settle()
        assert "That does not mean that it is allowed" in written(s, "#answer")
        assert "That is not in our list of places" in written(s, "#answer")
        s.app.screen.query_one("#where", Input).value = "Glasgow"
        await s.settle()
        assert "“Glasgow” is not in our list of places." in written(s, "#answer")
        assert "in Glasgow" not in written(s, "#answer"), "Glasgow has law; the list lacks its name"
        assert "for Glasgow" not in written(s, "#answer")


# all of them


@pytest.mark.parametrize("size", [TINY, SMALL])
async def test_every_screen_says_something_in_little_room(
    stage: OpenStage, size: tuple[int, int]
) -> None:
    async with stage(size=size) as s:
        for place, word in (
            (Route.LIKENESS, "a lower"),
            (Route.LINKS, "can be"),
            (Route.PLACES, "often at night"),
            (Route.LAW, "never worked out"),
            (Route.HELP_NOW, "In danger now: 112"),
        ):
            await s.go(place)
            assert word in s.flat(), place


@pytest.mark.slow
@pytest.mark.parametrize("word", ["[/]", HOSTILE[-1], " ".join(HOSTILE[:-1])], ids=range(3))
async def test_hostile_text_stays_text(stage: OpenStage, word: str) -> None:
    async with stage(FakeSession(word=word), size=WIDE) as s:
        for place in (*NUMBERED[-3:], Route.PHOTO):
            await s.go(place, f"p{1:016x}" if place is Route.PHOTO else "")
            if place is not Route.PHOTO:
                await s.press("down", "up")
            assert not BAD & set(s.text().replace("\n", ""))
        assert s.app.is_running
