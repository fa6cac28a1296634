"""The first pass over pictures: what the first bytes of each say of it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Rendition
from auditor.domain.views import StoredPhoto
from auditor.errors import NetworkError
from auditor.ports import Answer, Http, Readers

_PARTIAL = 206
_REMEMBERED = 256
WHOLE = 256 * 1024
"""A file of at most so many bytes is fetched whole, and once."""
_PART = 128 * 1024
"""Of a larger one. JPEG keeps its metadata in segments of 64 KiB, and most have one or two."""
_ENOUGH = 8
"""Files in a row of an account that were larger than `WHOLE`: from then on others are thought to
be."""
_MOST_HELD = 48 * 1024 * 1024
"""Bytes of whole files that wait in memory to be read; of others than these the file is fetched
once more. A judgement: some 400 pictures of a platform that makes them smaller."""


@dataclass(slots=True)
class HeldFiles:
    """Answers that hold a whole file, so that nobody is asked for it twice. Only in memory."""

    most: int = _MOST_HELD
    _answers: dict[str, Answer] = field(default_factory=dict)
    _bytes: int = 0

    def keep(self, url: str, answer: Answer) -> None:
        """Keep an answer as long as there is room."""
        if url not in self._answers and self._bytes + len(answer.body) <= self.most:
            self._answers[url] = answer
            self._bytes += len(answer.body)

    def take(self, url: str) -> Answer | None:
        """Return the answer of an address, which is then no longer kept; None without one."""
        found = self._answers.pop(url, None)
        if found is not None:
            self._bytes -= len(found.body)
        return found


@dataclass(slots=True)
class SameFiles:
    """What was read of the files asked for last, by address: several photos may show one."""

    _found: OrderedDict[str, asyncio.Future[Facts | None]] = field(default_factory=OrderedDict)

    async def facts(self, url: str, read: Callable[[], Awaitable[Facts | None]]) -> Facts | None:
        """Return what `read` returns, or returned before for the same address."""
        if url in self._found:
            return await asyncio.shield(self._found[url])
        waiting: asyncio.Future[Facts | None] = asyncio.get_running_loop().create_future()
        self._found[url] = waiting
        if len(self._found) > _REMEMBERED:
            self._found.popitem(last=False)
        try:
            found = await read()
        except BaseException:
            self._found.pop(url, None)
            waiting.cancel()
            raise
        waiting.set_result(found)
        return found


@dataclass(slots=True)
class FirstLook:
    """Looks at the first bytes of one account's pictures.

    `held` and `same` are shared by all accounts.
    """

    http: Http
    readers: Readers
    held: HeldFiles
    same: SameFiles
    _large: int = 0

    async def look(self, stored: StoredPhoto) -> StoredPhoto | None:
        """Return a photo with what its first bytes say.

        None where they could not be had, or say nothing: why, the whole file will tell.
        """
        served = stored.photo.largest
        if served is None:
            return None
        name = stored.photo.file_name
        facts = await self.same.facts(served.url, lambda: self._read(served, name))
        if facts is None:
            return None
        metadata = replace(facts.metadata, file_name=name)  # that of another photo may differ
        return replace(stored, facts=replace(facts, metadata=metadata))

    async def _read(self, served: Rendition, name: str | None) -> Facts | None:
        answer = await self._ask(served, self._prefix(served))
        if answer is None or not answer.ok:
            return None
        self._large = 0 if _whole(answer) else self._large + 1
        total = total_bytes(answer) or 0
        reading = await self.readers.read_first(answer.body, file_name=name, total=total)
        if reading is not None and reading.needs and not _whole(answer):
            more = await self._ask(served, reading.needs)
            if more is not None and more.ok:
                found = await self.readers.read_first(more.body, file_name=name, total=total)
                reading = found or reading
        return None if reading is None else reading.facts

    def _prefix(self, served: Rendition) -> int:
        small = served.bytes <= WHOLE if served.bytes else self._large < _ENOUGH
        return WHOLE if small else _PART

    async def _ask(self, served: Rendition, prefix: int) -> Answer | None:
        try:
            answer = await self.http.get(
                served.url, purpose="first bytes of picture", prefix=prefix
            )
        except NetworkError:
            return None
        if _whole(answer) and (answer.ok or answer.gone):
            self.held.keep(served.url, answer)
        return answer


def _whole(answer: Answer) -> bool:
    """Whether an answer holds all there is; a part must say of how much it is one."""
    part = answer.status == _PARTIAL
    return not answer.truncated and (not part or total_bytes(answer) == len(answer.body))


def total_bytes(answer: Answer) -> int | None:
    """Return the whole size in bytes of what a Range request read the start of."""
    content_range = answer.headers.get("content-range", "")
    total = content_range.rpartition("/")[2]
    if total.isdecimal():
        return int(total)
    told = not answer.truncated and answer.status != _PARTIAL
    return len(answer.body) if told else None
