"""Every --json document.

One on stdout, `schema` first, exactly the keys that scripts were promised.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from auditor.domain.findings.question import QuestionId
from auditor.practice.stories.read import story_keys
from tests.cli.auditor import Auditor
from tests.cli.ranges import Range

FACTS = {"width", "height", "bytes", "format", "sha256", "pdq", "perceptual", "metadata", "unread"}
FACTS |= {"faces", "text", "barcodes", "provenance", "place"}
FACTS |= {"further", "people", "keywords", "contact", "paths", "generation"}
PHOTO = FACTS | {
    "id",
    "account",
    "platform",
    "kind",
    "page_url",
    "media_url",
    "posted_at",
    "alt",
    "caption",
    "visibility",
    "listing",
    "renditions",
    "error",
}
PDQ = {"hash", "quality", "variant", "unstable"}
METADATA = {
    "gps",
    "gps_others",
    "identifiers",
    "captured_at",
    "captured_at_utc",
    "camera",
    "serial_numbers",
    "owner",
    "software",
    "description",
    "file_name",
    "embedded_thumbnail",
    "data_mining",
    "source_type",
}
PROVENANCE = {
    "outcome",
    "codes",
    "source_type",
    "training",
    "reveals",
    "broken_ingredients",
    "trusted_since",
    "trusted_by",
    "official_list",
    "identity",
}
FINDING = {
    "id",
    "check",
    "severity",
    "confidence",
    "account",
    "photo",
    "related",
    "title",
    "evidence",
    "remedy",
    "state",
}
STEP = {
    "id",
    "account",
    "platform",
    "title",
    "text",
    "about",
    "photos",
    "change",
    "minutes",
    "noticed_by",
    "evidence_first",
    "critical",
    "aftercare_of",
    "settles",
    "findings",
    "closes",
    "url",
    "settings",
    "state",
}
PLAN = {"steps", "minutes", "optimal", "at_most_better", "now", "after"}
ACCOUNT = {"id", "platform", "handle", "url", "claim", "proof", "proof_seen_until", "keep_apart"}
STATE = ACCOUNT | {"photos", "last_scan", "outcome", "reason", "notes"}
SCANNED = {"id", "outcome", "reason", "new", "gone", "changed", "requests"}


def check_facts(facts: dict[str, Any]) -> None:
    if facts["pdq"] is not None:
        assert set(facts["pdq"]) == PDQ
        assert len(facts["pdq"]["hash"]) == 64
    metadata = facts["metadata"]
    assert set(metadata) == METADATA
    assert set(metadata["camera"]) == {"make", "model", "lens"}
    if metadata["gps"] is not None:
        assert set(metadata["gps"]) == {
            "latitude",
            "longitude",
            "altitude",
            "radius_m",
            "sure",
            "where",
        }
    assert isinstance(metadata["serial_numbers"], list)
    assert isinstance(metadata["owner"], list)
    for face in facts["faces"]:
        assert set(face) == {"x", "y", "width", "height", "score", "yaw", "sharpness"}
    for found in facts["text"]:
        assert set(found) == {"kind", "masked", "confidence"}
    for code in facts["barcodes"]:
        assert set(code) == {"format", "kind", "masked"}
    assert facts["provenance"] is None or set(facts["provenance"]) == PROVENANCE
    assert facts["place"] is None or set(facts["place"]) == {"name", "country", "radius_m"}


def check_photo(photo: dict[str, Any]) -> None:
    assert set(photo) == PHOTO
    check_facts(photo)
    assert photo["posted_at"] is None or photo["posted_at"].endswith("Z")
    for rendition in photo["renditions"]:
        assert set(rendition) == {"url", "role", "width", "height", "bytes", "format"}


def check_finding(finding: dict[str, Any]) -> None:
    assert set(finding) >= FINDING
    assert set(finding["remedy"]) >= {"text", "url", "noticed_by", "evidence_first", "minutes"}
    assert finding["severity"] in {"info", "low", "medium", "high", "critical"}
    assert finding["confidence"] in {"low", "medium", "high"}
    assert finding["state"] in {"open", "done", "verified", "accepted"}
    assert finding["remedy"]["noticed_by"] in {"nobody", "followers", "platform", "unknown"}
    assert isinstance(finding["remedy"]["evidence_first"], bool)
    assert "{" not in finding["title"]
    for evidence in finding["evidence"]:
        assert set(evidence) == {"text", "url"}
        assert "{" not in evidence["text"]


def first_key(document: dict[str, Any]) -> str:
    name, value = next(iter(document.items()))
    assert name == "schema"
    return str(value)


def test_photos(scanned: Auditor) -> None:
    document = scanned.run("photos", "--json").json
    assert first_key(document) == "auditor/photos/1"
    assert set(document) == {"schema", "photos", "nothing_read"}
    assert document["nothing_read"] is None
    assert len(document["photos"]) >= 24
    for photo in document["photos"]:
        check_photo(photo)
    assert any(photo["metadata"]["gps"] for photo in document["photos"])
    assert any(photo["metadata"]["serial_numbers"] for photo in document["photos"])
    ids = [photo["id"] for photo in document["photos"]]
    assert ids == sorted(set(ids))


def test_findings(scanned: Auditor) -> None:
    document = scanned.run("findings", "--json", code=1).json
    assert first_key(document) == "auditor/findings/1"
    assert set(document) == {"schema", "findings", "nothing_read"}
    assert document["nothing_read"] is None
    for finding in document["findings"]:
        check_finding(finding)
    ranks = [
        ["critical", "high", "medium", "low", "info"].index(finding["severity"])
        for finding in document["findings"]
    ]
    assert ranks == sorted(ranks)


def test_accounts(scanned: Auditor, practice: Range) -> None:
    document = scanned.run("accounts", "list", "--json").json
    assert first_key(document) == "auditor/accounts/2"
    assert len(document["accounts"]) == len(practice.accounts)
    for account, spec in zip(document["accounts"], practice.accounts, strict=True):
        assert set(account) == STATE
        assert (account["platform"], account["claim"]) == (spec["platform"], spec["claim"])
        assert account["proof"] == ("local" if spec["claim"] == "mine" else "none")
        assert account["last_scan"].endswith("Z")


def test_scan(copied: Auditor) -> None:
    document = copied.run("scan", "--json", code=1).json
    assert first_key(document) == "auditor/scan/2"
    for account in document["accounts"]:
        assert set(account) == SCANNED
        assert account["outcome"] == "fetched"
        assert account["new"] in {0, None}
        assert account["gone"] in {0, None}
        assert account["requests"] > 0


def test_plan(scanned: Auditor) -> None:
    document = scanned.run("plan", "--json").json
    assert first_key(document) == "auditor/plan/2"
    assert set(document) == {"schema"} | PLAN
    assert document["steps"]
    assert all(set(step) >= STEP for step in document["steps"])
    assert list(document["now"]) == list(document["after"]) == list(QuestionId)
    assert document["now"] != document["after"]
    found = {
        finding["id"] for finding in scanned.run("findings", "--json", code=1).json["findings"]
    }
    assert {name for step in document["steps"] for name in step["findings"]} <= found


def test_verify(copied: Auditor) -> None:
    assert copied.run("verify", "--json").json == {
        "schema": "auditor/verify/1",
        "results": [],
        "history": [],
    }
    step = copied.run("plan", "--json").json["steps"][0]
    said = copied.run("plan", "--done", step["id"]).out
    assert "verify" in said
    document = copied.run("verify", "--json", code=1).json
    assert first_key(document) == "auditor/verify/1"
    # what else stands on a photo that is taken down goes with it
    assert {result["finding"] for result in document["results"]} >= set(step["findings"])
    assert {result["photo"] for result in document["results"]} == set(step["photos"])
    assert {result["state"] for result in document["results"]} == {"still-there"}
    keys = {
        "finding",
        "state",
        "checked_at",
        "settled",
        "account",
        "photo",
        "title",
        "words",
        "reason",
        "reposts",
        "archive",
        "archived",
    }
    assert all(
        set(result) == keys and result["checked_at"].endswith("Z") for result in document["results"]
    )
    assert (
        next(
            candidate
            for candidate in copied.run("plan", "--json").json["steps"]
            if candidate["id"] == step["id"]
        )["state"]
        == "open"
    )
    finding = step["findings"][0]
    blind = copied.run("--offline", "verify", "--finding", finding, "--json", code=3).json[
        "results"
    ]
    assert [(each["finding"], each["state"]) for each in blind] == [(finding, "could-not-tell")]
    assert copied.run("verify", "--finding", "f0", code=2).out == ""
    assert "still there" in copied.run("verify", "--finding", finding, code=1).out


def test_checks(fresh: Auditor) -> None:
    document = fresh.told(AUDITOR_PASSPHRASE_FILE="").run("checks", "--json").json
    assert first_key(document) == "auditor/checks/1"
    assert len(document["checks"]) >= 12
    assert all(set(check) == {"id", "title"} for check in document["checks"])


def test_network_log(scanned: Auditor) -> None:
    document = scanned.run("network-log", "--json").json
    assert first_key(document) == "auditor/network-log/1"
    keys = {
        "at",
        "method",
        "host",
        "path",
        "purpose",
        "status",
        "sent_bytes",
        "received_bytes",
        "note",
    }
    assert all(set(request) == keys for request in document["requests"])
    times = [request["at"] for request in document["requests"]]
    assert times == sorted(times, reverse=True)
    assert len(scanned.run("network-log", "--json", "--limit", "3").json["requests"]) == 3


@pytest.mark.slow
def test_demo(fresh: Auditor) -> None:
    document = fresh.run("demo", "--headless", "--json", "--photos", "12").json
    assert first_key(document) == "auditor/demo/2"
    keys = {"schema", "accounts", "photos", "findings", "questions", "plan", "not_seen"}
    assert set(document) == keys | {"elapsed_s"}
    for photo in document["photos"]:
        check_photo(photo)
    for finding in document["findings"]:
        check_finding(finding)
    states = [question["state"] for question in document["questions"]]
    assert len(states) == 8
    assert document["not_seen"] == states.count("not-seen")
    handles = [account["handle"] for account in document["accounts"]]
    assert handles == ["mara.test", "mara", "Cold water diary", "mara_lindqvist"]
    claims = [account["claim"] for account in document["accounts"]]
    assert sorted(claims) == ["impostor", "mine", "mine", "mine"]


@pytest.mark.slow
@pytest.mark.parametrize(("persona", "accounts"), [("tomas", 2), ("Amina", 2)])
def test_demo_as_another_person(fresh: Auditor, persona: str, accounts: int) -> None:
    words = ("demo", "--headless", "--json", "--photos", "12", "--persona", persona)
    document = fresh.run(*words).json
    listed = {account["id"]: account for account in document["accounts"]}
    assert len(listed) == accounts
    assert {account["claim"] for account in listed.values()} == {"mine"}
    assert {photo["account"] for photo in document["photos"]} == set(listed)
    assert {finding["account"] for finding in document["findings"]} <= set(listed)


@pytest.mark.slow
def test_the_passport_is_among_what_mara_shows(fresh: Auditor) -> None:
    document = fresh.run("demo", "--headless", "--json").json
    papers = [
        finding["photo"]
        for finding in document["findings"]
        if finding["check"] == "visible-document" and finding["severity"] == "critical"
    ]
    names = {
        photo["id"]: str(photo["metadata"].get("file_name")) + photo["media_url"]
        for photo in document["photos"]
    }
    assert any("scan_passport" in names[photo] for photo in papers)


def test_demo_knows_everybody_who_has_a_story(fresh: Auditor) -> None:
    done = fresh.run("demo", "--headless", "--persona", "nobody", code=2)
    assert done.out == ""
    told = fresh.run("demo", "--help").out, fresh.run("practice", "serve", "--help").out
    for key in story_keys():
        assert key in done.err
        assert all(key in text for text in told)


def test_a_story_has_the_levels_that_it_says(fresh: Auditor) -> None:
    for words in (("--story", "nobody"), ("--level", "3")):
        done = fresh.run("practice", "serve", *words, code=2)
        assert done.out == ""
        assert "juno" in done.err


def test_inspect(fresh: Auditor, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.png", tmp_path / "bad.jpg"
    Image.new("RGB", (80, 60), "teal").save(good)
    bad.write_bytes(b"\xff\xd8\xff no picture")
    given = [str(good), str(bad), str(tmp_path / "none.jpg"), str(tmp_path)]
    document = fresh.told(AUDITOR_PASSPHRASE_FILE="").run("inspect", *given, "--json", code=3).json
    assert first_key(document) == "auditor/inspect/1"
    assert [file["file"] for file in document["files"]] == given
    for file in document["files"]:
        assert set(file) == FACTS | {"file", "error"}
        check_facts(file)
    first, *others = document["files"]
    assert (first["error"], first["width"], first["height"], first["format"]) == (
        None,
        80,
        60,
        "PNG",
    )
    assert all(other["error"] for other in others)
    assert list((fresh.room / "vault").iterdir()) == []


def test_add_says_what_it_recognised(fresh: Auditor) -> None:
    document = fresh.run("accounts", "add", "https://instagram.com/ada/", "--json").json
    assert first_key(document) == "auditor/account/2"
    assert set(document["account"]) == ACCOUNT
    assert (document["account"]["platform"], document["supported"]) == ("instagram", False)


@pytest.mark.parametrize(
    "words", [("photos",), ("findings",), ("accounts", "list"), ("network-log",)]
)
def test_empty_vault_gives_empty_lists(fresh: Auditor, words: tuple[str, ...]) -> None:
    document = fresh.run(*words, "--json", code=None).json
    assert first_key(document).startswith("auditor/")
    content = {key: value for key, value in document.items() if key != "schema"}
    unread = content.pop("nothing_read", {"reason": "no-account"})
    assert unread["reason"] == "no-account"
    assert list(content.values()) == [[]]


def test_empty_vault_has_no_steps(fresh: Auditor) -> None:
    nothing_read = dict.fromkeys(QuestionId, "could-not-tell")
    assert fresh.run("plan", "--json", code=3).json == {
        "schema": "auditor/plan/2",
        "steps": [],
        "minutes": 0,
        "optimal": True,
        "at_most_better": 0,
        "now": nothing_read,
        "after": nothing_read,
    }
