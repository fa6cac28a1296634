"""PNG chunks: eXIf, and texts in tEXt, zTXt and iTXt (PNG 3, W3C 2025).

Also ImageMagick's "Raw profile type" texts.
"""

from __future__ import annotations

import binascii
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime

from auditor.dataclass import dataclass
from auditor.messages import _
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.gps import EAST_WEST, NORTH_SOUTH, PositionsTold, angle_in
from auditor.readers.metadata.iptc import iptc_in
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import Stamp, Trust, parse_stamp

_MOST_CHUNKS = 20_000
_MOST_INFLATED = 8 * 1024 * 1024
_MOST_INFLATED_OF_ALL = 32 * 1024 * 1024
_PIECE = 16 * 1024
_MOST_TEXTS = 50
_RAW_PROFILE = "raw profile type "
_XMP_KEYWORD = "xml:com.adobe.xmp"
_OWNERS = ("author", "artist", "copyright")
_DESCRIPTIONS = ("title", "description", "comment", "source")
_TIMES = {
    "creation time": Trust.CAPTURED,
    "creationtime": Trust.CAPTURED,
    "create-date": Trust.CAPTURED,
    "create date": Trust.CAPTURED,
    "date": Trust.DIGITISED,
    "exif:datetimeoriginal": Trust.CAPTURED,
    "exif:datetimedigitized": Trust.DIGITISED,
    "exif:datetime": Trust.CHANGED,
    "modification time": Trust.CHANGED,
}
"""The registered keyword, what programs write instead, and EXIF as ImageMagick spells it out."""
_TIME = struct.Struct(">HBBBBB")
_PROFILE = re.compile(rb"\s*([^\n]{0,100})\n\s*(\d{1,10})\s*(?:\n|\Z)")
_NO_DIGITS = re.compile(rb"[^0-9A-Fa-f]")
_TIFF_HEADS = (b"II*\0", b"MM\0*")
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP_HEAD = b"Photoshop 3.0\0"
_NO_METADATA = frozenset({"icc", "icm"})


@dataclass(slots=True)
class PngBlocks:
    """What a PNG carries beside its picture.

    `changed` is the time of its last change, in UTC; `gaps` say in words what could not be read;
    `left` is how many bytes may still be unpacked.
    """

    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    photoshop: bytes = b""
    iptc: bytes = b""
    texts: dict[str, str] = field(default_factory=dict)
    changed: Stamp | None = None
    gaps: list[str] = field(default_factory=list)
    left: int = _MOST_INFLATED_OF_ALL


def read_png(data: bytes) -> PngBlocks:
    """Return the metadata chunks of a PNG; checksums are not looked at."""
    blocks = PngBlocks()
    for kind, body in _list_chunks(data, blocks):
        if kind in {b"eXIf", b"exIf"}:
            blocks.exif.append(body)
        elif kind == b"tIME":
            blocks.changed = _read_time(body)
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            keyword, text = _read_text(kind, body, blocks)
            name = keyword.strip().lower()
            if name == _XMP_KEYWORD:
                blocks.xmp.append(text)
            elif name.startswith(_RAW_PROFILE):
                _read_raw_profile(name[len(_RAW_PROFILE) :].strip(), text, blocks)
            elif keyword and len(blocks.texts) >= _MOST_TEXTS:
                blocks.gaps.append(_("There are more texts than are read."))
            elif keyword:
                # tEXt is Latin-1 by the standard, UTF-8 by many programs
                blocks.texts.setdefault(keyword, decode(text))
    return blocks


def read_png_texts(texts: dict[str, str], changed: Stamp | None = None) -> RawMetadata:
    """Return what the texts with known keywords say, and when the picture was last changed."""
    known = {keyword.strip().lower(): text for keyword, text in reversed(texts.items())}
    found = RawMetadata("png")
    found.owners = [known[key] for key in _OWNERS if key in known]
    found.descriptions = [known[key] for key in _DESCRIPTIONS if key in known]
    found.software = known.get("software")
    for key, trust in _TIMES.items():
        stamp = parse_stamp(known.get(key, ""), trust=trust)
        if stamp is not None:
            found.stamps.append(stamp)
        elif key in known:  # a time in words that are not understood is words
            found.descriptions.append(known[key])
    found.stamps += [changed] if changed else []
    if "exif:gpslatitude" in known or "exif:gpslongitude" in known:
        told = PositionsTold()
        told.add(
            angle_in(
                known.get("exif:gpslatitude", ""), known.get("exif:gpslatituderef", ""), NORTH_SOUTH
            ),
            angle_in(
                known.get("exif:gpslongitude", ""), known.get("exif:gpslongituderef", ""), EAST_WEST
            ),
            None,
            "PNG exif:GPSLatitude",
        )
        found.take_positions(told)
    return found


def _read_time(body: bytes) -> Stamp | None:
    """Return the time of the last change, which tIME gives in UTC."""
    if len(body) < _TIME.size:
        return None
    year, month, day, hour, minute, second = _TIME.unpack_from(body)
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - see `universal`
    except ValueError:
        return None
    return Stamp(moment, trust=Trust.CHANGED, universal=True)


def _list_chunks(data: bytes, blocks: PngBlocks) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    for _step in range(_MOST_CHUNKS):
        if place + 8 > len(data):
            return
        size = int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        if kind == b"IEND":
            return
        # Picture data is stepped over, not copied.
        yield kind, b"" if kind == b"IDAT" else data[place + 8 : place + 8 + size]
        place += 12 + size
    blocks.gaps.append(_("There are more chunks than are read."))


def _read_text(kind: bytes, body: bytes, blocks: PngBlocks) -> tuple[str, bytes]:
    keyword, _, rest = body.partition(b"\0")
    name = keyword.decode("latin-1")
    if kind == b"tEXt":
        return name, rest
    if kind == b"zTXt":
        return name, _inflate(rest[1:], blocks)
    packed, rest = rest[:1] == b"\1", rest[2:]
    _language, _, rest = rest.partition(b"\0")
    _translated, _, text = rest.partition(b"\0")
    return name, _inflate(text, blocks) if packed else text


def _inflate(packed: bytes, blocks: PngBlocks) -> bytes:
    """Return as much as can be unpacked."""
    parts: list[bytes] = []
    inflater, left = zlib.decompressobj(), min(_MOST_INFLATED, blocks.left)
    try:
        for start in range(0, len(packed) if left > 0 else 0, _PIECE):
            piece = inflater.decompress(packed[start : start + _PIECE], left)
            parts.append(piece)
            left -= len(piece)
            blocks.left -= len(piece)
            if left <= 0 or inflater.unconsumed_tail:
                blocks.gaps.append(_("A compressed text is longer than is read."))
                break
    except zlib.error:
        blocks.gaps.append(_("A compressed text is damaged."))
    if packed and not parts:
        blocks.gaps.append(_("There is more compressed text than is read."))
    return b"".join(parts)


def _read_raw_profile(kind: str, text: bytes, blocks: PngBlocks) -> None:
    """ImageMagick writes: a line with the name, a line with the length, then hex digits.

    What it is is told by its first bytes: the names vary (exif, APP1, xmp, iptc, 8bim, generic).
    """
    if kind in _NO_METADATA:
        return
    head = _PROFILE.match(text)
    digits = b"".join(text[head.end() if head else 0 :].split())
    end = _NO_DIGITS.search(digits)  # a NUL behind the digits, say
    digits = digits[: end.start() if end else len(digits)]
    raw = binascii.unhexlify(digits[: len(digits) // 2 * 2])
    if not raw or (head is not None and len(raw) < int(head[2])):
        blocks.gaps.append(_("A raw profile is damaged or cut off."))
    _sort_profile(raw, blocks)


def _sort_profile(raw: bytes, blocks: PngBlocks) -> None:
    if raw[:4].lower() == b"exif" or raw.startswith(_TIFF_HEADS):
        blocks.exif.append(raw)
    elif raw.startswith((_PHOTOSHOP_HEAD, b"8BIM")):
        blocks.photoshop += raw.removeprefix(_PHOTOSHOP_HEAD)
        blocks.iptc += iptc_in(raw.removeprefix(_PHOTOSHOP_HEAD))
    elif raw.startswith(b"\x1c"):
        blocks.iptc += raw
    elif raw.startswith(_XMP_HEAD):
        blocks.xmp.append(raw[len(_XMP_HEAD) :])
    elif b"<" in raw:
        blocks.xmp.append(raw)
    elif raw:
        blocks.gaps.append(_("A raw profile is of a kind that is not read."))
