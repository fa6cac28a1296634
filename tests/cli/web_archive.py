"""A web archive on loopback, as its documentation says that it answers, and one that does not."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from auditor.domain.account import Account, Claim, Proof, ProofMethod
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.photo import Photo
from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.cli.auditor import PASSPHRASE, Auditor
from tests.cli.stand_in import Query, Reply, send, serving
from tests.contract.vault_making import HeldClock
from tests.fakes.engine import T0, account, photo

HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"]
CRAWL = "CC-MAIN-2026-40"
ADA = Account(
    account().id,
    "website",
    "ada.example",
    "https://ada.example/",
    Claim.MINE,
    Proof(ProofMethod.SITE_FILE, "https://ada.example/proof", T0),
    added_at=T0,
)


@dataclass
class WebArchiveServer:
    """Both archives on one host. `captured` are addresses with copies in each."""

    captured: list[str] = field(default_factory=list)
    crawled: list[str] = field(default_factory=list)
    base: str = ""
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    before: Reply = lambda _request: False

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, bytes]:
        if path == "/wayback/cdx/search/cdx":
            rows = [
                [url, "20200102030405", url, _mime(url), "200", url]
                for url in self.captured
                if _fits(url, query)
            ]
            return 200, json.dumps([HEAD, *rows] if rows else []).encode() + b"\n"
        if path == "/crawl/collinfo.json":
            return 200, json.dumps([{"id": CRAWL, "name": "October 2026 Index"}]).encode()
        lines = [
            {
                "urlkey": url,
                "timestamp": "20261003040506",
                "url": url,
                "mime": _mime(url),
                "status": "200",
                "digest": url,
            }
            for url in self.crawled
            if _fits(url, query)
        ]
        if not lines:
            message = {"message": f"No Captures found for: {query['url'][0]}"}
            return 404, json.dumps(message).encode() + b"\n"
        return 200, b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _mime(url: str) -> str:
    return "image/jpeg" if url.endswith(".jpg") else "text/html"


def _fits(url: str, query: dict[str, list[str]]) -> bool:
    asked = query["url"][0]
    return url.startswith(asked) if query["matchType"] == ["prefix"] else url == asked


@contextlib.contextmanager
def web_archive() -> Iterator[WebArchiveServer]:
    made = WebArchiveServer()

    def respond(request: BaseHTTPRequestHandler, path: str, query: Query) -> None:
        made.asked.append((path, query))
        if not made.before(request):
            send(request, *made.answer(path, query))

    with serving(respond) as made.base:
        yield made


def with_photos(auditor: Auditor, owner: Account, count: int, gone: int = 0) -> list[Photo]:
    """Put an account with scanned photos into the vault, of which the first ones are gone."""
    photos = [photo(owner, number) for number in range(count)]
    asyncio.run(_fill(auditor, owner, photos, gone))
    return photos


async def _fill(auditor: Auditor, owner: Account, photos: list[Photo], gone: int) -> None:
    make = keys.open if (auditor.vault / "vault.key").exists() else keys.create
    key = make(auditor.vault, Secret(PASSPHRASE))
    vault = await EncryptedVault.open(auditor.vault, key, HeldClock())
    await vault.put_account(owner)
    for shown in (photos, photos[gone:]):
        scan, _resumed = await vault.begin_scan([owner.id], T0)
        await vault.save_batch(scan, owner.id, Batch(tuple(shown), None), T0)
        await vault.end_account(scan, owner.id, Fetched(), 1, T0)
        await vault.end_scan(scan, T0)
        vault.release_scan()
    await vault.close()
