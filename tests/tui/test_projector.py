"""With --projector no handle, name, place, file or picture is on any screen.

From the first frame on.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Button

import auditor.awareness
from auditor.domain.text.statement import MASK
from auditor.errors import UsageError
from auditor.report.veil import Veil
from auditor.tui.base.messages import Route, Trouble
from auditor.tui.base.options import UiOptions
from tests.fakes.owner import FakeOwner
from tests.fakes.people import ACCOUNTS, NAME, state
from tests.tui.conftest import SMALL, WIDE, OpenStage, Stage
from tests.tui.visits import SCREENS, named, steps

LESSON_FILES = tuple(sorted(Path(auditor.awareness.__file__).parent.glob("*.toml")))
PROJECTOR = UiOptions(vault_exists=True, practice=True, projector=True, owner=FakeOwner())
TELLING = (
    "maja",
    "lindgren",
    "social.example",
    "majas-garden",
    "52.5",
    "13.38",
    "SN12345",
    "Nikon",
    "IMG_2024",
    "DSC_0001",
    "kitchen",
    "Anna",
    "Berlin",
    "WIFI:",
    "••890",
    "Holmqvist",
    "Midsummer",
    "grandmother",
    "48.8",
    "5550100",
    "Storgatan",
    "harbour",
    "A1B2C3D4",
    "Pictures Ltd",
    ".psd",
    "https://",
)


PUBLIC = frozenset(
    {
        *(Route.HELP_NOW, Route.LAW, Route.ADD_REPORTED, Route.NEXT_REPORTED),
        *(Route.LOOK_ALIKES, Route.WEB_COPIES, Route.BREACHES, Route.ASK_BREACHES),
        Route.PICTURE_SEARCH,
        Route.OWN_KEYS,
    }
)
"""Screens that give the addresses of help lines, laws and services, the same for everybody."""

LESSONS = " ".join(path.read_text("utf-8") for path in LESSON_FILES).casefold()
"""What the shipped lessons say: who makes cameras, what a study measured. Theirs, nobody's own."""


def check(s: Stage, place: Route | None = None) -> None:
    shown = (
        s.flat().casefold().replace("https://arxiv", "")
    )  # where thresholds come from is said to everybody
    for word in TELLING:
        if word == "https://" and place in PUBLIC:
            continue
        if place is not Route.AWARENESS or word.casefold() not in LESSONS:
            assert word.casefold() not in shown, word


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_no_screen_tells_who(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(options=PROJECTOR, size=size) as s:
        assert "projector" in s.flat()
        for place in SCREENS:
            with named(place):
                async for _step in steps(s, place):
                    check(s, place)


async def test_what_is_typed_is_hidden(stage: OpenStage) -> None:
    async with stage(options=PROJECTOR) as s:
        await s.go(Route.ADD_ACCOUNT)
        s.type_into("#text", "@maja@social.example")
        await s.settle()
        assert "✓ Mastodon account B" in s.flat()
        check(s)
        s.app.screen.query_one("#claim-mine").focus()
        s.app.screen.query_one("#claim-mine").value = True  # type: ignore[attr-defined]
        await s.settle()
        s.type_into("#handle-again", "@maja@social.example")
        s.app.screen.query_one("#add", Button).press()
        await s.settle()
        check(s)


async def test_pictures_are_not_even_loaded(stage: OpenStage) -> None:
    async with stage(options=PROJECTOR, size=WIDE) as s:
        assert s.app.context.draw is None
        await s.go(Route.PHOTO, f"p{1:016x}")
        assert "Picture hidden while projecting." in s.flat()


async def test_errors_do_not_tell_either(stage: OpenStage) -> None:
    async with stage(options=PROJECTOR) as s:
        s.app.post_message(
            Trouble(
                UsageError(
                    "majalindgren on https://social.example/x is on the list",
                    "Ask maja@social.example.",
                )
            )
        )
        await s.settle()
        check(s)
        assert "is on the list" in s.flat()


@pytest.mark.parametrize(
    "text",
    [
        "see https://a.example/b",
        "@me@host.example said",
        "did:plc:abc123",
        "me@mail.example",
        "at 52.5170, 13.3888",
        f"{NAME} was here",
    ],
)
def test_sentences_lose_what_tells(text: str) -> None:
    veil = Veil(on=True)
    veil.learn([state(ACCOUNTS[0], 1)])
    hidden = veil.sentence(text)
    assert MASK in hidden
    assert not any(word in hidden for word in ("example", "plc", "52.5", "Maja", "Lindgren"))


def test_without_projector_nothing_is_hidden() -> None:
    assert Veil(on=False).sentence("see https://a.example/b") == "see https://a.example/b"
