"""auditor import with kept pages: what is taken, refused, compared and told."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import IFD

from tests.cli.auditor import Auditor
from tests.cli.test_import import ABOUT, LIST, MINE, START, brought, state
from tests.unit.archives.packing import zipped
from tests.unit.captures.making import SECRET, WALL, Visit, drawn, entry, har, instagram, mhtml
from tests.unit.captures.test_secrets import POSTED, WITH_SECRETS


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
    (account,) = quick.run("accounts", "list", "--json").json["accounts"]
    told = "the page asked to log in after 3 pictures; what it hid could not be told"
    assert account["notes"] == [told]


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


def test_a_second_page_shows_the_same_photos_and_more(quick: Auditor, tmp_path: Path) -> None:
    """What a page before it showed is met again, and is not taken for somebody else's."""
    brought(quick, archive(tmp_path / "a.zip", 20), *MINE)
    seen = {"uploaded": 20, "apart": 1, "untold": 15}
    first = har(tmp_path / "a.har", instagram(range(5), width=640))
    assert brought(quick, str(first), *MINE)["strangers"] == {
        **seen, "got": 5, "least": 640, "most": 640, "untold": 0,
    }  # fmt: skip
    second = mhtml(tmp_path / "b.mhtml", instagram(range(3), width=1080))
    assert brought(quick, str(second), *MINE)["strangers"] == {
        **seen, "got": 5, "least": 640, "most": 1080,
    }  # fmt: skip
    assert len(photos(quick)) == 21


def test_a_page_proves_nothing_and_stays_blunt(quick: Auditor, tmp_path: Path) -> None:
    visit = Visit("https://pages.example/@ada", "<!doctype html><html><body><main>")
    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo).update(
        {1: "N", 2: (52.0, 31.0, 12.345), 3: "E", 4: (13.0, 24.0, 17.89)}
    )
    body = io.BytesIO()
    Image.open(io.BytesIO(drawn(1))).save(body, "JPEG", exif=exif)
    visit.picture("https://pages.example/1.jpg", body.getvalue())
    visit.markup += '<img src="/1.jpg"><img src="/2.jpg" class="avatar"></main></body></html>'
    told = brought(
        quick, str(har(tmp_path / "page.har", visit)), "--claim", "mine", "--confirm",
        "pages.example/@ada",
    )  # fmt: skip
    assert (told["platform"], told["photos"]) == ("page", 1)
    (account,) = quick.run("accounts", "list", "--json").json["accounts"]
    assert account["proof"] == "none"
    everything = quick.run("photos", "--json", code=None).out
    everything += quick.run("findings", "--json", code=None).out
    assert "52.52" in everything
    assert "52.5201" not in everything
    likeness = quick.run("likeness", "--json", code=None).json
    assert likeness["blunt"]
    done = quick.run("scan", "--json", code=None)
    assert "page that you kept" in done.out + done.err


@pytest.mark.parametrize("place", ["session", "cookie header", "posted", "page"])
def test_of_what_is_refused_nothing_is_kept(quick: Auditor, tmp_path: Path, place: str) -> None:
    plain = instagram(range(2))
    shown = f'<a href="/accounts/logout/">x</a><script>{{"csrf":"{SECRET}"}}</script>'
    secret = POSTED if place == "posted" else WITH_SECRETS.get(place, {})
    visit = instagram(range(2), more=shown) if place == "page" else plain
    path = har(tmp_path / "a.har", visit, [entry("https://a.example/", "text/plain", "", **secret)])
    log = tmp_path / "debug.log"
    done = quick.run("--debug-log", str(log), "import", str(path), *MINE, "--json", code=2)
    assert "delete it" in done.err
    assert "will notice" in done.err
    assert "Traceback" not in done.err
    assert quick.run("accounts", "list", "--json").json["accounts"] == []
    assert quick.run("photos", "--json", code=None).json["photos"] == []
    left = [each for each in tmp_path.rglob("*") if each.is_file() and each != path]
    assert SECRET not in done.out + done.err
    assert not [each for each in left if SECRET.encode() in each.read_bytes()]


def test_a_second_page_tells_nothing_to_be_gone(quick: Auditor, tmp_path: Path) -> None:
    for number, shown in enumerate((range(4), range(2, 5))):
        path = str(har(tmp_path / f"{number}.har", instagram(shown)))
        told = brought(quick, path, *MINE)
        assert told["compared"] is None
    assert len(photos(quick)) == 6
    verified = quick.run("verify", "--json", code=None)
    assert '"gone"' not in verified.out


def test_smaller_sizes_of_another_page_are_no_photos_of_their_own(
    quick: Auditor, tmp_path: Path
) -> None:
    for width in (640, 1080, 720):
        path = har(tmp_path / f"{width}.har", instagram(range(3), width=width))
        brought(quick, str(path), *MINE)
    assert sorted(photo["width"] for photo in photos(quick)) == [150, 1080, 1080, 1080]


@pytest.mark.slow
def test_of_212_uploaded_photos_a_stranger_got_12(quick: Auditor, tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.zip", 212)
    page = str(har(tmp_path / "page.har", instagram(range(100, 112), more=WALL)))
    said = quick.run("import", whole, page, *MINE).out
    assert "Instagram showed 12 pictures, then asked to log in" in said
    assert "of 212 uploaded photos a stranger got 12, at 1080 px" in " ".join(said.split())
    shown = [photo for photo in photos(quick) if photo["visibility"] == "public"]
    assert sorted(photo["width"] for photo in shown) == [150, *[1080] * 12]
    answers = " ".join(quick.run("answers", code=None).out.split())
    assert "13 photos looked at" in answers  # and the portrait
    assert "no kept page shows 200 photos of the archive" in answers


def test_what_only_a_page_shows_is_compared_with_nothing(fresh: Auditor, tmp_path: Path) -> None:
    """An archive proves the account for what it holds, and for no page beside it."""
    whole = archive(tmp_path / "a.zip", 3)
    page = str(har(tmp_path / "page.har", instagram([2, 50, 51])))
    brought_both = fresh.run("import", whole, page, *MINE, "--json").json["imported"]
    assert brought_both[-1]["strangers"]["apart"] == 3  # two, and the portrait
    (account,) = fresh.run("accounts", "list", "--json").json["accounts"]
    assert account["proof"] == "archive"
    assert fresh.run("likeness", "--json", code=None).json["looked"] == 1
