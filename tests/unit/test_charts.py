"""Charts: nothing is left out without being told, and no map shows more than the text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from auditor.domain.changes import ScanAnswers
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.domain.links import AccountLink, LinkEvidence, Links, Tie
from auditor.domain.photos.counts import PhotoCounts
from auditor.domain.photos.place import Place, PlaceCluster
from auditor.report.charts import graph, histogram, over_scans, world
from auditor.report.charts.canvas import Pen
from tests.rows import each_row

WIDTHS = (40, 76, 116, 196)
DRAWN_SIGNS = re.compile("[\u2500-\u259f\u2800-\u28ff●○·–…]")
COUNTS = PhotoCounts(
    years=((None, 5), (2019, 12), (2023, 3000)),
    hours=((None, 5), (0, 1), (23, 3011)),
    sizes=((None, 7), (0, 10), (5, 3000)),
)


def spot(latitude: float, longitude: float, photos: int = 5, name: str = "Graz") -> PlaceCluster:
    place = Place(name, "AT", 1000)
    ids = tuple(f"p{number}" for number in range(photos))
    return PlaceCluster(latitude, longitude, 40, ids, ("a",), (), place)


def test_a_histogram_counts_every_photo_once_and_tells_the_unknown() -> None:
    for chart in histogram.histograms(COUNTS):
        assert chart.known + chart.unknown == 3017
        told = " ".join(histogram.in_words(chart))
        assert f"{chart.unknown} photos stand in no bar" in told
        assert histogram.drawn(chart, Pen(76))[-1].lstrip().startswith(chart.unknown_word)


def test_years_without_a_photo_have_a_place_and_many_years_share_a_bar() -> None:
    _sizes, years, _hours = histogram.histograms(COUNTS)
    assert [bar.label for bar in years.bars] == ["2019", "2020", "2021", "2022", "2023"]
    old = PhotoCounts(years=((1970, 1), (2026, 5)))
    _sizes, years, _hours = histogram.histograms(old)
    assert len(years.bars) <= 20
    assert years.known == 6
    assert "A bar stands for 3 years." in years.note


@pytest.mark.parametrize("ascii_only", [False, True])
def test_bars_are_on_one_scale_from_zero_and_fit(ascii_only: bool) -> None:
    for width in WIDTHS:
        for chart in histogram.histograms(COUNTS):
            lines = histogram.drawn(chart, Pen(width, ascii_only=ascii_only))
            assert max(map(len, lines)) <= width
            assert all(
                re.search(r"[█▏▎▍▌▋▊▉#.]", line) for line in lines if not line.endswith(" 0")
            ), "what is more than nothing is seen"
            assert not ascii_only or not DRAWN_SIGNS.search("".join(lines).replace("–", "-"))


def links(accounts: int) -> Links:
    pairs = [(f"a{first:02}", f"a{first + 1:02}") for first in range(accounts - 1)]
    ties = (Tie.SAME_PHOTO, Tie.SAME_HANDLE)
    return Links(
        tuple(
            AccountLink(a, b, (LinkEvidence(ties[number % 2], ("p1",), ("p2",), "maja-lind"),))
            for number, (a, b) in enumerate(pairs)
        ),
        (),
    )


NAMES = {f"a{number:02}": f"account {number} (Mastodon)" for number in range(40)}


@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_graph_shows_each_tie_by_sign_and_word(ascii_only: bool) -> None:
    shown = graph.graph(links(12), NAMES, {}, masked=False)
    assert (len(shown.nodes), len(shown.edges), shown.left_out) == (12, 11, 0)
    for width in WIDTHS:
        pen = Pen(width, ascii_only=ascii_only)
        lines = graph.drawn(shown, pen)
        assert max(map(len, lines)) <= width
        fitting = len(lines[0].split())
        assert fitting == 11 or f"{11 - fitting} more ties" in " ".join(lines)
        sure, likely = ("O", "o") if ascii_only else ("●", "○")
        left = len(lines[0]) - 3 * fitting
        ends = "".join(line[left:] for line in lines[1:13])
        assert ends.count(sure) + ends.count(likely) == 2 * fitting
        assert not ascii_only or not DRAWN_SIGNS.search("".join(lines))
    told = graph.in_words(shown)
    assert [": sure: " in line for line in told] == [edge.sure for edge in shown.edges]
    assert {edge.sure for edge in shown.edges} == {True, False}
    assert graph.graph(links(12), NAMES, {}, masked=False) == shown, "drawn the same each time"


def test_more_accounts_than_fit_stand_together_by_platform() -> None:
    platforms = {f"a{number:02}": ("Mastodon", "Flickr")[number % 3 == 0] for number in range(40)}
    shown = graph.graph(links(20), NAMES, platforms, masked=False)
    counts = [int(name.split()[0]) for name in shown.nodes[12:]]
    assert [name.split(": ")[1] for name in shown.nodes[12:]] == ["Mastodon", "Flickr"]
    assert sum(counts) == shown.left_out == 8
    told = graph.in_words(shown)
    pairs = sum(int(said[0]) for line in told if (said := re.findall(r"(\d+) pairs? of", line)))
    alone = sum(" of accounts " not in "".join(edge.why) for edge in shown.edges)
    assert pairs + alone + shown.untold == 19, "no tie is lost"
    assert "8 accounts with fewer ties stand together by platform." in told
    for width in WIDTHS:
        assert max(map(len, graph.drawn(shown, Pen(width)))) <= width


def test_platforms_beyond_the_last_row_share_it() -> None:
    platforms = {account: f"site {account}" for account in NAMES}
    shown = graph.graph(links(40), NAMES, platforms, masked=False)
    assert len(shown.nodes) == 12 + graph.MOST_GROUPS
    assert shown.nodes[-1] == "23 more accounts elsewhere"


def test_every_tie_is_known_to_be_sure_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(graph.SURE) == set(Tie)
    monkeypatch.setattr(graph, "SURE", {})
    edges = graph.graph(links(3), NAMES, {}, masked=False).edges
    assert not any(edge.sure for edge in edges), "what is not known is the weaker sign"


def test_a_masked_graph_tells_no_value() -> None:
    told = " ".join(graph.in_words(graph.graph(links(3), NAMES, {}, masked=True)))
    assert "maja-lind" not in told


def test_a_masked_map_has_no_place() -> None:
    shown = world.place_map([spot(47.07, 15.43)], ["Graz, AT"], exact=True, masked=True)
    assert world.world(shown, Pen(76), 20) == []
    assert world.scatter(shown) is None
    told = " ".join(world.in_words(shown))
    assert "1 place" in told
    assert "Graz" not in told


def test_a_map_is_as_blunt_as_the_text() -> None:
    spots = [spot(47.070713, 15.439504)]
    (point,) = world.place_map(spots, ["Graz, AT"], exact=False, masked=False).points
    assert (point.latitude, point.longitude, point.radius_m) == (47.07, 15.44, 1000)
    (point,) = world.place_map(spots, ["Graz, AT"], exact=True, masked=False).points
    assert (point.latitude, point.longitude, point.radius_m) == (47.070713, 15.439504, 40)


@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_world_fits_and_has_a_letter_for_each_place(ascii_only: bool) -> None:
    spots = [spot(47.07, 15.44), spot(-33.9, 151.2), spot(40.7, -74.0), spot(89.9, 179.99)]
    shown = world.place_map(spots, ["x"] * 4, exact=False, masked=False)
    for width, height in ((36, 10), (76, 19), (116, 35), (196, 55)):
        lines = world.world(shown, Pen(width, ascii_only=ascii_only), height)
        assert len(lines) <= height
        assert max(map(len, lines)) <= width
        drawn = "".join(lines)
        assert all(drawn.count(letter) == 1 for letter in "ABCD")
        assert not ascii_only or not DRAWN_SIGNS.search(drawn)
    rows = world.world(shown, Pen(76), 19)
    place = {
        letter: (line.index(letter), number)
        for number, line in enumerate(rows)
        for letter in "ABC"
        if letter in line
    }
    assert place["C"][0] < place["A"][0] < place["B"][0], "west is left"
    assert place["A"][1] < place["B"][1], "north is up"


def test_no_coast_runs_around_the_world() -> None:
    assert len(world.coasts()) > 80
    for coast in world.coasts():
        for start, end in pairwise(coast):
            assert abs(end[0] - start[0]) < 60, coast


def test_places_that_meet_on_the_map_are_told_apart_in_words() -> None:
    spots = [spot(47.07, 15.44, 9), spot(47.08, 15.45), spot(-33.9, 151.2), spot(-33.9, 151.2)]
    shown = world.place_map(spots, ["x"] * 4, exact=False, masked=False)
    *drawn, told = world.world(shown, Pen(76), 19)
    assert "".join(drawn).count("*") == 2
    assert told == "* is A+B, C+D"
    assert [line[0] for line in world.in_words(shown)[:2]] == ["A", "B"]
    near = world.scatter(world.place_map(spots[2:], ["x"] * 2, exact=False, masked=False))
    assert near is not None
    assert world.near_places(near, Pen(76), 20)[-1] == "* is A+B"


def test_distances_and_the_scale_bar_are_true() -> None:
    north = spot(47.0, 15.0, 9)
    south = spot(46.9, 15.0)
    shown = world.place_map([north, south], ["x", "y"], exact=True, masked=False)
    apart = world.metres_between(*shown.points)
    assert apart == pytest.approx(11119.5, rel=1e-3)
    found = world.scatter(shown)
    assert found is not None
    (_a, (x, y)), (_b, (other_x, other_y)) = found.points
    assert (x, other_x) == pytest.approx((0, 0))
    assert y - other_y == pytest.approx(apart, rel=1e-3)
    assert found.bar_m == 2000
    lines = world.near_places(found, Pen(76), 20)
    assert "2.0 km" in lines[-2]
    rows = {
        letter: number
        for number, line in enumerate(lines[:-2])
        for letter in "AB"
        if letter in line
    }
    cells = lines[-2].split()[0]
    metres_a_row = apart / (rows["B"] - rows["A"])
    assert found.bar_m / len(cells) * 2 == pytest.approx(metres_a_row, rel=0.2)
    assert "A–B: 11 km apart, ± 80 m" in world.in_words(shown)


def test_a_distance_below_its_error_is_no_number() -> None:
    spots = [spot(47.0, 15.0, 9), spot(47.01, 15.0)]
    shown = world.place_map(spots, ["x", "y"], exact=False, masked=False)
    assert any("less than 3.1 km apart" in line for line in world.in_words(shown))


@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_scatter_is_sharper_than_what_it_rests_on(ascii_only: bool) -> None:
    spots = [spot(51.45, -2.61, 9), spot(51.45, -2.60)]
    shown = world.place_map(spots, ["x", "y"], exact=False, masked=False)
    found = world.scatter(shown)
    assert found is not None
    assert found.half_m > 1000 + world.metres_between(*shown.points) / 2
    for width, height in ((36, 10), (76, 19), (116, 35), (196, 55)):
        lines = world.near_places(found, Pen(width, ascii_only=ascii_only), height)
        assert len(lines) <= height
        assert max(map(len, lines)) <= width
        drawing, told = lines[:-2], " ".join(lines[-2:])
        dotted = {
            column for line in drawing for column, sign in enumerate(line) if sign not in " AB"
        }
        letters = [line.index(letter) for letter in "AB" for line in drawing if letter in line]
        assert min(dotted) < min(letters) < max(letters) < max(dotted), "both stand in circles"
        assert "Each place lies within its circle." in told
        assert not ascii_only or not DRAWN_SIGNS.search("".join(lines))


@each_row(
    ("metres", "bar"), [(0.5, 1), (1, 1), (4.9, 2), (5, 5), (99, 50), (100, 100), (2600, 2000)]
)
def test_a_scale_bar_is_one_two_or_five(metres: float, bar: int) -> None:
    assert world.round_length(metres) == bar


def test_places_across_the_date_line_are_near() -> None:
    spots = [spot(-17.0, 179.95, 9), spot(-17.0, -179.95)]
    found = world.scatter(world.place_map(spots, ["x", "y"], exact=True, masked=False))
    assert found is not None
    assert found.half_m < 10_000


def answers(scans: int) -> list[ScanAnswers]:
    states = list(AnswerState)
    return [
        ScanAnswers(
            number,
            datetime(2026, 1, number + 1, tzinfo=UTC),
            dict.fromkeys(list(QuestionId)[: 8 - number % 2], states[number // 3 % 4]),
            "all" if number < 5 else "fewer",
        )
        for number in range(scans)
    ]


@pytest.mark.parametrize("ascii_only", [False, True])
def test_answers_over_scans_stand_in_signs_and_words(ascii_only: bool) -> None:
    chart = over_scans.over_scans(answers(10))
    assert chart.other_basis == {5}
    assert len(chart.rows) == 8
    for width in WIDTHS:
        lines = over_scans.drawn(chart, Pen(width, ascii_only=ascii_only))
        assert max(map(len, lines)) <= width
        assert len(lines) == 9 or "Earlier scans that do not" in " ".join(lines)
        assert not ascii_only or not DRAWN_SIGNS.search("".join(lines))
    told = over_scans.in_words(chart)
    assert len(told) == 9
    assert "not seen from 2026-01-01" in told[0]
    assert "not kept from 2026-01-02" in told[-2]
    assert told[-1] == "The scan of 2026-01-06 read other accounts than the one before."
    assert len(over_scans.in_words(over_scans.over_scans(answers(5)))) == 8, "all on one basis"


def test_nothing_kept_draws_nothing() -> None:
    assert over_scans.drawn(over_scans.over_scans(()), Pen(76)) == []
    assert graph.drawn(graph.graph(Links((), ()), {}, {}, masked=False), Pen(76)) == []
    assert histogram.in_words(histogram.histograms(PhotoCounts())[0])[0] == "No photo to count."
