"""What the questions are answered from: evidence in groups, ties, and what was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from itertools import chain

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.findings.finding import State
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign
from auditor.domain.links import AccountLink
from auditor.domain.outside.evidence import OutsideEvidence, OutsideNote
from auditor.domain.text.statement import Value


class Looked(StrEnum):
    """What has to be looked for in each photo before something can be called not seen."""

    METADATA = "metadata"
    TEXT = "text"
    BARCODES = "barcodes"
    PROVENANCE = "provenance"
    FACES = "faces"
    HASHES = "hashes"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signs alike in all but their photos.

    `named` are the photos of each finding, in the order of `findings`; empty where it stands on an
    account.
    """

    check: str
    question: QuestionId
    degree: Degree
    account: str
    about: str
    tells: tuple[Value, ...]
    findings: tuple[str, ...]
    named: tuple[tuple[str, ...], ...]

    @property
    def photos(self) -> tuple[str, ...]:
        """The ids of all photos, each once."""
        return tuple(dict.fromkeys(chain.from_iterable(self.named)))


@dataclass(frozen=True, slots=True)
class AccountScene:
    """One account: what it is to the person, and how far it was read.

    `platform` is the name people know it by. `complete` says that its last scan read it to its end;
    `photos` are those that stand there. `own_site`: the person runs it. `shows` are handle, name
    and description, as its profile has them; `own_names` are those that the person marked as shown.
    `archived`: the day of the archive it was read from ("" where that is not known), None where it
    was read at its platform; `unknown` photos of an archive were not said yet to be public or not.
    `of_page`: nothing but kept pages was read, and `archived` is the day of the last; `captured`:
    there was one, so that `unknown` photos are those that none shows.
    `ties`: it may be tied to other accounts, if it is proven: not by an archive alone.
    """

    id: str
    handle: str
    platform: str
    claim: Claim
    proven: bool
    supported: bool = True
    scanned: bool = True
    complete: bool = True
    photos: int = 0
    own_site: bool = False
    shows: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    unknown: int = 0
    archived: str | None = None
    ties: bool = True
    of_page: bool = False
    captured: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """With what the photos were compared to tell whether somebody uses them: how many of each."""

    private: int = 0
    impostors: int = 0
    lookups: int = 0

    @property
    def anything(self) -> bool:
        """Whether there was anything to compare with."""
        return self.private + self.impostors + self.lookups > 0


@dataclass(frozen=True, slots=True)
class Scene:
    """What was looked at, and what the person said.

    `gaps` are the photos in which something was not looked for; `unread` those that could not be
    fetched or read at all. `together` are pairs of account ids, in order, that the person marked as
    "may be known together". `aftercare` are the keys of what is still to be made worthless.
    `outside` is what was found outside the accounts, `outside_notes` what look-ups do not say.
    `broken` names checks that broke, so that what
    they look for is missing. `going_on`: a scan has not come to its end, so that what is unread is
    still to be read.
    """

    accounts: tuple[AccountScene, ...] = ()
    gaps: Mapping[Looked, int] = field(default_factory=dict)
    unread: int = 0
    keeps_places: bool = True
    together: frozenset[tuple[str, str]] = frozenset()
    aftercare: Mapping[QuestionId, tuple[str, ...]] = field(default_factory=dict)
    compared: Compared = Compared()
    outside: tuple[OutsideEvidence, ...] = ()
    outside_notes: tuple[OutsideNote, ...] = ()
    broken: str = ""
    going_on: bool = False

    @property
    def mine(self) -> tuple[AccountScene, ...]:
        """The accounts that the person claims."""
        return tuple(account for account in self.accounts if account.claim is Claim.MINE)

    @property
    def photos(self) -> int:
        """How many photos are known of the accounts of which anything was read."""
        return sum(account.photos for account in self.read)

    @property
    def looked_at(self) -> int:
        """In how many of them was looked, at the whole file."""
        return max(self.photos - self.unread, 0)

    @property
    def read(self) -> tuple[AccountScene, ...]:
        """Those of the person's accounts of which anything was read.

        Of an archive nothing was, as long as it was not said which of its photos are public.
        """
        return tuple(
            account
            for account in self.mine
            if account.supported and account.scanned and (account.photos or not account.unknown)
        )


@dataclass(frozen=True, slots=True)
class Digest:
    """All that the eight questions are answered from.

    `groups` of a question are in the order in which they were found; verified ones are left out.
    `ties` are those among proven accounts.
    """

    groups: Mapping[QuestionId, tuple[SignGroup, ...]]
    ties: tuple[AccountLink, ...]
    scene: Scene


def digest_of(signs: Iterable[Sign], ties: Sequence[AccountLink], scene: Scene) -> Digest:
    """Return the digest of what was found.

    What is accepted or done but not verified is still public, so it stays; what was verified to be
    settled does not count.
    """
    return Digest(grouped(signs), tuple(ties), scene)


def grouped(signs: Iterable[Sign]) -> dict[QuestionId, tuple[SignGroup, ...]]:
    """Return the signs by question, in groups of those that are alike."""
    alike: dict[tuple[object, ...], list[Sign]] = {}
    for sign in signs:
        if sign.state is not State.VERIFIED:
            key = (sign.question, sign.check, sign.degree, sign.account, sign.about, sign.tells)
            alike.setdefault(key, []).append(sign)
    groups: dict[QuestionId, list[SignGroup]] = {question: [] for question in QuestionId}
    for several in alike.values():
        first = several[0]
        groups[first.question].append(
            SignGroup(
                first.check,
                first.question,
                first.degree,
                first.account,
                first.about,
                first.tells,
                tuple(sign.finding for sign in several),
                tuple(sign.photos for sign in several),
            )
        )
    return {question: tuple(each) for question, each in groups.items()}
