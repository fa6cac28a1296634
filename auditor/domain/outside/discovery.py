"""Accounts that may be the person's own, found from proven ones outward."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.domain.outside.own_records import Certainty

PLACE = "{account}"
"""Stands in an address where the name goes."""


@dataclass(frozen=True, slots=True)
class SiteMarks:
    """How a site tells whether a name has an account.

    `address` and `page` hold `PLACE`; `page` is what people open. `found_status` and one of
    `found_texts` are the positive mark; `name_in_page` asks that the name stands in the page
    instead. `absent_status` (None: not used), `absent_texts` and `absent_by_redirect` are the
    negative one. `block_texts` stand in pages that say neither. `name_form` is a pattern that
    names of this site fit ("": any), one that `name_forms.usable` takes.
    """

    name: str
    address: str
    page: str
    found_status: int = 200
    found_texts: tuple[str, ...] = ()
    name_in_page: bool = False
    absent_status: int | None = None
    absent_texts: tuple[str, ...] = ()
    absent_by_redirect: bool = False
    block_texts: tuple[str, ...] = ()
    name_form: str = ""

    @property
    def key(self) -> str:
        """Names the site with all its marks: 32 hex digits."""
        return hashlib.blake2b(repr(self).encode("utf-8", "replace"), digest_size=16).hexdigest()


class WhyLeftOut(StrEnum):
    """Why a site of a file cannot be asked at all."""

    SWITCHED_OFF = "switched-off"
    SENDS = "sends"
    NO_MARK = "no-mark"
    LIKE_A_BLOCK = "like-a-block"
    OTHER_NAMES = "other-names"
    NAME_FORM = "name-form"
    NO_ADDRESS = "no-address"
    DAMAGED = "damaged"
    TWICE = "twice"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class SiteList:
    """Sites of a file. `source` says whose data it is and under which licence.

    `left_out`: how many sites cannot be asked, by the reason.
    `private`: sites of a kind that tells something of the person, which are never asked.
    """

    sites: tuple[SiteMarks, ...]
    source: str
    left_out: Mapping[WhyLeftOut, int] = field(default_factory=dict)
    private: int = 0


_BLOCKED = frozenset({401, 402, 403, 406, 407, 418, 423, 429, 444, 451, 999})
_SERVER_FAULT = 500


def says_nothing(status: int) -> bool:
    """Whether a status stands for a block or a fault, and tells nothing of a name."""
    return status in _BLOCKED or status >= _SERVER_FAULT


class Verdict(StrEnum):
    """What a site says of a name."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class WhyUnknown(StrEnum):
    """Why it could not be told."""

    BLOCKED = "blocked"
    CHALLENGE = "challenge"
    LOGIN = "log-in"
    TIME_OUT = "time-out"
    UNREACHABLE = "unreachable"
    EVERY_NAME = "every-name"
    NO_MARK = "no-mark"
    NAME_NOT_TAKEN = "name-not-taken"
    NOT_ASKED = "not-asked"


class CandidateSign(StrEnum):
    """What speaks for a candidate."""

    SAME_NAME = "same-name"
    LINKED_FROM = "linked-from"
    VERIFIED_THERE = "verified-there"
    LINKS_BACK = "links-back"


@dataclass(frozen=True, slots=True)
class AccountCandidate:
    """An account that may be the person's own. No picture of it was fetched."""

    platform: str
    url: str
    certainty: Certainty
    signs: tuple[CandidateSign, ...]


@dataclass(frozen=True, slots=True)
class UnknownSite:
    """A site of which it could not be told."""

    platform: str
    url: str
    why: WhyUnknown


@dataclass(frozen=True, slots=True)
class Discovered:
    """What was found. `absent` sites say that there is no such account; `asked` were asked."""

    candidates: tuple[AccountCandidate, ...] = ()
    unknown: tuple[UnknownSite, ...] = ()
    absent: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class ControlNames:
    """Names that nobody has, with which a site was asked whether it knows every name.

    `told_absent`: it said of each that there is no such account.
    """

    KIND: ClassVar[str] = "control-names"

    names: tuple[str, ...]
    checked_at: datetime
    told_absent: bool = False


def plain_address(url: str) -> str:
    """Return an address as it is compared: host, path and what is asked, without www.

    A slash at the end of the path does not count. "" for what is none.
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:
        return ""
    host = (parts.netloc or "").casefold().removeprefix("www.")
    asked = f"?{parts.query}" if parts.query else ""  # on some sites the name stands there
    return f"{host}{parts.path.rstrip('/')}{asked}".casefold() if host else ""
