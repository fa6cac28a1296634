"""The website connector against sites that generators write.

What it lists equals the pictures in the output that a stranger can fetch, originals included.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

from auditor.adapters.network.http import HttpDoor
from auditor.config import NetworkSettings, WebsiteSettings
from auditor.domain.photos.photo import Photo
from auditor.sources.website.source import Website
from tests.fakes.quiet_server import QuietServer
from tests.real.conftest import STATE
from tests.real.generators import DAILY, EXIF_GPS, LONG, Generator, Tools, nikola
from tests.recorded import account, photos, read

pytestmark = pytest.mark.real

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"})
BARE = frozenset({nikola})
"""Those that publish no photo untouched."""
TEXTS = frozenset({".html", ".css", ".xml", ".js", ".json"})
LEAST_SIDE = 100
"""Smaller pictures are icons of the theme, such as pins of a map."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def handle(self) -> None:
        with contextlib.suppress(OSError):  # whoever asked for the start of a file has hung up
            super().handle()

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


def serve(folder: Path) -> Iterator[str]:
    server = QuietServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def pictures_in(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the sizes of the pictures below a folder that strangers can fetch, icons left out.

    They are named in some page, or are originals; sizes with a name that nobody knows stay out.
    """
    texts = [path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in TEXTS]
    sizes = {}
    for path in folder.rglob("*"):
        if path.suffix.lower() in ENDINGS:
            with Image.open(path) as picture:
                named = any(path.name in text for text in texts)
                if max(picture.size) >= LEAST_SIDE and (named or picture.getexif()):
                    sizes[path.relative_to(folder).as_posix()] = picture.size
    return sizes


def has_place(path: Path) -> bool:
    with Image.open(path) as picture:
        return bool(picture.getexif().get_ifd(EXIF_GPS))


def path_of(url: str) -> str:
    return unquote(urlsplit(url).path).lstrip("/")


@pytest.mark.parametrize(
    "generator",
    [*DAILY, *(pytest.param(generator, marks=pytest.mark.slow) for generator in LONG)],
    ids=lambda generator: generator.__name__,
)
async def test_the_inventory_is_what_the_generator_wrote(
    generator: Generator, tmp_path: Path
) -> None:
    site = tmp_path / generator.__name__
    site.mkdir()
    output = generator(site, Tools(STATE / "generators"))
    for url in serve(output):
        async with HttpDoor(
            NetworkSettings(allow_hosts=("127.0.0.1",)), lambda _entry: None
        ) as door:
            batches = await read(Website(WebsiteSettings()), account("website", "site", url), door)
    there = pictures_in(output)
    listed: dict[str, Photo] = {photo.id: photo for photo in photos(batches)}
    known = {path_of(rendition.url) for photo in photos(batches) for rendition in photo.renditions}
    assert sorted(set(there) - known) == []
    assert sorted(path for path in known if not (output / path).is_file()) == []
    assert batches[-1].complete
    fronts = {path_of(photo.media_url) for photo in listed.values()} & set(there)
    originals = {path for path, size in there.items() if size[0] == 2000}
    assert originals or generator in BARE
    for shape in {there[path] for path in originals}:
        same = {path for path in originals if there[path] == shape}
        assert len(fronts & same) == 1, "each photo in front by its original, once"
