"""Accounts of which only gallery-dl, a program of others, can list the pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from auditor.config import AT_OWN_RISK
from auditor.domain.account import Account, Profile
from auditor.domain.outcome import Batch
from auditor.domain.photos.photo import Photo, photo_id
from auditor.domain.traits import Traits
from auditor.errors import SourceError
from auditor.markup.payload import batches, left_out
from auditor.markup.urls import safe_url, same_host
from auditor.messages import N_, _, ngettext
from auditor.ports import Http, ListingProgram, ProofText, Recognised
from auditor.sources.gallery_dl.messages import ProgramList, read_listing
from auditor.sources.gallery_dl.platforms import asked_at

NAME = "gallery_dl"
_MOST_FURTHER = 5
"""Further addresses of the same account that are asked too: a profile often only names them."""
_LICENCE = N_(
    "Read by gallery-dl, a program of others that you installed (GPL-2.0). It asks the platform by "
    "itself, without any log-in of yours; 'auditor network-log' names only the address that it was "
    "given."
)
_RISK = N_(
    "The terms of this platform forbid reading it by a program: it may refuse your connection, or "
    "close accounts that it ties to it. You allowed it in the settings."
)


class GalleryDl:
    """See ports.Source. `name` is the platform that is read, NAME for any other address.

    `ours` returns the title of the source of ours that reads an address, "" where there is none.
    """

    needs = "program"

    def __init__(
        self,
        program: ListingProgram,
        platform: str = NAME,
        title: str = "gallery-dl",
        ours: Callable[[str], str] = lambda _url: "",
        closed: Callable[[str], str] = lambda _url: "",
    ) -> None:
        self.name = platform
        self.traits = Traits(title, own_site=False, any_host=platform == NAME, flags=())
        self._program = program
        self._ours = ours
        self._closed = closed

    def terms(self) -> str:
        """See ports.RunsProgram."""
        risk = (_(_RISK),) if self.name in AT_OWN_RISK else ()
        return " ".join((_(_LICENCE), *risk))

    def recognise(self, text: str) -> Recognised | None:
        """Return None: the list of platforms tells whose an address is, or the person does."""
        del text
        return None

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Return None: what any source of ours reads is read by that one."""
        del http, text
        return None

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """See ports.Source. What is left out is not told by the program: it is never complete."""
        del http, cursor  # it lists all each time
        url = self._asked(account)
        found = await self._read(account, url)
        own = [each for each in map(_address, found.further) if each and _within(each, url)]
        own = [each for each in dict.fromkeys(own) if each != url]
        for further in own[:_MOST_FURTHER]:
            _add(found, await self._read(account, further))
        if found.errors and not found.photos:
            raise SourceError(_("gallery-dl: {words}").format(words=found.errors[0]))
        left = len(found.further) - min(len(own), _MOST_FURTHER)
        notes = tuple(_notes(found, max(0, left)))
        profile: Profile | None = Profile(page_url=account.url)
        for batch in batches(_each_once(found.photos), "", None):
            last = batch.cursor is None
            yield replace(batch, profile=profile, notes=notes if last else (), complete=False)
            profile = None

    async def avatar(self, account: Account, http: Http) -> str | None:
        """Return None: nothing of an account that is not yours is asked by a program."""
        del account, http
        return None

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """Return nothing: what the program lists proves nothing."""
        del account, http
        return []

    def _asked(self, account: Account) -> str:
        """Return the address that is asked. Raises SourceError where another way is the right."""
        url = _address(account.url)
        if url is None:
            raise SourceError(_("gallery-dl needs the address of the profile."))
        if self.name != NAME:
            return asked_at(url)
        reads = self._ours(url)
        if reads:
            raise SourceError(
                _("{platform} is read without gallery-dl.").format(platform=reads),
                _("Add the address without --platform, so that nothing is read twice."),
            )
        closed = self._closed(url)
        if closed:
            raise SourceError(
                _("gallery-dl does not run for {platform} by this name.").format(platform=closed),
                _("Add the address without --platform; docs/settings.md tells of gallery_dl."),
            )
        return asked_at(url)

    async def _read(self, account: Account, url: str) -> ProgramList:
        purpose = _("{account}: list, by gallery-dl").format(account=account.id)
        printed, told = await self._program.listing(url, purpose=purpose)
        return await asyncio.to_thread(
            read_listing,
            *(printed, told),
            account=account.id,
            platform=self.name,
            profile=account.url,
        )


def _address(text: str) -> str | None:
    return safe_url("", text)


def _within(url: str, profile: str) -> bool:
    """Whether an address stands below the profile: any other may be somebody else's."""
    below = urlsplit(profile).path.rstrip("/") + "/"
    return same_host(url, profile) and urlsplit(url).path.startswith(below)


def _add(found: ProgramList, more: ProgramList) -> None:
    found.photos += more.photos
    found.further += more.further
    found.errors += [each for each in more.errors if each not in found.errors]
    found.films += more.films
    found.other_files += more.other_files
    found.of_others += more.of_others
    found.lost += more.lost


def _each_once(photos: Sequence[Photo]) -> list[Photo]:
    """Return each address once; two pictures of one number are named by their addresses."""
    kept: dict[str, Photo] = {}
    ids: set[str] = set()
    for photo in photos:
        if photo.media_url in kept:
            continue
        if photo.id in ids:
            address = photo.media_url.partition("?")[0]
            photo = replace(photo, id=photo_id(photo.account, address))  # noqa: PLW2901
        ids.add(photo.id)
        kept[photo.media_url] = photo
    return list(kept.values())


def _notes(found: ProgramList, left: int) -> list[str]:
    notes = [_("gallery-dl does not say whether its list is whole.")]
    notes += [_("gallery-dl: {words}").format(words=each) for each in found.errors]
    if found.films:
        notes.append(
            ngettext(
                "{n} film was not looked into", "{n} films were not looked into", found.films
            ).format(n=found.films)
        )
    if found.of_others:
        notes.append(
            ngettext(
                "{n} picture of somebody else stayed out",
                "{n} pictures of other people stayed out",
                found.of_others,
            ).format(n=found.of_others)
        )
    if left:
        notes.append(
            ngettext(
                "{n} further address that gallery-dl names was not asked.",
                "{n} further addresses that gallery-dl names were not asked.",
                left,
            ).format(n=left)
        )
    return [*notes, *left_out(found.lost)]
