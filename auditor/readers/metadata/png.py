"""PNG chunks: eXIf, and texts in tEXt, zTXt and iTXt (PNG 3, W3C 2025).

Also ImageMagick's "Raw profile type" texts.
"""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.iptc import iptc_in
from auditor.readers.metadata.times import parse_stamp

_MOST_CHUNKS = 20_000
_MOST_INFLATED = 8 * 1024 * 1024
_MOST_TEXTS = 50
_RAW_PROFILE = "Raw profile type "
_XMP_KEYWORD = "XML:com.adobe.xmp"
_OWNERS = ("Author", "Artist", "Copyright")
_DESCRIPTIONS = ("Title", "Description", "Comment", "Source")


@dataclass(slots=True)
class PngBlocks:
    """What a PNG carries beside its picture."""

    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    photoshop: bytes = b""
    iptc: bytes = b""
    texts: dict[str, str] = field(default_factory=dict)


def read_png(data: bytes) -> PngBlocks:
    """Return the metadata chunks of a PNG; checksums are not looked at."""
    blocks = PngBlocks()
    for kind, body in _list_chunks(data):
        if kind == b"eXIf":
            blocks.exif.append(body)
        elif kind in {b"tEXt", b"zTXt", b"iTXt"} and len(blocks.texts) < _MOST_TEXTS:
            keyword, text = _read_text(kind, body)
            if keyword == _XMP_KEYWORD and kind == b"iTXt" and text:
                blocks.xmp.append(text)
            elif keyword.startswith(_RAW_PROFILE):
                _read_raw_profile(keyword[len(_RAW_PROFILE) :].strip().lower(), text, blocks)
            elif keyword:
                blocks.texts.setdefault(
                    keyword, text.decode("utf-8" if kind == b"iTXt" else "latin-1", "replace")
                )
    return blocks


def read_png_texts(texts: dict[str, str]) -> RawMetadata:
    """Return what the texts with registered keywords say."""
    found = RawMetadata("png")
    found.owners = [texts[key] for key in _OWNERS if key in texts]
    found.descriptions = [texts[key] for key in _DESCRIPTIONS if key in texts]
    found.software = texts.get("Software")
    stamp = parse_stamp(texts.get("Creation Time", ""))
    found.stamps = [stamp] if stamp else []
    return found


def _list_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
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


def _read_text(kind: bytes, body: bytes) -> tuple[str, bytes]:
    keyword, _, rest = body.partition(b"\0")
    name = keyword.decode("latin-1")
    if kind == b"tEXt":
        return name, rest
    if kind == b"zTXt":
        return name, _inflate(rest[1:])
    packed, rest = rest[:1] == b"\1", rest[2:]
    _language, _, rest = rest.partition(b"\0")
    _translated, _, text = rest.partition(b"\0")
    return name, _inflate(text) if packed else text


def _inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _MOST_INFLATED)
    except zlib.error:
        return b""


def _read_raw_profile(kind: str, text: bytes, blocks: PngBlocks) -> None:
    """ImageMagick writes: a line with the name, a line with the length, then hex digits."""
    lines = text.strip().split(b"\n", 2)
    if len(lines) != 3:  # noqa: PLR2004 - name, length, digits
        return
    try:
        raw = binascii.unhexlify(b"".join(lines[2].split()))
    except binascii.Error:
        return
    if kind in {"exif", "app1"} and raw.startswith(b"Exif"):
        blocks.exif.append(raw)
    elif kind in {"xmp", "app1"}:
        blocks.xmp.append(raw[raw.find(b"<") :] if b"<" in raw else b"")
    elif kind in {"iptc", "8bim"}:
        blocks.photoshop = raw
        blocks.iptc = iptc_in(raw) or (raw if raw[:1] == b"\x1c" else b"")
