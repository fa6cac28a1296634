"""Which lines of a picture are papers of a journey, an event or a parcel. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.domain.photos.picture_contents import TextFound, TextKind
from auditor.readers.text import masking
from auditor.readers.text.kinds.numbers import s10, sscc, ups
from auditor.readers.text.kinds.page import TextPage

__all__ = ["boarding_pass", "parcel_label", "ticket", "tracking_number"]

_BOARDING = re.compile(
    r"BOARDING ?(?:PASS|CARD)|BORDKARTE|CARTE D.(?:EMBARQUEMENT|ACC[EÈ]S)|TARJETA DE EMBARQUE"
    r"|CART[AÃ]O DE EMBARQUE|CARTA D.IMBARCO"
    r"|INSTAPKAART|KARTA POK[LŁ]ADOWA|BOARDINGKORT|登机牌|搭乗券"
)
_FLYING = re.compile(
    r"\bGATE\b|\bSEAT\b|\bFLIGHT\b|\bBOARDING\b|\bPASSENGER\b|\bTERMINAL\b|\bDEPART(?:URE|S)?\b"
    r"|\bGROUP\b|\bZONE\b|\bPNR\b"
    r"|BOOKING REF|\bETKT\b|\bSEQ\b"
    r"|\bFLUG\b|\bSITZ\b|\bSITZPLATZ\b|\bABFLUG\b|\bVOL\b|\bSI[EÈ]GE\b|\bPORTE\b|\bVUELO\b"
    r"|\bASIENTO\b|\bPUERTA\b|\bVOO\b"
    r"|\bLUGAR\b|\bPORTA\b|\bVOLO\b|\bPOSTO\b"
    r"|\bFREQUENT\b"
)
_FLIGHT = re.compile(r"\b(?:[A-Z]{2}|[A-Z]\d|\d[A-Z]) ?\d{2,4}\b")
_TICKET = re.compile(
    r"\bE?-?TICKETS?\b|\bADMIT (?:ONE|TWO)\b|\bADMISSION\b|\bEINTRITTS(?:KARTE|PREIS)?\b"
    r"|\bFAHR(?:KARTE|SCHEIN)\b"
    r"|\bONLINE-TICKET\b|\bBILLETS?\b|\bBILHETE\b"
    r"|\bENTRADA\b|\bBIGLIETTO\b|\bBILET\b|\bBILJETT\b|\bBILLET\b|\bRAIL\b.*\b(?:PASS|CARD)\b"
    r"|\bKAARTJE\b|\bVSTUPENKA\b"
)
_TICKET_WORDS = re.compile(
    r"\bSEAT\b|\bROW\b|\bSECTION\b|\bBLOCK\b|\bCOACH\b|\bPLATFORM\b|\bVALID\b|\bADULT\b|\bSINGLE\b"
    r"|\bRETURN\b|\bDOORS?\b|\bGATE\b"
    r"|\bORDER\b|\bBOOKING\b"
    r"|\bFROM\b|\bTO\b|\bDATE\b|\bVENUE\b|\bPRICE\b|\bSITZ\b|\bPLATZ\b|\bREIHE\b|\bWAGEN\b"
    r"|\bG[ÜU]LTIG\b|\bVON\b|\bNACH\b"
    r"|\bVOITURE\b|\bPLACE\b|\bRANG\b"
    r"|\bFILA\b|\bASIENTO\b|\bLUGAR\b|\bCARRUAGEM\b|\bPOSTO\b|\bCARROZZA\b|\bCLASS\b|\bKLASSE\b"
    r"|\bCONCERT\b|\bLIVE\b|\bCINEMA\b"
    r"|\bSCREEN\b|\bRAIL\b"
)
_TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b|[€£$]\s?\d|\b\d+[.,]\d\d ?(?:€|EUR|GBP|USD|SEK)"
)
_PARCEL = re.compile(
    r"\bTRACKING\b|\bSHIP(?:PED)? TO\b|\bSHIP FROM\b|\bDELIVER TO\b|\bRECIPIENT\b|\bSENDER\b"
    r"|\bCONSIGNEE\b|\bEMPF[ÄA]NGER\b"
    r"|\bABSENDER\b|\bSENDUNGSNUMMER\b"
    r"|\bDESTINATAIRE\b|\bEXP[EÉ]DITEUR\b|\bDESTINATARIO\b|\bREMITENTE\b|\bPOSTAGE PAID\b"
    r"|\bPARCEL\b|\bPAKET\b|\bCOLISSIMO\b"
    r"|\bWEIGHT\b|\bGEWICHT\b"
    r"|\b(?:DHL|UPS|FEDEX|DPD|GLS|HERMES|USPS|ROYAL MAIL|POSTNORD|DEUTSCHE POST|LA POSTE|CTT"
    r"|PRIORITY MAIL|CHRONOPOST|EVRI|CORREOS)\b"
)
_TRACKING = re.compile(
    r"\b1Z(?: ?[0-9A-Z]){16}\b|\b[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2}\b"
    r"|\b[A-Z]{2} ?\d{4} ?\d{4} ?\d ?[A-Z]{2}\b"
    r"|\(?00\)?(?: ?\d){18}\b"
)
_SURE, _LIKELY, _PERHAPS = 0.95, 0.8, 0.6


def boarding_pass(page: TextPage) -> Iterator[TextFound]:
    """Yield a pass that names itself, or a page with several of its words and a flight number."""
    words = page.count(_FLYING)
    if page.has(_BOARDING) and words >= 1:
        yield page.whole(TextKind.BOARDING_PASS, masking.code(), _SURE if words > 1 else _LIKELY)
    elif words >= 3 and page.has(_FLIGHT):  # noqa: PLR2004 - its title can be cut off, three of its words rarely meet elsewhere
        yield page.whole(TextKind.BOARDING_PASS, masking.code(), _LIKELY)


def ticket(page: TextPage) -> Iterator[TextFound]:
    """Yield a ticket that names itself and has what a ticket has: a seat, a validity, a price."""
    if page.has(_BOARDING):
        return
    words = page.count(_TICKET_WORDS) + page.has(_TIME)
    if page.has(_TICKET) and words >= 2:  # noqa: PLR2004 - "tickets" alone is a poster
        yield page.whole(TextKind.TICKET, masking.code(), _LIKELY if words > 2 else _PERHAPS)  # noqa: PLR2004


def parcel_label(page: TextPage) -> Iterator[TextFound]:
    """Yield a tracking number with its check digit, or a page with several words of a label."""
    for line in page.lines:
        for match in _TRACKING.finditer(line.text.upper()):
            number = tracking_number(match.group())
            if number:
                yield TextFound(
                    TextKind.PARCEL_LABEL,
                    masking.last_two(number),
                    line.confidence * _SURE,
                    line.box,
                )
                return
    if page.count(_PARCEL) >= 3:  # noqa: PLR2004 - sender, recipient and carrier
        yield page.whole(TextKind.PARCEL_LABEL, masking.code(), _LIKELY)


def tracking_number(text: str) -> str:
    """Return the number without spaces if its check digit is right, else an empty text.

    Numbers of UPS, UPU S10 and GS1 SSCC.
    """
    number = re.sub(r"[ ()]", "", text)
    return number if ups(number) or s10(number) or sscc(number) else ""
