"""Pages of the practice range recorded in a real browser, in every form: the same photos."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from auditor.markup.originals.heads import read_head
from tests.browser import BROWSER
from tests.chromium import Chromium
from tests.cli.auditor import Auditor
from tests.cli.ranges import Range, served
from tests.cli.test_import import brought
from tests.unit.captures.making import FORMS, Visit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]
_ICON = 100


@pytest.fixture(scope="module")
def practice() -> Iterator[Range]:
    with served(60) as running:
        yield running


@pytest.fixture(scope="module")
def recorded(
    practice: Range, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Visit, str]]:
    pages = {"site": practice.bases["mara"] + "/", "social": practice.bases["social"] + "/@mara"}
    found = {}
    for name, address in pages.items():
        with Chromium(tmp_path_factory.mktemp("profile")) as browser:
            found[name] = browser.visit(address)
    return found


def pictures(visit: Visit) -> set[str]:
    """Return the hashes of what was served and is larger than an icon."""
    bodies = [body for kind, body in visit.bodies.values() if kind.startswith("image/")]
    heads = [(body, read_head(body)) for body in bodies]
    return {
        hashlib.sha256(body).hexdigest()
        for body, head in heads
        if head is not None and max(head.width or 0, head.height or 0) >= _ICON
    }


@pytest.mark.parametrize("page", ["site", "social"])
@pytest.mark.parametrize("form", [*FORMS, "chromium-mhtml"])
def test_every_form_gives_the_photos_that_were_served(
    recorded: dict[str, tuple[Visit, str]], tmp_path: Path, page: str, form: str
) -> None:
    visit, snapshot = recorded[page]
    wanted = pictures(visit)
    assert len(wanted) >= 5
    if form == "chromium-mhtml":
        path = tmp_path / "page.mhtml"
        path.write_bytes(snapshot.encode())
    else:
        name, write = FORMS[form]
        path = write(tmp_path / name, visit)
    settings = tmp_path / "settings.toml"
    settings.write_text("[readers]\nvision = false\nexiftool = false\n")
    auditor = Auditor.at(tmp_path / "room", "--settings", str(settings))
    parts = urlsplit(visit.address)
    handle = f"{parts.netloc}{parts.path}".rstrip("/")
    told = brought(auditor, str(path), "--claim", "mine", "--confirm", handle)
    assert (told["platform"], told["handle"]) == ("page", handle)
    photos = auditor.run("photos", "--json", code=None).json["photos"]
    assert {photo["sha256"] for photo in photos} == wanted
    assert told["page"]["shown"] + told["others"] == len(wanted)
    assert not told["page"]["asked_to_log_in"]
