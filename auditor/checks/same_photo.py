"""The same photo on several of your accounts.

What: Two accounts show the same file, or pictures whose PDQ hashes are at most 31 of 256 bits
apart, turned and mirrored copies included. Equal copies on one account count once.

Why it matters: Reverse image search finds all places where a picture stands. One shared photo
connects an account under your name with one that nobody should connect with you, and everything
each of them says.

How to fix: Decide which account may have the photo and delete it from the other. If two accounts
must stay apart, never publish the same photo, nor one of the same moment, on both.

When it is wrong: Different photos of the same scene, and plain graphics, can have hashes this
close. Pictures without enough structure for a reliable hash are compared by their bytes only, so an
edited copy of one goes unnoticed; so does a photo that was cropped much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from auditor.domain.account import Account
from auditor.domain.findings.check import InventoryCase, InventoryCheck, InventoryPart, Print
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.hashing.match.alike import SHARED, Picture, shared
from auditor.messages import N_

_MOST_SHOWN = 3


def run(case: InventoryCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per picture and pair of accounts that show it."""
    accounts = {account.id: account for account in case.tied}
    prints = sorted(
        (photo for photo in case.prints if photo.account in accounts), key=lambda photo: photo.photo
    )
    pictures = [Picture(photo.account, photo.sha256, photo.pdq) for photo in prints]
    for pair in shared(pictures, kept=case.compared, name=SHARED):
        ours, theirs = ([prints[place] for place in side] for side in (pair.ours, pair.theirs))
        # Two avatars that are alike are the business of the check for avatars.
        if any(photo.kind is not PhotoKind.AVATAR for photo in (*ours, *theirs)):
            first, second = accounts[ours[0].account], accounts[theirs[0].account]
            yield _observation(first, ours, second, theirs)


def _observation(
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
        N_("The same file stands on {first} and {second}")
        if exact
        else N_("The same picture stands on {first} and {second}")
    )
    places = [Evidence(_place(first), photo.page_url) for photo in ours[:_MOST_SHOWN]]
    places += [Evidence(_place(second), photo.page_url) for photo in theirs[:_MOST_SHOWN]]
    return Observation(
        severity=Severity.HIGH if first.keep_apart or second.keep_apart else Severity.MEDIUM,
        confidence=Confidence.HIGH if exact else Confidence.MEDIUM,
        title=Statement(N_("The same photo connects two accounts")),
        evidence=(Evidence(Statement(says, values)), *places),
        remedy=RemedyKey.UNLINK_PHOTO,
        question=QuestionId.LINKED,
        degree=Degree.YES,
        account=first.id,
        photo=ours[0].photo,
        related=tuple(photo.photo for photo in (*ours[1:], *theirs)),
        about=second.id,
    )


def _place(account: Account) -> Statement:
    return Statement(N_("Published on {account}"), (Value("account", account.handle, Kind.HANDLE),))


CHECK = InventoryCheck(
    id="same-photo",
    title=N_("Same photo on several accounts"),
    run=run,
    reads=frozenset({InventoryPart.PICTURES}),
)
