from __future__ import annotations

import pytest

from auditor.errors import PayloadBroken
from auditor.sources.web_feed.source import FeedSource
from tests.contract.source_cases import CASES, GARDEN
from tests.recorded import Reply, Web, photos, read
from tests.rows import each_row


@each_row(
    ("text", "is_one"),
    [
        (GARDEN, True),
        ("feed:https://garden.example/atom.xml", True),
        ("https://garden.example/blog/feed/", True),
        ("https://garden.example/index.rss", True),
        ("https://garden.example/feeding-birds", False),
        ("https://garden.example/", False),
    ],
)
def test_only_addresses_of_feeds_are_its_own(text: str, is_one: bool) -> None:
    assert (FeedSource().recognise(text) is not None) is is_one


@each_row("body", [b"<html><body>feed</body></html>", b"", b"{}"])
async def test_what_is_no_feed_is_not_an_empty_one(body: bytes) -> None:
    case = CASES["web_feed"]()
    async with Web({GARDEN: Reply(body)}).door() as http:
        assert await FeedSource().detect(http, GARDEN) is None
        with pytest.raises(PayloadBroken):
            await read(FeedSource(), case.account, http)


async def test_an_empty_feed_is_read_and_the_rest_not_told() -> None:
    case = CASES["web_feed"]()
    empty = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'
    async with Web({GARDEN: Reply(empty)}).door() as http:
        batches = await read(FeedSource(), case.account, http)
    assert photos(batches) == []
    assert not batches[-1].complete
    assert "not told" in batches[-1].notes[0]


async def test_a_comment_in_a_feed_proves_nothing() -> None:
    case = CASES["web_feed"]()
    async with Web(case.routes).door() as http:
        assert list(await FeedSource().proof_texts(case.account, http)) == []
