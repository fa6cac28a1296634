"""Accounts for every byte of a clean copy that is a PNG (W3C PNG, third edition)."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

__all__ = ["hidden_colours", "read_png"]

_BEGIN = b"\x89PNG\r\n\x1a\n"
_COLOURS = {2: 3, 6: 4}  # RGB, RGBA: samples of eight bits
_FORM = (8, 0, 0, 0)  # depth; compression, filter and interlace as they are always written
_FILTERS = 4
_PIECE = 1 << 20
_XMP_HEAD = b"XML:com.adobe.xmp\0\0\0\0\0"
_CREDENTIALS = b"caBX"  # C2PA 2.2, appendix A.3.2


def read_png(copy: bytes, packet: bytes, *, signed: bool) -> Iterator[str]:
    """Yield what is neither the picture nor `packet` (XMP) nor, if `signed`, credentials."""
    chunks, whole = _list_chunks(copy)
    if not whole:
        yield "trailer"
    if signed:
        chunks = [chunk for chunk in chunks if chunk[0] != _CREDENTIALS]
    pieces = [body for kind, body in chunks if kind == b"IDAT"]
    head = chunks[0][1] if chunks else b""
    expected = [
        (b"IHDR", head),
        *([(b"iTXt", _XMP_HEAD + packet)] if packet else []),
        *((b"IDAT", piece) for piece in pieces),
        (b"IEND", b""),
    ]
    if chunks != expected:
        strange = [kind for kind, body in chunks if (kind, body) not in expected]
        yield from dict.fromkeys(_name(kind) for kind in strange or [b"order"])
    if len(head) != 13 or head[9] not in _COLOURS or (head[8], *head[10:]) != _FORM:  # noqa: PLR2004 - 11.2.1
        yield "IHDR"
        return
    width, height = struct.unpack_from(">II", head)
    if not _is_whole(pieces, 1 + width * _COLOURS[head[9]], height):
        yield "IDAT"
    elif head[9] == 6 and hidden_colours(copy, "PNG"):  # noqa: PLR2004 - RGBA
        yield "transparency"


def _list_chunks(copy: bytes) -> tuple[list[tuple[bytes, bytes]], bool]:
    """Return the chunks up to the first that is damaged, and whether they are all of the file."""
    found: list[tuple[bytes, bytes]] = []
    place = len(_BEGIN)
    while place + 12 <= len(copy):
        size, kind = struct.unpack_from(">I4s", copy, place)
        body = copy[place + 8 : place + 8 + size]
        end = place + 12 + size
        if zlib.crc32(body, zlib.crc32(kind)).to_bytes(4, "big") != copy[end - 4 : end]:
            break
        found.append((kind, body))
        place = end
    return found, place == len(copy)


def hidden_colours(copy: bytes, kind: str) -> bool:
    """Return whether what nobody sees has colours."""
    with Image.open(io.BytesIO(copy), formats=[kind]) as image:
        image.load()
        if image.mode != "RGBA":
            return False
        seen = np.asarray(image.getchannel("A")) > 0
        return any(bool(np.asarray(image.getchannel(name))[~seen].any()) for name in "RGB")


def _is_whole(pieces: list[bytes], line: int, lines: int) -> bool:
    """Return whether the compressed data is these lines and nothing more, to its last byte."""
    stream = zlib.decompressobj()
    done = 0
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if stream.eof:
                    return False
                plain = stream.decompress(rest, _PIECE)
                filters = np.frombuffer(plain, np.uint8)[-done % line :: line]
                if filters.size and filters.max() > _FILTERS:
                    return False
                done += len(plain)
                rest = stream.unconsumed_tail
                if done > line * lines or stream.unused_data:
                    return False
    except zlib.error:
        return False
    return stream.eof and done == line * lines


def _name(kind: bytes) -> str:
    return kind.decode("ascii", "replace").strip()
