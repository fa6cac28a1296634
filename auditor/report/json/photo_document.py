"""How one photo, and what was measured on it, stands in a JSON document."""

from __future__ import annotations

from collections.abc import Callable
from typing import overload

from auditor.domain.photos.facts import Facts, Metadata, Pdq
from auditor.domain.photos.file_contents import Further, Trace
from auditor.domain.photos.photo import Photo, Rendition, Role
from auditor.domain.photos.place import Place
from auditor.domain.photos.position import Position
from auditor.domain.text.foreign_text import clean
from auditor.domain.views import StoredPhoto
from auditor.domain.visible_metadata import visible_metadata
from auditor.report.json import seen_document as seen_json
from auditor.report.json.encoding import utc
from auditor.report.json.seen_document import place_near
from auditor.report.json.shapes.photos import (
    ContentsJson,
    FurtherJson,
    InFileJson,
    MeasuredJson,
    MetadataJson,
    PhotoJson,
    PhotoPdqJson,
    PositionJson,
    RenditionJson,
    TraceJson,
)
from auditor.report.masks import LONGEST_TEXT


def photo(
    stored: StoredPhoto, near: Callable[[Position | None], Place | None] = place_near
) -> PhotoJson:
    """One photo: what the platform says, then what was measured; `near` names towns."""
    original: Photo = stored.photo
    served = original.rendition(Role.SERVED) or original.rendition(Role.UPLOADED)
    found = measured(stored.facts, near)
    if stored.facts is None and served is not None:
        found["width"], found["height"] = served.width, served.height
        found["bytes"], found["format"] = served.bytes, served.format
    visible = visible_metadata(original, stored.facts)
    found["metadata"] = _metadata(visible, original.file_name)
    if original.published is not None:
        found["place"] = seen_json.place(near(visible.gps))
    return {
        "id": original.id,
        "account": original.account,
        "platform": original.platform,
        "kind": original.kind.value,
        "page_url": text(original.page_url),
        "media_url": text(original.media_url),
        "posted_at": utc(original.posted_at),
        "alt": text(original.alt),
        "caption": text(original.caption),
        "visibility": original.visibility.value,
        "listing": original.listing.value,
        "renditions": [_rendition(each) for each in original.renditions],
        **found,
        **_contents(visible),
        "error": stored.reason_unread or None,
    }


def _rendition(rendition: Rendition) -> RenditionJson:
    return {
        "url": text(rendition.url),
        "role": rendition.role.value,
        "width": rendition.width,
        "height": rendition.height,
        "bytes": rendition.bytes,
        "format": rendition.format,
    }


def measured(
    facts: Facts | None, near: Callable[[Position | None], Place | None] = place_near
) -> MeasuredJson:
    """What was measured; every key is there, null or empty where nothing is known."""
    if facts is None:
        facts = Facts("", 0)
        known = False
    else:
        known = True
    perceptual = facts.perceptual
    return {
        "width": facts.width,
        "height": facts.height,
        "bytes": facts.bytes if known else None,
        "format": facts.format,
        "sha256": facts.sha256 or None,
        "pdq": _pdq(facts.pdq),
        "perceptual": {"phash": perceptual.phash, "dhash": perceptual.dhash}
        if perceptual
        else None,
        "metadata": _metadata(facts.metadata, facts.metadata.file_name),
        **seen_json.seen(facts),
        **_contents(facts.metadata),
        "further": [_further(each) for each in facts.further],
        "place": seen_json.place(near(facts.metadata.gps)),
        "unread": [
            {"reader": unread.reader, "reason": text(unread.reason)} for unread in facts.unread
        ],
    }


def _pdq(pdq: Pdq | None) -> PhotoPdqJson | None:
    return (
        {"hash": pdq.hash, "quality": pdq.quality, "variant": pdq.variant, "unstable": pdq.unstable}
        if pdq
        else None
    )


def _metadata(metadata: Metadata, file_name: str | None) -> MetadataJson:
    thumbnail = metadata.embedded_thumbnail
    return {
        "gps": _position(metadata.gps) if metadata.gps else None,
        "gps_others": [_position(gps) for gps in metadata.gps_others],
        "captured_at": metadata.captured_at,
        "captured_at_utc": metadata.captured_at_utc,
        "camera": {
            "make": text(metadata.camera.make),
            "model": text(metadata.camera.model),
            "lens": text(metadata.camera.lens),
        },
        "serial_numbers": [text(each) for each in metadata.serial_numbers],
        "identifiers": [_trace(each) for each in metadata.identifiers],
        "owner": [text(each) for each in metadata.owner],
        "software": text(metadata.software),
        "description": text(metadata.description),
        "file_name": text(file_name),
        "embedded_thumbnail": {
            "width": thumbnail.width,
            "height": thumbnail.height,
            "distance": thumbnail.distance,
            "differs": thumbnail.differs,
            "shows_more": thumbnail.shows_more,
        }
        if thumbnail
        else None,
        "data_mining": text(metadata.data_mining),
        "source_type": text(metadata.source_type),
    }


def _position(gps: Position) -> PositionJson:
    return {
        "latitude": gps.latitude,
        "longitude": gps.longitude,
        "altitude": gps.altitude,
        "radius_m": gps.radius_m,
        "sure": gps.sure,
        "where": text(gps.where),
    }


def _trace(trace: Trace) -> TraceJson:
    return {"value": text(trace.value), "where": text(trace.where)}


def _contents(metadata: Metadata) -> ContentsJson:
    """Return what the file says of people, ways to reach them, paths and models."""
    made = metadata.generation
    return {
        "people": [
            {"name": text(person.name), "where": text(person.where)} for person in metadata.people
        ],
        "keywords": [text(word) for word in metadata.keywords],
        "contact": [
            {"kind": each.kind.value, "value": text(each.value), "where": text(each.where)}
            for each in metadata.contact
        ],
        "paths": [_trace(path) for path in metadata.paths],
        "generation": {"tool": text(made.tool), "prompt": text(made.prompt)} if made else None,
    }


def in_file(further: Further) -> InFileJson:
    """What stands in a file beside its picture, and where."""
    return {
        "kind": further.kind.value,
        "format": text(further.format),
        "width": further.width,
        "height": further.height,
        "bytes": further.bytes,
        "where": text(further.where),
    }


def _further(further: Further) -> FurtherJson:
    return {
        **in_file(further),
        "gps": _position(further.gps) if further.gps else None,
        "differs": further.differs,
        "sound": further.sound,
        "faces": [seen_json.face(face) for face in further.faces],
        "text": [seen_json.text_found(found) for found in further.text],
    }


@overload
def text(foreign: str) -> str: ...


@overload
def text(foreign: str | None) -> str | None: ...


def text(foreign: str | None) -> str | None:
    """Return foreign text as it may stand in a document."""
    return None if foreign is None else clean(foreign, LONGEST_TEXT, newlines=True)
