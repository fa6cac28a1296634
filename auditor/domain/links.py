"""Links between accounts: what ties one to another, and the fewest photos to remove to cut it."""

from __future__ import annotations

from enum import StrEnum

from auditor.dataclass import dataclass


class Tie(StrEnum):
    """What ties two accounts. The value is used in JSON."""

    SAME_PHOTO = "same-photo"
    SAME_AVATAR = "same-avatar"
    SAME_CAMERA = "same-camera"
    SAME_PLACE = "same-place"
    SAME_HANDLE = "same-handle"
    MUTUAL_LINK = "mutual-link"


class CutFor(StrEnum):
    """Which accounts the cuts were computed for. The value is used in JSON."""

    NAMED = "named"
    KEPT_APART = "kept-apart"
    LINKED = "linked"  # nothing is kept apart, so each account that is linked at all


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """One tie.

    `photos_a` and `photos_b` carry it; both are empty where the profile itself does. `value` is
    foreign text, say a handle.
    """

    tie: Tie
    photos_a: tuple[str, ...] = ()
    photos_b: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class AccountLink:
    """Two accounts that a stranger can tie together, with everything that ties them."""

    a: str
    b: str
    evidence: tuple[LinkEvidence, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The fewest photos to remove so that no photo ties `account` to any of `others`.

    Ties by way of a third account count too. `others` are all accounts that it can be tied to by
    anything. Among sets of the same size, `photos` has the most of `account` itself. `remaining`
    are ties of the account's own profile, which no photo cuts: they are changed by hand. As long as
    one of them stands, whatever ties the account at its other end ties this one too.
    """

    account: str
    others: tuple[str, ...]
    photos: tuple[str, ...]
    remaining: tuple[AccountLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """All links among proven accounts; a cut for each account kept apart (or asked for).

    `left_out` accounts are not proven; `closed` are those of them that no source reads, so that
    nothing can prove them. `one_way` are (from, to) of profiles that link to another
    account which does not link back: anyone could set such a link, so it is no tie by itself.
    """

    links: tuple[AccountLink, ...]
    cuts: tuple[Cut, ...]
    left_out: tuple[str, ...] = ()
    cuts_for: CutFor = CutFor.LINKED
    one_way: tuple[tuple[str, str], ...] = ()
    closed: frozenset[str] = frozenset()
