"""Looks at one picture again.

Its own address, asked twice before it counts as gone, and never out of a cache.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto
from auditor.errors import NetworkError
from auditor.hashing.match import match
from auditor.messages import _
from auditor.ports import Answer, Http, Readers

_BAD_REQUEST = 400
_CHANGED_IN_PLACE = frozenset({PhotoKind.AVATAR, PhotoKind.BANNER})
"""Pictures that are replaced by others under the same address as a matter of course."""
_ANOTHER = 90
"""Bits of 256 by which PDQ hashes differ when it is another picture: unrelated ones differ by 128
on average and seldom by less than 100, copies with words covered or blurred by far less. A
judgement; an answer of a server with a picture that says "log in" is not "gone".
"""
_FRESH = {"Cache-Control": "no-cache", "Pragma": "no-cache"}
"""Asks caches on the way to look at the origin (RFC 9111, 5.2.1.4 and 5.4). A delivery network may
ignore it.
"""


@dataclass(frozen=True, slots=True)
class Look:
    """What stands there now: the photo as it would be scanned.

    Neither photo nor reason: nothing stands there any more. `another` says that the reason is a
    different picture.
    """

    stored: StoredPhoto | None = None
    reason: str = ""
    another: bool = False


@dataclass(frozen=True, slots=True)
class Looking:
    """Asks for pictures. `http`: the door as the account sees it; `traits`: of its platform."""

    http: Http
    readers: Readers
    max_bytes: int
    traits: Traits

    async def look(self, stored: StoredPhoto) -> Look:
        """Look at the largest rendition, and where that is gone at what the page displays."""
        photo = stored.photo
        wanted = photo.by_size
        if not wanted:
            return Look(reason=_("the platform names no address of this picture"))
        for rendition in {each.url: each for each in wanted}.values():
            found = await self._rendition(stored, rendition)
            if found is not None:
                return found
        return Look()

    async def _rendition(self, stored: StoredPhoto, rendition: Rendition) -> Look | None:
        """Return what one address answers, None if nothing stands there."""
        for _again in range(2):  # one 404 can be a hiccup of a server among many
            try:
                answer = await self.http.get(
                    rendition.url, purpose="is it gone", headers=_FRESH, max_bytes=self.max_bytes
                )
            except NetworkError as error:
                return Look(reason=error.message)
            if not answer.gone and not _says_gone(
                answer, self.traits.removal_errors or frozenset()
            ):
                return await self._read(stored, rendition, answer)
        return None

    async def _read(self, stored: StoredPhoto, rendition: Rendition, answer: Answer) -> Look:
        if not answer.ok:
            return Look(reason=_("the server answered {status}").format(status=answer.status))
        if answer.headers.get("content-type", "").startswith("text/html"):
            return Look(
                reason=_("a page came instead of the picture, perhaps one that asks to log in")
            )
        facts = (await self.readers.read(answer.body, file_name=stored.photo.file_name)).facts
        if facts.width is None or _blinder(facts, stored.facts):
            return Look(reason=_("what stands there now could not be read"))
        if (
            stored.photo.kind not in _CHANGED_IN_PLACE
            and stored.facts is not None
            and _another(facts, stored.facts)
        ):
            reason = _(
                "a different picture stands there now, perhaps only a sign of the server: see for "
                "yourself"
            )
            return Look(reason=reason, another=True)
        return Look(StoredPhoto(_with(stored.photo, rendition, facts), facts))


class _Refusal(msgspec.Struct):
    error: str = ""


def _says_gone(answer: Answer, errors: frozenset[str]) -> bool:
    """Whether a server says by one of `errors` with status 400 that there is no such picture."""
    if answer.status != _BAD_REQUEST or not errors:
        return False
    try:
        return msgspec.json.decode(answer.body, type=_Refusal).error in errors
    except msgspec.MsgspecError:
        return False


def _another(now: Facts, before: Facts) -> bool:
    """Whether what stands there is a different picture, in all turned and mirrored forms.

    False where a hash could not be relied on.
    """
    new, old = now.pdq, before.pdq
    if new is None or old is None or not (new.reliable and old.reliable):
        return False
    forms = match.from_hex(old.dihedral or (old.hash,))
    return int(match.distances(match.from_hex([new.hash]), forms).min()) > _ANOTHER


def _blinder(now: Facts, before: Facts | None) -> bool:
    """Whether a part could not be read that could be when the finding was made."""
    known = {unread.reader for unread in before.unread} if before else set()
    return any(unread.reader not in known for unread in now.unread)


def _with(photo: Photo, read: Rendition, facts: Facts) -> Photo:
    """Return the photo as it is now: of the renditions before `read` nothing is left."""
    now = replace(
        read, width=facts.width, height=facts.height, bytes=facts.bytes, format=facts.format
    )
    if read.role is Role.DISPLAYED:
        return replace(photo, renditions=(replace(now, role=Role.SERVED), now))
    return replace(
        photo,
        renditions=tuple(now if rendition is read else rendition for rendition in photo.renditions),
    )


def smaller(now: StoredPhoto, before: StoredPhoto) -> bool:
    """Whether the picture has fewer pixels than it had."""
    old, new = before.facts, now.facts
    if old is None or new is None or not (old.width and old.height and new.width and new.height):
        return False
    return new.width * new.height < old.width * old.height
