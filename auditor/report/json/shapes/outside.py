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
