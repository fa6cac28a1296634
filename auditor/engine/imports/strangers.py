"""What strangers got of an account's archive: its photos beside the pictures of captures.

A photo that a capture shows keeps what the archive says of it, and counts as the picture that was
served. Of the others nobody knows whether a stranger gets them: a page stops somewhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.domain.archives.archive import SEEN_BY_STRANGERS
from auditor.domain.archives.capture import SCHEME, CaptureMark
from auditor.domain.photos.photo import Photo, Rendition, Role, Visibility
from auditor.domain.prints import print_of
from auditor.domain.views import StoredPhoto
from auditor.hashing.match.alike import Picture, alike
from auditor.ports import Vault

_PAGE = 500
_SIZES = 12
"""PDQ distance up to which two pictures of captures count as sizes of one. A judgement: sizes that
platforms make of a picture differ by less, two of a series by more."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The photos of an account: of its archive, and of captures alone."""

    uploads: tuple[StoredPhoto, ...]
    alone: tuple[StoredPhoto, ...]


async def compare(vault: Vault, account: str, mark: CaptureMark) -> CaptureMark:
    """Put the pictures of captures to the photos of the archive, and return what came of it."""
    rows = await _rows(vault, account)
    sizes = await asyncio.to_thread(_sizes_of, rows.alone)
    await vault.restate((), sizes)
    alone = tuple(each for each in rows.alone if each.photo.id not in sizes)
    if not rows.uploads:
        ids = tuple(each.photo.id for each in alone)
        return replace(mark, uploaded=0, got=0, least=0, most=0, untold=0, alone=ids)
    taken = [each for each in rows.uploads if _served(each.photo)]
    fresh = [each for each in rows.uploads if not _served(each.photo)]
    again = await asyncio.to_thread(_met, taken, alone)
    alone = tuple(each for each in alone if each.photo.id not in again)
    met = await asyncio.to_thread(_met, fresh, alone)
    by_id = {each.photo.id: each for each in (*rows.uploads, *rows.alone)}
    restated = [_joined(by_id[upload], by_id[shown]) for shown, upload in met.items()]
    restated += [
        _joined(by_id[upload], by_id[shown])
        for shown, upload in again.items()
        if _long_side(by_id[shown].photo) > _long_side(by_id[upload].photo)
    ]
    known = {each.photo.id for each in restated}
    left = [each for each in fresh if each.photo.id not in known]
    restated += [_unseen(each) for each in left if each.photo.visibility in SEEN_BY_STRANGERS]
    await vault.restate(restated, (*met, *again))
    now = {each.photo.id: each.photo for each in (*taken, *restated)}
    got = [photo for photo in now.values() if _served(photo)]
    sides = [side for photo in got if (side := _long_side(photo))]
    return replace(
        mark,
        uploaded=len(rows.uploads),
        got=len(got),
        least=min(sides, default=0),
        most=max(sides, default=0),
        alone=tuple(each.photo.id for each in alone if each.photo.id not in met),
        untold=sum(each.facts is None for each in left),
    )


async def seen_before(vault: Vault, account: str) -> Mapping[str, tuple[Rendition, ...]]:
    """Return what captures showed of the photos of an account's archive, by their ids."""
    rows = await _rows(vault, account)
    return {each.photo.id: each.photo.renditions for each in rows.uploads if _served(each.photo)}


async def _rows(vault: Vault, account: str) -> _Rows:
    uploads: list[StoredPhoto] = []
    alone: list[StoredPhoto] = []
    after: str | None = None
    while page := await vault.photos(after, _PAGE):
        after = page[-1].photo.id
        for each in page:
            if each.photo.account == account:
                uploaded = each.photo.rendition(Role.UPLOADED) is not None
                (uploads if uploaded else alone).append(each)
    return _Rows(tuple(uploads), tuple(each for each in alone if _served(each.photo)))


def _served(photo: Photo) -> Rendition | None:
    served = photo.rendition(Role.SERVED)
    return served if served is not None and served.url.startswith(SCHEME) else None


def _long_side(photo: Photo) -> int:
    served = _served(photo)
    return max(served.width or 0, served.height or 0) if served is not None else 0


def _picture(owner: str, stored: StoredPhoto) -> Picture:
    if stored.facts is None:
        return Picture(owner, "", ())
    made = print_of(stored.photo, stored.facts)
    return Picture(owner, made.sha256, made.pdq)


def _met(uploads: Sequence[StoredPhoto], alone: Sequence[StoredPhoto]) -> dict[str, str]:
    """Return by the id of a capture's picture that of the photo of the archive that it shows."""
    if not uploads or not alone:
        return {}
    both = (*uploads, *alone)
    pictures = [
        *(_picture("uploaded", each) for each in uploads),
        *(_picture("served", each) for each in alone),
    ]
    met: dict[str, str] = {}
    for group in alike(pictures):
        free = [place for place in group if place < len(uploads)]
        shown = [place for place in group if place >= len(uploads)]
        shown.sort(key=lambda place: (-_long_side(both[place].photo), place))
        for place in shown:
            near = sorted(free, key=lambda other: (_apart(pictures[place], pictures[other]), other))
            if near:
                free.remove(near[0])
                met[both[place].photo.id] = both[near[0]].photo.id
    return met


def _apart(first: Picture, second: Picture) -> int:
    """Return how many bits two pictures differ by, in the turn in which they are nearest."""
    if first.sha256 and first.sha256 == second.sha256:
        return -1
    if not first.pdq or not second.pdq:
        return 256
    turned = int(first.pdq[0], 16)
    return min((turned ^ int(form, 16)).bit_count() for form in second.pdq)


def _sizes_of(alone: Sequence[StoredPhoto]) -> tuple[str, ...]:
    """Return the ids of pictures of captures that are smaller sizes of others."""
    pictures = [_picture(str(place), each) for place, each in enumerate(alone)]
    found: list[str] = []
    for group in alike(pictures, _SIZES):
        largest = max(group, key=lambda place: (_long_side(alone[place].photo), -place))
        side = _long_side(alone[largest].photo)
        found += [
            alone[place].photo.id
            for place in group
            if place != largest and _long_side(alone[place].photo) != side
        ]
    return tuple(found)


def _joined(upload: StoredPhoto, shown: StoredPhoto) -> StoredPhoto:
    """Return a photo of the archive as strangers get it: measured on what they are served."""
    served = _served(shown.photo)
    assert served is not None
    uploaded = tuple(each for each in upload.photo.renditions if each.role is Role.UPLOADED)
    photo = replace(
        upload.photo,
        renditions=(replace(served, immutable=True), *uploaded),
        media_url=served.url,
        visibility=Visibility.PUBLIC,
        alt=upload.photo.alt or shown.photo.alt,
        unkept_words="",
    )
    return replace(upload, photo=photo, facts=shown.facts, reason_unread=shown.reason_unread)


def _unseen(upload: StoredPhoto) -> StoredPhoto:
    """Return a photo of the archive of which nobody knows whether strangers get it."""
    photo = replace(upload.photo, visibility=Visibility.UNKNOWN)
    return replace(upload, photo=photo, facts=None)
