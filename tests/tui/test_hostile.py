"""Text that others wrote neither breaks, styles nor steers any screen."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.tui.base.messages import Route, Trouble
from auditor.tui.text.plain import plain
from tests.fakes.hostile import BAD, HOSTILE
from tests.fakes.session import FakeSession
from tests.tui.conftest import WIDE, OpenStage, Stage
from tests.tui.visits import SCREENS, named, steps

OWN_WORDS = frozenset(
    {
        Route.WELCOME,
        Route.UNLOCK,
        Route.ADD_ACCOUNT,
        Route.ADD_PRIVATE,
        Route.ADD_REPORTED,
        Route.NEXT_REPORTED,
        Route.REMOVE_PRIVATE,
        Route.FORGET_PLACES,
        Route.HELP_NOW,
        Route.LAW,
        Route.BROWSE,
        Route.AWARENESS,
        Route.COPIES,
        Route.SIGNING,
        Route.EXPORT,
        Route.OPT_OUT,
        Route.ERASE,
        Route.ASK_BREACHES,
        Route.OWN_KEYS,
        Route.PICTURE_SEARCH,
        Route.TRAINING_SETS,
        Route.TASKS,
        Route.TASK_RESULT,
        Route.TEACH,
        Route.VOTE,
        Route.FORGOTTEN,
    }
)
"""Screens on which only our own words stand; on every other one the foreign word is looked for."""


def check(s: Stage, word: str) -> None:
    shown = s.text()
    assert not BAD & set(shown.replace("\n", ""))
    # Every style that a click can act on belongs to this program.
    for strip in s.app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.style is None or segment.style.link is None
            assert segment.style is None or "@click" not in segment.style.meta
    if harmless(word):
        assert word in shown, "what is harmless stands there as it is"


def harmless(word: str) -> bool:
    return len(word) < 30 and word == clean(word)


TOGETHER = ("[/]", "[@click=app.quit]x[/]", HOSTILE[-1], " ".join(HOSTILE[:-1]))
"""Two that crash or act on their own, the very long one, and all others at once."""


@pytest.mark.slow
@pytest.mark.parametrize("word", TOGETHER, ids=range(len(TOGETHER)))
async def test_every_screen_stands_it(stage: OpenStage, word: str) -> None:
    async with stage(FakeSession(word=word), size=WIDE) as s:
        for place in SCREENS:
            with named(place):
                shown = ""
                async for _step in steps(s, place):
                    check(s, "")
                    shown += s.text()
                if harmless(word) and place not in OWN_WORDS:
                    assert word in shown, "what is harmless stands there as it is"
        assert s.app.is_running


async def test_errors_stand_it(stage: OpenStage) -> None:
    async with stage(size=WIDE) as s:
        for word in HOSTILE:
            s.app.post_message(Trouble(UsageError(word, word)))
            await s.settle()
            check(s, word)
            await s.press("escape")


async def test_hostile_text_can_be_typed(stage: OpenStage) -> None:
    async with stage(size=WIDE) as s:
        for word in HOSTILE:
            await s.go(Route.ADD_ACCOUNT)
            s.type_into("#text", clean(word))
            await s.settle()
            s.app.screen.query_one("#add", Button).press()
            await s.settle()
        assert s.app.is_running


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_content_is_never_markup(word: str) -> None:
    assert plain(word).plain == clean(word)
    assert plain(word).spans == []
