"""One request and its answer.

What is asked for, which headers go along, and how an answer is read. No rules, no retries.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import field, replace
from http import HTTPStatus

import httpx

from auditor.adapters.network.agents import Introduction
from auditor.adapters.network.body import ENCODINGS, ByteTally, Cap, read_body, too_large
from auditor.adapters.network.rules.url_rules import host_of
from auditor.dataclass import dataclass
from auditor.ports import Answer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OWNED = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "cookie",
        "host",
        "range",
        "transfer-encoding",
        "user-agent",
    }
)
"""Headers the door sets itself, or never sends."""
_HARMLESS = frozenset({"accept", "accept-language", "if-modified-since", "if-none-match"})
"""Headers that still go along when a redirect leads to another origin; keys and tokens do not."""
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Call:
    """What a caller asks of the door. `prefix` bytes at most are read, or `max_bytes` allowed.

    `hidden` are parts of the address that are told to nobody but its host.
    """

    method: str
    purpose: str
    max_bytes: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    prefix: int | None = None
    crawl: bool = False
    hidden: tuple[str, ...] = field(default=(), repr=False)

    def elsewhere(self) -> Call:
        """Return the call as it goes to another origin: without anything that could be a secret."""
        return replace(
            self,
            headers={
                name: value for name, value in self.headers.items() if name.lower() in _HARMLESS
            },
        )

    @property
    def repeatable(self) -> bool:
        """Whether asking twice does no harm."""
        return self.method in {"GET", "HEAD"}

    @property
    def cap(self) -> Cap:
        """How much of the body is read."""
        return Cap(self.max_bytes) if self.prefix is None else Cap(self.prefix, cut=True)


def build(
    call: Call, url: httpx.URL, introduction: Introduction, timeout_s: float
) -> httpx.Request:
    """Return the request of `call` to `url`.

    `timeout_s` is for each step: connecting, one read, one write.
    """
    headers = {
        "User-Agent": introduction.user_agent(host_of(url)),
        "Accept": "*/*",
        "Accept-Encoding": ENCODINGS if call.prefix is None else "identity",
    }
    if call.prefix is not None:
        headers["Range"] = f"bytes=0-{call.prefix - 1}"
    own = httpx.Headers(headers)
    own.update({name: value for name, value in call.headers.items() if name.lower() not in _OWNED})
    timeout = httpx.Timeout(timeout_s).as_dict()
    content = call.body if call.method == "POST" else None
    return httpx.Request(
        call.method, url, headers=own, content=content, extensions={"timeout": timeout}
    )


def sent_bytes(request: httpx.Request, body: bytes) -> int:
    """Return how many bytes `request` is on the wire as HTTP/1.1, without TLS."""
    first = len(request.method) + len(request.url.raw_path) + len("  HTTP/1.1\r\n\r\n")
    return (
        first
        + sum(len(name) + len(value) + len(": \r\n") for name, value in request.headers.raw)
        + len(body)
    )


async def read_answer(
    call: Call, url: httpx.URL, response: httpx.Response, tally: ByteTally
) -> Answer:
    """Read `response` within the caps of `call`.

    Raises TooLarge, Unreachable and what the transport throws.
    """
    headers = {name: value for name, value in response.headers.items() if name != "set-cookie"}
    host = host_of(url)
    body, cut, begun = b"", False, time.monotonic()
    tally.received += sum(
        len(name) + len(value) + len(": \r\n") for name, value in response.headers.raw
    )
    if call.method != "HEAD" and response.status_code not in _REDIRECTS | {
        HTTPStatus.NO_CONTENT,
        HTTPStatus.NOT_MODIFIED,
    }:
        if call.prefix is None and _content_length(headers) > call.max_bytes:
            raise too_large(host, call.max_bytes)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        body, cut = await read_body(
            aiter(response.stream), headers.get("content-encoding", ""), call.cap, tally, host
        )
    cut = cut or _more_exists(response.status_code, headers, len(body))
    return Answer(
        str(url),
        response.status_code,
        headers,
        body,
        truncated=cut,
        links=_links(response, url),
        body_s=time.monotonic() - begun,
    )


def redirect_target(answer: Answer) -> str | None:
    """Return where `answer` sends us, as written; None if it is no redirect."""
    return answer.headers.get("location") if answer.status in _REDIRECTS else None


def same_origin(url: httpx.URL, other: httpx.URL) -> bool:
    """Whether two URLs belong to the same scheme, host and port."""
    return (url.scheme, host_of(url), url.port) == (other.scheme, host_of(other), other.port)


def _content_length(headers: Mapping[str, str]) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("9" * 19) else 0


def _more_exists(status: int, headers: Mapping[str, str], got: int) -> bool:
    match = (
        _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
        if status == HTTPStatus.PARTIAL_CONTENT
        else None
    )
    return match is not None and len(match[3]) < len("9" * 19) and int(match[3]) > got


def _links(response: httpx.Response, url: httpx.URL) -> dict[str, str]:
    links: dict[str, str] = {}
    for entry in response.links.values():
        try:
            target = url.join(entry.get("url", ""))
        except (httpx.InvalidURL, ValueError):
            continue
        if target.scheme in {"http", "https"}:
            links.update(dict.fromkeys(entry.get("rel", "").lower().split(), str(target)))
    return links
