"""From a listed photo to facts.

Choose the rendition, ask whether it changed, download it, have it read.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import EDITION, Facts, Unread
from auditor.domain.photos.looked import of_first_bytes
from auditor.domain.photos.photo import Photo, Rendition, Role
from auditor.domain.private import PrivateHit, withheld
from auditor.domain.views import StoredPhoto
from auditor.engine.private_watch import Watch
from auditor.engine.scan.alike import (
    MeasuredFile,
    alike,
    arranged,
    most_telling,
    told_together,
    with_missing,
)
from auditor.engine.scan.first_bytes import HeldFiles, total_bytes
from auditor.errors import NetworkError
from auditor.markup.urls import file_name
from auditor.messages import _
from auditor.ports import Answer, Http, Readers

_NOT_MODIFIED = 304
_HEADER_BYTES = 64 * 1024
"""Enough for the size of every format: JPEG metadata before the frame header is at most 64 KiB a
segment, and most have one.
"""
_REMEMBERED = 256
_PROCESS = "worker"
"""Names the reader process where it ended over a picture: perhaps for want of memory or time, so
other scans try again.
"""
_MOST_TRIES = 3
"""Scans in which a process may end over the same bytes. Then they are left alone until they change:
each try fetches them anew.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """A photo after measuring. `thumbnail` is None where the old one stays.

    `hits` are the private images that it may be, None where it was not compared. Not `asked`:
    nobody looked at it, and nothing new is known.
    """

    stored: StoredPhoto
    thumbnail: bytes | None
    hits: tuple[PrivateHit, ...] | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class _File:
    """One file that was read, and the private images that it may be."""

    measured: MeasuredFile
    hits: tuple[PrivateHit, ...] | None


@dataclass(frozen=True, slots=True)
class _NotRead:
    """Why a file was not read; `answer` is what the server said, None if nothing."""

    reason: str
    answer: Answer | None = None

    @property
    def gone(self) -> bool:
        return self.answer is not None and self.answer.gone

    @property
    def unchanged(self) -> bool:
        return self.answer is not None and self.answer.status == _NOT_MODIFIED


class Measurer:
    """Measures photos of any account.

    The same URL is downloaded once a scan, however many photos show it.
    """

    def __init__(
        self, readers: Readers, max_image_bytes: int, watch: Watch, held: HeldFiles | None = None
    ) -> None:
        self._readers = readers
        self._held = held or HeldFiles()
        self._watch = watch
        self._max_bytes = max_image_bytes
        self._recent: OrderedDict[str, asyncio.Future[Measured]] = OrderedDict()
        # parts that are installed but do not start: found out in this scan, and tried anew in
        # the next
        self._lacking: set[str] = set()

    async def measure(
        self, stored: StoredPhoto, http: Http, may_ask: Callable[[], bool] = lambda: True
    ) -> Measured:
        """Return the photo with its facts, or with the reason why there are none.

        `may_ask` is called before a server is asked whether a known picture changed.
        """
        served = stored.photo.largest
        if served is None:
            return Measured(
                replace(
                    stored,
                    facts=None,
                    reason_unread=_("the platform names no address of this picture"),
                ),
                None,
            )
        if served.url in self._recent:
            same = await asyncio.shield(self._recent[served.url])
            return _as(stored, same)
        waiting: asyncio.Future[Measured] = asyncio.get_running_loop().create_future()
        self._recent[served.url] = waiting
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)
        try:
            result = await self._looked_at(stored, served, http, may_ask)
        except BaseException:
            self._recent.pop(served.url, None)
            waiting.cancel()
            raise
        waiting.set_result(result)
        return result

    def stays(self, stored: StoredPhoto) -> bool:
        """Whether the address of a photo says that it still is what was read of it."""
        served, facts = stored.photo.largest, stored.facts
        if served is None or facts is None or not served.immutable:
            return False
        known = bool(facts.sha256) and not stored.reason_unread and self._complete(facts)
        return known and not alike(stored.photo)

    async def _looked_at(
        self, stored: StoredPhoto, served: Rendition, http: Http, may_ask: Callable[[], bool]
    ) -> Measured:
        if stored.facts is not None and self._complete(stored.facts):
            if served.immutable and not alike(stored.photo):
                return Measured(stored, None)
            if not may_ask():
                return Measured(stored, None, asked=False)
        return await self._measure(stored, served, http)

    async def _measure(
        self,
        stored: StoredPhoto,
        served: Rendition,
        http: Http,
        tried: frozenset[str] = frozenset(),
    ) -> Measured:
        """Measure what `served` answers with; the files at `tried` are gone."""
        known = stored.facts is not None and self._complete(stored.facts)
        others = alike(stored.photo)
        known = known and all(_conditions(other) for other in others)
        if known and stored.facts is not None and await self._unchanged((served, *others), http):
            return Measured(replace(stored, reason_unread=_why(stored.facts)), None)
        conditions = _conditions(served) if known and not others else {}
        files: list[_File] = []
        missing: list[_NotRead] = []
        for rendition in (served, *others):
            found = await self._file(stored, rendition, http, conditions)
            if isinstance(found, _File):
                files.append(found)
            elif found.unchanged and stored.facts is not None:
                return Measured(replace(stored, reason_unread=_why(stored.facts)), None)
            else:
                missing.append(found)
        if not files:
            tried |= {served.url}
            behind = _behind(stored.photo, served, tried) if missing[0].gone else None
            if behind is not None:  # the platform names a deleted file; a copy stands beside it
                beside = replace(stored, photo=behind)
                return await self._measure(beside, behind.renditions[0], http, tried)
            return Measured(replace(stored, reason_unread=missing[0].reason), None)
        return await self._together(stored, files, missing, http)

    async def _unchanged(self, files: Sequence[Rendition], http: Http) -> bool:
        """Whether each of several files is as it was. One alone is asked when it is fetched."""
        if len(files) == 1:
            return False
        for file in files:
            try:
                answer = await http.get(
                    file.url, purpose="picture", headers=_conditions(file), prefix=1
                )
            except NetworkError:
                return False
            if answer.status != _NOT_MODIFIED:
                return False
        return True

    async def _file(
        self,
        stored: StoredPhoto,
        rendition: Rendition,
        http: Http,
        headers: Mapping[str, str],
    ) -> _File | _NotRead:
        """Return what was measured on one file; its bytes are not kept."""
        answer = None if headers else await self._held.take(rendition.url)
        try:
            answer = answer or await http.get(
                rendition.url, purpose="picture", headers=headers, max_bytes=self._max_bytes
            )
        except NetworkError as error:
            return _NotRead(error.message)
        if not answer.ok:
            reason = _("the server answered {status}").format(status=answer.status)
            return _NotRead(reason, answer)
        reading = await self._readers.read(
            answer.body, file_name=stored.photo.file_name, watch=self._watch.on
        )
        self._lacking |= {unread.reader for unread in reading.facts.unread if unread.missing}
        hits = await self._watch.look(reading.candidate)
        known = _measured_rendition(rendition, answer, reading.facts)
        return _File(MeasuredFile(known, reading.facts, reading.thumbnail), hits)

    async def _together(
        self, stored: StoredPhoto, read: Sequence[_File], missing: Sequence[_NotRead], http: Http
    ) -> Measured:
        """Return what the files of one picture tell together; the largest is in front."""
        files = [file.measured for file in read]
        best = most_telling(files)
        facts = _tried(told_together(stored.photo, best, files), stored.facts)
        facts = with_missing(facts, [found.reason for found in missing if not found.gone])
        photo = arranged(stored.photo, best, files)
        photo = await self._with_displayed(photo, photo.largest or best.rendition, http)
        kept = None if facts.width is not None and _lost(facts) else b""
        looked = [file.hits for file in read if file.hits is not None]
        hits = tuple(hit for found in looked for hit in found) if looked else None
        facts, thumbnail = (withheld(facts), b"") if hits else (facts, best.thumbnail or kept)
        return Measured(
            replace(stored, photo=photo, facts=facts, reason_unread=_why(facts)), thumbnail, hits
        )

    def _complete(self, facts: Facts) -> bool:
        """Whether measuring anew could tell nothing more of the same bytes.

        A part that fails on a picture fails on it again.
        """
        if of_first_bytes(facts):
            return False
        return facts.edition >= EDITION and not self._again(facts)

    def _again(self, facts: Facts) -> bool:
        lost = _lost(facts)
        if lost is not None:
            return lost.tries < _MOST_TRIES
        startable = self._readers.parts - self._lacking
        return any(unread.missing and unread.reader in startable for unread in facts.unread)

    async def _with_displayed(self, photo: Photo, served: Rendition, http: Http) -> Photo:
        """Learn the size of the displayed rendition from its first bytes.

        Asked only where the platform does not tell it.
        """
        shown = photo.rendition(Role.DISPLAYED)
        if shown is None or shown.width is not None or shown.url == served.url:
            return photo
        try:
            answer = await http.get(
                shown.url, purpose="size of displayed picture", prefix=_HEADER_BYTES
            )
        except NetworkError:
            return photo  # its size stays unknown, which is what the checks are told
        if not answer.ok:
            return photo
        facts = (await self._readers.read(answer.body)).facts
        known = replace(
            shown,
            width=facts.width,
            height=facts.height,
            format=facts.format,
            bytes=total_bytes(answer),
        )
        return _replaced(photo, shown, known)


def _behind(photo: Photo, gone: Rendition, tried: Container[str]) -> Photo | None:
    """Return `photo` with the next of its served files in front of one that is gone.

    None where there is none. The one that is gone stays, last: it may come back.
    """
    following = next(
        (
            rendition
            for rendition in photo.renditions
            if rendition.role is Role.SERVED and rendition.url not in tried
        ),
        None,
    )
    if following is None:
        return None
    rest = [rendition for rendition in photo.renditions if rendition not in {following, gone}]
    return replace(
        photo,
        media_url=following.url,
        file_name=file_name(following.url) if photo.file_name else None,
        renditions=(following, *rest, gone),
    )


def _conditions(served: Rendition) -> dict[str, str]:
    if served.etag:
        return {"If-None-Match": served.etag}
    if served.last_modified:
        return {"If-Modified-Since": served.last_modified}
    return {}


def _measured_rendition(rendition: Rendition, answer: Answer, facts: Facts) -> Rendition:
    return replace(
        rendition,
        width=facts.width or rendition.width,
        height=facts.height or rendition.height,
        bytes=facts.bytes,
        format=facts.format or rendition.format,
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
    )


def _replaced(photo: Photo, old: Rendition, new: Rendition) -> Photo:
    renditions: Sequence[Rendition] = [
        new if rendition is old else rendition for rendition in photo.renditions
    ]
    return replace(photo, renditions=tuple(renditions))


def _lost(facts: Facts) -> Unread | None:
    return next((unread for unread in facts.unread if unread.reader == _PROCESS), None)


def _tried(facts: Facts, before: Facts | None) -> Facts:
    """Count how often a process ended over the same bytes.

    What an earlier one told of them is kept.
    """
    lost = _lost(facts)
    if lost is None or before is None or before.sha256 != facts.sha256:
        return facts
    earlier = _lost(before)
    again = replace(lost, tries=earlier.tries + 1) if earlier is not None else lost
    return replace(
        before,
        unread=(*(unread for unread in before.unread if unread is not earlier), again),
        edition=facts.edition,
    )


def _why(facts: Facts) -> str:
    """Say why nothing could be made of the bytes.

    A single reader that failed is told with the facts.
    """
    return facts.unread[0].reason if facts.width is None and facts.unread else ""


def _as(stored: StoredPhoto, same: Measured) -> Measured:
    """Give `stored` what was measured on another photo with the same URL."""
    measured = same.stored
    source = measured.photo.largest
    own = stored.photo.largest
    photo = stored.photo
    if source is not None and own is not None:
        photo = _replaced(photo, own, replace(source, role=own.role))
        photo = replace(photo, media_url=source.url) if own.url != source.url else photo
    facts = measured.facts
    if facts is not None and facts.metadata.file_name != photo.file_name:
        facts = replace(facts, metadata=replace(facts.metadata, file_name=photo.file_name))
    return Measured(
        replace(stored, photo=photo, facts=facts, reason_unread=measured.reason_unread),
        same.thumbnail,
        same.hits,
        same.asked,
    )
