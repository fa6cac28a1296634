"""Which addresses a web archive is asked about: few requests for all that is the person's own.

An account's page with everything below it, the folders of its pictures that are named after it, and
each other picture alone, what was taken down first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.outside.copies import EVERYTHING_BELOW, CopyKind, address_key
from auditor.domain.photos.photo import Listing, Photo
from auditor.domain.traits import Traits
from auditor.domain.views import AccountState
from auditor.markup.urls import own_folder, safe_url

MOST_SINGLE = 40
"""Addresses of an account that are asked about one by one in a run. A judgement: each is a request,
and archives ask for patience. What was taken down comes first."""
_SIGNED = frozenset(
    {"token", "access_token", "key", "sig", "signature", "policy", "hmac", "oh", "x-amz-signature"}
)
"""Parameters by which a platform lets in whoever has the address; it is nobody else's to know."""
_NOT_PUBLIC = ("localhost", ".localhost", ".local", ".internal", ".lan", ".onion", ".test")


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """One address of the person's: what stands there, and whether it was taken down."""

    url: str
    kind: CopyKind
    taken_down: bool = False


@dataclass(slots=True)
class OwnAddresses:
    """What is asked about one account, and what is not.

    `pages` are the account's page and what stands below, `pictures` the rest; `known` are all
    addresses by their key. `too_many` counts those left for another run, `private` those that are
    on no public host or carry a key.
    """

    account: Account
    pages: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    known: dict[str, OwnAddress] = field(default_factory=dict)
    too_many: int = 0
    private: int = 0

    def own(self, url: str) -> bool:
        """Whether an address found in an archive is the person's: asked for, or below it."""
        key = address_key(url)
        return key in self.known or _within(key, (*self.pages, *self.pictures))


def own_addresses(
    state: AccountState,
    traits: Traits,
    photos: Iterable[tuple[Photo, bool]],
    before: Iterable[OwnAddress] = (),
    asked: Mapping[str, datetime] = MappingProxyType({}),
    done: frozenset[str] = frozenset(),
) -> OwnAddresses:
    """Return what to ask about an account.

    `photos` come with whether they are gone; `before` are addresses that earlier look-ups found
    and that were taken down, of which some may stand again. `asked` says when an address was asked
    about last: what never was comes first, then the longest ago. `done` need not be asked now.
    """
    found = OwnAddresses(state.account)
    shown = [*of_photos(photos), *before]
    for address in sorted(shown, key=lambda each: each.taken_down):
        found.known.setdefault(address_key(address.url), address)
    for url in _pages(state, traits):
        page = state.profile.page_url if state.profile is not None else ""
        theirs = url == page and bool(urlsplit(url).path.strip("/"))
        _add_page(found, url, own_site=traits.own_site is True, shown=theirs)
    singles: dict[str, bool] = {}
    for key, address in found.known.items():
        if not public(address.url):
            found.private += 1
        elif not _covered(found, key):
            folder = _named_folder(address.url, state.account.stable_id)
            if folder:
                found.pictures.append(folder + EVERYTHING_BELOW)
            else:
                singles[_plain(address.url)] = address.taken_down
    waiting = sorted(
        (url for url in singles if url not in done),
        key=lambda url: (asked[url].timestamp() if url in asked else 0, not singles[url]),
    )
    found.pictures += waiting[:MOST_SINGLE]
    found.too_many = len(waiting) - len(waiting[:MOST_SINGLE])
    return found


def of_photos(photos: Iterable[tuple[Photo, bool]]) -> Iterator[OwnAddress]:
    """Yield every address of photos, each of which comes with whether it is gone."""
    for photo, gone in photos:
        down = gone or photo.listing is not Listing.LISTED
        if not photo.of_archive:
            if photo.page_url:
                yield OwnAddress(photo.page_url, CopyKind.PAGE, down)
            renditions = (each.url for each in photo.renditions)
            for url in dict.fromkeys((photo.media_url, *renditions, *photo.earlier)):
                if url:
                    yield OwnAddress(url, CopyKind.PICTURE, down)


def _pages(state: AccountState, traits: Traits) -> Iterator[str]:
    """Yield where an account is shown; a site of the person's own is asked about as a whole."""
    account = state.account
    root = traits.profile_root or ""
    page = state.profile.page_url if state.profile is not None else ""
    for url in dict.fromkeys((account.url, f"{root}{account.handle}" if root else "", page)):
        if url.startswith(("https://", "http://")):
            yield url


def _add_page(found: OwnAddresses, url: str, *, own_site: bool, shown: bool) -> None:
    """Add a page, and everything below it where all of that is the person's.

    It is on a site of their own, and below a page that is called after them. With a slash at its
    end, so that /@ada does not ask about /@adam. `shown`: the platform says that it is their page;
    the address of an interface, or the root of a server that many people share, is not.
    """
    plain = _plain(url)
    if not public(plain):
        found.private += 1
        return
    parts = urlsplit(plain)
    last = parts.path.rstrip("/").rpartition("/")[2]
    if parts.query or not (own_site or _called_after(found.account, last)):
        if shown or own_site:
            found.known.setdefault(address_key(plain), OwnAddress(plain, CopyKind.PAGE))
            found.pages.append(plain)
        return
    found.known.setdefault(address_key(plain), OwnAddress(plain, CopyKind.PAGE))
    folder = own_folder(plain) if own_site else parts.path
    below = f"{parts.scheme}://{parts.netloc}{folder.rstrip('/')}/"
    found.pages.append(below + EVERYTHING_BELOW)
    if folder.strip("/"):  # /@ada does not stand below /@ada/
        found.pages.append(below.rstrip("/"))


def _called_after(account: Account, segment: str) -> bool:
    handle = account.handle.lstrip("@")
    names = {handle, handle.partition("@")[0], account.stable_id} - {""}
    called = unquote(segment).lstrip("@").replace("_", " ").casefold()
    return any(
        name.replace("_", " ").casefold() in {called, called.rpartition(":")[2]} for name in names
    )


def _plain(url: str) -> str:
    return (safe_url(url, url) or url).partition("#")[0]


def _covered(found: OwnAddresses, key: str) -> bool:
    """Whether what is asked already includes an address, by its key."""
    items = (*found.pages, *found.pictures)
    return _within(key, items) or any(_item_key(item) == key for item in items)


def _within(key: str, items: Iterable[str]) -> bool:
    """Whether an address, by its key, is in an item that asks about everything below.

    The root of a host is below itself; a page without its final slash is not.
    """
    for item in items:
        above = _item_key(item).removesuffix(f"/{EVERYTHING_BELOW}")
        below = item.endswith(EVERYTHING_BELOW)
        if below and (key.startswith(f"{above}/") or (key == above and "/" not in above)):
            return True
    return False


@lru_cache(maxsize=1024)
def _item_key(item: str) -> str:
    return address_key(item)


def _named_folder(url: str, stable_id: str) -> str:
    """Return the address up to the folder that is called as the account for good is; else ""."""
    if not stable_id:
        return ""
    parts = urlsplit(_plain(url))
    folders = parts.path.split("/")[:-1]
    for number, folder in enumerate(folders):
        if not parts.query and unquote(folder) == stable_id:
            return f"{parts.scheme}://{parts.netloc}{'/'.join(folders[: number + 1])}/"
    return ""


def public(url: str) -> bool:
    """Whether an address is one that anybody could have asked for: no key in it, a public host."""
    safe = safe_url(url, url)
    if safe is None or safe.endswith(EVERYTHING_BELOW):
        return False
    query = safe.partition("?")[2]
    if query and {name.casefold() for name, _value in parse_qsl(query)} & _SIGNED:
        return False
    return _public_host(safe.split("/", 3)[2])


@lru_cache(maxsize=1024)
def _public_host(netloc: str) -> bool:
    host = urlsplit(f"//{netloc}").hostname or ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(_NOT_PUBLIC)


def named(known: Mapping[str, OwnAddress], url: str) -> OwnAddress | None:
    """Return what is known of an address that an archive spells in its own way."""
    return known.get(address_key(url))
