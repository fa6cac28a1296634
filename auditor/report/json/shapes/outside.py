"""Documents of what was found outside the person's accounts."""

from __future__ import annotations

from typing import TypedDict


class SentFieldJson(TypedDict):
    """One parameter or header of a request."""

    name: str
    """As it is sent."""
    value: str
    """For a key that the keyring holds, where the key is; the key itself stands in no document."""


class SentJson(TypedDict):
    """One request of a look-up."""

    method: str
    """Of HTTP."""
    host: str
    """Who learns it."""
    path: str
    """Without the query, which stands in `fields`."""
    fields: list[SentFieldJson]
    """Everything in the request that says something."""


class PasswordEntryJson(TypedDict):
    """One password that was looked for."""

    name: str
    """Site and user name of an entry of an export, masked under `--projector`; empty for a typed
    password."""
    found: bool | None
    """Whether the list of leaked passwords holds it; null where that could not be told."""
    count: int | None
    """How often it stands in the leaks that the list is made of; null unless it was found."""
    reason: str
    """Why it could not be told; empty where it could."""


class PasswordCheckJson(TypedDict):
    """Whether passwords stand in known leaks. No password, and no hash of one, is in it."""

    entries: list[PasswordEntryJson]
    """In the order of the export."""
    reused: list[list[str]]
    """Names of entries that share a password, those with most first."""
    sent: list[SentJson]
    """What was sent, or under `--dry-run` would be; empty with `--file`."""
