"""Civitai's public search of models by name.

https://developer.civitai.com/site/reference/models and .../guide/pagination: `query` asks by name
and takes `cursor`, never `page`; hits stand in the order in which they fit. As its source stands
(github.com/civitai/civitai, commit ebed661, August 2026), models that the site itself has flagged
as showing a real person (`poi`) are left out of what strangers get, so the flag is rarely there.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec

from auditor.domain.outside.look_alikes import ListedModel, ModelList
from auditor.messages import _
from auditor.ports import Answer, Consent, Http, Outgoing
from auditor.services.model_sites.pages import (
    LIMIT,
    PAGES,
    SearchPage,
    cursor_of,
    decoded,
    each_name,
    host_of,
    read_hits,
    read_pages,
    request,
    title,
    words,
)

TYPES = "Checkpoint,TextualInversion,Hypernetwork,LORA,LoCon,DoRA"
"""Kinds of models that can imitate somebody (developer.civitai.com/site/reference/enums)."""


class _Creator(msgspec.Struct):
    username: str | None = None


class _Version(msgspec.Struct, rename="camel"):
    trained_words: list[object] | None = None


class _Model(msgspec.Struct, rename="camel"):
    id: int
    name: str
    type: str = ""
    nsfw: bool | None = None
    poi: bool | None = None
    creator: _Creator | None = None
    tags: list[object] | None = None
    model_versions: list[_Version | None] | None = None


class _Metadata(msgspec.Struct, rename="camel"):
    next_cursor: object = None


class _Found(msgspec.Struct):
    items: list[msgspec.Raw]
    metadata: _Metadata | None = None


class Civitai:
    """The search of Civitai. `url` is the root of its interface."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/models"

    @property
    def name(self) -> str:
        """See ports.Lookup."""
        return "civitai"

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        """See ports.Lookup; `items` are names and handles."""
        names = tuple(dict.fromkeys(items))
        return Outgoing(
            self.name,
            host_of(self._url),
            _(
                "Sent to {host}: each of these names, one by one. It also learns the address of "
                "your connection. Of each at most {pages} pages are asked for. No picture is sent "
                "or fetched."
            ).format(host=host_of(self._url), pages=PAGES),
            names,
            tuple(request(self._url, _fields(name)) for name in names),
        )

    async def ask(self, consent: Consent, http: Http) -> dict[str, ModelList]:
        """See ports.Lookup."""

        async def ask(name: str) -> ModelList:
            return await read_pages(http, self._url, _fields(name), self._parse, (name,))

        return await each_name(consent.items_for(self.name), ask)

    def _parse(self, answer: Answer) -> SearchPage:
        return parse(answer, self._url)


def _fields(name: str) -> dict[str, str]:
    return {
        "query": name,
        "types": TYPES,
        "limit": str(LIMIT),
        "nsfw": "true",
        "primaryFileOnly": "true",
    }


def parse(answer: Answer, interface: str) -> SearchPage:
    """Return a page of the list of models at `interface`."""
    parts = urlsplit(interface)
    root = f"{parts.scheme}://{parts.netloc}"
    found = decoded(answer.body, _Found)
    models, unread = read_hits(found.items, lambda hit: _listed(hit, root))
    told = None if found.metadata is None else found.metadata.next_cursor
    cursor = cursor_of(told)
    return SearchPage(models, unread, cursor, more=bool(told) and not cursor)


def _listed(hit: msgspec.Raw, root: str) -> ListedModel:
    model = msgspec.json.decode(hit, type=_Model)
    triggers = [
        word
        for version in model.model_versions or ()
        if version is not None
        for word in version.trained_words or ()
    ]
    return ListedModel(
        f"{root}/models/{model.id}",
        title(model.type),
        title(model.name),
        title(model.creator.username or "") if model.creator is not None else "",
        words(triggers),
        words(model.tags or ()),
        model.poi,
        bool(model.nsfw),
    )
