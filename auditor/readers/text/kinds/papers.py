"""Which lines of a picture are papers that prove who somebody is, or that money can be taken with.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.domain.photos.picture_contents import TextFound, TextKind
from auditor.readers.text import masking
from auditor.readers.text.kinds.numbers import iban, luhn, mrz_digit
from auditor.readers.text.kinds.page import TextLine, TextPage, around

__all__ = ["bank_account", "driving_licence", "identity_document", "payment_card"]

_CARD_DIGITS = re.compile(r"(?<![\dA-Z])(?:\d[ .-]?){12,18}\d(?![\dA-Z])")
_BRANDS = (
    ("Visa", re.compile(r"4(?:.{12}|.{15}|.{18})$")),
    ("Mastercard", re.compile(r"(?:5[1-5].{14}|2(?:22[1-9]|2[3-9].|[3-6]..|7[01].|720).{12})$")),
    ("American Express", re.compile(r"3[47].{13}$")),
    ("Diners Club", re.compile(r"3(?:0[0-5]|[68].).{11}$")),
    ("Discover", re.compile(r"6(?:011|5..|4[4-9].).{12}$")),
    ("JCB", re.compile(r"35(?:2[89]|[3-8].).{12}$")),
    ("Maestro", re.compile(r"(?:5018|5020|5038|5893|6304|6759|676[1-3]).{8,15}$")),
    ("UnionPay", re.compile(r"62.{14,17}$")),
)
"""First digits and lengths of card numbers (ISO/IEC 7812; the ranges that the schemes publish)."""
_CARD_WORDS = re.compile(
    r"VALID\s*(?:THRU|FROM|UNTIL)|GOOD THRU|EXPIRES END|MONTH/YEAR|G[ÜU]LTIG BIS|EXPIRE [AÀ] FIN"
    r"|VENCE|CADUCA|SCADENZA"
    r"|\b(?:DEBIT|CREDIT|VISA|MASTERCARD|MAESTRO|AMERICAN EXPRESS|UNIONPAY)\b|KREDITKARTE"
    r"|CARTE BANCAIRE|CARDHOLDER|\bCV[CV]2?\b"
)
_EXPIRY = re.compile(r"\b(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[2-4]\d\b")
_FOUR = re.compile(r"\b\d{4}\b")
_PASSPORT = re.compile(
    r"\b(?:PASSPORT|PASSEPORT|REISEPASS|PASAPORTE|PASSAPORTE|PASSAPORTO|PASPOORT|PASZPORT|ПАСПОРТ"
    r"|PASAPORT"
    r"|PAS(?:S)?\s?/\s?PASSPORT)\b|護照|护照|旅券"
)
_IDENTITY = re.compile(
    r"IDENTITY CARD|\bID CARD\b|NATIONAL ID|PERSONALAUSWEIS|CARTE NATIONALE D.IDENTIT"
    r"|CARTE D.IDENTIT|DOCUMENTO NACIONAL DE IDENTIDAD"
    r"|CARTA D.IDENTIT|CART[AÃ]O DE CIDAD[AÃ]O|IDENTITEITSKAART|DOW[OÓ]D OSOBISTY|IDENTITETSKORT"
    r"|NATIONELLT ID|RESIDENCE PERMIT"
    r"|AUFENTHALTSTITEL"
    r"|TITRE DE S[EÉ]JOUR|SOCIAL SECURITY|居民身份证|身份证"
)
_LICENCE = re.compile(
    r"DRIV(?:ING|ER.?S?) LICEN[CS]E|F[ÜU]HRERSCHEIN|PERMIS DE CONDUIRE|PERMISO DE CONDUC"
    r"|PATENTE DI GUIDA|CARTA DE CONDU|RIJBEWIJS"
    r"|PRAWO JAZDY"
    r"|K[ÖO]RKORT|F[ØO]RERKORT|AJOKORTTI"
)
_FIELDS = re.compile(
    r"SURNAME|GIVEN NAME|NATIONALITY|DATE OF BIRTH|PLACE OF BIRTH|DATE OF EXPIRY|DATE OF ISSUE"
    r"|AUTHORITY|\bSEX\b|PERSONAL N|DOCUMENT N"
    r"|NACHNAME|VORNAME|GEBURTS|STAATSANGEH|G[ÜU]LTIG BIS|PR[EÉ]NOM|NATIONALIT|N[EÉ]\(?E?\)? LE"
    r"|APELLIDOS|NOMBRE|NACIMIENTO|NACIONALIDAD"
    r"|COGNOME|NASCITA|CITTADINANZA|NASCIMENTO|\bDOB\b|\bEXP\b|\bISS\b|\bLN\b|\bFN\b|PASSPORT N"
    r"|\bNAME\b|\bNUMBER\b|FÖDELSE|P[AÅ]SS"
)
_AAMVA = re.compile(r"@\s*(?:ANSI|AAMVA) ?[0-9]{6}")
"""Head of the PDF417 code on North American driving licences (AAMVA DL/ID Card Design Standard,
annex D)."""
_MRZ = re.compile(r"[A-Z0-9<]{28,46}")
_MRZ_START = re.compile(r"(?:P[A-Z<]|[IAC][A-Z<]|V[A-Z<])[A-Z<]{3}")
_SURE, _LIKELY, _PERHAPS = 0.95, 0.75, 0.6
_MISREAD = str.maketrans("OI", "01")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[\dOI]{2}(?:[ .-]?[A-Z0-9]){11,30}")


def payment_card(page: TextPage) -> Iterator[TextFound]:
    """Yield numbers of payment cards with their check digit.

    Else a page that says it is one and has groups of four digits.
    """
    sure = False
    words = page.has(_CARD_WORDS) or page.has(_EXPIRY)
    for line in page.lines:
        for match in _CARD_DIGITS.finditer(line.text.upper()):
            digits = re.sub(r"\D", "", match.group())
            brand = next((name for name, pattern in _BRANDS if pattern.match(digits)), None)
            if brand is not None and luhn(digits) and len(set(digits)) > 1:
                sure = True
                confidence = line.confidence * (_SURE if words or " " in match.group() else _LIKELY)
                yield TextFound(
                    TextKind.PAYMENT_CARD, masking.last_two(digits, brand), confidence, line.box
                )
    groups = max((len(_FOUR.findall(line.text)) for line in page.lines), default=0)
    if not sure and groups >= 3 and page.count(_CARD_WORDS) + page.has(_EXPIRY) >= 2:  # noqa: PLR2004 - three groups and two words
        yield page.whole(TextKind.PAYMENT_CARD, masking.code(), _PERHAPS)


def bank_account(page: TextPage) -> Iterator[TextFound]:
    """Yield IBANs whose check digits are right.

    O and I in the place of digits are read as the recogniser may have meant them.
    """
    for line in page.lines:
        for match in _IBAN.finditer(line.text.upper()):
            found = _shorten_to_iban(re.sub(r"[ .-]", "", match.group()))
            if found:
                yield TextFound(
                    TextKind.BANK_ACCOUNT,
                    masking.last_two(found, f"{found[:2]}••"),
                    line.confidence * _SURE,
                    line.box,
                )


def _shorten_to_iban(text: str) -> str:
    """Return the start of `text` that is an IBAN: words after it may have stuck to it."""
    digits = text[:2] + text[2:].translate(_MISREAD)
    return next(
        (
            reading[:end]
            for reading in (text, digits)
            for end in range(len(text), 14, -1)
            if iban(reading[:end])
        ),
        "",
    )


def identity_document(page: TextPage) -> Iterator[TextFound]:
    """Yield a machine-readable zone, or a page that names such a document and has its fields."""
    zone = list(_find_zone(page))
    if zone:
        proven = any(_has_check_digits(text) for _line, text in zone)
        named = any(_MRZ_START.match(text) and text.count("<") > 3 for _line, text in zone)  # noqa: PLR2004 - one name has three and more
        if proven or named:
            confidence = max(line.confidence for line, _text in zone) * (
                _SURE if proven else _LIKELY
            )
            yield TextFound(
                TextKind.IDENTITY_DOCUMENT,
                _mask_zone(zone),
                confidence,
                around([line.box for line, _text in zone]),
                _expiry(zone),
            )
            return
    titles = [words for words in (_PASSPORT, _IDENTITY, _LICENCE) if page.has(words)]
    fields = page.count(_FIELDS)
    if titles and fields >= 2:  # noqa: PLR2004 - a book or a poster names a passport too, without its fields
        yield page.whole(
            TextKind.IDENTITY_DOCUMENT,
            masking.code(),
            _LIKELY if fields > 2 else _PERHAPS,  # noqa: PLR2004
        )
    elif fields >= 4:  # noqa: PLR2004 - the title may lie under a thumb
        yield page.whole(TextKind.IDENTITY_DOCUMENT, masking.code(), _PERHAPS)


def _find_zone(page: TextPage) -> Iterator[tuple[TextLine, str]]:
    """Yield lines that can be of a machine-readable zone.

    30, 36 or 44 signs in print (ICAO 9303), some lost in reading.
    """
    for line in page.lines:
        text = (
            line.text.upper()
            .replace(" ", "")
            .replace("«", "<<")
            .replace("‹", "<")
            .replace("く", "<")
        )
        match = _MRZ.fullmatch(text)
        if match and (text.count("<") >= 2 or _has_check_digits(text)):  # noqa: PLR2004 - every line ends in fillers or in check digits
            yield line, text


_LONG = [(0, 9), (13, 19), (21, 27)]
_FIRST, _SECOND = [(5, 14)], [(0, 6), (8, 14)]
"""Fields with a check digit behind them: number, birth and expiry of TD3 and TD2; the number in
line 1 of TD1; birth and expiry in its line 2 (ICAO 9303 parts 4-6)."""
_FIRST_YEAR = 80


def _has_check_digits(text: str) -> bool:
    """Whether number, birth and expiry have their check digits.

    TD3 and TD2 in line 2, TD1 in lines 1 and 2 (ICAO 9303 parts 4-6).
    """
    return any(_are_digits_right(text, fields) for fields in (_LONG, _SECOND)) or (
        _MRZ_START.match(text) is not None and len(text) <= 31 and _are_digits_right(text, _FIRST)  # noqa: PLR2004 - 30 signs in print
    )


def _are_digits_right(text: str, fields: list[tuple[int, int]]) -> bool:
    return all(
        end < len(text) and mrz_digit(text[start:end]) == text[end] for start, end in fields
    ) and any(sign.isdigit() for start, end in fields for sign in text[start:end])


def _expiry(zone: list[tuple[TextLine, str]]) -> str:
    """Return the day on which the document runs out, empty where its check digits are not right.

    Two digits of a year: no document holds for longer than to 2079, and none of before 1980 has
    such a zone.
    """
    for _line, text in zone:
        for fields in (_LONG, _SECOND):
            start, end = fields[-1]
            if _are_digits_right(text, fields) and text[start:end].isdecimal():
                year, month, day = (int(text[at : at + 2]) for at in range(start, end, 2))
                century = 1900 if year >= _FIRST_YEAR else 2000
                return f"{century + year:04}-{month:02}-{day:02}"
    return ""


def _mask_zone(zone: list[tuple[TextLine, str]]) -> str:
    """Return the letter of the kind of document and nothing else that is in the zone."""
    start = next((text for _line, text in zone if _MRZ_START.match(text)), "")
    return masking.code(f"{start[0]}<" if start else "<<")


def driving_licence(text: str) -> bool:
    """Whether the text of a barcode is that of a driving licence."""
    return _AAMVA.match(text) is not None
