"""What each source keeps of what a platform says about AI training."""

from __future__ import annotations

import json

from auditor.config import WebsiteSettings
from auditor.domain.account import Profile
from auditor.domain.openness import SignalName
from auditor.sources.mastodon.payloads import parse_account
from auditor.sources.mediawiki.payloads import parse_files
from auditor.sources.website.source import Website
from tests.recorded import Reply, Route, Web, account, read

SITE = "https://site.example"
ME = account("website", "site.example", f"{SITE}/")
HTML = {"content-type": "text/html; charset=utf-8"}
PLAIN = {"content-type": "text/plain"}


async def training(routes: dict[str, Route]) -> tuple[Profile, Web]:
    web = Web({f"{SITE}/": Reply(b"<p>me</p>", headers={**HTML, "x-robots-tag": "noai"}), **routes})
    async with web.door() as http:
        batches = await read(Website(WebsiteSettings()), ME, http)
    (profile,) = [batch.profile for batch in batches if batch.profile is not None]
    return profile, web


def said(profile: Profile) -> list[tuple[SignalName, bool | None]]:
    return [(said.signal, said.allows) for said in profile.training]


async def test_a_site_with_each_signal() -> None:
    profile, web = await training(
        {
            f"{SITE}/robots.txt": Reply(b"User-agent: GPTBot\nDisallow: /\n", headers=PLAIN),
            f"{SITE}/.well-known/tdmrep.json": Reply(b'[{"location":"/","tdm-reservation":1}]'),
            f"{SITE}/ai.txt": Reply(b"User-Agent: *\nDisallow: /\n", headers=PLAIN),
        }
    )
    assert said(profile) == [
        (SignalName.ROBOTS_TXT, True),
        (SignalName.ROBOTS_TXT, False),
        (SignalName.X_ROBOTS_TAG, False),
        (SignalName.TDM_RESERVATION, False),
        (SignalName.AI_TXT, False),
        (SignalName.AI_TXT, False),
    ]
    assert sum(url.endswith(("tdmrep.json", "ai.txt")) for url in web.asked) == 2


async def test_no_robots_txt_says_nothing() -> None:
    profile, _web = await training({})
    assert said(profile) == [(SignalName.ROBOTS_TXT, None), (SignalName.X_ROBOTS_TAG, False)]


async def test_files_that_are_pages_or_broken_say_nothing() -> None:
    page = Reply(b"<html>Disallow: /", headers=HTML)
    profile, _web = await training(
        {f"{SITE}/.well-known/tdmrep.json": Reply(b"{"), f"{SITE}/ai.txt": page}
    )
    assert [said.signal for said in profile.training] == [
        SignalName.ROBOTS_TXT,
        SignalName.X_ROBOTS_TAG,
    ]


def test_flags_of_mastodon_speak_of_search_not_of_training() -> None:
    body = json.dumps({"id": "1", "username": "mara", "indexable": False, "noindex": True}).encode()
    _entity, profile = parse_account(body, "https://social.example")
    assert [(said.says, said.allows) for said in profile.training] == [
        ("noindex: true", None),
        ("indexable: false", None),
    ]


def test_the_licence_of_a_wiki_page() -> None:
    info = {
        "url": "https://wiki.example/a.jpg",
        "mime": "image/jpeg",
        "extmetadata": {
            "LicenseShortName": {"value": "<b>CC BY-SA 4.0</b>"},
            "License": {"value": "cc-by-sa-4.0"},
        },
    }
    body = json.dumps({"query": {"pages": [{"title": "File:A.jpg", "imageinfo": [info]}]}}).encode()
    (photo,) = parse_files(body, "https://wiki.example/api.php", "a1", "Alice").photos
    assert photo.licence == "CC BY-SA 4.0"
