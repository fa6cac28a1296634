"""Searches by picture are links that say what each would get, with their sources."""

from __future__ import annotations

from datetime import date

from auditor.guidance.checkup import checkup
from auditor.guidance.help.picture_search import before, explained, searches
from tests.documents import ROOT

NAMED = {"Google Lens", "Bing Visual Search", "Yandex Images", "TinEye", "PimEyes"}


def test_each_says_what_it_gets_and_where_that_stands() -> None:
    assert {search.name for search in searches()} == NAMED
    for search in searches():
        told = " ".join(explained(search))
        assert "It gets: " in told
        assert search.url.startswith("https://")
        assert search.source_url in told
        assert search.source_date in told
        assert search.checked_on.isoformat() in told
    assert f"| {len(searches())} pages |" in (ROOT / "docs" / "guidance.md").read_text("utf-8")


def test_those_that_want_a_face_come_last_and_say_what_a_face_is() -> None:
    assert [search.name for search in searches() if search.kind == "face"] == ["PimEyes"]
    assert searches()[-1].name == "PimEyes"
    assert "biometric" in searches()[-1].uploads


def test_first_it_says_which_pictures_never() -> None:
    first, *_rest = before()
    assert "Never an intimate picture" in first
    assert "under 18" in first
    assert "no picture is sent by this program" in " ".join(before())


def test_they_are_looked_at_again_like_every_row() -> None:
    rows = {row.name: row for row in checkup(date(2027, 12, 1), ()).stale}
    assert set(rows) >= NAMED
