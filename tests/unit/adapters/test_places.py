from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.adapters.network.rules.url_rules import OpenedHost, Rules, parse_opened
from auditor.errors import AddressRefused, UsageError
from tests.rows import each_row

RULES = Rules((), proxied=False)


@each_row(
    ("text", "opened"),
    [
        ("127.0.0.1:8080", OpenedHost("127.0.0.1", 8080)),
        ("nas.home", OpenedHost("nas.home", None)),
        ("NAS.home:443", OpenedHost("nas.home", 443)),
        ("localhost:80", OpenedHost("localhost", 80)),
        ("::1", OpenedHost("::1", None)),
        ("[::1]", OpenedHost("::1", None)),
        ("[0:0::1]:9", OpenedHost("::1", 9)),
        ("bücher.example", OpenedHost("xn--bcher-kva.example", None)),
    ],
)
def test_hosts_are_opened_in_their_comparable_form(text: str, opened: OpenedHost) -> None:
    assert parse_opened(text) == opened


@each_row(
    "text",
    [
        "",
        "http://x",
        "x/y",
        "*.example",
        "a b",
        "x:0",
        "x:99999",
        "x:y",
        "u@x",
        "x?y",
        "[::1",
        "x:",
        ":80",
        "x#y",
    ],
)
def test_what_is_no_host_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        parse_opened(text)


@each_row(
    "url",
    [
        "http://example.com/",
        "https://example.com:8443/",
        "https://example.com:80/",
        "https://user@example.com/",
        "https://user:word@example.com/",
        "https://:word@example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "https:///x",
        "https://",
        "//example.com/",
        "example.com",
        "",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://①②⑦.0.0.1/",
        "https://example.onion/",
        "https://example.com/\r\nHost: x",
        "https://exa mple.com/",
        "https://[::1/",
        "https://example.com:99999/",
        "https://example.com/" + "a" * 10_000,
    ],
)
def test_such_urls_are_refused_before_any_look_up(url: str) -> None:
    with pytest.raises(AddressRefused):
        RULES.read(url)


def test_an_ordinary_url_passes_and_loses_its_fragment() -> None:
    assert (
        str(RULES.read("https://Example.com/a?b=1#c", {"d": "2"}))
        == "https://example.com/a?b=1&d=2"
    )
    assert str(RULES.read("https://example.com:443/")) == "https://example.com/"


def test_a_port_opens_that_port_only() -> None:
    rules = Rules(("127.0.0.1:8080",), proxied=False)
    rules.read("http://127.0.0.1:8080/")
    for url in (
        "http://127.0.0.1:8081/",
        "http://127.0.0.1/",
        "http://localhost:8080/",
        "http://127.0.0.2:8080/",
    ):
        with pytest.raises(AddressRefused):
            rules.read(url)


def test_a_host_without_port_is_opened_whole_and_in_every_spelling() -> None:
    rules = Rules(("127.0.0.1",), proxied=False)
    for url in (
        "http://127.0.0.1:8081/",
        "https://127.0.0.1/",
        "http://127.1:5/",
        "http://2130706433/",
    ):
        rules.read(url)


def test_credentials_are_refused_on_opened_hosts_too() -> None:
    with pytest.raises(AddressRefused):
        Rules(("127.0.0.1",), proxied=False).read("http://a:b@127.0.0.1/")


def test_an_onion_needs_a_proxy() -> None:
    assert Rules((), proxied=True).read("https://abc.onion/").host == "abc.onion"


def test_a_proxy_does_not_excuse_private_addresses() -> None:
    with pytest.raises(AddressRefused, match="private"):
        Rules((), proxied=True).read("https://10.0.0.1/")


def test_a_refused_address_says_why_before_the_scheme_does() -> None:
    with pytest.raises(AddressRefused, match="link-local"):
        RULES.read("http://169.254.169.254/")


@given(st.text(max_size=60))
def test_no_text_makes_anything_but_a_url_or_a_refusal(text: str) -> None:
    for candidate in (text, "https://" + text):
        try:
            url = RULES.read(candidate)
        except AddressRefused:
            continue
        assert isinstance(url, httpx.URL)
        assert url.scheme == "https"
