"""Reads a clean copy again, with our own readers and with exiftool where it is installed.

Is there anything beside the picture? Readers of JPEG, PNG and WebP account for every byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from auditor.domain.hardening import DATA_MINING
from auditor.domain.text.foreign_text import clean
from auditor.messages import _
from auditor.readers.clean_copy.proof.jpeg import read_jpeg
from auditor.readers.clean_copy.proof.png import read_png
from auditor.readers.clean_copy.proof.webp import read_webp
from auditor.readers.metadata.blocks import Blocks, find_blocks
from auditor.readers.metadata.exiftool.program import ExiftoolError, ask_exiftool, installed
from auditor.readers.metadata.exiftool.resident import resident_tags
from auditor.readers.metadata.read_metadata import read_metadata
from auditor.readers.picture.header import read_header

__all__ = ["exiftool_leftovers", "leftovers"]

_STRUCTURE = re.compile(
    r"SourceFile|ExifTool:ExifToolVersion|System:\w+"
    r"|File:(FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|EncodingProcess"
    r"|BitsPerSample|ColorComponents|YCbCrSubSampling)"
    r"|JFIF:(JFIFVersion|ResolutionUnit|XResolution|YResolution)"
    r"|(APP14|Adobe):(DCTEncodeVersion|APP14Flags0|APP14Flags1|ColorTransform)"
    r"|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Transparency"
    r"|Palette)"
    r"|RIFF:(WebP_Flags|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|VP8Version"
    r"|AlphaPreprocessing|AlphaFiltering"
    r"|AlphaCompression|AlphaIsUsed)"
    r"|Composite:(ImageSize|Megapixels)"
)
"""What exiftool 12.57 tells of a file that holds a picture and nothing else."""
_SIGNED = re.compile(r"(JUMBF|Jpeg2000|CBOR|JSON):\w[\w-]*|RIFF:Unknown_C2PA")
_NOTICE = "XMP-plus:DataMining"
_MOST_TOLD = 5


def leftovers(
    copy: bytes, packet: bytes, *, signed: bool, exiftool: bool, proven: bytes = b""
) -> tuple[str, ...]:
    """Return what is in a copy that should not be, by name; `packet` is the XMP that may be.

    `proven` is a JPEG that was just written from nothing but its coefficients, and read back.
    Never a value, which may be personal.
    """
    found = [
        *_find_by_structure(copy, packet, signed=signed, proven=proven),
        *_find_by_reading(copy, packet),
    ]
    program = installed() if exiftool else None
    if program is not None:
        found += exiftool_leftovers(copy, program, notice=bool(packet), signed=signed)
    return tuple(dict.fromkeys(found))[:_MOST_TOLD]


def exiftool_leftovers(copy: bytes, program: str, *, notice: bool, signed: bool) -> list[str]:
    """Return the tags that exiftool finds beyond the structure and what was asked for.

    One entry if it gives no answer.
    """
    told: Iterable[str] | None = resident_tags(copy, program)
    if told is None:
        try:
            answer = ask_exiftool(copy, program, ("-u", "-U"))
            told = json.loads(answer.decode("utf-8", "replace"))[0]
        except (ExiftoolError, ValueError, LookupError):
            told = None
    if not told:
        return [_("something that exiftool could not read")]
    return [
        clean(str(tag), 60)
        for tag in sorted(told)
        if not (
            _STRUCTURE.fullmatch(tag)
            or (notice and tag == _NOTICE)
            or (signed and _SIGNED.fullmatch(tag))
        )
    ]


def _find_by_reading(copy: bytes, packet: bytes) -> Iterator[str]:
    """Yield what our own readers of metadata find."""
    metadata, unread = read_metadata(copy, file_name=None, exiftool=False)
    blocks = Blocks()
    find_blocks(copy, blocks)
    if blocks.exif or blocks.iptc or blocks.photoshop or blocks.comments:
        yield "EXIF, IPTC"
    if set(blocks.xmp) != ({packet} if packet else set()):
        yield "XMP"
    if metadata.data_mining != (DATA_MINING if packet else None):
        yield "plus:DataMining"
    told = (
        metadata.gps,
        metadata.captured_at,
        metadata.captured_at_utc,
        metadata.serial_numbers,
        metadata.owner,
        metadata.software,
    )
    if (
        any(told)
        or metadata.description
        or metadata.source_type
        or metadata.embedded_thumbnail
        or any((metadata.camera.make, unread))
    ):
        yield "metadata"


def _find_by_structure(copy: bytes, packet: bytes, *, signed: bool, proven: bytes) -> Iterator[str]:
    """Yield the parts of the file that are neither the picture nor asked for."""
    header = read_header(copy)
    read = _READERS.get(header.format if header else "")
    if header is not None and header.format == "JPEG":
        yield from read_jpeg(copy, packet, signed=signed, proven=proven)
    elif read is None:
        yield "format"
    else:
        yield from read(copy, packet, signed=signed)


_READERS = {"PNG": read_png, "WEBP": read_webp}
