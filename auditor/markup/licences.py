"""Licences that let strangers reuse.

Recognised by their address or name, and what each lets anyone do.
"""

from __future__ import annotations

import re

from auditor.dataclass import dataclass
from auditor.domain.openness import HONOURED_BY, MAX_SAYS, Signal, SignalName
from auditor.messages import N_

_URL = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/(?P<code>[a-z+-]{1,20})", re.IGNORECASE
)
_NAME = re.compile(r"\bcc[ _-]?(?P<code>by(?:[ _-](?:nc|nd|sa)){0,2}|0|zero)\b", re.IGNORECASE)
_DENIED = re.compile(r"\bnot\b|\bno\b|n't\b|\ball rights reserved\b", re.IGNORECASE)
"""Words beside "public domain" with which a sentence may say the opposite."""
_CONDITIONS = (
    ("nc", re.compile(r"\bnon[ _-]?commercial", re.IGNORECASE)),
    ("nd", re.compile(r"\bno[ _-]?deriv", re.IGNORECASE)),
)
_PUBLIC_DOMAIN = re.compile(r"\bpublic[ _-]?domain\b|^\s*pd\b", re.IGNORECASE)

_ANYTHING = N_("The licence lets anyone do anything with it, training included.")
_NAMED = N_(
    "The licence lets anyone copy and change it, also for money, if the author is named. No "
    "collector is known to look at it first."
)
_SHARED = N_(
    "The licence lets anyone copy and change it, also for money, if the author is named and the "
    "result has the same licence. "
    "No collector is known to look at it first."
)
_NOT_FOR_MONEY = N_(
    "The licence lets anyone copy it, but not for money. Whether that forbids training is disputed."
)
_UNCHANGED = N_(
    "The licence lets anyone copy it unchanged. Whether that forbids training is disputed."
)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its usual name, whether it opens to training, and what it lets anyone do.

    Whether it opens is None where that is disputed or not known.
    """

    name: str
    allows: bool | None
    means: str


def licence_of(text: str) -> Licence | None:
    """Return the open licence that `text` means, None if it is none that is known.

    `text` is an address or a name.

    Codes: creativecommons.org/licenses/list. A condition "not for money" or "unchanged" leaves open
    whether training is covered.
    """
    start = text[:2_000]
    match = _URL.search(start) or _NAME.search(start)
    public = _PUBLIC_DOMAIN.search(start) and not _DENIED.search(start)
    code = re.sub(r"[ _]", "-", match["code"].lower()) if match else "mark" if public else ""
    if code in {"0", "zero", "cc0"}:
        return Licence("CC0", allows=True, means=_ANYTHING)
    if code in {"mark", "publicdomain", "certification"}:
        return Licence("Public domain", allows=True, means=_ANYTHING)
    parts = code.split("-")
    if parts[0] != "by":
        return None
    # "CC BY NonCommercial" says it in words
    parts += [short for short, words in _CONDITIONS if short not in parts and words.search(start)]
    name = f"CC {'-'.join(parts).upper()}"
    if "nc" in parts:
        return Licence(name, allows=None, means=_NOT_FOR_MONEY)
    if "nd" in parts:
        return Licence(name, allows=None, means=_UNCHANGED)
    return Licence(name, allows=True, means=_SHARED if "sa" in parts else _NAMED)


def licence_signal(text: str, where: str) -> Signal:
    """Return what a stated licence says; one that is not known says nothing either way."""
    found = licence_of(text)
    allows, means = (
        (found.allows, found.means) if found else (None, HONOURED_BY[SignalName.LICENCE])
    )
    return Signal(SignalName.LICENCE, where, text.strip()[:MAX_SAYS], allows, means)
