"""`archived` against a web archive on loopback: as documented, down, slow, lying, and stopped."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from auditor.domain.account import Proof
from tests.cli.auditor import Auditor, takes_ctrl_c
from tests.cli.stand_in import (
    asking,
    cut_short,
    nothing_at_all,
    page_of_errors,
    send,
    ten_gigabytes,
)
from tests.cli.tracing import traced
from tests.cli.web_archive import ADA, CRAWL, WebArchiveServer, web_archive, with_photos

BOB = replace(
    ADA,
    id="a" + "b" * 16,
    platform="mastodon",
    handle="@bob@social.example",
    url="https://social.example/@bob",
)


@pytest.fixture
def archive() -> Iterator[WebArchiveServer]:
    with web_archive() as made:
        yield made


@pytest.fixture
def user(archive: WebArchiveServer, tmp_path: Path) -> Auditor:
    return of(tmp_path, archive.base)


def of(room: Path, base: str, timeout_s: float = 30) -> Auditor:
    return asking(room, timeout_s, wayback_url=f"{base}/wayback", common_crawl_url=f"{base}/crawl")


def test_what_stands_in_which_archive_and_what_was_taken_down(
    archive: WebArchiveServer, user: Auditor
) -> None:
    first, second, _third = with_photos(user, ADA, 3, gone=1)
    archive.captured = [second.page_url, second.media_url, first.media_url]
    archive.crawled = [first.page_url]
    done = user.run("archived", "--yes", "--json")
    wayback, crawl = done.json["archives"]
    assert (wayback["archive"], wayback["state"], wayback["captures"]) == (
        "wayback-machine",
        "found",
        3,
    )
    assert wayback["first"] == wayback["last"] == "2020-01-02T03:04:05Z"
    assert (crawl["state"], crawl["captures"]) == ("found", 1)
    assert CRAWL in crawl["reason"]
    pages = [(page["url"], page["kind"], page["taken_down"]) for page in done.json["pages"]]
    assert pages == [
        (first.media_url, "picture", True),
        (first.page_url, "page", True),
        (second.page_url, "page", False),
        (second.media_url, "picture", False),
    ]
    assert done.json["pages"][0]["page_in_archive"] == (
        f"{archive.base}/wayback/web/20200102030405/{first.media_url}"
    )
    ways = {way["archive"]: way for way in done.json["removal"]}
    assert ways["wayback-machine"]["contact"] == "info@archive.org"
    assert all(way["source"] and way["checked"] and way["letters"] for way in ways.values())
    told = user.run("archived", "--kept").out
    assert f"picture  {first.media_url}  (taken down)" in told
    assert told.startswith("2 addresses that your accounts no longer show still have copies.")
    assert "info@archive.org" in told
    assert "auditor letter erasure" in told


def test_a_site_of_ones_own_is_asked_about_in_three_requests(
    archive: WebArchiveServer, user: Auditor
) -> None:
    with_photos(user, ADA, 30)
    sent = user.run("archived", "--yes", "--json").json["sent"]
    assert [path for path, _query in archive.asked] == [
        "/wayback/cdx/search/cdx",
        "/crawl/collinfo.json",
        f"/crawl/{CRAWL}-index",
    ]
    assert archive.asked[0][1]["url"] == ["https://ada.example/"]
    fields = {field["name"]: [field["value"]] for field in sent[0]["fields"]}
    assert fields == archive.asked[0][1]


def test_a_dry_run_prints_all_of_it_and_sends_nothing(
    archive: WebArchiveServer, user: Auditor
) -> None:
    with_photos(user, ADA, 2)
    done = user.run("archived", "--dry-run")
    assert archive.asked == []
    for told in (
        f"GET {archive.base}/wayback/cdx/search/cdx",
        "url: https://ada.example/",
        "matchType: prefix",
        "/crawl/collinfo.json",
        "/crawl/CRAWL-1-index",
        "showResumeKey: true",
    ):
        assert told in done.out
    would = user.run("archived", "--dry-run", "--json").json["sent"]
    user.run("archived", "--yes")
    assert [
        (each["path"], {f["name"]: [f["value"]] for f in each["fields"]}) for each in would[:2]
    ] == archive.asked[:2]


def test_a_dry_run_opens_no_socket(user: Auditor) -> None:
    with_photos(user, ADA, 2)
    done, calls = traced(user, "", "archived", "--dry-run")
    assert "cdx/search/cdx" in done.out
    assert calls == []


def test_without_a_yes_nothing_is_sent(archive: WebArchiveServer, user: Auditor) -> None:
    with_photos(user, ADA, 2)
    done = user.run("archived", code=2)
    assert "https://ada.example/" in done.err
    assert "Nothing was sent" in done.err
    assert "Nothing was sent" in user.type("no\n", "archived", at_terminal=True).err
    assert archive.asked == []


def test_a_screen_that_others_see_shows_no_address(
    archive: WebArchiveServer, user: Auditor
) -> None:
    (first,) = with_photos(user, ADA, 1)
    archive.captured = [first.media_url]
    projected = replace(user, options=(*user.options, "--projector"))
    for words in (("--dry-run",), ("--yes",), ("--kept",)):
        for more in ((), ("--json",)):
            done = projected.run("archived", *words, *more)
            assert "ada.example" not in done.out + done.err


def test_of_unproven_and_foreign_accounts_nothing_is_asked(
    archive: WebArchiveServer, user: Auditor
) -> None:
    with_photos(user, replace(ADA, proof=Proof()), 2)
    done = user.run("archived", "--yes")
    assert archive.asked == []
    assert "not proven to be yours" in done.out
    assert "not asked yet" in done.out
    assert "no proof" not in done.out
    assert user.run("archived", "--yes", "--account", ADA.id, code=2).out == ""


def excluded(request: BaseHTTPRequestHandler) -> bool:
    send(
        request,
        403,
        b"org.archive.util.io.RuntimeIOException: org.archive.wayback.exception."
        b"AdministrativeAccessControlException: Blocked Site Error\n",
    )
    return True


def wrong_json(request: BaseHTTPRequestHandler) -> bool:
    send(request, 200, b'{"archived_snapshots": {}}')
    return True


@pytest.mark.parametrize(
    "lie", [excluded, page_of_errors, wrong_json, nothing_at_all, ten_gigabytes, cut_short]
)
def test_an_archive_that_lies_could_not_tell_in_one_line(
    archive: WebArchiveServer, user: Auditor, lie: object
) -> None:
    with_photos(user, ADA, 2)
    archive.before = lie  # type: ignore[assignment]
    done = user.run("archived", "--yes", code=3)
    lines = done.out.splitlines()
    assert lines[0].startswith("Wayback Machine: could not tell (")
    assert lines[1].startswith("Common Crawl: could not tell (")
    assert "no copy" not in done.out
    states = {each["state"] for each in user.run("archived", "--kept", "--json").json["archives"]}
    assert states == {"could-not-tell"}


@pytest.mark.parametrize("part", ["/wayback", "/crawl/coll", "/crawl/CC"])
def test_no_other_host_than_the_one_shown_is_asked(
    archive: WebArchiveServer, user: Auditor, part: str
) -> None:
    with_photos(user, ADA, 2)
    with web_archive() as other:

        def sent_on(request: BaseHTTPRequestHandler) -> bool:
            if not request.path.startswith(part):
                return False
            request.send_response(302)
            request.send_header("Location", f"{other.base}{request.path}")
            request.end_headers()
            return True

        archive.before = sent_on
        assert "not followed" in user.run("archived", "--yes", code=3).out
        assert other.asked == []


def test_an_archive_that_is_down(user: Auditor, tmp_path: Path) -> None:
    down = of(tmp_path, "http://127.0.0.1:9")
    with_photos(down, BOB, 30)
    done = down.run("archived", "--yes", code=3)
    assert done.out.count("could not tell") == 2


def test_an_archive_that_is_slow(archive: WebArchiveServer, tmp_path: Path) -> None:
    user = of(tmp_path, archive.base, timeout_s=0.2)
    with_photos(user, ADA, 2)

    ended = threading.Event()

    def slow(_request: BaseHTTPRequestHandler) -> bool:
        ended.wait(30)
        return False

    archive.before = slow
    assert user.run("archived", "--yes", code=3).out.count("could not tell") == 2
    ended.set()


def test_what_one_archive_said_is_kept_when_the_other_fails(
    archive: WebArchiveServer, user: Auditor
) -> None:
    (first,) = with_photos(user, ADA, 1)
    archive.captured = [first.media_url]

    def half(request: BaseHTTPRequestHandler) -> bool:
        return request.path.startswith("/crawl") and page_of_errors(request)

    archive.before = half
    user.run("archived", "--yes", code=3)
    archive.before = lambda _request: False
    archive.asked.clear()
    done = user.run("archived", "--yes", "--json")
    assert [path for path, _query in archive.asked] == [
        "/crawl/collinfo.json",
        f"/crawl/{CRAWL}-index",
    ]
    assert [each["state"] for each in done.json["archives"]] == ["found", "none-found"]
    assert any("within a day" in reason for reason in done.json["not_asked"])


def test_what_was_found_before_does_not_hide_that_an_archive_is_silent_now(
    archive: WebArchiveServer, user: Auditor
) -> None:
    (first,) = with_photos(user, ADA, 1)
    archive.captured = [first.media_url]
    user.run("archived", "--yes")
    archive.before = lambda request: request.path.startswith("/wayback") and page_of_errors(request)
    done = user.run("archived", "--yes", "--again", code=3)
    assert first.media_url in done.out
    assert "not told anew" in done.out
    archive.before = lambda _request: False
    user.run("archived", "--yes", "--again")


@takes_ctrl_c
def test_ctrl_c_keeps_what_was_answered(archive: WebArchiveServer, user: Auditor) -> None:
    first, *_rest = with_photos(user, BOB, 6)
    archive.captured = [first.media_url]
    ended = threading.Event()

    def held(request: BaseHTTPRequestHandler) -> bool:
        if len(archive.asked) == 4:
            process.send_signal(signal.SIGINT)
            ended.wait(30)
        return False

    archive.before = held
    with user.start("archived", "--yes") as process:
        process.communicate(timeout=60)
    ended.set()
    assert process.returncode == 130
    archive.before = lambda _request: False
    before = {query["url"][0] for _path, query in archive.asked[:3]}
    archive.asked.clear()
    user.run("archived", "--yes")
    after = {query["url"][0] for path, query in archive.asked if path.startswith("/wayback")}
    assert not before & after


def test_every_request_is_in_the_network_log_under_its_account(
    archive: WebArchiveServer, user: Auditor
) -> None:
    with_photos(user, ADA, 1)
    user.run("archived", "--yes")
    log = user.run("network-log", "--json").json["requests"]
    assert len(log) == len(archive.asked)
    assert all(entry["purpose"].startswith(ADA.id) for entry in log)


def test_offline_sends_nothing_and_could_not_tell(archive: WebArchiveServer, user: Auditor) -> None:
    with_photos(user, ADA, 1)
    done = replace(user, options=(*user.options, "--offline")).run("archived", "--yes", code=3)
    assert archive.asked == []
    assert "--offline is on" in done.out


def test_verify_lists_each_request_to_the_web_archive(copied: Auditor) -> None:
    photo = copied.run("photos", "--json").json["photos"][0]
    found = copied.run("findings", "--json", code=1).json["findings"]
    finding = next(each["id"] for each in found if each["photo"] == photo["id"])
    offline = replace(copied, options=(*copied.options, "--offline"))
    told = offline.run("verify", "--finding", finding, "--wayback", code=None).err
    assert "Sent to archive.org" in told
    assert "GET https://archive.org/wayback/available" in told
    assert f"url: {photo['media_url']}" in told
