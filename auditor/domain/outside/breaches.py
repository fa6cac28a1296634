"""What Have I Been Pwned says of an e-mail address: breaches and pastes that hold it.

The address itself is kept nowhere: a keyed id of the vault stands for it, and a masked form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from auditor.dataclass import dataclass
from auditor.domain.outside.data_classes import FIRST, Leaked, leaked
from auditor.domain.text.content_id import content_id

LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321, 4.5.3.1.3, less the brackets)."""
_ADDRESS = re.compile(r"[^\s@/?#\\<>\"]+@[^\s@/?#\\<>\"]+\.[^\s@/?#\\<>\".]+")
_MORE = "…"


class BreachFlag(StrEnum):
    """What Have I Been Pwned says of a breach itself. The value is used in JSON."""

    UNVERIFIED = "unverified"
    FABRICATED = "fabricated"
    SENSITIVE = "sensitive"
    RETIRED = "retired"
    SPAM_LIST = "spam-list"
    STEALER_LOG = "stealer-log"
    MALWARE = "malware"


class BreachState(StrEnum):
    """What an answer says of an address. The value is used in JSON.

    `NONE_SHOWN` is not "clean": sensitive breaches are shown to nobody else.
    """

    FOUND = "found"
    NONE_SHOWN = "none-shown"
    COULD_NOT_TELL = "could-not-tell"


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach that holds the address.

    `name` is its stable name, `date` the day of the breach (ISO 8601) or empty; `data_classes` are
    names of Have I Been Pwned. `dealt_with_at`: the person did what there was to do.
    """

    name: str
    title: str = ""
    domain: str = ""
    date: str = ""
    data_classes: tuple[str, ...] = ()
    flags: tuple[BreachFlag, ...] = ()
    dealt_with_at: datetime | None = None

    @property
    def leaked(self) -> frozenset[Leaked]:
        """What it leaked."""
        return leaked(self.data_classes)

    @property
    def photos_exposed(self) -> bool:
        """Whether photos are among what it leaked."""
        return Leaked.PHOTOS in self.leaked

    @property
    def first(self) -> bool:
        """Whether it stands before the others: photos, likeness or documents."""
        return bool(self.leaked & FIRST)

    @property
    def counts(self) -> bool:
        """Whether it is evidence: it is not fabricated, and not dealt with."""
        return self.dealt_with_at is None and BreachFlag.FABRICATED not in self.flags

    @property
    def sensitive(self) -> bool:
        """Whether already its name tells something that is nobody's business."""
        return BreachFlag.SENSITIVE in self.flags


@dataclass(frozen=True, slots=True)
class Paste:
    """A text put in public, mostly for a short time, that holds the address.

    `title` and `date` (ISO 8601) are empty where they are not known.
    """

    source: str
    id: str
    title: str = ""
    date: str = ""
    addresses: int = 0


@dataclass(frozen=True, slots=True)
class BreachAnswer:
    """What the service said of one address.

    `why` is one line where a part could not be told; `cut` says that a list was longer than is
    read. `plan` and `rpm` (requests a minute) are those of the key.
    """

    state: BreachState
    breaches: tuple[Breach, ...] = ()
    paste_state: BreachState = BreachState.COULD_NOT_TELL
    pastes: tuple[Paste, ...] = ()
    why: str = ""
    cut: bool = False
    plan: str = ""
    rpm: int = 0


@dataclass(frozen=True, slots=True)
class BreachLookup:
    """What is kept of one address.

    `asked_at` is when breaches were last told, `pastes_at` when pastes were; None: never.
    """

    KIND: ClassVar[str] = "breaches"

    id: str
    masked: str
    asked_at: datetime | None = None
    breaches: tuple[Breach, ...] = ()
    pastes_at: datetime | None = None
    pastes: tuple[Paste, ...] = ()
    cut: bool = False

    @property
    def state(self) -> BreachState:
        """What is known of breaches."""
        return _state(self.asked_at, self.breaches)

    @property
    def paste_state(self) -> BreachState:
        """What is known of pastes."""
        return _state(self.pastes_at, self.pastes)


def _state(at: datetime | None, found: tuple[object, ...]) -> BreachState:
    if at is None:
        return BreachState.COULD_NOT_TELL
    return BreachState.FOUND if found else BreachState.NONE_SHOWN


def address_of(text: str) -> str | None:
    """Return an e-mail address as it is asked about; None where `text` is none."""
    address = text.strip()
    if len(address) > LONGEST_ADDRESS or not address.isprintable():
        return None
    return address if _ADDRESS.fullmatch(address) else None


def address_id(address: str) -> str:
    """Return the content id of an address, of which the vault makes the id that it keeps."""
    return content_id("e", address.casefold())


def masked_address(address: str) -> str:
    """Return what is kept and shown of an address: "a…@m….example"."""
    name, _at, host = address.rpartition("@")
    begins = name[:1] if len(name) > 1 else ""
    ending = host.rpartition(".")[2]
    return f"{begins}{_MORE}@{host[:1]}{_MORE}.{ending}"


def gravest_first(breaches: Iterable[Breach]) -> tuple[Breach, ...]:
    """Return breaches in the order in which they are told.

    Those that count before those that do not, those of photos, likeness and documents before
    others, newer ones first.
    """
    newest = sorted(breaches, key=lambda breach: (breach.date, breach.name), reverse=True)
    return tuple(
        sorted(
            newest,
            key=lambda breach: (
                breach.dealt_with_at is not None,
                not breach.counts,
                not breach.first,
            ),
        )
    )
