"""Positions in XMP, read structure by structure.

A latitude is never joined to the longitude of another structure: a packet may hold where the
camera was, what is shown, where a picture that was pasted in was taken, and what the drone aimed
at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from auditor.dataclass import dataclass
from auditor.readers.metadata.gps import (
    EAST_WEST,
    NORTH_SOUTH,
    PositionsTold,
    altitude_of,
    angle_in,
    decimal,
    read_number,
)
from auditor.readers.metadata.xmp.namespaces import DWC, EXIF, IPTC_EXT, RDF, full_name
from auditor.readers.metadata.xmp.packet import MOST_NODES, name_of

_NAME = re.compile(
    r"(?P<before>[A-Za-z]*?)(?:(?P<north>lat(?:itude)?)|(?P<east>long?t?(?:itude)?|lng))"
    r"(?P<ref>ref)?\Z",
    re.IGNORECASE | re.ASCII,
)
_OWN = frozenset({"", "gps", "decimal"})
"""What may stand before "latitude" in the position of the structure itself."""
_NO_POSITIONS = re.compile(r"std|accuracy|error|uncertain|speed|iso|range|corr", re.IGNORECASE)
_ALTITUDES = ("GPSAltitude", "AbsoluteAltitude", "Altitude")
_CREATED, _SHOWN = f"{{{IPTC_EXT}}}LocationCreated", f"{{{IPTC_EXT}}}LocationShown"
_CAMERAS = re.compile(r"drone|flir|uav|autel|parrot|dji|pix4d|skydio", re.IGNORECASE)
_LABEL = re.compile(r"[A-Za-z][\w.-]{0,40}\Z", re.ASCII)
_MOST_STRUCTURES = 100
_DEEPEST = 12
_LONGEST = 200
_TOP = ""
_ELSEWHERE = 9


@dataclass(slots=True)
class _Structure:
    """Values of one structure by namespace and local name; `owner` is the property it stands in."""

    owner: str
    label: str
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a position is of.

    `rank` is how much it is trusted to be the camera's, 0 most, `_ELSEWHERE` where it is of
    something else. `signed` where numbers without a letter carry the half of the Earth in their
    sign. `must_be` where the property is defined to be a position, so that what is none is told.
    """

    rank: int
    where: str
    signed: bool
    must_be: bool


def read_positions(root: etree._Element) -> PositionsTold:
    """Return the positions of a packet, those of the camera by trust."""
    told = PositionsTold()
    found = [each for structure in _list_structures(root) for each in _find(structure)]
    for meaning, values in sorted(found, key=lambda each: each[0].rank):
        north, east = values.get("north", ""), values.get("east", "")
        latitude = angle_in(north, values.get("north_ref", ""), NORTH_SOUTH)
        longitude = angle_in(east, values.get("east_ref", ""), EAST_WEST)
        if meaning.signed:
            latitude, longitude = decimal(north) or latitude, decimal(east) or longitude
        if meaning.must_be or (latitude is not None and longitude is not None):
            height = altitude_of(
                read_number(values.get("height", "")),
                below_sea=values.get("height_ref", "") == "1",
            )
            elsewhere = meaning.rank == _ELSEWHERE
            told.add(latitude, longitude, height, meaning.where, elsewhere=elsewhere)
    return told


def _list_structures(root: etree._Element) -> Iterator[_Structure]:
    """Yield the structures that hold anything like a position."""
    structures: dict[object, _Structure] = {}
    for index, node in enumerate(root.iter()):
        if index >= MOST_NODES:
            break
        if not isinstance(node.tag, str):
            continue
        for attribute, text in node.attrib.items():
            _keep(structures, node, str(attribute), str(text), _prefix_of(node, str(attribute)))
        parent = node.getparent()
        if parent is not None and node.text:
            _keep(structures, parent, node.tag, node.text, node.prefix or "")
    yield from structures.values()


def _prefix_of(node: etree._Element, attribute: str) -> str:
    namespace = attribute[1:].partition("}")[0]
    return next((str(name) for name, uri in node.nsmap.items() if uri == namespace and name), "")


def _keep(
    structures: dict[object, _Structure], holder: etree._Element, name: str, text: str, prefix: str
) -> None:
    namespace, local = full_name(name)
    if not (_NAME.match(local) or local in _ALTITUDES or local == "GPSAltitudeRef"):
        return
    owner, label = _owner_of(holder)
    about = holder.get(f"{{{RDF}}}about") or holder.get("about") or ""
    key: object = (_TOP, about) if owner == _TOP else holder
    if key not in structures and len(structures) >= _MOST_STRUCTURES:
        return
    structure = structures.setdefault(key, _Structure(owner, label))
    structure.values.setdefault((namespace, local), text.strip()[:_LONGEST])
    structure.prefixes.setdefault(namespace, prefix)


def _owner_of(holder: etree._Element) -> tuple[str, str]:
    """Return the property that a structure stands in, and how it is called; both empty at the top.

    The nearest element, the structure itself among them, that is not of RDF itself.
    """
    node: etree._Element | None = holder
    for _step in range(_DEEPEST):
        if node is None:
            break
        name = name_of(node)
        if name == f"{{{RDF}}}RDF":
            break
        if not name.startswith(f"{{{RDF}}}"):
            return name, _label(node.prefix or "", full_name(name)[1])
        node = node.getparent()
    return _TOP, ""


def _label(prefix: str, local: str) -> str:
    """Return the name of a property for a person, made of harmless signs only."""
    known = [part for part in (prefix, local) if _LABEL.match(part)]
    return ":".join(known) or "?"


def _find(structure: _Structure) -> Iterator[tuple[_Meaning, dict[str, str]]]:
    """Yield the positions of one structure: its own, and those with a word before (GPSDest)."""
    pairs: dict[tuple[str, str], dict[str, str]] = {}
    for (namespace, local), text in structure.values.items():
        match = _NAME.match(local)
        if match is None or _NO_POSITIONS.search(local):
            continue
        before = "" if match["before"].lower() in _OWN else match["before"]
        side = ("north" if match["north"] else "east") + ("_ref" if match["ref"] else "")
        pairs.setdefault((namespace, before), {}).setdefault(side, text)
    for (namespace, before), values in pairs.items():
        if "north" in values or "east" in values:
            if not before:
                values.update(_height_of(structure, namespace))
            yield _meaning_of(structure, namespace, before), values


def _height_of(structure: _Structure, namespace: str) -> dict[str, str]:
    heights = (structure.values.get((namespace, name), "") for name in _ALTITUDES)
    return {
        "height": next((height for height in heights if height), ""),
        "height_ref": structure.values.get((namespace, "GPSAltitudeRef"), ""),
    }


def _meaning_of(structure: _Structure, namespace: str, before: str) -> _Meaning:
    """Say whose position it is."""
    prefix = structure.prefixes.get(namespace, "")
    at_top, signed = structure.owner == _TOP, namespace != EXIF
    if namespace == DWC and before.lower() in {"", "verbatim"}:
        return _Meaning(4 if before else 3, "XMP dwc", signed, must_be=not before)
    if not before and structure.owner == _CREATED:
        return _Meaning(1, f"XMP {structure.label}", signed, must_be=True)
    if not before and at_top:
        rank = 0 if namespace == EXIF else 2 if _CAMERAS.search(namespace) else 5
        label = "exif" if rank == 0 else _label(prefix, "")
        return _Meaning(rank, f"XMP {label}", signed, must_be=rank < 5)  # noqa: PLR2004 - the last rank
    label = structure.label or _label(prefix, before)
    must_be = structure.owner == _SHOWN or (namespace == EXIF and at_top)
    return _Meaning(_ELSEWHERE, f"XMP {label}", signed, must_be=must_be)
