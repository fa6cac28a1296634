"""In which order pictures are looked at, and which are not asked for again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from auditor.domain.photos.photo import PhotoKind
from auditor.domain.views import WaitingPhoto
from auditor.engine.scan import order
from auditor.engine.scan.order import AskingAgain, in_order
from tests.fakes.engine import House, account, photo

ADA = account()
DAY = datetime(2026, 3, 1, tzinfo=UTC)


def waiting(name: str, **told: object) -> WaitingPhoto:
    known: dict[str, object] = {
        "kind": PhotoKind.POST,
        "label": "",
        "newest": 0,
        "measured": False,
        "place": None,
        "read": 0,
    }
    return WaitingPhoto(name, **{**known, **told})  # type: ignore[arg-type]


def test_the_most_telling_comes_first() -> None:
    here, there = (52.1, 4.3), (48.1, 11.5)
    photos = [
        waiting("plain", newest=-9),
        waiting("once", place=there),
        waiting("home", place=here, newest=-1),
        waiting("home too", place=here, newest=-2),
        waiting("paper", label="Passport_scan.jpg"),
        waiting("portrait", kind=PhotoKind.AVATAR),
    ]
    assert [each.id for each in in_order(photos)] == [
        "portrait",
        "paper",
        "home too",
        "home",
        "once",
        "plain",
    ]


def test_what_is_known_comes_last_and_each_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "MOST_AGAIN", 4)
    known = [waiting(f"k{n}", measured=True, newest=n, read=9 - n) for n in range(6)]
    asked = [each.id for each in in_order([*known, waiting("new")])]
    assert asked == ["new", "k0", "k1", "k5", "k4", "k3", "k2"]


def test_what_is_to_be_compared_is_read_whatever_is_known_of_it() -> None:
    known = [waiting("k", measured=True), waiting("m", measured=True, must=True, newest=5)]
    assert [each.id for each in in_order(known)] == ["m", "k"]


def test_a_note_tells_how_many_were_not_asked_for_and_since_when() -> None:
    again = AskingAgain(left=1)
    assert again.take()
    assert not again.take()
    again.left_out["p"] = None
    assert again.note([DAY]) == "1 of 2 pictures was not asked for again; it was read on 2026-03-01"
    assert again.note([None]).endswith("it was read in an earlier scan")


async def test_a_scan_asks_for_so_many_again_and_tells_of_the_rest(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "MOST_AGAIN", 2)
    await home.own(ADA)
    home.publish(ADA, range(5))
    await home.session.scan()
    asked: list[set[str]] = []
    for _scan in range(5):
        home.http.asked.clear()
        await home.session.scan()
        asked.append(set(home.http.pictures()))
    assert all(len(urls) == 2 for urls in asked)
    assert set().union(*asked) == {photo(ADA, number).media_url for number in range(5)}
    page = await home.session.overview()
    assert any("3 of 5 pictures were not asked for again" in line for line in page.not_checked)
    (change,) = (await home.session.scans())[0].accounts
    assert (change.outcome, change.gone, change.changed) == ("fetched", 0, 0)


async def test_what_is_new_is_read_however_many_there_are(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "MOST_AGAIN", 0)
    await home.own(ADA)
    home.publish(ADA, range(5))
    await home.session.scan()
    assert all((await home.photos()).values())
