"""What an answer of a site says of a name where it led elsewhere, or is in another charset."""

from __future__ import annotations

import pytest

from auditor.domain.outside.discovery import SiteMarks, Verdict, WhyUnknown
from auditor.engine.discovery.judging import verdict_of
from auditor.ports import Answer

NAME = "mara-lind"
ASKED = f"https://site.example/{NAME}"
PAGE = "https://site.example/{account}"
BY_REDIRECT = SiteMarks("Site", PAGE, PAGE, name_in_page=True, absent_by_redirect=True)


def answer(url: str, body: bytes = b"<html>x</html>", kind: str = "text/html") -> Answer:
    return Answer(url, 200, {"content-type": kind}, body)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://site.example/", Verdict.ABSENT),
        ("https://site.example/404", Verdict.ABSENT),
        ("https://site.example/explore", Verdict.ABSENT),
        (f"https://site.example/en/{NAME}", WhyUnknown.NO_MARK),
        (f"https://m.site.example/users/{NAME}/", WhyUnknown.NO_MARK),
        (f"https://{NAME}.site.example/", WhyUnknown.NO_MARK),
        ("https://wait.site.example/?next=%2Fmara%2Dlind", WhyUnknown.NO_MARK),
        ("https://consent.site.example/m", WhyUnknown.CHALLENGE),
        ("https://site.example/cookie-wall", WhyUnknown.CHALLENGE),
        ("https://site.example/blocked", WhyUnknown.CHALLENGE),
        ("https://site.example/age-gate/", WhyUnknown.CHALLENGE),
        ("https://site.example/login?x", WhyUnknown.LOGIN),
    ],
)
def test_a_redirect_says_absent_only_where_nothing_stands_in_front(
    url: str, told: Verdict | WhyUnknown
) -> None:
    assert verdict_of(BY_REDIRECT, NAME, ASKED, answer(url)) is told


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("iso-8859-1", "text/html; charset=iso-8859-1"),
        ("windows-1252", "text/html; charset=windows-1252"),
        ("utf-16", "text/html"),
        ("utf-8", "text/html"),
    ],
)
def test_marks_are_looked_for_in_the_charset_of_the_page(charset: str, declared: str) -> None:
    marks = SiteMarks(
        "Site", PAGE, PAGE, found_texts=("Beitr\u00e4ge von",), absent_texts=("gel\u00f6scht",)
    )
    for text, told in (
        ("<html><p>Beitr\u00e4ge von Mara", Verdict.FOUND),
        ("<html><p>Konto gel\u00f6scht", Verdict.ABSENT),
        ("<html><p>anderes", WhyUnknown.NO_MARK),
    ):
        given = answer(ASKED, text.encode(charset), declared)
        assert verdict_of(marks, NAME, ASKED, given) is told
