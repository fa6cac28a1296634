"""The drawings as SVG: the flaw is where the answer says, and they are told in words too."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from auditor.awareness import svg
from auditor.awareness.as_page import lessons_page
from auditor.awareness.read import drawings, drawn_words, lessons
from auditor.awareness.rows import DrawingRow

NAMES = sorted(drawings())


def halves(drawing: DrawingRow, name: str, moment: int) -> dict[str, str]:
    """Return what is drawn for A and for B."""
    tree = ET.fromstring(svg.frames(name, drawing)[moment])
    letters = [each.text or "" for each in tree.findall("text")]
    drawn = []
    for group in tree.findall("g"):
        del group.attrib["transform"]  # where it stands
        drawn.append(ET.tostring(group, "unicode"))
    return dict(zip(letters, drawn, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_the_flaw_is_where_the_answer_says(name: str) -> None:
    drawing = drawings()[name]
    other = "A" if drawing.broken == "B" else "B"
    last = len(drawing.sound) - 1
    assert len(svg.frames(name, drawing)) == len(drawing.sound)
    shown = halves(drawing, name, last)
    assert shown["A"] != shown["B"]
    swapped = DrawingRow(
        drawing.about,
        other,  # type: ignore[arg-type]  # A or B
        drawing.sound_words,
        drawing.defect_words,
        drawing.sound,
        drawing.defect,
    )
    turned = halves(swapped, name, last)
    assert (turned["A"], turned["B"]) == (shown["B"], shown["A"])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_a_drawing_follows_its_letters(name: str) -> None:
    drawing = drawings()[name]
    told = dict(line.split(": ", 1) for line in drawn_words(drawing))
    assert told[drawing.broken] == drawing.defect_words
    assert set(told) == {"A", "B"}
    assert drawing.about not in {drawing.defect_words, drawing.sound_words}


def test_each_drawing_stands_in_the_page_with_its_words_and_can_be_stopped() -> None:
    page = lessons_page()
    for exercise in (each for lesson in lessons() for each in lesson.exercises):
        if exercise.drawing:
            drawing = drawings()[exercise.drawing]
            assert f"<figcaption>{drawing.about}." in page
            assert all(frame in page for frame in svg.frames(exercise.drawing, drawing))
            assert drawing.defect_words in page
    assert page.count("<figure") == page.count('type="checkbox"') == len(NAMES)
    assert "checked>" not in page
    moving = re.findall(r"[^{}]*\{[^{}]*animation:[^{}]*\}", page)
    assert moving
    assert all(":has(input:checked)" in rule for rule in moving)
    assert page.index("prefers-reduced-motion:no-preference") < page.index("animation:turn")
