"""What Instagram's lists may hold beside what its layouts show, and how little it may cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.archives.rows import Broken, value_of
from tests.unit.archives.exports import by_key, films, left_out, opened

ROOT = "your_instagram_activity/media/"
POST = {"uri": "media/posts/202401/1_n.jpg", "creation_timestamp": 1_700_000_000}
SIGNED = "https://scontent.example/v/t51/17_9_n.jpg?stp=dst-jpg_e35&_nc_ht=scontent.example"


def test_a_list_of_a_large_number_costs_nothing(tmp_path: Path) -> None:
    files = {f"{ROOT}posts_1.json": [{"media": [POST]}], f"{ROOT}posts_999999999.json": []}
    found = left_out(opened(tmp_path, files))
    assert 1 < len(found) <= 10_001
    assert found[0].gap


def test_an_entry_of_a_million_objects_is_not_decoded() -> None:
    with pytest.raises(Broken):
        value_of(b"[" + b"{}," * 1_000_000 + b"{}]")


def test_an_address_in_place_of_a_file_names_the_same_whatever_its_signature(
    tmp_path: Path,
) -> None:
    keys = []
    for signature in ("&oe=AAA", "&oe=BBB.CCC"):
        stories = [
            {"uri": SIGNED + signature, "creation_timestamp": 1},
            {"uri": f"https://x.example/film_n.mp4?oh={signature}", "creation_timestamp": 1},
        ]
        export = opened(tmp_path, {f"{ROOT}stories.json": {"ig_stories": stories}})
        keys.append(set(by_key(export)))
        assert films(export) == 1
        assert all("?" not in each.name for each in left_out(export)), "a signature is kept"
    assert keys == [{"17_9_n"}] * 2


def test_a_list_of_one_post_may_be_the_post(tmp_path: Path) -> None:
    files = {"content/posts_1.json": {"media": [POST], "title": "only"}, POST["uri"]: b"x"}
    export = opened(tmp_path, {str(name): body for name, body in files.items()})
    assert set(by_key(export)) == {"1_n"}
    assert left_out(export) == []


def test_a_name_whose_letters_were_written_as_latin_1_is_found(tmp_path: Path) -> None:
    written = "media/posts/202401/\u00fc_n.jpg"
    post = {"uri": written.encode().decode("latin-1"), "creation_timestamp": 1}
    files = {f"{ROOT}posts_1.json": [{"media": [post]}], written: b"x"}
    export = opened(tmp_path, files)
    assert [each.member for each in by_key(export).values()] == [written]
    assert left_out(export) == []
