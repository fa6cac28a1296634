"""Actors of ActivityPub, as a server shows them to anybody (w3.org/TR/activitypub, 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, IndexSignal, Link, Openness, Profile
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import AccountMissing, HandleTaken, PayloadBroken
from auditor.markup.payload import (
    capped,
    entry,
    line,
    loose,
    members,
    plain,
    require_ok,
    require_own_home,
    require_where_proven,
    soup,
    unread_portraits,
)
from auditor.markup.protocols.activitypub.json_ld import addresses, several, words
from auditor.markup.urls import safe_url
from auditor.messages import _
from auditor.ports import Answer, Http

FORM = {
    "Accept": (
        "application/activity+json, "
        'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
    )
}
"""Header with which a server gives the object instead of its page (ActivityPub, 3.2)."""
ACTORS = frozenset({"Person", "Service", "Organization", "Application", "Group"})


class ActorEntity(msgspec.Struct):
    """The parts of an actor that are read (w3.org/TR/activitypub, 4; PropertyValue: FEP-fb2a)."""

    id: str
    type: Any = None
    preferredUsername: str = ""  # noqa: N815 - the name of the field
    name: str | None = None
    summary: str | None = None
    url: Any = None
    icon: Any = None
    image: Any = None
    outbox: Any = None
    attachment: Any = None
    movedTo: str | None = None  # noqa: N815 - the name of the field
    discoverable: bool | None = None
    indexable: bool | None = None
    suspended: bool | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as its server shows it. `outbox` is "" where it names none."""

    id: str
    user: str
    page_url: str
    profile: Profile
    outbox: str = ""
    portraits: tuple[Photo, ...] = ()
    notes: tuple[str, ...] = ()
    complete: bool = True

    @property
    def handle(self) -> str:
        """Return `@name@host`."""
        return f"@{self.user}@{urlsplit(self.id).netloc}"


def is_actor(answer: Answer) -> bool:
    """Whether an answer is an actor with an outbox or inbox."""
    try:
        told = loose(answer.body, "actor") if answer.ok else None
    except PayloadBroken:
        return False
    if not isinstance(told, Mapping) or not (told.get("outbox") or told.get("inbox")):
        return False
    return bool(ACTORS & set(words(told.get("type"))))


async def webfinger(http: Http, root: str, user: str) -> str | None:
    """Return the address of the actor that a server names for a name, None for none (RFC 7033).

    Raises SourceError or NetworkError.
    """
    host = urlsplit(root).netloc
    answer = await http.get(
        f"{root}/.well-known/webfinger",
        params={"resource": f"acct:{user}@{host}"},
        purpose="account",
    )
    if answer.gone:
        return None
    told = loose(require_ok(answer, "webfinger").body, "webfinger")
    for link in members(told.get("links")) if isinstance(told, Mapping) else ():
        if not isinstance(link, Mapping) or link.get("rel") != "self":
            continue
        kind, href = link.get("type"), link.get("href")
        if isinstance(href, str) and (kind is None or "json" in str(kind)):
            return safe_url(root, href)
    return None


async def find_actor(platform: str, account: Account, http: Http) -> Actor:
    """Return the actor of an account: at its address, else as its server names it.

    Raises AccountMissing, HandleTaken where it is another one than was seen first, LoginNeeded,
    SourceError or NetworkError.
    """
    url = account.stable_id or account.url
    answer = await http.get(url, purpose="account", headers=FORM)
    if not is_actor(answer) and not answer.needs_login:
        user, _at, host = account.handle.lstrip("@").partition("@")
        parts = urlsplit(account.url)
        root = f"{parts.scheme}://{host or parts.netloc}"
        place = await webfinger(http, root, user)
        if place is None:
            raise AccountMissing(
                _("{host} knows no {user}.").format(host=line(urlsplit(root).netloc), user=user),
                _("Check the spelling, or whether it was moved."),
            )
        answer = await http.get(place, purpose="account", headers=FORM)
    found = parse_actor(require_ok(answer, _("account")), platform, account.id)
    if account.stable_id and found.id != account.stable_id:
        raise HandleTaken(
            _("{handle} now belongs to another account than the one that was seen first.").format(
                handle=line(account.handle)
            ),
            _("It was not read. Remove it, or add yours anew under its present name."),
        )
    require_where_proven(account, found.page_url)
    require_own_home(account, answer.url, [found.id])
    return found


def parse_actor(answer: Answer, platform: str, account: str) -> Actor:
    """Return the actor of an answer. Raises PayloadBroken."""
    told = loose(answer.body, _("account"))
    actor = entry(told, ActorEntity)
    own = safe_url(answer.url, actor.id) if actor is not None else None
    if actor is None or own is None or not ACTORS & set(words(actor.type)):
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=_("account"), reason="id, type"
            )
        )
    page = next(iter(addresses(actor.url, own)), own)
    user = actor.preferredUsername or urlsplit(own).path.rstrip("/").rpartition("/")[2]
    fields = tuple(_fields(actor.attachment))
    told_of = [plain(actor.summary), *(f"{name}: {plain(value)}" for name, value in fields)]
    written = (actor.summary, *(value for _name, value in fields))
    links = dict.fromkeys(url for html in written for url in _hrefs(html, own))
    moved = _("The account says that it moved to {address}; add that one too if it is yours.")
    notes = (moved.format(address=line(actor.movedTo)),) if actor.movedTo else ()
    portraits = (actor.icon, actor.image)
    unread = unread_portraits(*(told for told in portraits if not any(addresses(told, page))))
    return Actor(
        own,
        line(user),
        page,
        Profile(
            display_name=line(actor.name or user),
            description=capped("\n".join(text for text in told_of if text)),
            page_url=page,
            links=tuple(Link(url) for url in links),
            signals=tuple(_signals(actor, page)),
        ),
        safe_url(own, actor.outbox) or "" if isinstance(actor.outbox, str) else "",
        tuple(_portraits(actor, platform, account, page)),
        (*notes, *unread),
        complete=not unread,
    )


def _fields(attached: object) -> Iterator[tuple[str, str]]:
    for row in several(attached):
        if isinstance(row, Mapping) and row.get("type") == "PropertyValue":
            name, value = row.get("name"), row.get("value")
            if isinstance(name, str) and isinstance(value, str):
                yield line(plain(name)), value


def _hrefs(html: str | None, base: str) -> Iterator[str]:
    if html and "<" in html:
        for anchor in soup(html).find_all("a", href=True):
            url = safe_url(base, str(anchor["href"]))
            if url is not None:
                yield url


def _signals(actor: ActorEntity, page: str) -> Iterator[IndexSignal]:
    told = (("discoverable", actor.discoverable), ("indexable", actor.indexable))
    for name, value in told:
        if value is not None:
            says = f"{name}: {str(value).lower()}"
            yield IndexSignal(Openness.PLATFORM_FLAG, says, None, page)


def _portraits(actor: ActorEntity, platform: str, account: str, page: str) -> Iterator[Photo]:
    for kind, told in ((PhotoKind.AVATAR, actor.icon), (PhotoKind.BANNER, actor.image)):
        urls = [url for each in several(told) for url in addresses(each, page)]
        url = next((url for url in urls if not urlsplit(url).path.endswith(".svg")), None)
        if url is not None:
            served = (Rendition(url, Role.SERVED),)
            own, public = photo_id(account, kind.value), Visibility.PUBLIC
            yield Photo(own, account, platform, kind, page, url, served, visibility=public)
