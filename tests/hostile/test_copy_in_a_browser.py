"""A static copy in headless Chromium from file://: every page, with nothing asked for outside."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.practice.results import noise
from auditor.practice.results.class_results import merged
from auditor.practice.results.page import class_page
from auditor.practice.static_copy.copy import static_copy
from tests.axe import axe_script, violations
from tests.browser import BROWSER
from tests.chromium import Chromium
from tests.unit.practice.results.classes import TASKS, learner, paired

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="this machine has no Chromium"),
]
STORIES = [("mara", 1), ("juno", 2)]
_WHOLE = "[...document.images].every(each => each.complete && each.naturalWidth > 0)"
_LOADED = f"document.readyState === 'complete' && {_WHOLE}"
_PATIENCE_S = 60.0
_WIDE = "document.documentElement.scrollWidth <= innerWidth"


class Reader:
    """One tab that goes from page to page."""

    def __init__(self, browser: Chromium) -> None:
        self.browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for area in ("Network", "Page"):
            browser.ask(f"{area}.enable", self.session)

    def read(self, page: Path, width: int) -> None:
        self.browser.events.clear()
        self.browser.ask(
            "Emulation.setDeviceMetricsOverride", self.session,
            width=width, height=9000, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        said = self.browser.ask("Page.navigate", self.session, url=page.as_uri())
        assert "errorText" not in said, said
        end = time.monotonic() + _PATIENCE_S
        while not self.says(_LOADED) and time.monotonic() < end:
            time.sleep(0.02)

    def says(self, expression: str) -> Any:
        return self.browser.ask(
            "Runtime.evaluate", self.session, expression=expression, returnByValue=True
        )["result"]["value"]

    def asked(self) -> set[str]:
        return {
            event["params"]["request"]["url"].partition(":")[0]
            for event in self.browser.events
            if event["method"] == "Network.requestWillBeSent"
        }


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with Chromium(tmp_path / "profile") as browser:
        yield Reader(browser)


@pytest.mark.parametrize(("story", "level"), STORIES)
def test_all_pages_of_a_copy_open_from_a_stick(
    reader: Reader, tmp_path: Path, story: str, level: int
) -> None:
    axe = axe_script()
    pages = []
    for name, data in static_copy(story, level, photos=12):
        file = tmp_path / "stick" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        pages += [file] if file.suffix == ".html" else []
    assert len(pages) > 12
    for page in pages:
        alike = page.name.startswith("v-") and page.name != "v-stays.html"
        for width in (390,) if alike else (390, 1280):
            reader.read(page, width)
            assert reader.says(_WHOLE), f"{page}: a picture is missing"
            assert reader.says(_WIDE), f"{page}: wider than {width} px"
            assert reader.asked() == {"file"}
            if axe and not alike:
                assert violations(reader.browser, reader.session, axe) == [], page


def test_the_page_of_a_class(reader: Reader, tmp_path: Path) -> None:
    axe = axe_script()
    if axe is None:
        pytest.skip("axe-core cannot be had on this machine")
    page = tmp_path / "class.html"
    for people in (5, 60):
        made = merged(paired([learner(1, 6, TASKS[:2])] * people), TASKS, lambda most: most // 2)
        page.write_text(class_page(made), "utf-8")
        for width in (390, 1280):
            reader.read(page, width)
            assert reader.says(_WIDE)
            assert reader.asked() == {"file"}
            assert violations(reader.browser, reader.session, axe) == []
    assert noise.drawn(3.0, lambda most: most // 2) == 0
