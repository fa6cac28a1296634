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
_PLACES = (STATE / "captures/node_modules/.bin", STATE / "captures/venv/bin")
_PROXY_PORT = 18_080
_PATIENCE_S = 120


def program(name: str) -> str:
    """Return where a program is; skips where it is not installed."""
    beside = [str(place / name) for place in _PLACES if (place / name).is_file()]
    found = shutil.which(name) or next(iter(beside), None)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(scope="module")
def practice() -> Iterator[Range]:
    with served(30) as running:
        yield running


def run(*command: str, folder: Path) -> None:
    subprocess.run(
        command, cwd=folder, check=True, timeout=_PATIENCE_S, stdin=subprocess.DEVNULL,
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
    address = practice.bases["mara"] + "/"
    run(
        program("wget"), "-q", "--warc-file", "page", "-p", "-H", "-e", "robots=off", address,
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
def test_a_page_of_single_file(practice: Range, tmp_path: Path, page: str) -> None:
    address = practice.bases[page] + ("/@mara" if page == "social" else "/")
    run(
        program("single-file"), f"--browser-executable-path={BROWSER}",
        '--browser-args=["--no-sandbox"]', address, "page.html", folder=tmp_path,
    )  # fmt: skip
    assert shown(tmp_path / "page.html") == wanted(address, tmp_path)


def test_a_har_of_mitmproxy(practice: Range, tmp_path: Path) -> None:
    address = practice.bases["mara"] + "/"
    with subprocess.Popen(
        [
            program("mitmdump"), "-q", "--listen-host", "127.0.0.1", "--listen-port",
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
