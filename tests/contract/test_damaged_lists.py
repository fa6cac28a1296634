"""Whatever stands in an entry of a list, it costs that entry alone, and its loss is told."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Iterator
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from auditor.domain.outcome import Batch
from auditor.sources import build
from tests.contract.source_cases import CASES
from tests.examples import TIMES
from tests.fakes.lists import PLATFORMS, Listing, Platform, picture
from tests.fakes.own_keys import any_key, own_key
from tests.recorded import SWITCHED_ON, Web, photos, read

SOURCES = {source.name: source for source in build(SWITCHED_ON, own_key)}
WITH_KEY = {source.name: source for source in build(SWITCHED_ON, any_key)}
MOST = 6
HUGE = ("y" * 20_000, 10**30, [[[[0]]]] * 50)
ODD = st.sampled_from([None, 0, -1, 1.5, True, False, "", "x", "\ud800", [], [None], {}, {"a": 1}])
DAMAGES = ODD | st.sampled_from(HUGE)
GONE = object()


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container in a JSON value with each of its keys."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


class DamagedList(RuleBasedStateMachine):
    """A list to which entries are added, any of which may be damaged at any place."""

    name: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.platform: Platform = PLATFORMS[self.name]()
        self.listing = Listing()
        self.good: list[bool] = []

    @precondition(lambda self: len(self.listing.entries) < MOST)
    @rule()
    def add(self) -> None:
        self.listing.entries.append(self.platform.entry(len(self.good)))
        self.good.append(True)

    @precondition(lambda self: self.good)
    @rule(data=st.data(), odd=DAMAGES | st.just(GONE))
    def damage(self, data: st.DataObject, odd: object) -> None:
        index = data.draw(st.integers(0, len(self.good) - 1))
        around = [self.listing.entries[index]]
        container, key = data.draw(st.sampled_from(list(places(around))))
        if odd is not GONE:
            container[key] = copy.deepcopy(odd)
        elif container is around:
            around[0] = None
        else:
            del container[key]
        self.listing.entries[index] = around[0]
        self.good[index] = False

    @rule(size=st.integers(1, 3))
    def page_by(self, size: int) -> None:
        self.listing.page = size

    @invariant()
    def good_entries_are_listed_and_others_told(self) -> None:
        batches = asyncio.run(self._read())
        found = " ".join(photo.media_url for photo in photos(batches))
        told = any(batch.notes or not batch.complete for batch in batches)
        for number, good in enumerate(self.good):
            if picture_of(self.platform, number, batches, found):
                continue
            assert not good, f"entry {number} is lost, and nothing is wrong with it"
            entry = self.listing.entries[number]
            assert told or self.platform.meant(entry), f"{entry!r} is lost, and nobody says so"

    async def _read(self) -> list[Batch]:
        built = WITH_KEY if self.name.endswith("-with-key") else SOURCES
        source = built[self.name.partition("-")[0]]
        async with Web(self.platform.routes(self.listing)).door(*self.platform.allow_hosts) as http:
            return await read(source, self.platform.account, http)


def picture_of(platform: Platform, number: int, batches: list[Batch], found: str) -> bool:
    """Whether the picture of an entry is listed; where addresses do not tell, by its page."""
    if platform.account.platform != "atproto":
        return picture(number) in found
    return any(picture(number) in photo.page_url for photo in photos(batches))


NO_LISTS = {"web_feed", "gravatar", "pixelfed", "youtube"}
"""Read as feeds, which `website-feed` tries, or in one answer."""


def test_every_source_is_tried() -> None:
    assert {name.partition("-")[0] for name in PLATFORMS} == set(CASES) - NO_LISTS


def _case(listed_by: str) -> Any:
    machine = type(f"Damaged_{listed_by}", (DamagedList,), {"name": listed_by})
    case: Any = machine.TestCase  # type: ignore[attr-defined]  # hypothesis makes it
    case.settings = settings(
        max_examples=5 * TIMES,
        stateful_step_count=8,
        deadline=None,
        derandomize=TIMES == 1,
    )
    return case


TestMastodon = _case("mastodon")
TestWordPress = _case("wordpress")
TestMediaWiki = _case("mediawiki")
TestAtproto = _case("atproto")
TestSitemap = _case("website-sitemap")
TestFeed = _case("website-feed")
TestJsonLd = _case("website-json-ld")
TestGitHub = _case("github")
TestGitea = _case("gitea")
TestGitLab = _case("gitlab")
TestActivityPub = _case("activitypub")
TestMisskey = _case("misskey")
TestLemmy = _case("lemmy")
TestDeviantArt = _case("deviantart")
TestFlickr = _case("flickr")
TestReddit = _case("reddit")
TestTelegram = _case("telegram")
TestTumblr = _case("tumblr")
TestTumblrWithKey = _case("tumblr-with-key")
