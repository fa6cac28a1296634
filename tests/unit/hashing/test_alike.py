from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.hashing.match import alike as alike_module
from auditor.hashing.match.alike import MATCH_LIMIT, Picture, alike


def picture(owner: str, number: int | None, sha: str = "") -> Picture:
    return Picture(owner, sha, () if number is None else (f"{number:064x}",))


def test_groups_meet_through_the_other_owner() -> None:
    pictures = [
        picture("a", 0),
        picture("a", 2**40 - 1),
        picture("b", 2**20 - 1),
        picture("c", None, "x"),
        picture("a", None, "x"),
    ]
    assert alike(pictures) == ((0, 1, 2), (3, 4))


def test_one_owner_is_not_compared_with_itself() -> None:
    assert (
        alike([picture("a", 0), picture("a", 0), picture("a", None, "x"), picture("a", None, "x")])
        == ()
    )
    assert alike([]) == ()


def test_copies_at_one_owner_follow_their_first() -> None:
    assert alike([picture("a", 5), picture("a", 5), picture("b", 5)]) == ((0, 1, 2),)


@given(st.integers(0, 2**32))
def test_pairs_equal_a_plain_double_loop(seed: int) -> None:
    rng = random.Random(seed)
    base = [rng.getrandbits(256) for _ in range(4)]
    pictures = []
    for place in range(30):
        number = rng.choice(base)
        for _flip in range(rng.randrange(40)):
            number ^= 1 << rng.randrange(256)
        pictures.append(picture(f"o{place % 3}", number))
    together = {frozenset((i, j)) for group in alike(pictures) for i in group for j in group}
    for i, first in enumerate(pictures):
        for j, second in enumerate(pictures):
            if (
                first.owner != second.owner
                and (int(first.pdq[0], 16) ^ int(second.pdq[0], 16)).bit_count() <= MATCH_LIMIT
            ):
                assert frozenset((i, j)) in together


def test_many_owners_and_many_look_alikes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike_module, "_TOGETHER", 50)
    rng = random.Random(4)
    families = [rng.getrandbits(256) for _ in range(40)]
    pictures = []
    for place in range(2000):
        number = families[place % 40]
        for _flip in range(rng.randrange(12)):
            number ^= 1 << rng.randrange(256)
        pictures.append(picture(f"o{rng.randrange(60)}", number))
    assert alike(pictures) == tuple(tuple(range(start, 2000, 40)) for start in range(40))
