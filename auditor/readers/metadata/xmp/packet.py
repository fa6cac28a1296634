"""One XMP packet: RDF/XML parsed without entities, network or deep trees.

Its properties are then found by namespace and name wherever they stand.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from auditor.readers.metadata.xmp.namespaces import RDF, full_name

Key = tuple[str, str]
"""Namespace and name of a property."""

_RESOURCE = f"{{{RDF}}}resource"
MOST_NODES = 20_000
"""Elements read of a packet."""

_LONGEST_LEAD = 64
_LONGEST_RUN = 1_500_000
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}\?>")
_ESCAPED = re.compile("[\udc80-\udcff]")
_NO_CONTROLS = bytes(32 if byte < 32 and byte not in b"\t\r\n" else byte for byte in range(256))  # noqa: PLR2004 - controls
# only where a run begins, so that each is walked over once
_BASE_64 = re.compile(rb"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{%d,}" % _LONGEST_RUN)
_MOST_VALUES = 100
_MOST_ATTRIBUTES = 2000
_MOST_DESCRIPTIONS = 500
_MOST_TEXT = 20_000
_DEEPEST_LIST = 3


class XmpError(Exception):
    """A packet that is no XML."""


def read_properties(packet: bytes, most_text: int = _MOST_TEXT) -> dict[Key, list[str]]:
    """Return the texts of every property by (namespace, name).

    Shorthand attributes, lists and nested structures are included.
    """
    return properties_of(parse_root(packet), most_text)


def properties_of(root: etree._Element, most_text: int = _MOST_TEXT) -> dict[Key, list[str]]:
    """Return what `read_properties` does, of a packet that is parsed already."""
    found: dict[Key, list[str]] = {}

    def keep(name: str, text: str | None) -> None:
        key = full_name(name)
        kept = (text or "").strip()[:most_text]
        values = found.setdefault(key, [])
        if kept and kept not in values and len(values) < _MOST_VALUES:
            values.append(kept)

    for index, node in enumerate(root.iter()):
        if index >= MOST_NODES:
            break
        name = name_of(node)
        if not name:
            continue
        for attribute, text in node.attrib.items():
            # a value that is an address may stand as <property rdf:resource="..."/>
            told = spelled(str(attribute))
            keep(name if told == _RESOURCE else told, str(text))
        owner = find_list_owner(node) if name == f"{{{RDF}}}li" else name
        if owner:
            keep(owner, node.text)
    return found


def top_properties(root: etree._Element) -> dict[Key, list[str]]:
    """Return the texts of the properties of the picture itself.

    Those of structures are left out: a packet may hold those of other pictures whole.
    """
    found: dict[Key, list[str]] = {}
    for description in _list_descriptions(root):
        for attribute, text in description.attrib.items():
            found.setdefault(full_name(str(attribute)), []).append(str(text).strip()[:_MOST_TEXT])
        for number, node in enumerate(description):
            if number >= MOST_NODES:
                break
            if not isinstance(node.tag, str):
                continue
            items = [item.text for item in node.findall(f"*/{{{RDF}}}li")][:_MOST_VALUES]
            texts = [(text or "").strip()[:_MOST_TEXT] for text in (node.text, *items)]
            found.setdefault(full_name(node.tag), []).extend(text for text in texts if text)
    return found


def _list_descriptions(root: etree._Element) -> list[etree._Element]:
    """Return the elements that describe the picture: what stands directly in rdf:RDF."""
    for index, node in enumerate(root.iter()):
        if index >= MOST_NODES:
            break
        if name_of(node) == f"{{{RDF}}}RDF":
            return [child for child in node[:_MOST_DESCRIPTIONS] if isinstance(child.tag, str)]
    return []


def is_too_large(root: etree._Element) -> bool:
    """Whether a packet has more elements, or one of them more attributes, than are read."""
    return any(
        index >= MOST_NODES or len(node.attrib) >= _MOST_ATTRIBUTES
        for index, node in enumerate(root.iter())
    )


def parse_root(packet: bytes) -> etree._Element:
    """Return the root element of a packet. Raises XmpError."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(to_utf8(packet), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmpError from error
    if root is None:
        raise XmpError
    if packet.count(b"=") >= _MOST_ATTRIBUTES:
        _drop_attributes(root)
    return root


def _drop_attributes(root: etree._Element) -> None:
    """Keep the first attributes of an element only: lxml takes the square of their number."""
    for node in root.iter():
        if len(node.attrib) > _MOST_ATTRIBUTES:
            kept = {name: node.get(name) for name in islice(node.attrib, _MOST_ATTRIBUTES)}
            node.attrib.clear()
            node.attrib.update(kept)


def to_utf8(packet: bytes) -> bytes:
    """Return a packet in UTF-8 from its first tag on, without signs that XML does not allow.

    It may be UTF-16 or UTF-32 with or without byte order mark, and bytes that are no UTF-8 are
    taken for Windows-1252.
    """
    place = packet.find(b"<", 0, _LONGEST_LEAD)
    if place < 0:
        return b""
    width, wide = 1, ""
    if packet[place + 1 : place + 4] == b"\0\0\0" or packet[max(place - 3, 0) : place] == b"\0\0\0":
        width, wide = 4, "utf-32-be" if place % 4 == 3 else "utf-32-le"  # noqa: PLR2004 - the last of four bytes
    elif packet[place + 1 : place + 2] == b"\0":
        width, wide = 2, "utf-16-be" if place % 2 else "utf-16-le"
    if not wide:
        text = packet[place:]
        declared = _DECLARED.match(text)
        if declared is not None and b"utf-8" not in declared[0].lower():
            return text
        text = text[declared.end() if declared else 0 :]
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            escaped = text.decode("utf-8", "surrogateescape")
            text = _ESCAPED.sub(_unescape, escaped).encode("utf-8", "replace")
        return text.translate(_NO_CONTROLS)
    begin = place - place % width
    whole = packet[begin : begin + (len(packet) - begin) // width * width]
    narrow = whole.decode(wide, "replace").encode("utf-8", "replace").translate(_NO_CONTROLS)
    return _DECLARED.sub(b"", narrow, count=1)


def _unescape(found: re.Match[str]) -> str:
    return bytes([ord(found[0]) & 0xFF]).decode("cp1252", "replace")


def without_pictures(packet: bytes) -> bytes:
    """Return a packet without long runs of base 64: whole pictures, which say nothing in words."""
    return _BASE_64.sub(b"", packet) if len(packet) > _LONGEST_RUN else packet


def spelled(name: str) -> str:
    """Return "{namespace}local" with the namespace as its specification spells it."""
    namespace, local = full_name(name)
    return f"{{{namespace}}}{local}"


def name_of(node: etree._Element) -> str:
    """Return "{namespace}local"; empty for what is no element, an unresolved entity say."""
    return spelled(node.tag) if isinstance(node.tag, str) else ""


def find_list_owner(item: etree._Element) -> str:
    """Return the property that a list item belongs to.

    The nearest element above it that is not of RDF itself.
    """
    above = item.getparent()
    for _step in range(_DEEPEST_LIST):
        if above is None:
            return ""
        name = name_of(above)
        if not name.startswith(f"{{{RDF}}}"):
            return name
        above = above.getparent()
    return ""
