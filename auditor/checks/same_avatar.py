"""The same avatar on several accounts, or your photo as that of somebody who pretends to be you.

What: Two of your accounts use the same picture as avatar (same bytes, or PDQ hashes at most 31 of
256 bits apart, turned and mirrored copies included), or an account that you called an impostor uses
one of your photos.

Why it matters: The avatar is shown to everyone, also on closed accounts, and is the first thing a
reverse image search compares. The same one on two accounts says that one person has both. On an
impostor's account it makes strangers believe that they talk to you.

How to fix: Give each account that must stay apart an avatar of its own, best one that does not show
you. Against an impostor: save evidence first, then report the account.

When it is wrong: The default picture of a platform or the logo of a club is the same on many
people's accounts. Simple drawings can have hashes this close without being the same. If your
accounts are meant to be known as yours, accept the finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from auditor.domain.account import Account
from auditor.domain.findings.check import (
    AvatarMatch,
    InventoryCase,
    InventoryCheck,
    InventoryPart,
    Print,
)
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.hashing.match.alike import Picture, shared
from auditor.messages import N_


def run(case: InventoryCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per avatar and pair of accounts, and one per impostor.

    An impostor is an account that shows a photo of the user.
    """
    accounts = {account.id: account for account in case.accounts}
    mine = {account.id for account in case.tied}
    avatars = sorted(
        (
            photo
            for photo in case.prints
            if photo.kind is PhotoKind.AVATAR and photo.account in mine
        ),
        key=lambda photo: photo.photo,
    )
    for pair in shared([Picture(avatar.account, avatar.sha256, avatar.pdq) for avatar in avatars]):
        ours, theirs = ([avatars[place] for place in side] for side in (pair.ours, pair.theirs))
        yield _linked(accounts[ours[0].account], ours, accounts[theirs[0].account], theirs)
    pages = {photo.photo: photo.page_url for photo in case.prints} if case.impostors else {}
    for match in case.impostors:
        impostor = accounts.get(match.impostor)
        if impostor is not None:
            yield _pretends(impostor, match, pages.get(match.photo, ""))


def _linked(
    first: Account, ours: Sequence[Print], second: Account, theirs: Sequence[Print]
) -> Observation:
    exact = bool(
        {photo.sha256 for photo in ours if photo.sha256} & {photo.sha256 for photo in theirs}
    )
    values = (
        Value("first", first.handle, Kind.HANDLE),
        Value("second", second.handle, Kind.HANDLE),
    )
    says = (
        N_("{first} and {second} use the same file as avatar")
        if exact
        else N_("{first} and {second} use the same picture as avatar")
    )
    return Observation(
        severity=Severity.HIGH if first.keep_apart or second.keep_apart else Severity.MEDIUM,
        confidence=Confidence.HIGH if exact else Confidence.MEDIUM,
        title=Statement(N_("The same avatar connects two accounts")),
        evidence=(
            Evidence(Statement(says, values), ours[0].page_url),
            Evidence(_shows(second), theirs[0].page_url),
        ),
        remedy=RemedyKey.CHANGE_AVATAR,
        question=QuestionId.LINKED,
        degree=Degree.YES,
        account=first.id,
        photo=ours[0].photo,
        related=tuple(photo.photo for photo in (*ours[1:], *theirs)),
        about=second.id,
    )


def _pretends(impostor: Account, match: AvatarMatch, page_url: str) -> Observation:
    """The finding stands on the impostor's account: that platform has to be told."""
    values = (
        Value("account", impostor.handle, Kind.HANDLE),
        Value("distance", str(match.distance)),
        Value("day", match.seen_at.date().isoformat()),
    )
    says = N_(
        "On {day} the avatar of {account} was one of your photos ({distance} of 256 bits differ)"
    )
    evidence = [Evidence(Statement(says, values), match.url)]
    if page_url:
        evidence.append(Evidence(Statement(N_("Your photo")), page_url))
    return Observation(
        severity=Severity.HIGH,
        confidence=Confidence.HIGH if match.distance == 0 else Confidence.MEDIUM,
        title=Statement(N_("An account that you called an impostor shows your photo")),
        evidence=tuple(evidence),
        remedy=RemedyKey.REPORT_IMPOSTOR,
        question=QuestionId.USED,
        degree=Degree.YES,
        account=impostor.id,
        photo=match.photo,
        about="impostor",
    )


def _shows(account: Account) -> Statement:
    return Statement(N_("Avatar of {account}"), (Value("account", account.handle, Kind.HANDLE),))


CHECK = InventoryCheck(
    id="same-avatar",
    title=N_("Same avatar on several accounts"),
    run=run,
    reads=frozenset({InventoryPart.PICTURES, InventoryPart.MATCHES}),
)
