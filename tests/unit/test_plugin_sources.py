"""A source of another package is asked before the list of platforms that no source reads."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from auditor.config import NetworkSettings, Settings
from auditor.domain.account import Account, Claim
from auditor.domain.views import PluginPart
from auditor.engine.session import Session
from auditor.plugins import loading as plugins
from auditor.wiring import Opening, open_session

PACKAGE = """
from auditor.domain.traits import Traits
from auditor.ports import Recognised


class Imgur:
    name = "{name}"
    needs = "nothing"
    traits = Traits("Imgur")

    def recognise(self, text):
        start = "https://imgur.com/user/"
        if not text.startswith(start):
            return None
        return Recognised(self.name, text.removeprefix(start).strip("/"), text, sure={sure})

    async def detect(self, http, text):
        return self.recognise(text)

    async def fetch(self, account, http, cursor):
        raise NotImplementedError
        yield

    async def avatar(self, account, http):
        return None

    async def proof_texts(self, account, http):
        return ()
"""
PROFILE = "https://imgur.com/user/ada/"


def installed(folder: Path, *, sure: bool = True, name: str = "imgur") -> None:
    """Put a package with an entry point where Python looks for packages."""
    (folder / "imgur_source.py").write_text(PACKAGE.format(sure=sure, name=name), "utf-8")
    about = folder / "imgur_source-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: imgur-source\nVersion: 1.0\n", "utf-8"
    )
    (about / "entry_points.txt").write_text(
        "[auditor.sources]\nimgur = imgur_source:Imgur\n", "utf-8"
    )
    plugins.trust(folder / "home", "imgur-source")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("AUDITOR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(plugins, "failures", {})
    yield tmp_path
    sys.modules.pop("imgur_source", None)


async def opened() -> AsyncIterator[Session]:
    session = await open_session(
        Opening(Settings(network=NetworkSettings(offline=True)), ephemeral=True), None
    )
    yield session
    await session.close()


async def added(text: str, claim: Claim = Claim.UNSURE) -> Account:
    async for session in opened():
        return await session.accounts.add(text, claim=claim, again=text)
    raise AssertionError


@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize("claim", [Claim.UNSURE, Claim.MINE])
async def test_a_plugin_for_imgur_is_recognised(folder: Path, claim: Claim, *, sure: bool) -> None:
    installed(folder, sure=sure)
    account = await added(PROFILE, claim)
    assert plugins.failures == {}
    assert (account.platform, account.handle, account.supported) == ("imgur", "ada", True)


@pytest.mark.parametrize(
    "text",
    [
        "https://imgur.com/ada",
        "https://www.instagram.com/ada/",
        "instagram.com/ada",
        "x.com/ada",
    ],
)
async def test_what_it_does_not_know_stays_with_the_list(folder: Path, text: str) -> None:
    installed(folder)
    async for session in opened():
        assert session._rooms.sources[0].name == "imgur"  # before the one that takes any site
        (found,) = session.accounts.recognise(text)
        assert (
            found.platform == text.removeprefix("https://").removeprefix("www.").partition(".")[0]
        )


async def test_without_it_the_platform_is_listed_as_not_read() -> None:
    assert not (await added(PROFILE)).supported


async def test_the_overview_says_which_plugin_is_missing(folder: Path) -> None:
    installed(folder, name="mastodon")
    async for session in opened():
        told = (await session.overview()).not_checked[0]
        assert told.startswith("The source imgur of a plugin could not be loaded (TypeError")


async def test_a_plugin_cannot_take_the_place_of_a_source_of_this_program(folder: Path) -> None:
    installed(folder, name="mastodon")
    assert plugins.load_sources(folder / "home") == ()
    assert plugins.failures == {
        (PluginPart.SOURCE, "imgur"): "TypeError: a source with the name of another: mastodon"
    }
