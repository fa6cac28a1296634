"""Documents of breaches, and of the keys of services that look them up."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    BreachFlagWord,
    BreachStateWord,
    LeakedWord,
    Moment,
    ServiceKeyPlaceWord,
)
from auditor.report.json.shapes.outside import SentJson


class BreachAddressJson(TypedDict):
    """One address that was asked about. The address itself stands in no document."""

    id: str
    """Of this vault."""
    masked: str
    """The first letters of name and host, and the ending."""
    state: BreachStateWord
    """What is known of breaches. `none-shown` is not "clean": sensitive ones are not shown."""
    asked_at: Moment | None
    """When breaches were last told."""
    paste_state: BreachStateWord
    """The same of pastes."""
    pastes_at: Moment | None
    """When pastes were last told."""
    cut: bool
    """Whether a list was longer than is read."""
    means: str
    """What `state` means, in words."""
    could_not_tell: str | None
    """Why something could not be told just now; what stands here is then what was known before."""


class BreachJson(TypedDict):
    """One breach that holds an address."""

    address: str
    """`id` of the address."""
    name: str
    """Stable name at Have I Been Pwned; masked with --projector."""
    title: str
    """As it is shown; masked with --projector."""
    date: str | None
    """Day of the breach."""
    data_classes: list[str]
    """What leaked, in words of Have I Been Pwned."""
    leaked: list[LeakedWord]
    """What that is, judged by this program."""
    photos_exposed: bool
    """Whether photos leaked."""
    first: bool
    """Whether it stands before the others: photos, likeness or documents leaked."""
    flags: list[BreachFlagWord]
    """What Have I Been Pwned says of the breach itself."""
    dealt_with_at: Moment | None
    """When the person said that it is dealt with; it counts no longer."""
    source: str
    """Its page at Have I Been Pwned (CC BY 4.0)."""


class PasteJson(TypedDict):
    """One paste that holds an address."""

    address: str
    """`id` of the address."""
    source: str
    """Where it was put."""
    id: str | None
    """Its name or address there; none with --projector."""
    title: str | None
    """Its title; none where it has none, or with --projector."""
    date: str | None
    """The day on which it was put there."""
    addresses: int
    """How many addresses stand in it."""


class BreachesJson(TypedDict):
    """Breaches and pastes that hold the person's addresses."""

    dry_run: bool
    """Whether nothing was sent: `sent` is then what would be."""
    addresses: list[BreachAddressJson]
    """Those just asked about; with --list all that are kept."""
    breaches: list[BreachJson]
    """Those with photos, likeness or documents first, those that do not count last."""
    pastes: list[PasteJson]
    """Those that are kept of these addresses."""
    sent: list[SentJson]
    """What was sent; addresses are masked in it, but not with --dry-run."""
    attribution: str
    """The source and its licence, to be named wherever this is shown."""
    free: str
    """Where the same is told for free."""


class ServiceKeyJson(TypedDict):
    """One key that a service asks for."""

    name: str
    """As commands take it."""
    title: str
    """As people know the service."""
    purpose: str
    """What it is for."""
    place: ServiceKeyPlaceWord
    """Where it is; `could-not-tell` where the keyring does not answer."""
    variable: str
    """Environment variable that names a file with it."""
    hint: str
    """Where to get one."""


class ServiceKeysJson(TypedDict):
    """The keys of services that are the person's own."""

    keys: list[ServiceKeyJson]
    """All services that ask for a key."""
