"""A static copy in headless Chromium from file://: every page, with nothing asked for outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.practice.results import noise
from auditor.practice.results.class_results import merged
from auditor.practice.results.page import class_page
from auditor.practice.static_copy.copy import static_copy
from tests.axe import axe_script, violations
from tests.browser import BROWSER
from tests.chromium import WHOLE, Chromium, ChromiumTab
from tests.unit.practice.results.classes import TASKS, learner, paired

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="this machine has no Chromium"),
]
STORIES = [("mara", 1), ("juno", 2)]
_WIDE = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[ChromiumTab]:
    with Chromium(tmp_path / "profile") as browser:
        yield ChromiumTab(browser)


@pytest.mark.parametrize(("story", "level"), STORIES)
def test_all_pages_of_a_copy_open_from_a_stick(
    reader: ChromiumTab, tmp_path: Path, story: str, level: int
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
            assert reader.says(WHOLE), f"{page}: a picture is missing"
            assert reader.says(_WIDE), f"{page}: wider than {width} px"
            assert reader.asked() == {"file"}
            if axe and not alike:
                assert violations(reader.browser, reader.session, axe) == [], page


def test_the_page_of_a_class(reader: ChromiumTab, tmp_path: Path) -> None:
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
            for theme in ("light", "dark"):
                scheme = [{"name": "prefers-color-scheme", "value": theme}]
                reader.browser.ask("Emulation.setEmulatedMedia", reader.session, features=scheme)
                assert violations(reader.browser, reader.session, axe) == [], theme
    assert noise.drawn(3.0, lambda most: most // 2) == 0
