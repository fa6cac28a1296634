"""The thin half of the AT Protocol source.

Asks the servers and hands their answers to the pure half.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Container, Sequence
from dataclasses import replace

import msgspec

from auditor.config import AtprotoSettings
from auditor.domain.account import Account, ProofMethod
from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.photo import PhotoKind
from auditor.errors import NetworkError, PayloadBroken, SourceError
from auditor.markup.payload import batches, left_out, require_where_proven
from auditor.messages import _
from auditor.ports import Http, ProofText, Recognised
from auditor.sources.atproto import identity
from auditor.sources.atproto.appview import Display
from auditor.sources.atproto.records import (
    GRAIN_EXIF,
    PROFILE,
    RecordPage,
    RecordsAddress,
    is_collection,
    parse_exif,
    parse_records,
    profile_of,
)
from auditor.sources.atproto.resolve import own_domain, resolve, xrpc
from auditor.sources.atproto.traits import TRAITS

_PAGE = "100"  # the most that com.atproto.repo.listRecords gives
_MAX_PAGES = 10_000
_MAX_COLLECTIONS = 1000


class _Cursor(msgspec.Struct):
    """Where to go on: the cursor inside a collection, "" at its start, and pages read of it."""

    collection: str
    at: str = ""
    pages: int = 0
    lost: int = 0

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


class Atproto:
    """See ports.Source. Asks the account's own server, which shows more than bsky.app does."""

    name = identity.NAME
    needs = "nothing"
    traits = TRAITS

    def __init__(self, settings: AtprotoSettings | None = None) -> None:
        self._settings = settings or AtprotoSettings()

    def recognise(self, text: str) -> Recognised | None:
        """See ports.Source."""
        return identity.recognise(text)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source."""
        found = identity.recognise(text)
        if found is None or found.sure:
            return found
        try:
            repo = await resolve(
                Account("", self.name, found.handle, found.url), http, self._settings
            )
        except (SourceError, NetworkError):
            return None
        return replace(found, handle=repo.handle or repo.did, sure=True)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source."""
        place = await self._place(account, http)
        collections = await self._collections(place, http)
        exif = await _exif(place, http) if GRAIN_EXIF in collections else {}
        display = Display(http, await self._appview(place, http), place.repo.did)
        here = _resumed(cursor, collections)
        if here is None or (cursor is None and PROFILE not in collections):
            yield Batch(
                (),
                here.text() if here else None,
                profile_of({}, place) if PROFILE not in collections else None,
                _told(place) if here is None else (),
                stable_id=place.repo.did,
                now_called=_called(place, account),
            )
        seen: set[tuple[str, str]] = set()
        notes: list[str] = display.notes
        notes.extend(_told(place))
        complete, lost = True, here.lost if here is not None else 0
        while here is not None:
            page = await _page(place, here, exif, http)
            seen.add((here.collection, here.at))
            lost += page.lost
            complete = complete and not page.lost
            then = _after(here, page, collections, seen)
            if then is not None:
                then.lost = lost
            if page.cursor is not None and (then is None or then.collection != here.collection):
                complete = False
                notes.append(
                    _("The server's list of {collection} does not end; it was left there.").format(
                        collection=here.collection
                    )
                )
            found = await display.add_to(page.found)
            for batch in batches(
                [photo.photo for photo in found], here.text(), then.text() if then else None
            ):
                said = (*notes, *left_out(lost)) if then is None else ()
                yield replace(
                    batch,
                    profile=page.profile,
                    notes=said,
                    complete=complete,
                    stable_id=place.repo.did,
                    now_called=_called(place, account),
                )
            here = then

    async def avatar(self, account: Account, http: Http) -> str | None:
        """See ports.Source."""
        place = await self._place(account, http)
        page = await _page(place, _Cursor(PROFILE), {}, http)
        return next(
            (photo.photo.media_url for photo in page.found if photo.photo.kind is PhotoKind.AVATAR),
            None,
        )

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """See ports.Source."""
        place = await self._place(account, http)
        page = await _page(place, _Cursor(PROFILE), {}, http)
        bio = page.profile.description if page.profile else ""
        texts = [
            ProofText(
                ProofMethod.BIO.value,
                bio,
                _description_of(place.repo),
            )
        ]
        if await own_domain(place.repo, http, self._settings):
            texts.append(
                ProofText(
                    ProofMethod.DOMAIN.value,
                    place.repo.handle,
                    f"https://{place.repo.handle}/.well-known/atproto-did",
                )
            )
        return texts

    async def _place(self, account: Account, http: Http) -> RecordsAddress:
        repo = await resolve(account, http, self._settings)
        require_where_proven(account, _description_of(repo))
        return RecordsAddress(account.id, repo, on_bsky=not await http.local(repo.pds))

    async def _collections(self, place: RecordsAddress, http: Http) -> list[str]:
        """Return the collections in a fixed order, the profile first."""
        answer = await xrpc(
            http,
            place.repo.pds,
            "com.atproto.repo.describeRepo",
            {"repo": place.repo.did},
            "list of collections",
        )
        told = identity.parse_description(answer.body).collections
        named = [name for name in told if isinstance(name, str) and is_collection(name)]
        if len(named) < len(told):
            raise PayloadBroken(
                _("{what}: the answer does not have the documented form: {reason}").format(
                    what="describeRepo", reason="collections"
                )
            )
        if len(told) > _MAX_COLLECTIONS:
            raise SourceError(
                _("describeRepo: the server names {count} collections, which nobody has.").format(
                    count=len(told)
                )
            )
        return sorted(set(named), key=_order)

    async def _appview(self, place: RecordsAddress, http: Http) -> str:
        """Return the AppView to compare with.

        A public one is not told of accounts on a private server.
        """
        root = self._settings.appview_url.rstrip("/")
        return root if root and (place.on_bsky or await http.local(root)) else ""


def _description_of(repo: identity.Repo) -> str:
    """Return the address of what a server tells of a repository: a token was read there."""
    return f"{repo.pds}/xrpc/com.atproto.repo.describeRepo?repo={repo.did}"


def _told(place: RecordsAddress) -> tuple[str, ...]:
    if not place.repo.was:
        return ()
    told = _("The account is now called {name}; it was read under its new name.")
    return (told.format(name=place.repo.handle or place.repo.did),)


def _called(place: RecordsAddress, account: Account) -> tuple[str, str] | None:
    """Return the present handle and the address with it, None where it is the one of before."""
    was, now = place.repo.was, place.repo.handle
    return (now, account.url.replace(was, now)) if was and now else None


def _order(collection: str) -> tuple[bool, str]:
    return collection != PROFILE, collection


def _resumed(cursor: str | None, collections: Sequence[str]) -> _Cursor | None:
    """Return where to go on.

    A collection that is gone is passed over, an unreadable cursor starts again.
    """
    if cursor is None:
        return _Cursor(collections[0]) if collections else None
    try:
        here = msgspec.json.decode(cursor, type=_Cursor)
    except msgspec.MsgspecError:
        return _Cursor(collections[0]) if collections else None
    if here.collection in collections:
        return here
    later = [
        collection for collection in collections if _order(collection) > _order(here.collection)
    ]
    return _Cursor(later[0]) if later else None


def _after(
    here: _Cursor, page: RecordPage, collections: Sequence[str], seen: Container[tuple[str, str]]
) -> _Cursor | None:
    """Return where to go on after `page`; a list that turns in circles is left for the next one."""
    if (
        page.cursor is not None
        and (here.collection, page.cursor) not in seen
        and here.pages < _MAX_PAGES
    ):
        return _Cursor(here.collection, page.cursor, here.pages + 1)
    following = collections.index(here.collection) + 1
    return _Cursor(collections[following]) if following < len(collections) else None


async def _page(
    place: RecordsAddress, here: _Cursor, exif: dict[str, Metadata], http: Http
) -> RecordPage:
    params = {"repo": place.repo.did, "collection": here.collection, "limit": _PAGE}
    if here.at:
        params["cursor"] = here.at
    answer = await xrpc(
        http,
        place.repo.pds,
        "com.atproto.repo.listRecords",
        params,
        f"records of {here.collection}",
    )
    return await asyncio.to_thread(parse_records, answer.body, place, here.collection, exif)


async def _exif(place: RecordsAddress, http: Http) -> dict[str, Metadata]:
    """Return what the account publishes about its photos in records of their own, by photo."""
    found: dict[str, Metadata] = {}
    here = _Cursor(GRAIN_EXIF)
    for _number in range(_MAX_PAGES):
        params = {"repo": place.repo.did, "collection": GRAIN_EXIF, "limit": _PAGE}
        if here.at:
            params["cursor"] = here.at
        answer = await xrpc(
            http, place.repo.pds, "com.atproto.repo.listRecords", params, f"records of {GRAIN_EXIF}"
        )
        more, cursor = parse_exif(answer.body)
        found.update(more)
        if cursor is None or cursor == here.at:
            break
        here = _Cursor(GRAIN_EXIF, cursor)
    return found
