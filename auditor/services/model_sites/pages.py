"""What both sites need: pages of answers to a cap, and what is wrong with one as a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.outside.look_alikes import ListedModel, ModelList
from auditor.domain.text.foreign_text import clean
from auditor.errors import NetworkError
from auditor.messages import _
from auditor.ports import Answer, Http, OutgoingRequest

PAGES = 3
"""Pages of one search that are read. Civitai puts what fits best first and goes on with what fits
worse; every hit of Hugging Face holds what was asked for."""
MAX_BYTES = 24 * 1024 * 1024
"""Of one page. 100 models of Civitai with all their versions and example pictures take some MB."""
LIMIT = 100
"""Hits of a page; the most that Civitai gives (developer.civitai.com/site/reference/models)."""
_TITLE = 120
_WORD = 200
_MOST_WORDS = 200
_LONGEST_CURSOR = 2000
_PURPOSE = "models by name"

_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page: its models, how many of its hits could not be read, and what leads to the next.

    `more`: there is a next page, and nothing usable leads to it.
    """

    models: tuple[ListedModel, ...]
    unread: int = 0
    cursor: str = ""
    more: bool = False


class _TroubleError(Exception):
    """A page was not read; why, as a sentence. `down`: there was no answer at all."""

    def __init__(self, told: str, *, down: bool = False) -> None:
        super().__init__(told)
        self.told = told
        self.down = down


class _NotAsDocumentedError(Exception):
    """The answer is none of the documented form."""


async def read_pages(
    http: Http,
    url: str,
    fields: Mapping[str, str],
    parse: Callable[[Answer], SearchPage],
    hidden: Sequence[str],
) -> ModelList:
    """Ask for one search, page by page, until its end or the cap.

    What the site or the network does is told in the list.
    """
    models: dict[str, ListedModel] = {}
    unread, cursor = 0, ""
    try:
        for _number in range(PAGES):
            asked = dict(fields) | ({"cursor": cursor} if cursor else {})
            page = await _page(http, url, asked, parse, hidden)
            for model in page.models:
                models.setdefault(model.url, model)
            unread += page.unread
            if not page.cursor:
                return ModelList(tuple(models.values()), page.more, unread)
            cursor = _onward(page.cursor, cursor, url)
    except _TroubleError as trouble:
        return ModelList(tuple(models.values()), False, unread, trouble.told, trouble.down)
    return ModelList(tuple(models.values()), True, unread)


def _onward(cursor: str, before: str, url: str) -> str:
    if cursor == before:
        told = _("{host} leads from a page of its search to the same page again")
        raise _TroubleError(told.format(host=host_of(url)))
    return cursor


async def _page(
    http: Http,
    url: str,
    fields: Mapping[str, str],
    parse: Callable[[Answer], SearchPage],
    hidden: Sequence[str],
) -> SearchPage:
    try:
        answer = await http.get(
            url, purpose=_PURPOSE, params=fields, max_bytes=MAX_BYTES, hidden=hidden
        )
    except NetworkError as error:
        raise _TroubleError(error.message, down=True) from error
    if not answer.ok:
        told = _("{host} answered with the error {status}")
        raise _TroubleError(told.format(host=host_of(url), status=answer.status))
    try:
        return parse(answer)
    except _NotAsDocumentedError:
        told = _("{host} answered with something else than a list of models")
        raise _TroubleError(told.format(host=host_of(url))) from None


async def each_name(
    names: Sequence[str], ask: Callable[[str], Awaitable[ModelList]]
) -> dict[str, ModelList]:
    """Return the answers to several names, asked about one by one."""
    return {name: await ask(name) for name in names}


def host_of(url: str) -> str:
    """Return the host of an address, with its port."""
    return urlsplit(url).netloc


def request(url: str, fields: Mapping[str, str]) -> OutgoingRequest:
    """Return the first request of a search as it would be sent."""
    parts = urlsplit(url)
    return OutgoingRequest("GET", parts.netloc, parts.path, tuple(fields.items()), parts.scheme)


def decoded(body: bytes, kind: type[_Kind]) -> _Kind:
    """Return an answer as a `kind`; one of another form is told as trouble."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise _NotAsDocumentedError from None


def read_hits(
    hits: Sequence[msgspec.Raw], read: Callable[[msgspec.Raw], ListedModel | None]
) -> tuple[tuple[ListedModel, ...], int]:
    """Return the models of a page, and how many hits could not be read."""
    found = [_hit(hit, read) for hit in hits]
    models = tuple(model for model in found if model is not None)
    return models, len(found) - len(models)


def _hit(hit: msgspec.Raw, read: Callable[[msgspec.Raw], ListedModel | None]) -> ListedModel | None:
    try:
        return read(hit)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def title(text: str) -> str:
    """Return a foreign title, cleaned."""
    return clean(text, _TITLE)


def words(texts: Sequence[object]) -> tuple[str, ...]:
    """Return foreign words, cleaned; what is no text is left out."""
    return tuple(clean(text, _WORD) for text in texts[:_MOST_WORDS] if isinstance(text, str))


def cursor_of(told: object) -> str:
    """Return what leads to the next page as it has to be sent back; "" at the end."""
    if isinstance(told, bool) or not isinstance(told, str | int):
        return ""
    text = str(told)
    return text if len(text) <= _LONGEST_CURSOR and text.isprintable() else ""
