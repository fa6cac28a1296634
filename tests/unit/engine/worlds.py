"""Small invented worlds of accounts and photos in which it is known what ties what."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from auditor.domain.account import Account
from auditor.domain.findings.check import Print
from auditor.domain.photos.photo import PhotoKind
from tests.fakes.engine import account

TOWN = ((57.70, 11.95), (41.14, -8.61), (67.93, 13.08), (-17.0, 179.9999))
ANYWHERE = 0.00045  # degrees of latitude: 50 m


def accounts(count: int) -> list[Account]:
    return sorted(
        (account(f"person{index}.example") for index in range(count)),
        key=lambda person: person.id,
    )


def hashed(number: int) -> tuple[str, ...]:
    return (f"{number:064x}",)


def photo(owner: Account, number: int, **known: object) -> Print:
    made = Print(
        f"p{number:03}",
        owner.id,
        PhotoKind.POST,
        f"https://x.example/{number}",
        f"sha{number}",
        (),
        100,
    )
    for name, value in known.items():
        object.__setattr__(made, name, value)
    return made


@dataclass(frozen=True)
class World:
    accounts: Sequence[Account]
    prints: Sequence[Print]


def world(seed: int, most: int = 12) -> World:
    """Accounts with photos that share files, pictures, cameras and places, or nothing.

    Some pictures are slightly changed.
    """
    rng = random.Random(seed)
    people = accounts(rng.randint(2, 5))
    bases = [rng.getrandbits(256) for _ in range(3)]
    prints = []
    for index in range(rng.randint(2, most)):
        known: dict[str, object] = {}
        if rng.random() < 0.2:
            known["sha256"] = f"file{rng.randrange(3)}"
        if rng.random() < 0.5:
            picture = rng.choice(bases)
            for _flip in range(
                rng.choice((0, 0, 10, 20, 25))
            ):  # two such may be near one another, or only near a third
                picture ^= 1 << rng.randrange(256)
            known["pdq"] = hashed(picture)
        if rng.random() < 0.4:
            known["serial_numbers"] = tuple(
                rng.sample(("SN-0001", "sn-0001", "LENS-77", "SN-0002"), rng.randint(1, 2))
            )
        if rng.random() < 0.3:
            latitude, longitude = rng.choice(TOWN)
            known["gps"] = (latitude + rng.uniform(0, ANYWHERE), longitude)
        prints.append(photo(rng.choice(people), index, **known))
    return World(people, prints)


def tied(mine: Print, other: Print) -> bool:
    """Whether a stranger can tie two photos of two accounts.

    By a plain comparison, written anew.
    """
    if mine.account == other.account:
        return False
    cameras = {text.lower() for text in mine.serial_numbers} & {
        text.lower() for text in other.serial_numbers
    }
    like = (
        bool(mine.pdq and other.pdq)
        and (int(mine.pdq[0], 16) ^ int(other.pdq[0], 16)).bit_count() <= 31
    )
    near = mine.gps is not None and other.gps is not None and abs(mine.gps[0] - other.gps[0]) < 0.1
    return mine.sha256 == other.sha256 or bool(cameras) or like or near


def reaches(prints: Sequence[Print], start: str) -> bool:
    """Whether photos lead from account `start` to any other.

    From photo to tied photo, and from there to all of that account.
    """
    known, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for photo_print in prints:
            for other in prints:
                if (
                    photo_print.account == here
                    and tied(photo_print, other)
                    and other.account not in known
                ):
                    known.add(other.account)
                    waiting.append(other.account)
    return known != {start}


def brute(prints: Sequence[Print], start: str) -> tuple[int, int]:
    """Return the size of the smallest set of photos to remove.

    And the most of them that can be the account's own.
    """
    involved = [
        photo_print
        for photo_print in prints
        if any(
            tied(photo_print, other) and start in {photo_print.account, other.account}
            for other in prints
        )
    ]
    for size in range(len(prints) + 1):
        own = [
            sum(photo_print.account == start for photo_print in removed)
            for removed in combinations(involved, size)
            if not reaches(
                [photo_print for photo_print in prints if photo_print not in removed], start
            )
        ]
        if own:
            return size, max(own)
    raise AssertionError
