"""Pages of the practice range, saved by programs that are not ours: the photos that it served."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from auditor.captures.capture import Capture
from auditor.domain.archives.archive import ArchiveItem
from auditor.wiring import open_archives
from tests.browser import BROWSER
from tests.chromium import Chromium
from tests.cli.ranges import Range, served
from tests.cli.test_browser_captures import pictures
from tests.real.conftest import STATE

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]
_FOLDER = STATE / "captures"
_SINGLE_FILE, _MITMPROXY = "single-file-cli@2.0.83", "mitmproxy==11.0.2"
_PROXY_PORT = 18_080
_INSTALL_S, _PATIENCE_S = 600, 120
_TRIES = 4


@pytest.fixture(scope="session")
def single_file() -> str:
    """The program of SingleFile, installed where it is missing; skips where it cannot be."""
    fill = ("npm", "install", "--no-audit", "--no-fund", "--prefix", ".", _SINGLE_FILE)
    return _installed("single-file", _FOLDER / "node_modules/.bin", fill)


@pytest.fixture(scope="session")
def mitmdump() -> str:
    """The program of mitmproxy, installed where it is missing; skips where it cannot be."""
    make = ("python3", "-m", "venv", "venv")
    fill = ("venv/bin/python", "-m", "pip", "install", "--quiet", _MITMPROXY)
    return _installed("mitmdump", _FOLDER / "venv/bin", make, fill)


def _installed(name: str, place: Path, *commands: tuple[str, ...]) -> str:
    found = shutil.which(name, path=str(place))
    if found is None:
        _FOLDER.mkdir(parents=True, exist_ok=True)
        try:
            for command in commands:
                run(*command, folder=_FOLDER, seconds=_INSTALL_S)
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"{name} could not be installed: {error}")
        found = shutil.which(name, path=str(place))
    assert found is not None, name
    return found


@pytest.fixture(scope="module")
def practice() -> Iterator[Range]:
    with served(30) as running:
        yield running


def run(*command: str, folder: Path, seconds: int = _PATIENCE_S) -> None:
    subprocess.run(
        command, cwd=folder, check=True, timeout=seconds, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def shown(path: Path) -> set[str]:
    (opened,) = open_archives([str(path)])
    assert isinstance(opened, Capture)
    with closing(opened):
        items = [each for each in opened.entries() if isinstance(each, ArchiveItem)]
        assert not opened.page.asked_to_log_in
        return {hashlib.sha256(opened.read(each.member, 1 << 26)).hexdigest() for each in items}


def wanted(address: str, folder: Path) -> set[str]:
    with Chromium(folder / "profile") as browser:
        return pictures(browser.visit(address)[0])


def test_a_warc_of_wget(practice: Range, tmp_path: Path) -> None:
    wget = shutil.which("wget")
    if wget is None:
        pytest.skip("wget is not installed")
    address = practice.bases["mara"] + "/"
    run(
        wget, "-q", "--warc-file", "page", "-p", "-H", "-e", "robots=off", address,
        folder=tmp_path,
    )  # fmt: skip
    kept = {
        hashlib.sha256(each.read_bytes()).hexdigest()
        for each in tmp_path.rglob("*")
        if each.is_file()
    }
    found = shown(tmp_path / "page.warc.gz")
    assert found <= kept
    # it takes every size that a page offers, Chromium the one that fits its window
    assert len(found) == len(wanted(address, tmp_path))


@pytest.mark.parametrize("page", ["mara", "social"])
def test_a_page_of_single_file(
    practice: Range, tmp_path: Path, single_file: str, page: str
) -> None:
    address = practice.bases[page] + ("/@mara" if page == "social" else "/")
    saved = tmp_path / "page.html"
    for _turn in range(_TRIES):  # it ends well without a page where Chromium was too slow for it
        run(
            single_file, f"--browser-executable-path={BROWSER}",
            '--browser-args=["--no-sandbox"]', address, saved.name, folder=tmp_path,
        )  # fmt: skip
        if saved.exists():
            break
    assert shown(saved) == wanted(address, tmp_path)


def test_a_har_of_mitmproxy(practice: Range, tmp_path: Path, mitmdump: str) -> None:
    address = practice.bases["mara"] + "/"
    with subprocess.Popen(
        [
            mitmdump, "-q", "--listen-host", "127.0.0.1", "--listen-port",
            str(_PROXY_PORT), "--set", "hardump=page.har", "--set", f"confdir={tmp_path}",
        ],
        cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as proxy:  # fmt: skip
        try:
            time.sleep(5)  # it says nothing once it listens
            switches = (
                f"--proxy-server=127.0.0.1:{_PROXY_PORT}",
                "--proxy-bypass-list=<-loopback>",
            )
            with Chromium(tmp_path / "profile", *switches) as browser:
                expected = pictures(browser.visit(address)[0])
        finally:
            proxy.terminate()
            proxy.wait(_PATIENCE_S)
    assert shown(tmp_path / "page.har") == expected
