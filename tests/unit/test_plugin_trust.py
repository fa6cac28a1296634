"""A plugin runs only where the user trusted it, as it was then: before that, nothing imports it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor.domain.views import PluginPart, PluginState
from auditor.errors import UsageError
from auditor.plugins import loading as plugins

RAN = "ran"
CODE = f"""
from pathlib import Path

from auditor.domain.findings.check import PhotoCheck

Path(__file__).with_name("{RAN}").touch()
CHECK = PhotoCheck("other-check", "other", lambda _case, _today: iter(()))
"""
NAME = "some-check"
MODULE = "some_check_of_tests"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with an installed plugin that leaves a file behind where it is imported."""
    package, about = tmp_path / MODULE, tmp_path / "some_check-1.0.dist-info"
    package.mkdir()
    about.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "check.py").write_text(CODE, "utf-8")
    (package / "data.json").write_text("{}", "utf-8")
    about_it = f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n"
    (about / "METADATA").write_text(about_it, "utf-8")
    points = f"[auditor.checks]\nother-check = {MODULE}.check:CHECK\n"
    (about / "entry_points.txt").write_text(points, "utf-8")
    (about / "RECORD").write_text(f"{MODULE}/__init__.py,,\n{MODULE}/check.py,,\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(plugins, "failures", {})
    yield tmp_path
    for module in [name for name in sys.modules if name.startswith(MODULE)]:
        del sys.modules[module]


def loads(site: Path) -> bool:
    """Whether the plugin runs; what it leaves behind must agree."""
    plugins.failures.clear()
    for module in [name for name in sys.modules if name.startswith(MODULE)]:
        del sys.modules[module]
    (site / MODULE / RAN).unlink(missing_ok=True)
    found = [check.id for check in plugins.load_checks(site / "home")]
    ran = (site / MODULE / RAN).exists()
    (site / MODULE / RAN).unlink(missing_ok=True)
    assert found == (["other-check"] if ran else [])
    assert bool(plugins.failures) is not ran
    return ran


def state(site: Path) -> PluginState:
    (plugin,) = [found for found in plugins.installed(site / "home") if found.name == NAME]
    assert (plugin.version, plugin.checks, plugin.sources) == ("1.0", ("other-check",), ())
    return plugin.state


def test_it_is_listed_and_told_and_does_not_run_before_it_is_trusted(site: Path) -> None:
    assert state(site) is PluginState.NOT_TRUSTED
    assert not loads(site)
    assert plugins.failures == {
        (PluginPart.CHECK, "other-check"): f"it is not trusted yet: auditor plugins trust {NAME}"
    }
    assert not (site / "home").exists(), "looking writes nothing"
    plugins.trust(site / "home", NAME)
    assert not (site / MODULE / RAN).exists(), "trusting imports nothing"
    assert (site / "home" / plugins.TRUSTED_FILE).stat().st_mode & 0o077 == 0
    assert state(site) is PluginState.TRUSTED
    assert loads(site)
    assert loads(site), "what Python compiled is no change"


def change_code(site: Path) -> None:
    (site / MODULE / "check.py").write_text(CODE + "\n", "utf-8")


def add_module(site: Path) -> None:
    (site / MODULE / "more.py").write_text("", "utf-8")


def change_data(site: Path) -> None:
    (site / MODULE / "data.json").write_text("[]", "utf-8")


def take_away(site: Path) -> None:
    (site / MODULE / "data.json").unlink()


def swap(site: Path) -> None:
    (site / MODULE / "data.json").replace(site / MODULE / "other.json")


@pytest.mark.parametrize("change", [change_code, add_module, change_data, take_away, swap])
def test_a_change_asks_again(site: Path, change: Callable[[Path], None]) -> None:
    plugins.trust(site / "home", NAME)
    change(site)
    assert state(site) is PluginState.CHANGED
    assert not loads(site)
    assert plugins.failures[PluginPart.CHECK, "other-check"].startswith(
        "it was changed since it was trusted: "
    )
    plugins.trust(site / "home", NAME)
    assert loads(site)


def test_another_version_asks_again(site: Path) -> None:
    plugins.trust(site / "home", NAME)
    about = site / "some_check-1.0.dist-info" / "METADATA"
    about.write_text(about.read_text("utf-8").replace("1.0", "1.1"), "utf-8")
    assert not loads(site)


def test_what_was_trusted_is_taken_back_and_forgotten(site: Path) -> None:
    plugins.trust(site / "home", NAME)
    plugins.untrust(site / "home", NAME)
    assert not loads(site)
    with pytest.raises(UsageError, match="no plugin"):
        plugins.untrust(site / "home", NAME)
    plugins.trust(site / "home", NAME)
    plugins.forget(site / "home")
    assert not loads(site)


def test_nothing_that_is_not_installed_is_trusted(site: Path) -> None:
    with pytest.raises(UsageError, match="no plugin"):
        plugins.trust(site / "home", "auditor")
    assert not (site / "home").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"some-check": 1}', "{", '{"some-check": {}}'])
def test_a_broken_list_trusts_nobody(site: Path, text: str) -> None:
    (site / "home").mkdir()
    (site / "home" / plugins.TRUSTED_FILE).write_text(text, "utf-8")
    assert not loads(site)


def test_a_list_behind_a_link_trusts_nobody(site: Path) -> None:
    plugins.trust(site / "elsewhere", NAME)
    (site / "home").mkdir()
    (site / "home" / plugins.TRUSTED_FILE).symlink_to(site / "elsewhere" / plugins.TRUSTED_FILE)
    assert not loads(site)
