"""The answers of Have I Been Pwned, API version 3 (https://haveibeenpwned.com/API/v3).

`/breachedaccount`, `/pasteaccount` and `/subscription/status`, as it documents them. Fields that
are not named here are not read.
"""

from __future__ import annotations

import re

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.outside.breaches import Breach, BreachFlag, Paste
from auditor.domain.text.foreign_text import clean

MOST = 1000
"""Entries of a list that are read. Our judgement: more than any address stands in."""
_MOST_CLASSES = 200
_LONGEST = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class BrokenAnswer(Exception):
    """An answer that has not its documented form."""


class _Breach(msgspec.Struct, rename="pascal"):
    name: str
    title: str | None = None
    domain: str | None = None
    breach_date: str | None = None
    data_classes: list[str] | None = None
    is_verified: bool = True
    is_fabricated: bool = False
    is_sensitive: bool = False
    is_retired: bool = False
    is_spam_list: bool = False
    is_malware: bool = False
    is_stealer_log: bool = False


class _Paste(msgspec.Struct, rename="pascal"):
    source: str
    id: str
    title: str | None = None
    date: str | None = None
    email_count: int | None = None


class _Status(msgspec.Struct, rename="pascal"):
    subscription_name: str
    rpm: int


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """What a key is for: the name of its plan, and how many requests a minute it allows."""

    name: str
    rpm: int


def plan(body: bytes) -> KeyPlan:
    """Read an answer of /subscription/status. Raises BrokenAnswer."""
    try:
        status = msgspec.json.decode(body, type=_Status)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenAnswer from error
    if status.rpm < 1:
        raise BrokenAnswer
    return KeyPlan(clean(status.subscription_name, _LONGEST), status.rpm)


def breaches(body: bytes) -> tuple[tuple[Breach, ...], bool]:
    """Read an answer of /breachedaccount with truncateResponse=false; also whether it was cut.

    Raises BrokenAnswer, also where it lists none: of an address in none it says 404.
    """
    try:
        listed = msgspec.json.decode(body, type=list[_Breach])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenAnswer from error
    if not listed:
        raise BrokenAnswer
    return tuple(_breach(each) for each in listed[:MOST]), len(listed) > MOST


def pastes(body: bytes) -> tuple[tuple[Paste, ...], bool]:
    """Read an answer of /pasteaccount; also whether it was cut. Raises BrokenAnswer, as above."""
    try:
        listed = msgspec.json.decode(body, type=list[_Paste])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenAnswer from error
    if not listed:
        raise BrokenAnswer
    return tuple(_paste(each) for each in listed[:MOST]), len(listed) > MOST


def _breach(told: _Breach) -> Breach:
    flags = {
        BreachFlag.UNVERIFIED: not told.is_verified,
        BreachFlag.FABRICATED: told.is_fabricated,
        BreachFlag.SENSITIVE: told.is_sensitive,
        BreachFlag.RETIRED: told.is_retired,
        BreachFlag.SPAM_LIST: told.is_spam_list,
        BreachFlag.STEALER_LOG: told.is_stealer_log,
        BreachFlag.MALWARE: told.is_malware,
    }
    name = _text(told.name)
    if not name:
        raise BrokenAnswer
    return Breach(
        name,
        _text(told.title) or name,
        _text(told.domain),
        _day(told.breach_date),
        tuple(dict.fromkeys(map(_text, (told.data_classes or ())[:_MOST_CLASSES]))),
        tuple(flag for flag, holds in flags.items() if holds),
    )


def _paste(told: _Paste) -> Paste:
    return Paste(
        _text(told.source),
        _text(told.id),
        _text(told.title),
        _day(told.date),
        max(told.email_count or 0, 0),
    )


def _text(foreign: str | None) -> str:
    return clean(foreign or "", _LONGEST).strip()


def _day(told: str | None) -> str:
    """Return the day of a date, "" where it is none."""
    found = _DAY.match(told or "")
    return found[0] if found else ""
