"""What stands on the test cards.

Invented people, and numbers that their publishers gave as examples (test cards, IBAN registry,
ICAO).
"""

from __future__ import annotations

from dataclasses import dataclass

from auditor.domain.photos.picture_contents import TextKind

BCBP = "M1LINDQVIST/MARA      EABC123 GOTFRASK 0834 226F001A0025 100"
TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)


@dataclass(frozen=True, slots=True)
class Words:
    """One line: text, left edge and middle as shares of the card.

    Its type is as tall as that share of the card's height.
    """

    text: str
    x: float
    y: float
    tall: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """One barcode: format as zxing-cpp names it, what it says, and where it is.

    Left top corner and width are shares of the card's width and height.
    """

    format: str
    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Card:
    """`secrets` must never be in any output. `shape` is width by height."""

    kind: TextKind
    parts: tuple[Words | Code, ...]
    secrets: tuple[str, ...]
    shape: float = 1.6
    paper: tuple[int, int, int] = (246, 244, 238)
    ink: tuple[int, int, int] = (24, 26, 30)


def _bank(brand: str, number: str, name: str, until: str) -> Card:
    parts = (
        Words(brand, 0.62, 0.16, 0.12, bold=True),
        Words(number, 0.08, 0.55, 0.105),
        Words("VALID THRU", 0.34, 0.7, 0.04),
        Words(until, 0.5, 0.7, 0.07),
        Words(name, 0.08, 0.86, 0.075),
    )
    return Card(
        TextKind.PAYMENT_CARD,
        parts,
        (number, number.replace(" ", ""), name),
        paper=(38, 62, 110),
        ink=(236, 236, 230),
    )


def _passport(title: str, zone: tuple[str, ...], name: str) -> Card:
    rows = tuple(
        Words(line, 0.04, 0.97 - 0.09 * (len(zone) - index), 0.058)
        for index, line in enumerate(zone)
    )
    parts = (
        Words(title, 0.05, 0.08, 0.07, bold=True),
        Words("Surname", 0.4, 0.2, 0.035),
        Words(name.rsplit(maxsplit=1)[-1].upper(), 0.4, 0.27, 0.06),
        Words("Given names", 0.4, 0.36, 0.035),
        Words(name.split(maxsplit=1)[0].upper(), 0.4, 0.43, 0.06),
        Words("Date of birth", 0.4, 0.52, 0.035),
        Words("12 AUG 1974", 0.4, 0.59, 0.055),
        *rows,
    )
    return Card(TextKind.IDENTITY_DOCUMENT, parts, (*zone, name), shape=1.4, paper=(226, 232, 228))


def _licence(title: str, name: str) -> Card:
    parts = (
        Words(title, 0.05, 0.09, 0.09, bold=True),
        Words(f"1. {name.rsplit(maxsplit=1)[-1].upper()}", 0.4, 0.25, 0.07),
        Words(f"2. {name.split(maxsplit=1)[0].upper()}", 0.4, 0.37, 0.07),
        Words("Date of birth 12.08.1974", 0.4, 0.49, 0.06),
        Words("Date of issue 02.03.2021", 0.4, 0.6, 0.06),
        Words("Nationality UTO", 0.4, 0.71, 0.06),
        Words("Document No. D231458907", 0.4, 0.85, 0.06),
    )
    return Card(TextKind.IDENTITY_DOCUMENT, parts, ("D231458907", name), paper=(238, 214, 220))


def _pass(flight: str, code: str, name: str) -> Card:
    parts = (
        Words("BOARDING PASS", 0.04, 0.1, 0.1, bold=True),
        Words("PASSENGER", 0.04, 0.24, 0.05),
        Words(name, 0.04, 0.35, 0.085),
        Words(f"FLIGHT {flight}", 0.04, 0.5, 0.07),
        Words("GATE B12", 0.34, 0.5, 0.07),
        Words("SEAT 1A", 0.04, 0.64, 0.07),
        Words("BOARDING 07:35", 0.34, 0.64, 0.07),
        Code(code, BCBP, 0.62, 0.2, 0.34)
        if code
        else Words("Have a pleasant flight", 0.04, 0.85, 0.05),
    )
    return Card(TextKind.BOARDING_PASS, parts, (BCBP, name), shape=2.1)


def _ticket(title: str, lines: tuple[str, ...], code: str = "") -> Card:
    parts: tuple[Words | Code, ...] = (Words(title, 0.05, 0.14, 0.12, bold=True),)
    parts += tuple(Words(line, 0.05, 0.34 + 0.14 * index, 0.08) for index, line in enumerate(lines))
    if code:
        parts += (Code("QRCode", code, 0.68, 0.3, 0.26),)
    return Card(TextKind.TICKET, parts, (code,) if code else (), shape=2.0, paper=(250, 232, 190))


def _parcel(number: str, carrier: str, symbology: str = "Code128") -> Card:
    shown = number.replace(" ", "")
    parts = (
        Words(carrier, 0.06, 0.1, 0.09, bold=True),
        Words("SHIP TO", 0.06, 0.24, 0.05),
        Words("Erika Muster", 0.06, 0.33, 0.07),
        Words("Musterweg 12", 0.06, 0.42, 0.07),
        Words("12345 Musterstadt", 0.06, 0.51, 0.07),
        Words("TRACKING", 0.06, 0.63, 0.05),
        Words(number, 0.06, 0.71, 0.07),
        Code(symbology, shown, 0.06, 0.78, 0.85),
    )
    return Card(
        TextKind.PARCEL_LABEL, parts, (shown, number, "Erika Muster", "Musterweg"), shape=1.0
    )


def _badge(lines: tuple[str, ...], name: str, work: str) -> Card:
    parts = tuple(
        Words(line, 0.08, 0.12 + 0.13 * index, 0.085, bold=True) for index, line in enumerate(lines)
    )
    below = 0.12 + 0.13 * len(lines) + 0.1
    return Card(
        TextKind.NAME_BADGE,
        (*parts, Words(name, 0.08, below, 0.16), Words(work, 0.08, below + 0.24, 0.07)),
        (name,),
        shape=1.4,
    )


def _lines(
    kind: TextKind, lines: tuple[str, ...], secrets: tuple[str, ...], shape: float = 1.8
) -> Card:
    step = 0.8 / len(lines)
    parts = tuple(
        Words(line, 0.06, 0.1 + step * (index + 0.4), min(0.13, step * 0.5))
        for index, line in enumerate(lines)
    )
    return Card(kind, parts, secrets, shape)


def _coded(kind: TextKind, title: str, symbology: str, text: str, secrets: tuple[str, ...]) -> Card:
    wide = symbology in {"EAN13", "Code128", "PDF417"}
    code = Code(symbology, text, 0.1 if wide else 0.3, 0.3, 0.8 if wide else 0.42)
    return Card(kind, (Words(title, 0.08, 0.14, 0.1), code), (text, *secrets), shape=1.2)


def _plate(text: str) -> Card:
    return Card(
        TextKind.PLATE,
        (Words(text, 0.07, 0.5, 0.75, bold=True),),
        (text, text.replace(" ", "")),
        shape=4.6,
    )


CARDS: tuple[Card, ...] = (
    _bank("VISA", "4242 4242 4242 4242", "MARA LINDQVIST", "04/29"),
    _bank("mastercard", "5555 5555 5555 4444", "TOMAS FERREIRA", "11/28"),
    _bank("AMERICAN EXPRESS", "3782 822463 10005", "AMINA OKOYE", "07/30"),
    _bank("DEBIT", "4539 1488 0343 6467", "ERIKA MUSTER", "01/31"),
    _bank("maestro", "6304 0000 0000 0000", "J SMITH", "09/27"),
    _passport("PASSPORT  UTOPIA", TD3, "Anna Eriksson"),
    _passport("REISEPASS / PASSPORT", TD3, "Anna Eriksson"),
    _passport("UTOPIA IDENTITY CARD", TD1, "Anna Eriksson"),
    _passport("PERSONALAUSWEIS", TD1, "Anna Eriksson"),
    _licence("DRIVING LICENCE", "Anna Eriksson"),
    _licence("FUHRERSCHEIN", "Erika Muster"),
    _pass("SK 834", "PDF417", "LINDQVIST/MARA"),
    _pass("LH 2031", "Aztec", "LINDQVIST/MARA"),
    _pass("TP 1325", "QRCode", "LINDQVIST/MARA"),
    _pass("BA 0117", "", "OKOYE/AMINA MS"),
    _pass("AF 1180", "", "FERREIRA/TOMAS"),
    _ticket(
        "ADMIT ONE", ("The Harbour Lights live", "Doors 19:30", "Row F Seat 12", "Price EUR 32.00")
    ),
    _ticket(
        "RAIL TICKET",
        ("From BRISTOL To LEEDS", "Valid 14 NOV 2026", "Coach C Seat 41", "Single 48.20 GBP"),
        "#UT01 4471 8890",
    ),
    _ticket(
        "Online-Ticket",
        ("Hamburg nach Berlin", "Wagen 11 Sitz 72", "Abfahrt 08:36", "Preis 29,90 EUR"),
    ),
    _ticket(
        "CONCERT TICKET",
        ("Section B Row 4 Seat 9", "Date 03 DEC 2026 20:00", "Venue City Hall"),
        "TKT-88213-4471",
    ),
    _ticket("Entrada", ("Fila 7 Asiento 21", "Sala 3", "18:45", "9,50 EUR")),
    _parcel("RB 123 456 785 GB", "ROYAL MAIL"),
    _parcel("1Z 5R8 939 03 5756 7127", "UPS"),
    _parcel("(00) 1 0614141 123456789 7", "GLS"),
    _parcel("EE 123 456 785 US", "USPS PRIORITY MAIL"),
    _badge(("HELLO", "my name is"), "Mara", ""),
    _badge(("HELLO my name is",), "Erika Muster", ""),
    _badge(("CITY CONFERENCE 2026",), "Amina Okoye", "Speaker"),
    _badge(("MAKERS FAIR",), "Tomas Ferreira", "Exhibitor"),
    _badge(("HARBOUR CLINIC",), "Mara Lindqvist", "Staff"),
    _lines(
        TextKind.EMAIL,
        ("Erika Muster", "erika.muster@example.org", "Freelance editor"),
        ("erika.muster@example.org",),
    ),
    _lines(
        TextKind.EMAIL,
        ("Write to us", "amina@okoye-training.example.com"),
        ("amina@okoye-training", "okoye"),
    ),
    _lines(
        TextKind.EMAIL,
        ("Inbox", "From: tomas_f77@mail.example.pt", "Re: your guitar"),
        ("tomas_f77",),
    ),
    _lines(
        TextKind.PHONE,
        ("LOST DOG", "Pixel, brown, friendly", "Call +46 31 701 23 45"),
        ("701 23 45", "7012345"),
    ),
    _lines(TextKind.PHONE, ("Tel. 030 9018 2012", "Mo-Fr 9-17"), ("9018 2012", "90182012")),
    _lines(TextKind.PHONE, ("FOR RENT", "two rooms, quiet", "(415) 555-0132"), ("555-0132",)),
    _lines(TextKind.PHONE, ("WhatsApp", "+351 912 345 678"), ("912 345 678",)),
    _lines(TextKind.ADDRESS, ("Erika Muster", "Heidestrasse 17", "51147 Koeln"), ("Heidestrasse",)),
    _lines(
        TextKind.ADDRESS,
        ("Ms A. Okoye", "27 Narrow Quay Road", "Bristol BS1 4QA"),
        ("Narrow Quay",),
    ),
    _lines(TextKind.ADDRESS, ("M. Dupont", "12 rue des Lilas", "75019 PARIS"), ("Lilas",)),
    _lines(
        TextKind.ADDRESS, ("Tomas Ferreira", "Rua das Flores 112", "4050-262 Porto"), ("Flores",)
    ),
    _lines(
        TextKind.BANK_ACCOUNT,
        ("Please pay to", "DE89 3704 0044 0532 0130 00", "Erika Muster"),
        ("0044 0532", "DE89370400440532013000"),
    ),
    _lines(
        TextKind.BANK_ACCOUNT,
        ("INVOICE 2026-114", "IBAN GB29 NWBK 6016 1331 9268 19", "Total 118.00"),
        ("6016 1331", "GB29NWBK60161331926819"),
    ),
    _lines(
        TextKind.BANK_ACCOUNT,
        ("IBAN", "NL91 ABNA 0417 1643 00"),
        ("0417 1643", "NL91ABNA0417164300"),
    ),
    _lines(
        TextKind.WIFI,
        ("Guest WiFi", "Network: Fritz-Lilac", "Password: blue-otter-4471"),
        ("blue-otter", "Fritz-Lilac"),
    ),
    _lines(
        TextKind.WIFI,
        ("WLAN", "SSID: Cafe Mitte", "Passwort: kaffee2026!"),
        ("kaffee2026", "Cafe Mitte"),
    ),
    _coded(
        TextKind.WIFI,
        "Scan for Wi-Fi",
        "QRCode",
        "WIFI:S:Fritz-Lilac;T:WPA;P:blue-otter-4471;;",
        ("blue-otter",),
    ),
    _lines(
        TextKind.CODE,
        ("Your verification code", "482 913", "Do not share it"),
        ("482 913", "482913"),
    ),
    _lines(TextKind.CODE, ("Recovery codes", "8f3k-22qa-91xz", "7h2m-55pd-04tr"), ("8f3k", "7h2m")),
    _coded(
        TextKind.CODE,
        "Set up 2-step",
        "QRCode",
        "otpauth://totp/Example:erika?secret=JBSWY3DPEHPK3PXP&issuer=Example",
        ("JBSWY3DP",),
    ),
    _coded(
        TextKind.CONTACT,
        "My contact",
        "QRCode",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Erika Muster\nTEL:+49301234567\nEND:VCARD",
        ("Erika", "49301"),
    ),
    _coded(
        TextKind.CONTACT, "Add me", "QRCode", "MECARD:N:Okoye,Amina;TEL:+441170000000;;", ("Okoye",)
    ),
    _coded(
        TextKind.LINK,
        "Read more",
        "QRCode",
        "https://example.org/some/long/path?x=1",
        ("some/long",),
    ),
    _coded(TextKind.PRODUCT, "Oat biscuits", "EAN13", "4006381333931", ()),
    _plate("GH61 KZT"),
    _plate("B MW 4471"),
    _plate("AB-318-CD"),
    _plate("4471 KBD"),
    _plate("7ABC318"),
    _plate("KZT 31P"),
)
"""Sixty cards, tickets, badges, labels, plates and screens."""
