"""All readers on one image: what each could not do becomes a reason, and the others go on."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from auditor.domain.photos.facts import EDITION, Facts, Metadata, Unread
from auditor.domain.photos.reading import Reading
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.private.packed import candidate_of
from auditor.messages import _
from auditor.readers.further.read_further import FurtherFound, find_further, tell_further
from auditor.readers.hashes.perceptual import perceptual
from auditor.readers.jobs import Job
from auditor.readers.kept_contents import mask_contents
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.read_metadata import read_metadata
from auditor.readers.metadata.unseen.raw import raw_name
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import Pixels, UnreadableError, decode
from auditor.readers.picture.thumbnail import thumbnail
from auditor.readers.unseen import read_film_at, read_unseen_file
from auditor.readers.vision import see, see_file

__all__ = ["read_job", "warm_up"]


def read_job(data: bytes, job: Job) -> Reading:
    """Measure one image; never raises for what stands in it.

    Exceptions are MemoryError, what metadata readers let through, and OSError for a film at a path.
    """
    reading = _read(data, job)
    return reading if job.whole else replace(reading, facts=mask_contents(reading.facts))


def _read(data: bytes, job: Job) -> Reading:
    if job.path:
        film = Facts("", 0, edition=EDITION, metadata=Metadata(file_name=job.file_name))
        return Reading(read_film_at(film, job))
    facts = Facts(hashlib.sha256(data).hexdigest(), len(data), edition=EDITION)
    header = read_header(data)
    if header is None:
        facts = replace(facts, metadata=Metadata(file_name=job.file_name))
        return Reading(read_unseen_file(data, facts, job))
    further = find_further(data, header.format)
    metadata, unread = _read_metadata(data, job, further.beside)
    facts = replace(
        facts,
        width=header.width,
        height=header.height,
        format=header.format,
        metadata=metadata,
        unread=unread,
    )
    raw = raw_name(data) if header.format == "TIFF" else None
    reason = _("the raw picture is not developed: at most a small picture in it was looked at")
    if raw is not None:
        facts = _add_unread(replace(facts, format=raw), "pixels", reason)
    try:
        pixels = decode(data, header, middle=job.vision)
    except UnreadableError as error:
        reason = str(error)
    except MemoryError:
        reason = _("this picture needs more memory than a reader may use")
    else:
        return _measure(facts, pixels, data, job, further)
    facts = see_file(facts, data, job)
    if raw is None:
        facts = _add_unread(facts, "pixels", reason)
    return Reading(_add_further(facts, further, None, job))


def warm_up() -> None:
    """Read one small picture, before memory is limited.

    Every library then has loaded its parts and taken its buffers.

    OpenBLAS does not come back from a first buffer that it cannot get.
    """
    grey = b"".join(bytes((place * 7 % 256,)) for place in range(128 * 96 * 3))
    out = io.BytesIO()
    Image.frombytes("RGB", (128, 96), grey).save(out, "JPEG")
    read_job(out.getvalue(), Job(size=0, file_name=None, exiftool=False, thumbnail=True, seconds=0))


def _read_metadata(
    data: bytes, job: Job, beside: Sequence[RawMetadata]
) -> tuple[Metadata, tuple[Unread, ...]]:
    try:
        return read_metadata(data, file_name=job.file_name, exiftool=job.exiftool, beside=beside)
    except Exception as error:  # noqa: BLE001 - broken metadata must not hide what the picture itself shows
        reason = _("could not be read ({kind})").format(kind=type(error).__name__)
        return Metadata(file_name=job.file_name), (Unread("metadata", reason),)


def _measure(facts: Facts, pixels: Pixels, data: bytes, job: Job, further: FurtherFound) -> Reading:
    height, width = pixels.rgb.shape[:2]
    facts = replace(
        facts,
        width=width,
        height=height,
        pdq=pdq(pixels.rgb),
        perceptual=perceptual(pixels.small),
    )
    facts = see(facts, pixels, data, job)
    facts = _add_further(facts, further, pixels, job)
    if further.thumbnail is not None:
        facts = replace(
            facts, metadata=replace(facts.metadata, embedded_thumbnail=further.thumbnail)
        )
    small = thumbnail(pixels.small, pixels.orientation) if job.thumbnail else None
    return Reading(facts, small, candidate_of(np.asarray(pixels.small)) if job.watch else None)


def _add_further(facts: Facts, found: FurtherFound, pixels: Pixels | None, job: Job) -> Facts:
    """Add what the file holds beyond the picture."""
    try:
        further, unread = tell_further(found, pixels, vision=job.vision)
    except MemoryError:
        reason = _("this picture needs more memory than a reader may use")
        return _add_unread(facts, "further", reason)
    return replace(facts, further=further, unread=(*facts.unread, *unread))


def _add_unread(facts: Facts, reader: str, reason: str) -> Facts:
    return replace(facts, unread=(*facts.unread, Unread(reader, reason)))
