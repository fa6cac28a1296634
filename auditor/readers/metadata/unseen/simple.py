"""Icons, PostScript, OpenEXR and animated PNG's relatives: what their heads say."""

from __future__ import annotations

import binascii
import re
import struct

from auditor.domain.photos.file_contents import Trace
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.gps import Angle, PositionsTold
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import parse_stamp
from auditor.readers.metadata.unseen.unseen_file import LONGEST_BLOCK, UnseenFile

__all__ = ["read_exr", "read_icon", "read_postscript"]

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_ICONS = 50
_DOS_POSTSCRIPT = b"\xc5\xd0\xd3\xc6"
_COMMENTS = re.compile(rb"(?m)^%%(Title|Creator|For|CreationDate|Author):[ \t]*([^\r\n]{1,500})")
_BOUNDS = re.compile(
    rb"(?m)^%%BoundingBox:\s*(-?\d{1,6})\s+(-?\d{1,6})\s+(-?\d{1,6})\s+(-?\d{1,6})"
)
_PHOTOSHOP = re.compile(rb"%BeginPhotoshop:\s*(\d{1,9})[^\r\n]{0,40}[\r\n]+")
_HEAD = 64 * 1024
_LONGEST_SEARCH = 64 * 1024 * 1024
_MOST_ATTRIBUTES = 500
_LONGEST_NAME = 256


def read_icon(data: bytes) -> UnseenFile:
    """Return what the pictures of an icon hold; those in PNG can hold metadata."""
    found = UnseenFile("ICO")
    (count,) = struct.unpack_from("<H", data, 4)
    left = len(data)  # no byte of a real one is of two pictures
    for place in range(6, 6 + 16 * min(count, _MOST_ICONS), 16):
        if place + 16 > len(data):
            break
        width, height = (data[place + side] or 256 for side in (0, 1))
        size, start = struct.unpack_from("<II", data, place + 8)
        if width * height > (found.width or 0) * (found.height or 0):
            found.width, found.height = width, height
        left -= size
        if data[start : start + 8] == _PNG and left >= 0:
            found.inner.append(data[start : start + size])
    return found


def read_postscript(data: bytes) -> UnseenFile:
    """Return what the comments at the head of a PostScript file say (Adobe DSC 3.0)."""
    found = UnseenFile("EPS")
    start = struct.unpack_from("<I", data, 4)[0] if data.startswith(_DOS_POSTSCRIPT) else 0
    head = data[start : start + _HEAD]
    said = RawMetadata("postscript")
    for name, raw in _COMMENTS.findall(head):
        text = decode(raw).strip().strip("()")
        if name == b"Creator":
            said.software = said.software or text
        elif name == b"CreationDate":
            stamp = parse_stamp(text)
            said.stamps += [stamp] if stamp else []
        elif name == b"Title":
            is_path = "/" in text or "\\" in text or ":" in text
            said.paths += [Trace(text, "PostScript Title")] if is_path else []
            said.descriptions += [] if is_path else [text]
        else:
            said.owners.append(text)
    found.photoshop = _read_hex(data)
    bounds = _BOUNDS.search(head)
    if bounds is not None:
        left, bottom, right, top = (int(number) for number in bounds.groups())
        if right > left and top > bottom:
            found.width, found.height = right - left, top - bottom
    found.said.append(said)
    return found


def _read_hex(data: bytes) -> bytes:
    """Return Photoshop's blocks, which stand as comments in hexadecimal digits."""
    begin = _PHOTOSHOP.search(data, 0, _LONGEST_SEARCH)
    if begin is None:
        return b""
    size = min(int(begin[1]), LONGEST_BLOCK)
    lines = data[begin.end() : begin.end() + 3 * size + 1024].split(b"%EndPhotoshop", 1)[0]
    digits = lines.translate(None, b"% \t\r\n")
    try:
        return binascii.unhexlify(digits[: len(digits) // 2 * 2])[:size]
    except binascii.Error:
        return b""


def read_exr(data: bytes) -> UnseenFile:
    """Return what the attributes of an OpenEXR picture say (openexr.com, file layout)."""
    found = UnseenFile("EXR")
    said = RawMetadata("exr")
    numbers: dict[str, float] = {}
    place = 8
    for _step in range(_MOST_ATTRIBUTES):
        name, _, rest = data[place : place + _LONGEST_NAME].partition(b"\0")
        kind = rest.partition(b"\0")[0]
        place += len(name) + len(kind) + 2
        if not name or place + 4 > len(data):
            break
        (size,) = struct.unpack_from("<I", data, place)
        value = data[place + 4 : place + 4 + min(size, 20_000)]
        place += 4 + size
        _read_exr_attribute(name.decode("latin-1"), kind, value, said, numbers, found)
    if "latitude" in numbers:
        told = PositionsTold()
        told.add(
            Angle(numbers["latitude"], sided=False, signed=True),
            Angle(numbers["longitude"], sided=False, signed=True)
            if "longitude" in numbers
            else None,
            numbers.get("altitude"),
            "EXR",
        )
        said.take_positions(told)
    found.said.append(said)
    return found


def _read_exr_attribute(
    name: str,
    kind: bytes,
    value: bytes,
    said: RawMetadata,
    numbers: dict[str, float],
    found: UnseenFile,
) -> None:
    if kind == b"float" and len(value) == 4:  # noqa: PLR2004 - single precision
        numbers[name] = struct.unpack("<f", value)[0]
    elif name == "dataWindow" and len(value) == 16:  # noqa: PLR2004 - a box
        left, top, right, bottom = struct.unpack("<4i", value)
        found.width, found.height = max(right - left + 1, 0), max(bottom - top + 1, 0)
    elif kind == b"string":
        text = decode(value)
        if name == "owner":
            said.owners.append(text)
        elif name == "comments":
            said.descriptions.append(text)
        elif name == "capDate" and (stamp := parse_stamp(text)):
            said.stamps.append(stamp)
        elif name in {"cameraSerialNumber", "lensSerialNumber", "cameraUuid"}:
            said.serials.append(text)
        elif name == "cameraMake":
            said.make = text
        elif name == "cameraModel":
            said.model = text
