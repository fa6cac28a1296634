"""auditor import and sources: what is kept, what is public, what the answers make of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.auditor import Auditor
from tests.unit.archives.packing import picture, zipped

DAY = 86_400
START = 1_700_000_000
ABOUT = "personal_information/personal_information/personal_information.json"
LIST = "your_instagram_activity/media/posts_1.json"


def instagram(
    path: Path,
    numbers: Sequence[int],
    *,
    private: str | None = None,
    handle: str = "ada.lens",
    without: Sequence[int] = (),
    titles: Mapping[int, str] | None = None,
    html: bool = False,
    undated: Sequence[int] = (),
) -> str:
    """Write an export with a post of each number, a day apart, and return its path."""
    told = {"Username": {"value": handle}}
    if private is not None:
        told["Private Account"] = {"value": private}
    files: dict[str, object] = {ABOUT: {"profile_user": [{"string_map_data": told}]}}
    posts = []
    for number in numbers:
        uri = f"media/posts/202311/{number}_n.jpg"
        if number not in without:
            files[uri] = picture(number * 9)
        medium = {
            "uri": uri,
            "creation_timestamp": None if number in undated else START + number * DAY,
            "title": (titles or {}).get(number, f"post {number}"),
        }
        posts.append({"media": [medium]})
    files[LIST.replace(".json", ".html") if html else LIST] = "<html></html>" if html else posts
    return str(zipped(path, files))


def takeout(path: Path, numbers: Sequence[int]) -> str:
    files: dict[str, object] = {}
    for number in numbers:
        name = f"Takeout/Google Fotos/Urlaub/IMG_{number}.jpg"
        files[name] = picture(number)
        files[f"{name}.supplemental-metadata.json"] = {
            "title": f"IMG_{number}.jpg",
            "photoTakenTime": {"timestamp": str(START + number)},
        }
    files["Takeout/Google Fotos/Urlaub/Metadaten.json"] = {"title": "Urlaub"}
    return str(zipped(path, files))


def brought(auditor: Auditor, *words: str, code: int = 0) -> dict[str, Any]:
    (told,) = auditor.run("import", *words, "--json", code=code).json["imported"]
    assert isinstance(told, dict)
    return told


MINE = ("--claim", "mine", "--confirm", "ada.lens")
ADA = ("--claim", "mine", "--confirm", "Ada")


def state(auditor: Auditor, question: str) -> dict[str, Any]:
    found = auditor.run("answers", "--json", code=None).json["questions"]
    return next(each for each in found if each["id"] == question)


def test_nothing_is_kept_of_what_nobody_claims(fresh: Auditor, tmp_path: Path) -> None:
    told = brought(fresh, instagram(tmp_path / "a.zip", range(3), private="False"))
    assert (told["account"], told["photos"], told["public"]) == (None, 3, 3)
    assert told["handle"] == "ada.lens"
    assert fresh.run("accounts", "list", "--json").json["accounts"] == []


@pytest.mark.parametrize("claim", ["not-mine", "impostor", "unsure"])
def test_what_is_said_not_to_be_mine_is_looked_into_only(
    fresh: Auditor, tmp_path: Path, claim: str
) -> None:
    brought(fresh, instagram(tmp_path / "a.zip", range(2), private="False"), *MINE)
    other = instagram(tmp_path / "b.zip", range(4), private="False")
    assert brought(fresh, other, "--claim", claim)["account"] is None
    assert len(fresh.run("photos", "--json", code=None).json["photos"]) == 2


def test_a_claim_without_the_name_is_refused(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", range(2))
    done = fresh.run("import", path, "--claim", "mine", "--json", code=2)
    assert "typed again" in done.err
    brought(fresh, path, *MINE)
    assert brought(fresh, path, "--claim", "mine")["account"]  # claimed already


def test_another_name_than_the_one_inside_is_refused(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", range(2))
    done = fresh.run("import", path, "--claim", "mine", "--confirm", "bo", code=2)
    assert "typed again" in done.err
    assert fresh.run("accounts", "list", "--json").json["accounts"] == []


def test_an_account_on_the_list_must_be_the_one_inside(fresh: Auditor, tmp_path: Path) -> None:
    added = fresh.run(
        "accounts", "add", "https://instagram.com/bo/", "--claim", "mine", "--confirm", "bo",
        "--json",
    ).json  # fmt: skip
    path = instagram(tmp_path / "a.zip", range(2))
    done = fresh.run("import", path, "--account", added["account"]["id"], code=2)
    assert "ada.lens" in done.err


def test_public_as_the_archive_says(fresh: Auditor, tmp_path: Path) -> None:
    told = brought(fresh, instagram(tmp_path / "a.zip", range(3), private="False"), *MINE)
    assert (told["photos"], told["public"], told["unknown"]) == (3, 3, 0)
    photos = fresh.run("photos", "--json", code=None).json["photos"]
    assert {photo["visibility"] for photo in photos} == {"public"}
    assert all(photo["sha256"] for photo in photos)


def test_a_private_account_opens_no_question(fresh: Auditor, tmp_path: Path) -> None:
    told = brought(fresh, instagram(tmp_path / "a.zip", range(3), private="True"), *MINE)
    assert (told["photos"], told["public"], told["unknown"]) == (3, 0, 0)
    photos = fresh.run("photos", "--json", code=None).json["photos"]
    assert {photo["sha256"] for photo in photos} <= {None, ""}  # never looked into
    assert state(fresh, "collected")["state"] == "not-seen"
    assert fresh.run("findings", "--json", code=None).json["findings"] == []


def test_unknown_is_could_not_tell_until_it_is_said(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", range(3))
    assert brought(fresh, path, *MINE)["unknown"] == 3
    before = state(fresh, "name")
    assert before["state"] == "could-not-tell"
    assert any("not said yet" in line for line in before["could_not_tell"])
    told = brought(fresh, path, "--public", "all")  # claimed already
    assert (told["public"], told["unknown"]) == (3, 0)
    after = state(fresh, "name")
    assert not any("not said yet" in line for line in after["could_not_tell"])
    assert state(fresh, "collected")["state"] == "partly"


def test_what_was_said_once_is_kept(fresh: Auditor, tmp_path: Path) -> None:
    brought(fresh, instagram(tmp_path / "a.zip", range(3)), *MINE, "--public", "none")
    told = brought(fresh, instagram(tmp_path / "b.zip", range(4)))
    assert (told["public"], told["unknown"]) == (0, 0)


def test_years_and_albums_outrank_all(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", [0, 1, 400])
    told = brought(fresh, path, *MINE, "--public", "all", "--public", "2023=no")
    assert (told["public"], told["unknown"]) == (1, 0)


def test_takeout_is_private_unless_it_is_said(fresh: Auditor, tmp_path: Path) -> None:
    path = takeout(tmp_path / "t.zip", range(4))
    told = brought(fresh, path, "--claim", "mine", "--confirm", "Ada")
    assert (told["photos"], told["public"], told["unknown"]) == (4, 0, 0)
    assert brought(fresh, path, "--confirm", "Ada", "--public", "Urlaub=yes")["public"] == 4


def test_the_day_of_the_archive_stands_beside_every_answer(fresh: Auditor, tmp_path: Path) -> None:
    told = brought(fresh, instagram(tmp_path / "a.zip", range(2), private="False"), *MINE)
    day = told["made_at"][:10]
    for question in fresh.run("answers", "--json", code=None).json["questions"]:
        assert any(f"archive of {day}" in line for line in question["could_not_tell"])


def test_a_newer_archive_tells_new_gone_and_changed(fresh: Auditor, tmp_path: Path) -> None:
    brought(fresh, instagram(tmp_path / "a.zip", range(6), private="False"), *MINE)
    newer = instagram(
        tmp_path / "b.zip", [0, 1, 3, 4, 5, 6, 7], private="False", titles={4: "said anew"}
    )
    later(newer)
    told = brought(fresh, newer)
    assert told["compared"] == {"new": 2, "gone": 1, "changed": 1, "untold": 0}
    assert len(fresh.run("photos", "--json", code=None).json["photos"]) == 7


def test_an_import_again_changes_nothing(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", range(5), private="False")
    brought(fresh, path, *MINE)
    told = brought(fresh, path)
    assert told["compared"] == {"new": 0, "gone": 0, "changed": 0, "untold": 0}


def test_what_a_shorter_time_leaves_out_is_not_gone(fresh: Auditor, tmp_path: Path) -> None:
    brought(fresh, instagram(tmp_path / "a.zip", range(6), private="False"), *MINE)
    newer = instagram(tmp_path / "b.zip", [3, 4, 5], private="False")
    later(newer)
    assert brought(fresh, newer)["compared"] == {"new": 0, "gone": 0, "changed": 0, "untold": 3}


def test_nor_is_what_has_no_date_where_the_time_is_shorter(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", range(6), private="False", undated=[4])
    brought(fresh, path, *MINE)
    newer = instagram(tmp_path / "b.zip", [2, 3, 5], private="False")
    later(newer)
    assert brought(fresh, newer)["compared"] == {"new": 0, "gone": 0, "changed": 0, "untold": 3}


def test_what_a_time_that_ended_leaves_out_is_not_gone(fresh: Auditor, tmp_path: Path) -> None:
    """Its end can be chosen; an old archive unpacked today looks like a new one, too."""
    brought(fresh, instagram(tmp_path / "a.zip", range(6), private="False"), *MINE)
    newer = instagram(tmp_path / "b.zip", [0, 1, 2], private="False")
    later(newer)
    assert brought(fresh, newer)["compared"] == {"new": 0, "gone": 0, "changed": 0, "untold": 3}


def test_what_was_not_asked_for_is_not_gone(fresh: Auditor, tmp_path: Path) -> None:
    brought(fresh, instagram(tmp_path / "a.zip", range(6), private="False"), *MINE)
    file = "media/stories/202311/s.jpg"
    stories = {"uri": file, "creation_timestamp": START - DAY}
    told = {"Username": {"value": "ada.lens"}}
    newer = zipped(
        tmp_path / "b.zip",
        {
            ABOUT: {"profile_user": [{"string_map_data": told}]},
            LIST.replace("posts_1", "stories"): {"ig_stories": [stories]},
            file: picture(99),
        },
    )
    later(str(newer))
    assert brought(fresh, str(newer))["compared"] == {
        "new": 1, "gone": 0, "changed": 0, "untold": 6,
    }  # fmt: skip


def test_a_part_that_was_packed_before_the_others_is_no_older_archive(
    fresh: Auditor, tmp_path: Path
) -> None:
    parts = takeout(tmp_path / "b.zip", range(3)), takeout(tmp_path / "a.zip", range(3, 9))
    later(parts[0], (2026, 11, 20, 10, 40, 0))
    later(parts[1], (2026, 11, 20, 10, 0, 0))
    brought(fresh, parts[0], *ADA)
    told = brought(fresh, parts[1], *ADA)
    assert told["compared"] == {"new": 6, "gone": 0, "changed": 0, "untold": 3}


def test_nothing_is_gone_from_an_archive_that_is_not_whole(fresh: Auditor, tmp_path: Path) -> None:
    brought(fresh, instagram(tmp_path / "a.zip", range(6), private="False"), *MINE)
    newer = instagram(tmp_path / "b.zip", range(6), private="False", html=True, without=[2])
    later(newer)
    told = brought(fresh, newer, code=3)
    assert not told["whole"]
    assert told["compared"]["gone"] == 0


def test_an_older_archive_is_refused(fresh: Auditor, tmp_path: Path) -> None:
    newer = instagram(tmp_path / "b.zip", range(6), private="False")
    later(newer)
    brought(fresh, newer, *MINE)
    done = fresh.run("import", instagram(tmp_path / "a.zip", range(3)), code=2)
    assert "newer archive" in done.err


def test_the_form_for_reading_is_never_empty(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", range(3), html=True)
    told = brought(fresh, path, *MINE, "--public", "all", code=3)
    assert (told["photos"], told["public"], told["whole"]) == (3, 3, False)
    assert any("JSON" in note for note in told["notes"])


def test_a_file_that_is_missing_is_counted_and_named(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", range(4), private="False", without=[2])
    told = brought(fresh, path, *MINE)
    assert told["photos"] == 4
    assert [left["name"] for left in told["skipped"]] == ["media/posts/202311/2_n.jpg"]
    assert any("could not be read" in line for line in state(fresh, "home")["could_not_tell"])


def test_scan_and_verify_ask_nobody_about_it(fresh: Auditor, tmp_path: Path) -> None:
    brought(fresh, instagram(tmp_path / "a.zip", range(2), private="False"), *MINE)
    (account,) = fresh.run("scan", "--json", code=None).json["accounts"]
    assert account["outcome"] == "skipped"
    assert "newer archive" in account["reason"]
    assert fresh.run("network-log", "--json").json["requests"] == []
    assert len(fresh.run("photos", "--json", code=None).json["photos"]) == 2


def test_taking_the_claim_back_takes_it_all(fresh: Auditor, tmp_path: Path) -> None:
    told = brought(fresh, instagram(tmp_path / "a.zip", range(2), private="False"), *MINE)
    fresh.run("accounts", "claim", told["account"], "unsure")
    (known,) = fresh.run("accounts", "list", "--json").json["accounts"]
    assert known["photos"] == 0
    assert known["proof"] == "none"
    fresh.run("accounts", "claim", told["account"], "mine", "--confirm", "ada.lens")
    (account,) = fresh.run("scan", "--json", code=None).json["accounts"]
    assert "cannot look into" in account["reason"]


@pytest.mark.parametrize("said", ["maybe", "=yes", "2019=perhaps"])
def test_what_public_does_not_take(fresh: Auditor, tmp_path: Path, said: str) -> None:
    path = instagram(tmp_path / "a.zip", range(2))
    assert "--public" in fresh.run("import", path, "--public", said, code=2).err


def test_no_archive_is_one_clear_line(fresh: Auditor, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\3\4 and nothing more")
    (tmp_path / "y.zip").write_bytes(b"hello")
    for name in ("x.zip", "y.zip", "none.zip"):
        done = fresh.run("import", str(tmp_path / name), code=2)
        assert name in done.err
        assert len(done.err.strip().splitlines()) <= 3


def test_sources_tell_what_each_was_tried_on(fresh: Auditor) -> None:
    found = fresh.run("sources", "--json").json["sources"]
    assert {each["kind"] for each in found} >= {"live", "archive", "page"}
    assert all(each["needs"] for each in found)
    archives = {each["name"] for each in found if each["kind"] == "archive"}
    assert {"instagram", "google-photos"} <= archives


def later(path: str, when: tuple[int, ...] = (2099, 1, 1, 0, 0, 0)) -> None:
    """Make the files of a zip a day newer: that is all that tells when it was made."""
    import zipfile

    with zipfile.ZipFile(path) as file:
        bodies = {info.filename: file.read(info) for info in file.infolist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, body in bodies.items():
            info = zipfile.ZipInfo(name, when)  # type: ignore[arg-type]
            file.writestr(info, body)
    assert json.dumps(sorted(bodies))


def test_another_part_of_the_same_archive_takes_nothing_away(
    fresh: Auditor, tmp_path: Path
) -> None:
    brought(fresh, takeout(tmp_path / "a.zip", range(5)), *ADA)
    told = brought(fresh, takeout(tmp_path / "b.zip", range(5, 9)), *ADA)
    assert told["compared"] == {"new": 4, "gone": 0, "changed": 0, "untold": 5}
    assert len(fresh.run("photos", "--json", code=None).json["photos"]) == 9


def test_no_words_are_kept_of_what_nobody_sees(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", [0], private="True", titles={0: "at home, Elm Street 4"})
    brought(fresh, path, *MINE)
    assert "Elm Street" not in fresh.run("photos", "--json", code=None).out


def test_no_names_of_files_and_albums_are_kept_of_what_nobody_sees(
    fresh: Auditor, tmp_path: Path
) -> None:
    path = takeout(tmp_path / "takeout-001.zip", range(2))
    brought(fresh, path, *ADA)
    kept = fresh.run("photos", "--json", code=None).out
    assert "Urlaub" not in kept
    assert "IMG_1" not in kept
    brought(fresh, path, *ADA, "--public", "Urlaub=yes")
    photos = fresh.run("photos", "--json", code=None).json["photos"]
    assert {photo["file_name"] for photo in photos if "file_name" in photo} <= {
        "IMG_0.jpg", "IMG_1.jpg",
    }  # fmt: skip
    assert all(photo["sha256"] for photo in photos)


def test_where_the_archive_lies_is_told(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", [0], private="False")
    done = fresh.run("import", path, *MINE)
    assert path in done.out
    assert "messages too" in done.out
    assert path not in fresh.run("--projector", "import", path).out


def test_an_archive_ties_no_account_to_another(fresh: Auditor, tmp_path: Path) -> None:
    """The same pictures in two archives: anybody could have put them there."""
    brought(fresh, instagram(tmp_path / "a.zip", [0, 1, 2], private="False"), *MINE)
    other = instagram(tmp_path / "b.zip", [0, 1, 2], private="False", handle="somebody.else")
    brought(fresh, other, "--claim", "mine", "--confirm", "somebody.else")
    assert fresh.run("links", "--json", code=None).json["links"] == []
    linked = state(fresh, "linked")
    assert linked["state"] == "could-not-tell"
    assert any("not compared" in line for line in linked["could_not_tell"])
    checks = {each["check"] for each in fresh.run("findings", "--json", code=None).json["findings"]}
    assert not checks & {"same-photo", "same-avatar"}


def test_in_memory_nothing_is_said_to_be_kept(fresh: Auditor, tmp_path: Path) -> None:
    path = instagram(tmp_path / "a.zip", [0], private="False")
    told = fresh.run("--ephemeral", "import", path, *MINE).out
    assert "forgotten at the end" in told
    assert "kept in the vault" not in told
