"""Photoshop files and GIMP files: resources, parasites, and the names of layers.

Adobe Photoshop File Formats (2019); GIMP's devel-docs/xcf.txt.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from auditor.messages import _
from auditor.readers.metadata.unseen.unseen_file import LONGEST_BLOCK, UnseenFile

__all__ = ["read_photoshop_file", "read_xcf"]

_HEADER = struct.Struct(">4sH6xHIIHH")
_MOST_LAYERS = 200
_LONGEST_LAYERS = 32 * 1024 * 1024
_LAYER_NAME = b"8BIMluni"
_LONGEST_NAME = 255
_PARASITES = 21
_MOST_PROPERTIES = 1000


def read_photoshop_file(data: bytes) -> UnseenFile:
    """Return what a PSD or PSB holds."""
    found = UnseenFile("PSD")
    if len(data) < _HEADER.size + 8:
        return found
    _sign, _version, _channels, found.height, found.width, _depth, _mode = _HEADER.unpack_from(data)
    place = _HEADER.size
    place += 4 + int.from_bytes(data[place : place + 4], "big")
    size = int.from_bytes(data[place : place + 4], "big")
    if size > LONGEST_BLOCK:
        found.gaps.append(_("It has more parts than are looked at."))
    elif place + 4 + size > len(data):
        found.gaps.append(_("This part of the file is damaged or not understood."))
    found.photoshop = data[place + 4 : place + 4 + min(size, LONGEST_BLOCK)]
    names = dict.fromkeys(_list_layer_names(data, place + 4 + size))
    if names:
        found.comments.append("\n".join(names).encode())
    return found


def _list_layer_names(data: bytes, start: int) -> Iterator[str]:
    """Yield the names of layers, which stand in a block of a known name."""
    end = min(len(data), start + _LONGEST_LAYERS)
    for _step in range(_MOST_LAYERS):
        start = data.find(_LAYER_NAME, start, end)
        if start < 0:
            return
        place = start + len(_LAYER_NAME) + 4
        length = int.from_bytes(data[place : place + 4], "big")
        if length <= _LONGEST_NAME:
            raw = data[place + 4 : place + 4 + 2 * length]
            name = raw[: len(raw) // 2 * 2].decode("utf-16-be", "replace").strip("\0 ")
            if name:
                yield name
        start = place


def read_xcf(data: bytes) -> UnseenFile:
    """Return what the properties of a GIMP picture hold."""
    found = UnseenFile("XCF")
    if len(data) < 30:  # noqa: PLR2004 - up to the first property
        return found
    found.width, found.height = struct.unpack_from(">II", data, 14)
    version = data[9:13]
    place = (
        30 if version[:1] == b"v" and version[1:4] >= b"004" else 26
    )  # precision since version 4
    for _step in range(_MOST_PROPERTIES):
        if place + 8 > len(data):
            return found
        kind, size = struct.unpack_from(">II", data, place)
        if kind == 0:
            return found
        if kind == _PARASITES:
            _read_parasites(data[place + 8 : place + 8 + min(size, LONGEST_BLOCK)], found)
        place += 8 + size
    return found


def _read_parasites(raw: bytes, found: UnseenFile) -> None:
    place = 0
    while place + 4 <= len(raw):
        length = int.from_bytes(raw[place : place + 4], "big")
        name = raw[place + 4 : place + 4 + length].rstrip(b"\0")
        place += 4 + length
        size = int.from_bytes(raw[place + 4 : place + 8], "big")
        value = raw[place + 8 : place + 8 + size]
        place += 8 + size
        if name == b"exif-data":
            found.exif.append(value)
        elif name == b"gimp-comment":
            found.comments.append(value.rstrip(b"\0"))
        elif name == b"gimp-metadata" and b"<" in value:
            if b"rdf:RDF" in value:
                found.xmp.append(value[value.find(b"<") :])
            else:
                found.gaps.append(
                    _("Metadata as GIMP writes it is not read.")
                    + " "
                    + _("It can hold a position.")
                )
