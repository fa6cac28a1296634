"""Further pictures in the segments of a JPEG, and where its picture ends.

JFIF 1.02 (thumbnails), Exif 3.0 (FlashPix extension), CIPA DC-007 (MPF), and previews that cameras
write into segments of their own.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from auditor.dataclass import dataclass
from auditor.domain.photos.file_contents import FurtherKind
from auditor.messages import _
from auditor.readers.further.begin import EndlessError, begun_at, find_begun, jpeg_end
from auditor.readers.further.containers.behind import add_begun, walk_behind
from auditor.readers.further.containers.mpf import walk_mpf
from auditor.readers.further.pieces import Piece, Raster, Walk

__all__ = ["extended_xmp", "walk_jpeg"]

_MOST_SEGMENTS = 4000
_SCAN, _END, _APP0, _APP15 = 0xDA, 0xD9, 0xE0, 0xEF
_JFIF, _JFXX, _MPF, _FLASHPIX = b"JFIF\0", b"JFXX\0", b"MPF\0", b"FPXR\0"
_XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"
_READ_ELSEWHERE = re.compile(
    rb"JFIF\0|JFXX\0|Exif\0|http://|ICC_PROFILE\0|MPF\0|FPXR\0|Photoshop|Adobe"
)
"""Segments whose pictures are found by a walk of their own, or that hold none."""
_KNOWN = re.compile(
    rb"Ducky|JP|GoPro\0|SPIFF\0|SCALADO\0|RMETA|ssuniqueid|EPPIM\0|PENTAX |HUAWEI\0|\x1aQualcomm"
    rb"|.{0,60}\[picture info\]|.{0,40}Type=|HDR_RI |FLIR\0|PARROT\0|MMIMETA\0|N[IT]TF\0"
    rb"|TDHD|UNICODE\0"
    rb"|AVI1|Ocad|_JPSJPS_|Media Jukebox\0|Meta\0|META\0|Stim\0|AROT|XMP\0|QVCI\0"
    rb"|(?:II|MM).{4}HEAPJPGM"
    rb"|.{4}IJPEG\0|\xaaU|DTAT|DJI|SEAL|uuid|Qualcomm|AGFA|Polaroid|HEWLETT|BGTH|QVGA\0|\[|<",
    re.DOTALL,
)
"""Segments that cameras and programs write, which say nothing of a further picture."""
_PREVIEW = re.compile(rb"(?:QVGA\0|BGTH)?\xff\xd8\xff[\xdb\xe0\xe1]")
_FULL = 65_000  # a segment so long goes on in the next one
_LEAST_UNKNOWN = 32
_FLIR, _LEAST_THERMAL = "APP1 FLIR", 10_000
_LONGEST_HEAD = 16
_LONGEST_JOINED = 64 * 1024 * 1024
_CONTENTS, _STREAM = 1, 2
_MOST_STREAMS = 200


_MARKER = re.compile(rb"\xff(?=[^\xff])")
"""The last of a run of fill bytes."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """One APPn segment: its marker, and where its body stands."""

    marker: int
    start: int
    end: int


def walk_jpeg(data: bytes, walk: Walk) -> None:
    """Note what stands in segments and behind the end."""
    segments = list(_list_segments(data))
    for segment in segments:
        body = data[segment.start : min(segment.end, segment.start + 40)]
        if body.startswith((_JFIF, _JFXX)):
            _add_jfif(data, segment, walk)
        elif body.startswith(_MPF):
            walk_mpf(data, segment.start + len(_MPF), segment.end, walk)
    _walk_flashpix(data, [part for part in segments if _starts(data, part, _FLASHPIX)], walk)
    _walk_other_segments(data, segments, walk)
    try:
        end = jpeg_end(data, 0, len(data), loose=True)
    except EndlessError:
        walk.tell_unread(_("The file has more segments than are walked over."))
        return
    if end is not None:
        walk_behind(data, end, walk)


def extended_xmp(data: bytes) -> list[bytes]:
    """Return the XMP that did not fit into one segment, whole (XMP part 3, 1.1.3.1)."""
    parts: dict[bytes, list[tuple[bytes, bytes]]] = {}
    total = 0
    for segment in _list_segments(data):
        if not _starts(data, segment, _XMP_MORE) or total > _LONGEST_JOINED:
            continue
        head = segment.start + len(_XMP_MORE)
        body = data[head + 40 : segment.end]
        parts.setdefault(data[head : head + 32], []).append((data[head + 36 : head + 40], body))
        total += len(body)
    return [
        b"".join(body for _offset, body in sorted(pieces, key=lambda piece: piece[0]))
        for pieces in parts.values()
    ]


def _list_segments(data: bytes) -> Iterator[_Segment]:
    """Yield the APPn segments in front of the first scan."""
    place = 2
    for _step in range(_MOST_SEGMENTS):
        found = _MARKER.search(data, place)
        if found is None or found.start() + 4 > len(data):
            return
        place = found.start()
        marker = data[place + 1]
        if marker in {_SCAN, _END}:
            return
        if marker == 0 or 0xD0 <= marker <= 0xD8:  # noqa: PLR2004 - they stand alone
            place += 2
            continue
        size = max(2, int.from_bytes(data[place + 2 : place + 4], "big"))
        end = min(place + 2 + size, len(data))
        if _APP0 <= marker <= _APP15:
            yield _Segment(marker, place + 4, end)
        place += 2 + size


def _starts(data: bytes, segment: _Segment, head: bytes) -> bool:
    return data.startswith(head, segment.start, segment.end)


def _add_jfif(data: bytes, segment: _Segment, walk: Walk) -> None:
    start, end = segment.start + 5, segment.end
    if _starts(data, segment, _JFIF):
        # version, unit and density stand in front of the size
        _add_raster(data, start + 7, end, walk, ("JFIF thumbnail", "RGB", 0))
        return
    if start >= end:
        return
    match data[start]:
        case 0x10:
            size = end - start - 1
            kind, where = FurtherKind.THUMBNAIL, "JFXX thumbnail"
            walk.add(Piece(kind, where, data, start + 1, size, format="JPEG"))
        case 0x11:
            _add_raster(data, start + 1, end, walk, ("JFXX thumbnail", "P", 768))
        case 0x13:
            _add_raster(data, start + 1, end, walk, ("JFXX thumbnail", "RGB", 0))


def _add_raster(data: bytes, start: int, end: int, walk: Walk, told: tuple[str, str, int]) -> None:
    """Note pixels behind two bytes of size and a palette; `told`: where, layout, its bytes."""
    where, layout, palette = told
    if start + 2 >= end:
        return
    width, height = data[start], data[start + 1]
    begin = start + 2 + palette
    size = width * height * (3 if layout == "RGB" else 1)
    if not size or begin + size > end:
        return
    raster = Raster(width, height, layout, palette=data[start + 2 : begin])
    walk.add(
        Piece(
            FurtherKind.THUMBNAIL,
            where,
            data,
            begin,
            size,
            width=width,
            height=height,
            raster=raster,
        )
    )


def _walk_flashpix(data: bytes, segments: list[_Segment], walk: Walk) -> None:
    """Note sounds and pictures in the streams of the FlashPix extension."""
    names: list[str] = []
    streams: dict[int, list[bytes]] = {}
    for segment in segments:
        body = data[segment.start + 5 : segment.end]
        if len(body) < 4:  # noqa: PLR2004 - version, type and a number
            continue
        (index,) = struct.unpack_from(">H", body, 2)
        if body[1] == _CONTENTS:
            names += _list_streams(body, index)
        elif body[1] == _STREAM and index < _MOST_STREAMS:
            streams.setdefault(index, []).append(body[8:])
    for index, parts in streams.items():
        name = names[index] if index < len(names) else ""
        stream = b"".join(parts)
        where = f"FlashPix {name}".strip()
        if "audio stream" in name.lower():
            kind = FurtherKind.AUDIO
            begun = begun_at(stream, 0, len(stream))
            form = begun.format if begun else None
            walk.add(Piece(kind, where, stream, 0, len(stream), format=form))
            continue
        for begun in find_begun(stream, 0, len(stream)):
            kind = begun.kind
            kind = FurtherKind.THUMBNAIL if kind is FurtherKind.PICTURE else kind
            size = begun.end - begun.start
            walk.add(Piece(kind, where, stream, begun.start, size, format=begun.format))


def _list_streams(body: bytes, count: int) -> Iterator[str]:
    """Yield the names in a list of contents."""
    place = 4
    for _step in range(min(count, _MOST_STREAMS)):
        end = place + 5
        while body[end : end + 2] not in {b"\0\0", b"", b"\0"}:
            end += 2
        name = body[place + 5 : end].decode("utf-16-le", "replace")
        yield "".join(letter for letter in name[-60:] if letter.isprintable()).lstrip("/")
        whole = body[place : place + 4] == b"\xff\xff\xff\xff"
        place = end + 2 + (16 if whole else 0)


def _walk_other_segments(data: bytes, segments: list[_Segment], walk: Walk) -> None:
    """Note pictures in segments of makers, and segments that nobody knows."""
    groups: dict[tuple[int, bytes], list[_Segment]] = {}
    running: tuple[int, bytes] | None = None
    last: _Segment | None = None
    for segment in segments:
        body = data[segment.start : min(segment.end, segment.start + 64)]
        full = last is not None and last.end - last.start >= _FULL
        following = last is not None and segment.marker in {last.marker, last.marker + 1}
        if _PREVIEW.match(body):
            running = (segment.marker, b"preview")
        elif running is None or not (full and following):
            running = None
        last = segment
        if running is None and _READ_ELSEWHERE.match(body):
            continue
        head = _KNOWN.match(body)
        key = running or (segment.marker, head[0][:_LONGEST_HEAD] if head else b"")
        groups.setdefault(key, []).append(segment)
    for (marker, begin), parts in groups.items():
        _walk_group(data, parts, walk, _name_segment(marker, begin), known=bool(begin))


def _walk_group(data: bytes, parts: list[_Segment], walk: Walk, where: str, *, known: bool) -> None:
    if len(parts) == 1:
        source, start, end = data, parts[0].start, parts[0].end
    else:
        skip = _repeated_head(data, parts)
        source = b"".join(data[part.start + skip : part.end] for part in parts)
        start, end = 0, len(source)
    found = False
    for begun in find_begun(source, start, end):
        if begun.kind is FurtherKind.UNKNOWN:
            continue
        found = True
        add_begun(source, begun.start, end, walk, where, FurtherKind.THUMBNAIL)
    stored = sum(part.end - part.start for part in parts)
    if not found and where == _FLIR and stored >= _LEAST_THERMAL:
        size = len(source) - start if source is not data else stored
        kind, where = FurtherKind.PICTURE, f"{where} (thermal)"
        walk.add(Piece(kind, where, source, start, size, pictured=False, told=stored))
    elif not found and not known and stored >= _LEAST_UNKNOWN:
        begin = parts[0]
        size = begin.end - begin.start
        if not source[start:end].strip(b"\0"):
            return  # room that a camera left for itself
        walk.add(Piece(FurtherKind.UNKNOWN, where, data, begin.start, size, told=stored))


def _repeated_head(data: bytes, parts: list[_Segment]) -> int:
    """Return how long the head is that each segment of a picture in parts begins with."""
    first = data[parts[0].start : parts[0].start + 8]
    if first.startswith(b"FLIR\0"):
        return 8
    # common identifier, box instance and packet number, and the head of the box, which is repeated
    return 16 if first.startswith(b"JP") else 0


def _name_segment(marker: int, head: bytes) -> str:
    words = re.match(rb"[A-Za-z0-9 _-]{2,}", head)
    name = f"APP{marker - _APP0}"
    if head == b"JP":
        return "C2PA"
    return f"{name} {words[0].decode('ascii').strip()}" if words else name
