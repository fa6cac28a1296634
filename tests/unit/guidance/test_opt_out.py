from __future__ import annotations

import json

import pytest
from protego import Protego

from auditor.guidance.agents import agents
from auditor.guidance.opt_out import opt_out
from auditor.markup.training.files import ai_txt_signals, tdmrep_signals
from auditor.markup.training.page_signals import page_signals
from auditor.markup.training.robots_groups import parse_groups
from tests.rows import each_row

SITE = "https://example.org"
PATHS = ("/", "/photos/a.jpg", "/x?y=z")


@pytest.mark.parametrize("everyone", [False, True])
def test_every_agent_listed_is_kept_out(*, everyone: bool) -> None:
    made = opt_out(agents(), everyone=everyone)
    rules = Protego.parse(dict(made.files)["robots.txt"])
    wanted = agents().agents if everyone else agents().training
    assert made.agents == tuple(agent.name for agent in wanted)
    assert made.still_allowed == ()
    for name in made.agents:
        for path in PATHS:
            assert not rules.can_fetch(SITE + path, name), name
    assert rules.can_fetch(SITE + "/", "Googlebot")
    assert rules.can_fetch(SITE + "/", "Mozilla/5.0")


def test_only_those_for_training_unless_all_are_asked_for() -> None:
    rules = parse_groups(dict(opt_out(agents(), everyone=False).files)["robots.txt"])
    assert rules.allows("ChatGPT-User", SITE)
    assert rules.allows("facebookexternalhit", SITE)
    assert [rule.trains for rule in rules.usage_of(f"{SITE}/x")] == [False]


def test_the_other_files_forbid_what_they_speak_of() -> None:
    files = dict(opt_out(agents(), everyone=False).files)
    assert [
        signal.allows
        for signal in tdmrep_signals(
            files[".well-known/tdmrep.json"].encode(), f"{SITE}/a.jpg", "x"
        ).signals
    ] == [False]
    assert json.loads(files[".well-known/tdmrep.json"])
    assert {
        signal.allows for signal in ai_txt_signals(files["ai.txt"], f"{SITE}/a", "x", picture=False)
    } == {False}
    assert {
        signal.allows for signal in page_signals(files["meta-tags.html"].encode(), SITE, "", ())
    } == {False}
    for name in ("apache.htaccess", "nginx.conf", "Caddyfile"):
        assert all(
            word in files[name]
            for word in (
                "X-Robots-Tag",
                "noai, noimageai",
                "tdm-reservation",
                "Content-Usage",
                "train-ai=n",
            )
        )


def test_the_readme_tells_who_listens_and_what_it_does_not_do() -> None:
    files = dict(opt_out(agents(), everyone=False).files)
    readme = files["README.txt"]
    assert all(name in readme for name in files if name != "README.txt")
    assert all(agent.name in readme for agent in agents().training)
    assert "copies that were already taken" in readme


@each_row(
    "existing",
    [
        "User-agent: *\nDisallow: /wp-admin/\nSitemap: https://example.org/s.xml\n",
        "User-agent: *\r\nDisallow: /wp-admin/\r\n",
        "# only a remark",
        "",
        "User-agent: Googlebot",
        "User-agent: Googlebot\n\n# a remark\n",
    ],
)
def test_merging_keeps_the_rules_that_were_there(existing: str) -> None:
    made = opt_out(agents(), everyone=False, existing=existing)
    text = dict(made.files)["robots.txt"]
    rules = Protego.parse(text)
    assert made.still_allowed == ()
    assert rules.can_fetch(f"{SITE}/a", "Googlebot")
    assert rules.can_fetch(f"{SITE}/wp-admin/", "Mozilla") is ("wp-admin" not in existing)
    assert list(rules.sitemaps) == list(Protego.parse(existing).sitemaps)


def test_a_rule_that_still_lets_an_agent_in_is_told() -> None:
    made = opt_out(agents(), everyone=False, existing="User-agent: GPTBot\nAllow: /\n")
    assert made.still_allowed == ("GPTBot",)


def test_a_rule_that_lets_an_agent_into_one_folder_is_told() -> None:
    made = opt_out(
        agents(),
        everyone=False,
        existing="User-agent: CCBot\nAllow: /photos/*.jpg$\nDisallow: /\n\n"
        "User-agent: *\nAllow: /a\n",
    )
    assert made.still_allowed == ("CCBot",)
