"""SVG: pictures inside it, its texts, its author, and the paths that drawing programs leave.

XML is parsed without entities, network or deep trees, and without the pictures, which are found by
their bytes (data: URIs, RFC 2397).
"""

from __future__ import annotations

import binascii
import re
import zlib
from collections.abc import Iterator
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from auditor.domain.photos.file_contents import Contact, ContactKind, Trace
from auditor.messages import _
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.text import decode, without_blanks
from auditor.readers.metadata.unseen.unseen_file import UnseenFile
from auditor.readers.metadata.xmp.packet import XmpError, name_of, parse_root, to_utf8

__all__ = ["is_svg", "read_svg", "svg_pictures"]

_HEAD = 4096
_LONGEST = 64 * 1024 * 1024
_PICTURE = re.compile(rb"data:image/[a-zA-Z0-9.+-]{1,40}(;[^,\"'<>]{0,100})?,([^\"'<>)]+)")
_PERCENT = re.compile(rb"%([0-9a-fA-F]{2})")
_QUOTED_SIGNS = tuple(
    (quoted, sign)
    for sign in (b"+", b"/", b"=", b" ", b"\n", b"\r", b"\t")
    for quoted in (b"%%%02x" % sign[0], b"%%%02X" % sign[0])
)
_LONGEST_QUOTED = 2 * 1024 * 1024
"""Characters of a picture written with percent signs; a megabyte takes a second."""
_MOST_PICTURES = 20
_MOST_LEFT_OUT = 10_000
_MOST_NODES = 50_000
_MOST_TEXTS = 500
_MOST_ATTRIBUTES = 1000
_LONGEST_DRAWING = 8 * 1024 * 1024
"""Bytes of the drawing without its pictures; a tree of it takes twenty times as many."""
_LONGEST_TEXT = 2000
_MOST_PIECES = 200
_MADE_BY = re.compile(rb"<!--\s*(?:Generator:|Created with|Uploaded to:)\s*([^>]{1,200}?)\s*-->")
_SIZE = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*(?:px)?\s*\Z", re.ASCII)
_DC = "{http://purl.org/dc/elements/1.1/}"
_NAMED_BY = frozenset({"creator", "publisher", "contributor", "rights"})
_PATHS = frozenset({"docname", "absref", "export-filename", "href", "docbase"})
_PATH = re.compile(
    r"(?:file:|/(?:home|users|mnt|media|tmp|var|volumes)/|[a-z]:[\\/]|\\\\)", re.IGNORECASE
)
_TEXTS = frozenset({"title", "desc", "text"})
_DEEPEST = 6


def is_svg(data: bytes) -> bool:
    """Whether a file is SVG, plain or packed with gzip, by its first bytes."""
    if data.startswith(b"\x1f\x8b"):
        return b"<svg" in _inflate(data, _HEAD)
    head = data[:_HEAD]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:5]
    if data.startswith((b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0?\0", b"\0<\0?")):
        return b"<svg" in head.replace(b"\0", b"")
    return start[:1] == b"<" and b"<svg" in head


def read_svg(data: bytes) -> UnseenFile:
    """Return what an SVG holds; the metadata of pictures inside it are those of the file."""
    found = UnseenFile("SVG")
    plain = _plain(data)
    if len(plain) >= _LONGEST:
        found.gaps.append(_("It has more parts than are looked at."))
    found.inner = [picture for picture, _stored in _list_pictures(plain)]
    said = RawMetadata("svg")
    made_by = _MADE_BY.search(plain[:_HEAD])
    said.software = decode(made_by[1]) if made_by else None
    drawing = _PICTURE.sub(b"data:,", plain, count=_MOST_LEFT_OUT)
    if len(drawing) > _LONGEST_DRAWING:
        found.gaps.append(_("It has more parts than are looked at."))
    try:
        root = parse_root(drawing[:_LONGEST_DRAWING])
        _read_tree(root, said, found)
    except XmpError:
        found.gaps.append(_("This part of the file is damaged or not understood."))
    found.said.append(said)
    return found


def svg_pictures(data: bytes) -> list[tuple[bytes, int]]:
    """Return the pictures inside an SVG, each with how many bytes it takes there."""
    return list(_list_pictures(_plain(data)))


def _plain(data: bytes) -> bytes:
    raw = _inflate(data, _LONGEST) if data.startswith(b"\x1f\x8b") else data[:_LONGEST]
    return to_utf8(raw) if b"\0" in raw[:16] else raw


def _inflate(data: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, limit)
    except zlib.error:
        return b""


def _list_pictures(plain: bytes) -> Iterator[tuple[bytes, int]]:
    for number, match in enumerate(_PICTURE.finditer(plain)):
        if number >= _MOST_PICTURES:
            return
        if b"base64" in (match[1] or b"").lower():
            body = _plain_base64(match[2])
            try:
                picture = binascii.a2b_base64(body + b"=" * (-len(body) % 4))
            except binascii.Error:
                continue
        else:
            picture = _PERCENT.sub(
                lambda digits: bytes.fromhex(digits[1].decode()), match[2][:_LONGEST_QUOTED]
            )
        if picture:
            yield picture, len(match[2])


def _plain_base64(text: bytes) -> bytes:
    """Return base 64 without white space, however that and its three signs are written."""
    if b"%" in text:
        for quoted, sign in _QUOTED_SIGNS:
            text = text.replace(quoted, sign)
    return without_blanks(text)


def _read_tree(root: etree._Element, said: RawMetadata, found: UnseenFile) -> None:
    found.width, found.height = _size(root)
    texts: dict[str, None] = {}
    for number, node in enumerate(root.iter()):
        if number >= _MOST_NODES:
            found.gaps.append(_("It has more parts than are looked at."))
            break
        name = name_of(node)
        if name.startswith(_DC):
            _read_dublin_core(node, name, said)
        elif name.rpartition("}")[2] in _TEXTS and len(texts) < _MOST_TEXTS:
            pieces = [str(text)[:_LONGEST_TEXT] for text in islice(node.itertext(), _MOST_PIECES)]
            text = " ".join("".join(pieces)[: 2 * _LONGEST_TEXT].split())[:_LONGEST_TEXT]
            if text:
                texts.setdefault(text)
        if len(node.attrib) <= _MOST_ATTRIBUTES:  # lxml takes their square
            _read_attributes(node, said)
        else:
            found.gaps.append(_("It has more parts than are looked at."))
    said.descriptions += texts


def _read_dublin_core(node: etree._Element, name: str, said: RawMetadata) -> None:
    text = (node.text or "").strip()
    if not text:
        return
    local = name.removeprefix(_DC)
    above = node.getparent()
    for _step in range(_DEEPEST):
        if above is None:
            break
        owner = name_of(above).removeprefix(_DC)
        if owner in _NAMED_BY:
            local = owner
            break
        above = above.getparent()
    if local in _NAMED_BY:
        said.owners.append(text)
    elif local == "subject":
        said.keywords.append(text)
    elif local in {"title", "description", "source", "relation", "coverage"}:
        said.descriptions.append(text)


def _read_attributes(node: etree._Element, said: RawMetadata) -> None:
    for key, value in node.attrib.items():
        local = str(key).rpartition("}")[2]
        text = str(value)[:_LONGEST_TEXT].strip()
        if local not in _PATHS or not text:
            continue
        if text.lower().startswith("mailto:"):
            address = text[7:].partition("?")[0]
            said.contact.append(Contact(ContactKind.EMAIL, address, "SVG link"))
        elif local != "href" or _PATH.match(text):
            said.paths.append(Trace(text, f"SVG {local}"))


def _size(root: etree._Element) -> tuple[int | None, int | None]:
    sides = [_SIZE.match(str(root.get(side, ""))) for side in ("width", "height")]
    if all(sides):
        width, height = (round(float(side[1])) for side in sides if side)
        return width or None, height or None
    box = str(root.get("viewBox", "")).replace(",", " ").split()
    numbers = [_SIZE.match(part) for part in box[2:4]]
    if len(numbers) == 2 and all(numbers):  # noqa: PLR2004 - width and height
        width, height = (round(float(side[1])) for side in numbers if side)
        return width or None, height or None
    return None, None
