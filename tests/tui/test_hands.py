"""Every screen and action by the keyboard alone and by the mouse alone, in both sizes.

What changes something can be taken back, or asks first; a key means the same on every screen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.widgets import Button
from textual.widgets._footer import FooterKey

from auditor.tui.base.messages import Route
from auditor.tui.base.own_keys import is_ours
from auditor.tui.page import Dialog, Page
from auditor.tui.palette import of_screen, offers
from auditor.tui.routes import OVER, PAGES
from auditor.tui.widgets.choices import Choices
from tests.tui.conftest import LARGE, SMALL, OpenStage, Stage
from tests.tui.visits import ITEMS, OF_THE_LAST_FINDING, SCREENS, named

LEAVES = {"close", "keep", "back", "no", "stop"}
"""Buttons that lead out of a box without doing anything."""

SAME = {
    "Add": {"Add account"},
    "Start": {"Scan", "Look now"},
    "Gone ones": {"Show all", "Open ones"},
    "Keep apart": {"Keep apart"},
    "Yes": {"Yes / not sure"},
    "No": {"Not me"},
}
"""Words for one meaning: on boxes n says no, on photos that the person is not me."""

UNDONE = {"mark", "not_me", "keep_apart", "unwanted", "reset", "remember", "dates"}
ASKS = {"remove", "lead", "browse", "go", "helps", "act", "blurred"}
LOOKS = {
    *(
        "answer",
        "begin",
        "blackmail",
        "boxes",
        "bring_in",
        "by_keyring",
        "cancel",
        "checklist",
        "chart",
        "close_top",
        "earlier",
        "move",
    ),
    *(
        "erase",
        "exact",
        "first",
        "further_back",
        "gone",
        "group",
        "keep",
        "later",
        "law",
        "leave_search",
    ),
    *(
        "look",
        "minutes",
        "next",
        "no",
        "next_step",
        "open_too",
        "order",
        "place",
        "account",
        "search",
    ),
    *(
        "bring_in",
        "reported",
        "severity",
        "next_hint",
        "shut",
        "step_back",
        "through",
        "to_the_list",
        "take_answer",
        "turn",
        "wayback",
    ),
    *("onward", "backward", "pause", "reveal", "flip", "words", "scroll_words"),
}
"""What changes nothing that is kept: it shows something else, or leads to a box that asks."""


def bindings() -> Iterator[tuple[Route, Binding]]:
    for place, screen in SCREENS.items():
        for kind in screen.__mro__:
            own = (
                kind.__dict__.get("BINDINGS", ()) if kind.__module__.startswith("auditor.") else ()
            )
            for binding in own:
                assert isinstance(binding, Binding)
                yield place, binding


def test_every_action_is_undone_or_asks_or_changes_nothing() -> None:
    unknown = {
        (place.value, binding.action)
        for place, binding in bindings()
        if binding.action.partition("(")[0].removeprefix("app.") not in UNDONE | ASKS | LOOKS
    }
    assert unknown == set(), "say in this file what makes it harmless"


def test_a_key_means_the_same_on_every_screen() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for _place, binding in bindings():
        for key in binding.key.split(","):
            if len(key) == 1 and binding.description:
                meanings[key].add(binding.description)
    differ = {
        key: told
        for key, told in meanings.items()
        if len(told) > 1
        and not any(told <= {word, *same} for word, same in SAME.items())
        and not (key == "n" and told == {"No", "Not me"})
    }
    assert differ == {}


async def show(s: Stage, place: Route) -> None:
    if place in OF_THE_LAST_FINDING:
        s.app.context.left.finding = (await s.session.findings())[0].id
    await s.go(place, ITEMS.get(place, ("",))[0])
    assert isinstance(s.app.screen, SCREENS[place])


async def reach_by_keyboard(s: Stage) -> None:
    screen = s.app.screen
    wanted = {button for button in screen.query(Button) if button.focusable and button.is_on_screen}
    assert wanted <= set(screen.focus_chain), "Tab"
    for box in screen.query(Choices):
        choices = box.choices()
        seen = set()
        for _choice in choices:
            box.action_step(1)
            await s.pilot.pause()
            seen.add(s.app.focused)
        assert len(choices) < 2 or seen == set(choices), "arrows"


async def reach_by_mouse(s: Stage, place: Route) -> None:
    """A box has a button that closes it; a page has the palette, which holds every key of it."""
    screen = s.app.screen
    if isinstance(screen, Page):
        told = {entry[0] for entry, _node in of_screen(screen, s.app)}
        own = {
            active.binding.description
            for active in screen.active_bindings.values()
            if active.node is screen and is_ours(active) and active.enabled
        }
        assert own <= told, "the palette holds every action"
        keys = {key.key: key for key in screen.query(FooterKey)}
        assert screen.region.contains_region(keys["ctrl+p"].region), "the palette can be clicked"
        if place in OVER:
            assert screen.region.contains_region(keys["escape"].region), "Back can be clicked"
            await s.press("escape")
        return
    shown = [button for button in screen.query(Button) if button.display]
    out = [button for button in shown if button.id in LEAVES]
    assert out, "no button leads out"
    out[-1].scroll_visible(animate=False)
    await s.settle()
    await s.pilot.click(out[-1])
    await s.settle()
    assert not isinstance(s.app.screen, OVER[place]), "a click leads out"


@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.slow)])
async def test_every_screen_by_the_keyboard_and_by_the_mouse(
    stage: OpenStage, size: tuple[int, int]
) -> None:
    async with stage(size=size) as s:
        for place in SCREENS:
            with named(place):
                await show(s, place)
                await reach_by_keyboard(s)
                await reach_by_mouse(s, place)


async def test_a_click_on_the_key_line_opens_the_palette(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.ACCOUNTS)
        more = next(key for key in s.app.screen.query(FooterKey) if key.key == "ctrl+p")
        await s.pilot.click(more)
        await s.pilot.pause()
        assert isinstance(s.app.screen, CommandPalette)
        assert {"Erase everything", "Take back", "Letter to a site"} <= {
            title for title, _text, _action in offers()
        }


@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.slow)])
async def test_what_forgets_asks_first(stage: OpenStage, size: tuple[int, int]) -> None:
    async with stage(size=size) as s:
        before = list(s.session.calls)
        for place, keys in (
            (Route.ACCOUNTS, ("delete",)),
            (Route.PLACES, ("delete",)),
            (Route.PRIVATE, ("delete",)),
            (Route.PLAN, ("w",)),
            (Route.PHOTO, ("w",)),
        ):
            await s.go(place, ITEMS.get(place, ("",))[0])
            await s.press(*keys)
            assert isinstance(s.app.screen, Dialog), place
            assert "y or n answers" in s.flat(), place
            await s.press("n")
            assert isinstance(s.app.screen, {**PAGES, **OVER}[place]), place
        changed = [call for call in s.session.calls[len(before) :] if call.startswith("remove")]
        assert changed == []
