"""How to ask each web archive to take copies out: to whom, with what, and where that stands."""

from __future__ import annotations

from auditor.domain.outside.copies import WebArchive
from auditor.guidance.age import dated
from auditor.guidance.help.web_archives import removals
from auditor.guidance.letters import letter


def test_every_archive_has_a_way_with_source_and_date() -> None:
    ways = {way.archive: way for way in removals()}
    assert ways.keys() == set(WebArchive)
    for way in ways.values():
        assert way.how
        assert way.contact
        assert way.url.startswith("https://")
        assert way.source.startswith("https://")
        assert dated(way.checked), "when this was known"
        assert all(letter(key) is not None for key in way.letters)
