"""Civitai and Hugging Face on loopback, as their documentation says that they answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlencode

from auditor.domain.account import Account, Claim, Profile, Proof, ProofMethod
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.secret import Secret
from auditor.domain.text.content_id import content_id
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.cli.auditor import PASSPHRASE, Auditor
from tests.cli.stand_in import Query, Reply, send, serving
from tests.contract.vault_making import HeldClock
from tests.fakes.engine import T0

CIVITAI, HUGGING_FACE = "/civitai/models", "/hugging-face/models"
MARA = Account(
    content_id("a", "mara"),
    "mastodon",
    "@mara.lind.photos@social.example",
    "https://social.example/@mara.lind.photos",
    Claim.MINE,
    Proof(ProofMethod.BIO, "https://social.example/@mara.lind.photos", T0),
    added_at=T0,
)
_MOST = 100


def model(id_: int, name: str, *words: str, **more: Any) -> dict[str, Any]:
    """A model as Civitai lists it."""
    version = {"id": id_ * 10, "name": "v1", "trainedWords": list(words), "files": [], "images": []}
    return {
        "id": id_,
        "name": name,
        "type": "LORA",
        "nsfw": False,
        "poi": False,
        "creator": {"username": "pixelhand", "image": None},
        "tags": ["person"],
        "modelVersions": [version],
        **more,
    }


def repository(id_: str, prompt: str | None = None, *tags: str) -> dict[str, Any]:
    """A model as Hugging Face lists it."""
    card = {"instance_prompt": prompt, "tags": list(tags)}
    return {"_id": id_, "id": id_, "tags": ["lora", *tags], "cardData": card, "private": False}


@dataclass
class ModelSitesServer:
    """Both sites on one host."""

    models: list[dict[str, Any]] = field(default_factory=list)
    repositories: list[dict[str, Any]] = field(default_factory=list)
    base: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    before: Reply = lambda _request: False

    def civitai(self, query: dict[str, str]) -> tuple[int, object, str]:
        """Models flagged as persons are left out, as the site does for strangers."""
        if "page" in query and "query" in query:
            return 400, {"error": "Cannot use page param with query search."}, ""
        limit, start = int(query.get("limit", "100")), int(query.get("cursor", "0"))
        if not 0 <= limit <= _MOST:
            return 400, {"error": {"issues": []}}, ""
        first = query["query"].casefold().split()[0]
        fits = [each for each in self.models if first in json.dumps(each).casefold()]
        shown = [each for each in fits[start : start + limit] if not each["poi"]]
        following = {"nextCursor": str(start + limit)} if len(fits) > start + limit else {}
        return 200, {"items": shown, "metadata": following}, ""

    def hugging_face(self, query: dict[str, str]) -> tuple[int, object, str]:
        limit, start = int(query.get("limit", "1000")), int(query.get("cursor", "0"))
        asked = query["search"].casefold()
        fits = [each for each in self.repositories if asked in each["id"].casefold()]
        onward = urlencode({**query, "cursor": str(start + limit)})
        link = f'<{self.base}{HUGGING_FACE}?{onward}>; rel="next"'
        return 200, fits[start : start + limit], link if len(fits) > start + limit else ""


@contextlib.contextmanager
def model_sites() -> Iterator[ModelSitesServer]:
    made = ModelSitesServer()

    def respond(request: BaseHTTPRequestHandler, path: str, query: Query) -> None:
        said = {name: values[0] for name, values in query.items()}
        made.asked.append((path, said))
        if not made.before(request):
            status, body, link = (made.civitai if path == CIVITAI else made.hugging_face)(said)
            send(request, status, json.dumps(body).encode(), Link=link)

    with serving(respond) as made.base:
        yield made


def own(auditor: Auditor, owner: Account = MARA, name: str = "Mara Lind") -> None:
    """Put a scanned account with a display name into the vault."""
    asyncio.run(_own(auditor, owner, name))


async def _own(auditor: Auditor, owner: Account, name: str) -> None:
    make = keys.open if (auditor.vault / "vault.key").exists() else keys.create
    key = make(auditor.vault, Secret(PASSPHRASE))
    vault = await EncryptedVault.open(auditor.vault, key, HeldClock())
    await vault.put_account(owner)
    scan, _resumed = await vault.begin_scan([owner.id], T0)
    await vault.save_batch(scan, owner.id, Batch((), None, Profile(name)), T0)
    await vault.end_account(scan, owner.id, Fetched(), 1, T0)
    await vault.end_scan(scan, T0)
    vault.release_scan()
    await vault.close()
