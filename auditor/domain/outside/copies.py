"""Copies of the person's own pages and pictures in web archives, as a look-up there told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from auditor.dataclass import dataclass
from auditor.domain.findings.verify import Archive

EVERYTHING_BELOW = "*"
"""Ends an address that is asked about with everything below it: https://ada.example/*."""
_DEFAULT_PORT = {"http": 80, "https": 443}


class WebArchive(StrEnum):
    """Who keeps the copies. The value is used in JSON, and names the look-up."""

    WAYBACK = "wayback-machine"
    COMMON_CRAWL = "common-crawl"


class CopyKind(StrEnum):
    """What was copied. The value is used in JSON."""

    PAGE = "page"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Captured:
    """What an archive has of one address.

    How many captures, when the first and the last were made, and where the last one stands.
    """

    url: str
    kind: CopyKind
    captures: int
    first: datetime
    last: datetime
    at: str


@dataclass(frozen=True, slots=True)
class CaptureAnswer:
    """What an archive said of one address, or of everything below it.

    `reason`: why it could not be told, or what is not known beside what was found; in words.
    `down`: it gave no answer at all, and asking it for more now is of no use.
    """

    state: Archive
    captured: tuple[Captured, ...] = ()
    reason: str = ""
    down: bool = False


@dataclass(frozen=True, slots=True)
class WebCopy:
    """One address with copies; `taken_down`: the person's account does not show it any more."""

    captured: Captured
    taken_down: bool = False


@dataclass(frozen=True, slots=True)
class CopiesLook:
    """What came of asking one archive about `asked_for`, an address of an account.

    Its key begins with the account's id and a colon, so that it goes with the account.
    """

    KIND: ClassVar[str] = "copies"

    account: str
    archive: WebArchive
    asked_for: str
    asked_at: datetime
    state: Archive
    copies: tuple[WebCopy, ...] = ()
    reason: str = ""

    @property
    def key(self) -> str:
        """What it is kept under."""
        return f"{self.account}:{self.archive}:{self.asked_for}"


def address_key(url: str) -> str:
    """Return what two spellings of one address share, as web archives count them.

    Scheme, default port, a leading `www.`, case, escapes, a final slash and the fragment are left
    aside. No address to ask for.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    where = host if port in {None, *_DEFAULT_PORT.values()} else f"{host}:{port}"
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return f"{where}{unquote(parts.path).rstrip('/')}{query}".casefold()
