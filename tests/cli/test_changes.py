"""auditor changes as a user has it: on the practice range, after its people changed things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.findings.question import QuestionId
from tests.cli.auditor import Auditor
from tests.cli.ranges import Range, served

TELLING = ("mara", "tomas", "amina", "127.0.0.1", "did:plc", "IMG_", "DSC", "Slottsskogen")


@dataclass(frozen=True)
class Changed:
    """A vault with two scans, and what its people did between them."""

    auditor: Auditor
    range: Range
    ids: dict[str, str]
    first: list[dict[str, Any]]
    document: dict[str, Any]

    def of(self, key: str, kinds: tuple[str, ...] = ("post", "file")) -> list[str]:
        return [
            entry["id"]
            for entry in self.first
            if entry["account"] == self.ids[key] and entry["kind"] in kinds
        ]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Changed]:
    with served(photos=12, seed=3) as practice:
        room = tmp_path_factory.mktemp("changed")
        auditor = Auditor.at(room, "--settings", str(practice.save_settings(room)))
        ids = dict(
            zip(
                (account["key"] for account in practice.accounts),
                auditor.add(practice.accounts),
                strict=True,
            )
        )
        mara, tomas, *_others = (
            account["key"] for account in practice.accounts if account["platform"] == "mastodon"
        )
        practice.wish(mara, hide=0)
        auditor.run("scan", code=1)
        photos = auditor.run("photos", "--json").json["photos"]
        assert auditor.run("changes").out.startswith("No finished scan before scan 1 (")
        document = auditor.run("changes", "--json").json
        assert (document["from"], document["to"], document["photos"]) == (None, 1, [])
        practice.wish(mara, show=0)
        practice.wish(mara, hide=1)
        practice.wish(tomas, replace=0, clean=True)
        practice.wish(tomas, replace=1, alt="another text")
        site = next(
            account["key"] for account in practice.accounts if account["platform"] == "website"
        )
        practice.wish(site, deleted=True)
        auditor.run("scan", code=3)
        yield Changed(auditor, practice, ids, photos, auditor.run("changes", "--json").json)


def keys_of(changed: Changed, platform: str) -> list[str]:
    return [
        account["key"]
        for account in changed.range.accounts
        if account["platform"] == platform and account["claim"] == "mine"
    ]


def test_what_people_did_is_what_it_says(changed: Changed) -> None:
    document = changed.document
    assert list(document) == [
        "schema",
        "from",
        "to",
        "questions",
        "photos",
        "not_compared",
        "scans",
    ]
    assert (document["schema"], document["from"], document["to"]) == ("auditor/changes/1", 1, 2)
    assert all(set(entry) == {"id", "account", "change", "parts"} for entry in document["photos"])
    mara, tomas = keys_of(changed, "mastodon")
    found = {(entry["account"], entry["change"]): entry for entry in document["photos"]}
    assert found[changed.ids[mara], "gone"]["id"] in changed.of(mara)
    assert found[changed.ids[mara], "new"]["id"] not in changed.of(mara)
    texts = [
        entry["parts"] for entry in document["photos"] if entry["account"] == changed.ids[tomas]
    ]
    assert sorted(texts) == [["picture"], ["words"]]
    assert {entry["account"] for entry in document["photos"]} == {
        changed.ids[mara],
        changed.ids[tomas],
    }


def test_what_cannot_be_compared_stands_apart(changed: Changed) -> None:
    document = changed.document
    site = keys_of(changed, "website")[0]
    assert all(
        set(entry) == {"account", "reason", "scans", "photos"} for entry in document["not_compared"]
    )
    reasons = {
        entry["account"]: (entry["reason"], entry["scans"]) for entry in document["not_compared"]
    }
    impostor = next(
        account["key"] for account in changed.range.accounts if account["claim"] == "impostor"
    )
    assert reasons == {
        changed.ids[site]: ("not-read-to-the-end", [2]),
        changed.ids[impostor]: ("not-claimed", []),
    }
    assert all(set(entry) == {"id", "started_at", "ended_at"} for entry in document["scans"])
    assert [entry["id"] for entry in document["scans"]] == [2, 1]
    assert all(entry["ended_at"].endswith("Z") for entry in document["scans"])


def test_a_person_reads_the_same(changed: Changed) -> None:
    out = changed.auditor.run("changes").out
    lines = out.splitlines()
    assert lines[0].startswith("From scan 1 (20")
    assert lines[1] == "Not compared:"
    assert "not read to its end: scan 2" in lines[2] + lines[3]
    told = changed.document["questions"]
    assert [entry["question"] for entry in told] == [question.value for question in QuestionId]
    for entry in told:
        moved = (entry["state_before"], entry["findings_before"]) != (
            entry["state"],
            entry["findings"],
        )
        assert any(line.startswith(f"  {entry['question']}: ") for line in lines) is moved
    assert "1 new, 1 gone, 2 changed, on the 6 accounts that could be compared." in lines
    assert "Copies elsewhere and in caches are not looked at." in lines[-1]
    for entry in changed.document["photos"]:
        assert any(line.startswith(entry["change"]) and entry["id"] in line for line in lines)


def test_nothing_telling_is_on_the_screen_with_a_projector(changed: Changed) -> None:
    done = changed.auditor.run("--projector", "changes")
    for secret in TELLING:
        assert secret.casefold() not in (done.out + done.err).casefold(), secret
    label = next(photo["file_name"] for photo in photos_of(changed) if photo.get("file_name"))
    assert label not in done.out
    assert re.search(r"account [A-Z]\b", done.out)


def photos_of(changed: Changed) -> list[dict[str, Any]]:
    return [entry["metadata"] for entry in changed.first]


@pytest.mark.parametrize(
    "words", [("--from", "7"), ("--to", "nonsense"), ("--from", "2"), ("--from", "2", "--to", "1")]
)
def test_scans_that_cannot_be_compared(changed: Changed, words: tuple[str, ...]) -> None:
    done = changed.auditor.run("changes", *words, code=2)
    said, hint = done.err.splitlines()
    assert done.out == ""
    assert said.startswith(("auditor: No finished scan", "auditor: Scan 2 does not come before"))
    assert hint.startswith("  hint: Scans that are kept: 2 (")


def test_naming_both_scans_is_the_same_as_naming_none(changed: Changed) -> None:
    named = changed.auditor.run("changes", "--from", "1", "--to", "2", "--json")
    assert named.json == changed.document


def test_before_any_scan(tmp_path: Path) -> None:
    fresh = Auditor.at(tmp_path, "--ephemeral")
    assert (
        fresh.run("changes", code=3).out
        == "No scan was finished yet, so nothing is known of changes.\n"
    )
    assert fresh.run("changes", "--json", code=3).json == {
        "schema": "auditor/changes/1",
        "from": None,
        "to": None,
        "questions": [],
        "photos": [],
        "not_compared": [],
        "scans": [],
    }
    assert "auditor scan" in fresh.run("changes", "--from", "1", code=2).err
