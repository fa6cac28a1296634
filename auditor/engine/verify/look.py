"""Looks at one address of a picture again, never out of a cache, and says what its answer means."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto
from auditor.errors import NetworkError
from auditor.hashing.match.alike import MATCH_LIMIT
from auditor.messages import _
from auditor.ports import Answer, Http, Readers

_OK = 200
_BAD_REQUEST = 400
_PART = 206
_SHAPE = 0.05
"""Share by which the proportions of two pictures may differ where no hash tells them apart."""
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
class PictureAddress:
    """Where a picture may stand. `older`: no list names it any more.

    `known`: the picture was there once. Of an address that only may be one, another picture there
    says nothing.
    """

    rendition: Rendition
    older: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class StandingCopy:
    """A copy that anybody can have, as it would be scanned, and its address."""

    stored: StoredPhoto
    url: str
    older: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """All that stands there now of one photo.

    Neither copies nor reason, and not hidden: nothing stands at any address ever seen. `reason`
    says what could not be told. `hidden`: with its account; `unlinked`: the whole list was read and
    names it no more. `untold`: why it is not known what stands beside the picture now.
    """

    copies: tuple[StandingCopy, ...] = ()
    reason: str = ""
    hidden: bool = False
    unlinked: bool = False
    untold: str = ""

    @property
    def gone(self) -> bool:
        """Whether nothing is left of it here."""
        return not self.copies and not self.reason and not self.hidden

    @property
    def stored(self) -> StoredPhoto | None:
        """What a scan would measure now: the first copy that is still listed, else any."""
        listed = (copy.stored for copy in self.copies if not copy.older)
        return next(listed, self.copies[0].stored if self.copies else None)


@dataclass(frozen=True, slots=True)
class AddressAnswer:
    """What one address says. Neither copy nor reason nor gone: nothing about this photo."""

    copy: StandingCopy | None = None
    reason: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Looking:
    """Asks for pictures. `http`: the door as the account sees it; `traits`: of its platform."""

    http: Http
    readers: Readers
    max_bytes: int
    traits: Traits

    async def ask(self, stored: StoredPhoto, address: PictureAddress) -> AddressAnswer:
        """Return what one address of `stored` answers now."""
        try:
            answer = await self.http.get(
                address.rendition.url,
                purpose="is it gone",
                headers=_FRESH,
                max_bytes=self.max_bytes,
            )
        except NetworkError as error:
            return AddressAnswer(reason=error.message)
        if answer.gone and answer.body and await self._carries(stored, answer):
            answer = replace(answer, status=_OK)  # browsers show it whatever the status
        if answer.gone or _says_gone(answer, self.traits.removal_errors or frozenset()):
            return AddressAnswer(gone=True)
        return await self._read(stored, address, answer)

    async def _carries(self, stored: StoredPhoto, answer: Answer) -> bool:
        """Whether an answer that says "no such thing" holds the picture all the same."""
        if stored.facts is None or _is_page(answer):
            return False
        return is_same((await self.readers.read(answer.body)).facts, stored.facts)

    async def _read(
        self, stored: StoredPhoto, address: PictureAddress, answer: Answer
    ) -> AddressAnswer:
        unread = _why_unread(answer)
        if unread:
            return AddressAnswer(reason=unread)
        facts = (await self.readers.read(answer.body, file_name=stored.photo.file_name)).facts
        if facts.width is None or _blinder(facts, stored.facts):
            return AddressAnswer(reason=_("what stands there now could not be read"))
        if stored.facts is not None and _may_be_another(facts, stored.facts):
            if not address.known and is_another(facts, stored.facts):
                return AddressAnswer()
            if stored.photo.kind not in _CHANGED_IN_PLACE:
                reason = _(
                    "a different picture stands there now, perhaps only a sign of the server: see "
                    "for yourself"
                )
                return AddressAnswer(reason=reason)
        now = StoredPhoto(_with(stored.photo, address.rendition, facts), facts)
        return AddressAnswer(StandingCopy(now, address.rendition.url, address.older))


def _why_unread(answer: Answer) -> str:
    """Return why an answer is not the whole picture, "" if it may be."""
    if not answer.ok:
        return _("the server answered {status}").format(status=answer.status)
    if answer.status == _PART or answer.truncated:
        return _("only a part of the file was sent")
    if _is_page(answer):
        return _("a page came instead of the picture, perhaps one that asks to log in")
    return ""


def _is_page(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").strip().lower()
    return kind.startswith(("text/html", "application/xhtml"))


class _Refusal(msgspec.Struct):
    error: str = ""
    message: str = ""


def _says_gone(answer: Answer, errors: frozenset[str]) -> bool:
    """Whether a server says by one of `errors` with status 400 that there is no such picture."""
    if answer.status != _BAD_REQUEST or not errors:
        return False
    try:
        told = msgspec.json.decode(answer.body, type=_Refusal)
    except (msgspec.MsgspecError, UnicodeError):
        return False
    return not errors.isdisjoint({told.error, f"{told.error}: {told.message}"})


def is_another(now: Facts, before: Facts) -> bool:
    """Whether what stands there is a different picture, in all turned and mirrored forms.

    False where a hash could not be relied on.
    """
    reliable = now.pdq and before.pdq and now.pdq.reliable and before.pdq.reliable
    apart = _distance(now, before)
    return bool(reliable) and apart is not None and apart > _ANOTHER


def _may_be_another(now: Facts, before: Facts) -> bool:
    """Whether it is a different picture, or may be one.

    A plain one, as servers put in place of what they refuse, has no hash to rely on: it may be
    another than one that had. Where that had none either, the proportions tell.
    """
    old = before.pdq
    if old is None or not old.reliable:
        return not _same_shape(now, before)
    apart = _distance(now, before)
    return apart is None or apart > _ANOTHER


def _same_shape(now: Facts, before: Facts) -> bool:
    """Whether the proportions are the same; False only where both are known."""
    if not (now.width and now.height and before.width and before.height):
        return True
    new = max(now.width, now.height) / min(now.width, now.height)
    old = max(before.width, before.height) / min(before.width, before.height)
    return abs(new - old) <= _SHAPE * old


def is_same(now: Facts, before: Facts) -> bool:
    """Whether it shows the same: by the bytes, or by PDQ in all turned and mirrored forms."""
    if before.sha256 and now.sha256 == before.sha256:
        return True
    if now.pdq is None or not now.pdq.reliable or before.pdq is None or not before.pdq.reliable:
        return False
    apart = _distance(now, before)
    return apart is not None and apart <= MATCH_LIMIT


def _distance(now: Facts, before: Facts) -> int | None:
    """Return the bits by which the hashes differ in the nearest form, None if one has none."""
    new, old = now.pdq, before.pdq
    if new is None or old is None:
        return None
    from auditor.hashing.match import match

    forms = match.from_hex(old.dihedral or (old.hash,))
    return int(match.distances(match.from_hex([new.hash]), forms).min())


def _blinder(now: Facts, before: Facts | None) -> bool:
    """Whether a part could not be read that could be when the finding was made."""
    if before is None:
        return False
    known = {unread.reader for unread in before.unread}
    return any(unread.reader not in known for unread in now.unread)


def _with(photo: Photo, read: Rendition, facts: Facts) -> Photo:
    """Return the photo as it is now: of the renditions before `read` nothing is left."""
    now = replace(
        read, width=facts.width, height=facts.height, bytes=facts.bytes, format=facts.format
    )
    if read.role is Role.DISPLAYED:
        return replace(photo, renditions=(replace(now, role=Role.SERVED), now))
    if all(rendition.url != read.url for rendition in photo.renditions):
        return replace(photo, media_url=read.url, renditions=(replace(now, role=Role.SERVED),))
    return replace(
        photo,
        renditions=tuple(now if rendition == read else rendition for rendition in photo.renditions),
    )


def smaller(now: StoredPhoto, before: StoredPhoto) -> bool:
    """Whether the picture has fewer pixels than it had."""
    old, new = before.facts, now.facts
    if old is None or new is None or not (old.width and old.height and new.width and new.height):
        return False
    return new.width * new.height < old.width * old.height
