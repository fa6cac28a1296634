"""Charts of the report: a masked one draws no map and names nobody."""

from __future__ import annotations

import re

from auditor.report.charts import over_scans, world
from auditor.report.html.charts import _near, _points, _scans, _table
from tests.fakes.session import FakeSession
from tests.unit.report.making import text_of
from tests.unit.test_charts import answers


async def test_each_chart_has_words_and_a_masked_report_no_map() -> None:
    full = await text_of(FakeSession(), "html", full=True)
    masked = await text_of(FakeSession(), "html", full=False)
    assert 'class="coast"' in full
    assert "Berlin, DE: 27 photos, ± 1.0 km" in full
    assert 'class="coast"' not in masked
    assert "Berlin" not in masked
    assert "majalindgren" not in masked
    assert "2 places. Places are hidden here" in masked
    assert "<td>± 1.0 km</td>" in full
    for page, tables in ((full, 6), (masked, 5)):
        drawings = re.findall(r"<svg.*?</svg>", page)
        assert len(drawings) >= 5
        assert all("<title " in each and "<desc " in each for each in drawings)
        assert page.count("The same as a table") == tables


def test_a_scan_of_other_accounts_is_marked_in_the_page() -> None:
    chart = over_scans.over_scans(answers(10))
    page = _scans(chart)
    (day,) = (chart.days[at] for at in chart.other_basis)
    assert f">{day}*</th>" in page
    assert ">*</text>" in page
    assert f"The scan of {day} read other accounts than the one before." in page
    assert "* read other accounts than the scan before." in page
    assert "*</th>" not in _scans(over_scans.over_scans(answers(5)))


def point(letter: str, latitude: float, longitude: float) -> world.MapPoint:
    return world.MapPoint(letter, "Bristol, GB", latitude, longitude, 1000, 3)


def test_letters_that_would_cover_each_other_stand_together() -> None:
    spots = [(point(letter, 0, 0), (100.0 + index, 50.0)) for index, letter in enumerate("ABCDE")]
    drawn = "".join(_points([*spots, (point("F", 0, 0), (200.0, 50.0))]))
    assert re.findall(">([^<]+)</text>", drawn) == ["A B C +2", "F"]
    assert drawn.count("<circle") == 6


def test_the_surroundings_show_how_far_off_a_place_may_be() -> None:
    shown = world.PlaceMap((point("A", 51.45, -2.61), point("D", 51.45, -2.60)))
    title, drawing, legend = _near(shown)
    assert "Around A" in title
    assert "Each place lies within its circle." in legend
    width, height = map(float, re.findall(r'viewBox="0 0 (\S+) (\S+)"', drawing)[0])
    circles = re.findall(r'cx="(\S+)" cy="(\S+)" r="(\S+)" class="coast"', drawing)
    assert len(circles) == 2
    for x, y, radius in (map(float, each) for each in circles):
        assert radius > 20
        assert radius <= x <= width - radius
        assert radius <= y <= height - radius
    assert not list(_near(world.PlaceMap((point("A", 51.45, -2.61),))))


def test_places_more_than_100_km_off_do_not_stand_among_the_near_ones() -> None:
    first, near, far = point("A", 0, 0), point("B", 0.8, 0), point("C", 1.0, 0)
    shown = world.scatter(world.PlaceMap((first, near, far)))
    assert shown is not None
    assert [each.letter for each, _where in shown.points] == ["A", "B"]
    assert world.scatter(world.PlaceMap((first, far))) is None


def test_a_table_that_scrolls_can_be_reached_by_keys_and_is_named() -> None:
    assert 'role="region" aria-label="Answers" tabindex="0"' in _table(("a",), (), "Answers")
    assert "tabindex" not in _table(("a",), ())
