"""Adds parts to the facts of one file; what could not be read becomes a reason in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.domain.photos.facts import Facts, Metadata, Unread
from auditor.messages import _
from auditor.readers.further.read_further import FurtherFound, tell_further
from auditor.readers.jobs import Job
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.read_metadata import read_metadata
from auditor.readers.picture.pixels import Pixels

__all__ = ["add_further", "add_unread", "metadata_of"]


def add_unread(facts: Facts, reader: str, reason: str) -> Facts:
    """Return `facts` with a reader that could not do its part, and why."""
    return replace(facts, unread=(*facts.unread, Unread(reader, reason)))


def add_further(facts: Facts, found: FurtherFound, pixels: Pixels | None, job: Job) -> Facts:
    """Return `facts` with what the file holds beyond the picture; `pixels` are the picture's."""
    try:
        further, unread = tell_further(found, pixels, vision=job.vision)
    except MemoryError:
        reason = _("this picture needs more memory than a reader may use")
        return add_unread(facts, "further", reason)
    return replace(facts, further=further, unread=(*facts.unread, *unread))


def metadata_of(
    data: bytes, job: Job, beside: Sequence[RawMetadata]
) -> tuple[Metadata, tuple[Unread, ...]]:
    """Return the metadata of a file with what stands `beside` its picture; never raises."""
    try:
        return read_metadata(data, file_name=job.file_name, exiftool=job.exiftool, beside=beside)
    except Exception as error:  # noqa: BLE001 - broken metadata must not hide what else the file shows
        reason = _("could not be read ({kind})").format(kind=type(error).__name__)
        return Metadata(file_name=job.file_name), (Unread("metadata", reason),)
