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


class Flickr:
    name = "{name}"
    needs = "nothing"
    traits = Traits("Flickr")

    def recognise(self, text):
        start = "https://www.flickr.com/people/"
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
PROFILE = "https://www.flickr.com/people/ada/"


def installed(folder: Path, *, sure: bool = True, name: str = "flickr") -> None:
    """Put a package with an entry point where Python looks for packages."""
    (folder / "flickr_source.py").write_text(PACKAGE.format(sure=sure, name=name), "utf-8")
    about = folder / "flickr_source-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: flickr-source\nVersion: 1.0\n", "utf-8"
    )
    (about / "entry_points.txt").write_text(
        "[auditor.sources]\nflickr = flickr_source:Flickr\n", "utf-8"
    )
    plugins.trust(folder / "home", "flickr-source")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("AUDITOR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(plugins, "failures", {})
    yield tmp_path
    sys.modules.pop("flickr_source", None)


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
async def test_a_plugin_for_flickr_is_recognised(folder: Path, claim: Claim, *, sure: bool) -> None:
    installed(folder, sure=sure)
    account = await added(PROFILE, claim)
    assert plugins.failures == {}
    assert (account.platform, account.handle, account.supported) == ("flickr", "ada", True)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.flickr.com/photos/ada",
        "https://www.instagram.com/ada/",
        "instagram.com/ada",
        "x.com/ada",
    ],
)
async def test_what_it_does_not_know_stays_with_the_list(folder: Path, text: str) -> None:
    installed(folder)
    async for session in opened():
        assert session._rooms.sources[0].name == "flickr"  # before the one that takes any site
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
        assert told.startswith("The source flickr of a plugin could not be loaded (TypeError")


async def test_a_plugin_cannot_take_the_place_of_a_source_of_this_program(folder: Path) -> None:
    installed(folder, name="mastodon")
    assert plugins.load_sources(folder / "home") == ()
    assert plugins.failures == {
        (PluginPart.SOURCE, "flickr"): "TypeError: a source with the name of another: mastodon"
    }
