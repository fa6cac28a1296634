from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import stamina.instrumentation

from auditor import __version__
from auditor.adapters.network.http import HttpDoor
from auditor.config import NetworkSettings
from auditor.errors import AddressRefused, Offline, SettingsError, TooLarge, Unreachable, UsageError
from tests.rows import each_row
from tests.unit.adapters.site import PAGE, Site, in_turn, redirect


async def test_nothing_is_told_of_a_retry_beside_the_record_of_requests() -> None:
    stamina.instrumentation.set_on_retry_hooks(None)
    assert stamina.instrumentation.get_on_retry_hooks(), "its own, which write what is retried"
    Site(in_turn())
    assert not stamina.instrumentation.get_on_retry_hooks()


async def test_an_answer_carries_status_lower_case_headers_body_and_links() -> None:
    link = (
        '</a?max_id=1>; rel="next", <https://other.example/b>; rel="prev first", '
        '<javascript:x>; rel="evil"'
    )
    headers = [
        ("Link", link),
        ("X-Robots-Tag", "noindex"),
        ("X-Robots-Tag", "noai"),
        ("Set-Cookie", "a=b"),
    ]
    site = Site(in_turn(httpx.Response(200, headers=headers, content=b"body")))
    answer = await site.get(PAGE + "?q=1#fragment")
    assert (answer.status, answer.body, answer.url, answer.truncated) == (
        200,
        b"body",
        PAGE + "?q=1",
        False,
    )
    assert answer.headers["x-robots-tag"] == "noindex, noai"
    assert "set-cookie" not in answer.headers
    other = "https://other.example/b"
    assert answer.links == {"next": "https://example.com/a?max_id=1", "prev": other, "first": other}


async def test_conditional_requests_pass_and_304_is_an_answer() -> None:
    site = Site(in_turn(httpx.Response(304, headers={"ETag": '"x"'})))
    async with site.door as door:
        answer = await door.get(
            PAGE,
            purpose="test",
            headers={"If-None-Match": '"x"', "User-Agent": "mine", "Cookie": "a=b"},
        )
    assert answer.status == 304
    assert site.asked[0].headers["if-none-match"] == '"x"'
    assert site.asked[0].headers["user-agent"] == "Mozilla/5.0 (compatible)"
    assert "cookie" not in site.asked[0].headers


async def test_parameters_are_added_and_kept_out_of_the_log() -> None:
    site = Site(in_turn(httpx.Response(200, content=b"abc")))
    async with site.door as door:
        await door.get(PAGE + "?key=secret", purpose="list a1", params={"token": "planted"})
        assert door.requests("list") == 1
        assert door.requests("scan") == 0
    assert site.asked[0].url.query == b"key=secret&token=planted"
    (entry,) = site.log
    assert (entry.method, entry.host, entry.path, entry.status, entry.purpose) == (
        "GET",
        "example.com",
        "/page",
        200,
        "list a1",
    )
    assert entry.received_bytes >= 3
    assert entry.sent_bytes > 30
    assert "planted" not in str(entry)
    assert "secret" not in str(entry)


@each_row(
    ("host", "agent"),
    [
        ("example.com", "Mozilla/5.0 (compatible)"),
        ("notwikipedia.org", "Mozilla/5.0 (compatible)"),
        ("commons.wikimedia.org", f"auditor/{__version__}"),
        ("haveibeenpwned.com", f"auditor/{__version__}"),
    ],
)
async def test_only_services_that_ask_for_it_learn_what_we_are(host: str, agent: str) -> None:
    site = Site(in_turn(httpx.Response(200)))
    await site.get(f"https://{host}/")
    assert site.asked[0].headers["user-agent"] == agent


async def test_five_redirects_are_followed_and_the_sixth_is_not() -> None:
    five = Site(in_turn(*(redirect(f"/{index}") for index in range(5)), httpx.Response(200)))
    assert (await five.get()).url == "https://example.com/4"
    endless = Site(lambda _: redirect("/again"))
    with pytest.raises(TooLarge):
        await endless.get()
    assert len(endless.asked) == 6


@each_row(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://[::ffff:192.168.1.1]/",
        "https://2130706433/",
        "http://example.com/",
        "https://localhost/",
        "https://user:word@example.com/",
        "file:///etc/passwd",
        "https://example.com:22/",
        "https://[",
    ],
)
async def test_redirects_to_forbidden_places_are_refused_and_logged(target: str) -> None:
    site = Site(in_turn(redirect(target)))
    with pytest.raises(AddressRefused, match=r"example\.com sends us on") as caught:
        await site.get()
    assert len(site.asked) == 1
    assert [entry.status for entry in site.log] == [302, None]
    assert site.log[1].note
    assert site.log[1].sent_bytes == 0
    assert "--allow-host" not in caught.value.hint + caught.value.message


async def test_a_strangers_page_cannot_send_us_to_an_opened_server() -> None:
    settings = NetworkSettings(allow_hosts=("127.0.0.1:8080",))
    site = Site(in_turn(redirect("http://127.0.0.1:8080/delete")), settings)
    with pytest.raises(AddressRefused):
        await site.get()
    assert len(site.asked) == 1
    own = Site(in_turn(redirect("http://127.0.0.1:8080/b"), httpx.Response(200)), settings)
    assert (await own.get("http://127.0.0.1:8080/a")).status == 200


async def test_keys_do_not_follow_a_redirect_to_another_origin() -> None:
    headers = {"Authorization": "Bearer planted", "hibp-api-key": "planted", "Accept": "text/plain"}
    site = Site(
        in_turn(
            redirect("/b"), redirect("https://other.example/"), redirect(PAGE), httpx.Response(200)
        )
    )
    async with site.door as door:
        await door.get(PAGE, purpose="test", headers=headers)
    carried = [
        ("authorization" in request.headers, "hibp-api-key" in request.headers)
        for request in site.asked
    ]
    assert carried == [(True, True), (True, True), (False, False), (False, False)]
    assert all(request.headers["accept"] == "text/plain" for request in site.asked)


async def test_a_post_is_sent_once_and_not_redirected() -> None:
    site = Site(in_turn(redirect("https://other.example/", 307)))
    async with site.door as door:
        with pytest.raises(AddressRefused):
            await door.post(PAGE, purpose="test", body=b"{}")
    assert site.asked[0].content == b"{}"
    busy = Site(in_turn(httpx.ConnectError("down")))
    async with busy.door as door:
        with pytest.raises(Unreachable):
            await door.post(PAGE, purpose="test", body=b"{}")
    assert len(busy.asked) == 1


async def test_head_reads_no_body() -> None:
    site = Site(in_turn(httpx.Response(200, headers={"Content-Length": "999999999999"})))
    async with site.door as door:
        answer = await door.head(PAGE, purpose="test")
    assert (site.asked[0].method, answer.body) == ("HEAD", b"")


async def test_a_prefix_is_asked_for_as_range_and_says_that_more_exists() -> None:
    headers = {"Content-Range": "bytes 0-9/5000"}
    site = Site(in_turn(httpx.Response(206, headers=headers, content=b"x" * 10)))
    answer = await site.get(prefix=10)
    assert (len(answer.body), answer.truncated) == (10, True)
    assert site.asked[0].headers["range"] == "bytes=0-9"
    assert site.asked[0].headers["accept-encoding"] == "identity"
    ignored = Site(in_turn(httpx.Response(200, content=b"x" * 5000)))
    answer = await ignored.get(prefix=10)
    assert (len(answer.body), answer.truncated) == (10, True)
    small = Site(
        in_turn(httpx.Response(206, headers={"Content-Range": "bytes 0-4/5"}, content=b"x" * 5))
    )
    assert not (await small.get(prefix=10)).truncated


async def test_a_body_over_the_cap_is_too_large_whether_announced_or_not() -> None:
    async def unannounced() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 100

    for response in (
        httpx.Response(200, content=b"x" * 500),
        httpx.Response(200, content=unannounced()),
    ):
        with pytest.raises(TooLarge):
            await Site(in_turn(response)).get(max_bytes=200)


async def test_offline_nothing_is_asked_and_the_log_says_so() -> None:
    site = Site(lambda _: httpx.Response(200), NetworkSettings(offline=True))
    async with site.door as door:
        for call in (
            door.get(PAGE, purpose="a"),
            door.head(PAGE, purpose="a"),
            door.post(PAGE, purpose="a", body=b""),
        ):
            with pytest.raises(Offline):
                await call
        assert await door.resolve_txt("_atproto.example.com", purpose="a") == ()
        assert door.requests("") == 0
    assert site.asked == []
    assert [(entry.host, entry.status) for entry in site.log] == [("example.com", None)] * 3


async def test_local_and_opened_are_about_opened_hosts_only() -> None:
    site = Site(
        in_turn(), NetworkSettings(allow_hosts=("127.0.0.1:8080", "1.1.1.1", "example.com"))
    )
    assert site.door.opened("http://127.0.0.1:8080/x")
    assert not site.door.opened("http://127.0.0.1:9/x")
    assert not site.door.opened("http://[")
    assert await site.door.local("http://127.0.0.1:8080/x")
    assert not await site.door.local("http://127.0.0.1:9/x")
    assert not await site.door.local("https://1.1.1.1/")
    assert not await site.door.local("https://example.com/")


def test_settings_that_make_no_sense_are_said_to_the_user() -> None:
    with pytest.raises(UsageError):
        HttpDoor(NetworkSettings(allow_hosts=("http://x/",)), lambda _: None)
    for proxy in ("nonsense", "ftp://x:1", "socks5h://", "http://u:planted@["):
        with pytest.raises(SettingsError) as caught:
            HttpDoor(NetworkSettings(proxy=proxy), lambda _: None)
        assert "planted" not in caught.value.message + caught.value.hint


def test_the_proxy_note_names_the_proxy_without_its_password() -> None:
    door = HttpDoor(NetworkSettings(proxy="socks5h://user:planted@127.0.0.1:9050"), lambda _: None)
    assert "socks5h://127.0.0.1:9050" in door.proxy_note
    assert "planted" not in door.proxy_note
    assert HttpDoor(NetworkSettings(), lambda _: None).proxy_note == ""
