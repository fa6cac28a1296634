"""Between frozen dataclasses and columns."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Account, Profile
from auditor.domain.findings.finding import Observation, Remedy, Severity
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.looked import of_whole_file
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility
from auditor.domain.private import PrivateHit
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import Statement, Value
from auditor.domain.views import PhotoRow, StoredPhoto
from auditor.domain.visible_metadata import visible_metadata
from auditor.vault.storage.columns import LARGEST_NUMBER, number, text

Columns = dict[str, int | str | bytes | None]

LAST = 2**62
"""Sorts behind every time."""
_LABEL = 80
_TEXT = 4000
_EARLIER = 64
"""Addresses kept of a photo that its list names no more. A judgement: some platforms sign each
address anew, and such an address answers for hours only.
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_WHOLE = frozenset({bool, bytes, datetime, float, int, str, type(None)})
"""Types that have no parts: most of what is stored."""
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class SignWords:
    """What a sign says, as it is stored: mostly the same for many of them."""

    title: Statement
    tells: tuple[Value, ...]
    aftercare: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding as it is stored: its remedy is a row of its own, which very many share.

    Until format 6 the remedy stood in each finding.
    """

    id: str
    check: str
    observation: Observation
    remedy: int | Remedy


_DECODERS: Mapping[Any, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind)
    for kind in (
        Account,
        Facts,
        Photo,
        PrivateHit,
        Profile,
        Remedy,
        SignWords,
        StoredFinding,
        tuple[str, ...],
    )
}
"""Made while there is one thread: msgspec 0.22 works out a type when it is first decoded, and a
second thread that decodes it meanwhile (the vault's, beside what a reader process says) ends the
program.
"""


def ticks(moment: datetime) -> int:
    """Return microseconds since 1970 in UTC; a time without zone is taken as UTC."""
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH) // _TICK


def moment(count: int | None) -> datetime | None:
    """Return the time of `ticks`."""
    return None if count is None else _EPOCH + count * _TICK


def pack(value: object) -> bytes:
    """Return a dataclass as MessagePack.

    Text that is no Unicode (unpaired surrogates) is mended: foreign text may be anything.
    """
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_mended(msgspec.to_builtins(value)))


def pack_slim(value: object) -> bytes:
    """Return a dataclass as `pack` does, without the fields that are as they are by default.

    Most are, in facts and in findings. So a default of a dataclass that is stored is part of the
    format: another one needs a migration.
    """
    return pack(_slim(value))


def _slim(value: Any) -> Any:
    kind: Any = type(value)
    if kind is tuple:
        return [inner if type(inner) in _WHOLE else _slim(inner) for inner in value]
    fields = _fields(kind)
    if fields is None:
        return value
    return {
        name: held if type(held) in _WHOLE else _slim(held)
        for name, default in fields
        if (held := getattr(value, name)) is not default and held != default
    }


@functools.cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...] | None:
    """Return the fields of a dataclass with their defaults; None where it is none."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple(
        (
            each.name,
            each.default_factory()
            if each.default_factory is not dataclasses.MISSING
            else each.default,
        )
        for each in dataclasses.fields(kind)
    )


def unpack(data: bytes, kind: type[_Kind]) -> _Kind:
    """Return the dataclass; `kind` is one of those that a vault holds.

    Raises msgspec.MsgspecError, which the connection's thread turns into VaultDamaged.
    """
    found: _Kind = _DECODERS[kind].decode(data)
    return found


def _mended(value: Any) -> Any:
    match value:
        case str():
            return text(value)
        case Mapping():
            return {_mended(key): _mended(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_mended(inner) for inner in value]
        case _:
            return value


def narrow(photo: Photo, facts: Facts | None) -> Columns:
    """Return the columns of the narrow table that follow from a photo and what was measured."""
    shown = photo.largest
    width = number(facts.width if facts else None) or number(shown.width if shown else None)
    height = number(facts.height if facts else None) or number(shown.height if shown else None)
    size = number(facts.bytes if facts else None) or number(shown.bytes if shown else None)
    form = (facts.format if facts else None) or (shown.format if shown else None)
    posted = None if photo.posted_at is None else ticks(photo.posted_at)
    return {
        "kind": photo.kind.value,
        "posted_at": posted,
        "visibility": photo.visibility.value,
        "width": width,
        "height": height,
        "bytes": size,
        "format": None if form is None else clean(form, 16),
        "label": clean(photo.file_name or photo.alt or photo.caption or "", _LABEL),
        "has_place": int(visible_metadata(photo, facts).gps is not None),
        "measured": int(of_whole_file(facts) is not None),
        "newest": LAST if posted is None else -posted,
        "oldest": LAST if posted is None else posted,
        "largest": -min((width or 0) * (height or 0), LARGEST_NUMBER),
    }


def searched(photo: Photo) -> str:
    """Return what the text filter looks into: file name, alt text and caption, without case."""
    parts = (photo.file_name, photo.alt, photo.caption)
    return "\n".join(text(part[:_TEXT]).casefold() for part in parts if part)


def fetched_url(photo: Photo) -> str:
    """Return the address of the rendition that facts are measured on."""
    fetched = photo.largest
    return text(fetched.url if fetched else photo.media_url)


def words(photo: Photo) -> bytes:
    """Return 16 bytes that change when what the posting says changes.

    Addresses are left out, some platforms sign them anew each time.
    """
    said = (
        photo.kind,
        photo.posted_at,
        photo.alt,
        photo.caption,
        photo.visibility,
        photo.file_name,
        photo.published,
        photo.licence,
        *([photo.unkept_words] if photo.unkept_words else ()),
    )
    return hashlib.sha256(pack(said)).digest()[:16]


def carried_over(photo: Photo, before: Photo) -> Photo:
    """Give renditions what was learned about the same URL before.

    Only what the platform's list does not tell: sizes, ETag, Last-Modified, and the addresses that
    it names no more.
    """
    known = {rendition.url: rendition for rendition in before.renditions}
    named = {photo.media_url, *(rendition.url for rendition in photo.renditions)}
    seen = dict.fromkeys((*before.earlier, before.media_url, *known))
    return replace(
        photo,
        earlier=tuple(url for url in seen if url and url not in named)[-_EARLIER:],
        renditions=tuple(
            _filled(rendition, known.get(rendition.url)) for rendition in photo.renditions
        ),
    )


def joined(photo: Photo, before: Photo) -> Photo:
    """Return a photo that a list names twice: with the files that either named."""
    named = {rendition.url for rendition in photo.renditions}
    rest = tuple(
        replace(rendition, role=Role.ALIKE if rendition.role is Role.SERVED else rendition.role)
        for rendition in before.renditions
        if rendition.url not in named
    )
    return replace(
        photo,
        renditions=(*photo.renditions, *rest),
        alt=photo.alt or before.alt,
        caption=photo.caption or before.caption,
        posted_at=photo.posted_at or before.posted_at,
    )


def measured_files(photo: Photo) -> frozenset[str]:
    """Return the addresses of the files that a scan measures."""
    alike = (each.url for each in photo.renditions if each.role is Role.ALIKE)
    return frozenset((fetched_url(photo), *alike))


def _filled(new: Rendition, old: Rendition | None) -> Rendition:
    if old is None:
        return new
    return replace(
        new,
        width=new.width or old.width,
        height=new.height or old.height,
        bytes=new.bytes or old.bytes,
        format=new.format or old.format,
        etag=new.etag or old.etag,
        last_modified=new.last_modified or old.last_modified,
    )


ROW = """photo.id, account.id, account.platform, photo.kind, photo.posted_at,
    photo.visibility, photo.width, photo.height, photo.bytes, photo.format,
    photo.label, photo.has_place, photo.severest, photo.findings, photo.gone"""
"""The columns `photo_row` takes, from photo joined with account."""


def photo_row(row: Sequence[Any]) -> PhotoRow:
    """Return one line of the list from the columns of `ROW`."""
    (
        photo,
        account,
        platform,
        kind,
        posted,
        seen_by,
        width,
        height,
        size,
        form,
        label,
        place,
        severest,
        findings,
        gone,
    ) = row
    return PhotoRow(
        id=photo,
        account=account,
        platform=platform,
        kind=PhotoKind(kind),
        posted_at=moment(posted),
        visibility=Visibility(seen_by),
        width=width,
        height=height,
        bytes=size,
        format=form,
        label=label,
        has_place=bool(place),
        severity=None if severest > 0 else Severity(-severest),
        findings=findings,
        gone=bool(gone),
    )


def stored_photo(
    body: bytes, gone_at: int | None, facts: bytes | None, reason: str | None
) -> StoredPhoto:
    """Return a whole photo from the columns of photo_body and facts."""
    return StoredPhoto(
        photo=unpack(body, Photo),
        facts=None if facts is None else unpack(facts, Facts),
        reason_unread=reason or "",
        gone_since=moment(gone_at),
    )
