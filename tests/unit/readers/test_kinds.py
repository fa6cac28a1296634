"""What words are, without a picture: lines as the recogniser gives them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.photos.picture_contents import Box, TextKind
from auditor.readers.text.kinds.page import TextLine, page_of
from auditor.readers.text.kinds.rules import kinds_of
from tests.cards.contents import CARDS, Card, Words
from tests.examples import examples
from tests.rows import each_row


def lines(*texts: str, confidence: float = 0.98) -> list[TextLine]:
    return [
        TextLine(text, confidence, Box(10, 60 * index, 20 * len(text), 40))
        for index, text in enumerate(texts)
    ]


def kinds(*texts: str) -> set[TextKind]:
    return {found.kind for found in kinds_of(lines(*texts))}


@each_row("card", CARDS, ids=lambda card: card.kind.value)
def test_the_words_of_every_card(card: Card) -> None:
    words = [part.text for part in card.parts if isinstance(part, Words)]
    found = kinds_of(lines(*words))
    coded = len(words) < len(card.parts)
    assert coded or card.kind in {text.kind for text in found}
    shown = " ".join(text.masked for text in found)
    assert not [secret for secret in card.secrets if secret in shown]


@each_row(
    "texts",
    [
        ("THE LONG WAY HOME", "a novel"),
        ("BAKERY", "open 8-18", "since 1924"),
        ("HOTEL", "CAFE FLORES", "R 420"),
        (
            "It was 12.08.1974 when the train",
            "left the city for the coast and",
            "nobody of them came back before 1989",
        ),
        ("CONFERENCE ROOM 2",),
        ("TICKETS",),
        ("Tour 2026", "BERLIN  12.11.2026", "PARIS  14.11.2026"),
        ("EXIT", "GATE 12"),
        ("Passport Control", "EU"),
        ("Nutrition", "Energy 1046 kJ / 250 kcal", "Fat 12.5 g", "Salt 0.8 g"),
        ("1234 5678 9012 3456",),
        ("ISBN 978-3-16-148410-0",),
        ("SALE", "-50 %", "19.99"),
        ("Chapter 4", "4.1 Introduction", "4.2 Methods"),
        ("GB00 NWBK 6016 1331 9268 19",),
        ("RB 123 456 786 GB",),
        ("RELEASE 2026.11.22", "build 20261122093045"),
    ],
)
def test_words_that_tell_nothing(texts: tuple[str, ...]) -> None:
    assert kinds(*texts) == set()


@each_row(
    "text",
    [
        "DE89 3704 0044 0532 0130 00",
        "IBAN: DE89-3704-0044-0532-0130-00",
        "DE89.3704.0044.0532.0130.00 BIC",
        "DE89 37O4 0044 0532 OI30 00",
    ],
)
def test_an_account_however_it_is_written(text: str) -> None:
    (found,) = kinds_of(lines("Invoice 12", text))
    assert found.kind is TextKind.BANK_ACCOUNT
    assert found.masked == "DE•• •••• •••• 00"


def test_a_badge_that_tilts_and_has_a_title() -> None:
    tilted = [
        TextLine("General Hospital", 0.99, Box(10, 10, 600, 190), 14.0),
        TextLine("Dr. Ines Costa", 0.99, Box(10, 150, 420, 165), 14.0),
        TextLine("Staff", 0.99, Box(10, 300, 130, 80), 14.0),
    ]
    (found,) = kinds_of(tilted)
    assert (found.kind, found.masked) == (TextKind.NAME_BADGE, "D••• I••• C•••")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GH61 KZT", True),
        ("B MW 4471", True),
        ("AB-318-CD", True),
        ("4471 KBD", True),
        ("ABC1D23", True),
        ("MH 12 AB 1234", True),
        ("ISO 9001", False),
        ("GATE 12", False),
        ("Abc 123", False),
        ("2026", False),
        ("HELLO", False),
    ],
)
def test_plates(text: str, *, expected: bool) -> None:
    assert (TextKind.PLATE in kinds(text)) is expected


def test_a_plate_is_not_looked_for_on_a_page_of_words() -> None:
    assert kinds("GH61 KZT", *(f"word number {place}" for place in range(8))) == set()


def test_a_number_in_pieces_is_put_together() -> None:
    pieces = [
        TextLine(group, 0.9, Box(100 + 140 * index, 300 + 9 * index, 110, 50), 4.0)
        for index, group in enumerate(["4242"] * 4)
    ]
    (found,) = kinds_of([pieces[2], pieces[0], pieces[3], pieces[1]])
    assert found.kind is TextKind.PAYMENT_CARD
    assert (found.box.x, found.box.width) == (100, 530)


def test_columns_are_not_put_together() -> None:
    page = page_of(
        [TextLine("left", 0.9, Box(0, 0, 100, 40)), TextLine("right", 0.9, Box(900, 4, 100, 40))]
    )
    assert [line.text for line in page.lines] == ["left", "right"]


def test_a_torn_zone_is_still_a_document() -> None:
    assert kinds("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<") == {TextKind.IDENTITY_DOCUMENT}
    assert kinds("L898902C36UTO7408122F1204159ZE184226B<<<<<10") == {TextKind.IDENTITY_DOCUMENT}


@each_row(
    ("line", "ends"),
    [
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", "2012-04-15"),
        ("7408122F1204159UTO<<<<<<<<<<<6", "2012-04-15"),
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<", ""),
    ],
)
def test_a_zone_tells_until_when_the_document_holds(line: str, ends: str) -> None:
    assert [found.ends for found in kinds_of(lines(line))] == [ends]


def test_doubt_of_the_recogniser_counts() -> None:
    assert kinds_of(lines("erika@example.org", confidence=0.3)) == ()


@examples(150)
@given(st.lists(st.text(max_size=200), max_size=12))
def test_no_words_break_the_rules(texts: list[str]) -> None:
    for found in kinds_of(lines(*texts)):
        assert 0 < len(found.masked) <= 60
        assert found.confidence <= 1


@each_row("sign", ["1", "A", "1 ", "A<", "a@", "a.", "A1-", "x ", "(", "RUA A ", "12 A "])
def test_no_rule_runs_for_ever(sign: str) -> None:
    """A line has at most 200 signs; the patterns stay fast on what repeats."""
    kinds_of(lines(*[(sign * 200)[:200]] * 48))
