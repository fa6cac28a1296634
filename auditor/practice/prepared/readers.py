"""Readers that know the pictures of a range already; any other is read as usual."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Protocol

from auditor.domain.hardening import CleanCopy, Edit, MadeBy, OwnIdentity, Wishes
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.hashes import FileHashes
from auditor.domain.photos.reading import Reading
from auditor.domain.private import EditPlan
from auditor.ports import Readers


class SmallReaders(Readers, Protocol):
    """Readers that make a small picture without looking at it."""

    async def small(self, data: bytes) -> Reading | None:
        """Return the small picture of an image and its turn; None where none is made."""
        ...


class PreparedReaders:
    """Implements `ports.Readers` over others.

    `known` are facts by SHA-256 of the bytes: a picture with one other byte is another.
    """

    def __init__(self, inner: SmallReaders, known: Mapping[str, Facts]) -> None:
        self._inner = inner
        self._known = known

    @property
    def parts(self) -> frozenset[str]:
        """The parts that can run here."""
        return self._inner.parts

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        """Return what is known of these bytes, else measure them."""
        digest = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        facts = self._known.get(digest)
        if facts is None or watch:  # what a private list is compared with is not prepared
            return await self._inner.read(data, file_name=file_name, watch=watch)
        metadata = replace(facts.metadata, file_name=file_name)
        small = await self._inner.small(data) or Reading(facts)
        known = replace(facts, metadata=metadata, turn=small.facts.turn)
        return Reading(known, small.thumbnail)

    async def read_first(
        self,
        data: bytes,  # noqa: ARG002 - the port's
        *,
        file_name: str | None = None,  # noqa: ARG002 - the port's
        total: int = 0,  # noqa: ARG002 - the port's
    ) -> Reading | None:
        """Say nothing: the whole file tells more, and as early."""
        return None

    async def variants(self, data: bytes) -> bytes:
        """Return what the private hash list keeps of an image."""
        return await self._inner.variants(data)

    async def candidate(self, data: bytes) -> bytes:
        """Return what an image is compared by with the private hash list."""
        return await self._inner.candidate(data)

    def film_in(self, data: bytes) -> bool:
        """Whether `data` is a film or moves."""
        return self._inner.film_in(data)

    async def film_prints(self, path: str, container: str, seconds: float) -> FileHashes:
        """Hash the video at `path`."""
        return await self._inner.film_prints(path, container, seconds)

    async def plan(self, data: bytes, count: int) -> EditPlan:
        """Return the edits that would catch most re-uploads of an image."""
        return await self._inner.plan(data, count)

    async def edited(self, data: bytes, edit: str) -> bytes:
        """Return the image with one edit of a plan."""
        return await self._inner.edited(data, edit)

    async def blurred(self, data: bytes) -> bytes:
        """Return a small picture in which nothing fine can be seen."""
        return await self._inner.blurred(data)

    async def harden(self, data: bytes, wishes: Wishes) -> CleanCopy:
        """Return a clean copy of a picture."""
        return await self._inner.harden(data, wishes)

    async def prove(self, data: bytes, *, notice: bool) -> None:
        """Read a signed clean copy again."""
        await self._inner.prove(data, notice=notice)

    async def sign(
        self, data: bytes, identity: OwnIdentity, made_by: MadeBy, edits: Sequence[Edit] = ()
    ) -> bytes:
        """Return a picture with content credentials of the user."""
        return await self._inner.sign(data, identity, made_by, edits)

    async def rest(self) -> None:
        """Stop the processes that wait."""
        await self._inner.rest()

    def resting(self) -> AbstractAsyncContextManager[None]:
        """Let no picture be read meanwhile."""
        return self._inner.resting()

    async def close(self) -> None:
        """Stop the processes."""
        await self._inner.close()
