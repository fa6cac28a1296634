"""How one photo, and what was measured on it, stands in a JSON document."""

from __future__ import annotations

from typing import Any

from auditor.domain.photos.facts import Facts, Metadata, Pdq
from auditor.domain.photos.photo import Photo, Rendition, Role
from auditor.domain.text.foreign_text import clean
from auditor.domain.views import StoredPhoto
from auditor.domain.visible_metadata import visible_metadata
from auditor.report.json import seen_document as seen_json

_LONGEST = 20_000
"""Characters of one foreign text in a document: everything a reader keeps of a description, and an end to what it does not."""


def photo(stored: StoredPhoto) -> dict[str, Any]:
    """One photo: what the platform says, then what was measured."""
    one: Photo = stored.photo
    served = one.rendition(Role.SERVED) or one.rendition(Role.UPLOADED)
    found = measured(stored.facts)
    if stored.facts is None and served is not None:
        found.update(
            width=served.width, height=served.height, bytes=served.bytes, format=served.format
        )
    visible = visible_metadata(one, stored.facts)
    found["metadata"] = _metadata(visible, one.file_name)
    if one.published is not None:
        found["place"] = seen_json.place(visible.gps)
    return {
        "id": one.id,
        "account": one.account,
        "platform": one.platform,
        "kind": one.kind.value,
        "page_url": text(one.page_url),
        "media_url": text(one.media_url),
        "posted_at": one.posted_at,
        "alt": text(one.alt),
        "caption": text(one.caption),
        "visibility": one.visibility.value,
        "renditions": [_rendition(each) for each in one.renditions],
        **found,
        "error": stored.reason_unread or None,
    }


def _rendition(one: Rendition) -> dict[str, Any]:
    return {
        "url": text(one.url),
        "role": one.role.value,
        "width": one.width,
        "height": one.height,
        "bytes": one.bytes,
        "format": one.format,
    }


def measured(facts: Facts | None) -> dict[str, Any]:
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
        "place": seen_json.place(facts.metadata.gps),
        "unread": [{"reader": one.reader, "reason": text(one.reason)} for one in facts.unread],
    }


def _pdq(pdq: Pdq | None) -> dict[str, Any] | None:
    return (
        {"hash": pdq.hash, "quality": pdq.quality, "variant": pdq.variant, "unstable": pdq.unstable}
        if pdq
        else None
    )


def _metadata(one: Metadata, file_name: str | None) -> dict[str, Any]:
    gps, thumbnail = one.gps, one.embedded_thumbnail
    return {
        "gps": {
            "latitude": gps.latitude,
            "longitude": gps.longitude,
            "altitude": gps.altitude,
            "radius_m": gps.radius_m,
        }
        if gps
        else None,
        "captured_at": one.captured_at,
        "captured_at_utc": one.captured_at_utc,
        "camera": {
            "make": text(one.camera.make),
            "model": text(one.camera.model),
            "lens": text(one.camera.lens),
        },
        "serial_numbers": [text(each) for each in one.serial_numbers],
        "owner": [text(each) for each in one.owner],
        "software": text(one.software),
        "description": text(one.description),
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
        "data_mining": text(one.data_mining),
        "source_type": text(one.source_type),
    }


def text(foreign: str | None) -> str | None:
    """Return foreign text as it may stand in a document."""
    return None if foreign is None else clean(foreign, _LONGEST, newlines=True)
