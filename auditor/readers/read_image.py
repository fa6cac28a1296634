"""All readers on one image: what each could not do becomes a reason, and the others go on."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import numpy as np
from PIL import Image

from auditor.domain.photos.facts import EDITION, Facts, Metadata
from auditor.domain.photos.reading import Reading
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.private.packed import candidate_of
from auditor.messages import _
from auditor.readers.add_parts import add_further, add_unread, metadata_of
from auditor.readers.first_bytes import read_first
from auditor.readers.further.read_further import FurtherFound, find_further
from auditor.readers.hashes.perceptual import perceptual
from auditor.readers.jobs import Job
from auditor.readers.kept_contents import mask_contents
from auditor.readers.metadata.unseen.raw import raw_name
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import SMALL_SIDE, Pixels, UnreadableError, decode
from auditor.readers.picture.thumbnail import thumbnail
from auditor.readers.unseen import read_film_at, read_unseen_file
from auditor.readers.vision import see, see_file

__all__ = ["read_job", "warm_up"]


def read_job(data: bytes, job: Job) -> Reading:
    """Measure one image; never raises for what stands in it.

    Exceptions are MemoryError, what metadata readers let through, and OSError for a film at a path.
    """
    if job.first:
        return read_first(data, job)
    if job.small:
        return _small(data)
    reading = _read(data, job)
    return reading if job.whole else replace(reading, facts=mask_contents(reading.facts))


def _small(data: bytes) -> Reading:
    """Return the small picture of an image and its turn, nothing where it cannot be decoded."""
    header, nothing = read_header(data), Facts("", 0)
    if header is None:
        return Reading(nothing)
    try:
        pixels = decode(data, header, side=SMALL_SIDE)
    except (UnreadableError, MemoryError):
        return Reading(nothing)
    turned = replace(nothing, turn=pixels.orientation)
    return Reading(turned, thumbnail(pixels.small, pixels.orientation))


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
    metadata, unread = metadata_of(data, job, further.beside)
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
        facts = add_unread(replace(facts, format=raw), "pixels", reason)
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
        facts = add_unread(facts, "pixels", reason)
    return Reading(add_further(facts, further, None, job))


def warm_up() -> None:
    """Read one small picture, before memory is limited.

    Every library then has loaded its parts and taken its buffers.

    OpenBLAS does not come back from a first buffer that it cannot get.
    """
    grey = b"".join(bytes((place * 7 % 256,)) for place in range(128 * 96 * 3))
    out = io.BytesIO()
    Image.frombytes("RGB", (128, 96), grey).save(out, "JPEG")
    read_job(out.getvalue(), Job(size=0, file_name=None, exiftool=False, thumbnail=True, seconds=0))


def _measure(facts: Facts, pixels: Pixels, data: bytes, job: Job, further: FurtherFound) -> Reading:
    height, width = pixels.rgb.shape[:2]
    facts = replace(
        facts,
        width=width,
        height=height,
        pdq=pdq(pixels.rgb),
        perceptual=perceptual(pixels.small),
        turn=pixels.orientation,
    )
    facts = see(facts, pixels, data, job)
    facts = add_further(facts, further, pixels, job)
    if further.thumbnail is not None:
        facts = replace(
            facts, metadata=replace(facts.metadata, embedded_thumbnail=further.thumbnail)
        )
    small = thumbnail(pixels.small, pixels.orientation) if job.thumbnail else None
    return Reading(facts, small, candidate_of(np.asarray(pixels.small)) if job.watch else None)
