"""The papers that the range draws can be read as what they are, by the readers that a user has."""

from __future__ import annotations

import importlib.util

import pytest

from auditor.domain.photos.picture_contents import TextKind
from auditor.practice import personas
from auditor.practice.catalogue import Catalogue, Posting
from auditor.practice.drawing.papers import zone
from auditor.practice.photo_files import PhotoFiles
from auditor.practice.stories import rows
from auditor.readers.text.barcodes import read_barcodes
from auditor.readers.text.kinds.numbers import mrz_digit
from auditor.readers.text.read_text import read_text
from tests.cards.photographed import pixels_of
from tests.rows import each_row

EXPECTED = {
    ("mara", "document"): TextKind.IDENTITY_DOCUMENT,
    ("tomas", "document"): TextKind.BANK_ACCOUNT,
    ("amina", "document"): TextKind.TICKET,
    ("mara", "badge"): TextKind.NAME_BADGE,
    ("tomas", "badge"): TextKind.NAME_BADGE,
    ("amina", "badge"): TextKind.NAME_BADGE,
}


def papers(catalogue: Catalogue) -> dict[tuple[str, str], Posting]:
    """The first posting of each person's badge and document."""
    found: dict[tuple[str, str], Posting] = {}
    for account in personas.ACCOUNTS:
        for place in range(catalogue.count(account.key)):
            posting = catalogue.posting(account.key, place)
            found.setdefault((posting.shot.person.key, posting.shot.entry.scene), posting)
    return {key: posting for key, posting in found.items() if key in EXPECTED}


@each_row("person", personas.PEOPLE, ids=lambda person: person.key)
def test_the_lines_for_machines_have_right_check_digits(person: rows.Person) -> None:
    first, second = zone(person.name)
    assert len(first) == len(second) == 44
    assert [mrz_digit(second[start:end]) for start, end in ((0, 9), (13, 19), (21, 27))] == [
        second[9],
        second[19],
        second[27],
    ]
    assert mrz_digit(second[0:10] + second[13:20] + second[21:43]) == second[43]


def test_the_code_on_a_badge_scans() -> None:
    photo_files = PhotoFiles(Catalogue(photos=24, same_size=True))
    (badge, *_more) = [
        posting
        for (_person, scene), posting in papers(photo_files.catalogue).items()
        if scene == "badge"
    ]
    assert [code.kind for code in read_barcodes(pixels_of(photo_files.upload(badge.shot)))] == [
        TextKind.CONTACT
    ]


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra vision is not installed"
)
@pytest.mark.parametrize("same_size", [False, True])
def test_every_paper_is_found(*, same_size: bool) -> None:
    photo_files = PhotoFiles(Catalogue(photos=72, same_size=same_size))
    found = papers(photo_files.catalogue)
    assert set(found) == set(EXPECTED)
    for key, posting in found.items():
        pixels = pixels_of(photo_files.upload(posting.shot))
        kinds = {text.kind for text in read_text(pixels)} | {
            barcode.kind for barcode in read_barcodes(pixels)
        }
        assert EXPECTED[key] in kinds, key
