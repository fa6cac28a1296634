"""Text that others wrote neither breaks, styles nor steers any screen."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from auditor.domain.text.foreign_text import clean
from auditor.errors import UsageError
from auditor.tui.base.messages import NUMBERED, Route, Trouble
from auditor.tui.text.plain import plain
from auditor.tui.widgets.row_list import RowList
from tests.fakes.hostile import BAD, HOSTILE
from tests.fakes.people import ACCOUNTS
from tests.fakes.session import FakeSession
from tests.tui.conftest import WIDE, OpenStage, Stage

OVER = (
    (Route.PHOTO, f"p{1:016x}"),
    (Route.PHOTO, f"p{5:016x}"),
    (Route.CLAIM, ACCOUNTS[1].id),
    (Route.PROVE, ACCOUNTS[1].id),
    (Route.REMOVE, ACCOUNTS[1].id),
    (Route.VERIFY, ""),
    (Route.WAYS, ""),
)


def check(s: Stage, word: str) -> None:
    shown = s.text()
    assert not BAD & set(shown.replace("\n", ""))
    # Every style that a click can act on belongs to this program.
    for strip in s.app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.style is None or segment.style.link is None
            assert segment.style is None or "@click" not in segment.style.meta
    if len(word) < 30 and word == clean(word):
        assert word in shown, "what is harmless stands there as it is"


TOGETHER = ("[/]", "[@click=app.quit]x[/]", HOSTILE[-1], " ".join(HOSTILE[:-1]))
"""Two that crash or act on their own, the very long one, and all others at once."""


@pytest.mark.slow
@pytest.mark.parametrize("word", TOGETHER, ids=range(len(TOGETHER)))
async def test_every_screen_stands_it(stage: OpenStage, word: str) -> None:
    async with stage(FakeSession(word=word), size=WIDE) as s:
        for place in (*NUMBERED, Route.CHANGES, Route.NETWORK):
            await s.go(place)
            if place is Route.SCAN:
                await s.press("s")
            elif place is Route.PLAN or s.app.screen.query(RowList):
                await s.press("down", "up")
            check(s, word)
        for place, item in OVER:
            await s.go(place, item)
            if place is Route.VERIFY:
                await s.press("a", "s", *(["down"] * 5))
            if place is Route.PROVE:
                s.app.screen.query_one("#look", Button).press()
                await s.settle()
            check(s, "" if place is Route.WAYS else word)  # only our own words stand there
            await s.press("escape")
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
