"""auditor answers, and the marks for what may be known, as a user has them."""

from __future__ import annotations

import pytest

from auditor.domain.findings.question import QuestionId
from auditor.errors import ExitCode
from auditor.questions import ALL
from tests.cli.auditor import Auditor

IDS = [question.value for question in QuestionId]
LAST = "Whoever follows or knows you sees at least this."


def test_with_nothing_read_it_says_so(fresh: Auditor) -> None:
    done = fresh.run("answers", code=ExitCode.SOURCE_FAILED)
    assert done.out.count("nothing was read yet") == 8
    assert "Nothing is known yet: no account is on the list." in done.err
    fresh.run(
        "accounts",
        "add",
        "https://instagram.com/ada/",
        "--claim",
        "mine",
        "--confirm",
        "https://instagram.com/ada/",
    )
    found = fresh.run("answers", "--json", code=ExitCode.SOURCE_FAILED).json
    assert {each["state"] for each in found["questions"]} == {"could-not-tell"}
    assert found["not_seen"] == 0
    for each in found["questions"]:
        assert "Instagram not looked at (ada)" in each["could_not_tell"]
        assert (each["evidence"], each["closing"], each["keeping"]) == ([], None, None)


@pytest.mark.slow
def test_answers_of_the_range(scanned: Auditor) -> None:
    found = scanned.run("answers", "--json", code=ExitCode.FINDINGS).json
    assert list(found) == ["schema", "questions", "not_seen", "reading"]
    assert found["reading"] is None
    assert [each["id"] for each in found["questions"]] == IDS
    states = {each["id"]: each["state"] for each in found["questions"]}
    assert states["name"] == states["linked"] == states["used"] == "yes"
    assert states["papers"] == "could-not-tell"  # the readers of these tests see no words
    assert found["not_seen"] == list(states.values()).count("not-seen")
    findings = {each["id"] for each in scanned.run("findings", "--json", code=1).json["findings"]}
    photos = {each["id"] for each in scanned.run("photos", "--json").json["photos"]}
    for each in found["questions"]:
        assert bool(each["evidence"]) == (each["state"] in {"yes", "partly"})
        for clue in each["evidence"]:
            assert set(clue["findings"]) <= findings
            assert set(clue["photos"]) <= photos
            assert clue["count"] >= max(len(clue["photos"]), 1)


@pytest.mark.slow
def test_eight_lines_gravest_first(scanned: Auditor) -> None:
    lines = scanned.run("answers", code=ExitCode.FINDINGS).out.splitlines()
    told = " ".join(" ".join(lines).split())
    places = [told.index(question.title[:24]) for question in ALL]  # a cell wraps after that
    assert places == sorted(places), "by their titles"
    assert f"shows one in full: {', '.join(IDS)}" in told
    assert LAST in " ".join(" ".join(lines).split())
    assert "safe" not in " ".join(lines)
    handles = [
        account["handle"] for account in scanned.run("accounts", "list", "--json").json["accounts"]
    ]
    masked = scanned.run("--projector", "answers", code=ExitCode.FINDINGS).out
    assert not any(handle in masked for handle in handles)


@pytest.mark.slow
def test_one_question_with_its_evidence(scanned: Auditor) -> None:
    told = scanned.run("answers", "--question", "home", code=ExitCode.FINDINGS).out
    assert told.startswith("Could a stranger find where you live, work or learn?")
    assert " say where they were taken (" in told
    assert "Could not tell:" in told
    alone = scanned.run("answers", "--question", "home", "--json", code=ExitCode.FINDINGS).json
    assert [each["id"] for each in alone["questions"]] == ["home"]


@pytest.mark.slow
def test_a_mark_takes_away_what_ties_two_accounts(copied: Auditor) -> None:
    links = copied.run("links", "--json").json["links"]
    for link in links:
        copied.run("accounts", "together", link["a"], link["b"])
    marked = copied.run("answers", "--question", "linked", "--json", code=ExitCode.OK).json
    assert marked["questions"][0]["state"] == "not-seen"
    first = links[0]
    told = copied.run("accounts", "together", first["b"], first["a"], "--off").out
    assert "counts again" in told
    assert "on purpose" in copied.run("accounts", "show-name", first["a"], "Mara Lindqvist").out
    assert (
        "count again"
        in copied.run("accounts", "show-name", first["a"], "Mara Lindqvist", "--off").out
    )
