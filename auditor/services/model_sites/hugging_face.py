"""Hugging Face's public search of models by name.

https://huggingface.co/docs/hub/api and huggingface_hub 1.x (`list_models`): `search` is a text that
the id of a model (OWNER/NAME) holds; the next page stands in the Link header. Ids are made of
Latin letters, digits and -_. only, so a name is asked for as it can stand there. Without an account
a network may ask 500 times in 5 minutes (https://huggingface.co/docs/hub/rate-limits, September
2025).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

import msgspec

from auditor.domain.outside.look_alikes import ListedModel, ModelList
from auditor.domain.text.whole_words import in_latin
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

_ID = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}", re.ASCII)
_ADULT = "not-for-all-audiences"
"""A tag of the card (https://huggingface.co/docs/hub/model-cards)."""
_LORA = "lora"
_PROMPT = "instance_prompt"
"""What calls that on which a model was trained; a key of the card (huggingface.js, api-model)."""


class _Model(msgspec.Struct):
    id: str
    tags: list[object] | None = None
    pipeline_tag: str | None = None
    card_data: object = msgspec.field(default=None, name="cardData")


class HuggingFace:
    """The search of Hugging Face. `url` is the root of its interface."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/models"

    @property
    def name(self) -> str:
        """See ports.Lookup."""
        return "hugging-face"

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        """See ports.Lookup; `items` are names and handles.

        Of those that cannot stand in an id nothing is sent.
        """
        names = tuple(dict.fromkeys(items))
        return Outgoing(
            self.name,
            host_of(self._url),
            _(
                "Sent to {host}: each of these names as it can stand in the id of a model, one by "
                "one. It also learns the address of your connection. Of each at most {pages} pages "
                "are asked for. No picture is sent or fetched."
            ).format(host=host_of(self._url), pages=PAGES),
            names,
            tuple(
                request(self._url, _fields(spelled))
                for name in names
                for spelled in spellings(name)
            ),
        )

    async def ask(self, consent: Consent, http: Http) -> dict[str, ModelList]:
        """See ports.Lookup."""

        async def ask(name: str) -> ModelList:
            lists: list[ModelList] = []
            for spelled in spellings(name):
                lists.append(
                    await read_pages(http, self._url, _fields(spelled), self._parse, (spelled,))
                )
                if lists[-1].down:
                    break
            return _together(lists)

        return await each_name(consent.items_for(self.name), ask)

    def _parse(self, answer: Answer) -> SearchPage:
        return parse(answer, self._url)


def spellings(name: str) -> tuple[str, ...]:
    """Return how a name can stand in an id: its words with - or _ between them, and as one.

    None where it holds letters that no id has.
    """
    latin = in_latin(name)
    return tuple(dict.fromkeys(latin.replace(" ", sign) for sign in ("-", "_", "") if latin))


def _together(lists: Sequence[ModelList]) -> ModelList:
    """Return what the spellings of one name gave, as one list."""
    if not lists:
        return ModelList(
            trouble=_(
                "not asked: ids of models there have Latin letters only, this name has others"
            )
        )
    models = {model.url: model for each in lists for model in each.models}
    return ModelList(
        tuple(models.values()),
        any(each.more for each in lists),
        sum(each.unread for each in lists),
        next((each.trouble for each in lists if each.trouble), ""),
        any(each.down for each in lists),
    )


def _fields(spelled: str) -> dict[str, str]:
    return {"search": spelled, "limit": str(LIMIT), "cardData": "true"}


def parse(answer: Answer, interface: str) -> SearchPage:
    """Return a page of the list of models at `interface`."""
    parts = urlsplit(interface)
    root = f"{parts.scheme}://{parts.netloc}"
    models, unread = read_hits(
        decoded(answer.body, list[msgspec.Raw]), lambda hit: _listed(hit, root)
    )
    link = answer.links.get("next", "")
    cursor = _cursor(link, interface)
    return SearchPage(models, unread, cursor, more=bool(link) and not cursor)


def _cursor(link: str, interface: str) -> str:
    """Return what leads to the next page, of a link that leads back to where was asked."""
    try:
        there, here = urlsplit(link), urlsplit(interface)
        told = parse_qs(there.query).get("cursor", [""])[0]
    except ValueError:
        return ""
    same = (there.netloc, there.path) == (here.netloc, here.path)
    return cursor_of(told) if same else ""


def _listed(hit: msgspec.Raw, root: str) -> ListedModel | None:
    model = msgspec.json.decode(hit, type=_Model)
    if not _ID.fullmatch(model.id):
        return None
    owner, _slash, name = model.id.partition("/")
    tags = words(model.tags or ())
    card = model.card_data if isinstance(model.card_data, Mapping) else {}
    kind = _LORA if _LORA in tags else model.pipeline_tag or ""
    return ListedModel(
        f"{root}/{model.id}",
        title(kind),
        title(name),
        title(owner),
        words([card.get(_PROMPT)]),
        tags,
        explicit=_ADULT in tags,
    )
