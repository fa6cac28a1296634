"""Digests of what the range serves for its first three people: what must not change unseen.

`python -m tests.unit.practice.digests` writes digests.toml anew; look at what changed first.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path

from auditor.practice import personas
from auditor.practice.catalogue import AVATAR, BANNER, Catalogue, Shot
from auditor.practice.photo_files import PhotoFiles
from auditor.practice.server import routes
from auditor.practice.serving.exchange import Request, Respond
from auditor.practice.serving.world import World
from auditor.practice.stories import rows
from auditor.practice.stories.cast import Cast

SEEDS = (1, 2, 3, 4, 5)
KEPT = Path(__file__).parent / "digests.toml"
_DRAWN = 12
"""Photos of the range whose files are drawn and whose pages name them by their bytes."""


def world_of(seed: int, photos: int, *, same_size: bool = False, cast: Cast | None = None) -> World:
    """A world at addresses where nothing listens."""
    catalogue = Catalogue(seed, photos, same_size=same_size, cast=cast)
    names = catalogue.cast.servers
    bases = {name: f"http://127.0.0.1:{1000 + place}" for place, name in enumerate(names)}
    return World(catalogue, PhotoFiles(catalogue), bases, "token", form_token="form")


def digest(*parts: object) -> str:
    said = hashlib.sha256()
    for part in parts:
        said.update(part if isinstance(part, bytes) else repr(part).encode())
        said.update(b"\x00")
    return said.hexdigest()[:24]


def _asked(route: Respond, path: str, query: dict[str, str] | None = None) -> tuple[object, ...]:
    answer = route(Request("GET", path, query or {}, {}))
    body = answer.body if isinstance(answer.body, bytes) else answer.body()
    return path, int(answer.status), answer.mime, answer.etag, body


def shots(seed: int) -> str:
    """What was taken when, where and with what, and where it is posted: of the whole range."""
    catalogue = Catalogue(seed)
    said: list[object] = []
    for spec in personas.ACCOUNTS:
        for place in range(catalogue.count(spec.key)):
            made = catalogue.posting(spec.key, place)
            shot = made.shot
            what = (shot.entry.scene, shot.entry.marks, shot.entry.caption, shot.entry.alt)
            said.append((spec.key, made.index, made.edit, made.posted, made.file_name, what))
            said.append((shot.number, shot.taken, shot.size, shot.place.name, shot.device.model))
    return digest(*said)


def texts(seed: int) -> str:
    """What programs read: lists, records, feeds, site maps."""
    world = world_of(seed, 72)
    answer, said = routes(world), []
    for spec in personas.ACCOUNTS:
        route = answer[spec.server]
        if spec.platform == rows.MASTODON:
            found = ("/api/v1/accounts/lookup", {"acct": spec.name})
            said.append(_asked(route, *found))
            number = route(Request("GET", *found, {})).body
            assert isinstance(number, bytes)
            own = number.partition(b'"id": "')[2].partition(b'"')[0].decode()
            said.append(_asked(route, f"/api/v1/accounts/{own}/statuses", {"limit": "40"}))
        elif spec.platform == rows.WEBSITE:
            said += [_asked(route, path) for path in ("/feed.xml", "/sitemap.xml", "/robots.txt")]
    return digest(*said)


def pages(seed: int) -> str:
    """What people read in a browser."""
    world = world_of(seed, 72)
    answer = routes(world)
    said = [_asked(answer["front"], "/"), _asked(answer["host"], "/")]
    for spec in personas.ACCOUNTS:
        route = answer[spec.server]
        if spec.platform == rows.MASTODON:
            said.append(_asked(route, f"/@{spec.name}"))
        elif spec.platform == rows.WEBSITE:
            first = world.catalogue.posting(spec.key, 0).index
            said += [_asked(route, path) for path in ("/", "/about", "/family", f"/photo/{first}")]
    return digest(*said)


def pictures(seed: int) -> str:
    """Every picture of a small range as its owner put it up, and the profile's pictures."""
    catalogue = Catalogue(seed, _DRAWN, same_size=True)
    files, said = PhotoFiles(catalogue), []
    for spec in personas.ACCOUNTS:
        for place in range(catalogue.count(spec.key)):
            made = catalogue.posting(spec.key, place)
            said.append(files.upload(made.shot, made.edit))
    for shot in _portraits(catalogue):
        said += [files.upload(shot), files.resized(shot, "", 320)]
    return digest(*said)


def records(seed: int) -> str:
    """What the AT Protocol serves of a small range: it names pictures by their bytes."""
    world = world_of(seed, _DRAWN, same_size=True)
    answer, said = routes(world), []
    for spec in personas.ACCOUNTS:
        if spec.platform == rows.ATPROTO:
            path = "/xrpc/app.bsky.feed.getAuthorFeed"
            said.append(_asked(answer["view"], path, {"actor": spec.name}))
            path = "/xrpc/com.atproto.repo.listRecords"
            query = {"repo": spec.name, "collection": "app.bsky.feed.post"}
            said.append(_asked(answer["sky"], path, query))
    return digest(*said)


def _portraits(catalogue: Catalogue) -> Iterator[Shot]:
    for person in personas.PEOPLE:
        yield catalogue.profile_shot(person, AVATAR)
        yield catalogue.profile_shot(person, BANNER)


KINDS = {
    "shots": shots,
    "texts": texts,
    "pages": pages,
    "pictures": pictures,
    "records": records,
}


def kept() -> dict[str, dict[str, str]]:
    """What was written down, by seed and kind."""
    read: dict[str, dict[str, str]] = tomllib.loads(KEPT.read_text("utf-8"))
    return read


def main() -> None:
    lines = []
    for seed in SEEDS:
        lines += [f"[{seed}]", *(f'{kind} = "{make(seed)}"' for kind, make in KINDS.items()), ""]
    KEPT.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
