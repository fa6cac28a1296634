"""Foreign XML: no entities, no network, no external definitions, bounded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from html import escape
from typing import Protocol

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types; only this file touches it

MAX_BYTES = 16 * 1024 * 1024
"""Bytes of XML that are parsed as a whole."""
MAX_STREAMED = 50 * 1024 * 1024
"""Bytes of a sitemap, unpacked (sitemaps.org, "Sitemap file limits"); it is read piece by piece."""
_PIECE = 256 * 1024
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib: 15 bits of window, plus 16 for the gzip header


_SHOWN = frozenset({"img", "source", "video"})
_NAMED = ("src", "srcset", "alt", "title", "width", "height", "data-src", "data-srcset", "poster")


class XmlCut(Exception):
    """What was read of a document is not all of it."""


class XmlElement(Protocol):
    """The part of an lxml element that is used.

    `tag` is no string for comments and instructions.
    """

    @property
    def tag(self) -> object:
        """Return the name."""
        ...

    @property
    def text(self) -> str | None:
        """Return the text up to the first child."""
        ...

    def get(self, key: str, default: str = "", /) -> str:
        """Return an attribute."""
        ...

    def iter(self) -> Iterator[XmlElement]:
        """Return the element and all inside it, in document order."""
        ...

    def __iter__(self) -> Iterator[XmlElement]: ...

    def __len__(self) -> int: ...


def parse_xml(body: bytes) -> XmlElement | None:
    """Return the root of a document, None for what is no XML, is too large or declares entities.

    Never raises.
    """
    body = unzipped(body)
    if len(body) > MAX_BYTES or b"<!ENTITY" in body:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root: XmlElement | None = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def stream_xml(body: bytes, wanted: frozenset[str]) -> Iterator[XmlElement]:
    """Yield the elements with one of the local names `wanted`, each whole, and forget them.

    `body` may be gzip. Ends where `MAX_STREAMED` bytes were read, or entities are declared. Raises
    XmlCut where something may stand behind the end of what was read.
    """
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    try:
        for piece in _pieces(body):
            if b"<!ENTITY" in piece:
                return
            parser.feed(piece)
            yield from _whole(parser, wanted)
        parser.close()
    except (etree.XMLSyntaxError, ValueError):
        return
    yield from _whole(parser, wanted)


def _whole(parser: etree.XMLPullParser, wanted: frozenset[str]) -> Iterator[XmlElement]:
    for _event, element in parser.read_events():
        if local_name(element) in wanted:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _pieces(body: bytes) -> Iterator[bytes]:
    """Yield `body` in pieces, unpacked if it is gzip. Raises XmlCut after `MAX_STREAMED` bytes."""
    if not body.startswith(_GZIP):
        for at in range(0, min(len(body), MAX_STREAMED), _PIECE):
            yield body[at : at + _PIECE]
        if len(body) > MAX_STREAMED:
            raise XmlCut
        return
    unpack = zlib.decompressobj(_GZIP_WINDOW)
    count, rest = 0, body
    while rest and not unpack.eof:
        try:
            piece = unpack.decompress(rest, _PIECE)
        except zlib.error:
            raise XmlCut from None
        rest = unpack.unconsumed_tail
        count += len(piece)
        if count > MAX_STREAMED:
            raise XmlCut
        yield piece
        if not piece and not rest:
            break
    if not unpack.eof:
        raise XmlCut


def written_html(element: XmlElement, most: int = 5_000) -> str:
    """Return the pictures and links inside an element (Atom's xhtml) as HTML, at most `most`."""
    found: list[str] = []
    for inner, _count in zip(element.iter(), range(most), strict=False):
        name = local_name(inner)
        if name in _SHOWN:
            named = "".join(
                f' {key}="{escape(value, quote=True)}"'
                for key in _NAMED
                if (value := inner.get(key))
            )
            found.append(f"<{name}{named}>")
    return "".join(found)


def unzipped(body: bytes) -> bytes:
    """Return `body`, unpacked if it is gzip; empty if that is broken or grows over `MAX_BYTES`."""
    if not body.startswith(_GZIP):
        return body
    unpack = zlib.decompressobj(_GZIP_WINDOW)
    try:
        data = unpack.decompress(body, MAX_BYTES)
    except zlib.error:
        return b""
    return b"" if unpack.unconsumed_tail else data


def local_name(element: XmlElement) -> str:
    """Return the name without its namespace, lower-case; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def namespace(element: XmlElement) -> str:
    """Return the namespace, empty if there is none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""
