"""JPEG 2000, JPEG XL and Canon's CR3: formats made of boxes (ISO 15444-1, 18181-2, 14496-12)."""

from __future__ import annotations

import struct

from auditor.messages import _
from auditor.readers.isobmff.boxes import BmffBox, BoxWalk
from auditor.readers.isobmff.canon import CANON_UUID, canon_exif, canon_size
from auditor.readers.metadata.unseen.unseen_file import LONGEST_BLOCK, UnseenFile

__all__ = ["read_cr3", "read_jpeg_2000", "read_jpeg_xl"]

_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_IPTC_UUID = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
_PHOTOSHOP_UUID = bytes.fromhex("2c4c0100850440b9a03e562148d6dfeb")
_EXIF_UUIDS = (b"JpgTiffExif->JP2", bytes.fromhex("0537cdab9d0c4431a72afa561f2a113e"))
_GEO_UUID = bytes.fromhex("b14bf8bd083d4b43a5ae8cd7d5a6ce03")
_XL_CODESTREAM = b"\xff\x0a"
_XL_RATIOS = ((0, 1), (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_TIFFS = (b"II*\0", b"MM\0*")
_CODESTREAM, _SIZE_MARKER = b"\xff\x4f\xff\x51", 0xFF51
_COMMENT_MARKER = 0xFF64
_MOST_SEGMENTS = 500


def read_jpeg_2000(data: bytes) -> UnseenFile:
    """Return what a JPEG 2000 file holds, with or without boxes."""
    found = UnseenFile("JPEG2000")
    if data.startswith(_CODESTREAM):
        _read_codestream(data, found)
        return found
    walk = BoxWalk(data)
    for box in walk.top():
        if box.kind == b"jp2h":
            header = walk.find(box, b"ihdr")
            raw = walk.read(header, 8) if header else b""
            if len(raw) == 8:  # noqa: PLR2004 - height and width
                found.height, found.width = struct.unpack(">II", raw)
        elif box.kind == b"jp2c":
            _read_codestream(data[box.content : box.content + LONGEST_BLOCK], found)
        else:
            _read_box(walk, box, found)
    _tell_walk(walk, found)
    return found


def read_jpeg_xl(data: bytes) -> UnseenFile:
    """Return what a JPEG XL file holds; a bare code stream has no metadata."""
    found = UnseenFile("JXL")
    if data.startswith(_XL_CODESTREAM):
        found.width, found.height = _read_xl_size(data)
        return found
    walk = BoxWalk(data)
    for box in walk.top():
        if box.kind == b"brob":
            if walk.read(box, 4) in {b"Exif", b"xml ", b"jumb"}:
                reason = _("Its metadata is packed with Brotli, which is not read.")
                found.gaps.append(reason + " " + _("It can hold a position."))
        elif box.kind in {b"jxlc", b"jxlp"} and not found.width:
            raw = walk.read(box, 24)
            found.width, found.height = _read_xl_size(raw[4:] if box.kind == b"jxlp" else raw)
        else:
            _read_box(walk, box, found)
    _tell_walk(walk, found)
    return found


def _read_xl_size(data: bytes) -> tuple[int | None, int | None]:
    """Return width and height from the head of a code stream (ISO 18181-1, SizeHeader).

    Its bits are counted from the least significant one.
    """
    if not data.startswith(_XL_CODESTREAM) or len(data) < 12:  # noqa: PLR2004 - the longest header
        return None, None
    bits = _Bits(int.from_bytes(data[2:12], "little"))
    small = bits.take(1)

    def side() -> int:
        return (bits.take(5) + 1) * 8 if small else bits.take((9, 13, 18, 30)[bits.take(2)]) + 1

    height = side()
    above, below = _XL_RATIOS[bits.take(3)]
    return (height * above // below if above else side()), height


class _Bits:
    def __init__(self, value: int) -> None:
        self._value = value

    def take(self, count: int) -> int:
        """Return the next `count` bits."""
        taken = self._value & ((1 << count) - 1)
        self._value >>= count
        return taken


def read_cr3(data: bytes) -> UnseenFile:
    """Return what a Canon raw picture holds."""
    found = UnseenFile("CR3")
    walk = BoxWalk(data)
    for box in walk.top():
        if box.kind == b"moov":
            for inner in walk.inside(box):
                if inner.kind == b"uuid" and inner.uuid == CANON_UUID:
                    found.exif += canon_exif(walk, inner)
                    found.width, found.height = canon_size(walk, inner) or (None, None)
        else:
            _read_box(walk, box, found)
    _tell_walk(walk, found)
    return found


def _read_box(walk: BoxWalk, box: BmffBox, found: UnseenFile) -> None:
    if box.kind == b"uuid":
        _read_uuid(walk, box, found)
    elif box.kind == b"Exif":
        _add_exif(walk.read(box, LONGEST_BLOCK)[4:], found)
    elif box.kind == b"xml ":
        _add_xml(walk.read(box, LONGEST_BLOCK), found)
    elif box.kind == b"asoc":  # XML with a label
        for inner in walk.inside(box):
            if inner.kind == b"xml ":
                _add_xml(walk.read(inner, LONGEST_BLOCK), found)


def _read_uuid(walk: BoxWalk, box: BmffBox, found: UnseenFile) -> None:
    if box.uuid in _EXIF_UUIDS:
        _add_exif(walk.read(box, LONGEST_BLOCK), found)
    elif box.uuid == _XMP_UUID:
        found.xmp.append(walk.read(box, LONGEST_BLOCK))
    elif box.uuid == _IPTC_UUID:
        found.iptc += walk.read(box, LONGEST_BLOCK)
    elif box.uuid == _PHOTOSHOP_UUID:
        found.photoshop += walk.read(box, LONGEST_BLOCK)
    elif box.uuid == _GEO_UUID:
        found.gaps.append(_("A block for maps is not read.") + " " + _("It can hold a position."))


def _add_exif(raw: bytes, found: UnseenFile) -> None:
    """Take the TIFF structure, which begins within the first bytes."""
    start = min((place for head in _TIFFS if (place := raw[:32].find(head)) >= 0), default=-1)
    if start >= 0:
        found.exif.append(raw[start:])
    elif raw:
        found.gaps.append(_("The camera's data is damaged; what could be read of it is shown."))


def _add_xml(raw: bytes, found: UnseenFile) -> None:
    if b"rdf:RDF" in raw or b"x:xmpmeta" in raw:
        found.xmp.append(raw)
    elif raw.strip(b"\0 \r\n\t"):
        found.comments.append(raw[:20_000])


def _read_codestream(data: bytes, found: UnseenFile) -> None:
    """Take size and comments from the main header (ISO 15444-1, A.5 and A.9)."""
    place = 2
    for _step in range(_MOST_SEGMENTS):
        if place + 4 > len(data):
            return
        marker, size = struct.unpack_from(">HH", data, place)
        if marker == _SIZE_MARKER and len(data) >= place + 22 and not found.size:
            right, bottom, left, top = struct.unpack_from(">IIII", data, place + 6)
            found.width, found.height = max(right - left, 0), max(bottom - top, 0)
        elif marker == _COMMENT_MARKER and data[place + 4 : place + 6] == b"\0\1":
            found.comments.append(data[place + 6 : place + 2 + size])
        elif marker in {0xFF90, 0xFF93} or marker < 0xFF00 or size < 2:  # noqa: PLR2004 - start of tile, start of data
            return
        place += 2 + size


def _tell_walk(walk: BoxWalk, found: UnseenFile) -> None:
    if walk.capped:
        found.gaps.append(_("It has more parts than are looked at."))
    elif walk.damaged:
        found.gaps.append(_("This part of the file is damaged or not understood."))
