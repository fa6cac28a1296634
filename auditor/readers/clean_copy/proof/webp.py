"""Accounts for every byte of a clean copy that is a WebP (RFC 9649)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import Image

from auditor.readers.clean_copy.proof.png import hidden_colours
from auditor.readers.clean_copy.webp import encode_webp

__all__ = ["read_webp"]

_HEAD = 12
_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10
_CREDENTIALS = b"C2PA"


def read_webp(copy: bytes, packet: bytes, *, signed: bool) -> Iterator[str]:
    """Yield what is neither the picture nor `packet` (XMP) nor, if `signed`, credentials.

    The compressed picture is what its pixels give when they are compressed anew, byte for byte.
    """
    chunks, whole = _list_chunks(copy)
    if not whole:
        yield "trailer"
        return
    if signed:
        chunks = [chunk for chunk in chunks if chunk[0] != _CREDENTIALS]
    try:
        with Image.open(io.BytesIO(copy), formats=["WEBP"]) as image:
            image.load()
            again, _whole = _list_chunks(encode_webp(image, b""))
            alpha, width, height = image.mode == "RGBA", image.width, image.height
    except (OSError, ValueError, SyntaxError):
        yield "VP8L"
        return
    flags = (_XMP_FLAG if packet else 0) | (_ALPHA_FLAG if alpha else 0)
    sides = b"".join((side - 1).to_bytes(3, "little") for side in (width, height))
    expected = [chunk for chunk in again if chunk[0] == b"VP8L"]
    if packet or signed:  # with nothing beside the picture it stands alone
        expected = [(b"VP8X", struct.pack("<I", flags) + sides), *expected]
        expected += [(b"XMP ", packet)] if packet else []
    if chunks != expected:
        strange = [kind for kind, body in chunks if (kind, body) not in expected]
        yield from dict.fromkeys(_name(kind) for kind in strange or [b"order"])
    if alpha and hidden_colours(copy, "WEBP"):
        yield "transparency"


def _list_chunks(file: bytes) -> tuple[list[tuple[bytes, bytes]], bool]:
    """Return the chunks, and whether they are all of the file, with nothing where they are filled.

    A chunk of an odd size is filled by one byte.
    """
    found: list[tuple[bytes, bytes]] = []
    place = _HEAD
    whole = struct.unpack_from("<I", file, 4)[0] + 8 == len(file)
    while place + 8 <= len(file):
        kind, size = struct.unpack_from("<4sI", file, place)
        end = place + 8 + size + size % 2
        found.append((kind, file[place + 8 : place + 8 + size]))
        whole = whole and not any(file[place + 8 + size : end])
        place = end
    return found, whole and place == len(file)


def _name(kind: bytes) -> str:
    return kind.decode("ascii", "replace").strip()
