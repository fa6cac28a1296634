"""auditor import with kept pages: what is taken, refused, compared and told."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.auditor import Auditor
from tests.cli.test_import import ABOUT, LIST, MINE, START, brought, state
from tests.unit.archives.packing import zipped
from tests.unit.captures.making import WALL, drawn, har, instagram


def archive(path: Path, count: int, *, private: str | None = "False") -> str:
    """Write an export of so many posts."""
    told = {"Username": {"value": "ada.lens"}}
    if private is not None:
        told["Private Account"] = {"value": private}
    files: dict[str, object] = {ABOUT: {"profile_user": [{"string_map_data": told}]}}
    posts = []
    for number in range(count):
        uri = f"media/posts/202311/{number}_n.jpg"
        files[uri] = drawn(number, 1440)
        medium = {"uri": uri, "creation_timestamp": START + number * 86_400, "title": f"{number}"}
        posts.append({"media": [medium]})
    files[LIST] = posts
    return str(zipped(path, files))


@pytest.fixture
def quick(tmp_path: Path) -> Auditor:
    """Return one that looks for no faces and texts, which are not what is tested here."""
    (tmp_path / "settings.toml").write_text("[readers]\nvision = false\nexiftool = false\n")
    return Auditor.at(tmp_path, "--settings", str(tmp_path / "settings.toml"))


def photos(auditor: Auditor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = auditor.run("photos", "--json", code=None).json["photos"]
    return found


def test_a_page_is_taken_in_as_it_was_served(quick: Auditor, tmp_path: Path) -> None:
    path = str(har(tmp_path / "page.har", instagram(range(12), more=WALL)))
    told = brought(quick, path, *MINE)
    assert (told["photos"], told["public"], told["format"]) == (13, 13, "har")  # and the portrait
    assert told["page"] == {
        "address": "https://www.instagram.com/ada.lens/",
        "shown": 12,
        "told": 212,
        "asked_to_log_in": True,
        "left_out": [{"why": "portraits of accounts", "count": 1}],
    }
    assert told["strangers"] is None
    assert not told["whole"]
    kept = {photo["sha256"] for photo in photos(quick)}
    served = {hashlib.sha256(drawn(number, 1080)).hexdigest() for number in range(12)}
    assert kept == served | {hashlib.sha256(drawn(9001, 150)).hexdigest()}
    (account,) = quick.run("accounts", "list", "--json").json["accounts"]
    assert account["proof"] == "none"


def test_a_page_says_what_the_log_in_hid(quick: Auditor, tmp_path: Path) -> None:
    path = str(har(tmp_path / "page.har", instagram(range(3), more=WALL)))
    said = quick.run("import", path, *MINE).out
    assert "Instagram showed 3 pictures, then asked to log in" in said
    assert "could not tell" in said


def test_nothing_is_kept_of_a_page_that_nobody_claims(quick: Auditor, tmp_path: Path) -> None:
    path = str(har(tmp_path / "page.har", instagram(range(2))))
    told = brought(quick, path)
    assert (told["account"], told["photos"], told["handle"]) == (None, 3, "ada.lens")
    assert quick.run("accounts", "list", "--json").json["accounts"] == []
    done = quick.run("import", path, "--claim", "mine", "--confirm", "bo", code=2)
    assert "typed again" in done.err


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("archive_first", [True, False])
def test_of_the_archive_strangers_got_those_on_the_page(
    quick: Auditor, tmp_path: Path, *, archive_first: bool, together: bool
) -> None:
    whole = archive(tmp_path / "a.zip", 20)
    page = str(har(tmp_path / "page.har", instagram(range(5), more=WALL)))
    paths = [whole, page] if archive_first else [page, whole]
    if together:
        *_rest, told = quick.run("import", *paths, *MINE, "--json").json["imported"]
    else:
        for path in paths:
            told = brought(quick, path, *MINE)
    assert told["strangers"] == {
        "uploaded": 20, "got": 5, "least": 1080, "most": 1080, "apart": 1, "untold": 0,
    }  # fmt: skip
    by_seen = [photo["visibility"] for photo in photos(quick)]
    assert sorted(by_seen) == ["public"] * 6 + ["unknown"] * 15
    shown = [photo for photo in photos(quick) if photo["visibility"] == "public"]
    assert {photo["width"] for photo in shown} == {1080, 150}
    assert state(quick, "collected")["state"] != "not-seen"
    said = " ".join(quick.run("answers", code=None).out.split())
    assert "shows 15 photos of" in said
    again = brought(quick, whole, *MINE)
    assert again["strangers"]["got"] == 5
    assert len(photos(quick)) == 21
