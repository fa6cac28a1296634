from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from auditor.domain.private import PrivateKind
from auditor.guidance import handover
from auditor.guidance.help import help_now
from auditor.guidance.remedies import remedy
from tests.rows import each_row

KEYS = [
    value for name, value in vars(handover).items() if name.isupper() and isinstance(value, str)
]


@each_row("key", KEYS)
def test_every_part_has_words(key: str) -> None:
    assert handover.title(key)
    assert all(handover.steps(key))


def test_nothing_else_is_in_the_file() -> None:
    read = tomllib.loads(files("auditor.guidance").joinpath("handover.toml").read_text("utf-8"))
    assert sorted(part["key"] for part in read["part"]) == sorted(KEYS)


def test_what_has_to_be_said_is_said() -> None:
    page = " ".join(handover.steps(handover.HANDOVER))
    for word in (
        "original file",
        "must be in it",
        "underwear",
        "Ordinary photos",
        "need the file",
        "take part",
        "Encrypted",
        "cannot be recovered",
        "only exactly",
    ):
        assert word in page
    assert (
        handover.steps(handover.ADDED)[0]
        == "Nobody has been told. This does not stop the image being posted."
    )
    every = " ".join(" ".join(handover.steps(key)) for key in KEYS)
    assert "irreversible" not in every
    assert "image is public" not in every


def test_the_order_after_a_possible_match() -> None:
    for text in (
        " ".join(handover.steps(handover.POSSIBLE)),
        remedy("possible-private-image", "website").text,
    ):
        places = [
            text.casefold().index(word)
            for word in ("the link and the time", "do not reply", "form", "stopncii", "helpline")
        ]
        assert places == sorted(places)


def test_helplines_for_one_situation() -> None:
    lines = "\n".join(help_now.about("gb", help_now.UNDER_18))
    assert "Report Remove" in lines
    assert "StopNCII.org (" not in lines
    assert "help-now --where" in "\n".join(help_now.about("", "friend"))
    with pytest.raises(KeyError):
        list(help_now.about("", "nonsense"))


def test_older_videos_are_not_told_in_words_for_pictures() -> None:
    films = handover.tell_outdated({PrivateKind.VIDEO: 2})
    assert films.startswith("2 videos were put on the list by an older version")
    assert "picture" not in films
    assert "collages" not in films
    assert handover.tell_outdated({PrivateKind.VIDEO: 1}).startswith("1 video was put")
    both = handover.tell_outdated({PrivateKind.VIDEO: 1, PrivateKind.PICTURE: 3})
    assert "3 pictures were" in both
    assert "1 video was" in both
    assert handover.tell_outdated({}) == ""
