"""What an XMP packet says: properties read by name wherever they stand.

Property names from XMP specification part 1 and 2 (ISO 16684), Exif in XMP (CIPA DC-010) and the
IPTC Photo Metadata Standard 2024.1.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

from auditor.domain.photos.source_type import source_type
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.generation import add_xmp_generation
from auditor.readers.metadata.gps import position, xmp_degrees, xmp_number
from auditor.readers.metadata.people.xmp_properties import add_xmp_properties
from auditor.readers.metadata.times import parse_stamp
from auditor.readers.metadata.xmp.packet import Key, read_properties

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

_TERM = re.compile(r"[A-Z-]{1,60}\Z")

_MOST_THUMBNAIL = 1_000_000


def read_xmp(packet: bytes) -> RawMetadata:
    """Return what a packet says. Raises XmpError."""
    values = read_properties(packet)

    def all_of(keys: Sequence[Key]) -> list[str]:
        return [text for key in keys for text in values.get(key, ())]

    def first(*keys: Key) -> str:
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
    found.descriptions = [*all_of(_DESCRIPTIONS), place]
    add_xmp_properties(values, found)
    add_xmp_generation(values, found)
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
    for text in read_properties(packet, _MOST_THUMBNAIL).get((_THUMB, "image"), ()):
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
    return next(iter(read_properties(packet).get((_TERMS, "provenance"), ())), "")


def _parse_data_mining(uri: str) -> str | None:
    """Return the part after "DMI-" of a term of the PLUS vocabulary, None for anything else.

    The vocabulary is that of the IPTC Photo Metadata Standard 2023.1.
    """
    _before, mark, term = uri.strip().rpartition("DMI-")
    return term if mark and _TERM.match(term) else None
