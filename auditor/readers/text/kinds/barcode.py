"""What a barcode is for, from what it says. Pure."""

from __future__ import annotations

import re

from auditor.domain.photos.picture_contents import TextKind
from auditor.readers.text import masking
from auditor.readers.text.kinds.numbers import ean
from auditor.readers.text.kinds.papers import driving_licence
from auditor.readers.text.kinds.travel import tracking_number

__all__ = ["end_of_barcode", "kind_and_mask"]

_BCBP = re.compile(r"M[1-4][A-Z'’. -]{1,19}/[A-Z'’. /-]{0,18}")
"""IATA Resolution 792 (bar coded boarding pass): format code M, number of legs 1-4, then the
passenger's name in 20 signs."""
_BCBP_LEG = re.compile(r"[A-Z0-9 ]{7}[A-Z]{6}[A-Z0-9 ]{3}[0-9 ]{4}[A-Z0-9 ]?\d{3}")
"""Record locator 7, from and to 3 each, carrier 3, flight 5, day of the year 3: the first leg, from
sign 23 on."""
_SCHEMES: tuple[tuple[re.Pattern[str], TextKind, str], ...] = (
    (re.compile(r"WIFI:", re.IGNORECASE), TextKind.WIFI, "WIFI:"),
    (re.compile(r"DPP:", re.IGNORECASE), TextKind.WIFI, "DPP:"),
    (re.compile(r"otpauth(?:-migration)?://", re.IGNORECASE), TextKind.CODE, "otpauth://"),
    (
        re.compile(
            r"(?:FIDO:/|sgnl://|tg://login|https://(?:www\.)?discord\.com/ra/|https://s\.team/q/"
            r"|2@)",
            re.IGNORECASE,
        ),
        TextKind.CODE,
        "",
    ),
    (re.compile(r"LPA:1\$", re.IGNORECASE), TextKind.CODE, "LPA:"),
    (re.compile(r"MT:[0-9A-Z.-]{19,}"), TextKind.CODE, "MT:"),
    (re.compile(r"BEGIN:VCARD", re.IGNORECASE), TextKind.CONTACT, "VCARD"),
    (re.compile(r"MECARD:|BIZCARD:", re.IGNORECASE), TextKind.CONTACT, "MECARD"),
    (re.compile(r"mailto:|MATMSG:|SMTP:", re.IGNORECASE), TextKind.EMAIL, "mailto:"),
    (re.compile(r"tel:|sms(?:to)?:", re.IGNORECASE), TextKind.PHONE, "tel:"),
    (
        re.compile(r"BCD\r?\n00[12]\r?\n|SPC\r?\n|upi://pay|000201", re.IGNORECASE),
        TextKind.BANK_ACCOUNT,
        "",
    ),
    (re.compile(r"HC1:|SHC:/|shc:/"), TextKind.IDENTITY_DOCUMENT, "HC1:"),
    (re.compile(r"#UT0[12]|OTI\d|06[A-Z0-9]{8,}.*\b(?:RSP|ITSO)\b"), TextKind.TICKET, ""),
)
"""Starts of well-known contents: Wi-Fi Alliance (WIFI, DPP), Google Authenticator's key format,
GSMA SGP.22 (LPA), Matter (MT), RFC 6350 and NTT Docomo (contacts), EPC069-12 and SIX (BCD, SPC:
payments), EMVCo (000201), eHealth Network (HC1), UIC 918.3 (#UT)."""
_LINK = re.compile(r"(?:https?://|www\.)\S+$|[a-z]+://\S+$", re.IGNORECASE)
_SECRET_LINK = re.compile(
    r"[?&#](?:token|auth|code|key|password|secret|otp|sid|session|pwd|login|invite)=|/(?:login"
    r"|signin|auth|reset|invite|join|magic"
    r"|verify)\b"
    r"|//(?:chat\.whatsapp\.com|t\.me/(?:\+|joinchat)|discord\.gg)/",
    re.IGNORECASE,
)
_RETAIL = frozenset({"EAN13", "EAN8", "UPCA", "UPCE", "ISBN"})


def kind_and_mask(name: str, text: str) -> tuple[TextKind, str]:
    """Return what a barcode is for, and a masked excerpt of what it says.

    `name` is its format as zxing-cpp calls it.
    """
    start = text.lstrip()
    paper = _find_paper(start)
    if paper is not None:
        return paper
    if _LINK.match(start):
        return (TextKind.CODE if _SECRET_LINK.search(start) else TextKind.LINK), masking.link(start)
    if name in _RETAIL and ean(start):
        return TextKind.PRODUCT, masking.last_two(start)
    number = tracking_number(re.sub(r"[^0-9A-Za-z]", "", start).upper())
    return (
        (TextKind.PARCEL_LABEL, masking.last_two(number))
        if number
        else (TextKind.OTHER, masking.code())
    )


def end_of_barcode(text: str) -> str:
    """Return the day of the year of a boarding pass's first leg, as `day_near` reads it.

    Empty for other codes: what they hold says no day in a form that is known here.
    """
    start = text.lstrip()
    leg = _BCBP_LEG.match(start[23:]) if _BCBP.match(start) else None
    return f"-{leg.group()[21:24]}" if leg else ""


def _find_paper(text: str) -> tuple[TextKind, str] | None:
    """Return what a text with a known head is, None where it has none."""
    if _BCBP.match(text) and _BCBP_LEG.match(text[23:]):
        return TextKind.BOARDING_PASS, masking.code(f"M{text[1]}")
    if driving_licence(text):
        return TextKind.IDENTITY_DOCUMENT, masking.code("ANSI")
    return next(
        ((kind, masking.code(shown)) for pattern, kind, shown in _SCHEMES if pattern.match(text)),
        None,
    )
