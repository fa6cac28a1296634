"""This machine, as the engine sees it: reader processes, keyring, clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from auditor.domain.facts import Facts


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers made of one image: facts, and a small WebP thumbnail unless thumbnails are off."""

    facts: Facts
    thumbnail: bytes | None = None


class Readers(Protocol):
    """The pool of reader processes."""

    async def read(self, data: bytes, *, file_name: str | None = None) -> Reading:
        """Measure one image. A crash, a hang or a broken file becomes `Unread` in the facts, never an exception."""
        ...

    async def close(self) -> None:
        """Stop the processes."""
        ...


class Secrets(Protocol):
    """The keyring of the operating system. Raises SecretsUnavailable."""

    async def get(self, name: str) -> str | None:
        """Return the secret of that name."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Keep a secret."""
        ...

    async def remove(self, name: str) -> None:
        """Forget a secret; no error if there is none."""
        ...


class Clock(Protocol):
    """Time, so that tests can hold it."""

    def now(self) -> datetime:
        """Return the time in UTC, with zone."""
        ...
