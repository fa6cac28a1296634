"""The six checks on words and barcodes in pictures."""

from __future__ import annotations

from dataclasses import replace

from auditor.checks import (
    ALL,
    licence_plate,
    readable_code,
    travel_paper,
    visible_address,
    visible_contact,
    visible_document,
)
from auditor.domain.findings.aftercare import AFTERCARE_OF_KIND, AftercareKey
from auditor.domain.findings.check import PhotoCheck
from auditor.domain.findings.finding import Confidence, Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.picture_contents import Barcode, Box, TextFound, TextKind
from auditor.domain.text.readable_text import READS
from tests.rows import each_row
from tests.unit.checks.cases import HOSTILE, facts, on_photo, photo, words

BOX = Box(1, 2, 30, 40)
CHECKS: dict[TextKind, tuple[PhotoCheck, Severity]] = {
    TextKind.PAYMENT_CARD: (visible_document.CHECK, Severity.CRITICAL),
    TextKind.IDENTITY_DOCUMENT: (visible_document.CHECK, Severity.CRITICAL),
    TextKind.BANK_ACCOUNT: (visible_document.CHECK, Severity.MEDIUM),
    TextKind.EMAIL: (visible_contact.CHECK, Severity.MEDIUM),
    TextKind.PHONE: (visible_contact.CHECK, Severity.MEDIUM),
    TextKind.CONTACT: (visible_contact.CHECK, Severity.MEDIUM),
    TextKind.NAME_BADGE: (visible_contact.CHECK, Severity.MEDIUM),
    TextKind.ADDRESS: (visible_address.CHECK, Severity.HIGH),
    TextKind.PLATE: (licence_plate.CHECK, Severity.MEDIUM),
    TextKind.BOARDING_PASS: (travel_paper.CHECK, Severity.HIGH),
    TextKind.TICKET: (travel_paper.CHECK, Severity.MEDIUM),
    TextKind.PARCEL_LABEL: (travel_paper.CHECK, Severity.MEDIUM),
    TextKind.WIFI: (readable_code.CHECK, Severity.HIGH),
    TextKind.CODE: (readable_code.CHECK, Severity.HIGH),
    TextKind.OTHER: (readable_code.CHECK, Severity.LOW),
}


@each_row("kind", TextKind)
def test_each_kind_belongs_to_one_check(kind: TextKind) -> None:
    measured = replace(facts(), text=(TextFound(kind, "X••• 42", 0.9, BOX),))
    found = [
        (check, seen)
        for check in ALL
        if isinstance(check, PhotoCheck)
        for seen in on_photo(check, photo(), measured)
    ]
    if kind in {TextKind.LINK, TextKind.PRODUCT}:
        assert found == []
        return
    ((check, seen),) = found
    assert (check, seen.severity) == CHECKS[kind]
    assert list(seen.aftercare) == ([AFTERCARE_OF_KIND[kind]] if kind in AFTERCARE_OF_KIND else [])
    assert "X••• 42" in words(seen)
    assert "42" not in words(seen, masked=True)
    assert seen.confidence is Confidence.HIGH


@each_row(
    ("sure", "expected"), [(0.86, Confidence.HIGH), (0.7, Confidence.MEDIUM), (0.5, Confidence.LOW)]
)
def test_doubt_is_told(sure: float, expected: Confidence) -> None:
    (seen,) = on_photo(
        visible_contact.CHECK,
        photo(),
        replace(facts(), text=(TextFound(TextKind.PHONE, "•••", sure, BOX),)),
    )
    assert seen.confidence is expected


def test_a_barcode_comes_first_and_the_graver_kind_counts() -> None:
    measured = replace(
        facts(),
        text=(TextFound(TextKind.TICKET, "•••", 0.6, BOX),),
        barcodes=(Barcode("Aztec", TextKind.BOARDING_PASS, "M1 •••", BOX),),
    )
    (seen,) = on_photo(travel_paper.CHECK, photo(), measured)
    assert (seen.severity, seen.confidence) == (Severity.HIGH, Confidence.HIGH)
    assert "M1" in seen.evidence[0].statement.render()


def test_all_that_lies_on_the_table_has_to_be_made_worthless() -> None:
    lines = [TextFound(TextKind.IDENTITY_DOCUMENT, f"P<•••{line}", 0.9, BOX) for line in range(6)]
    lines.append(TextFound(TextKind.PAYMENT_CARD, "4••• 42", 0.9, BOX))
    (seen,) = on_photo(visible_document.CHECK, photo(), replace(facts(), text=tuple(lines)))
    assert len(seen.evidence) == 5, "the card is not told any more"
    assert seen.aftercare == (AftercareKey.PAYMENT_CARD, AftercareKey.IDENTITY_PAPER)


def test_nothing_read_and_hostile_excerpts() -> None:
    many = tuple(
        TextFound(TextKind.EMAIL, f"{place}{HOSTILE[:60]}", 0.9, BOX) for place in range(30)
    )
    (seen,) = on_photo(visible_contact.CHECK, photo(), replace(facts(), text=many))
    assert len(seen.evidence) == 5
    for check, _severity in CHECKS.values():
        assert on_photo(check, photo(), None) == []
        assert on_photo(check, photo(), facts()) == []


def test_every_kind_has_its_sentence() -> None:
    assert set(READS) == set(TextKind)


def test_a_badge_and_a_number_are_for_two_questions() -> None:
    texts = (
        TextFound(TextKind.NAME_BADGE, "E•••", 0.9, BOX),
        TextFound(TextKind.PHONE, "+49 •••", 0.9, BOX),
    )
    found = on_photo(visible_contact.CHECK, photo(), replace(facts(), text=texts))
    assert {seen.question: words(seen) for seen in found} == {
        QuestionId.PAPERS: "A phone number can be read: +49 •••",
        QuestionId.NAME: "A name badge can be read: E•••",
    }
