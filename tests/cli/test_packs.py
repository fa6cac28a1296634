"""auditor practice pack: the files of a class, and what is said where something is wrong."""

from __future__ import annotations

from tests.cli.auditor import Auditor

FILES = ["pack-45.md", "pack-45.html", "handout-45.md", "handout-45.html"]


def test_a_pack_is_written_into_a_new_folder_once(fresh: Auditor) -> None:
    told = fresh.run("practice", "pack", "45", "--output", "class", "--where", "Spain", "--json")
    assert told.json["files"] == FILES
    assert [pack["minutes"] for pack in told.json["packs"]] == [45]
    again = fresh.run("practice", "pack", "45", "--output", "class", code=2)
    assert "there already" in again.err


def test_the_packs_are_listed(fresh: Auditor) -> None:
    told = fresh.run("practice", "pack", "--list", "--json").json
    assert [pack["name"] for pack in told["packs"]] == ["20", "45", "120"]
    assert told["files"] == []
    assert "45: Guess, see, fix, gone, with Mara Lindqvist" in fresh.run("practice", "pack").out


def test_what_is_wrong_is_said(fresh: Auditor) -> None:
    assert "no such pack" in fresh.run("practice", "pack", "30", code=2).err
    assert "20, 45, 120" in fresh.run("practice", "pack", "30", code=2).err
    assert "Name a folder" in fresh.run("practice", "pack", "20", code=2).err
    nowhere = ("practice", "pack", "20", "--output", "x", "--where", "Atlantis")
    assert "--where" in fresh.run(*nowhere, code=2).err
    assert "no such pack" in fresh.run("practice", "teach", "30", code=2).err
    assert "needs a terminal" in fresh.run("practice", "teach", "20", code=2).err
