"""What must be hidden so that nothing that is counted over several photos remains.

Each rule looks at what is left after some work with the very functions that the checks count with,
and says what would have to be hidden besides: never more than the rule demands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.findings.check import InventoryCase, Print
from auditor.domain.findings.closing import GONE
from auditor.domain.findings.question import QuestionId
from auditor.domain.likeness.copies import Cluster, distinct, restricted
from auditor.domain.likeness.judge import candidates
from auditor.domain.likeness.likeness import Tier
from auditor.domain.likeness.rules import RUNGS, Rung, showing
from auditor.domain.links import Tie
from auditor.domain.photos.place import PlaceCluster
from auditor.domain.routine.routine import (
    FEWEST_FOR_QUIET,
    FEWEST_TIMES,
    FEWEST_WEEKS,
    all_slots,
    day_in,
    hours_around,
    moments,
    night_of,
    parsed,
    quiet_hours,
    zone,
)
from auditor.domain.routine.words import (
    FEWEST_DAYS,
    FEWEST_NIGHTS,
    FEWEST_PHOTOS,
    comes_back,
)
from auditor.engine.exposure.links.marks import Mark, Marked, comparable, incomparable, marked
from auditor.engine.exposure.links.photo_ties import Pair, near_marks
from auditor.engine.judge.clusters import where_spots_can_be
from auditor.engine.plan.asked import AtLeast, Count, Either, Hidden, Works, holds
from auditor.engine.plan.photo_works import SHOWS_FOR, PhotoWorks, Shows, any_of

if TYPE_CHECKING:  # spots need numpy, which is not loaded for nothing
    from auditor.domain.routine.spots import Surroundings

DoneWork = Mapping[str, Works]
_SHOWS_OF = {"sha": Shows.BYTES, "pdq": Shows.LOOK, "serial": Shows.SERIAL, "place": Shows.POSITION}
_COUNTED = frozenset({Shows.POSITION, Shows.TIME, Shows.SERIAL, Shows.BYTES})
"""What a print no longer has once it is hidden."""
_MOST_CHANGED = 50_000
"""Prints after some work that are kept for the next time: 100,000 photos have many."""
_MOST_CENTRES, _FEWEST_CENTRES = 20, 2
_MOST_AROUND = 4000
"""Of one spot, looked at together, and the photos around them: what is around one is much the same
as around the next. Where so many photos are, what two centres leave is asked for in the next round.
"""
_LIKELY = frozenset({Tie.SAME_PLACE})
"""Ties by photos that are only likely."""


@dataclass(frozen=True, slots=True)
class ComparedPictures:
    """What comparing all pictures with each other came to, to be kept.

    `alone` are the photos of `Counting.alone`, `tying` those of which the picture or its bytes can
    tie accounts; `not_me` those that were left out of the first.
    """

    not_me: frozenset[str]
    alone: frozenset[str]
    tying: frozenset[str]


@dataclass(frozen=True)
class Counting:
    """The photos that are compared with each other, and what hides what they show.

    `together` are pairs of accounts of which a tie does not count. `known` is what comparing these
    very photos came to, if that is known.
    """

    case: InventoryCase
    works: Mapping[str, PhotoWorks]
    together: frozenset[Pair] = frozenset()
    known: ComparedPictures | None = None
    _changed: dict[tuple[str, Works], Print] = field(default_factory=dict)
    _asks: dict[tuple[str, tuple[Shows, ...]], Hidden] = field(default_factory=dict)
    _bare: dict[str, tuple[Print | None, Print]] = field(default_factory=dict)

    def needed(self, question: QuestionId, done: DoneWork, *, whole: bool) -> list[Count]:
        """Return what must be hidden besides what was done.

        So that nothing is counted for `question`: if `whole`, nothing at all, else nothing that
        says yes. Empty where nothing is left.
        """
        return [*self.asks(question, done, whole=whole)]

    def asks(self, question: QuestionId, done: DoneWork, *, whole: bool) -> Iterator[Count]:
        """Yield what is needed: the first of it is there long before the last."""
        rules: Sequence[Callable[[DoneWork], Iterable[Count]]] = {
            (QuestionId.HOME, False): (self._spots,),
            (QuestionId.DAYS, False): (self._weeks,),
            (QuestionId.DAYS, True): (self._weeks, self._quiet, self._zones),
            (QuestionId.LINKED, False): (self._certain_ties,),
            (QuestionId.LINKED, True): (self._all_ties,),
            (QuestionId.LIKENESS, False): (self._training,),
            (QuestionId.LIKENESS, True): (self._training,),
        }.get((question, whole), ())
        for rule in rules:
            yield from rule(done)

    def left(self, done: DoneWork) -> list[Print]:
        """Return the prints of the user's own accounts after some work."""
        return self._left(self._own, done)

    def _left(self, prints: Iterable[Print], done: DoneWork) -> list[Print]:
        shown = (
            self._after(photo, done[photo.photo]) if photo.photo in done else photo
            for photo in prints
        )
        return [photo for photo in shown if photo is not None]

    @cached_property
    def _own(self) -> Sequence[Print]:
        mine = {account.id for account in self.case.accounts if account.claim is Claim.MINE}
        return [photo for photo in self.case.prints if photo.account in mine]

    def _after(self, photo: Print, done: Works) -> Print | None:
        if done & GONE:
            return None
        key = photo.photo, done
        if key not in self._changed:
            if len(self._changed) >= _MOST_CHANGED:
                self._changed.clear()
            self._changed[key] = self._hide(photo, done)
        return self._changed[key]

    def _hide(self, photo: Print, done: Works) -> Print:
        hides = self.works[photo.photo].hides
        hidden = {what for what, clauses in hides.items() if holds(clauses, done)}
        if hidden.isdisjoint(_COUNTED):
            return photo
        return replace(
            photo,
            gps=None if Shows.POSITION in hidden else photo.gps,
            captured_at=None if Shows.TIME in hidden else photo.captured_at,
            serial_numbers=() if Shows.SERIAL in hidden else photo.serial_numbers,
            sha256="" if Shows.BYTES in hidden else photo.sha256,
        )

    def _hidden(self, photo: str, *shows: Shows) -> Hidden:
        """Return what hides one of `shows`, those that the photo has not left aside."""
        key = photo, shows
        if key not in self._asks:
            hides = self.works[photo].hides
            clauses = any_of(*(hides[what] for what in shows if what in hides))
            self._asks[key] = Hidden(photo, clauses)
        return self._asks[key]

    def _each(self, photos: Iterable[str], *shows: Shows) -> tuple[tuple[Hidden, ...], ...]:
        return tuple((self._hidden(photo, *shows),) for photo in photos)

    # spots

    def _spots(self, done: DoneWork) -> Iterator[Count]:
        """Somebody is often there: five photos, on three days or in two nights."""
        from auditor.domain.routine.spots import frequent

        for spot in frequent(self._left_near_spots(done)):
            if comes_back(spot):
                for centres, near in self._around(spot, done):
                    days = self._labels(near, day_in)
                    nights = self._labels(near, _night_in)
                    fewer = AtLeast(
                        self._each((photo.photo for photo in near), Shows.POSITION),
                        len(near) - FEWEST_PHOTOS + 1,
                    )
                    times = [
                        AtLeast(tuple(labels.values()), len(labels) - fewest + 1)
                        for labels, fewest in ((days, FEWEST_DAYS), (nights, FEWEST_NIGHTS))
                        if len(labels) >= fewest
                    ]
                    if times:
                        yield Either((*centres, (fewer,), tuple(times)))

    def _around(
        self, spot: PlaceCluster, done: DoneWork
    ) -> Iterator[tuple[Sequence[tuple[AtLeast]], Sequence[Print]]]:
        """Yield what hides the centres of a spot, and all that is near them before any work.

        As long as a centre is left, so is a spot there, unless less is left of what is near it. Of
        photos that are all near each other every one is a centre: less must be left of them.
        """
        from auditor.domain.routine.spots import centres

        before = [self._known[photo] for photo in spot.photos]
        middle = centres(self._left(before, done))
        groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
        near: dict[tuple[str, ...], Sequence[Print]] = {}
        together: dict[tuple[str, ...], Sequence[Print]] = {}
        number = min(_MOST_CENTRES, max(_FEWEST_CENTRES, _MOST_AROUND // len(before)))
        for centre in middle[:number]:
            there = self._surroundings.near(centre.photo)
            key = tuple(photo.photo for photo in there)
            groups[key].append(centre.photo)
            near[key] = there
            for some in self._surroundings.together(centre.photo):
                together[tuple(photo.photo for photo in some)] = some
        for key, names in groups.items():
            yield ((AtLeast(self._each(names, Shows.POSITION), len(names)),),), near[key]
        for photos in together.values():
            if len(photos) >= FEWEST_PHOTOS:
                yield (), photos

    @cached_property
    def _surroundings(self) -> Surroundings:
        from auditor.domain.routine.spots import Surroundings

        return Surroundings(self._near_spots)

    @cached_property
    def _known(self) -> Mapping[str, Print]:
        return {photo.photo: photo for photo in self._near_spots}

    def _left_near_spots(self, done: DoneWork) -> list[Print]:
        return self._left(self._near_spots, done)

    @cached_property
    def _near_spots(self) -> Sequence[Print]:
        near = where_spots_can_be(self.case)
        return [photo for photo in self._own if photo.photo in near]

    def _labels(
        self, photos: Sequence[Print], label: Callable[[str], object]
    ) -> Mapping[object, tuple[Hidden, ...]]:
        """Return by day, or by night, what hides that somebody was there then."""
        found: dict[object, list[Hidden]] = defaultdict(list)
        for photo in photos:
            told = label(photo.captured_at or "")
            if told is not None:
                found[told].append(self._hidden(photo.photo, Shows.POSITION, Shows.TIME))
        return {told: tuple(hidden) for told, hidden in found.items()}

    def _weeks(self, done: DoneWork) -> Iterator[Count]:
        """A weekday and an hour come back at one spot."""
        from auditor.domain.routine.spots import weekly

        for spot in weekly(self._left_near_spots(done)):
            again = all_slots(moments(spot.times))
            for centres, near in self._around(spot, done):
                weeks_of = self._weeks_of_slots(near)
                for slot in again:
                    weeks = weeks_of.get((slot.weekday, slot.hour), {})
                    groups = tuple(map(tuple, weeks.values()))
                    fewer = AtLeast(groups, len(groups) - FEWEST_WEEKS + 1)
                    yield Either((*centres, (fewer,)))

    def _weeks_of_slots(
        self, photos: Sequence[Print]
    ) -> Mapping[tuple[int, int], Mapping[object, list[Hidden]]]:
        """Return by weekday and hour, and by week, what hides that somebody was there then."""
        found: dict[tuple[int, int], dict[object, list[Hidden]]] = defaultdict(dict)
        for photo in photos:
            moment = parsed(photo.captured_at or "")
            if moment is not None:
                hidden = self._hidden(photo.photo, Shows.POSITION, Shows.TIME)
                week = moment.isocalendar()[:2]
                for hour in hours_around(moment):
                    found[moment.weekday(), hour].setdefault(week, []).append(hidden)
        return found

    # times

    def _quiet(self, done: DoneWork) -> Iterator[Count]:
        """Hours with hardly a photo, which are told from forty on."""
        timed = [photo for photo in self.left(done) if _counted(photo.captured_at)]
        times = [moment for photo in timed if (moment := parsed(photo.captured_at or ""))]
        if quiet_hours(times, self.case.hours) is not None:
            photos = [photo.photo for photo in timed]
            yield AtLeast(self._each(photos, Shows.TIME), len(photos) - FEWEST_FOR_QUIET + 1)

    def _zones(self, done: DoneWork) -> Iterator[Count]:
        """A time zone that some photos name."""
        named: dict[object, list[str]] = defaultdict(list)
        times = []
        for photo in self.left(done):
            moment = parsed(photo.captured_at or "")
            if moment is not None and moment.utcoffset() is not None:
                named[moment.utcoffset()].append(photo.photo)
                times.append(moment)
        if zone(times) is not None:
            for photos in named.values():
                if len(photos) >= FEWEST_TIMES:
                    yield AtLeast(self._each(photos, Shows.TIME), len(photos) - FEWEST_TIMES + 1)

    # likeness

    def _training(self, done: DoneWork) -> Iterator[Count]:
        """Enough different photos for a tier from T2 on; one photo is told by its own finding."""
        for rung in RUNGS:
            if rung.tier > Tier.ONE_SHOT:
                yield from self._rung(rung, done)

    def _rung(self, rung: Rung, done: DoneWork) -> Iterator[Count]:
        """Different photos that count for a rung: none of them is a copy of another."""
        shown, clusters = self._alike
        shows, counting = SHOWS_FOR[rung.tier], self._counting[rung.tier]
        left = {
            place
            for place in counting
            if shown[place].photo not in done
            or not holds(self.works[shown[place].photo].hides[shows], done[shown[place].photo])
        }
        if len(left) < rung.photos.value:
            return
        different: list[tuple[int, ...]] = []
        number = 0
        for cluster in clusters:
            now = _different(cluster, left)
            number += len(now)
            # where nothing is left, what was there is asked for too
            for place in now or _different(cluster, counting):
                kind = next(kind for kind in cluster.kinds if place in kind)
                different.append(tuple(other for other in kind if other in counting))
        if number >= rung.photos.value:
            groups = tuple(
                tuple(self._hidden(shown[place].photo, shows) for place in some)
                for some in different
            )
            yield AtLeast(groups, len(groups) - rung.photos.value + 1)

    @cached_property
    def _counting(self) -> Mapping[Tier, frozenset[int]]:
        """Return by tier the places of the photos that count for it before any work."""
        shows = [showing(photo) for photo in self._alike[0]]
        return {
            rung.tier: frozenset(place for place, each in enumerate(shows) if each.counts(rung))
            for rung in RUNGS
        }

    @cached_property
    def alone(self) -> frozenset[str]:
        """The photos that can count for a tier and are no copies of others."""
        if self.known is not None:
            return self.known.alone
        shown, clusters = self._alike
        return frozenset(
            shown[cluster.kinds[0][0]].photo
            for cluster in clusters
            if len(cluster.kinds) == 1 and len(cluster.kinds[0]) == 1
        )

    @cached_property
    def _alike(self) -> tuple[Sequence[Print], tuple[Cluster, ...]]:
        from auditor.hashing.match.copies import COPIES, copies

        shown = candidates(self.case)
        return shown, copies(shown, kept=self.case.compared, name=COPIES)

    # ties

    def _certain_ties(self, done: DoneWork) -> Iterator[Count]:
        return self._ties(done, certain=True)

    def _all_ties(self, done: DoneWork) -> Iterator[Count]:
        return self._ties(done, certain=False)

    def tying(self, prints: Iterable[Print]) -> list[Print]:
        """Return prints before or after some work, as far as they can tie accounts."""
        return [
            photo
            if photo.photo in self._tying or photo.photo not in self._mine
            else self._placed(photo)
            for photo in prints
            if photo.photo in self._tying
            or photo.gps is not None
            or photo.serial_numbers
            or photo.photo not in self._mine
        ]

    def _placed(self, photo: Print) -> Print:
        """Return a print of which neither picture nor bytes can tie accounts."""
        before, known = self._bare.get(photo.photo, (None, photo))
        if photo is not before:
            known = incomparable(photo)
            self._bare[photo.photo] = photo, known
        return known

    @cached_property
    def _mine(self) -> frozenset[str]:
        return frozenset(photo.photo for photo in self._own)

    @cached_property
    def _tying(self) -> frozenset[str]:
        """The photos of the user's own accounts of which the picture or its bytes can tie some."""
        if self.known is not None:
            return self.known.tying
        return comparable(self._own, self.case.compared)

    def compared(self) -> ComparedPictures:
        """Return what comparing all pictures with each other comes to."""
        return ComparedPictures(self.case.not_me, self.alone, self._tying)

    def _ties(self, done: DoneWork, *, certain: bool) -> Iterator[Count]:
        """Photos of two accounts that show the same."""
        shown = marked(self.tying(self.left(done)))
        told: set[frozenset[frozenset[tuple[Hidden, ...]]]] = set()
        for (pair, tie), near in near_marks(shown).items():
            if pair in self.together or (certain and tie in _LIKELY):
                continue
            for several in _bundles(near):
                sides = [
                    tuple(self._holders(shown, mark, account) for mark in marks)
                    for marks, account in zip(several, pair, strict=True)
                ]
                key = frozenset(map(frozenset, sides))
                if key not in told:
                    told.add(key)
                    yield Either(tuple([(AtLeast(side, len(side)),) for side in sides]))

    def _holders(self, shown: Marked, mark: Mark, account: str) -> tuple[Hidden, ...]:
        """Return what hides a mark of an account wholly."""
        shows = _SHOWS_OF[str(mark[0])]
        places = shown.holders[mark][account]
        return tuple([self._hidden(shown.prints[place].photo, shows) for place in places])


def _bundles(
    near: Iterable[tuple[Mark, Mark]],
) -> Iterator[tuple[Sequence[Mark], Sequence[Mark]]]:
    """Yield the marks of two accounts of which each is near each; else two that are near.

    All of the one account have to be hidden there, or all of the other: pair by pair the same is
    asked for, but the frames of one film have many thousands of pairs.
    """
    beside: dict[Mark, dict[Mark, None]] = defaultdict(dict)
    number: Counter[Mark] = Counter()
    for mark, other in near:
        if other not in beside[mark]:
            beside[mark][other] = None
            number[other] += 1
    alike: dict[frozenset[Mark], list[Mark]] = defaultdict(list)
    for mark, others in beside.items():
        alike[frozenset(others)].append(mark)
    for marks in alike.values():
        there = [*beside[marks[0]]]
        if all(number[other] == len(marks) for other in there):
            yield marks, there
        else:
            yield from (((mark,), (other,)) for mark in marks for other in there)


def _different(cluster: Cluster, among: AbstractSet[int]) -> list[int]:
    """Return the most photos of a cluster, of those `among`, of which none is a copy of another."""
    if len(cluster.kinds) == 1:
        return [place for place in cluster.kinds[0] if place in among][:1]
    return [place for part in restricted(cluster, among) for place in distinct(part)[0]]


def _night_in(text: str) -> object:
    moment = parsed(text)
    return None if moment is None else night_of(moment)


def _counted(text: str | None) -> bool:
    """Whether a time counts for quiet hours: midnight itself is what programs write for a day."""
    moment = parsed(text or "")
    return moment is not None and (moment.hour, moment.minute, moment.second) != (0, 0, 0)
