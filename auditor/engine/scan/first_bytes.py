"""The first pass over pictures: what the first bytes of each say of it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import field, replace

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Rendition
from auditor.domain.views import StoredPhoto
from auditor.errors import NetworkError
from auditor.ports import Answer, Aside, Http, Readers

_PARTIAL = 206
_REMEMBERED = 256
WHOLE = 256 * 1024
"""A file of at most so many bytes is fetched whole, and once."""
MOST_WHOLE = 4 * 1024 * 1024
"""A larger one as well, up to this, where all of it comes within `_SHORT_S`."""
_SHORT_S = 0.25
"""A judgement: about as long as the pace of a host makes the next request wait."""
_PART = 128 * 1024
"""Of a larger one. JPEG keeps its metadata in segments of 64 KiB, and most have one or two."""
_ENOUGH = 8
"""Files in a row of an account that were larger than what is fetched whole: from then on others are
thought to be."""
_TIMED = 64 * 1024
"""Bytes of a body that tell how fast a server sends; what a smaller one took is mostly chance."""
_MOST_HELD = 48 * 1024 * 1024
"""Bytes of whole files that wait in memory to be read where they cannot be laid aside; of others
than these the file is fetched once more. A judgement: some 400 pictures of a platform that makes
them smaller."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An answer; its body is elsewhere where it has a `place`."""

    answer: Answer
    place: int | None = None


@dataclass(slots=True)
class HeldFiles:
    """Answers that hold a whole file, so that nobody is asked for it twice.

    Their bodies are laid `aside` where that can be, else a few of them stay in memory.
    """

    aside: Aside | None = None
    most: int = _MOST_HELD
    _answers: dict[str, _Held] = field(default_factory=dict)
    _bytes: int = 0
    _under_way: dict[str, asyncio.Event] = field(default_factory=dict)
    _taken: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def room(self, size: int) -> bool:
        """Whether so many bytes more could be kept."""
        beside = self.aside is not None and self.aside.room(size)
        return beside or self._bytes + size <= self.most

    async def keep(self, url: str, answer: Answer) -> None:
        """Keep an answer as long as there is room."""
        if url in self._answers:
            return
        place = None if self.aside is None else await self.aside.keep(answer.body)
        if place is not None:
            self._answers[url] = _Held(replace(answer, body=b""), place)
        elif self._bytes + len(answer.body) <= self.most:
            self._answers[url] = _Held(answer)
            self._bytes += len(answer.body)

    def wanted(self, url: str) -> bool:
        """Whether the whole file was asked for of late: it tells what its first bytes would."""
        return url in self._taken

    @asynccontextmanager
    async def coming(self, url: str) -> AsyncIterator[None]:
        """Let whoever wants the whole file of an address wait for the end of the block."""
        over = self._under_way[url] = asyncio.Event()
        try:
            yield
        finally:
            over.set()
            if self._under_way.get(url) is over:
                del self._under_way[url]

    async def take(self, url: str) -> Answer | None:
        """Return the answer of an address, which is then no longer kept; None without one."""
        self._taken[url] = None
        if len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)
        if url in self._under_way:
            await self._under_way[url].wait()
        found = self._answers.pop(url, None)
        if found is None:
            return None
        if found.place is None:
            self._bytes -= len(found.answer.body)
            return found.answer
        body = None if self.aside is None else await self.aside.take(found.place)
        return None if body is None else replace(found.answer, body=body)

    async def close(self) -> None:
        """Forget what was not taken."""
        self._answers.clear()
        self._bytes = 0
        if self.aside is not None:
            await self.aside.close()


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
    max_bytes: int = MOST_WHOLE
    _sizes: deque[int] = field(default_factory=lambda: deque(maxlen=_ENOUGH))
    _bytes_s: float = 0.0

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
        prefix = self._prefix(served)
        answer = await self._ask(served, prefix)
        if answer is None or not answer.ok:
            return None
        total = total_bytes(answer) or 0
        self._learn(answer, total or prefix + 1)
        first = answer.body[:WHOLE]
        reading = await self.readers.read_first(first, file_name=name, total=total)
        if reading is not None and reading.needs > len(first):
            more = await self._start(served, answer, reading.needs)
            if more:
                found = await self.readers.read_first(more, file_name=name, total=total)
                reading = found or reading
        return None if reading is None else reading.facts

    async def _start(self, served: Rendition, answer: Answer, size: int) -> bytes:
        """Return the first `size` bytes of a file, asked for only where they are not here."""
        if len(answer.body) >= size or _whole(answer):
            return b"" if len(answer.body) <= WHOLE else answer.body[:size]
        more = await self._ask(served, size)
        return more.body if more is not None and more.ok else b""

    def _learn(self, answer: Answer, size: int) -> None:
        """Take note of how large a file is, and how fast it came."""
        self._sizes.append(size)
        if len(answer.body) >= _TIMED and answer.body_s > 0:
            speed = len(answer.body) / answer.body_s
            self._bytes_s = speed if not self._bytes_s else (3 * self._bytes_s + speed) / 4

    def _prefix(self, served: Rendition) -> int:
        short = min(int(self._bytes_s * _SHORT_S), MOST_WHOLE, self.max_bytes)
        whole = max(WHOLE, short) if self.held.room(short) else WHOLE
        if served.bytes:
            small = served.bytes <= whole
        else:
            small = len(self._sizes) < _ENOUGH or min(self._sizes) <= whole
        return whole if small else _PART

    async def _ask(self, served: Rendition, prefix: int) -> Answer | None:
        if self.held.wanted(served.url):
            return None
        async with self.held.coming(served.url):
            try:
                answer = await self.http.get(
                    served.url, purpose="first bytes of picture", prefix=prefix
                )
            except NetworkError:
                return None
            if _whole(answer) and (answer.ok or answer.gone):
                await self.held.keep(served.url, answer)
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
