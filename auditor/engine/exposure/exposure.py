"""What can be asked of all photos together: likeness, links, places, openness.

What is made of the vault alone is kept there until something changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from auditor.domain.account import Claim
from auditor.domain.findings.collecting import uncollected
from auditor.domain.likeness.likeness import Likeness
from auditor.domain.links import Links
from auditor.domain.openness import OpennessReport
from auditor.domain.photos.counts import PhotoCounts
from auditor.domain.photos.place import Places
from auditor.domain.views import PhotoQuery, PhotoRow
from auditor.engine.accounts.book import AccountBook
from auditor.engine.dependencies import Rooms
from auditor.engine.exposure import likeness as likeness_exposure
from auditor.engine.exposure.links import links
from auditor.engine.exposure.openness import OpennessInquiry, address
from auditor.engine.judge.beside import read_or_make
from auditor.engine.judge.clusters import spots
from auditor.engine.judge.inventory import inventory, not_me, put_not_me
from auditor.engine.judge.kept import MANY, Kept, kept_of
from auditor.errors import UsageError
from auditor.guidance.agents import agents
from auditor.messages import _
from auditor.ports.beside import LongWork, WorkKind

if TYPE_CHECKING:
    from auditor.engine.outside.training_sets import TrainingSets


class Exposure:
    """What the faces may ask about exposure. `judge` is awaited when findings may have changed."""

    def __init__(self, rooms: Rooms, judge: Callable[[], Awaitable[None]]) -> None:
        self._rooms = rooms
        self._vault = rooms.vault
        self._judge = judge

    @property
    def training_sets(self) -> TrainingSets:
        """What of the person's is looked for in training sets."""
        from auditor.engine.outside.training_sets import TrainingSets

        return TrainingSets(self._rooms)

    async def mark_not_me(self, photo_id: str, *, somebody_else: bool) -> None:
        """Record that a photo shows somebody else, or take that back.

        Raises UsageError if there is no such photo.
        """
        if await self._vault.photo(photo_id) is None:
            raise UsageError(
                _("There is no photo {id}.").format(id=photo_id),
                _("'auditor photos' shows the ids."),
            )
        marked = await not_me(self._vault)
        await put_not_me(self._vault, marked | {photo_id} if somebody_else else marked - {photo_id})
        await self._judge()

    async def not_me(self) -> frozenset[str]:
        """Return the photos that the user said show somebody else."""
        return await not_me(self._vault)

    async def rows(self, photo_ids: Sequence[str]) -> tuple[PhotoRow, ...]:
        """Return the list rows of photos that an answer names, in order of id.

        Unknown ones are left out.
        """
        return await self._vault.rows_of(photo_ids)

    async def counts(self, query: PhotoQuery) -> PhotoCounts:
        """Count the photos asked for by year and hour of posting and by size."""
        return await self._vault.photo_counts(query)

    async def likeness(self) -> Likeness:
        """Return what could be made of the user from the photos of all proven accounts together."""
        return await read_or_make(
            self._rooms,
            await self._kept(),
            self._kept,
            "likeness",
            Likeness,
            lambda: likeness_exposure.likeness(self._vault),
            LongWork(WorkKind.LIKENESS),
        )

    async def _kept(self) -> Kept:
        return await kept_of(self._vault, self._rooms.checks)

    async def work_ahead(self) -> None:
        """Work out what takes so long, with very many photos, that nobody wants to wait for it."""
        if await self._vault.count_photos(PhotoQuery()) >= MANY:
            await self.likeness()
            await self.links()
            await self.places()

    async def openness(self, url: str) -> OpennessReport:
        """Return what the page or picture at `url` says of AI training.

        Asks the host that `url` names. Raises UsageError, NetworkError.
        """
        if self._rooms.practice_only and not self._rooms.http.opened(address(url)):
            raise UsageError(
                _("This run is locked to the practice range."),
                _("Leave out --practice-only to work with real accounts."),
            )
        try:
            return await OpennessInquiry(self._rooms.http, agents()).report(
                url, self._rooms.sources
            )
        finally:
            await self._rooms.requests.flush(self._vault)

    async def links(self, accounts: Sequence[str] = ()) -> Links:
        """Return what ties the proven accounts, with the cut for `accounts`.

        For none named those kept apart, else all that are linked. Raises UsageError if there is no
        such account, or if it is not proven: links would show whose a stranger's account is.
        """
        book = AccountBook(self._rooms)
        named = [await book.get(account) for account in accounts]
        for known in named:
            if known.claim is Claim.MINE and not known.supported:
                raise UsageError(
                    _("This program cannot look into {id}, so nothing of it is compared.").format(
                        id=known.id
                    ),
                    _("'auditor plan' lists its settings."),
                )
            if known.claim is not Claim.MINE or not known.ties:
                raise UsageError(
                    _(
                        "Links are computed for proven accounts only, and {id} is not proven."
                    ).format(id=known.id),
                    _("auditor accounts prove {id}").format(id=known.id),
                )
        ids = [account.id for account in named]
        return await read_or_make(
            self._rooms,
            await self._kept(),
            self._kept,
            f"links:{' '.join(ids)}",
            Links,
            lambda: links.links(self._vault, self._rooms.traits, ids),
            LongWork(WorkKind.LINKS, tuple(ids)),
        )

    async def places(self) -> Places:
        """Return the spots where several photos of proven accounts were taken.

        Their positions are exact, so show them only if asked.
        """
        return await read_or_make(
            self._rooms,
            await self._kept(),
            self._kept,
            "places",
            Places,
            self._places,
            LongWork(WorkKind.PLACES),
        )

    async def _places(self) -> Places:
        case = await inventory(self._vault)
        return Places(
            await asyncio.to_thread(uncollected, spots, case), await self._vault.keeps_places()
        )

    async def forget_places(self) -> None:
        """Forget every position at once, overwriting what was deleted.

        Scans store none until `remember_places`.
        """
        await self._vault.forget_places()
        await self._judge()

    async def remember_places(self) -> bool:
        """Let the next scan store positions again, for which it reads every photo anew.

        False if they were stored all the time.
        """
        return await self._vault.remember_places()
