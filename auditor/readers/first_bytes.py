"""What the first bytes of a file say of it, long before all of it is here.

Its picture is not looked at, nor what stands behind them: nothing is missing because it is not
found here.
"""

from __future__ import annotations

import struct
from dataclasses import replace

import msgspec

from auditor.domain.photos.facts import EDITION, Facts, Metadata
from auditor.domain.photos.looked import first_bytes_only
from auditor.domain.photos.reading import Reading
from auditor.readers.add_parts import metadata_of
from auditor.readers.isobmff.boxes import BoxWalk
from auditor.readers.isobmff.items import read_items
from auditor.readers.jobs import Job
from auditor.readers.kept_contents import mask_contents
from auditor.readers.picture.header import read_header

__all__ = ["bytes_needed", "read_first"]

_MOST_NEEDED = 1024 * 1024
"""Metadata that end later are left to the whole file. A judgement: all real ones end before."""
_MOST_SEGMENTS = 4000
_MOST_BOXES = 2000
_START_OF_SCAN, _END, _FILL = 0xDA, 0xD9, 0xFF
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # JPEG markers without a length (ITU T.81, B.1)
_VP8X_EXIF_OR_XMP = 0x0C  # developers.google.com/speed/webp/docs/riff_container


def read_first(data: bytes, job: Job) -> Reading:
    """Return what the first bytes of a file say, and how many more would say the rest of it.

    `job.total` is the size of the whole file, 0 where nobody said.
    """
    facts = Facts(
        "",
        job.total or len(data),
        metadata=Metadata(file_name=job.file_name),
        unread=first_bytes_only(),
        edition=EDITION,
    )
    header = read_header(data)
    if header is None:
        return Reading(facts)
    # What a part could not read, it may read of the whole file; and exiftool takes its time.
    metadata, _unread = metadata_of(data, msgspec.structs.replace(job, exiftool=False), ())
    facts = replace(
        facts, width=header.width, height=header.height, format=header.format, metadata=metadata
    )
    needed = bytes_needed(data, header.format)
    return Reading(facts if job.whole else mask_contents(facts), needs=needed)


def bytes_needed(data: bytes, name: str) -> int:
    """Return how many bytes from the start hold the metadata of a file of the format `name`.

    0 where those at hand are enough, where the container does not say, and where it were too many.
    """
    try:
        needed = _NEEDS[name](data) if name in _NEEDS else 0
    except (struct.error, IndexError):
        needed = 0
    return needed if len(data) < needed <= _MOST_NEEDED else 0


def _of_jpeg(data: bytes) -> int:
    """Return where the segments before the picture end, as far as they are told."""
    place = 2
    for _step in range(_MOST_SEGMENTS):
        if place + 4 > len(data):
            return place + 64 * 1024  # the next one ends there at the latest
        if data[place] != _FILL:
            return 0
        marker = data[place + 1]
        if marker in {_START_OF_SCAN, _END}:
            return 0
        if marker == _FILL:
            place += 1
        else:
            place += 2 if marker in _ALONE else 2 + _length(data, place + 2)
        if place > len(data):
            return place
    return 0


def _length(data: bytes, place: int) -> int:
    (length,) = struct.unpack_from(">H", data, place)
    return int(length)


def _of_heif(data: bytes) -> int:
    """Return where the last of the items ends that hold Exif or XMP."""
    walk = BoxWalk(data, _MOST_BOXES)
    meta = next((box for box in walk.top() if box.kind == b"meta"), None)
    if meta is None:
        return 0
    found = read_items(walk, meta)
    ends = [
        start + length
        for item in found.items.values()
        if item.kind in {b"Exif", b"mime"} and not item.elsewhere and not item.method
        for start, length in item.extents
    ]
    return max(ends, default=0)


def _of_webp(data: bytes) -> int:
    """Return the end of a file that says that metadata stand in it: they stand last."""
    if data[12:16] != b"VP8X" or not data[20] & _VP8X_EXIF_OR_XMP:
        return 0
    (size,) = struct.unpack_from("<I", data, 4)
    return int(size) + 8


_NEEDS = {"JPEG": _of_jpeg, "HEIF": _of_heif, "AVIF": _of_heif, "WEBP": _of_webp}
