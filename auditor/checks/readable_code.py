"""A photo in which a code can be read that lets somebody in.

What: Words or a barcode in the photo hold the key of a wireless network, a one-time code, recovery
codes, a code to log in with, or a barcode whose use is not known. The finding says which and shows
nothing of it.

Why it matters: Whoever sees the photo can use the code: join the network at home and look at what
is in it, log in, or take over the second step of an account. Recovery codes work until they are
replaced.

How to fix: Change the password or make new codes first: the photo may have been seen. Then take the
photo down, or put up a copy in which the code is covered by a solid colour.

When it is wrong: One-time codes are over after minutes, and the network can be that of a café. A
barcode of no known use can be harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart
from auditor.domain.findings.finding import Observation, Severity
from auditor.domain.photos.picture_contents import TextKind
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.readable_text import names_end, readable
from auditor.messages import N_

_SEVERITY = {
    TextKind.WIFI: Severity.HIGH,
    TextKind.CODE: Severity.HIGH,
    TextKind.OTHER: Severity.LOW,
}


def run(case: PhotoCase, today: date) -> Iterator[Observation]:
    """Yield one observation per photo in which such a thing can be read."""
    return readable(
        case,
        _SEVERITY,
        today,
        remedy=RemedyKey.VOID_CODE,
        title=N_("A code that others can use can be read in the photo"),
    )


CHECK = PhotoCheck(
    id="readable-code",
    title=N_("Keys and codes"),
    run=run,
    dated=names_end,
    finds_in=frozenset({PhotoPart.WORDS}),
    reads=frozenset({PhotoPart.POSTING}),
)
