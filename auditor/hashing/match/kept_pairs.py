"""Pairs of hashes that are near, kept from one comparison to the next.

Comparing all with all takes most of the time where there are many; few of them are new.
"""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.hashing.match.many_forms import ManyForms
from auditor.hashing.match.match import near

__all__ = ["FEWEST", "KeptPairs", "Numbers", "compared", "once", "renew"]

Numbers = npt.NDArray[np.signedinteger[Any]]
_Keys = npt.NDArray[np.uint64]

FEWEST = 2048
"""Fewer hashes are compared all at once: that takes no longer than looking into what is kept."""
_NEW = 4
"""Where one in so many is new, all is compared."""
_FORMS = 8
_WORDS = _FORMS * 8
"""Parts of 32 bits of the eight forms of one picture."""
_FACTORS = _WORDS + 2


class _Blob(msgspec.Struct, frozen=True, array_like=True):
    """What is kept: how keys are made, of what, and by place among the keys which are near."""

    salt: bytes
    about: str
    keys: bytes
    left: bytes
    right: bytes


@dataclass(frozen=True, slots=True)
class KeptPairs:
    """Where pairs are kept from one comparison to the next: under `name`, if at most `most`.

    Where there are more, all is compared each time.
    """

    where: MutableMapping[str, bytes]
    name: str
    most: int


@dataclass(frozen=True, slots=True)
class _Part:
    """Hashes by their places, and whether each was compared before."""

    forms: ManyForms
    group: Numbers
    new: npt.NDArray[np.bool_]


def compared(
    forms: ManyForms, group: Numbers, limit: int, kept: KeptPairs
) -> tuple[Numbers, Numbers] | None:
    """Return (i, j) of hashes whose first form (of i) is near any form (of j), each once.

    `forms` are all different within a group. Pairs of one group are left out, and those whose
    `group` sorts the other way round; where all have the same group, all pairs but with itself are
    there, both ways. What is kept is used and renewed. None where that is of no use: then all has
    to be compared, and `renew` keeps what comes of it.
    """
    packed = kept.where.get(kept.name)
    if packed is None or len(forms) < FEWEST:
        return None
    blob = msgspec.msgpack.decode(packed, type=_Blob)
    if blob.about != _about(group, limit):
        return None
    keys = _keys(forms, group, blob.salt)
    known = np.frombuffer(blob.keys, np.uint64)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    new = known[places] != keys
    if int(new.sum()) * _NEW > len(keys):
        return None
    own = np.full(len(known), -1, np.int64)
    own[places[~new]] = np.flatnonzero(~new)
    left, right = (own[np.frombuffer(side, np.int32)] for side in (blob.left, blob.right))
    there = (left >= 0) & (right >= 0)
    found = [(left[there], right[there]), *_fresh(_Part(forms, group, new), limit)]
    left, right = (np.concatenate(side) for side in zip(*found, strict=True))
    left, right = once(left, right, len(forms))
    if len(left) > kept.most:
        kept.where.pop(kept.name)
        return None
    if new.any() or len(keys) < len(known):
        _keep(keys, (left, right), limit, group, kept, blob.salt)
    return left, right


def renew(
    forms: ManyForms,
    group: Numbers,
    limit: int,
    kept: KeptPairs,
    pairs: tuple[Numbers, Numbers],
) -> None:
    """Keep these pairs, if they are not too many."""
    kept.where.pop(kept.name, None)
    if len(forms) >= FEWEST and len(pairs[0]) <= kept.most:
        salt = secrets.token_bytes(_FACTORS * 2 * 8)
        _keep(_keys(forms, group, salt), pairs, limit, group, kept, salt)


def _keep(
    keys: _Keys,
    pairs: tuple[Numbers, Numbers],
    limit: int,
    group: Numbers,
    kept: KeptPairs,
    salt: bytes,
) -> None:
    order = np.argsort(keys)
    kept.where.pop(kept.name, None)
    if bool((keys[order][1:] == keys[order][:-1]).any()):
        return
    place = np.empty(len(keys), np.int32)
    place[order] = np.arange(len(keys), dtype=np.int32)
    kept.where[kept.name] = msgspec.msgpack.encode(
        _Blob(
            salt,
            _about(group, limit),
            keys[order].tobytes(),
            place[pairs[0]].tobytes(),
            place[pairs[1]].tobytes(),
        )
    )


def once(left: Numbers, right: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Return each pair of numbers below `size` once, in order."""
    both = np.unique(left.astype(np.int64) * size + right)
    return both // size, both % size


def _fresh(part: _Part, limit: int) -> list[tuple[Numbers, Numbers]]:
    """Return the pairs of which one at least is new."""
    fresh = np.flatnonzero(part.new)
    if not fresh.size:
        return []
    several = bool((part.group != part.group[0]).any())
    turned, form_of, firsts = part.forms.turned, part.forms.form_of, part.forms.firsts
    found: list[tuple[Numbers, Numbers]] = []

    def take(left: Numbers, right: Numbers) -> None:
        groups = part.group
        wanted = groups[left] < groups[right] if several else left != right
        found.append((left[wanted], right[wanted]))

    for i, j, _distance in near(firsts[fresh], turned, limit):
        take(fresh[i], form_of[j])
    of_new = np.flatnonzero(part.new[form_of])
    for i, j, _distance in near(turned[of_new], firsts, limit):
        take(j, form_of[of_new[i]])
    return found


def _about(group: Numbers, limit: int) -> str:
    return f"1 {limit} {len(np.unique(group)) > 1}"


def _keys(forms: ManyForms, group: Numbers, salt: bytes) -> _Keys:
    """Return 64 bits for each: multilinear hashing with secret factors, so none meet by design."""
    factors = np.frombuffer(salt, np.uint64)
    parts = [
        _keys_of(_words(forms, start), forms.counts[start:stop], group[start:stop], factors)
        for start, stop in ((at, at + FEWEST) for at in range(0, len(forms), FEWEST))
    ]
    return np.concatenate(parts) if parts else np.zeros(0, np.uint64)


def _words(forms: ManyForms, start: int) -> npt.NDArray[np.uint32]:
    """Return the parts of the forms of some pictures: of each as many, 0 where there is none."""
    packs = forms.packs[start : start + FEWEST]
    size = _WORDS * 4
    if bool((forms.counts[start : start + FEWEST] != _FORMS).any()):
        packs = [pack.ljust(size, b"\0")[:size] for pack in packs]
    return np.frombuffer(b"".join(packs), np.uint32).reshape(-1, _WORDS)


def _keys_of(
    words: npt.NDArray[np.uint32], counts: Numbers, group: Numbers, factors: _Keys
) -> _Keys:
    high, low = (
        (words * some[:_WORDS]).sum(axis=1, dtype=np.uint64)
        + group.astype(np.uint64) * some[_WORDS]
        + counts.astype(np.uint64) * some[_WORDS + 1]
        for some in (factors[:_FACTORS], factors[_FACTORS:])
    )
    shift = np.uint64(32)
    keys: _Keys = ((high >> shift) << shift) | (low >> shift)
    return keys
