"""The example plugin of docs/plugins.md keeps what the ports promise, as our own sources do."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest

from auditor.domain.findings.finding import Severity
from auditor.domain.photos.facts import Metadata
from auditor.errors import PayloadBroken
from auditor.ports import Source
from auditor_jsonfeed.check import CHECK
from auditor_jsonfeed.source import JsonFeed, parse_feed
from tests.checks_page import PARTS, doc_parts
from tests.contract import test_sources as contract
from tests.contract.promises import BROKEN
from tests.contract.source_cases import Case
from tests.recorded import Reply, Web, account
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, facts, on_photo, photo, words

FEED = "https://site.example/feed.json"
ANSWER = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A garden",
    "description": "What grows here",
    "home_page_url": "https://site.example/",
    "icon": "/icon.png",
    "items": [
        {
            "id": "1",
            "url": "/roses",
            "image": "/roses.jpg",
            "title": "Roses",
            "date_published": "2026-05-06T12:00:00Z",
        },
        {"id": "2", "url": "/rain", "title": "A day without a picture"},
        {"id": "3", "image": "https://pictures.example/tulips.jpg", "summary": "Tulips"},
    ],
}
PROMISES: list[Callable[[tuple[Source, Case]], Awaitable[None]]] = [
    contract.test_all_photos_are_read_once,
    contract.test_a_scan_resumes_at_every_cursor_with_nothing_lost,
    contract.test_a_cursor_that_cannot_be_read_starts_again,
    contract.test_what_is_closed_is_said_and_never_empty,
    contract.test_a_server_without_end_is_left,
    contract.test_proof_texts_and_avatar_are_as_promised,
    contract.test_addresses_are_recognised_without_asking,
]


def case() -> Case:
    return Case(
        account("jsonfeed", "site.example", FEED),
        {FEED: Reply(json.dumps(ANSWER).encode())},
        2,
        (FEED, " HTTPS://SITE.example/feed.json "),
        one_page=True,
    )


@each_row("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_the_source_keeps(promise: Callable[[tuple[Source, Case]], Awaitable[None]]) -> None:
    await promise((JsonFeed(), case()))


@each_row("body", BROKEN, ids=lambda body: repr(body[:12]))
async def test_broken_answers_are_told_in_words(body: bytes) -> None:
    await contract.test_broken_answers_are_told_in_words((JsonFeed(), case()), body)


@each_row("text", ["javascript:alert(1)", "http://user:pass@host/", "//[", "data:,"])
async def test_only_addresses_of_the_web_come_out(text: str) -> None:
    await contract.test_only_addresses_of_the_web_come_out((JsonFeed(), case()), text)


async def test_profile_and_photos_are_those_of_the_feed() -> None:
    profile, found = parse_feed(json.dumps(ANSWER).encode(), FEED, "a1")
    assert (profile.display_name, profile.page_url) == ("A garden", "https://site.example/")
    assert [
        (shown.page_url, shown.media_url, shown.caption, shown.posted_at is None) for shown in found
    ] == [
        ("https://site.example/roses", "https://site.example/roses.jpg", "Roses", False),
        (FEED, "https://pictures.example/tulips.jpg", "Tulips", True),
    ]
    async with Web(case().routes).door() as http:
        assert await JsonFeed().avatar(case().account, http) == "https://site.example/icon.png"


@each_row(
    "text", ["https://site.example/", "https://site.example/feed.json.html", "feed.json", "@a@b.c"]
)
def test_other_addresses_are_none_of_its_own(text: str) -> None:
    assert JsonFeed().recognise(text) is None


def test_json_that_is_no_feed_is_told() -> None:
    body = json.dumps({**ANSWER, "version": "1"}).encode()
    with pytest.raises(PayloadBroken):
        parse_feed(body, FEED, "a1")


def test_the_program_is_found_in_the_file_and_beside_it() -> None:
    in_file = on_photo(CHECK, photo(), facts(Metadata(software="Snapseed 2.21")))
    beside = on_photo(CHECK, photo(published=Metadata(software="Snapseed 2.21")))
    assert [found.remedy for found in (*in_file, *beside)] == [
        "clean-metadata",
        "published-metadata",
    ]
    assert [found.evidence[0].url for found in (*in_file, *beside)] == [
        photo().media_url,
        photo().page_url,
    ]
    for found in (*in_file, *beside):
        assert found.severity is Severity.INFO
        assert "Snapseed 2.21" in words(found)
        assert "Snapseed" not in words(found, masked=True)


@each_row("software", [None, "", "  "])
def test_no_program_is_no_finding(software: str | None) -> None:
    assert on_photo(CHECK, photo(), facts(Metadata(software=software))) == []
    assert on_photo(CHECK, photo()) == []


def test_hostile_text_is_cut_and_stays_a_value() -> None:
    (found,) = on_photo(CHECK, photo(), facts(Metadata(software=HOSTILE)))
    assert len(words(found)) < 200


def test_the_check_is_documented_as_ours_are() -> None:
    import auditor_jsonfeed.check as module

    assert list(doc_parts(module.__doc__ or "")) == ["", *PARTS]
