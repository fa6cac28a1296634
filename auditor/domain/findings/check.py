"""What a check is, and what it is given. Checks are pure: no file, no socket, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Claim, Profile
from auditor.domain.findings.finding import Observation
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Photo, PhotoKind
from auditor.domain.photos.picture_contents import Face
from auditor.domain.photos.place import PlaceCluster
from auditor.domain.private import PrivateMatch


@dataclass(frozen=True, slots=True)
class PhotoCase:
    """One photo with what was measured on it.

    Positions are already blunted if the account is not proven. `facts` is None where the image was
    listed but could not be fetched or read.
    """

    account: Account
    photo: Photo
    facts: Facts | None


@dataclass(frozen=True, slots=True)
class AccountCase:
    """One account with what its platform shows of it."""

    account: Account
    profile: Profile
    photos: int


@dataclass(frozen=True, slots=True)
class Print:
    """What comparing photos with each other needs of one photo, and no more.

    100,000 of them stay in memory.
    """

    photo: str
    account: str
    kind: PhotoKind
    page_url: str
    sha256: str
    pdq: Sequence[
        str
    ]  # hashable; eight dihedral hashes, the picture itself first; empty if not reliable
    quality: int
    serial_numbers: tuple[str, ...] = ()
    width: int | None = None  # px of the largest public rendition
    height: int | None = None
    faces: Sequence[Face] | None = None  # hashable; None where faces were not looked for
    gps: tuple[float, float] | None = None  # latitude, longitude
    captured_at: str | None = None  # the camera's local time


@dataclass(frozen=True, slots=True)
class AvatarMatch:
    """An account called an impostor shows one of the user's photos.

    `distance` is the PDQ distance, 0-256.
    """

    impostor: str
    photo: str
    distance: int
    url: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class InventoryCase:
    """Proven accounts, the prints of all their photos, and what impostors show of them.

    Accounts without proof are left out: links between accounts stay blunt for them. `private` are
    possible matches with the private hash list, on every account of the user's own. `not_me` are
    photos that the user said show somebody else. `places` are the spots of several photos; empty
    where nobody asked for them. `weekly` are those with a weekday and hour that come back. `hours`
    are, by hour of the camera's clock, the most photos of the user's own accounts that were ever
    public at once; taking photos away leaves them. `compared` is what comparing pictures left the
    last time, so that the next time takes less; what comes of it is the same without.
    """

    accounts: Sequence[Account]
    prints: Sequence[Print]
    impostors: Sequence[AvatarMatch] = ()
    private: Sequence[PrivateMatch] = ()
    not_me: frozenset[str] = frozenset()
    places: Sequence[PlaceCluster] = ()
    weekly: Sequence[PlaceCluster] = ()
    hours: Sequence[int] = ()
    compared: MutableMapping[str, bytes] | None = field(default=None, compare=False)

    @property
    def tied(self) -> tuple[Account, ...]:
        """The user's own accounts that may be tied to each other: not by an archive alone."""
        return tuple(
            account for account in self.accounts if account.claim is Claim.MINE and account.ties
        )

    def account(self, account_id: str) -> Account:
        """Return the account with that id."""
        return next(account for account in self.accounts if account.id == account_id)


class PhotoPart(StrEnum):
    """What a check of one photo can look at, as far as something can be done about it.

    Addresses, ids, the platform and the kind of the photo are no part: they stand in what is told.
    """

    FILE = "file"  # what the file says of itself, without its name
    NAME = "name"  # of the file, as the platform gives it, else the file, else its address
    BESIDE = "beside"  # metadata that the platform publishes beside the photo
    CREDENTIALS = "credentials"
    FURTHER = "further"  # further pictures in the file
    SIZES = "sizes"  # of the picture and of all files of it, and which of these are one
    FACES = "faces"
    WORDS = "words"  # texts and barcodes in the picture
    ALT = "alt"
    LICENCE = "licence"
    POSTING = "posting"  # all else: when it was posted, whose it is, what its picture is like


def never_dated(_case: PhotoCase) -> bool:
    """Whether another day may tell something else: never, for a check that does not look at it."""
    return False


def always_dated(_case: PhotoCase) -> bool:
    """Whether another day may tell something else: always, as far as is known."""
    return True


@dataclass(frozen=True, slots=True)
class PhotoCheck:
    """A check of one photo at a time.

    It is run again where the photo, its account or the program changed, and on another day for
    the photos that are `dated`: of which what it finds may depend on the day that it is given.
    `finds_in`: it finds nothing where all of these are empty, as `empty_parts` has it; None: not
    known. `reads` are the other parts that it looks at. A check that says what it finds in tells of
    the photo that it was given only, and is not run on a photo of which another part changes.
    """

    id: str
    title: str
    run: Callable[[PhotoCase, date], Iterator[Observation]]
    dated: Callable[[PhotoCase], bool] = always_dated
    finds_in: frozenset[PhotoPart] | None = None
    reads: frozenset[PhotoPart] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """A check of one account at a time."""

    id: str
    title: str
    run: Callable[[AccountCase, date], Iterator[Observation]]


class InventoryPart(StrEnum):
    """What a check of everything together can look at, besides the accounts.

    Whose a photo is, of what kind and on which page it stands belongs to each part but the last.
    """

    PICTURES = "pictures"  # the hashes of bytes and of pictures
    FACES = "faces"  # faces, sizes, and the photos that show somebody else
    TIMES = "times"  # positions, times, the spots that follow, and the hours that were ever public
    MATCHES = "matches"  # with avatars of impostors, and with the private hash list


@dataclass(frozen=True, slots=True)
class InventoryCheck:
    """A check of everything together.

    `reads` are the parts that it looks at: it is run again where one of them changed, an account or
    the program, whatever the day. None: not known, so that it is run each time.
    """

    id: str
    title: str
    run: Callable[[InventoryCase, date], Iterator[Observation]]
    reads: frozenset[InventoryPart] | None = None


Check = PhotoCheck | AccountCheck | InventoryCheck
