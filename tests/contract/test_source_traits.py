"""Every source says what its platform is like; what one lacks is told by its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import auditor
from auditor.archives import all_formats
from auditor.domain.account import Openness
from auditor.domain.remedies import row_of
from auditor.domain.traits import Flag, Traits
from auditor.guidance.playbooks import Playbook, playbook
from auditor.guidance.remedies import DEFAULT, RemedyWords, Table, speaking_for, table
from auditor.ports import Source
from auditor.sources import ALL, build
from tests.code import tree_of
from tests.contract.source_lacks import MAY_BE_EMPTY, lacking
from tests.fakes.engine import FakeSource
from tests.recorded import SWITCHED_ON
from tests.rows import each_row

SOURCES = {source.name: source for source in build(SWITCHED_ON)}
NAME = "made-up"
OF_SOURCES = {key: words for key, words in table().items() if not row_of(key).of_archives}
BOOK = playbook("mastodon")
WHOLE = Traits(
    "Made up",
    own_site=False,
    any_host=False,
    publishes_file_metadata=False,
    flags=(),
    profile_root="",
    stable_id="number",
    removal_errors=frozenset(),
)


@each_row("name", [entry.name for entry in ALL])
def test_no_source_lacks_anything(name: str) -> None:
    assert lacking(SOURCES[name], table(), playbook) == []


@each_row("name", [entry.name for entry in ALL])
def test_what_a_source_says_is_of_the_promised_form(name: str) -> None:
    traits = SOURCES[name].traits
    assert not traits.profile_root or urlsplit(traits.profile_root).scheme == "https"
    assert traits.profile_root is not None
    assert not traits.profile_root or traits.profile_root.endswith("/")
    assert all(
        flag.where in {Openness.PLATFORM_FLAG, Openness.LABEL} for flag in traits.flags or ()
    )


def made_up(traits: Traits = WHOLE) -> Source:
    return FakeSource(name=NAME, traits=traits)


def without(trait: str, value: object = None) -> Traits:
    """The whole traits, but one that is `value`."""
    return Traits(
        **{**{each.name: getattr(WHOLE, each.name) for each in fields(Traits)}, trait: value}
    )


def remedies(but: str = "") -> Table:
    """The table with a text of the made-up source for every key but one."""
    return {
        key: texts if key == but else {**texts, NAME: RemedyWords("Do it.")}
        for key, texts in table().items()
    }


def book_of(name: str) -> Playbook | None:
    return BOOK if name == NAME else None


def test_a_whole_source_lacks_nothing() -> None:
    assert lacking(made_up(), remedies(), book_of) == []


@each_row("trait", [trait.name for trait in fields(Traits) if trait.name != "title"])
def test_a_missing_trait_is_told(trait: str) -> None:
    assert lacking(made_up(without(trait)), remedies(), book_of) == [f"made-up: no trait {trait}"]


@pytest.mark.parametrize("trait", ["title", "stable_id"])
def test_an_empty_trait_is_told(trait: str) -> None:
    assert trait not in MAY_BE_EMPTY
    for empty in ("", " "):
        assert lacking(made_up(without(trait, empty)), remedies(), book_of) == [
            f"made-up: no trait {trait}"
        ]


@each_row("key", sorted(OF_SOURCES))
def test_a_missing_remedy_text_is_told(key: str) -> None:
    assert lacking(made_up(), remedies(but=key), book_of) == [
        f"made-up: no text of the remedy {key}"
    ]


def test_a_blank_remedy_text_is_told() -> None:
    blank = {key: {**texts, NAME: RemedyWords(" \n")} for key, texts in table().items()}
    assert len(lacking(made_up(), blank, book_of)) == len(OF_SOURCES)


def test_a_missing_playbook_is_told() -> None:
    assert lacking(made_up(), remedies(), lambda _name: None) == ["made-up: no playbook"]


def test_a_flag_of_no_setting_is_told() -> None:
    flagged = replace(WHOLE, flags=(Flag("no-such-step", Openness.LABEL),))
    assert lacking(made_up(flagged), remedies(), book_of) == [
        "made-up: no step no-such-step in its playbook"
    ]


def test_missing_traits_are_told() -> None:
    source = made_up()
    object.__delattr__(source, "traits")
    assert lacking(source, remedies(), book_of) == ["made-up: no traits"]


def test_a_source_that_brings_nothing_is_told_all_of_it() -> None:
    found = lacking(made_up(Traits("Made up")), table(), lambda _name: None)
    assert len(found) == len(fields(Traits)) - 1 + len(OF_SOURCES) + 1
    assert all(line.startswith("made-up: ") for line in found)


def test_no_remedy_text_is_of_a_platform_without_a_source() -> None:
    known = {name for each in SOURCES for name in speaking_for(each)}
    assert {name for texts in table().values() for name in texts} <= {DEFAULT, *known}


PACKAGE = Path(auditor.__file__).parent
HOMES = ("sources/__init__.py", "practice/stories/rows.py", "engine/accounts/closed_platforms.py")
"""The registry, where the practice range, which may not import sources, takes names from, and the
hosts of platforms that are read in part: their kept pages name their owners by them."""
ARCHIVED = {each.platform for each in all_formats()}
HOMES_OF_ARCHIVES = ("archives/", "captures/")
"""Where platforms are named that hand out archives, whether strangers are asked or not."""
OTHER_WORDS = {
    ("sources/atproto/records.py", "website"),
    ("archives/formats/instagram.py", "website"),
    ("archives/formats/x.py", "website"),
    ("markup/originals/builders.py", "tumblr"),
    ("adapters/keys/known_services.py", "deviantart"),
    ("adapters/keys/known_services.py", "flickr"),
    ("adapters/keys/known_services.py", "reddit"),
    ("adapters/keys/known_services.py", "tumblr"),
}
"""Literals that are no platform: fields of profiles, a host of pictures of any site, a key."""


def _strays() -> Iterator[tuple[str, str]]:
    names = {
        word.casefold()
        for source in SOURCES.values()
        for word in (source.name, source.traits.title)
    }
    own = {f"sources/{name}/": {name, SOURCES[name].traits.title.casefold()} for name in SOURCES}
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        allowed = next((words for folder, words in own.items() if file.startswith(folder)), set())
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                word = node.value.casefold()
                if word in ARCHIVED and file.startswith(HOMES_OF_ARCHIVES):
                    continue
                if (
                    word in names - allowed
                    and file not in HOMES
                    and (file, word) not in OTHER_WORDS
                ):
                    yield file, word


def test_no_platform_is_known_by_name_outside_its_source() -> None:
    assert list(_strays()) == []
