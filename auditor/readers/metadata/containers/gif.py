"""Comments and application extensions of a GIF.

GIF89a (CompuServe, 1990); XMP specification part 3, 1.1.2.
"""

from __future__ import annotations

from dataclasses import field

from auditor.dataclass import dataclass
from auditor.messages import _

_HEADER, _COLOURS, _SIZE_OF_COLOURS = 13, 0x80, 0x07
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION, _PLAIN_TEXT = 0xFE, 0xFF, 0x01
_XMP, _PHOTOSHOP, _IPTC = b"XMP DataXMP", b"MGK8BIM0000", b"MGKIPTC0000"
_MOST_BLOCKS = 1_000_000
_LONGEST = 8 * 1024 * 1024
_MOST_COMMENTS = 50


@dataclass(slots=True)
class GifBlocks:
    """What a GIF carries beside its pictures; `gaps` say in words what could not be walked."""

    xmp: list[bytes] = field(default_factory=list)
    photoshop: list[bytes] = field(default_factory=list)
    iptc: list[bytes] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


class _Walk:
    """A place in a GIF, and how many blocks may still be stepped over."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.place, self.left = data, place, _MOST_BLOCKS

    def skip(self) -> None:
        """Step over the data blocks up to the one of length 0."""
        data, place, left = self.data, self.place, self.left
        while place < len(data) and left > 0:
            size = data[place]
            place += 1 + size
            left -= 1
            if not size:
                break
        self.place, self.left = place, left

    def join(self) -> bytes:
        """Return the content of the data blocks."""
        begin = self.place
        self.skip()
        parts, place = [], begin
        while place < min(self.place, begin + _LONGEST) and self.data[place]:
            parts.append(self.data[place + 1 : place + 1 + self.data[place]])
            place += 1 + self.data[place]
        return b"".join(parts)


def read_gif(data: bytes) -> GifBlocks:
    """Return comments, XMP and Photoshop's blocks of a GIF, between all its frames."""
    blocks = GifBlocks()
    flags = data[10] if len(data) > 10 else 0  # noqa: PLR2004 - the fields of the header
    walk = _Walk(data, _HEADER + _colours(flags))
    while walk.place < len(data) and walk.left > 0:
        kind = data[walk.place]
        walk.left -= 1
        if kind == _EXTENSION:
            label = data[walk.place + 1 : walk.place + 2]
            walk.place += 2
            _read_extension(walk, label[0] if label else 0, blocks)
        elif kind == _IMAGE:
            flags = data[walk.place + 9] if walk.place + 9 < len(data) else 0
            walk.place += 11 + _colours(flags)
            walk.skip()
        elif kind == _TRAILER:
            return blocks
        else:
            walk.place += 1
    if walk.left <= 0:
        blocks.gaps.append(_("There are more blocks than are read."))
    return blocks


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & _SIZE_OF_COLOURS) + 1) if flags & _COLOURS else 0


def _read_extension(walk: _Walk, label: int, blocks: GifBlocks) -> None:
    if label == _COMMENT:
        comment = walk.join()
        if len(blocks.comments) < _MOST_COMMENTS:
            blocks.comments.append(comment)
        else:
            blocks.gaps.append(_("There are more comments than are read."))
        return
    if label not in {_APPLICATION, _PLAIN_TEXT}:
        walk.skip()
        return
    if label == _PLAIN_TEXT:
        walk.place += 1 + (walk.data[walk.place] if walk.place < len(walk.data) else 0)
        blocks.comments.append(walk.join())
        return
    size = walk.data[walk.place] if walk.place < len(walk.data) else 0
    name = walk.data[walk.place + 1 : walk.place + 1 + size]
    walk.place += 1 + size
    begin = walk.place
    if name == _XMP and walk.data[begin : begin + 1] in {b"<", b"\xef", b"\xff", b"\xfe"}:
        # the text stands without lengths, and ends in bytes that lead any reader to the end
        walk.skip()
        blocks.xmp.append(walk.data[begin : min(walk.place, begin + _LONGEST)])
    elif name in {_XMP, _PHOTOSHOP, _IPTC}:
        found = {_XMP: blocks.xmp, _PHOTOSHOP: blocks.photoshop, _IPTC: blocks.iptc}[name]
        found.append(walk.join())
    else:
        walk.skip()
