"""XMP packets: RDF/XML parsed without entities, network or deep trees.

Properties are then read by name wherever they stand.

Property names from XMP specification part 1 and 2 (ISO 16684), Exif in XMP (CIPA DC-010) and the
IPTC Photo Metadata Standard 2024.1.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from auditor.domain.photos.source_type import source_type
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.gps import position, xmp_degrees, xmp_number
from auditor.readers.metadata.times import parse_stamp

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_EXIF_EX = "http://cipa.jp/exif/1.0/"
_AUX = "http://ns.adobe.com/exif/1.0/aux/"
_TIFF = "http://ns.adobe.com/tiff/1.0/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_THUMB = "http://ns.adobe.com/xap/1.0/g/img/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_TERMS = "http://purl.org/dc/terms/"
_MWG = "http://www.metadataworkinggroup.com/schemas/regions/"

_Key = tuple[str, str]
_SERIALS = (
    (_AUX, "SerialNumber"),
    (_EXIF_EX, "BodySerialNumber"),
    (_AUX, "LensSerialNumber"),
    (_EXIF_EX, "LensSerialNumber"),
)
_OWNERS = (
    (_DC, "creator"),
    (_AUX, "OwnerName"),
    (_EXIF_EX, "CameraOwnerName"),
    (_TIFF, "Artist"),
    (_DC, "rights"),
    (_TIFF, "Copyright"),
    (_PHOTOSHOP, "Credit"),
    (_PHOTOSHOP, "CaptionWriter"),
)
_STAMPS = (
    (_EXIF, "DateTimeOriginal"),
    (_PHOTOSHOP, "DateCreated"),
    (_EXIF, "DateTimeDigitized"),
    (_XMP, "CreateDate"),
)
_DESCRIPTIONS = (
    (_DC, "title"),
    (_PHOTOSHOP, "Headline"),
    (_DC, "description"),
    (_TIFF, "ImageDescription"),
    (_EXIF, "UserComment"),
)
_PLACES = (
    (_IPTC, "Location"),
    (_IPTC_EXT, "Sublocation"),
    (_PHOTOSHOP, "City"),
    (_IPTC_EXT, "City"),
    (_PHOTOSHOP, "State"),
    (_IPTC_EXT, "ProvinceState"),
    (_PHOTOSHOP, "Country"),
    (_IPTC_EXT, "CountryName"),
)
_PEOPLE = ((_IPTC_EXT, "PersonInImage"), (_MWG, "Name"))

_RESOURCE = f"{{{_RDF}}}resource"
_TERM = re.compile(r"[A-Z-]{1,60}\Z")

_MOST_NODES = 20_000
_MOST_VALUES = 20
_MOST_TEXT = 20_000
_MOST_THUMBNAIL = 1_000_000
_DEEPEST_LIST = 3


class XmpError(Exception):
    """A packet that is no XML."""


def read_xmp(packet: bytes) -> RawMetadata:
    """Return what a packet says. Raises XmpError."""
    values = _read_properties(packet)

    def all_of(keys: Sequence[_Key]) -> list[str]:
        return [text for key in keys for text in values.get(key, ())]

    def first(*keys: _Key) -> str:
        return next(iter(all_of(keys)), "")

    found = RawMetadata("xmp")
    found.make, found.model, found.software = (
        first((_TIFF, "Make")),
        first((_TIFF, "Model")),
        first((_XMP, "CreatorTool")),
    )
    found.lens = first((_AUX, "Lens"), (_EXIF_EX, "LensModel"))
    found.serials, found.owners = all_of(_SERIALS), all_of(_OWNERS)
    found.stamps = [stamp for text in all_of(_STAMPS) if (stamp := parse_stamp(text))]
    place = ", ".join(dict.fromkeys(all_of(_PLACES)))
    found.descriptions = [*all_of(_DESCRIPTIONS), place, ", ".join(dict.fromkeys(all_of(_PEOPLE)))]
    found.position = position(
        xmp_degrees(first((_EXIF, "GPSLatitude"))),
        xmp_degrees(first((_EXIF, "GPSLongitude"))),
        xmp_number(first((_EXIF, "GPSAltitude"))),
        below_sea=first((_EXIF, "GPSAltitudeRef")).strip() == "1",
    )
    found.data_mining = _parse_data_mining(first((_PLUS, "DataMining")))
    found.source_type = source_type(
        first((_IPTC_EXT, "DigitalSourceType"), (_IPTC_EXT, "digitalsourcetype"))
    )
    gps = parse_stamp(first((_EXIF, "GPSTimeStamp")))
    if gps is not None and gps.offset is not None:
        found.gps_time = gps.local.replace(tzinfo=gps.offset)
    return found


def thumbnail_in_xmp(packet: bytes) -> bytes | None:
    """Return the picture that xmp:Thumbnails holds in base 64, None if there is none.

    Raises XmpError.
    """
    for text in _read_properties(packet, _MOST_THUMBNAIL).get((_THUMB, "image"), ()):
        try:
            picture = base64.b64decode(text)
        except (binascii.Error, ValueError):
            continue
        if picture.startswith(b"\xff\xd8"):
            return picture
    return None


def provenance_in_xmp(packet: bytes) -> str:
    """Return dcterms:provenance, which says where content credentials stand.

    Empty if it is not there. Raises XmpError.
    """
    return next(iter(_read_properties(packet).get((_TERMS, "provenance"), ())), "")


def _parse_data_mining(uri: str) -> str | None:
    """Return the part after "DMI-" of a term of the PLUS vocabulary, None for anything else.

    The vocabulary is that of the IPTC Photo Metadata Standard 2023.1.
    """
    _before, mark, term = uri.strip().rpartition("DMI-")
    return term if mark and _TERM.match(term) else None


def _read_properties(packet: bytes, most_text: int = _MOST_TEXT) -> dict[_Key, list[str]]:
    """Return the texts of every property by (namespace, name).

    Shorthand attributes, lists and nested structures are included.
    """
    found: dict[_Key, list[str]] = {}

    def keep(name: str, text: str | None) -> None:
        namespace, _, local = name[1:].partition("}")
        kept = (text or "").strip()[:most_text]
        values = found.setdefault((namespace, local), [])
        if kept and kept not in values and len(values) < _MOST_VALUES:
            values.append(kept)

    for index, node in enumerate(_parse_root(packet).iter()):
        if index > _MOST_NODES:
            break
        name = _name_of(node)
        if not name:
            continue
        for attribute, text in node.attrib.items():
            # a value that is an address may stand as <property rdf:resource="..."/>
            keep(name if attribute == _RESOURCE else str(attribute), str(text))
        owner = _find_list_owner(node) if name == f"{{{_RDF}}}li" else name
        if owner:
            keep(owner, node.text)
    return found


def _parse_root(packet: bytes) -> etree._Element:
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


def _name_of(node: etree._Element) -> str:
    """Return "{namespace}local"; empty for what is no element, an unresolved entity say."""
    return node.tag if isinstance(node.tag, str) else ""


def _find_list_owner(item: etree._Element) -> str:
    """Return the property that a list item belongs to.

    The nearest element above it that is not of RDF itself.
    """
    above = item.getparent()
    for _step in range(_DEEPEST_LIST):
        if above is None:
            return ""
        name = _name_of(above)
        if not name.startswith(f"{{{_RDF}}}"):
            return name
        above = above.getparent()
    return ""
