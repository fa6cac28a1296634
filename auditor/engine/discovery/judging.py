"""What an answer of a site says of a name: found, absent, or that it could not be told.

Found takes the positive mark without the negative one, absent the negative without the positive.
What stands in place of a page (a block, a challenge, a log-in) is never either.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from auditor.domain.outside.discovery import SiteMarks, Verdict, WhyUnknown, says_nothing
from auditor.markup.decode import decode
from auditor.markup.hindrance import Hindrance
from auditor.markup.page import parse_page
from auditor.ports import Answer

_LOGIN = re.compile(
    r"(?:^|[/._-])(?:log-?in|log-?on|sign-?in|sign-?up|auth|oauth|sso|session|register|account)"
    r"(?:[/._?-]|$)",
    re.IGNORECASE,
)

_WALL = re.compile(
    r"(?:^|[/._-])(?:consent|cookies?|gdpr|captcha|challenge|block(?:ed)?|denied|forbidden|robots?"
    r"|age-?(?:check|gate|verification)|maintenance|unsupported|sorry)(?:[/._-]|$)",
    re.IGNORECASE,
)
"""Parts of host or path of a page to which everybody is led who shall not see the one asked for."""


def verdict_of(marks: SiteMarks, name: str, url: str, answer: Answer) -> Verdict | WhyUnknown:
    """Return what the `answer` to `url` says, or why it says nothing. May take a while: parses."""
    led = _led_elsewhere(url, answer.url)
    text = decode(answer.body, answer.headers.get("content-type", ""))
    hindered = _hindered(marks, text, url, answer)
    if hindered is not None:
        return hindered
    positive = answer.status == marks.found_status and not (led and marks.absent_by_redirect)
    if marks.found_texts:
        positive = positive and any(each in text for each in marks.found_texts)
    if marks.name_in_page:
        positive = positive and _stands_in(name, text)
    if led and marks.absent_by_redirect and _leads_on(name, answer.url):
        return WhyUnknown.NO_MARK
    negative = _is_negative(marks, text, answer.status, led=led)
    if positive == negative:
        return WhyUnknown.NO_MARK
    return Verdict.FOUND if positive else Verdict.ABSENT


def _hindered(marks: SiteMarks, text: str, url: str, answer: Answer) -> WhyUnknown | None:
    """Return what stands there in place of a page; None where it is one."""
    led = _led_elsewhere(url, answer.url)
    if says_nothing(answer.status) or any(each in text for each in marks.block_texts):
        return WhyUnknown.BLOCKED
    if led and _LOGIN.search(urlsplit(answer.url).path):
        return WhyUnknown.LOGIN
    if led and _is_wall(url, answer.url):
        return WhyUnknown.CHALLENGE
    if _is_page(answer):
        page = parse_page(
            answer.body, answer.url, answer.headers.get("content-type", ""), answer.headers
        )
        if page.hindrance is Hindrance.CHALLENGE:
            return WhyUnknown.CHALLENGE
        if page.hindrance is Hindrance.LOGIN and (led or not marks.found_texts):
            return WhyUnknown.LOGIN
    return None


def _is_negative(marks: SiteMarks, text: str, status: int, *, led: bool) -> bool:
    if marks.absent_by_redirect and led:
        return True
    said = any(each in text for each in marks.absent_texts)
    if marks.absent_status is None:
        return said
    return status == marks.absent_status and (said or not marks.absent_texts)


def _is_page(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "")
    return "html" in kind or (not kind and answer.body.lstrip()[:1] == b"<")


def _led_elsewhere(url: str, answered: str) -> bool:
    """Whether another page answered than the one that was asked."""

    def plain(address: str) -> tuple[str, str]:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        return host, parts.path.rstrip("/").casefold()

    return plain(url) != plain(answered)


def _is_wall(url: str, answered: str) -> bool:
    asked, parts = urlsplit(url), urlsplit(answered)
    own_host = parts.hostname == asked.hostname
    return bool(_WALL.search(parts.path) or (not own_host and _WALL.search(parts.hostname or "")))


def _leads_on(name: str, answered: str) -> bool:
    """Whether the page that answered still names the name.

    It does in another language or spelling, and in front of the page: it may be there.
    """
    parts = urlsplit(answered)
    return _stands_in(name, unquote(f"{parts.hostname}{parts.path}?{parts.query}"))


def _stands_in(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE))
