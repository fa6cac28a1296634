"""The judgement of likeness exposure.

The tier, what makes it, the fewest photos that lower it, and what some changes would do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase, Print
from auditor.domain.likeness.copies import Cluster, distinct, restricted
from auditor.domain.likeness.hide import fewest
from auditor.domain.likeness.likeness import Hide, Likeness, Reason, Tier, WhatIf
from auditor.domain.likeness.rules import FACE_FLOOR, RUNGS, Rung, rung_of
from auditor.domain.likeness.sides import places_of, sides_of, with_face_of

if TYPE_CHECKING:
    from auditor.domain.likeness.sides import WhichPhotos

    _Counting = Sequence[WhichPhotos]
    """For each rung which photos count for it."""

_SMALLER = (1080, 640)
"""Long sides in px of "what if they were smaller": what phones and platforms offer as large and as
small.
"""


_ID, _ACCOUNT = attrgetter("photo"), attrgetter("account")


def own(case: InventoryCase) -> tuple[Print, ...]:
    """Return the prints on the user's own accounts."""
    mine = {
        account.id
        for account in case.accounts
        if account.claim is Claim.MINE and account.proof.holds
    }
    return tuple(photo for photo in case.prints if photo.account in mine)


def candidates(case: InventoryCase) -> tuple[Print, ...]:
    """Return the prints that can count for any rung, in order of id.

    Of these alone it matters which are copies of each other.
    """
    shown = with_face_of(own(case), FACE_FLOOR)
    return tuple(sorted((photo for photo in shown if photo.photo not in case.not_me), key=_ID))


def judge(case: InventoryCase, prints: Sequence[Print], together: Sequence[Cluster]) -> Likeness:
    """Judge everything together.

    `prints` are `candidates(case)`, `together` the clusters of copies among them (hashing.copies);
    those of a single photo may be left out.
    """
    everything = own(case)
    marked = tuple(sorted(case.not_me.intersection(map(_ID, everything)))) if case.not_me else ()
    unknown = [photo.photo for photo in everything if photo.faces is None]
    looked = len(everything) - len(unknown)
    unread = sum(photo not in case.not_me for photo in unknown)
    ladder = _Ladder(prints, together)
    counting = ladder.counting(None)
    reasons = tuple(
        ladder.reason(rung, counts) for rung, counts in zip(RUNGS, counting, strict=True)
    )
    tier = max(
        (reason.tier for reason in reasons if reason.counted >= reason.needed), default=Tier.NONE
    )
    if not looked:
        return Likeness(Tier.NONE, reasons, (), None, (), unread, not_me=marked)
    return Likeness(
        tier=tier,
        reasons=reasons,
        counted=ladder.counted(counting, tier),
        hide=ladder.hide(counting, tier),
        what_if=tuple(_what_if(everything, ladder, counting, tier)),
        unread=unread,
        not_me=marked,
        looked=looked,
    )


def _what_if(
    everything: Sequence[Print], ladder: _Ladder, counting: _Counting, tier: Tier
) -> Iterator[WhatIf]:
    for longest in _SMALLER:
        smaller = ladder.counting(longest)
        yield WhatIf(f"shrink-{longest}", None, ladder.tier(smaller), ladder.count(smaller, tier))
    accounts = sorted({*map(_ACCOUNT, everything)})
    then: dict[str, tuple[Tier, int]] = {}
    for account in accounts:
        without = ladder.without(counting, account)
        then[account] = ladder.tier(without), ladder.count(without, tier)
    for change in (
        "remove-account",
        "make-private",
    ):  # the same for a stranger; what a platform offers differs
        for account in accounts:
            yield WhatIf(change, account, *then[account])


class _Ladder:
    """The rungs, and how many distinct photos stand on each."""

    def __init__(self, prints: Sequence[Print], together: Sequence[Cluster]) -> None:
        self._prints = prints
        self._sides = sides_of(prints)
        self._of_account: dict[str, list[int]] = defaultdict(list)
        for place, account in enumerate(map(_ACCOUNT, prints)):
            self._of_account[account].append(place)
        self._several = [
            cluster for cluster in together if len(cluster.kinds) > 1 or len(cluster.kinds[0]) > 1
        ]
        beside = (place for cluster in self._several for kind in cluster.kinds for place in kind)
        self._single = self._sides.all_but(beside)

    def counting(self, longest: int | None) -> _Counting:
        """Return which photos count for each rung, if no photo is longer than `longest` px."""
        return [self._sides.counting(rung, longest) for rung in RUNGS]

    def without(self, counting: _Counting, account: str) -> _Counting:
        """Return what counts without the photos of one account."""
        left = self._sides.all_but(self._of_account.get(account, ()))
        return [counts & left for counts in counting]

    def _distinct(self, counts: WhichPhotos) -> tuple[list[int], bool]:
        chosen, proven = [*places_of(counts & self._single)], True
        beside = frozenset(places_of(counts & ~self._single))
        for cluster in self._several:
            for part in restricted(cluster, beside):
                some, exact = distinct(part)
                chosen.extend(some)
                proven = proven and exact
        return sorted(chosen), proven

    def tier(self, counting: _Counting) -> Tier:
        """Return the highest rung that is reached."""
        pairs = zip(reversed(RUNGS), reversed(counting), strict=True)
        return next((rung.tier for rung, counts in pairs if self._reached(rung, counts)), Tier.NONE)

    def _reached(self, rung: Rung, counts: WhichPhotos) -> bool:
        needed = rung.photos.value
        return int(counts.sum()) >= needed and len(self._distinct(counts)[0]) >= needed

    def reason(self, rung: Rung, counts: WhichPhotos) -> Reason:
        """Return how far a rung is reached."""
        chosen, exact = self._distinct(counts)
        return Reason(
            tier=rung.tier,
            counted=len(chosen),
            needed=rung.photos.value,
            text=rung.text,
            source=rung.source,
            thresholds=rung.thresholds,
            poses=len(set(self._sides.pose[chosen].tolist())),
            lights=len(set(self._sides.light[chosen].tolist())),
            exact=exact,
        )

    def _on(self, counting: _Counting, tier: Tier) -> WhichPhotos:
        return self._sides.none() if tier is Tier.NONE else counting[RUNGS.index(rung_of(tier))]

    def count(self, counting: _Counting, tier: Tier) -> int:
        """Return how many distinct photos count for the rung of `tier`."""
        return len(self._distinct(self._on(counting, tier))[0])

    def counted(self, counting: _Counting, tier: Tier) -> tuple[str, ...]:
        """Return the distinct photos that count for the rung of `tier`.

        One of each heap of copies.
        """
        return tuple(
            self._prints[place].photo for place in self._distinct(self._on(counting, tier))[0]
        )

    def hide(self, counting: _Counting, tier: Tier) -> Hide:
        """Return the fewest photos whose hiding leads below `tier`.

        Those with the largest faces come first.
        """
        if tier is Tier.NONE:
            return Hide((), tier, optimal=True, bound=0)
        counts = self._on(counting, tier)
        beside = frozenset(places_of(counts & ~self._single))
        parts = [part for cluster in self._several for part in restricted(cluster, beside)]
        allowed = rung_of(tier).photos.value - 1
        removal = fewest(parts, allowed, places_of(counts & self._single))
        left = self._sides.all_but(removal.photos)
        reaches = self.tier([those & left for those in counting])
        faces = self._sides.face.tolist()
        first = sorted(sorted(removal.photos), key=lambda place: -faces[place])
        return Hide(
            tuple(self._prints[place].photo for place in first),
            reaches,
            removal.optimal,
            removal.bound,
        )


def blunt(judged: Likeness, unmeasured: int, *, unproven: bool) -> Likeness:
    """Add what the prints cannot say.

    Photos that could not be measured, and that accounts without proof were left out.
    """
    return replace(judged, unread=judged.unread + unmeasured, blunt=unproven)
