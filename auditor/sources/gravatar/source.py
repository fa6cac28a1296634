"""The source for Gravatar: the profile that its interface gives to anybody without a key.

A profile is named by its address or by the hash of an e-mail address; the address itself is never
asked for and never sent (docs.gravatar.com/rest-api).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import msgspec

from auditor.domain.account import Account, Link, Profile, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import HandleTaken, PayloadBroken
from auditor.markup.payload import (
    capped,
    entry,
    line,
    loose,
    members,
    picture_url,
    require_ok,
    unread_portraits,
)
from auditor.markup.urls import safe_url
from auditor.messages import _
from auditor.ports import Http, ProofText, Recognised
from auditor.sources.gravatar.traits import ROOT, TRAITS

NAME = "gravatar"
_API = "https://api.gravatar.com/v3/profiles/"
_HOSTS = re.compile(r"(?:(?:www|secure|[a-z]{2}|[0-9])\.)?gravatar\.com")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_NO_NAMES = frozenset(
    ("about", "api", "blog", "connect", "developers", "emails", "explore", "images", "login",
     "logout", "privacy", "profile", "profiles", "site", "support", "terms")
)  # fmt: skip
_LARGEST = "s=2048&d=404"
"""The most pixels that an avatar is served in, and no drawing for those who have none
(docs.gravatar.com/sdk/images)."""


class _Account(msgspec.Struct):
    url: str
    service_label: str = ""
    is_hidden: bool = False


class _Picture(msgspec.Struct):
    url: str
    alt_text: str | None = None


class _Profile(msgspec.Struct):
    """The parts of a profile that are read (schema Profile of docs.gravatar.com/rest-api)."""

    hash: str
    display_name: str = ""
    profile_url: str = ""
    avatar_url: Any = None
    avatar_alt_text: str | None = None
    location: str | None = None
    description: str | None = None
    job_title: str | None = None
    company: str | None = None
    pronouns: str | None = None
    verified_accounts: list[Any] = []
    links: list[Any] | None = None
    gallery: Any = None


class Gravatar:
    """See ports.Source."""

    name = NAME
    needs = "nothing"
    traits = TRAITS

    def recognise(self, text: str) -> Recognised | None:
        """Recognise `https://gravatar.com/name`, with a hash in place of the name as well."""
        url = safe_url("", text.strip())
        parts = urlsplit(url or "")
        steps = [unquote(step) for step in parts.path.split("/") if step]
        steps = steps[1:] if steps[:1] == ["avatar"] else steps
        if url is None or not steps or not _HOSTS.fullmatch(parts.hostname or ""):
            return None
        name = steps[0].removesuffix(".json").removesuffix(".jpg").removesuffix(".png")
        if not _NAME.fullmatch(name) or name.casefold() in _NO_NAMES:
            return None
        return Recognised(NAME, name, f"{ROOT}{quote(name, '')}")

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        del http
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source. All stands in one answer."""
        del cursor
        told = await _read(account, http)
        photos = tuple(_photos(told, account.id))
        lost = len(members(told.gallery)) - sum(photo.kind is PhotoKind.FILE for photo in photos)
        unread = unread_portraits(told.avatar_url)
        yield Batch(
            photos,
            None,
            _profile_of(told),
            (*((_("A part of the gallery could not be read."),) if lost else ()), *unread),
            complete=not (lost or unread),
            stable_id=told.hash,
        )

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        told = await _read(account, http)
        photos = _photos(told, account.id)
        return next((each.media_url for each in photos if each.kind is PhotoKind.AVATAR), None)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source."""
        profile = _profile_of(await _read(account, http))
        return [ProofText(ProofMethod.BIO.value, profile.description, profile.page_url)]


async def _read(account: Account, http: Http) -> _Profile:
    url = f"{_API}{quote(account.handle, '')}"
    answer = require_ok(await http.get(url, purpose="account"), _("account"))
    told = entry(loose(answer.body, _("account")), _Profile)
    if told is None or not told.hash:
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("account"), reason="hash"
            )
        )
    if account.stable_id and told.hash != account.stable_id:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(account.handle)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    return told


def _page(told: _Profile) -> str:
    return safe_url(ROOT, told.profile_url or told.hash) or ROOT


def _profile_of(told: _Profile) -> Profile:
    page = _page(told)
    words = (told.description, told.job_title, told.company, told.location, told.pronouns)
    return Profile(
        display_name=line(told.display_name),
        description=capped("\n".join(word.strip() for word in words if word and word.strip())),
        page_url=page,
        links=tuple(_links(told, page)),
    )


def _links(told: _Profile, page: str) -> Iterator[Link]:
    """Yield the accounts that Gravatar verified and the links; a verified one is verified by it."""
    for item in told.verified_accounts:
        account = entry(item, _Account)
        url = safe_url(page, account.url) if account is not None else None
        if account is not None and url is not None and not account.is_hidden:
            yield Link(url, line(account.service_label), verified=True)
    for item in members(told.links):
        link = entry(item, _Picture)
        url = safe_url(page, link.url) if link is not None else None
        if url is not None:
            yield Link(url)


def _photos(told: _Profile, account: str) -> Iterator[Photo]:
    """Yield the avatar at its largest, then the gallery."""
    page, public = _page(told), Visibility.PUBLIC
    url = picture_url(page, told.avatar_url)
    if url is not None:
        largest = urlunsplit(urlsplit(url)._replace(query=_LARGEST))
        own, served = photo_id(account, PhotoKind.AVATAR.value), (Rendition(largest, Role.SERVED),)
        alt = capped(told.avatar_alt_text) or None
        kind = PhotoKind.AVATAR
        yield Photo(own, account, NAME, kind, page, largest, served, None, alt, visibility=public)
    seen: set[str] = set()
    for item in members(told.gallery):
        picture = entry(item, _Picture)
        url = safe_url(page, picture.url) if picture is not None else None
        if picture is not None and url is not None and url not in seen:
            seen.add(url)
            own, served = photo_id(account, url), (Rendition(url, Role.SERVED),)
            alt, kind = capped(picture.alt_text) or None, PhotoKind.FILE
            yield Photo(own, account, NAME, kind, page, url, served, None, alt, visibility=public)
