"""Which photos tie which accounts, and the fewest of them whose removal ends that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor.domain.findings.check import Print
from auditor.domain.links import LinkEvidence, Tie
from auditor.domain.photos.photo import PhotoKind
from auditor.engine.exposure.links.marks import Mark, Marked
from auditor.engine.exposure.links.max_flow import Flow

Pair = tuple[str, str]
"""Two accounts, the smaller id first."""

_FAMILY = {
    "sha": Tie.SAME_PHOTO,
    "pdq": Tie.SAME_PHOTO,
    "serial": Tie.SAME_CAMERA,
    "place": Tie.SAME_PLACE,
}
_COARSE = 2
"""Decimals of a place that is told: about 1 km, so that no list of links gives away where somebody
lives.
"""

_Node = int | tuple[int, Mark]


class _Together:
    """Disjoint sets."""

    def __init__(self) -> None:
        self._above: dict[_Node, _Node] = {}

    def top(self, node: _Node) -> _Node:
        """Return what stands for the set of `one`."""
        above = self._above.setdefault(node, node)
        while above != node:
            self._above[node] = node = self._above[above]
            above = self._above[node]
        return node

    def join(self, node: _Node, other: _Node) -> None:
        """Put two into one set."""
        self._above[self.top(node)] = self.top(other)


def photo_ties(shown: Marked) -> dict[Pair, list[LinkEvidence]]:
    """Return what ties each two accounts by photos.

    One piece of evidence for each picture, camera or place that they share.
    """
    found: dict[Pair, list[LinkEvidence]] = defaultdict(list)
    for (pair, family), near in near_marks(shown).items():
        found[pair] += _evidence(shown, pair, family, near)
    return found


def near_marks(shown: Marked) -> Mapping[tuple[Pair, Tie], list[tuple[Mark, Mark]]]:
    """Return the marks by which two accounts are tied: (mark of the first, mark of the second)."""
    near: dict[tuple[Pair, Tie], list[tuple[Mark, Mark]]] = defaultdict(list)
    for mark, holders in shown.holders.items():
        for other in shown.around(mark):
            for first in holders:
                for second in shown.holders.get(other, ()):
                    if first < second:  # the other order comes when `other` is the one looked at
                        near[(first, second), _FAMILY[mark[0]]].append((mark, other))
    return near


def _evidence(
    shown: Marked, pair: Pair, family: Tie, near: Sequence[tuple[Mark, Mark]]
) -> Iterator[LinkEvidence]:
    sets = _Together()
    sides: dict[tuple[int, Mark], Sequence[int]] = {}
    for first, second in near:
        sets.join((0, first), (1, second))
        sides[0, first] = shown.holders[first][pair[0]]
        sides[1, second] = shown.holders[second][pair[1]]
    for node, places in sides.items():
        for place in places:
            sets.join(node, place)
    found: dict[_Node, tuple[dict[int, None], dict[int, None]]] = defaultdict(lambda: ({}, {}))
    for node, places in sides.items():
        found[sets.top(node)][node[0]].update(dict.fromkeys(places))
    for ours, theirs in found.values():
        left, other = ([shown.prints[place] for place in side] for side in (ours, theirs))
        yield LinkEvidence(
            _tie(family, (*left, *other)), _ids(left), _ids(other), _value(family, left, other)
        )


def _tie(family: Tie, prints: Sequence[Print]) -> Tie:
    avatars = family is Tie.SAME_PHOTO and all(photo.kind is PhotoKind.AVATAR for photo in prints)
    return Tie.SAME_AVATAR if avatars else family


def _ids(prints: Sequence[Print]) -> tuple[str, ...]:
    return tuple(sorted(photo.photo for photo in prints))


def _value(family: Tie, first: Sequence[Print], other: Sequence[Print]) -> str:
    """Return the serial number that most photos share, or the place to 1 km."""
    if family is Tie.SAME_CAMERA:
        theirs = {serial.strip().casefold() for each in other for serial in each.serial_numbers}
        return _commonest(
            [
                serial
                for each in first
                for serial in each.serial_numbers
                if serial.strip().casefold() in theirs
            ]
        )
    if family is Tie.SAME_PLACE:
        return _commonest(
            [
                f"{each.gps[0]:.{_COARSE}f}, {each.gps[1]:.{_COARSE}f}"
                for each in (*first, *other)
                if each.gps is not None
            ]
        )
    return ""


def _commonest(texts: Sequence[str]) -> str:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text), default="")


def fewest_photos(shown: Marked, account: str) -> tuple[str, ...]:
    """Return the fewest photos to remove so that none of `account` is tied to another account's.

    Those of `account` come first. Every way through photos to another account, also one that goes
    on to a third, begins with a photo of `account` that is tied to a photo of someone else's, so
    these ties are all that has to be cut: a smallest vertex cut between its photos and all others.
    Photos with the same marks are one node. Of all smallest cuts the one nearest to `account` is
    taken: it has the most of its own photos, and there is only one such.
    """
    own, others = _by_marks(shown, account)
    flow = Flow()
    source, sink = flow.node(), flow.node()
    endless = len(shown.prints) + 1
    left = {mark: flow.node() for marks in own for mark in marks}
    right = {mark: flow.node() for marks in others for mark in marks}
    nodes = {
        (side, marks): flow.node() for side, group in enumerate((own, others)) for marks in group
    }
    for marks, places in own.items():
        flow.edge(source, nodes[0, marks], len(places))
        for mark in marks:
            flow.edge(nodes[0, marks], left[mark], endless)
    for marks, places in others.items():
        flow.edge(nodes[1, marks], sink, len(places))
        for mark in marks:
            flow.edge(right[mark], nodes[1, marks], endless)
    for mark, node in left.items():
        for other in shown.around(mark):
            if other in right:
                flow.edge(node, right[other], endless)
    reached = flow.saturate(source, sink)
    ours = [
        place for marks, places in own.items() if nodes[0, marks] not in reached for place in places
    ]
    theirs = [
        place for marks, places in others.items() if nodes[1, marks] in reached for place in places
    ]
    return tuple(sorted(shown.prints[place].photo for place in ours)) + tuple(
        sorted(shown.prints[place].photo for place in theirs)
    )


_ByMarks = dict[tuple[Mark, ...], list[int]]


def _by_marks(shown: Marked, account: str) -> tuple[_ByMarks, _ByMarks]:
    """Return the photos of `account` and those of all others by the marks that tie the two sides.

    Untied photos are left out.
    """
    left = {
        mark
        for mark in shown.holders
        if account in shown.holders[mark] and any(_others(shown, mark, account))
    }
    right = {other for mark in left for other in _others(shown, mark, account)}
    own: _ByMarks = defaultdict(list)
    others: _ByMarks = defaultdict(list)
    for place, photo in enumerate(shown.prints):
        wanted, group = (left, own) if photo.account == account else (right, others)
        marks = tuple(mark for mark in shown.marks[place] if mark in wanted)
        if marks:
            group[marks].append(place)
    return own, others


def _others(shown: Marked, mark: Mark, account: str) -> Iterator[Mark]:
    """Yield the marks near `mark` that another account shows."""
    return (
        other
        for other in shown.around(mark)
        if any(holder != account for holder in shown.holders.get(other, ()))
    )
