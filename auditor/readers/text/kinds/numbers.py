"""Check digits: what tells a real number from digits that only look like one.

Each function takes digits and letters without spaces.
"""

from __future__ import annotations

import re
import string

__all__ = ["ean", "gs1_check", "iban", "luhn", "mrz_digit", "s10", "sscc", "ups"]

_IBAN_LENGTHS = {
    "AD": 24,
    "AE": 23,
    "AL": 28,
    "AT": 20,
    "AZ": 28,
    "BA": 20,
    "BE": 16,
    "BG": 22,
    "BH": 22,
    "BR": 29,
    "BY": 28,
    "CH": 21,
    "CR": 22,
    "CY": 28,
    "CZ": 24,
    "DE": 22,
    "DK": 18,
    "DO": 28,
    "EE": 20,
    "EG": 29,
    "ES": 24,
    "FI": 18,
    "FO": 18,
    "FR": 27,
    "GB": 22,
    "GE": 22,
    "GI": 23,
    "GL": 18,
    "GR": 27,
    "GT": 28,
    "HR": 21,
    "HU": 28,
    "IE": 22,
    "IL": 23,
    "IQ": 23,
    "IS": 26,
    "IT": 27,
    "JO": 30,
    "KW": 30,
    "KZ": 20,
    "LB": 28,
    "LC": 32,
    "LI": 21,
    "LT": 20,
    "LU": 20,
    "LV": 21,
    "LY": 25,
    "MC": 27,
    "MD": 24,
    "ME": 22,
    "MK": 19,
    "MR": 27,
    "MT": 31,
    "MU": 30,
    "NL": 18,
    "NO": 15,
    "PK": 24,
    "PL": 28,
    "PS": 29,
    "PT": 25,
    "QA": 29,
    "RO": 24,
    "RS": 22,
    "SA": 24,
    "SC": 31,
    "SE": 24,
    "SI": 19,
    "SK": 24,
    "SM": 27,
    "ST": 25,
    "SV": 28,
    "TL": 23,
    "TN": 24,
    "TR": 26,
    "UA": 29,
    "VA": 22,
    "VG": 24,
    "XK": 20,
}
"""Signs of an IBAN by country: IBAN registry of SWIFT (ISO 13616)."""

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+")
_S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_UPS = re.compile(r"1Z[0-9A-Z]{15}[0-9]")
_MRZ_WEIGHTS = (7, 3, 1)
_TEN = 10
_LETTERS = {letter: index for index, letter in enumerate(string.digits + string.ascii_uppercase)}


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1 annex B (Luhn): payment cards."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value >= _TEN else value
    return bool(digits) and total % _TEN == 0


def iban(text: str) -> bool:
    """Whether this is an IBAN: length of its country and the two check digits of ISO 13616.

    The check digits are those of ISO/IEC 7064, MOD 97-10.
    """
    if len(text) != _IBAN_LENGTHS.get(text[:2]) or not _IBAN.fullmatch(text):
        return False
    return int("".join(str(_LETTERS[sign]) for sign in text[4:] + text[:4])) % 97 == 1


def mrz_digit(field: str) -> str:
    """Return the check digit of a field of a machine-readable zone.

    ICAO Doc 9303 part 3, 4.9 (weights 7, 3, 1; `<` counts 0).
    """
    return str(
        sum(_LETTERS.get(sign, 0) * _MRZ_WEIGHTS[index % 3] for index, sign in enumerate(field))
        % _TEN
    )


def s10(text: str) -> bool:
    """Whether this is an identifier of a postal item.

    UPU S10 (two letters, eight digits, check digit modulo 11, country).
    """
    if not _S10.fullmatch(text):
        return False
    rest = (
        11
        - sum(int(digit) * weight for digit, weight in zip(text[2:10], _S10_WEIGHTS, strict=True))
        % 11
    )
    return int(text[10]) == {10: 0, 11: 5}.get(rest, rest)


def ups(text: str) -> bool:
    """Whether this is a tracking number of UPS: `1Z`, fifteen signs, check digit.

    Published by UPS for shippers: letters count as their place in the alphabet plus two, modulo
    ten; every second one doubled.
    """
    if not _UPS.fullmatch(text):
        return False
    values = [int(sign) if sign.isdigit() else (ord(sign) - 63) % _TEN for sign in text[2:17]]
    return (_TEN - (sum(values[0::2]) + 2 * sum(values[1::2])) % _TEN) % _TEN == int(text[17])


def gs1_check(digits: str) -> bool:
    """Whether the last digit is the check digit of GS1.

    GS1 General Specifications, 7.9: weights 3 and 1 from the right.
    """
    if not digits.isdigit() or not digits.isascii():
        return False
    return (
        sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(reversed(digits)))
        % _TEN
        == 0
    )


def sscc(digits: str) -> bool:
    """Whether this is the number of a parcel or pallet.

    GS1 SSCC, 18 digits, with its application identifier 00.
    """
    return len(digits) == 20 and digits.startswith("00") and gs1_check(digits)  # noqa: PLR2004 - 00 and 18 digits


def ean(digits: str) -> bool:
    """Whether this is the number of a product: GTIN-8, -12 or -13 with its check digit."""
    return len(digits) in {8, 12, 13} and gs1_check(digits)
