"""Each file of a story: what a wrong row says, and what stands in the files that there are."""

from __future__ import annotations

import io
import re
from collections import Counter
from importlib.resources import files
from typing import get_args

import pytest
from PIL import Image

from auditor.practice.catalogue import AVATAR, Catalogue
from auditor.practice.drawing.scenes import READABLE, SCENES
from auditor.practice.server import routes
from auditor.practice.serving.exchange import Request
from auditor.practice.stories.cast import FIRST, cast_of
from auditor.practice.stories.read import BrokenStory, parse_story, read_story, story_keys
from auditor.practice.stories.rows import WEBSITE, SceneName, StoryLevel
from tests.rows import each_row
from tests.unit.practice.digests import world_of

FOLDER = files("auditor.practice.stories")
MARA = FOLDER.joinpath("mara.toml").read_text("utf-8")

WRONG = {
    "key = 'mara'": ('key = "mara"', 'key = "maria"', "called 'mara'"),
    "a field nobody knows": ('work = "district', 'wrok = "district', "wrok"),
    "no words": ('caption = "Night desk."', 'caption = ""', "$.pictures[16].caption"),
    "a scene nobody draws": ('scene = "desk"', 'scene = "dusk"', "$.pictures[16].scene"),
    "a mark nobody knows": ('marks = "gatz"', 'marks = "gaty"', "$.pictures[0].marks"),
    "a mark twice": ('marks = "gatz"', 'marks = "ggtz"', "pictures[0].marks"),
    "no such place": ('place = "work"', 'place = "wrok"', "pictures[0].place"),
    "a place off the map": ("latitude = 57.6853", "latitude = 157.6853", "places"),
    "no account": ('account = "mara-site"', 'account = "mara-page"', "turns[3].account"),
    "again what was again": ("again = 1", "again = 0", "turns[0].again"),
    "not mine nor a copy": ('claim = "impostor"', 'claim = "unsure"', "accounts[3].claim"),
    "a colour": ("[238, 202, 178]", "[238, 202, 378]", "look.skin"),
    "a link nobody hosts": ('"flickers"', '"flicker"', "links[21]"),
    "no TOML": ("[person]", "[person", "mara.toml"),
    "no platform": ('platform = "atproto"', 'platform = "threads"', "accounts[0].platform"),
    "a serial number": ('serial = "0PR27418"', 'serial = ""', "no serial number"),
    "nothing posted": ('account = "mara-sky"', 'account = "mara-site"', "mara-sky"),
}


@each_row("wrong", WRONG)
def test_a_wrong_row_is_one_clear_error(wrong: str) -> None:
    was, now, said = WRONG[wrong]
    assert was in MARA
    with pytest.raises(BrokenStory) as caught:
        parse_story(MARA.replace(was, now, 1).encode(), "mara")
    assert str(caught.value).startswith("mara.toml: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_row_takes_the_number_of_another() -> None:
    people = [read_story(key).person for key in story_keys()]
    accounts = [spec for key in story_keys() for spec in read_story(key).accounts]
    numbers = Counter(f"person {person.number}" for person in people)
    numbers.update(f"account {spec.number}" for spec in accounts)
    numbers.update(spec.key for spec in accounts)
    assert max(numbers.values()) == 1
    assert [person.number for person in people] == list(range(len(people)))
    assert story_keys()[: len(FIRST)] == FIRST


def test_what_can_be_drawn_is_what_a_row_may_say() -> None:
    assert set(get_args(SceneName)) == set(SCENES) | set(READABLE)


@each_row("key", story_keys())
def test_a_story_has_a_name_for_each_of_its_servers(key: str) -> None:
    cast = cast_of(key)
    assert cast.people == (read_story(key).person,)
    assert {spec.server for spec in cast.accounts} <= set(cast.servers)
    assert len(set(cast.servers)) == len(cast.servers)


@each_row("key", story_keys())
def test_every_picture_of_a_story_is_posted(key: str) -> None:
    cast = cast_of(key)
    catalogue = Catalogue(photos=100, cast=cast)
    shown = {
        catalogue.posting(spec.key, place).shot.entry
        for spec in cast.accounts
        for place in range(catalogue.count(spec.key))
    }
    assert shown == set(cast.entries(key))
    assert sum(catalogue.count(spec.key) for spec in cast.accounts_of(cast.people[0])) == 100


def test_nobody_lives_on_a_range_under_a_name_without_a_story() -> None:
    with pytest.raises(KeyError):
        cast_of("nobody")


IN_LEVELS = [key for key in story_keys() if read_story(key).levels > 1]


def test_every_story_has_three_levels() -> None:
    assert tuple(IN_LEVELS) == story_keys()


@pytest.mark.parametrize("level", [2, 3])
@pytest.mark.parametrize("key", IN_LEVELS)
def test_from_the_second_level_on_no_file_and_no_page_says_where_it_was(
    key: str, level: StoryLevel
) -> None:
    world = world_of(1, 12, same_size=True, cast=cast_of(key, level=level))
    places = {place.name for place in world.cast.people[0].places.values()}
    answer = routes(world)
    for spec in world.cast.accounts:
        for place in range(world.catalogue.count(spec.key)):
            made = world.posting(spec.key, place)
            assert made.shot.entry.marks == ""
            if spec.platform == WEBSITE:
                page = answer[spec.server](Request("GET", f"/photo/{made.index}", {}, {})).body
                assert isinstance(page, bytes)
                assert not any(name.encode() in page for name in places)
        file = world.photo_files.upload(world.profile_shot(spec, AVATAR))
        with Image.open(io.BytesIO(file)) as picture:
            assert not picture.getexif()


@each_row("key", IN_LEVELS)
def test_the_first_level_tells_more_words_than_the_second(key: str) -> None:
    first, second, third = (
        cast_of(key, level=level).entries(key) for level in get_args(StoryLevel)
    )
    assert {entry.caption for entry in first} != {entry.caption for entry in second}
    read = [sum(len(" ".join(entry.says)) for entry in entries) for entries in (second, third)]
    assert read[0] > read[1], "less is to be read at the last level"


@each_row("key", IN_LEVELS)
def test_nothing_links_to_another_name_but_a_picture_does(key: str) -> None:
    cast = cast_of(key)
    catalogue = Catalogue(cast=cast)
    shots: dict[str, set[int]] = {}
    for spec in cast.accounts:
        shots[spec.key] = {
            catalogue.posting(spec.key, place).shot.number
            for place in range(catalogue.count(spec.key))
        }
    for alias in (spec for spec in cast.accounts if spec.alias):
        assert cast.linked(alias) == ()
        assert not any(alias in cast.linked(other) for other in cast.accounts)
        others = [found for name, found in shots.items() if name != alias.key]
        assert any(shots[alias.key] & found for found in others), "reused nowhere"


@each_row("key", story_keys())
def test_telephones_and_addresses_of_mail_are_reserved_ones(key: str) -> None:
    told = FOLDER.joinpath(f"{key}.toml").read_text("utf-8")
    assert all(number.startswith("960 ") for number in re.findall(r"01632 (\d{3} \d*)", told))
    assert not re.findall(r"\+\d|@(?!example)", told)
    assert not re.findall(r"\b0\d{3,4} (?!960)\d{3}", told)


@each_row("key", [key for key in story_keys() if "comes-back" in cast_of(key).links])
def test_the_link_comes_back_by_the_clock_of_the_story(key: str) -> None:
    world = world_of(1, 12, same_size=True, cast=cast_of(key))
    host = routes(world)["host"]

    def status(hour: float) -> int:
        world.hosting.hour = hour
        return int(host(Request("GET", "/v/comes-back", {}, {})).status)

    assert [status(hour) for hour in (0, 23, 24, 71, 72, 168)] == [200, 200, 404, 404, 200, 200]
    body = host(Request("GET", "/", {}, {})).body
    assert isinstance(body, bytes)
    assert set(re.findall(r'"/v/([a-z-]+)"', body.decode())) == set(cast_of(key).links)
    assert host(Request("GET", "/v/nothing", {}, {})).status == 404
