"""A source that only documentation speaks for is off, and says so where it would be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from auditor import sources
from auditor.config import SourceSettings
from auditor.domain.account import Claim
from auditor.domain.archives import readable
from auditor.errors import SettingsError, SourceError
from auditor.ports import Source, SwitchedOff
from tests.contract.source_cases import CASES
from tests.fakes.engine import FakeSource, House, account, house
from tests.recorded import FIXTURES, Web, photos, read

Rests = readable.TestedOn
LEAST = 14
"""Sources that real servers or recorded answers speak for."""
ON = Rests.REAL_SERVER, Rests.RECORDED
RESTS_ON = {
    Rests.REAL_SERVER: "real server",
    Rests.RECORDED: "recorded",
    Rests.DOCUMENTATION: "documentation",
}


@pytest.fixture
def known_from_paper(monkeypatch: pytest.MonkeyPatch) -> str:
    """Let GitHub be known from documentation alone."""
    changed = tuple(
        replace(entry, tested_on=Rests.DOCUMENTATION) if entry.name == "github" else entry
        for entry in sources.ALL
    )
    monkeypatch.setattr(sources, "ALL", changed)
    return "github"


def built(name: str, *switched_on: str) -> Source:
    made = sources.build(SourceSettings(untested=switched_on))
    return next(source for source in made if source.name == name)


def test_enough_sources_met_what_a_platform_really_said() -> None:
    assert len([entry for entry in sources.ALL if entry.tested_on in ON]) >= LEAST


def test_what_each_source_rests_on_is_written_down() -> None:
    rows = [line.split("|") for line in (FIXTURES / "SOURCE.md").read_text("utf-8").splitlines()]
    told = {row[1].strip(" `"): row[2].strip() for row in rows if len(row) > 4}
    names = {"web_feed": "feed"}
    for entry in sources.ALL:
        assert told[names.get(entry.name, entry.name)] == RESTS_ON[entry.tested_on], entry.name


async def test_it_knows_its_addresses_and_asks_nobody(known_from_paper: str) -> None:
    source, case = built(known_from_paper), CASES[known_from_paper]()
    web = Web(case.routes)
    assert isinstance(source, SwitchedOff)
    async with web.door() as http:
        for text in case.texts:
            assert source.recognise(text) is not None
            found = await source.detect(http, text)
            assert found == source.recognise(text)
        for asked in (source.avatar, source.proof_texts):
            with pytest.raises(SourceError, match="untested and off"):
                await asked(case.account, http)
        with pytest.raises(SourceError, match=r'untested = \["github"\]'):
            await read(source, case.account, http)
    assert web.asked == []


async def test_the_settings_switch_it_on(known_from_paper: str) -> None:
    source, case = built(known_from_paper, known_from_paper), CASES[known_from_paper]()
    assert not isinstance(source, SwitchedOff)
    async with Web(case.routes).door() as http:
        assert len(photos(await read(source, case.account, http))) == case.photos


def test_what_there_is_not_cannot_be_switched_on() -> None:
    with pytest.raises(SettingsError, match="githbu"):
        built("github", "githbu")


class _Off(FakeSource):
    """A source that is off."""

    def why_off(self) -> str:
        return "Off, and switched on so."


@pytest.fixture
async def home() -> AsyncIterator[House]:
    made = await house()
    yield made
    await made.session.close()


async def test_an_account_of_it_is_listed_and_read_once_it_is_on(home: House) -> None:
    off = _Off()
    object.__setattr__(home.session._rooms, "sources", (off,))
    added = await home.session.accounts.add(
        "https://ada.example/", claim=Claim.MINE, again="ada.example"
    )
    assert not added.supported
    assert await home.session.accounts.terms(added) == "Off, and switched on so."
    record = await home.session.scan()
    assert [each.reason for each in record.accounts] == ["Off, and switched on so."]
    assert off.fetched == []
    object.__setattr__(home.session._rooms, "sources", (home.source,))
    home.publish(account("ada.example"), range(2))
    await home.session.scan()
    assert home.source.fetched
    assert await home.session.accounts.terms(added) == ""
