"""Reads an account's list and profile again, for what stands beside the pictures.

Flags, noindex, alt texts, published metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Profile
from auditor.domain.photos.photo import Photo
from auditor.domain.text.content_id import IdKey
from auditor.errors import (
    AccountHidden,
    AccountMissing,
    LoginNeeded,
    NetworkError,
    SourceError,
)
from auditor.messages import _
from auditor.ports import Http, Source


@dataclass(frozen=True)
class Relisting:
    """What the platform lists now.

    `missing`: it says that there is no such account, or (`hidden`) that it is switched off and can
    come back; `reason`: it could not be read to the end; `left_out`: why a photo that is not in it
    is not known to have left it, empty where it is; `refused`: strangers are told nothing.
    """

    photos: Mapping[str, Photo] = field(default_factory=dict)
    profile: Profile | None = None
    missing: bool = False
    hidden: bool = False
    refused: bool = False
    reason: str = ""
    left_out: str = ""
    whole: bool = False  # whether all of it was asked for, not only the profile

    @property
    def complete(self) -> bool:
        """Whether what it does not name is not listed."""
        return self.whole and not (self.missing or self.reason or self.left_out)

    @cached_property
    def of_address(self) -> Mapping[str, Photo]:
        """The photo that is listed at each address."""
        return {
            url: photo
            for photo in self.photos.values()
            for url in (photo.media_url, *(rendition.url for rendition in photo.renditions))
        }


async def relist(
    account: Account, source: Source, http: Http, ids: IdKey, *, profile_only: bool
) -> Relisting:
    """Read the list again without any picture; `profile_only` stops once the profile is read.

    Nothing is stored.
    """
    for again in (False, True):  # that an account is missing counts only if it is said twice
        found = await _listed(account, source, http, ids, profile_only=profile_only)
        if again or not found.missing:
            break
    return found


async def _listed(
    account: Account, source: Source, http: Http, ids: IdKey, *, profile_only: bool
) -> Relisting:
    photos: dict[str, Photo] = {}
    profile: Profile | None = None
    left_out = ""
    try:
        async for batch in source.fetch(account, http, None):
            photos.update((photo.id, photo) for photo in batch.named(ids).photos)
            profile = batch.profile or profile
            if not batch.complete:
                left_out = _("the list was not read to its end")
            if profile is not None and profile_only:
                break
    except AccountMissing as error:
        hidden = isinstance(error, AccountHidden)
        return Relisting(missing=True, hidden=hidden, left_out=error.message, whole=True)
    except (NetworkError, SourceError) as error:
        return Relisting(
            photos,
            profile,
            reason=error.message,
            left_out=error.message,
            refused=isinstance(error, LoginNeeded),
            whole=not profile_only,
        )
    return Relisting(photos, profile, left_out=left_out, whole=not profile_only)
