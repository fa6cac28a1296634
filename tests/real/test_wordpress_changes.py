"""What is taken away on a real WordPress, and what `verify` and the next scan say of it.

One site of one user: everything is changed between one scan and one look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.real.journey import (
    PLACE,
    SEEDS,
    Document,
    Journey,
    Outcome,
    is_listed,
    make_photo,
    position_of,
    seed,
)

pytestmark = pytest.mark.real

CHANGES = Path(__file__).with_name("wordpress_changes.php")
LIBRARY = SEEDS / "wordpress_lib.php"
RESOLUTION = "The photo is large enough to train an image model"


def php(*words: str | Path) -> str:
    return seed("php", "-d", "memory_limit=512M", *words)


def change(act: str, *words: str | Path) -> None:
    told = php(CHANGES, LIBRARY, act, *words)
    assert '"error"' not in told, told
    assert "refused" not in told, told


def served_case(case: str, act: str) -> None:
    php(SEEDS / "wordpress_cases.php", case, act)


def name_of(photo: Document) -> str:
    return urlsplit(photo["media_url"]).path.rpartition("/")[2]


@dataclass(frozen=True)
class Story:
    """What was there by file name, what the look said, and what the next scan found.

    `lost` is the account after a scan with an attachment that has no file.
    """

    before: Mapping[str, Document]
    outcome: Outcome
    after: Mapping[str, Document]
    account: Document
    lost: Document
    with_lost: Mapping[str, Document]

    def now(self, name: str) -> Document | None:
        """Return the photo that was `name` at first, as the next scan has it."""
        return self.after.get(self.before[name]["id"])


@pytest.fixture(scope="module")
def story(wordpress: str, tmp_path_factory: pytest.TempPathFactory) -> Story:
    room = tmp_path_factory.mktemp("wordpress")
    pictures = room / "pictures"
    pictures.mkdir()
    journey = Journey.at(room)
    names = ("cut.jpg", "swap.jpg", "washed.jpg", "trip.jpg", "away.jpg")
    for name in names:
        path = make_photo(pictures / name)
        change("PAGE" if name == "trip.jpg" else "UPLOAD", path)
    served_case("scaled-left", "make")
    served_case("original-deleted", "make")
    account = journey.add(wordpress, lambda token: change("PROOF", token))
    journey.scan()
    before = {name_of(photo): photo for photo in journey.photos(account)}
    clean = make_photo(pictures / "clean.jpg", place=False, of=pictures / "swap.jpg")
    washed = make_photo(pictures / "w.jpg", place=False, of=pictures / "washed.jpg")
    change("CROP", "cut.jpg")
    change("REPLACE", "swap.jpg", clean)
    change("WASH", "washed.jpg", washed)
    change("HIDE", "trip.jpg")
    change("DELETE", "away.jpg")
    served_case("scaled-left", "change")
    outcome = journey.verify(1)
    journey.scan()
    told = journey.account(account)
    after = {photo["id"]: photo for photo in journey.photos(account)}
    served_case("source-false", "make")
    journey.scan()
    with_lost = {photo["id"]: photo for photo in journey.photos(account)}
    return Story(before, outcome, after, told, journey.account(account), with_lost)


def test_a_deleted_original_leaves_the_scaled_copy(story: Story) -> None:
    """It is public at 2560 px, large enough for a model."""
    photo = story.before["holiday.jpg"]
    (large,) = story.outcome.of(photo["id"], RESOLUTION)
    assert (large["state"], large["settled"]) in {
        ("still-there", False),
        ("smaller-now", False),
    }
    assert not any(result["state"] == "gone-here" for result in story.outcome.of(photo["id"]))
    now = story.now("holiday.jpg")
    assert now is not None
    assert name_of(now) == "holiday-scaled.jpg"
    assert (now["width"], now["height"]) == (2560, 1707)


def test_an_original_that_was_never_there_is_measured_as_its_scaled_copy(story: Story) -> None:
    photo = story.before["big-scaled.jpg"]
    assert (photo["width"], photo["height"]) == (2560, 1707)
    assert photo["error"] is None


def test_a_crop_leaves_the_first_upload(story: Story) -> None:
    photo = story.before["cut.jpg"]
    assert position_of(photo) == pytest.approx(PLACE, abs=1e-5)
    position = story.outcome.position(photo["id"])
    assert (position["state"], position["settled"]) == ("older-version", False)
    assert position["reason"].endswith("/cut.jpg")
    now = story.now("cut.jpg")
    assert now is not None
    assert position_of(now) == pytest.approx(PLACE, abs=1e-5)


def test_a_replaced_file_still_stands_as_an_older_version(story: Story) -> None:
    photo = story.before["swap.jpg"]
    position = story.outcome.position(photo["id"])
    assert (position["state"], position["settled"]) == ("older-version", False)
    assert position["reason"].endswith("/swap.jpg")
    now = story.now("swap.jpg")
    assert now is not None


def test_a_clean_copy_in_the_same_place_settles_its_position(story: Story) -> None:
    photo = story.before["washed.jpg"]
    position = story.outcome.position(photo["id"])
    assert (position["state"], position["settled"]) == ("still-there", True)
    (large,) = story.outcome.of(photo["id"], RESOLUTION)
    assert (large["state"], large["settled"]) == ("still-there", False)


def test_a_photo_of_a_page_made_private_is_unlinked(story: Story) -> None:
    photo = story.before["trip.jpg"]
    assert is_listed(photo)
    assert story.outcome.states(photo["id"]) == {("unlinked", False)}
    now = story.now("trip.jpg")
    assert now is not None
    assert now["listing"] == "unlinked"
    assert position_of(now) == pytest.approx(PLACE, abs=1e-5)


def test_a_deleted_photo_is_gone(story: Story) -> None:
    photo = story.before["away.jpg"]
    assert story.outcome.states(photo["id"]) == {("gone-here", True)}
    assert story.now("away.jpg") is None


def test_an_attachment_without_a_file_costs_itself_alone(story: Story) -> None:
    listed = {key for key, photo in story.after.items() if is_listed(photo)}
    assert listed
    assert listed <= story.with_lost.keys()
    assert story.account["notes"] != story.lost["notes"]
    assert any(note.startswith("1 ") for note in story.lost["notes"]), story.lost["notes"]
