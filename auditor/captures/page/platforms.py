"""What pages and addresses of pictures of the large platforms are like, without a log-in.

Looked up 2026-11 in public programs that read these pages (gallery-dl, instaloader), and not tried
on pages of real accounts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from auditor.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PageRules:
    """One platform.

    `posted`: addresses of pictures that were posted; `portrait`: of those that show an account.
    `post`: addresses of a posting, with its owner in `name` where they say it. `told`: how many
    postings the page says that there are, in its group 1.
    """

    posted: re.Pattern[str]
    portrait: re.Pattern[str]
    post: re.Pattern[str]
    told: re.Pattern[str]


def _rules(posted: str, portrait: str, post: str, told: str) -> PageRules:
    return PageRules(
        re.compile(posted), re.compile(portrait), re.compile(post), re.compile(told, re.IGNORECASE)
    )


_META = r"\.(?:cdninstagram\.com|fbcdn\.net)/(?:v/)?t\d+\.\d+-"
_NEVER = r"(?!)"
_COUNT = r'"%s"\s*:\s*(\d{1,7})\b'
_NUMBER = r"\d[\d.,]{0,12}(?:[ \u00a0\u202f]\d{3}){0,2}"
_ROUNDED = r"(?![\d.,]|[\s\u00a0]?(?:[kmb]\b|[万萬億亿만천]|тыс|mil\b|mio\b|tsd\b|rb\b|jt\b))"
"""What may not stand behind a number that is meant to the one."""
_WORDS = r'[^"\d]{1,40}'
_THREE = (
    r'og:description"?\s+content="[^"\d]{0,30}'
    + _NUMBER + _WORDS + _NUMBER + _WORDS
    + f"({_NUMBER})" + _ROUNDED + _WORDS + r"(?<=\s)[-–—•]"
)  # fmt: skip
"""In every language followers, followed and postings, in this order."""

RULES: Mapping[str, PageRules] = {
    "instagram": _rules(
        _META + r"15/",
        _META + r"19/",
        r"instagram\.com/(?:(?P<name>[\w.]+)/)?(?:p|reel)/[\w-]+",
        r'"edge_owner_to_timeline_media"\s*:\s*\{\s*"count"\s*:\s*(\d{1,7})\b|'
        r'"media_count"\s*:\s*(\d{1,7})\b|' + _THREE,
    ),
    "threads": _rules(
        _META + r"15/",
        _META + r"19/",
        r"threads\.(?:net|com)/@(?P<name>[\w.]+)/post/[\w-]+",
        _NEVER,
    ),
    "facebook": _rules(
        _META + r"6/",
        _META + r"1/",
        r"facebook\.com/(?:(?P<name>[\w.]+)/(?:posts|photos)/|photo(?:\.php)?/?\?)",
        _NEVER,
    ),
    "x": _rules(
        r"pbs\.twimg\.com/media/",
        r"pbs\.twimg\.com/(?:profile_images|profile_banners)/",
        r"(?:x|twitter)\.com/(?P<name>\w+)/status/\d+",
        _COUNT % "media_count",
    ),
    "tiktok": _rules(
        r"tiktokcdn(?:-\w+)?\.com/(?:tos|obj)[\w/-]*-p-|tiktokcdn(?:-\w+)?\.com/.*photomode",
        r"tiktokcdn(?:-\w+)?\.com/.*-avt-",
        r"tiktok\.com/@(?P<name>[\w.]+)/(?:video|photo)/\d+",
        _COUNT % "videoCount",
    ),
    "linkedin": _rules(
        r"media\.licdn\.com/dms/image/.*feedshare",
        r"media\.licdn\.com/dms/image/.*(?:profile-displayphoto|company-logo)",
        r"linkedin\.com/posts/(?P<name>[\w-]+?)_",
        _NEVER,
    ),
    "pinterest": _rules(
        r"i\.pinimg\.com/(?!\d+x\d+_RS/)",
        r"i\.pinimg\.com/\d+x\d+_RS/",
        r"pinterest\.[\w.]+/pin/\d+",
        _COUNT % "pin_count",
    ),
}


def told_by(rules: PageRules, markup: str) -> int | None:
    """Return how many postings a page says that there are; None where it does not say."""
    found = rules.told.search(markup)
    number = next((group for group in found.groups() if group), "") if found else ""
    plain = re.sub(r"\D", "", number)
    return int(plain) if plain else None
