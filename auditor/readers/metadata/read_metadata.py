"""The metadata reader: what a file says of place, time, device and owner.

It never raises; what it cannot read has a reason.

Runs inside a reader process on bytes that anyone may have made. Every part is bounded on its own
and fails on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from auditor.domain.photos.facts import Metadata, Unread
from auditor.messages import _
from auditor.readers.metadata.bare import is_bare
from auditor.readers.metadata.blocks import Blocks, find_blocks
from auditor.readers.metadata.containers.maker_segments import read_maker_segments
from auditor.readers.metadata.exif import read_exif
from auditor.readers.metadata.exiftool.program import ExiftoolError, installed, read_exiftool
from auditor.readers.metadata.found import RawMetadata, merge
from auditor.readers.metadata.generation import add_generation, read_png_generation
from auditor.readers.metadata.iptc import iptc_in, read_iptc
from auditor.readers.metadata.makers.segments import read_segments
from auditor.readers.metadata.people.contacts import add_traces_of_texts
from auditor.readers.metadata.photoshop import read_photoshop
from auditor.readers.metadata.png import read_png_texts
from auditor.readers.metadata.text import decode_terminated
from auditor.readers.metadata.xmp.packet import XmpError
from auditor.readers.metadata.xmp.read_xmp import read_xmp

_Result = TypeVar("_Result")


def read_metadata(
    data: bytes,
    *,
    file_name: str | None,
    exiftool: bool,
    beside: Sequence[RawMetadata] = (),
) -> tuple[Metadata, tuple[Unread, ...]]:
    """Return the metadata of an image file, and which parts could not be read.

    `file_name` is what the file was called by whoever served it; `exiftool` lets the program of
    that name help if it is installed. `beside` is what else the file says, behind its end and in
    further pictures; it counts last.
    """
    parts: list[RawMetadata] = []
    unread: list[Unread] = []
    blocks = Blocks()
    _try_part("container", unread, partial(find_blocks, data, blocks))
    unread += blocks.unread
    for block in blocks.exif:
        _add_exif(block, parts, unread)
    for packet in blocks.xmp:
        _add_part(parts, _try_part("xmp", unread, partial(read_xmp, packet)))
    parts += blocks.said
    records = iptc_in(blocks.photoshop)
    records += b"" if blocks.iptc in records else blocks.iptc
    if records:
        _add_part(parts, _try_part("iptc", unread, partial(read_iptc, records)))
    if blocks.texts or blocks.changed:
        read = partial(read_png_texts, blocks.texts, blocks.changed)
        _add_part(parts, _try_part("png", unread, read))
        _add_part(parts, _try_part("png", unread, partial(read_png_generation, blocks.texts)))
    if blocks.photoshop:
        _add_part(parts, _try_part("photoshop", unread, partial(read_photoshop, blocks.photoshop)))
    if blocks.segments:
        read = partial(read_maker_segments, blocks.segments)
        _add_part(parts, _try_part("segments", unread, read))
        _add_part(parts, _try_part("segments", unread, partial(read_segments, blocks.segments)))
    if blocks.comments:
        parts.append(
            RawMetadata(
                "comment",
                descriptions=[decode_terminated(comment) for comment in blocks.comments],
            )
        )
    for part in parts:
        _try_part("metadata", unread, partial(add_generation, part))
        _try_part("metadata", unread, partial(add_traces_of_texts, part, blocks.texts))
    program = installed() if exiftool and not is_bare(data) else None
    if program is not None:
        _add_part(parts, _try_part("exiftool", unread, partial(read_exiftool, data, program)))
    unread += [Unread(part.source, reason) for part in parts for reason in part.gaps]
    return merge([*parts, *beside], file_name), tuple(dict.fromkeys(unread))


def _add_exif(block: bytes, parts: list[RawMetadata], unread: list[Unread]) -> None:
    read = _try_part("exif", unread, partial(read_exif, block))
    if read is None:
        return
    found, damaged = read
    parts.append(found)
    if damaged:
        unread.append(
            Unread("exif", _("The camera's data is damaged; what could be read of it is shown."))
        )


def _add_part(parts: list[RawMetadata], found: RawMetadata | None) -> None:
    if found is not None:
        parts.append(found)


def _try_part(reader: str, unread: list[Unread], read: Callable[[], _Result]) -> _Result | None:
    """Run one part.

    The bytes are hostile and the libraries are not ours: whatever goes wrong becomes a reason.
    """
    try:
        return read()
    except XmpError:
        unread.append(Unread(reader, _("The XMP block is not valid XML.")))
    except ExiftoolError:
        unread.append(Unread(reader, _("The exiftool program gave no usable answer in time.")))
    except Exception:  # noqa: BLE001 - see above
        unread.append(Unread(reader, _("This part of the file is damaged or not understood.")))
    return None
