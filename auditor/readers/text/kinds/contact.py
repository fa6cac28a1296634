"""Which lines of a picture tell how to reach somebody or where they live.

Mail, phone, address, badge, plate. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.domain.photos.picture_contents import TextFound, TextKind
from auditor.readers.text import masking
from auditor.readers.text.kinds.numbers import iban, luhn
from auditor.readers.text.kinds.page import TextLine, TextPage, around, type_height

__all__ = ["address", "email", "link", "name_badge", "numbers_to_call", "phone"]

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64} ?@ ?[A-Za-z0-9-]{1,63}(?:[.,] ?[A-Za-z0-9-]{2,63})*\.[A-Za-z]{2,24}"
)
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]{4,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d[\d ()./-]{6,22}\d(?![\w-])")
_PHONE_WORDS = re.compile(
    r"\b(?:T|TEL|PHONE|TELEPHONE|TELEFON|T[EÉ]L[EÉ]FONO|T[EÉ]L[EÉ]PHONE|MOB|MOBILE|MOBIL|HANDY|CELL"
    r"|CALL|PORTABLE|M[OÓ]VIL"
    r"|TELEM[OÓ]VEL|WHATSAPP|FAX|SMS)\b"
    r"|[☎✆📞]"
)
_NATIONAL = re.compile(
    r"\(\d{3}\) ?\d{3}[ -]\d{4}|\d{3}-\d{3}-\d{4}|0\d{2,5}[ /-]\d[\d /-]{4,}|0[1-9](?: \d\d){4}"
)
_NO_PHONE = re.compile(r"\d{4}-\d\d-\d\d|\d\d[./]\d\d[./]\d{2,4}|\d{1,15}\.\d{2}\b|\d\d:\d\d")
_STREET = re.compile(
    r"(?:\w{2,}(?:STRASSE|STRAßE|STRAE|STR\.|WEG|GASSE|PLATZ|ALLEE|DAMM|UFER|GATAN|V[ÄA]GEN|GATE"
    r"|VEIEN|STRAAT|LAAN|WEG|KADE|KATU|TIE)"
    r"|\w{3,} (?:STRASSE|STRAßE|STR\.))\s?\d{1,4}\s?[A-Z]?\b"
)
_STREET_EN = re.compile(
    r"\b\d{1,5}[A-Z]?,? (?:[NSEW]\.? )?(?:[A-Z0-9'.-]+ ){1,4}(?:STREET|ST|AVENUE|AVE|ROAD|RD|LANE"
    r"|LN|DRIVE|DR|BOULEVARD|BLVD|COURT"
    r"|CT|PLACE|PL|SQUARE"
    r"|TERRACE|CLOSE|CRESCENT|WAY|HILL|GARDENS|GROVE|MEWS|QUAY|PARKWAY|PKWY)\b(?!\w)"
)
_STREET_ROMANCE = re.compile(
    r"\b\d{1,4}(?: ?(?:BIS|TER))?,? (?:RUE|AVENUE|BOULEVARD|BD|IMPASSE|CHEMIN|QUAI|PLACE"
    r"|ALL[EÉ]E) [A-ZÀ-Ý'’ -]{3,}"
    r"|\b(?:RUA|AVENIDA|AV\.|TRAVESSA|LARGO|CALLE|C/|PASEO|PLAZA|VIA|VIALE|CORSO"
    r"|PIAZZA) [A-ZÀ-Ý'’ .-]{3,}?,? ?(?:N\.?[ºO°]? ?)?\d{1,4}\b"
)
_STREETS = (_STREET, _STREET_EN, _STREET_ROMANCE)
_POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} \d{5}(?:-\d{4})?\b"
    r"|\b(?:[A-Z]-)?\d{5} [A-ZÀ-Ý]{3,}|\b\d{4}-\d{3} [A-ZÀ-Ý]{3,}"
    r"|\b\d{3} \d{2} [A-ZÀ-Ý]{3,}|\b\d{4} ?[A-Z]{2} [A-ZÀ-Ý]{3,}|\b\d{4} [A-ZÀ-Ý]{4,}"
)
_HELLO = re.compile(
    r"HELLO,? ?MY NAME IS|MY NAME IS|\bHELLO,? I.?M\b|ICH HEI(?:SS|ß)E|MEIN NAME IST|JE M.APPELLE"
    r"|ME LLAMO|MI CHIAMO"
)
_BADGE = re.compile(
    r"\b(?:SPEAKER|ATTENDEE|EXHIBITOR|VISITOR|DELEGATE|ORGANI[SZ]ER|VOLUNTEER|STAFF|CREW|PRESS"
    r"|EMPLOYEE|PARTICIPANT|BESUCHER|AUSSTELLER"
    r"|TEILNEHMER(?:IN)?|REFERENT(?:IN)?|MITARBEITER(?:IN)?|VISITEUR|INTERVENANT|PONENTE|ASISTENTE"
    r"|ORADOR(?:A)?)\b"
)
_EVENT = re.compile(
    r"CONFERENCE|CONGRESS|SUMMIT|\bEXPO\b|\bFAIR\b|SYMPOSIUM|MEETUP|HACKATHON|CONVENTION|OPEN DAYS?"
    r"|KONFERENZ|KONGRESS|MESSE"
    r"|TAGUNG|CONGR[EÈ]S"
    r"|SALON|CONGRESO|FEIRA|CLINIC\b|HOSPITAL\b|\bBADGE\b|DEPARTMENT|EMPLOYEE ID|\b\w*(?:CONF|CON"
    r"|FEST|DAYS) ?20\d\d\b"
)
_NAME = re.compile(r"[A-ZÀ-Ý][\w'’-]+\.?(?: [A-ZÀ-Ý][\w'’.-]*){0,3}")
_PLENTY = 4
_LEAST_DIGITS = 8
_SURE, _LIKELY, _PERHAPS = 0.95, 0.8, 0.6


def email(page: TextPage) -> Iterator[TextFound]:
    """Yield addresses for mail."""
    for line in page.lines:
        for match in _EMAIL.finditer(line.text):
            text = match.group().replace(" ", "").replace(",", ".")
            yield TextFound(TextKind.EMAIL, masking.email(text), line.confidence * _SURE, line.box)


def link(page: TextPage) -> Iterator[TextFound]:
    """Yield addresses of pages."""
    for line in page.lines:
        for match in _LINK.finditer(line.text):
            yield TextFound(
                TextKind.LINK, masking.link(match.group()), line.confidence * _LIKELY, line.box
            )


def phone(page: TextPage) -> Iterator[TextFound]:
    """Yield numbers to call: international ones, or national ones written like one.

    International ones have at most 15 digits (ITU-T E.164).
    """
    for index, line in enumerate(page.lines):
        before = page.lines[index - 1].text if index else ""
        for number, sure in numbers_to_call(line.text, before):
            yield TextFound(TextKind.PHONE, masking.phone(number), line.confidence * sure, line.box)


def numbers_to_call(
    line: str, before: str = "", *, least: int = _LEAST_DIGITS
) -> Iterator[tuple[str, float]]:
    """Yield (number, how sure from 0 to 1) of a line of text.

    `before` is the line above it, where the word for a telephone may stand; a number has at least
    `least` digits.
    """
    text = line.upper()
    near = f"{text} {before.upper()}"
    for match in _PHONE.finditer(_remove_dates(text)):
        number = match.group().strip()
        sure = _rate_phone(number, re.sub(r"\D", "", number), near, least)
        if sure:
            yield number, sure


def _remove_dates(text: str) -> str:
    return _NO_PHONE.sub(lambda match: "x" * len(match.group()), text)


def _rate_phone(number: str, digits: str, near: str, least: int) -> float:
    if (
        not least <= len(digits.removeprefix("00")) <= 15  # noqa: PLR2004
        or len(set(digits)) < 3  # noqa: PLR2004
        or (len(digits) >= 13 and luhn(digits))  # noqa: PLR2004
    ):
        return 0.0
    if number.startswith(("+", "00")) and " " in number.strip("+"):
        return _SURE
    if _PHONE_WORDS.search(near):
        return _SURE
    if number.startswith("+"):
        return _LIKELY
    return _PERHAPS if _NATIONAL.fullmatch(number) else 0.0


def address(page: TextPage) -> Iterator[TextFound]:
    """Yield a street with the number of a house.

    Surer if the next line or the same one holds a postcode.
    """
    for index, line in enumerate(page.lines):
        text = line.text.upper()
        if not any(words.search(text) for words in _STREETS) or _EMAIL.search(line.text):
            continue
        below = page.lines[index + 1 : index + 3]
        town = next((lower for lower in below if _POSTCODE.search(lower.text.upper())), None)
        sure = _SURE if town is not None or _POSTCODE.search(text) else _PERHAPS
        box = around([line.box, town.box]) if town is not None else line.box
        yield TextFound(TextKind.ADDRESS, _mask_street(text), line.confidence * sure, box)


def _mask_street(text: str) -> str:
    words = [word for word in re.split(r"[ ,]+", text) if any(sign.isalpha() for sign in word)]
    return f"{masking.first_letter(words[0] if words else '')} ••"


def name_badge(page: TextPage) -> Iterator[TextFound]:
    """Yield a badge: "hello, my name is", or a role or an event with a name.

    The name is in large type with little else.
    """
    hello = page.first(_HELLO)
    if hello is not None:
        below = [line for line in page.after(hello) if _NAME.fullmatch(line.text.strip())]
        name = max(below, key=type_height, default=None)
        inside = re.split(_HELLO, hello.text.upper())[-1].strip(" :!,.")
        box = around([hello.box, name.box]) if name is not None else hello.box
        shown = masking.initials(name.text if name is not None else inside)
        yield TextFound(
            TextKind.NAME_BADGE,
            shown,
            hello.confidence * (_SURE if name is not None or inside else _PERHAPS),
            box,
        )
        return
    signs = page.has(_BADGE) + page.has(_EVENT)
    names = [line for line in page.lines if _is_name(line)]
    largest = max(
        (line for line in page.lines if len(line.text) > 1), key=type_height, default=None
    )
    if signs and names and largest is not None and len(page.lines) <= 4 * _PLENTY:
        name = max(names, key=type_height)
        if type_height(name) >= 0.8 * type_height(largest):
            sure = _LIKELY if signs > 1 else _PERHAPS
            yield TextFound(
                TextKind.NAME_BADGE,
                masking.initials(name.text),
                name.confidence * sure,
                page.whole(TextKind.NAME_BADGE, "", 0).box,
            )


def _is_name(line: TextLine) -> bool:
    text = line.text.strip()
    upper = text.upper()
    return (
        _NAME.fullmatch(text) is not None
        and not _BADGE.search(upper)
        and not _EVENT.search(upper)
        and not iban(upper)
    )
