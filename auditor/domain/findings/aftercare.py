"""What has to be made worthless after it was seen, since taking its photo down does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.findings.finding import NoticedBy
from auditor.domain.photos.picture_contents import TextKind


class AftercareKey(StrEnum):
    """What has to be made worthless, what comes before the photo first.

    The value is the key of its words in guidance/aftercare.toml.
    """

    KEY_OR_CODE = "key-or-code"
    WIFI = "wifi"
    PAYMENT_CARD = "payment-card"
    IDENTITY_PAPER = "identity-paper"
    BANK_ACCOUNT = "bank-account"
    BOOKING = "booking"


AFTERCARE_OF_KIND: Mapping[TextKind, AftercareKey] = {
    TextKind.CODE: AftercareKey.KEY_OR_CODE,
    TextKind.WIFI: AftercareKey.WIFI,
    TextKind.PAYMENT_CARD: AftercareKey.PAYMENT_CARD,
    TextKind.IDENTITY_DOCUMENT: AftercareKey.IDENTITY_PAPER,
    TextKind.BANK_ACCOUNT: AftercareKey.BANK_ACCOUNT,
    TextKind.BOARDING_PASS: AftercareKey.BOOKING,
    TextKind.TICKET: AftercareKey.BOOKING,
}
"""What each readable kind asks for. The others ask for nothing.

An address, a name, a telephone number or a plate cannot be made worthless, a parcel is delivered
once, and of a code whose use is not known nobody knows what to change.
"""


@dataclass(frozen=True, slots=True)
class Aftercare:
    """One thing to do besides taking down or covering the photo.

    `minutes` is an estimate, once for the thing, in however many photos it was seen. `first` says
    that it comes before the photo: until then whoever saw it can use it. `notice` is a sentence on
    who is told what.
    """

    key: AftercareKey
    title: str
    text: str
    minutes: float
    first: bool
    noticed_by: NoticedBy
    notice: str
    url: str = ""


def aftercare_keys(kinds: Iterable[TextKind]) -> tuple[AftercareKey, ...]:
    """Return what these kinds ask for, each once, in the order of the keys."""
    asked = {AFTERCARE_OF_KIND[kind] for kind in kinds if kind in AFTERCARE_OF_KIND}
    return tuple(key for key in AftercareKey if key in asked)
