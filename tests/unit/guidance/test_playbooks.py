from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from auditor.domain.findings.finding import NoticedBy
from auditor.guidance import playbooks
from auditor.guidance.deletion import deletion_page, sites
from auditor.guidance.playbooks import playbook
from tests.rows import each_row

KEYS = playbooks.platforms()


@each_row("key", KEYS)
def test_every_file_is_whole(key: str) -> None:
    book = playbook(key)
    assert book is not None
    assert book.key == key
    assert book.steps
    assert len({step.key for step in book.steps}) == len(book.steps)
    assert set(book.includes) <= set(KEYS)
    for step in book.steps:
        assert not step.url or urlsplit(step.url).scheme == "https"
        assert not step.server_path or step.server_path.startswith("/")
        assert urlsplit(step.source_url).scheme in {"https", "http"}
        assert step.source_date
        assert step.affects
        assert 0 < step.minutes <= 60
        assert step.title
        assert step.recommended
        assert step.changes


def test_no_name_leads_to_two_platforms() -> None:
    names = [name for key in KEYS for name in {key, *playbooks.read(key).aliases}]
    assert len(names) == len(set(names))


@each_row(
    ("name", "key"),
    [
        ("atproto", "bluesky"),
        ("mastodon", "mastodon"),
        ("wordpress", "wordpress-com"),
        ("mediawiki", "wikimedia-commons"),
        ("website", "website"),
        ("Instagram", "instagram"),
        ("www.instagram.com", "instagram"),
        ("https://x.com/", "x"),
        ("Twitter", "x"),
        ("Google Photos", "google-photos"),
    ],
)
def test_names_people_and_sources_use(name: str, key: str) -> None:
    book = playbook(name)
    assert book is not None
    assert book.key == key


@each_row("name", ["", "nowhere", "../laws/us", "x" * 999])
def test_unknown_platforms_have_no_playbook(name: str) -> None:
    assert playbook(name) is None


def test_what_is_shared_is_written_once() -> None:
    book = playbook("instagram")
    assert book is not None
    assert any("Right to object" in step.title for step in book.steps)
    assert not any("Right to object" in step.title for step in playbooks.read("instagram").steps)
    assert book.steps[0].title == "Private account"
    assert book.steps[0].noticed_by is NoticedBy.FOLLOWERS


def test_a_page_on_the_users_own_server() -> None:
    book = playbook("mastodon")
    assert book is not None
    step = next(known for known in book.steps if known.server_path)
    assert step.link("social.example") == "https://social.example/settings/privacy"
    assert step.link() == ""


def test_what_deletes_asks_for_evidence_first() -> None:
    for name in ("mastodon", "wikimedia-commons"):
        book = playbook(name)
        assert book is not None
        assert all(
            step.evidence_first for step in book.steps if "deletion" in step.title.casefold()
        )


STEPS = [(key, step) for key in KEYS for step in playbooks.read(key).steps]


def test_what_somebody_notices_is_told() -> None:
    for key, step in STEPS:
        where = f"{key}: {step.key}"
        assert step.notice or step.noticed_by is NoticedBy.NOBODY, where
        assert not step.notice or (step.notice.endswith(".") and len(step.notice) <= 110), where


def test_whom_a_form_reaches_are_the_people_who_read_it() -> None:
    """An objection to training and a request to a search engine are on no profile."""
    forms = {f"{key}: {step.key}" for key, step in STEPS if step.noticed_by is NoticedBy.PLATFORM}
    assert forms == {
        "google-search: remove-result-it-shows-a-sexual",
        "linkedin: objection-form-for-other-ai-models",
        "meta-ai: objection-for-your-information-obtained-from",
        "meta-ai: right-to-object-to-ai-training",
        "whatsapp: objection-messages-with-ais",
        "youtube: likeness-detection",
    }


def test_who_may_see_the_account_is_noticed_by_followers() -> None:
    for key, step in STEPS:
        told = f"{step.title} {step.recommended}"
        if re.search(r"\b(private|closed|lock your|protect your|followers)\b", told, re.IGNORECASE):
            assert step.noticed_by is NoticedBy.FOLLOWERS, f"{key}: {step.key}"


def test_a_switch_for_training_or_for_search_engines_is_told_to_nobody() -> None:
    """Unless it closes the pages to people without an account, who can see that."""
    for key, step in STEPS:
        if set(step.affects) <= {"indexing", "ai_training"}:
            closes = step.noticed_by is NoticedBy.FOLLOWERS and "without an account" in step.notice
            assert closes or step.noticed_by is not NoticedBy.FOLLOWERS, f"{key}: {step.key}"


def test_unknown_is_left_only_where_no_source_tells() -> None:
    unknown = {f"{key}: {step.key}" for key, step in STEPS if step.noticed_by is NoticedBy.UNKNOWN}
    assert unknown == {"artstation: noai-tag", "artstation: noai-tagging"}


MOST_PEOPLE = (
    *("facebook", "instagram", "whatsapp", "youtube", "tiktok", "snapchat", "x", "linkedin"),
    *("telegram", "pinterest", "reddit", "discord", "threads", "google-photos", "apple-icloud"),
    *("google-account", "tinder", "signal", "bluesky", "flickr"),
)


def test_the_first_step_hides_most_photos_from_strangers() -> None:
    assert len(MOST_PEOPLE) == 20
    for key in MOST_PEOPLE:
        book = playbook(key)
        assert book is not None
        assert "visibility" in book.shown()[0].affects, key
    for key in KEYS:
        book = playbook(key)
        assert book is not None
        if key not in MOST_PEOPLE and any("visibility" in step.affects for step in book.shown()):
            assert "visibility" in book.shown()[0].affects, key


def test_promises_that_were_wrong_are_gone() -> None:
    told = {f"{key}: {step.key}": step.changes for key, step in STEPS}
    assert "still is" in told["snapchat: view-my-story"]
    assert "profile picture, header and bio remain public" in told["x: protect-your-posts"]
    assert "still be searched for" in told["tiktok: private-account"]
    assert "search results" in told["reddit: curate-your-profile"]


def test_location_reuse_and_edits_by_ai_have_steps() -> None:
    known = {f"{key}: {step.key}" for key, step in STEPS}
    assert known >= {
        "instagram: map-who-can-see-your-location",
        "instagram: location-tags-on-past-posts",
        "google-photos: share-photo-location",
        "google-photos: partner-sharing",
        "tiktok: reuse-of-content",
        "tiktok: ai-remix",
        "x: block-edits-by-grok",
        "tinder: camera-roll-access",
    }


def test_low_confidence_is_hidden() -> None:
    book = playbook("vk")
    assert book is not None
    assert len(book.shown()) < len(book.shown(low_confidence=True)) == len(book.steps)


def test_steps_become_stale() -> None:
    step = replace(
        playbooks.read("x").steps[0], source_date="2026-10-02", checked_on=date(2026, 11, 22)
    )
    assert not step.stale(date(2026, 11, 22))
    assert step.stale(date(2026, 12, 2))


def test_deletion_pages_by_name_and_domain() -> None:
    for asked in ("Flickr", "flickr.com", "www.flickr.com", "https://www.flickr.com/people/me"):
        found = deletion_page(asked)
        assert found is not None
        assert found.name == "Flickr"
    found = deletion_page("twitter.com")
    assert found is not None
    assert found.name == "X"
    for unknown in ("", "com", ".", "co.uk", "nowhere.example", "x" * 500):
        assert deletion_page(unknown) is None


def test_every_deletion_page_is_https_with_a_difficulty() -> None:
    assert len({site.name for site in sites()}) == len(sites()) > 2500
    for site in sites():
        assert urlsplit(site.url).scheme == "https"
        assert urlsplit(site.url).hostname
        assert site.domains


def test_who_once_held_the_phone_is_found_among_the_linked_devices() -> None:
    (step,) = (step for step in playbooks.read("whatsapp").steps if step.key == "linked-devices")
    assert "Look only" in step.recommended
    assert "helpline first" in step.notice, "whoever is logged out sees it"
