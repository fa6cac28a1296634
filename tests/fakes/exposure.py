"""Likeness, links and places without a vault.

Invented answers over the invented people, tame or hostile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.domain.likeness.likeness import (
    Best,
    Hide,
    Likeness,
    Original,
    Reason,
    Shrink,
    Threshold,
    Tier,
    WhatIf,
)
from auditor.domain.links import AccountLink, Cut, CutFor, LinkEvidence, Links, Tie
from auditor.domain.outside.training_sets import CorpusResult, Sought
from auditor.domain.photos.counts import PhotoCounts
from auditor.domain.photos.place import Place, PlaceCluster, Places
from auditor.domain.views import PhotoQuery, PhotoRow
from auditor.engine.exposure.exposure import Exposure
from auditor.engine.outside.training_sets import TrainingSets
from tests.fakes import people

LATITUDE, LONGITUDE = 52.517037, 13.388860
HIDDEN = tuple(f"p{number:016x}" for number in (3, 6))
COUNTED = (*HIDDEN, *(f"p{number:016x}" for number in (9, 12, 15)))
BEST, LARGE_FACE = COUNTED[2], f"p{18:016x}"
A, B, C = (account.id for account in people.ACCOUNTS[:3])
SOURCE = "https://arxiv.org/abs/2208.12242"


def rung(tier: Tier, counted: int, needed: int) -> Reason:
    thresholds = (
        Threshold("face", 256, SOURCE, 2022, "paper"),
        Threshold("photos", needed, "", 2026, "form of a hosted trainer"),
    )
    return Reason(
        tier,
        counted,
        needed,
        "photos with a face of {face} px",
        SOURCE,
        thresholds,
        poses=2,
        lights=1,
    )


HIDE = Hide(HIDDEN, Tier.ONE_SHOT, optimal=True, bound=2)
LIKENESS = Likeness(
    tier=Tier.FEW_SHOT,
    reasons=(rung(Tier.ONE_SHOT, 7, 1), rung(Tier.FEW_SHOT, 5, 4), rung(Tier.LORA, 2, 12)),
    counted=COUNTED,
    hide=HIDE,
    what_if=(
        WhatIf("shrink-640", None, Tier.ONE_SHOT, 5),
        WhatIf("remove-account", A, Tier.NONE, 0),
    ),
    unread=3,
    blunt=True,
    looked=40,
    best=Best(
        BEST,
        A,
        900,
        1200,
        "https://example.org/9",
        Original("https://example.org/9.jpg", 180, 240),
    ),
    shrink=(
        Shrink(512, (BEST,), 3.0),
        Shrink(256, (BEST, LARGE_FACE), 6.0),
        Shrink(112, (BEST, LARGE_FACE, *HIDDEN), 12.0),
    ),
)


class FakeTrainingSets(TrainingSets):
    """Knows one page; `kept` are the files of searches whose end was kept."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, ...]] = []

    async def sought(self) -> Sought:
        return Sought((), ("https://social.example/maja/*",))

    async def keep(self, result: CorpusResult, names: Sequence[str]) -> None:
        self.kept.append(tuple(names))


class FakeExposure(Exposure):
    """`word` takes the place of every text that others wrote; `calls` counts what was done."""

    def __init__(self, word: str | None = None, *, empty: bool = False) -> None:
        self._word = word
        self._empty = empty
        self.marked: frozenset[str] = frozenset()
        self.kept = True
        self.calls: list[str] = []
        self._training_sets = FakeTrainingSets()

    @property
    def training_sets(self) -> FakeTrainingSets:
        return self._training_sets

    def _text(self, usual: str) -> str:
        return usual if self._word is None else self._word

    async def mark_not_me(self, photo_id: str, *, somebody_else: bool) -> None:
        self.calls.append(f"not_me {photo_id} {somebody_else}")
        self.marked = self.marked | {photo_id} if somebody_else else self.marked - {photo_id}

    async def not_me(self) -> frozenset[str]:
        return self.marked

    async def rows(self, photo_ids: Sequence[str]) -> tuple[PhotoRow, ...]:
        return tuple(
            people.row(int(photo_id.removeprefix("p"), 16), self._word)
            for photo_id in sorted(photo_ids)
        )

    async def likeness(self) -> Likeness:
        if self._empty:
            return Likeness(Tier.NONE, (), (), None, (), unread=4)

        def left(photos: Sequence[str]) -> tuple[str, ...]:
            return tuple(photo for photo in photos if photo not in self.marked)

        return replace(
            LIKENESS,
            counted=left(LIKENESS.counted),
            hide=replace(HIDE, photos=left(HIDE.photos)),
            best=None if BEST in self.marked else LIKENESS.best,
            shrink=tuple(replace(size, photos=left(size.photos)) for size in LIKENESS.shrink),
            not_me=tuple(sorted(self.marked)),
        )

    async def links(self, accounts: Sequence[str] = ()) -> Links:
        if self._empty:
            return Links((), (), (A,))
        serial = LinkEvidence(
            Tie.SAME_CAMERA, (HIDDEN[0],), (COUNTED[3],), self._text("SN1234567890")
        )
        name = LinkEvidence(Tie.SAME_HANDLE, value=self._text("majalindgren"))
        link = AccountLink(
            A, C, (LinkEvidence(Tie.SAME_PHOTO, (HIDDEN[0],), (BEST,)), serial, name)
        )
        cut = Cut(A, (C,), HIDDEN, (AccountLink(A, C, (name,)),))
        return Links((link,), (cut, Cut(C, (), ())), (B,), CutFor.KEPT_APART, ((A, C),))

    async def places(self) -> Places:
        if self._empty or not self.kept:
            return Places((), self.kept)
        times = tuple(f"2024-05-{day:02d}T23:10:00" for day in range(1, 28))
        photos = tuple(f"p{index:016x}" for index in range(27))
        home = PlaceCluster(
            LATITUDE, LONGITUDE, 80, photos, (A, C), times, Place(self._text("Berlin"), "DE", 1000)
        )
        return Places((home, PlaceCluster(0.1234567, 0.2, 140, photos[:3], (A,), ())))

    async def counts(self, query: PhotoQuery) -> PhotoCounts:
        del query
        if self._empty:
            return PhotoCounts()
        hours = tuple((hour, 40 * (hour in {8, 18, 19}) + hour) for hour in range(1, 24))
        return PhotoCounts(
            ((None, 3), (2019, 12), (2021, 310), (2022, 1)),
            ((None, 3), *hours),
            ((None, 9), (1, 4), (3, 250), (5, 63)),
        )

    async def forget_places(self) -> None:
        self.calls.append("forget")
        self.kept = False

    async def remember_places(self) -> bool:
        self.calls.append("remember")
        was, self.kept = self.kept, True
        return not was
