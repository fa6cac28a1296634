"""One XMP packet: RDF/XML parsed without entities, network or deep trees.

Its properties are then found by namespace and name wherever they stand.
"""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

Key = tuple[str, str]
"""Namespace and name of a property."""

_RESOURCE = f"{{{RDF}}}resource"
_MOST_NODES = 20_000
_MOST_VALUES = 100
_MOST_TEXT = 20_000
_DEEPEST_LIST = 3


class XmpError(Exception):
    """A packet that is no XML."""


def read_properties(packet: bytes, most_text: int = _MOST_TEXT) -> dict[Key, list[str]]:
    """Return the texts of every property by (namespace, name).

    Shorthand attributes, lists and nested structures are included.
    """
    found: dict[Key, list[str]] = {}

    def keep(name: str, text: str | None) -> None:
        namespace, _, local = name[1:].partition("}")
        kept = (text or "").strip()[:most_text]
        values = found.setdefault((namespace, local), [])
        if kept and kept not in values and len(values) < _MOST_VALUES:
            values.append(kept)

    for index, node in enumerate(parse_root(packet).iter()):
        if index > _MOST_NODES:
            break
        name = name_of(node)
        if not name:
            continue
        for attribute, text in node.attrib.items():
            # a value that is an address may stand as <property rdf:resource="..."/>
            keep(name if attribute == _RESOURCE else str(attribute), str(text))
        owner = find_list_owner(node) if name == f"{{{RDF}}}li" else name
        if owner:
            keep(owner, node.text)
    return found


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
        root = etree.fromstring(packet, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmpError from error
    if root is None:
        raise XmpError
    return root


def name_of(node: etree._Element) -> str:
    """Return "{namespace}local"; empty for what is no element, an unresolved entity say."""
    return node.tag if isinstance(node.tag, str) else ""


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
