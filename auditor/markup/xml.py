"""Foreign XML: no entities, no network, no external definitions, bounded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types; only this file touches it

MAX_BYTES = 16 * 1024 * 1024
"""Bytes of XML that are parsed; a sitemap may have 50 MB (sitemaps.org), those beyond this are read
in part by nobody."""
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib: 15 bits of window, plus 16 for the gzip header


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
