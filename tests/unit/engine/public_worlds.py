"""Small invented worlds of everything that checks judge, rich enough that each of them finds some.

What counts over several photos is laid out near the edges of its rules: positions around 150 m
apart, chains of look-alikes, hours that a few photos keep from being quiet.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from hypothesis import strategies as st

from auditor.checks import ALL
from auditor.domain.account import Account, Claim, IndexSignal, Openness, Profile
from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.findings.check import AccountCase, AvatarMatch, InventoryCase
from auditor.domain.findings.finding import Finding, NoticedBy, Remedy
from auditor.domain.openness import Signal, SignalName
from auditor.domain.photos.facts import EmbeddedThumbnail, Facts, Metadata, Pdq, Unread
from auditor.domain.photos.file_contents import (
    Contact,
    ContactKind,
    Further,
    FurtherKind,
    Generation,
    NamedPerson,
    Trace,
)
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role
from auditor.domain.photos.picture_contents import (
    Box,
    Face,
    Provenance,
    ProvenanceOutcome,
    Revealed,
    Reveals,
    TextFound,
    TextKind,
)
from auditor.domain.photos.position import Position
from auditor.domain.prints import print_of
from auditor.domain.private import PrivateHit, PrivateMatch
from auditor.domain.routine.routine import hours_of, moments
from auditor.domain.text.content_id import IdKey
from auditor.domain.views import StoredPhoto
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.evaluate import Evaluation
from tests.unit.checks import cases

TODAY = date(2026, 11, 22)
MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001 - cameras write local time
SITE = "https://example.org/"
LOOK = int("a5c3" * 16, 16)
FACE = Face(Box(10, 10, 300, 320), 0.99, (), 0.0, 0.0, 0.8, 128.0, None)
BOX = Box(0, 0, 9, 9)
TOWNS = ((52.5, 13.4), (47.0, -38.0))  # the second is in the ocean, far from any town
METRE = 360 / 40_030_000

ACCOUNTS = (
    cases.account("mara"),
    cases.account("tomas", keep_apart=True),
    cases.account("ina"),
    cases.account("eve", proven=False),
)
IMPOSTOR = cases.account("false-mara", claim=Claim.IMPOSTOR, proven=False)
PROFILE = Profile(
    page_url=SITE,
    signals=(IndexSignal(Openness.META_ROBOTS, "", open=True, url=SITE),),
    training=(Signal(SignalName.ROBOTS_TXT, f"{SITE}robots.txt", "Allow: GPTBot", allows=True),),
    held=(Held(HeldKind.POSITION, 3),),
)

INSIDE = Further(FurtherKind.PICTURE, "JPEG", 640, 480, 50_000, "behind the end")
TELLING = Metadata(
    serial_numbers=("X100",),
    owner=("Erika Muster",),
    people=(NamedPerson("Ada Muster", "XMP"),),
    contact=(Contact(ContactKind.PHONE, "+49", "XMP"), Contact(ContactKind.ADDRESS, "A 1", "XMP")),
    paths=(Trace("/Users/erika", "XMP"),),
    generation=Generation("ComfyUI", "portrait"),
    embedded_thumbnail=EmbeddedThumbnail(160, 120, 100, differs=True),
    source_type="trainedAlgorithmicMedia",
    captured_at_utc="2026-03-02T10:00:00+00:00",
)
MORE: tuple[dict[str, Any], ...] = (
    {},
    {"metadata": TELLING},
    {"text": tuple(TextFound(kind, "•••", 0.9, BOX, "2026-12-24") for kind in TextKind)},
    {
        "provenance": Provenance(
            ProvenanceOutcome.INVALID,
            codes=("assertion.dataHash.mismatch",),
            reveals=(Revealed(Reveals.AUTHOR, "Erika"), Revealed(Reveals.PLACE, "Szeged")),
        ),
        "further": (
            INSIDE,
            replace(INSIDE, gps=Position(47.5, 19.04)),
            replace(INSIDE, faces=(FACE,)),
            replace(INSIDE, text=(TextFound(TextKind.TICKET, "•••", 0.9, BOX),)),
        ),
    },
    {"unread": (Unread("faces", "missing"),)},
)
"""What else may be in a file; one is chosen for each photo."""
_POSTED: dict[str, Any] = {
    "alt": "My daughter Anna Schmidt near Castle Park",
    "file_name": "passport_20260302_101010.jpg",
    "licence": "CC BY 4.0",
}
_FACES = (0, 130, 300)


@dataclass(frozen=True)
class Shot:
    """One photo; `look` and `file` are shared by photos with the same number."""

    owner: int
    avatar: bool = False
    town: int | None = None
    offset: tuple[float, float] = (0, 0)  # steps of 30 m
    day: int = 0
    hour: int = 12
    zone: bool = False
    look: int | None = None
    file: int | None = None
    face: int = 0
    side: int = 1200
    more: int = 0
    posted: bool = False
    published: bool = False  # the platform says where it was taken

    def stored(self, number: int) -> StoredPhoto:
        """Return it as it is stored."""
        owner, name = ACCOUNTS[self.owner], f"p{number:03d}"
        sizes = ((Role.SERVED, 2000), (Role.DISPLAYED, 400)) if self.posted else ()
        photo = Photo(
            id=name,
            account=owner.id,
            platform=owner.platform,
            kind=PhotoKind.AVATAR if self.avatar else PhotoKind.POST,
            page_url=SITE + name,
            media_url=f"{SITE}media/{name}",
            renditions=tuple(Rendition(f"{SITE}{w}/{name}", role, w, w) for role, w in sizes),
            posted_at=datetime(2026, 3, 2, 10, 30, tzinfo=UTC),
        )
        photo = replace(photo, **_POSTED) if self.posted else photo
        beside = Metadata(gps=Position(*TOWNS[0])) if self.published else None
        return StoredPhoto(replace(photo, published=beside), self._facts(name))

    def _facts(self, name: str) -> Facts:
        known = dict(MORE[self.more])
        taken = MONDAY + timedelta(days=self.day, hours=self.hour, minutes=7)
        metadata = replace(
            known.pop("metadata", Metadata()),
            captured_at=taken.isoformat() + ("+02:00" if self.zone else ""),
            gps=self._position(),
        )
        shown = replace(FACE, box=Box(0, 0, self.face, self.face))
        return Facts(
            sha256=f"look{self.look}" if self.file is None and self.look else self._sha(name),
            bytes=1,
            width=self.side,
            height=self.side,
            pdq=None if self.look is None else _pdq(self.look, self.file or 0),
            metadata=metadata,
            faces=(shown,) if self.face else (),
            edition=99,
            **known,
        )

    def _sha(self, name: str) -> str:
        return name if self.file is None else f"file{self.look}-{self.file}"

    def _position(self) -> Position | None:
        if self.town is None:
            return None
        (north, east), (up, right) = TOWNS[self.town], self.offset
        return Position(north + up * 30 * METRE, east + right * 45 * METRE)


def _pdq(look: int, file: int) -> Pdq:
    """Return a hash 20 bits from that of the next look: near to it, far from the one after."""
    number = LOOK ^ ((1 << 20 * look) - 1) ^ (file & 7) << 250
    turns = int("0f" * 32, 16)
    forms = [number ^ (turns << turn if turn else 0) % 2**256 for turn in range(8)]
    return Pdq(f"{number:064x}", 100, dihedral=tuple(f"{form:064x}" for form in forms))


@dataclass(frozen=True)
class World:
    """Accounts with photos, and what other comparisons found of them."""

    shots: tuple[Shot, ...]
    not_me: frozenset[str] = frozenset()

    @cached_property
    def photos(self) -> tuple[StoredPhoto, ...]:
        """All photos that were ever public."""
        return tuple(shot.stored(number) for number, shot in enumerate(self.shots))

    @cached_property
    def hours(self) -> tuple[int, ...]:
        """How many photos of each hour were ever public."""
        case = self.case(self.photos)
        known = {account.id for account in ACCOUNTS}
        own = (photo for photo in case.prints if photo.account in known)
        return hours_of(moments(photo.captured_at for photo in own))

    def case(self, left: Iterable[StoredPhoto], hours: Sequence[int] = ()) -> InventoryCase:
        """Return what may be compared while the photos in `left` are public."""
        accounts = [account for account in ACCOUNTS if account.proof.holds]
        proven = {account.id for account in accounts}
        known = [stored for stored in left if stored.photo.account in proven]
        return InventoryCase(
            [*accounts, IMPOSTOR],
            [print_of(stored.photo, stored.facts) for stored in known if stored.facts],
            [AvatarMatch(IMPOSTOR.id, "p000", 3, SITE, datetime(2026, 3, 2, tzinfo=UTC))],
            [_possible(stored.photo) for stored in left if stored.photo.id in {"p001", "p002"}],
            self.not_me,
            hours=hours,
        )

    def judged(self, left: Sequence[StoredPhoto]) -> tuple[Finding, ...]:
        """Return the findings of every check while the photos in `left` are public."""
        found = [finding for stored in left for finding in _alone(stored)]
        for account in ACCOUNTS:
            count = sum(stored.photo.account == account.id for stored in left)
            found += EVALUATION.judge_account(AccountCase(account, PROFILE, count), TODAY)
        case = with_spots(self.case(left, self.hours))
        found += EVALUATION.judge_inventory(case, {each.id: each for each in EVERYBODY}, TODAY)
        assert EVALUATION.failed == {}
        return tuple(found)


def _remedy(key: str, _platform: str) -> Remedy:
    return Remedy(key, "", "", 1, NoticedBy.NOBODY, evidence_first=False)


IDS = IdKey.of_seed(1)
EVALUATION = Evaluation(ALL, _remedy, IDS)
EVERYBODY: tuple[Account, ...] = (*ACCOUNTS, IMPOSTOR)


@lru_cache(maxsize=4096)
def _alone(stored: StoredPhoto) -> tuple[Finding, ...]:
    """Judge one photo by itself: once, however many others are taken away."""
    return tuple(EVALUATION.judge_photos([stored], {each.id: each for each in EVERYBODY}, TODAY))


def _possible(photo: Photo) -> PrivateMatch:
    hit = PrivateHit("e1", 9, "crop", photo.id == "p001", 90, 90)
    when = datetime(2026, 3, 2, tzinfo=UTC)
    return PrivateMatch(photo.id, photo.account, photo.page_url, "x", hit, when)


_STEPS = st.integers(-6, 6)
SHOTS = st.builds(
    Shot,
    owner=st.sampled_from((0, 0, 0, 1, 1, 2, 3)),
    avatar=st.sampled_from((False, False, False, True)),
    town=st.sampled_from((None, 0, 0, 1)),
    offset=st.tuples(_STEPS, _STEPS),
    day=st.sampled_from((0, 1, 2, 3, 7, 14, 21, 22)),
    hour=st.sampled_from((2, 12, 18, 18, 23)),
    zone=st.booleans(),
    look=st.none() | st.integers(1, 6),
    file=st.none() | st.integers(0, 2),
    face=st.sampled_from(_FACES),
    side=st.sampled_from((480, 600, 1200)),
    more=st.sampled_from((0, 0, 0, 0, 1, 2, 3, 4)),
    posted=st.sampled_from((False, False, False, True)),
)


def crowd(seed: int) -> World:
    """Some photos at night, which keep hours from being quiet, and about 40 by day."""
    rng = random.Random(seed)
    face = rng.choice(_FACES)
    hours = [rng.randint(1, 3) for _ in range(rng.choice((0, 1, 1, 2)))]
    hours += [rng.randint(7, 21) for _ in range(rng.randint(39, 48))]
    return World(tuple(Shot(0, day=rng.randint(0, 60), hour=hour, face=face) for hour in hours))


def neighbourhood(seed: int) -> World:
    """Overlapping spots of some nights, some days, or an evening that comes back."""
    rng = random.Random(seed)
    town, shots = rng.choice((0, 0, 1)), []
    for _spot in range(5):
        up, right = rng.uniform(-8, 8), rng.uniform(-3, 3)
        what = rng.choice(("night", "course", "day", "day"))
        for number in range(rng.randint(3, 7)):
            day, hour = {
                "night": (rng.randint(0, 6), 23),
                "course": (7 * number, 18),
                "day": (rng.randint(0, 3), 12),
            }[what]
            offset = up + rng.gauss(0, 2), right + rng.gauss(0, 1.3)
            owner = rng.choice((0, 0, 0, 1))
            shots.append(Shot(owner, town=town, offset=offset, day=day, hour=hour))
    return World(tuple(shots))


def chain(seed: int) -> World:
    """Pictures of which each is like the next, on two accounts, and sometimes the same again."""
    rng = random.Random(seed)
    looks = [*range(1, rng.randint(5, 8)), *(rng.randint(1, 7) for _ in range(rng.randint(0, 2)))]
    owners = rng.choice(((0, 1), (0, 2)))
    avatars = rng.random() < 0.5
    face = rng.choice(_FACES)
    return World(
        tuple(
            Shot(rng.choice(owners), avatar=avatars, look=look, file=number, face=face)
            for number, look in enumerate(looks)
        )
    )


SEEDS = st.integers(0, 9999)


def _world(shots: Sequence[Shot], hidden: frozenset[int]) -> World:
    return World(tuple(shots), frozenset(f"p{number:03d}" for number in hidden))


ANYTHING = st.builds(
    _world,
    st.lists(SHOTS, min_size=1, max_size=20),
    st.frozensets(st.integers(0, 20), max_size=3),
)
WORLDS = st.one_of(ANYTHING, SEEDS.map(chain), SEEDS.map(neighbourhood), SEEDS.map(crowd))
