"""Twenty more cards, laid out as none of the sixty is.

Upright, in columns, in two lines, small print in a page.
"""

from __future__ import annotations

from auditor.domain.photos.picture_contents import TextKind
from tests.cards.contents import BCBP, TD1, TD3, Card, Code, Words

__all__ = ["OTHER_CARDS"]

_PALE = (250, 250, 246)
_DARK, _LIGHT = (22, 24, 34), (232, 234, 238)


def _columns(
    heads: tuple[tuple[str, str], ...], across: int, top: float, step: float, tall: float
) -> tuple[Words, ...]:
    """Small headings with what they head below them, `across` a row."""
    rows: list[Words] = []
    for index, (head, value) in enumerate(heads):
        x, y = 0.06 + (index % across) * 0.9 / across, top + (index // across) * step
        rows += [Words(head, x, y, tall * 0.6), Words(value, x, y + tall * 1.3, tall)]
    return tuple(rows)


def _page(lines: tuple[str, ...], top: float, step: float, tall: float) -> tuple[Words, ...]:
    return tuple(Words(line, 0.1, top + step * index, tall) for index, line in enumerate(lines))


_FILLER = (
    "thank you for your letter of the second of March, which we",
    "have passed on to our office in the north of the country.",
    "Nothing has to be done from your side for the time being,",
    "and the old arrangement stays in force until the summer.",
)

OTHER_CARDS: tuple[Card, ...] = (
    Card(  # an upright card, its number in four rows
        TextKind.PAYMENT_CARD,
        (
            Words("VISA", 0.62, 0.08, 0.07, bold=True),
            *(
                Words(four, 0.12, 0.4 + 0.09 * index, 0.07)
                for index, four in enumerate(("4242", "4242", "4242", "4242"))
            ),
            Words("04/29", 0.62, 0.67, 0.05),
            Words("MARA LINDQVIST", 0.12, 0.86, 0.045),
        ),
        ("4242424242424242", "MARA LINDQVIST"),
        shape=0.63,
        paper=_DARK,
        ink=_LIGHT,
    ),
    Card(  # all in one corner of the back, without a brand
        TextKind.PAYMENT_CARD,
        (
            Words("TOMAS FERREIRA", 0.06, 0.66, 0.055),
            Words("5555 5555 5555 4444", 0.06, 0.76, 0.06),
            Words("VALID THRU 11/28   CVC 737", 0.06, 0.86, 0.05),
            Words("Help: see the letter", 0.6, 0.12, 0.035),
        ),
        ("5555 5555 5555 4444", "5555555555554444", "TOMAS FERREIRA"),
        paper=(196, 80, 60),
        ink=_LIGHT,
    ),
    Card(  # upright, with the number small at the foot
        TextKind.PAYMENT_CARD,
        (
            Words("mastercard", 0.12, 0.12, 0.06, bold=True),
            Words("debit", 0.12, 0.2, 0.04),
            Words("ERIKA MUSTER", 0.12, 0.72, 0.04),
            Words("4539 1488 0343 6467", 0.12, 0.8, 0.045),
            Words("VALID THRU 01/31", 0.12, 0.88, 0.035),
        ),
        ("4539 1488 0343 6467", "4539148803436467", "ERIKA MUSTER"),
        shape=0.63,
        paper=(220, 226, 232),
    ),
    Card(  # the page of a passport held upright: its zone across a small lower part
        TextKind.IDENTITY_DOCUMENT,
        (
            Words("PASSPORT", 0.1, 0.05, 0.035, bold=True),
            *_columns(
                (
                    ("Type", "P"),
                    ("Code", "UTO"),
                    ("Surname", "ERIKSSON"),
                    ("Given names", "ANNA MARIA"),
                    ("Nationality", "UTOPIAN"),
                    ("Date of birth", "12 AUG 1974"),
                ),
                2,
                0.5,
                0.11,
                0.028,
            ),
            *(Words(line, 0.04, 0.9 + 0.045 * index, 0.028) for index, line in enumerate(TD3)),
        ),
        (*TD3, "ERIKSSON"),
        shape=0.72,
        paper=(226, 232, 228),
    ),
    Card(  # the back of a card: address, then the zone
        TextKind.IDENTITY_DOCUMENT,
        (
            Words("ANSCHRIFT / ADDRESS", 0.5, 0.1, 0.04),
            Words("UTOPIA CITY", 0.5, 0.19, 0.055),
            Words("GROSSE / HEIGHT  168 cm", 0.5, 0.3, 0.045),
            *(Words(line, 0.05, 0.68 + 0.115 * index, 0.08) for index, line in enumerate(TD1)),
        ),
        (*TD1,),
        paper=(214, 226, 236),
    ),
    Card(  # a licence with its data at the right, numbers before each
        TextKind.IDENTITY_DOCUMENT,
        (
            Words("UTO", 0.05, 0.12, 0.12, bold=True),
            Words("DRIVING LICENCE", 0.3, 0.1, 0.07),
            *(
                Words(line, 0.36, 0.26 + 0.1 * index, 0.055)
                for index, line in enumerate(
                    (
                        "1. ERIKSSON",
                        "2. ANNA MARIA",
                        "3. Date of birth 12.08.1974",
                        "4a. 02.03.2021  4b. 01.03.2036",
                        "4d. Document No. 740812-1224",
                        "5. D231458907",
                    )
                )
            ),
            Words("9. AM B", 0.06, 0.92, 0.05),
        ),
        ("ERIKSSON", "D231458907"),
        paper=(238, 214, 220),
    ),
    Card(  # a boarding pass on a telephone
        TextKind.BOARDING_PASS,
        (
            Words("SK 834", 0.06, 0.06, 0.04, bold=True),
            Words("GOT - FRA", 0.06, 0.14, 0.06, bold=True),
            *_columns(
                (
                    ("PASSENGER", "M LINDQVIST"),
                    ("SEAT", "1A"),
                    ("GATE", "B12"),
                    ("BOARDING", "07:35"),
                    ("FLIGHT", "SK 834"),
                    ("GROUP", "2"),
                ),
                2,
                0.22,
                0.1,
                0.03,
            ),
            Code("Aztec", BCBP, 0.28, 0.58, 0.44),
        ),
        (BCBP, "LINDQVIST"),
        shape=0.55,
        paper=_DARK,
        ink=_LIGHT,
    ),
    Card(  # two parts beside each other, the stub with the same again
        TextKind.BOARDING_PASS,
        (
            Words("BOARDING PASS", 0.03, 0.1, 0.08, bold=True),
            *_columns(
                (
                    ("NAME OF PASSENGER", "OKOYE/AMINA MS"),
                    ("FROM", "BRISTOL BRS"),
                    ("TO", "LISBON LIS"),
                    ("FLIGHT", "TP 1325"),
                    ("DATE", "14NOV"),
                    ("TIME", "0945"),
                    ("GATE", "12"),
                    ("BOARDING", "0905"),
                    ("SEAT", "22F"),
                ),
                3,
                0.26,
                0.24,
                0.07,
            ),
        ),
        ("OKOYE/AMINA", "OKOYE"),
        shape=2.6,
    ),
    Card(  # an upright concert ticket
        TextKind.TICKET,
        (
            Words("THE HARBOUR LIGHTS", 0.08, 0.1, 0.05, bold=True),
            Words("on tour", 0.08, 0.17, 0.035),
            Words("Sat 03 DEC 2026", 0.08, 0.3, 0.04),
            Words("Doors 19:30", 0.08, 0.37, 0.04),
            *_columns((("Section", "B"), ("Row", "4"), ("Seat", "9")), 3, 0.5, 0.12, 0.04),
            Words("Ticket EUR 32.00", 0.08, 0.68, 0.035),
            Code("QRCode", "TKT-88213-4471", 0.33, 0.74, 0.34),
        ),
        ("TKT-88213-4471",),
        shape=0.6,
    ),
    Card(  # a receipt-like ticket of a railway
        TextKind.TICKET,
        _page(
            (
                "UTOPIAN RAILWAYS",
                "TICKET  2nd class  single",
                "From BRISTOL",
                "To LEEDS",
                "Valid 14 NOV 2026",
                "Coach C  Seat 41",
                "Price 48.20 GBP",
                "Thank you for travelling",
            ),
            0.1,
            0.105,
            0.05,
        ),
        (),
        shape=0.8,
        paper=(250, 232, 190),
    ),
    Card(  # the sender above, small, the receiver in the middle, the code upright above all
        TextKind.PARCEL_LABEL,
        (
            Code("Code128", "RB123456785GB", 0.08, 0.05, 0.84),
            Words("RB 123 456 785 GB", 0.25, 0.35, 0.03),
            Words("From: M. Dupont, 75019 PARIS", 0.08, 0.45, 0.025),
            Words("To:", 0.08, 0.56, 0.035, bold=True),
            Words("Erika Muster", 0.2, 0.56, 0.04),
            Words("Musterweg 12", 0.2, 0.63, 0.04),
            Words("12345 Musterstadt", 0.2, 0.7, 0.04),
            Words("PRIORITY  TRACKED", 0.08, 0.85, 0.04, bold=True),
        ),
        ("RB123456785GB", "RB 123 456 785 GB", "Erika Muster", "Musterweg"),
        shape=0.7,
    ),
    Card(  # a hanging badge: the name across the middle, the event at the foot
        TextKind.NAME_BADGE,
        (
            Words("Amina", 0.1, 0.3, 0.13, bold=True),
            Words("Okoye", 0.1, 0.45, 0.13, bold=True),
            Words("Speaker", 0.1, 0.66, 0.06),
            Words("CITY CONFERENCE 2026", 0.1, 0.88, 0.05),
        ),
        ("Amina", "Okoye"),
        shape=0.7,
    ),
    Card(  # a business card with its small print at the right foot
        TextKind.EMAIL,
        (
            Words("Erika Muster", 0.08, 0.25, 0.1, bold=True),
            Words("Freelance editor", 0.08, 0.38, 0.06),
            Words("erika.muster@example.org", 0.45, 0.78, 0.05),
            Words("www.example.org", 0.45, 0.88, 0.05),
        ),
        ("erika.muster@example.org",),
        shape=1.65,
    ),
    Card(  # a business card, telephone in a column of small lines
        TextKind.PHONE,
        (
            Words("OKOYE TRAINING", 0.3, 0.2, 0.09, bold=True),
            Words("Amina Okoye, director", 0.3, 0.34, 0.05),
            Words("Office", 0.3, 0.66, 0.045),
            Words("+44 117 496 0123", 0.45, 0.66, 0.05),
            Words("Mobile", 0.3, 0.78, 0.045),
            Words("+44 7700 900 123", 0.45, 0.78, 0.05),
        ),
        ("496 0123", "900 123", "7700900123"),
        shape=1.65,
        paper=(40, 70, 66),
        ink=_LIGHT,
    ),
    Card(  # a letter: the address small in its window, a page of words below
        TextKind.ADDRESS,
        (
            *_page(("Erika Muster", "Heidestrasse 17", "51147 Koeln"), 0.13, 0.03, 0.02),
            Words("Cologne, 9 March", 0.62, 0.3, 0.018),
            *_page(("Dear Ms Muster,", *_FILLER), 0.4, 0.035, 0.018),
        ),
        ("Heidestrasse", "51147"),
        shape=0.71,
        paper=_PALE,
    ),
    Card(  # the foot of an invoice, in three columns
        TextKind.BANK_ACCOUNT,
        (
            Words("INVOICE", 0.1, 0.06, 0.04, bold=True),
            *_page(_FILLER, 0.2, 0.04, 0.018),
            Words("Total", 0.1, 0.5, 0.025),
            Words("118.00", 0.75, 0.5, 0.025),
            Words("Bank of Utopia", 0.1, 0.88, 0.018),
            Words("IBAN DE89 3704 0044 0532 0130 00", 0.1, 0.92, 0.02),
            Words("VAT 00 / 000 / 000", 0.65, 0.92, 0.018),
        ),
        ("0044 0532", "DE89370400440532013000"),
        shape=0.71,
        paper=_PALE,
    ),
    Card(  # a sticker under a router
        TextKind.WIFI,
        (
            Words("Model R-7490   Type 20", 0.05, 0.12, 0.06),
            Words("Made in Utopia", 0.05, 0.24, 0.05),
            Words("WLAN SSID: Fritz-Lilac", 0.05, 0.5, 0.08),
            Words("WLAN Password: 4471-9920-1834", 0.05, 0.64, 0.08),
            Words("Power 12 V 2.5 A", 0.05, 0.86, 0.05),
        ),
        ("4471-9920", "Fritz-Lilac"),
        shape=1.9,
        paper=(228, 228, 226),
    ),
    Card(  # a message on a telephone, other messages above it
        TextKind.CODE,
        (
            Words("Today 18:02", 0.38, 0.06, 0.025),
            Words("See you at the station", 0.08, 0.16, 0.035),
            Words("I am in the last coach", 0.08, 0.24, 0.035),
            Words("Your verification code is", 0.08, 0.5, 0.04),
            Words("482 913", 0.08, 0.57, 0.05),
            Words("Do not share it", 0.08, 0.64, 0.04),
        ),
        ("482 913", "482913"),
        shape=0.55,
        paper=_DARK,
        ink=_LIGHT,
    ),
    Card(  # a poster with a code in its corner
        TextKind.CONTACT,
        (
            Words("Piano lessons", 0.08, 0.15, 0.09, bold=True),
            Words("for grown-ups, at your place", 0.08, 0.28, 0.045),
            Code("QRCode", "MECARD:N:Okoye,Amina;TEL:+441170000000;;", 0.6, 0.68, 0.32),
        ),
        ("Okoye", "441170000000"),
        shape=0.8,
    ),
    Card(  # the plate of a motorcycle, in two lines
        TextKind.PLATE,
        (Words("GH61", 0.12, 0.3, 0.38, bold=True), Words("KZT", 0.2, 0.73, 0.38, bold=True)),
        ("GH61 KZT", "GH61KZT"),
        shape=1.25,
    ),
)
"""Twenty cards, tickets, letters and screens whose layouts the sixty do not have."""
