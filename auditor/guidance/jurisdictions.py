"""Codes of countries and their parts, as people type them.

The place is always what the user names, never worked out.
"""

from __future__ import annotations

import re

from auditor.messages import _

EU = "EU"
EU_MEMBERS = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - 27 codes
)
_OTHER_NAMES = {
    "UK": "GB",
    "USA": "US",
    "EL": "GR",
    "GB-NI": "GB-NIR",
    "CA-PQ": "CA-QC",
    "MX-CDMX": "MX-CMX",
}
LAW_AREAS = {"GB-ENG": "GB-EAW", "GB-WLS": "GB-EAW"}
"""Parts that share their law with another part: the code under which it stands."""
_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,4})?")
_BETWEEN = re.compile(r"\s*[\s_/-]\s*")
_SHOWN = 40


def code_of(where: str) -> str:
    """Return the code that `where` means (`uk` is GB, `us ca` US-CA), empty where it cannot be one.

    Only ASCII: the capital of "ß" is "SS", and a code that nobody typed would answer for a place
    that nobody meant.
    """
    if not where.isascii():
        return ""
    typed = _BETWEEN.sub("-", where.strip().upper())
    typed = _OTHER_NAMES.get(typed, typed)
    if typed.startswith("UK-"):
        typed = _OTHER_NAMES.get(f"GB-{typed[3:]}", f"GB-{typed[3:]}")
    return typed if _CODE.fullmatch(typed) else ""


def law_area(code: str) -> str:
    """Return the code under which the law of a place stands, mostly its own."""
    return LAW_AREAS.get(code, code)


def sharing_law(code: str) -> tuple[str, ...]:
    """Return the parts whose law stands under a code: England and Wales for GB-EAW."""
    return tuple(part for part, area in LAW_AREAS.items() if area == code)


def outer(code: str) -> str:
    """Return the country of a part, the country itself for a country."""
    return code.partition("-")[0]


def typed(where: str) -> str:
    """Return what the user typed, without anything that could steer a terminal."""
    return "".join(
        character for character in where[:_SHOWN] if character.isalnum() or character in " -"
    )


def not_listed(name: str) -> str:
    """Return what is said of a name that means no place here."""
    return _("“{name}” is not in our list of places.").format(name=typed(name))
