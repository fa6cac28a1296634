from __future__ import annotations

import re

import pytest

from auditor.domain.findings.finding import NoticedBy
from auditor.domain.remedies import RemedyKey, row_of
from auditor.guidance.remedies import (
    DEFAULT,
    families,
    remedy,
    speaking_for,
    table,
    work_table,
)
from auditor.sources import ALL
from tests.rows import each_row

PLATFORMS = tuple(entry.name for entry in ALL)
OF_ARCHIVES = frozenset(key.value for key in RemedyKey if row_of(key).of_archives)


def test_the_words_are_of_the_remedies_and_no_others() -> None:
    assert set(table()) == set(RemedyKey)


@each_row("key", sorted(set(table()) - OF_ARCHIVES))
def test_every_key_has_every_platform_in_words_of_its_own(key: str) -> None:
    told = set(table()[key])
    names = told - {DEFAULT}
    assert [each for each in PLATFORMS if not told & set(speaking_for(each))] == []
    assert names <= {name for each in PLATFORMS for name in speaking_for(each)}
    texts = [entry.text for entry in table()[key].values()]
    assert len(set(texts)) == len(texts)


def test_a_platform_is_of_at_most_one_family_and_a_family_is_of_sources() -> None:
    members = [each for family in families().values() for each in family]
    assert len(set(members)) == len(members)
    assert set(members) <= set(PLATFORMS)


def test_where_a_platform_has_no_words_those_of_its_family_hold() -> None:
    for family, members in families().items():
        for platform in members:
            for key in set(table()) - OF_ARCHIVES:
                if platform not in table()[key]:
                    assert remedy(key, platform) == remedy(key, family)


@each_row("key", sorted(table()))
@each_row("platform", [*PLATFORMS, "somewhere-else"])
def test_every_remedy_is_complete(key: str, platform: str) -> None:
    found = remedy(key, platform)
    assert found.key == key
    assert found.text.endswith(".")
    assert len(found.text) < 600
    assert found.minutes > 0
    assert not found.url or found.url.startswith("https://")
    assert not re.search(
        r"guarante|make sure nobody|completely safe|for ever|permanently removed from the internet",
        found.text,
        re.IGNORECASE,
    )


def test_defaults_are_whole() -> None:
    for entries in table().values():
        base = entries[DEFAULT]
        assert None not in (base.url, base.title, base.evidence_first)
        done = work_table()[base.work][DEFAULT] if base.work else base
        assert None not in (done.minutes, done.following, done.noticed_by, done.notice)


def test_what_deletes_says_that_copies_stay() -> None:
    for key in ("clean-metadata", "smaller-picture", "unlink-photo", "remove-document"):
        assert re.search(r"cop(y|ies)|archive|keep", remedy(key, DEFAULT).text)


def test_an_impostor_is_reported_only_after_saving_evidence() -> None:
    for platform in PLATFORMS:
        found = remedy("report-impostor", platform)
        assert found.evidence_first
        assert "evidence" in found.text
        # whoever hosts a site may pass a complaint on to its owner
        hosted = platform in {"wordpress", "website", "web_feed"}
        assert found.noticed_by is (NoticedBy.UNKNOWN if hosted else NoticedBy.PLATFORM)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        remedy("no-such-remedy", "mastodon")
