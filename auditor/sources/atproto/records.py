"""Records of an AT Protocol repository: every image blob of any collection becomes a photo."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import IndexSignal, Link, Openness, Profile
from auditor.domain.openness import HONOURED_BY, Signal, SignalName
from auditor.domain.photos.facts import Camera, Metadata
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.errors import PayloadBroken
from auditor.markup.payload import capped, entry, instant, line, loose, pixels, size
from auditor.markup.urls import safe_url
from auditor.messages import _
from auditor.sources.atproto.identity import NAME, Repo
from auditor.sources.atproto.traits import BSKY

PROFILE = "app.bsky.actor.profile"
POST = "app.bsky.feed.post"
GRAIN_PHOTO = "social.grain.photo"
GRAIN_EXIF = "social.grain.photo.exif"
LABEL = "!no-unauthenticated"
"""Self-label that asks viewers to hide the account from people who are not logged in
(com.atproto.label.defs).
"""

# atproto.com/specs/nsid, /specs/record-key; a CID is base32 or base58 (github.com/multiformats/cid)
_NSID = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9-]+)+")
_RKEY = re.compile(r"[A-Za-z0-9._:~-]{1,512}")
_CID = re.compile(r"[A-Za-z0-9]{32,128}")
_LINK = re.compile(r"https?://[^\s<>\"']{4,500}")
_SMALLEST_SIZE = 64
"""A declared `aspectRatio` below this is a ratio such as 16:9, not a size in px
(app.bsky.embed.defs allows both).
"""


_PICTURE_FIELDS = {PROFILE: ("avatar", "banner"), GRAIN_PHOTO: ("photo",)}


class _Record(msgspec.Struct):
    uri: str
    value: dict[str, Any]


class _Records(msgspec.Struct):
    records: list[Any]
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPhoto:
    """A photo with the record, the path in it and the blob it came from.

    A path is such as `embed.images.0.image`.
    """

    photo: Photo
    uri: str
    path: str
    cid: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of a collection. `profile` is set where the page holds the profile record.

    `lost` counts the records that could not be read.
    """

    found: tuple[FoundPhoto, ...]
    cursor: str | None
    profile: Profile | None = None
    lost: int = 0


@dataclass(frozen=True, slots=True)
class RecordsAddress:
    """Where records are read.

    Account id, repository, and whether bsky.app can show it (a server on this machine: no).
    """

    account: str
    repo: Repo
    on_bsky: bool

    def page_url(self, collection: str, rkey: str) -> str:
        """Return a page where a stranger sees the record.

        On bsky.app, else the record as its server shows it.
        """
        if self.on_bsky and collection == POST:
            return f"{BSKY}/profile/{self.repo.handle or self.repo.did}/post/{rkey}"
        if self.on_bsky and collection == PROFILE:
            return f"{BSKY}/profile/{self.repo.handle or self.repo.did}"
        asked = {"repo": self.repo.did, "collection": collection, "rkey": rkey}
        return f"{self.repo.pds}/xrpc/com.atproto.repo.getRecord?{urlencode(asked)}"

    def blob_url(self, cid: str) -> str:
        """Return where the blob is served exactly as it was uploaded."""
        did = quote(self.repo.did, ":")
        return f"{self.repo.pds}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}"


def is_collection(name: str) -> bool:
    """Whether `name` has the form of a collection (NSID)."""
    return len(name) <= 317 and _NSID.fullmatch(name) is not None  # noqa: PLR2004 - atproto.com/specs/nsid


def parse_records(
    body: bytes, place: RecordsAddress, collection: str, exif: Mapping[str, Metadata]
) -> RecordPage:
    """Return the photos of one `listRecords` page; an odd record costs itself alone.

    Raises PayloadBroken.
    """
    page = _records(body, collection)
    found: list[FoundPhoto] = []
    profile = None
    lost = 0
    for told in page.records:
        record = entry(told, _Record)
        rkey = _record_key(record.uri, place.repo.did, collection) if record else None
        if record is None or rkey is None:
            lost += 1
            continue
        found.extend(_photos(record.value, record.uri, rkey, place, collection, exif))
        lost += _odd_blobs(record.value) or _without_blob(record.value, collection)
        if collection == PROFILE and rkey == "self":
            profile = profile_of(record.value, place)
    return RecordPage(tuple(found), page.cursor if page.records else None, profile, lost)


def _records(body: bytes, collection: str) -> _Records:
    page = entry(loose(body, collection), _Records)
    if page is None:
        raise PayloadBroken(
            _("{what}: the answer does not have the documented form: {reason}").format(
                what=collection, reason="records"
            )
        )
    return page


def parse_exif(body: bytes) -> tuple[dict[str, Metadata], str | None]:
    """Return what `social.grain.photo.exif` records publish, and the next cursor.

    By the at:// URI of their photo.
    """
    page = _records(body, GRAIN_EXIF)
    found: dict[str, Metadata] = {}
    for told in page.records:
        record = entry(told, _Record)
        if record is None:
            continue
        photo = record.value.get("photo")
        camera = Camera(
            _word(record.value, "make"),
            _word(record.value, "model"),
            _word(record.value, "lensModel"),
        )
        taken = _word(record.value, "dateTimeOriginal")
        if isinstance(photo, str) and (camera != Camera() or taken):
            # the zone that the record format demands is not one that the camera gave
            local = None if instant(taken) is None or taken is None else taken[:19]
            found[photo] = Metadata(captured_at=local, camera=camera, sources=(GRAIN_EXIF,))
    return found, page.cursor if page.records else None


def _record_key(uri: str, did: str, collection: str) -> str | None:
    """Return the key of a record, None where the address is not of this collection."""
    start, _slash, rkey = uri.rpartition("/")
    return rkey if start == f"at://{did}/{collection}" and _RKEY.fullmatch(rkey) else None


def _photos(
    value: Mapping[str, Any],
    uri: str,
    rkey: str,
    place: RecordsAddress,
    collection: str,
    exif: Mapping[str, Metadata],
) -> Iterator[FoundPhoto]:
    posted_at = instant(_word(value, "createdAt"))
    caption = capped(_word(value, "text") or _word(value, "description")) or None
    page_url = place.page_url(collection, rkey)
    for path, around, blob in _blobs(value):
        url = place.blob_url(blob.cid)
        width, height = _declared(around)
        served = Rendition(url, Role.SERVED, width, height, blob.size, blob.format, immutable=True)
        photo = Photo(
            id=photo_id(place.account, f"{uri}#{path}"),
            account=place.account,
            platform=NAME,
            kind=_kind(collection, path),
            page_url=page_url,
            media_url=url,
            renditions=(served,),
            posted_at=posted_at,
            alt=capped(_word(around, "alt")) or None,
            caption=None if collection == PROFILE else caption,
            # whatever stands in a repository is public: there is no other kind
            visibility=Visibility.PUBLIC,
            published=exif.get(uri) if collection == GRAIN_PHOTO else None,
        )
        yield FoundPhoto(photo, uri, path, blob.cid)


_OF_BLOBS = frozenset({"$type", "ref", "cid", "size"})


@dataclass(frozen=True, slots=True)
class _Blob:
    cid: str
    format: str
    size: int | None


def _blobs(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], _Blob]]:
    """Yield path, surrounding object and blob of every image in a record of any lexicon."""
    waiting: list[tuple[str, object, Mapping[str, Any]]] = [("", record, {})]
    while waiting:
        path, node, around = waiting.pop()
        if isinstance(node, dict):
            blob = _blob(node)
            if blob is not None:
                yield path, around, blob
            else:
                waiting.extend(
                    (f"{path}.{key}".lstrip("."), node[key], node) for key in reversed(node)
                )
        elif isinstance(node, list):
            waiting.extend(
                (f"{path}.{index}", node[index], around) for index in reversed(range(len(node)))
            )


def _odd_blobs(record: Mapping[str, Any]) -> int:
    """Count what calls itself an image or a blob, with anything that a blob has, and names none."""
    count = 0
    waiting: list[object] = [record]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            kind = node.get("mimeType")
            if isinstance(kind, str):
                pictured = kind.startswith("image/") and not kind.startswith("image/svg")
            else:
                pictured = node.get("$type") == "blob"
            if pictured and _OF_BLOBS & node.keys() and _blob(node) is None:
                count += 1
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return count


def _without_blob(record: Mapping[str, Any], collection: str) -> int:
    """Count where the lexicon of a known record has a picture and something else stands there.

    See app.bsky.actor.profile, app.bsky.embed.images and social.grain.photo. Every record names its
    lexicon (atproto.com/specs/data-model).
    """
    if not isinstance(record.get("$type"), str):
        return 1
    told = [record.get(name) for name in _PICTURE_FIELDS.get(collection, ())]
    if collection == POST:
        embed = record.get("embed")
        if isinstance(embed, dict) and not isinstance(embed.get("$type"), str):
            return 1
        media = embed.get("media", embed) if isinstance(embed, dict) else embed
        images = media.get("images") if isinstance(media, dict) else media
        shown = images if isinstance(images, list) else [images]
        told += [each.get("image", each) if isinstance(each, dict) else each for each in shown]
    return sum(each is not None and not _calls_itself_blob(each) for each in told)


def _calls_itself_blob(node: object) -> bool:
    return isinstance(node, dict) and ("mimeType" in node or node.get("$type") == "blob")


def _blob(node: Mapping[str, Any]) -> _Blob | None:
    """Return a blob, also in the form without `$type` from before 2023.

    See atproto.com/specs/data-model, "blob Type".
    """
    mime = node.get("mimeType")
    ref = node.get("ref")
    cid = ref.get("$link") if isinstance(ref, dict) else node.get("cid")
    if not isinstance(mime, str) or not isinstance(cid, str) or not _CID.fullmatch(cid):
        return None
    if not mime.startswith("image/") or mime.startswith("image/svg"):
        return None
    length = node.get("size")
    return _Blob(
        cid, line(mime.removeprefix("image/")), size(length) if isinstance(length, int) else None
    )


def _kind(collection: str, path: str) -> PhotoKind:
    if collection.endswith(".actor.profile") and path in {"avatar", "banner"}:
        return PhotoKind(path)
    return PhotoKind.POST if collection.startswith("app.bsky.feed.post") else PhotoKind.FILE


def _declared(around: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the size that the poster's program declared; reading the picture corrects it."""
    ratio = around.get("aspectRatio")
    if not isinstance(ratio, dict):
        return None, None
    width, height = ratio.get("width"), ratio.get("height")
    if (
        not isinstance(width, int)
        or not isinstance(height, int)
        or min(width, height) < _SMALLEST_SIZE
    ):
        return None, None
    return pixels(width), pixels(height)


def _word(value: Mapping[str, Any], key: str) -> str | None:
    found = value.get(key)
    return found if isinstance(found, str) and found else None


def profile_of(value: Mapping[str, Any], place: RecordsAddress) -> Profile:
    """Return what the record `app.bsky.actor.profile` shows.

    An empty one where there is no such record. Its links are with those of the DID document.
    """
    description = capped(_word(value, "description"))
    named = [_word(value, "website") or "", *_LINK.findall(description), *place.repo.pages]
    urls = dict.fromkeys(
        url for url in (safe_url("", address) for address in named if address) if url
    )
    hidden = LABEL in _labels(value)
    says = _("the label {label} is set") if hidden else _("the label {label} is not set")
    page_url = place.page_url(PROFILE, "self")
    return Profile(
        display_name=line(_word(value, "displayName")),
        description=description,
        page_url=page_url,
        links=tuple(Link(url) for url in urls),
        signals=(IndexSignal(Openness.LABEL, says.format(label=LABEL), not hidden, page_url),),
        training=(_flag(LABEL if hidden else "", page_url),),
    )


def _flag(label: str, page_url: str) -> Signal:
    """The label asks apps to show the account to nobody who is not logged in.

    The data server hands everything to anyone (no yes or no).
    """
    return Signal(
        SignalName.PLATFORM_FLAG, page_url, label, None, HONOURED_BY[SignalName.PLATFORM_FLAG]
    )


def _labels(value: Mapping[str, Any]) -> set[str]:
    labels = value.get("labels")
    values = labels.get("values") if isinstance(labels, dict) else None
    named = (
        [label.get("val") for label in values if isinstance(label, dict)]
        if isinstance(values, list)
        else []
    )
    return {name for name in named if isinstance(name, str)}
