"""The page of lessons in Chromium: each answer, and drawings that move only while asked to."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from auditor.awareness.as_page import lessons_page
from auditor.awareness.read import drawings, lessons
from tests.browser import BROWSER
from tests.chromium import Chromium, ChromiumTab

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("chromium"),
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]

_SHOWN = """[...document.querySelectorAll('.frames')].map(frames =>
 [...frames.querySelectorAll('svg')].filter(
  svg => getComputedStyle(svg).visibility === 'visible' && svg.clientHeight > 20).length)"""
_MOVING = "document.getAnimations().filter(each => each.playState === 'running').length"
_BOXES = "[...document.querySelectorAll('.moves input')]"
_OFFERED = _BOXES + ".filter(box => box.checkVisibility()).length"
_PICTURES = """[...document.querySelectorAll('.frames svg')].map(svg => {
 const at = svg.getBoundingClientRect();
 return {x: at.x + scrollX, y: at.y + scrollY, width: at.width, height: at.height}})"""
_MOST_INK = 128
"""Grey of a line at most: lines are nearly black on nearly white."""


class LessonTab(ChromiumTab):
    """The page in a tab of its own."""

    def prefers(self, motion: str) -> None:
        """Let the system ask for less motion, or for nothing."""
        features = [{"name": "prefers-reduced-motion", "value": motion}]
        self.browser.ask("Emulation.setEmulatedMedia", self.session, features=features)

    def click_all(self) -> None:
        """Press each box that lets a drawing move."""
        self.says(f"{_BOXES}.forEach(box => box.click())")

    def drawn(self) -> list[bool]:
        """Return whether each picture has lines in it, as it is painted."""
        return [self._inked(clip) for clip in self.says(_PICTURES)]

    def _inked(self, clip: dict[str, float]) -> bool:
        answer = self.browser.ask(
            "Page.captureScreenshot",
            self.session,
            clip={**clip, "scale": 1},
            captureBeyondViewport=True,
        )
        picture = Image.open(io.BytesIO(base64.b64decode(answer["data"]))).convert("L")
        darkest, lightest = picture.getextrema()
        assert isinstance(darkest, int)
        assert isinstance(lightest, int)
        return darkest < _MOST_INK < lightest


@pytest.fixture(params=[390, 1280])
def tab(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[LessonTab]:
    page = tmp_path / "lessons.html"
    page.write_text(lessons_page(), "utf-8")
    with Chromium(tmp_path / "profile") as browser:
        opened = LessonTab(browser)
        # a bar that goes while a picture is taken would move what is below
        browser.ask("Emulation.setScrollbarsHidden", opened.session, hidden=True)
        opened.read(page, request.param)
        yield opened


def test_it_moves_only_while_it_is_asked_to(tab: LessonTab) -> None:
    tab.prefers("no-preference")
    frames = [len(drawing.sound) for drawing in drawings().values()]
    assert tab.says(_MOVING) == 0
    assert sorted(tab.says(_SHOWN)) == sorted(frames)
    assert all(tab.drawn())
    tab.click_all()
    assert tab.says(_MOVING) == sum(frames)
    assert tab.says(_SHOWN) == [1] * len(frames), "one moment at a time"
    tab.click_all()
    assert tab.says(_MOVING) == 0, "what was let move is stopped by the same box"
    assert sorted(tab.says(_SHOWN)) == sorted(frames)


def test_where_less_motion_is_asked_for_all_is_drawn_and_nothing_moves(tab: LessonTab) -> None:
    tab.prefers("reduce")
    frames = [len(drawing.sound) for drawing in drawings().values()]
    assert tab.says(_OFFERED) == 0
    for _click in range(2):
        assert tab.says(_MOVING) == 0
        assert sorted(tab.says(_SHOWN)) == sorted(frames)
        assert all(tab.drawn())
        tab.click_all()  # one that was let move before the system asked for less


def test_the_guard_sees_what_moves_and_what_is_blank(tab: LessonTab) -> None:
    tab.prefers("reduce")
    tab.says(
        "document.querySelector('.frames svg').animate([{opacity:1},{opacity:0}],"
        "{duration:1e6,iterations:9});"
        "document.querySelectorAll('.frames svg')[1].style.opacity=0"
    )
    assert tab.says(_MOVING) == 1
    assert tab.drawn().count(False) == 1


def test_each_answer_is_answered_when_it_is_pressed(tab: LessonTab) -> None:
    """One answer of an exercise at a time, and what it says is on the page then."""
    for lesson in lessons():
        for number, exercise in enumerate(lesson.exercises, 1):
            group = f"[...document.querySelectorAll('details[name=\"{lesson.name}-{number}\"]')]"
            for index, choice in enumerate(exercise.choices):
                tab.says(f"{group}[{index}].querySelector('summary').click()")
                shown = tab.says(f"{group}.map(each => each.open ? each.innerText : '')")
                assert [bool(text) for text in shown] == [
                    other == index for other in range(len(exercise.choices))
                ]
                said = choice.said.removeprefix("Right. ").removeprefix("No. ")
                verdict = "Right:" if choice.right else "Not right:"
                assert f"{verdict} {said}" in shown[index]
