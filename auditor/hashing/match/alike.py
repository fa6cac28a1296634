"""Which pictures of different owners are the same.

By the bytes, or by PDQ in any of its eight turned and mirrored forms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, MutableMapping, Sequence
from itertools import chain, pairwise, permutations
from typing import TYPE_CHECKING, NamedTuple

from auditor.dataclass import dataclass
from auditor.domain.photos.forms import packed_of

if TYPE_CHECKING:  # loaded where two owners have pictures to compare
    import numpy as np
    import numpy.typing as npt

    from auditor.hashing.match.kept_pairs import KeptPairs
    from auditor.hashing.match.many_forms import ManyForms

    Indices = npt.NDArray[np.int64]

MATCH_LIMIT = 31
"""PDQ distance up to which two pictures count as the same (facebook/ThreatExchange,
pdq/README.md)."""

_TOGETHER = 4096
"""Hashes compared in one call at least, if they belong to several owners: tables are made for each
call."""

_MOST_FORMS = 8
"""Of each picture: so often the same pair may come."""

SHARED = "shared"
"""The name under which is kept which pictures of tied accounts are near each other."""

MOST_NAMED = 200_000
"""Pairs of look-alikes that are all named: two accounts with frames of one webcam have millions."""


class Picture(NamedTuple):
    """One picture: whose it is, the SHA-256 of its bytes, and its eight PDQ hashes.

    There are none if they are not reliable.
    """

    owner: str
    sha256: str
    pdq: Sequence[str]

    @property
    def packed(self) -> bytes:
        """The hashes as bytes."""
        return packed_of(self.pdq)


def alike(pictures: Sequence[Picture], limit: int = MATCH_LIMIT) -> tuple[tuple[int, ...], ...]:
    """Return groups of places in `pictures` that show the same, each sorted.

    Each group belongs to more than one owner.

    Pictures of one owner are not compared with each other, but meet in a group if a picture of
    another owner is like both. No pair of two owners within the limit is missed (see `match`).
    """
    if len({picture.owner for picture in pictures}) < 2:  # noqa: PLR2004 - it takes two to compare
        return ()
    import numpy as np

    groups = _Groups(len(pictures))
    first_of: dict[str, int] = {}
    same = [
        (known, index)
        for index, picture in enumerate(pictures)
        if picture.sha256 and (known := first_of.setdefault(picture.sha256, index)) != index
    ]
    joined = np.array([*same, *_find_copies(pictures)], np.int64).reshape(-1, 2)
    groups.join(joined[:, 0], joined[:, 1])
    heaps, others = _set_aside(pictures, limit)
    for heap in heaps:
        groups.join(np.full(len(heap), heap[0]), heap)
    for needles, neighbours in near_pairs(others, limit):
        groups.join(needles, neighbours)
    return tuple(
        places
        for places in groups.several()
        if len({pictures[place].owner for place in places}) > 1
    )


def _set_aside(pictures: Sequence[Picture], limit: int) -> tuple[list[Indices], Sequence[Picture]]:
    """Return heaps of very many copies, and the pictures without the hashes of these."""
    import numpy as np

    from auditor.hashing.match.heaps import find_heaps
    from auditor.hashing.match.many_forms import ManyForms

    places = np.array([place for place, each in enumerate(pictures) if each.packed], np.int64)
    found = find_heaps(ManyForms([pictures[place].packed for place in places.tolist()]), limit)
    heaps = [places[heap] for heap in found]
    rest = list(pictures)
    for place in (place for heap in heaps for place in heap.tolist()):
        rest[place] = Picture(rest[place].owner, rest[place].sha256, ())
    return heaps, rest


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """One picture of an owner that another owner shows too.

    `ours` are its copies with one owner, `theirs` what is like any of them with the other, both as
    sorted places.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]


def shared(
    pictures: Sequence[Picture],
    limit: int = MATCH_LIMIT,
    kept: MutableMapping[str, bytes] | None = None,
    name: str = "",
) -> tuple[SharedPicture, ...]:
    """Return the pictures of two owners, ordered by the first of `ours`, then of `theirs`.

    Counted for the owner whose name sorts first, and so that taking pictures away never gives more:
    what is one picture there is decided by equal hashes (equal bytes where there are none), and
    what is like it by each pair alone. Groups that hang together (`alike`) could fall into two when
    the picture in the middle of a chain goes. Of very many look-alikes not all of `theirs` are
    named, at least one always.

    What `kept` has under `name` from an earlier comparison is used and renewed.
    """
    if len({picture.owner for picture in pictures}) < 2:  # noqa: PLR2004 - it takes two to compare
        return ()
    import numpy as np

    from auditor.hashing.match.kept_pairs import KeptPairs

    packs = [packed_of(picture.pdq) for picture in pictures]
    kinds: dict[tuple[str, Hashable], list[int]] = {}
    for place, (picture, packed) in enumerate(zip(pictures, packs, strict=True)):
        kinds.setdefault((picture.owner, packed or picture.sha256 or place), []).append(place)
    members = list(kinds.values())
    kind_of = np.zeros(len(pictures), np.int64)
    kind_of[list(chain.from_iterable(members))] = np.repeat(
        np.arange(len(members)), [*map(len, members)]
    )
    owners = _numbered([owner for owner, _key in kinds])
    store = None if kept is None else KeptPairs(kept, name, MOST_NAMED)
    first_of = [places[0] for places in members if packs[places[0]]]
    near = _near_places(pictures, packs, first_of, limit, store)
    found = [_same_bytes(pictures, kind_of, owners), *_near_kinds(near, kind_of, owners)]
    first, other = (np.concatenate(side) for side in zip(*found, strict=True))
    return tuple(
        sorted(_shared(members, owners, first, other), key=lambda each: (each.ours, each.theirs))
    )


def _shared(
    members: Sequence[Sequence[int]], owners: Indices, first: Indices, other: Indices
) -> Iterator[SharedPicture]:
    """Yield what each kind shares with each other owner, of pairs that may come more than once."""
    import numpy as np

    order = np.lexsort((other, owners[other], first))
    first, other = first[order], other[order]
    with_owner = owners[other]
    starts = (
        np.flatnonzero((np.diff(first) != 0) | (np.diff(with_owner) != 0)) + 1
        if len(first)
        else np.zeros(0, np.int64)
    )
    edges = [0, *starts.tolist(), len(first)] if len(first) else [0]
    for start, stop in pairwise(edges):
        near = dict.fromkeys(other[start:stop].tolist())
        theirs = sorted(place for kind in near for place in members[kind])
        yield SharedPicture(tuple(members[int(first[start])]), tuple(theirs))


def _near_kinds(
    near: Iterable[tuple[Indices, Indices]], kind_of: Indices, owners: Indices
) -> Iterator[tuple[Indices, Indices]]:
    """Yield (kinds of the owner that sorts first, kinds of another owner) of places `near`.

    Beyond `MOST_NAMED` pairs only where a kind has none of that owner yet.
    """
    import numpy as np

    named = 0
    several = int(owners.max()) + 1
    known: Indices = np.zeros(0, np.int64)
    for left, right in near:
        ours, theirs = kind_of[left], kind_of[right]
        turned = owners[ours] > owners[theirs]
        ours, theirs = np.where(turned, theirs, ours), np.where(turned, ours, theirs)
        keys = ours * several + owners[theirs]
        room = max(0, MOST_NAMED + 1 - named)
        wanted = np.arange(len(keys)) < room
        if len(keys) > room:
            once = np.zeros(len(keys), np.bool_)
            once[np.unique(keys, return_index=True)[1]] = True
            wanted |= once & ~np.isin(keys, known)
        known = np.union1d(known, keys)
        named += int(wanted.sum())
        yield ours[wanted], theirs[wanted]


def _same_bytes(
    pictures: Sequence[Picture], kind_of: Indices, owners: Indices
) -> tuple[Indices, Indices]:
    """Return the pairs of kinds of two owners that share a file."""
    import numpy as np

    shas = [picture.sha256 for picture in pictures]
    by_bytes: dict[str, set[int]] = defaultdict(set)
    if len(set(shas)) < len(shas):
        several = Counter(shas)
        for place, sha256 in enumerate(shas):
            if several[sha256] > 1 and sha256:
                by_bytes[sha256].add(int(kind_of[place]))
    pairs = [
        (first, other)
        for same in by_bytes.values()
        for first, other in permutations(sorted(same), 2)
        if owners[first] < owners[other]
    ]
    found = np.array(pairs, np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _find_copies(pictures: Sequence[Picture]) -> Iterator[tuple[int, int]]:
    """Yield the first place of each hash of an owner with every further place of it."""
    first: dict[Hashable, int] = {}
    for index, picture in enumerate(pictures):
        if not picture.packed:
            continue
        known = first.setdefault((picture.owner, picture.packed), index)
        if known != index:
            yield known, index


def near_pairs(
    pictures: Sequence[Picture], limit: int = MATCH_LIMIT, kept: KeptPairs | None = None
) -> Iterator[tuple[Indices, Indices]]:
    """Yield pairs of places of two owners that are near.

    Of the same hash of one owner only the first place is compared.

    Bytes are not looked at. No pair is missed; one may come again for another turned form.
    """
    packs = [packed_of(picture.pdq) for picture in pictures]
    first: dict[Hashable, int] = {}
    for place, (picture, packed) in enumerate(zip(pictures, packs, strict=True)):
        if packed:
            first.setdefault((picture.owner, packed), place)
    yield from _near_places(pictures, packs, first.values(), limit, kept)


def _near_places(
    pictures: Sequence[Picture],
    packs: Sequence[bytes],
    places: Iterable[int],
    limit: int,
    kept: KeptPairs | None,
) -> Iterator[tuple[Indices, Indices]]:
    """Yield those of `places`, of which no two of one owner have the same hashes, that are near."""
    places = sorted(places, key=lambda place: pictures[place].owner)
    owners = [pictures[place].owner for place in places]
    if len(set(owners)) < 2:  # noqa: PLR2004 - it takes two to compare
        return
    import numpy as np

    from auditor.hashing.match.kept_pairs import compared, once, renew
    from auditor.hashing.match.many_forms import ManyForms

    owner = _numbered(owners)
    numbers = np.array(places, np.int64)
    forms = ManyForms([packs[place] for place in places])
    pairs = None if kept is None else compared(forms, owner, limit, kept)
    if pairs is not None:
        yield numbers[pairs[0]], numbers[pairs[1]]
        return
    found: list[tuple[Indices, Indices]] = []
    held = 0
    for left, right in _compare_owners(forms, owner, limit):
        held += len(left)
        if kept is not None and held <= kept.most * _MOST_FORMS:
            found.append((left, right))
            continue
        kept = None  # there are too many to be kept, and perhaps for the memory
        yield from ((numbers[some], numbers[others]) for some, others in (*found, (left, right)))
        found.clear()
    if kept is not None:
        several = [(owner[:0], owner[:0]), *found]
        left, right = (np.concatenate(side) for side in zip(*several, strict=True))
        left, right = once(left, right, len(forms))
        renew(forms, owner, limit, kept, (left, right))
        found = [(left, right)] if len(left) <= kept.most else found
    yield from ((numbers[some], numbers[others]) for some, others in found)


def _numbered(owners: Sequence[str]) -> Indices:
    """Return a number for each, in the order of their names."""
    import numpy as np

    numbers = {owner: number for number, owner in enumerate(sorted(set(owners)))}
    return np.array([numbers[owner] for owner in owners], np.int64)


def _compare_owners(
    forms: ManyForms, owner: Indices, limit: int
) -> Iterator[tuple[Indices, Indices]]:
    """Yield numbers of forms of two owners that are near; of many, in order of owner."""
    import numpy as np

    from auditor.hashing.match.kept_pairs import FEWEST
    from auditor.hashing.match.match import near

    needles, turned, form_of = forms.firsts, forms.turned, forms.form_of
    for start, stop in _list_runs(owner):
        rest = int(np.searchsorted(owner[form_of], owner[start], side="right"))
        for i, j, _distance in near(needles[start:stop], turned[rest:], limit):
            left, right = i + start, form_of[j + rest]
            apart = owner[left] != owner[right]
            if len(forms) >= FEWEST:
                apart = owner[left] < owner[right]
            yield left[apart], right[apart]


def _list_runs(owner: Indices) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of needles to compare in one call.

    All of one owner, or of several who have few.
    """
    import numpy as np

    start = 0
    while start < len(owner):
        stop = int(np.searchsorted(owner, owner[start], side="right"))
        while stop < len(owner) and stop - start < _TOGETHER:
            stop = int(np.searchsorted(owner, owner[stop], side="right"))
        yield start, stop
        start = stop


class _Groups:
    """Disjoint sets of numbers, joined many at once: each number knows the smallest of its set."""

    def __init__(self, size: int) -> None:
        import numpy as np

        self._first: Indices = np.arange(size, dtype=np.int64)

    def join(self, left: Indices, right: Indices) -> None:
        """Put each number in `left` together with the one beside it in `right`."""
        import numpy as np

        while True:
            left, right = self._first[left], self._first[right]
            apart = left != right
            if not apart.any():
                return
            left, right = left[apart], right[apart]
            np.minimum.at(self._first, np.maximum(left, right), np.minimum(left, right))
            while not np.array_equal(further := self._first[self._first], self._first):
                self._first = further

    def several(self) -> Iterator[tuple[int, ...]]:
        """Yield the sets of more than one number, each sorted, by their first."""
        import numpy as np

        order = np.argsort(self._first, kind="stable")
        starts = np.flatnonzero(np.diff(self._first[order])) + 1
        for places in np.split(order, starts):
            if len(places) > 1:
                yield tuple(places.tolist())
