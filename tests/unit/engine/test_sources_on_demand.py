"""Sources are made when they are looked for: loading all takes longer than most commands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

import pytest

from auditor.config import Settings
from auditor.domain.traits import Traits
from auditor.engine.dependencies import SourcesOnDemand
from auditor.engine.session import Session
from auditor.ports import Declared, Source, SwitchedOff
from auditor.sources import ALL, build, declared, makers
from tests.fakes.engine import FakeSource, House, account
from tests.recorded import SWITCHED_ON
from tests.rows import each_row


class Counted:
    """Sources that write down when they are made."""

    def __init__(self, *names: str, further: Sequence[str] = ()) -> None:
        self.made: list[str] = []
        self.handed: Sequence[Source] = ()
        self._further = further
        self.sources = SourcesOnDemand(
            [(name, partial(self._make, name)) for name in names], self._more
        )

    def _make(self, name: str) -> Source:
        self.made.append(name)
        source = FakeSource()
        source.name = name
        return source

    def _more(self, known: Sequence[Source]) -> Iterable[Source]:
        self.handed = known
        return [self._make(name) for name in self._further]


def test_one_is_made_by_name_and_no_other() -> None:
    world = Counted("first", "second", "third")
    found = world.sources.named("second")
    assert found is not None
    assert found.name == "second"
    assert world.made == ["second"]
    assert world.sources.named("second") is found
    assert world.made == ["second"]


def test_all_are_made_once_in_their_order_and_the_same() -> None:
    world = Counted("first", "second", further=["behind"])
    second = world.sources.named("second")
    assert [source.name for source in world.sources] == ["first", "second", "behind"]
    assert world.sources[1] is second
    assert sorted(world.made) == ["behind", "first", "second"]
    assert [source.name for source in world.handed] == ["first", "second"]


@pytest.mark.parametrize("name", ["behind", "nowhere"])
def test_what_stands_behind_is_asked_last_and_needs_none_of_those_before(name: str) -> None:
    world = Counted("first", further=["behind"])
    found = world.sources.named(name)
    assert (found is not None) is (name == "behind")
    assert world.made == ["behind"]


def test_the_first_of_a_name_wins_as_in_the_list() -> None:
    made: list[int] = []

    def make(number: int) -> Source:
        made.append(number)
        source = FakeSource()
        source.name = "same"
        return source

    pairs: list[tuple[str, Callable[[], Source]]] = [
        ("same", partial(make, 1)),
        ("same", partial(make, 2)),
    ]
    sources = SourcesOnDemand(pairs, lambda _known: ())
    assert sources.named("same") is sources[0]
    assert made == [1, 2]


def test_a_source_has_the_name_it_is_registered_under() -> None:
    settings = Settings().sources
    assert [source.name for source in build(settings)] == [entry.name for entry in ALL]
    assert [name for name, _make in makers(settings)] == [entry.name for entry in ALL]


@each_row("name", [entry.name for entry in ALL])
def test_what_is_known_before_a_source_is_made_is_what_it_says(name: str) -> None:
    for settings in (Settings().sources, SWITCHED_ON):
        source = next(source for source in build(settings) if source.name == name)
        known = declared(name, settings)
        assert known is not None
        assert known.traits is source.traits
        assert known.off is isinstance(source, SwitchedOff)


def test_of_other_names_nothing_is_known() -> None:
    for name in ("", "nowhere", "../website", "gallery_dl"):
        assert declared(name, SWITCHED_ON) is None


async def test_what_is_known_makes_no_source(home: House) -> None:
    world = Counted("first", "off")
    known = {"first": Declared(Traits("First")), "off": Declared(Traits("Off"), off=True)}
    world.sources.declared = known.get
    rooms = replace(home.session.answers.rooms, sources=world.sources)
    assert rooms.traits("first").title == "First"
    assert (rooms.reads("first"), rooms.reads("off")) == (True, False)
    assert world.made == []
    assert rooms.traits("nowhere").title == "nowhere"
    assert not rooms.reads("nowhere")


ASKED = """
import asyncio, sys
from auditor.domain.secret import Secret
from auditor.sources import ALL
from auditor.wiring import Opening, open_session

async def ask():
    session = await open_session(Opening(ephemeral=True), Secret(""))
    for entry in ALL:
        assert session.traits(entry.name).title
        assert session.reads(entry.name)
    await session.close()

asyncio.run(ask())
print(*(name for name in sys.modules if name.startswith("auditor.sources.")))
print(*{"lxml", "protego", "auditor.markup.page"} & set(sys.modules))
"""


def test_names_of_platforms_load_nothing_that_reads_them() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    loaded, others = done.stdout.splitlines()
    expected = {f"auditor.sources.{entry.name}" for entry in ALL}
    assert set(loaded.split()) == expected | {f"{name}.traits" for name in expected}
    assert others == ""


async def test_a_scan_makes_the_sources_of_its_accounts_alone(home: House) -> None:
    await home.own(account())
    home.publish(account(), [1])
    made: list[str] = []

    def make(name: str) -> Source:
        made.append(name)
        return next(source for source in home.session.answers.rooms.sources if source.name == name)

    rooms = replace(
        home.session.answers.rooms,
        sources=SourcesOnDemand(
            [(name, partial(make, name)) for name in (account().platform, "another")],
            lambda _known: (),
        ),
    )
    by_name = rooms.sources_by_name
    assert by_name.get("nowhere") is None
    assert made == []
    record = await Session(rooms).scan()
    assert [each.outcome for each in record.accounts] == ["fetched"]
    assert made == [account().platform]
