"""Which lines of a picture let somebody in: Wi-Fi passwords, one-time codes, recovery codes, keys.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.domain.photos.picture_contents import TextFound, TextKind
from auditor.readers.text import masking
from auditor.readers.text.kinds.page import TextPage

__all__ = ["code", "wifi"]

_WIFI = re.compile(
    r"\bWI-?FI\b|\bWLAN\b|\bSSID\b|WIRELESS (?:KEY|NETWORK)|\bWPA2?3?\b|NETWORK (?:NAME|KEY)"
    r"|NETZWERKSCHL[ÜU]SSEL|\bHOTSPOT\b"
)
_PASSWORD = re.compile(
    r"(?:PASS ?WORD|PASS ?WORT|\bPASS\b|PASSPHRASE|KENNWORT|\bKEY\b|SCHL[ÜU]SSEL|MOT DE PASSE"
    r"|CONTRASE[ÑN]A|CLAVE|\bSENHA\b|\bCL[EÉ]\b"
    r"|\bPW\b|\bPWD\b|L[ÖO]SENORD|WACHTWOORD|HAS[LŁ]O)\s*[:=]?\s*(\S.*)?$"
)
_CODE_WORDS = re.compile(
    r"(?:VERIFICATION|SECURITY|LOG-?IN|SIGN-?IN|CONFIRMATION|AUTHENTICATION|ONE-TIME|BACKUP"
    r"|RECOVERY|ACCESS|PAIRING"
    r"|ACTIVATION) (?:PASS)?CODES?\b"
    r"|(?:BEST[ÄA]TIGUNGS|SICHERHEITS|WIEDERHERSTELLUNGS|ANMELDE)-?CODES?\b"
    r"|CODES? (?:DE (?:V[EÉ]RIFICATION|S[EÉ]CURIT[EÉ]"
    r"|SEGURAN[CÇ]A|SEGURIDAD"
    r"|VERIFICACI[OÓ]N|VERIFICA[CÇ][AÃ]O|RECUPERACI[OÓ]N)|IS\b|LAUTET|EST\b)|\bOTP\b|\b2FA\b"
    r"|\bPASSCODE\b|\bPIN CODE\b|YOUR CODE"
    r"|ONE-TIME PASS\w+|\bTAN\b"
    r"|RECOVERY (?:PHRASE|KEY)|SEED PHRASE|SECRET KEY|API[ _-]KEY|PRIVATE KEY"
)
_DIGITS = re.compile(r"(?<![\d/.:,-])(?:\d{6,8}|\d{3}[ -]\d{3,4}|[A-Z]-\d{4,8})(?![\d/.:,-])")
_GROUPS = re.compile(r"\b[0-9A-Z]{4,8}(?:-[0-9A-Z]{4,8}){1,8}\b|\b[0-9A-Z]{16,64}\b")
_SURE, _LIKELY = 0.9, 0.8


def wifi(page: TextPage) -> Iterator[TextFound]:
    """Yield the password of a wireless network.

    A line of a password where the page speaks of such a network.
    """
    if not page.has(_WIFI):
        return
    for index, line in enumerate(page.lines):
        match = _PASSWORD.search(line.text.upper())
        follows = match is not None and (match.group(1) or index + 1 < len(page.lines))
        if follows:
            yield TextFound(TextKind.WIFI, masking.code(), line.confidence * _SURE, line.box)
            return


def code(page: TextPage) -> Iterator[TextFound]:
    """Yield one-time codes and recovery codes.

    A number of their form where the page says what it is.
    """
    if not page.has(_CODE_WORDS):
        return
    for line in page.lines:
        upper = line.text.upper()
        groups = _GROUPS.search(upper)
        if _DIGITS.search(upper) or (groups and any(sign.isdigit() for sign in groups.group())):
            yield TextFound(TextKind.CODE, masking.code(), line.confidence * _LIKELY, line.box)
            return
