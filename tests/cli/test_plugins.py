"""auditor plugins: what is shown of packages of others, and that their words steer nothing."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from auditor.domain.views import Plugin, PluginState
from auditor.plugins import loading as plugins
from tests.cli.auditor import Auditor

HOSTILE = Plugin("\x1b[2Jx\u202e", "1\x07", ("a\nb",), ("\x9b31m",), PluginState.CHANGED)


@pytest.fixture
def none_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(group: str) -> tuple[EntryPoint, ...]:
        return ()

    monkeypatch.setattr(plugins, "entry_points", nothing)


@pytest.mark.usefixtures("none_installed")
def test_without_plugins_nothing_is_listed_and_nothing_trusted(fresh: Auditor) -> None:
    assert fresh.run("plugins", "list").out == "No plugin is installed.\n"
    assert fresh.run("plugins", "list", "--json").json["plugins"] == []
    for words in (("trust", "x"), ("untrust", "x")):
        assert "There is no plugin x." in fresh.run("plugins", *words, code=2).err
    assert "nothing is kept" in fresh.run("--ephemeral", "plugins", "trust", "x", code=2).err
    assert list(fresh.vault.iterdir()) == []


@pytest.mark.parametrize("more", [(), ("--projector",)])
def test_words_of_a_package_steer_nothing(
    fresh: Auditor, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    def found(_folder: Path) -> tuple[Plugin, ...]:
        return (HOSTILE,)

    monkeypatch.setattr(plugins, "installed", found)
    shown = fresh.run(*more, "plugins", "list").out
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)
    assert "changed since it was trusted" in shown
    (plugin,) = fresh.run(*more, "plugins", "list", "--json").json["plugins"]
    assert plugin["state"] == "changed"
    assert "\u202e" not in plugin["name"]
