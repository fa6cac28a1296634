"""The indexes of Common Crawl: what goes out, and what each documented answer means.

Answers: those recorded among the tests of cocrawler/cdx_toolkit (2025-09: the list of crawls, and
one capture); the manual of the CDXJ server of webrecorder/pywb, and the error that it writes ("No
Captures found for: ").
"""

from __future__ import annotations

import json

from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import CaptureAnswer, CopyKind
from auditor.errors import TooLarge, Unreachable
from auditor.ports import Answer, Consent
from auditor.services.web_archives.common_crawl import CRAWLS, LIST, MOST_ROWS, CommonCrawl
from tests.fakes.engine import FakeHttp
from tests.rows import each_row

BASE = "https://index.commoncrawl.org"
CRAWL_NAMES = ("CC-MAIN-2025-33", "CC-MAIN-2025-30", "CC-MAIN-2025-26", "CC-MAIN-2025-21")
LISTED = [
    {
        "id": name,
        "name": "an index",
        "timegate": f"{BASE}/{name}/",
        "cdx-api": f"https://elsewhere.example/{name}-index",
        "from": "2025-08-02T22:09:07",
        "to": "2025-08-15T23:42:38",
    }
    for name in CRAWL_NAMES
]
ROW = {
    "urlkey": "com,example)/",
    "timestamp": "20250802232428",
    "url": "http://www.example.com/",
    "mime": "text/html",
    "status": "200",
    "digest": "JI6OR3QR4CI526JD6TMMNZNV4QPMPQCH",
}
ITEM = "https://example.com/*"


def nothing(url: str) -> Answer:
    return Answer(url, 404, {}, b'{"message": "No Captures found for: https://example.com/"}\n')


def index(name: str) -> str:
    return f"{BASE}/{name}-index"


def http_with(*answers: Answer | Exception, crawls: Answer | None = None) -> FakeHttp:
    listed = crawls or Answer(BASE + LIST, 200, {}, json.dumps(LISTED).encode())
    given = dict(zip(map(index, CRAWL_NAMES), answers, strict=False))
    return FakeHttp({BASE + LIST: listed, **given})


def rows(*told: dict[str, str]) -> Answer:
    return Answer("", 200, {}, b"".join(json.dumps(each).encode() + b"\n" for each in told))


async def asked(http: FakeHttp) -> CaptureAnswer:
    lookup = CommonCrawl(BASE)
    return (await lookup.ask(Consent(lookup.outgoing([ITEM])), http))[ITEM]


async def test_what_is_shown_beforehand_is_what_is_sent() -> None:
    http, lookup = http_with(*map(nothing, CRAWL_NAMES)), CommonCrawl(BASE)
    outgoing = lookup.outgoing([ITEM, "https://example.com/me"])
    assert http.asked == []
    await lookup.ask(Consent(outgoing), http)
    shown = []
    for each in outgoing.requests:
        path = each.path
        for number, name in enumerate(CRAWL_NAMES, 1):
            path = path.replace(f"CRAWL-{number}-", f"{name}-")
        shown.append((f"https://{each.host}{path}", each.fields))
    assert [(each.url, tuple(each.params.items())) for each in http.asked] == shown
    assert len(shown) == 1 + 2 * CRAWLS
    assert not any("elsewhere" in each.url for each in http.asked), "the list leads nowhere else"
    assert CommonCrawl(BASE).outgoing([]).requests == ()


async def test_copies_of_several_crawls_are_told_together() -> None:
    newer = {**ROW, "timestamp": "20250901000000", "digest": "B"}
    picture = {
        **ROW,
        "urlkey": "com,example)/a",
        "url": "https://example.com/a",
        "mime": "image/png",
    }
    answer = await asked(http_with(rows(ROW, picture), rows(newer), nothing("")))
    assert answer.state is Archive.FOUND
    assert "CC-MAIN-2025-33, CC-MAIN-2025-30, CC-MAIN-2025-26" in answer.reason
    page, image = answer.captured
    assert (page.captures, page.kind, image.kind) == (2, CopyKind.PAGE, CopyKind.PICTURE)
    assert page.at == f"{index(CRAWL_NAMES[1])}?url=http%3A%2F%2Fwww.example.com%2F&output=json"


async def test_nothing_in_the_newest_crawls_says_which_they_are() -> None:
    answer = await asked(http_with(*map(nothing, CRAWL_NAMES)))
    assert answer.state is Archive.NONE_FOUND
    assert "only the newest" in answer.reason


async def test_nothing_with_status_200_is_the_same_answer() -> None:
    told = Answer("", 200, {}, b'{"message": "No Captures found for: https://example.com/"}')
    assert (await asked(http_with(told, told, told))).state is Archive.NONE_FOUND


@each_row(
    "lying",
    [
        Answer("", 404, {}, b"<html>not here</html>"),
        Answer("", 200, {}, b"<html>Sorry</html>"),
        Answer("", 200, {}, b""),
        Answer("", 200, {}, b'{"urlkey": "com,example)/"}\n'),
        Answer("", 200, {}, b"[1, 2]\n"),
        Answer("", 503, {}, b"SlowDown"),
        Answer("", 400, {}, b"Page 1 invalid"),
        Unreachable("index.commoncrawl.org took too long: stopped"),
        TooLarge("index.commoncrawl.org sends more than 8 MiB"),
    ],
)
async def test_one_crawl_that_does_not_answer_leaves_it_open(lying: Answer | Exception) -> None:
    answer = await asked(http_with(nothing(""), lying, nothing("")))
    assert (answer.state, answer.captured) == (Archive.COULD_NOT_TELL, ())
    assert answer.reason
    answer = await asked(http_with(rows(ROW), lying, nothing("")))
    assert answer.state is Archive.FOUND, "what the others found stands"


async def test_a_row_that_is_cut_is_told_beside_what_was_read() -> None:
    cut = Answer("", 200, {}, json.dumps(ROW).encode() + b'\n{"urlkey": "com,exa')
    answer = await asked(http_with(cut, nothing(""), nothing("")))
    assert answer.state is Archive.FOUND
    assert "documented form" in answer.reason


async def test_a_full_answer_says_that_there_may_be_more() -> None:
    many = [{**ROW, "digest": str(number)} for number in range(MOST_ROWS)]
    answer = await asked(http_with(rows(*many), nothing(""), nothing("")))
    assert "only the first 5000" in answer.reason


@each_row(
    "listed",
    [
        Answer("", 503, {}),
        Answer("", 200, {}, b"<html>"),
        Answer("", 200, {}, b"[]"),
        Answer("", 200, {}, b'[{"id": "../../etc"}, {"id": 7}, {}]'),
    ],
)
async def test_without_the_list_no_crawl_is_asked(listed: Answer) -> None:
    http = http_with(crawls=listed)
    answer = await asked(http)
    assert (answer.state, len(http.asked)) == (Archive.COULD_NOT_TELL, 1)
    assert answer.reason
