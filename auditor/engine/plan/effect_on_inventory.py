"""What a change does to everything that is compared.

Findings over the inventory, the likeness tier, the links between accounts. The slow half, which
pictures are alike, is found once: taking photos away or cleaning them makes no two pictures more
alike. Positions may come newly together: without the file's own, the one that the platform
publishes counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from auditor.checks import likeness_exposure, same_photo
from auditor.domain.account import Account, Claim, Profile
from auditor.domain.findings.check import InventoryCase, InventoryCheck, Print
from auditor.domain.findings.finding import Finding
from auditor.domain.likeness.copies import Cluster, restricted
from auditor.domain.likeness.judge import candidates, judge
from auditor.domain.likeness.likeness import Tier
from auditor.domain.traits import TraitsOf
from auditor.engine.exposure.links.marks import Mark, Marked, marked
from auditor.engine.exposure.links.photo_ties import Pair, near_marks
from auditor.engine.exposure.links.profile_ties import profile_ties
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.evaluate import Evaluation
from auditor.hashing.match.alike import Picture, alike

_SAME_PHOTO = same_photo.CHECK.id
_LIKENESS = likeness_exposure.CHECK.id
_LOOK = "pdq"
"""The kind of the mark that no change but a removal takes away."""
_Ties = Mapping[Pair, Sequence[tuple[Mark, Mark]]]


@dataclass(frozen=True, slots=True)
class InventoryEffect:
    """What comparing everything came to. `findings` are those of the checks over the inventory."""

    findings: tuple[Finding, ...]
    tier: Tier | None
    links: int


@dataclass(frozen=True)
class Comparing:
    """The inventory as it is, with `findings` of the checks over it.

    Asked what it would be after a change.
    """

    case: InventoryCase
    profiles: Mapping[str, Profile]
    findings: Sequence[Finding]
    evaluation: Evaluation
    today: date
    traits: TraitsOf

    @cached_property
    def now(self) -> InventoryEffect:
        """What it comes to without any change."""
        return InventoryEffect(
            tuple(self.findings), self._tier(self.case), self._links(self._own, {})
        )

    def after(self, prints: Mapping[str, Print | None], gone: AbstractSet[str]) -> InventoryEffect:
        """Return what it would come to with these prints, without the accounts in `gone`.

        A print that is None was removed.
        """
        if not prints and not gone:
            return self.now
        case = self._case(prints, gone)
        tier = self._tier(case) if not self._counting.isdisjoint(prints) or gone else self.now.tier
        accounts = {account.id: account for account in case.accounts}
        found = self._same_photo(case, accounts, prints.keys())
        for check in self._checks:
            if check.id == _LIKENESS and tier == self.now.tier:
                found += [
                    finding for finding in self.findings if finding.check == _LIKENESS
                ]  # its weight comes from the tier alone
            elif check.id != _SAME_PHOTO:
                evaluation = Evaluation((check,), self.evaluation.remedy)
                found += evaluation.judge_inventory(case, accounts, self.today)
        return InventoryEffect(
            tuple(found),
            tier,
            self._links([account for account in self._own if account.id not in gone], prints),
        )

    def _case(self, prints: Mapping[str, Print | None], gone: AbstractSet[str]) -> InventoryCase:
        changed = [prints.get(photo.photo, photo) for photo in self.case.prints]
        left = [photo for photo in changed if photo is not None and photo.account not in gone]
        removed = {photo for photo, shown_photo in prints.items() if shown_photo is None}
        case = replace(
            self.case,
            accounts=[account for account in self.case.accounts if account.id not in gone],
            prints=left,
            impostors=[
                impostor for impostor in self.case.impostors if impostor.impostor not in gone
            ],
            private=[
                match
                for match in self.case.private
                if match.photo not in removed and match.account not in gone
            ],
        )
        moved = any(
            photo.gps
            and photo.photo in prints
            and _where_and_when(prints[photo.photo]) != _where_and_when(photo)
            for photo in self.case.prints
        )
        return with_spots(case) if moved or gone else case

    @cached_property
    def _checks(self) -> Sequence[InventoryCheck]:
        return [check for check in self.evaluation.checks if isinstance(check, InventoryCheck)]

    @cached_property
    def _own(self) -> Sequence[Account]:
        return [account for account in self.case.accounts if account.claim is Claim.MINE]

    # the same photo on several accounts: only groups of which something changes are judged anew

    @cached_property
    def _groups(self) -> Mapping[str, tuple[str, ...]]:
        own = {account.id for account in self._own}
        prints = [photo for photo in self.case.prints if photo.account in own]
        groups = [
            tuple(prints[place].photo for place in group)
            for group in alike([Picture(p.account, p.sha256, p.pdq) for p in prints])
        ]
        return {photo: group for group in groups for photo in group}

    def _same_photo(
        self, case: InventoryCase, accounts: Mapping[str, Account], changed: AbstractSet[str]
    ) -> list[Finding]:
        checks = [check for check in self._checks if check.id == _SAME_PHOTO]
        if not checks:
            return []
        touched = {
            photo
            for photo_id in changed
            if photo_id in self._groups
            for photo in self._groups[photo_id]
        }
        kept = [
            finding
            for finding in self.findings
            if finding.check == _SAME_PHOTO and finding.observation.photo not in touched
        ]
        if not touched:
            return kept
        part = replace(case, prints=[photo for photo in case.prints if photo.photo in touched])
        return kept + Evaluation(checks, self.evaluation.remedy).judge_inventory(
            part, accounts, self.today
        )

    # likeness

    @cached_property
    def _alike(self) -> tuple[Sequence[Print], tuple[Cluster, ...]]:
        from auditor.hashing.match.copies import copies

        shown = candidates(self.case)
        return shown, copies(shown)

    @cached_property
    def _counting(self) -> frozenset[str]:
        return frozenset(photo.photo for photo in self._alike[0])

    def _tier(self, case: InventoryCase) -> Tier | None:
        before, clusters = self._alike
        shown = candidates(case)
        place_of = {photo.photo: place for place, photo in enumerate(shown)}
        to = {
            old: place_of[photo.photo]
            for old, photo in enumerate(before)
            if photo.photo in place_of
        }
        left = [_moved(part, to) for cluster in clusters for part in restricted(cluster, to)]
        judged = judge(case, shown, left)
        return judged.tier if judged.known else None

    # links

    @cached_property
    def _tied(self) -> tuple[Marked, _Ties, Mapping[str, int]]:
        """The photos with their marks, the near marks of two accounts, and each photo's place."""
        known = {account.id for account in self._own}
        shown = marked([photo for photo in self.case.prints if photo.account in known])
        ties: dict[Pair, list[tuple[Mark, Mark]]] = {}
        for (pair, _family), near in near_marks(shown).items():
            ties.setdefault(pair, []).extend(near)
        return shown, ties, {photo.photo: place for place, photo in enumerate(shown.prints)}

    def _links(self, accounts: Sequence[Account], prints: Mapping[str, Print | None]) -> int:
        shown, ties, places = self._tied
        changed = {places[photo]: after for photo, after in prints.items() if photo in places}
        kept = _kept(changed)
        here = {account.id for account in accounts}

        def holds(mark: Mark, account: str) -> bool:
            places = shown.holders[mark].get(account, ())
            return any(
                place not in changed
                or (place in kept and (mark[0] == _LOOK or mark in kept[place]))
                for place in places
            )

        linked = set(profile_ties(accounts, self.profiles, self.traits))
        for (a, b), near in ties.items():
            if (
                a in here
                and b in here
                and any(holds(first, a) and holds(other, b) for first, other in near)
            ):
                linked.add((a, b))
        if any(
            photo is not None and photo.gps is not None and photo.gps != shown.prints[place].gps
            for place, photo in changed.items()
        ):
            left = [
                photo
                for place, known in enumerate(shown.prints)
                if (photo := changed.get(place, known)) and photo.account in here
            ]
            linked |= _tied_by_place(left)
        return len(linked)


def _where_and_when(photo: Print | None) -> tuple[object, object] | None:
    return None if photo is None else (photo.gps, photo.captured_at)


def _kept(changed: Mapping[int, Print | None]) -> Mapping[int, AbstractSet[Mark]]:
    """Return the marks but those of its look that each changed photo shows which is still there."""
    left = {place: replace(photo, pdq=()) for place, photo in changed.items() if photo is not None}
    return {
        place: frozenset(own)
        for place, own in zip(left, marked(list(left.values())).marks, strict=True)
    }


def _tied_by_place(prints: Sequence[Print]) -> set[Pair]:
    """Return the accounts tied by positions, for when some are new.

    Those that a platform publishes beside a file that had another.
    """
    placed = [
        replace(photo, sha256="", pdq=(), serial_numbers=())
        for photo in prints
        if photo.gps is not None
    ]
    return {pair for pair, _family in near_marks(marked(placed))}


def _moved(cluster: Cluster, to: Mapping[int, int]) -> Cluster:
    return Cluster(
        tuple(tuple(to[place] for place in kind) for kind in cluster.kinds), cluster.near
    )
