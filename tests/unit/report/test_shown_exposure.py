"""Likeness and what is seen in photos, in reports that are passed on."""

from __future__ import annotations

import csv
import io

import pytest

from auditor.domain.likeness.words import MEANS, SHRINK_MEANS
from auditor.report import shown_exposure
from tests.unit.report.making import NASTIER, InventedSession, text_of
from tests.unit.report.test_reports import Seen


async def rendered(form: str, *, full: bool, text: str = "j•••@•••.example") -> str:
    return await text_of(InventedSession(text), form, full=full)


def flat(page: str) -> str:
    return " ".join(Seen(page).text.split())


@pytest.mark.parametrize("full", [True, False])
async def test_what_likeness_means_stands_before_the_tier(full: bool) -> None:
    text = flat(await rendered("html", full=full))
    assert (
        text.index("What was not checked")
        < text.index(MEANS)
        < text.index("The best single picture: a sharp, uncovered face 900 px across")
        < text.index("about 180 px across, but the original behind it")
        < text.index("Below 112 px: replace 2 photos by smaller copies")
        < text.index(SHRINK_MEANS)
        < text.index("Enough for a fake made from one photo")
    )
    for sentence in (
        "In 1 photo faces were not looked for.",
        "Hide these 2 photos to come down to “No clear face found”:",
        "No smaller set does it.",
        "a face of 112 px",
    ):
        assert sentence in text


async def test_where_the_best_picture_stands_is_told_by_account() -> None:
    page = await rendered("html", full=False)
    assert "short side is 1200 px. (account B)" in flat(page)
    assert "large.jpg" not in page
    assert "example.org/page" not in page


@pytest.mark.parametrize("at_once", [1, 2, 5000])
async def test_photos_to_hide_are_counted_by_account_not_listed(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_exposure, "_AT_ONCE", at_once)
    text = flat(await rendered("html", full=False))
    assert "account A: 1 photo" in text
    assert "account B: 1 photo" in text


async def test_seen_things_are_words_and_their_excerpts_only_in_a_full_report() -> None:
    masked, full = flat(await rendered("html", full=False)), flat(await rendered("html", full=True))
    for text in (masked, full):
        assert "1 face, 240 px across" in text
        assert "An e-mail address can be read" in text
        assert "credentials: unbroken, but the signer is on no trust list that you imported" in text
        assert "credentials tell: author" in text
        assert "A missing credential proves nothing." in text
    assert "can be read: j•••" not in masked
    assert "can be read: j•••" in full
    assert "near Berlin" not in masked
    assert "near Berlin, DE" in full


@pytest.mark.parametrize("form", ["html", "csv"])
async def test_links_between_accounts_are_in_no_report(form: str) -> None:
    assert "tied together" not in await rendered(form, full=True)


async def test_the_table_has_a_row_for_each() -> None:
    table = await rendered("csv", full=False, text=NASTIER)
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    kinds = {"not checked": 2, "question": 9, "likeness": 5, "seen": 2, "finding": 2}
    assert [row["kind"] for row in rows] == [kind for kind in kinds for _row in range(kinds[kind])]
    counted, *questions = rows[2:11]
    assert counted["title"] == "3 of 8 seen, 2 unknown"
    assert (questions[1]["state"], questions[1]["title"]) == (
        "partly",
        "Could a stranger know when you are out or away?",
    )
    best, tier, rung = rows[11:14]
    assert best["evidence"].startswith(MEANS)
    assert best["title"].startswith("The best single picture")
    assert (best["account"], tier["title"]) == (
        "account B",
        "Enough for a fake made from one photo",
    )
    assert rung["evidence_url"] == "https://arxiv.org/abs/1"
    assert {row["account"] for row in rows if row["kind"] == "seen"} == {"account A", "account B"}
