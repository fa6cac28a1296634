from __future__ import annotations

from urllib.parse import urlsplit

from auditor.guidance import playbooks
from auditor.guidance.help import blackmail
from tests.rows import each_row
from tests.unit.guidance.test_playbooks import MOST_PEOPLE


@each_row("platform", MOST_PEOPLE)
def test_each_platform_has_the_four_steps_in_their_order(platform: str) -> None:
    """Saving before reporting before closing before a block; who notices is said of each."""
    told = blackmail.steps(platform)
    assert [step.key for step in told] == ["save", "report", "lists", "block"]
    for step in told:
        assert step.title
        assert step.notice.endswith(".")
        assert step.text.endswith(".")
        assert step.source_date
        assert urlsplit(step.source_url).scheme == "https"


def test_a_way_through_menus_stands_only_where_a_page_of_that_platform_names_it() -> None:
    for platform in playbooks.platforms():
        for step in blackmail.steps(platform):
            assert step.of_platform or " > " not in step.text, platform
    assert blackmail.platforms() <= set(playbooks.platforms())
    assert len(blackmail.platforms()) >= 10


def test_the_helpline_comes_first_and_nobody_is_asked_for_a_copy_of_a_minor() -> None:
    assert "helpline first" in blackmail.FIRST
    assert "under 18: auditor help-now under-18" in blackmail.FIRST
    for platform in playbooks.platforms():
        save = blackmail.steps(platform)[0]
        assert "under 18" in save.text
        assert "no new copy" in save.text
