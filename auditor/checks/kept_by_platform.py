"""What a platform keeps on you without showing it.

What: The archive that the platform handed out holds more than anybody sees: positions of photos,
the internet addresses and devices of uploads and log-ins, contacts, names given to faces.

Why it matters: Strangers do not see it. Whoever gets into the account, gets hold of an archive or
has a court order does, and a leak of the platform spreads it. A copy of a photo without metadata is
no sign that its position was never handed over.

How to fix: Delete in the settings what can be deleted (history of places, uploaded contacts, names
of faces), turn off what collects it, and ask by letter for the erasure of the rest. Delete the
archive once it was read.

When it is wrong: A list can hold places of others' photos, or addresses of a network that many
share. What is not counted may be kept all the same: archives do not hold everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.archives.archive import Held, HeldKind
from auditor.domain.findings.check import AccountCase, AccountCheck
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement
from auditor.messages import N_, NN_

_TELLS_PLACES = frozenset({HeldKind.POSITION, HeldKind.UPLOAD_ADDRESS, HeldKind.LOG_IN})
SAYS = {
    HeldKind.UPLOAD_ADDRESS: NN_(
        "The internet address from which {n} photo was uploaded",
        "The internet addresses from which {n} photos were uploaded",
    ),
    HeldKind.DEVICE: NN_(
        "The device with which {n} photo was made", "The devices with which {n} photos were made"
    ),
    HeldKind.POSITION: NN_(
        "The position at which {n} photo was taken", "The positions at which {n} photos were taken"
    ),
    HeldKind.LOG_IN: NN_(
        "{n} log-in, with its address or device", "{n} log-ins, with their addresses or devices"
    ),
    HeldKind.CONTACT: NN_("{n} contact of yours", "{n} contacts of yours"),
    HeldKind.FACE: NN_("The name of somebody in {n} photo", "The names of people in {n} photos"),
}
"""What each kind is, for one and for many."""


def run(case: AccountCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per kind of thing that the platform keeps."""
    for held in case.profile.held:
        yield Observation(
            severity=Severity.LOW if held.kind in _TELLS_PLACES else Severity.INFO,
            confidence=Confidence.HIGH,
            title=Statement(N_("The platform keeps more on you than it shows")),
            evidence=(Evidence(says(held), ""),),
            remedy=RemedyKey.ERASE_KEPT,
            account=case.account.id,
            about=held.kind.value,
        )


def says(held: Held) -> Statement:
    """Return in words what is kept."""
    single, many = SAYS[held.kind]
    return Statement(single, (), many, held.count)


CHECK = AccountCheck(
    id="kept-by-platform", title=N_("Kept by the platform without being shown"), run=run
)
