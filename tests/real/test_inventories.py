"""The same accounts as gallery-dl lists them; benchmarks/inventory.py also counts requests."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.adapters.network.http import HttpDoor
from auditor.domain.photos.photo import Role
from auditor.sources.mediawiki.listing import Where, read_overwritten
from auditor.sources.mediawiki.source import MediaWiki
from tests.real.conftest import SCRIPTS, run_script
from tests.real.inventories import (
    MASTODON,
    WIKI,
    addresses_of,
    gallery_dl,
    make_pictures,
    own_lister,
    relay_to,
    seed_mastodon,
    seed_wiki,
)
from tests.recorded import account, photos, read

pytestmark = pytest.mark.real
_RUN_S = 120


@pytest.fixture(autouse=True, scope="module")
def _left_as_found(mastodon_mock: str, mediawiki: str) -> Iterator[None]:
    """Start both servers anew afterwards: other tests expect what a fresh one holds."""
    yield
    for name in ("mastodon_mock", "mediawiki"):
        run_script("stop.sh", name)
        run_script(f"{name}.sh")


def _both(platform: str, server: str, state: Path, folder: Path) -> tuple[list[str], list[str]]:
    """Return the pictures that gallery-dl and we list; fails where we ask more often."""
    with relay_to(server) as relay:
        told, asked = [], []
        for command in (
            gallery_dl(state, SCRIPTS, folder, platform, relay),
            own_lister(platform, relay),
        ):
            relay.asked.clear()
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=_RUN_S, check=True
            )
            told.append(done.stdout)
            asked.append(len(relay.asked))
        ours = json.loads(told[1])
        assert (ours["notes"], ours["complete"]) == ([], True)
        assert asked[1] <= asked[0]
        return addresses_of(told[0]), ours["photos"]


def test_a_mastodon_account_as_gallery_dl_lists_it(
    mastodon_mock: str, real_servers: Path, tmp_path: Path
) -> None:
    assert mastodon_mock.endswith(MASTODON)
    seed_mastodon(make_pictures(tmp_path / "pictures", 45))
    theirs, ours = _both("mastodon", MASTODON, real_servers, tmp_path)
    assert len(theirs) >= 45
    assert not Counter(theirs) - Counter(ours)


async def test_a_wiki_as_gallery_dl_lists_it(
    mediawiki: str, real_servers: Path, tmp_path: Path, http: HttpDoor
) -> None:
    """More versions than one answer holds; what file pages show is as the wiki itself tells it."""
    seed_wiki(real_servers, make_pictures(tmp_path / "pictures", 55))
    theirs, ours = _both("mediawiki", WIKI, real_servers, tmp_path)
    assert len(theirs) >= 59
    assert Counter(theirs) == Counter(ours)
    who = account("mediawiki", "Alice", mediawiki)
    found = photos(await read(MediaWiki(), who, http))
    titles = sorted({f"File:{photo.file_name}" for photo in found})
    for start in range(0, len(titles), 40):
        where = Where(f"http://{WIKI}/api.php", "Alice", who.id)
        told = await read_overwritten(where, titles[start : start + 40], http)
        shown = {photo.id: photo.rendition(Role.DISPLAYED) for photo in told.photos}
        own = {photo.id: photo.rendition(Role.DISPLAYED) for photo in found}
        assert shown == {key: own[key] for key in shown}
        assert all(shown.values())
