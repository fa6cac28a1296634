"""The index of the Wayback Machine: what goes out, and what each documented answer means.

Answers: the README of wayback-cdx-server in internetarchive/wayback ("Output Format", "Resumption
Key") and CDXServer.java there; the recorded answers of cocrawler/cdx_toolkit (2025-09); issue 34
and the malformed rows among the tests of edgi-govdata-archiving/wayback; waybackpy#157.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import CaptureAnswer, CopyKind
from auditor.errors import NetworkError, Offline, Throttled, TooLarge, Unreachable
from auditor.ports import Answer, Consent, Outgoing
from auditor.services.web_archives.wayback import MOST_ASKED, MOST_ROWS, PATH, WaybackCaptures
from tests.fakes.engine import Asked, FakeHttp
from tests.rows import each_row

BASE = "https://web.archive.org"
INDEX = BASE + PATH
HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"]
ITEM = "https://archive.org/*"
README = [
    ["org,archive)/", "19970126045828", "http://www.archive.org:80/", "text/html", "200", "Q4YU"],
    ["org,archive)/", "19971011050034", "http://www.archive.org:80/", "text/html", "200", "XAHD"],
    ["org,archive)/", "19971211122953", "http://www.archive.org:80/", "text/html", "200", "XAHD"],
    ["org,archive)/", "19971211122953", "http://www.archive.org:80/", "text/html", "200", "XAHD"],
    ["org,archive)/", "19980109140106", "http://archive.org:80/", "text/html", "200", "XAHD"],
]
RESUME = [[], ["org%2Carchive%29%2F+19980109140106%21"]]
BLOCKED = (
    b"org.archive.util.io.RuntimeIOException: "
    b"org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error\n"
)


def told(*rows: list[str], resume: bool = False) -> Answer:
    lines = [HEAD, *rows, *(RESUME if resume else [])]
    return Answer(INDEX, 200, {}, json.dumps(lines).encode())


def row(
    path: str, mime: str, status: str, at: str = "20200101000000", of: str = "AAAA"
) -> list[str]:
    return [f"org,archive)/{path}", at, f"https://archive.org/{path}", mime, status, of]


async def asked(answer: Answer | Exception, item: str = ITEM) -> CaptureAnswer:
    http, lookup = FakeHttp({INDEX: answer}), WaybackCaptures(BASE)
    return (await lookup.ask(Consent(lookup.outgoing([item])), http))[item]


async def test_what_is_shown_beforehand_is_what_is_sent() -> None:
    http, lookup = FakeHttp({INDEX: told()}), WaybackCaptures(BASE)
    outgoing = lookup.outgoing([ITEM, "https://archive.org/a?b=c", ITEM])
    assert http.asked == []
    assert outgoing.receiver == "web.archive.org"
    assert "5000" in outgoing.words
    await lookup.ask(Consent(outgoing), http)
    sent = [(each.url, tuple(each.params.items()), dict(each.headers)) for each in http.asked]
    assert sent == [
        (f"https://{each.host}{each.path}", each.fields, {}) for each in outgoing.requests
    ]
    assert dict(outgoing.requests[0].fields) == {
        "url": "https://archive.org/",
        "matchType": "prefix",
        "output": "json",
        "fl": ",".join(HEAD),
        "limit": "5000",
        "showResumeKey": "true",
    }
    assert dict(outgoing.requests[1].fields)["matchType"] == "exact"


async def test_a_consent_to_another_look_up_sends_nothing() -> None:
    http = FakeHttp()
    other = Consent(Outgoing("wayback", "archive.org", "", (ITEM,)))
    assert await WaybackCaptures(BASE).ask(other, http) == {}
    assert http.asked == []


async def test_captures_of_one_address_are_counted_once_each() -> None:
    answer = await asked(told(*README))
    assert (answer.state, answer.reason) == (Archive.FOUND, "")
    (page,) = answer.captured
    assert (page.url, page.kind, page.captures) == ("http://archive.org/", CopyKind.PAGE, 4)
    assert page.first == datetime(1997, 1, 26, 4, 58, 28, tzinfo=UTC)
    assert page.last == datetime(1998, 1, 9, 14, 1, 6, tzinfo=UTC)
    assert page.at == "https://web.archive.org/web/19980109140106/http://archive.org:80/"


async def test_more_rows_are_asked_for_with_the_key_unescaped_once() -> None:
    """The server takes the parameter as it comes, so that sending it escapes it again."""
    answers = [told(*README[:2], resume=True), told(*README[2:])]

    async def following() -> Answer:
        return answers.pop(0)

    http, lookup = FakeHttp({INDEX: following}), WaybackCaptures(BASE)
    answer = (await lookup.ask(Consent(lookup.outgoing([ITEM])), http))[ITEM]
    assert [each.params.get("resumeKey") for each in http.asked] == [
        None,
        "org,archive)/ 19980109140106!",
    ]
    assert (answer.state, answer.reason, answer.captured[0].captures) == (Archive.FOUND, "", 4)


async def test_a_list_without_end_is_left_at_the_limit_which_is_told() -> None:
    turns: list[Asked] = []

    async def endless() -> Answer:
        turns.append(http.asked[-1])
        lines = [HEAD, README[0], [], [f"key+{len(turns)}"]]
        return Answer(INDEX, 200, {}, json.dumps(lines).encode())

    http, lookup = FakeHttp({INDEX: endless}), WaybackCaptures(BASE)
    answer = (await lookup.ask(Consent(lookup.outgoing([ITEM])), http))[ITEM]
    assert len(turns) == MOST_ASKED
    assert answer.state is Archive.FOUND
    assert "only the first" in answer.reason


async def test_a_key_that_leads_nowhere_ends_it() -> None:
    http, lookup = FakeHttp({INDEX: told(*README, resume=True)}), WaybackCaptures(BASE)
    await lookup.ask(Consent(lookup.outgoing([ITEM])), http)
    assert len(http.asked) == 2


async def test_what_broke_off_is_kept_and_told() -> None:
    answers: list[Answer | NetworkError] = [told(*README, resume=True), Throttled("wait a while")]

    async def following() -> Answer:
        answer = answers.pop(0)
        if isinstance(answer, NetworkError):
            raise answer
        return answer

    http, lookup = FakeHttp({INDEX: following}), WaybackCaptures(BASE)
    answer = (await lookup.ask(Consent(lookup.outgoing([ITEM])), http))[ITEM]
    assert (answer.state, answer.reason) == (Archive.FOUND, "wait a while")


@each_row(
    ("status", "body", "headers"),
    [
        (403, BLOCKED, {}),
        (200, BLOCKED, {}),
        (403, b"", {"x-archive-wayback-runtime-error": BLOCKED.decode().strip()}),
        (403, BLOCKED.replace(b"Administrative", b"Robot"), {}),
    ],
)
async def test_excluded_is_never_no_copies(
    status: int, body: bytes, headers: dict[str, str]
) -> None:
    answer = await asked(Answer(INDEX, status, headers, body))
    assert answer.state is Archive.COULD_NOT_TELL
    assert "excluded" in answer.reason


async def test_an_empty_list_names_no_copy() -> None:
    for body in (b"[]\n", json.dumps([HEAD]).encode()):
        answer = await asked(Answer(INDEX, 200, {}, body))
        assert (answer.state, answer.reason) == (Archive.NONE_FOUND, "")


@each_row(
    "answer",
    [
        Answer(INDEX, 200, {}, b""),
        Answer(INDEX, 200, {}, b"  \n"),
        Answer(INDEX, 200, {}, b"<!DOCTYPE html><title>Sorry</title>"),
        Answer(INDEX, 200, {}, b'{"error": "busy"}'),
        Answer(INDEX, 200, {}, b'[["not", "these"], ["x", "y"]]'),
        Answer(INDEX, 200, {}, b'[["urlkey", "timestamp", "original"], ["only one"]]'),
        Answer(INDEX, 200, {}, b'[["urlkey", "timestamp", "original"], ["k", "2020", "x"]]'),
        Answer(INDEX, 200, {}, b"[[]]"),
        Answer(INDEX, 200, {}, b"[[], []]"),
        Answer(INDEX, 200, {}, b'[[], ["x", "y"]]'),
        Answer(INDEX, 200, {}, b'[["urlkey", "timesta'),
        Answer(INDEX, 200, {}, b"[" * 100_000),
        Answer(INDEX, 400, {}, b"<html>Bad Request</html>"),
        Answer(INDEX, 429, {}, b"Too Many Requests"),
        Answer(INDEX, 504, {}, b""),
        Unreachable("web.archive.org took too long: stopped"),
        Throttled("web.archive.org asks to wait"),
        TooLarge("web.archive.org sends more than 8 MiB"),
        Offline("Nothing was sent: --offline is on"),
    ],
)
async def test_what_is_no_answer_cannot_tell_and_says_why(answer: Answer | Exception) -> None:
    told_of = await asked(answer)
    assert (told_of.state, told_of.captured) == (Archive.COULD_NOT_TELL, ())
    assert told_of.reason
    assert "\n" not in told_of.reason


async def test_redirects_errors_and_other_files_are_no_copies() -> None:
    answer = await asked(
        told(
            row("old", "text/html", "301"),
            row("missing", "text/html", "404", of="GONE"),
            row("missing", "warc/revisit", "-", "20210101000000", "GONE"),
            row("style.css", "text/css", "200"),
            row("a.jpg", "image/jpeg", "200"),
            row("page", "text/html", "200"),
            row("page", "warc/revisit", "-", "20230101000000"),
            row("b.png", "warc/revisit", "-"),
        )
    )
    assert [(each.url, each.kind, each.captures) for each in answer.captured] == [
        ("https://archive.org/a.jpg", CopyKind.PICTURE, 1),
        ("https://archive.org/page", CopyKind.PAGE, 2),
        ("https://archive.org/b.png", CopyKind.PICTURE, 1),
    ]


async def test_only_redirects_are_none_found() -> None:
    assert (await asked(told(row("old", "text/html", "301")))).state is Archive.NONE_FOUND


async def test_rows_that_are_no_captures_are_dropped_and_foreign_text_is_cleaned() -> None:
    answer = await asked(
        told(
            ["gov,epa)/", "20200418140810", "http://mailto:someone@epa.gov/", "unk", "200", "3I42"],
            ["gov,epa)/x", "20200418005903", "some/not/even/url/thing", "text/html", "200", "X2TR"],
            ["gov,epa)/y", "20209918005903", "https://epa.gov/y", "text/html", "200", "X2TR"],
            [
                "gov,epa)/z",
                "20200418005903",
                "https://epa.gov/\x1b[2J\u202e",
                "text/html",
                "200",
                "",
            ],
        )
    )
    assert [each.url for each in answer.captured] == ["https://epa.gov/%1B%5B2J%E2%80%AE"]
    assert "\x1b" not in answer.captured[0].at


def test_the_rows_asked_for_at_once_are_within_what_the_server_gives() -> None:
    assert MOST_ROWS * MOST_ASKED <= 150_000
