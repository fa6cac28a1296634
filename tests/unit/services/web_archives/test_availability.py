"""The Wayback Machine: what would go out, what goes out, and what each answer means."""

from __future__ import annotations

import json
from typing import Any

from auditor.domain.findings.verify import Archive
from auditor.errors import Offline, Unreachable
from auditor.ports import Answer, Consent, Outgoing
from auditor.services.web_archives.availability import WAYBACK, Wayback, parse
from tests.fakes.engine import FakeHttp
from tests.rows import each_row

PAGE, PICTURE = "https://ada.example/post/1", "https://ada.example/media/1.jpg"
COPY = "http://web.archive.org/web/20200101000000/https://ada.example/post/1"


def body(**closest: Any) -> bytes:
    return json.dumps({"url": PAGE, "archived_snapshots": {"closest": closest}}).encode()


async def test_exactly_what_was_shown_is_sent_each_once() -> None:
    http, lookup = FakeHttp(), Wayback()
    outgoing = lookup.outgoing([PAGE, PICTURE, PAGE])
    assert (outgoing.receiver, outgoing.items) == ("archive.org", (PAGE, PICTURE))
    assert http.asked == []
    http.answers[WAYBACK] = Answer(WAYBACK, 200, {}, body(available=True, url=COPY, timestamp="1"))
    answers = await lookup.ask(Consent(outgoing), http)
    assert {url: answer.state for url, answer in answers.items()} == {
        PAGE: Archive.FOUND,
        PICTURE: Archive.FOUND,
    }
    assert [asked.params for asked in http.asked] == [{"url": PAGE}, {"url": PICTURE}]
    assert [(each.host + each.path, dict(each.fields)) for each in outgoing.requests] == [
        ("archive.org/wayback/available", {"url": PAGE}),
        ("archive.org/wayback/available", {"url": PICTURE}),
    ]


async def test_a_consent_can_only_shrink() -> None:
    http, lookup = FakeHttp(), Wayback()
    consent = Consent(lookup.outgoing([PAGE, PICTURE]))
    await lookup.ask(consent.only([PICTURE, "https://bea.example/"]), http)
    assert [asked.params for asked in http.asked] == [{"url": PICTURE}]


async def test_a_consent_to_another_look_up_sends_nothing() -> None:
    http = FakeHttp()
    other = Consent(Outgoing("breaches", "breaches.example", "", ("ada@ada.example",)))
    assert await Wayback().ask(other, http) == {}
    assert http.asked == []


@each_row(
    "told",
    [Answer(WAYBACK, 503, {}, body()), Answer(WAYBACK, 404, {}), Unreachable("no"), Offline("no")],
)
async def test_no_answer_cannot_tell(told: Answer | Exception) -> None:
    http, lookup = FakeHttp({WAYBACK: told}), Wayback()
    answers = await lookup.ask(Consent(lookup.outgoing([PAGE])), http)
    assert answers[PAGE].state is Archive.COULD_NOT_TELL


@each_row(
    ("told", "state"),
    [
        (body(available=True, url=COPY, timestamp="20200101000000"), Archive.FOUND),
        (b'{"archived_snapshots": {}}', Archive.NONE_FOUND),
        (body(available=False, url=COPY), Archive.NONE_FOUND),
        (body(available=True, url="https://evil.example/web.archive.org/"), Archive.NONE_FOUND),
        (b"<html>", Archive.COULD_NOT_TELL),
        (b'{"archived_snapshots": []}', Archive.COULD_NOT_TELL),
        (b"", Archive.COULD_NOT_TELL),
    ],
)
def test_what_answers_mean(told: bytes, state: Archive) -> None:
    assert parse(PAGE, told).state is state


def test_foreign_text_in_a_copy_is_cleaned_and_cut() -> None:
    copy = parse(
        PAGE, body(available=True, url=COPY + "\x1b[2J\u202e" + "x" * 9999, timestamp="9" * 99)
    ).copy
    assert copy is not None
    assert "\x1b" not in copy.url
    assert "\u202e" not in copy.url
    assert (len(copy.url) <= 2001, len(copy.taken) <= 21) == (True, True)
