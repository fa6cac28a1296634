"""What the words in a picture are.

Each rule looks at the whole page, and where two speak of one thing the graver stays. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditor.domain.photos.picture_contents import TextFound, TextKind
from auditor.readers.text.kinds import contact as kinds_contact
from auditor.readers.text.kinds import papers as kinds_papers
from auditor.readers.text.kinds import plate as kinds_plate
from auditor.readers.text.kinds import secrets as kinds_secrets
from auditor.readers.text.kinds import travel as kinds_travel
from auditor.readers.text.kinds.page import TextLine, TextPage, page_of

__all__ = ["kinds_of"]

_RULES: tuple[Callable[[TextPage], Iterator[TextFound]], ...] = (
    kinds_papers.payment_card,
    kinds_papers.bank_account,
    kinds_papers.identity_document,
    kinds_secrets.wifi,
    kinds_secrets.code,
    kinds_travel.boarding_pass,
    kinds_travel.parcel_label,
    kinds_travel.ticket,
    kinds_contact.email,
    kinds_contact.address,
    kinds_contact.phone,
    kinds_contact.name_badge,
    kinds_plate.plate,
    kinds_contact.link,
)
"""Gravest first: a number that is a card is not also a phone."""
_LEAST = 0.45
"""Less sure than this is left out: the reader's own doubt times the rule's."""
_MOST_OF_A_KIND = 5
_EXCLUDES = {
    TextKind.NAME_BADGE: {
        TextKind.IDENTITY_DOCUMENT,
        TextKind.BOARDING_PASS,
        TextKind.TICKET,
        TextKind.PAYMENT_CARD,
        TextKind.PARCEL_LABEL,
    },
    TextKind.PHONE: {TextKind.PAYMENT_CARD, TextKind.BANK_ACCOUNT},
    TextKind.TICKET: {TextKind.IDENTITY_DOCUMENT, TextKind.PARCEL_LABEL},
    TextKind.PLATE: {
        TextKind.IDENTITY_DOCUMENT,
        TextKind.BOARDING_PASS,
        TextKind.TICKET,
        TextKind.PARCEL_LABEL,
        TextKind.CODE,
    },
}
"""A kind that is not told where one of these was found: the same words make both."""


def kinds_of(lines: Sequence[TextLine]) -> tuple[TextFound, ...]:
    """Return what `lines` tell, masked; boxes are in px of the picture the lines were read in."""
    page = page_of(lines)
    found: list[TextFound] = []
    for rule in _RULES:
        for candidate in rule(page):
            kinds = {other.kind for other in found}
            alike = sum(other.kind is candidate.kind for other in found)
            if (
                candidate.confidence < _LEAST
                or alike >= _MOST_OF_A_KIND
                or kinds & _EXCLUDES.get(candidate.kind, set())
            ):
                continue
            if not any(_is_same_place(candidate, other) for other in found):
                found.append(candidate)
    return tuple(found)


def _is_same_place(first: TextFound, second: TextFound) -> bool:
    """Whether two findings are of one kind and one line."""
    return first.kind is second.kind and first.box == second.box and first.masked == second.masked
