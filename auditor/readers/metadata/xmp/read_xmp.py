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
from auditor.messages import _
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.generation import add_xmp_generation
from auditor.readers.metadata.gps import read_geo_words
from auditor.readers.metadata.times import Trust, parse_stamp
from auditor.readers.metadata.xmp.namespaces import (
    AUX,
    DC,
    EXIF,
    EXIF_EX,
    IPTC,
    IPTC_EXT,
    LIGHTROOM,
    PHOTOSHOP,
    TIFF,
    XMP,
)
from auditor.readers.metadata.xmp.packet import (
    Key,
    is_too_large,
    parse_root,
    properties_of,
    read_properties,
    top_properties,
    without_pictures,
)
from auditor.readers.metadata.xmp.people_and_traces import add_people_and_traces
from auditor.readers.metadata.xmp.positions import read_positions

_THUMB = "http://ns.adobe.com/xap/1.0/g/img/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_TERMS = "http://purl.org/dc/terms/"

_SERIALS = (
    (AUX, "SerialNumber"),
    (EXIF_EX, "BodySerialNumber"),
    (AUX, "LensSerialNumber"),
    (EXIF_EX, "LensSerialNumber"),
)
_OWNERS = (
    (DC, "creator"),
    (AUX, "OwnerName"),
    (EXIF_EX, "CameraOwnerName"),
    (TIFF, "Artist"),
    (DC, "rights"),
    (TIFF, "Copyright"),
    (PHOTOSHOP, "Credit"),
    (PHOTOSHOP, "CaptionWriter"),
)
_STAMPS = (
    (EXIF, "DateTimeOriginal", Trust.CAPTURED),
    (PHOTOSHOP, "DateCreated", Trust.DIGITISED),
    (EXIF, "DateTimeDigitized", Trust.DIGITISED),
    (XMP, "CreateDate", Trust.DIGITISED),
    (DC, "date", Trust.CHANGED),
    (TIFF, "DateTime", Trust.CHANGED),
    (XMP, "ModifyDate", Trust.CHANGED),
)
_KEYWORDS = ((DC, "subject"), (LIGHTROOM, "hierarchicalSubject"), (PHOTOSHOP, "Keywords"))
_DESCRIPTIONS = (
    (DC, "title"),
    (PHOTOSHOP, "Headline"),
    (DC, "description"),
    (TIFF, "ImageDescription"),
    (EXIF, "UserComment"),
)
_PLACES = (
    (IPTC, "Location"),
    (IPTC_EXT, "Sublocation"),
    (PHOTOSHOP, "City"),
    (IPTC_EXT, "City"),
    (PHOTOSHOP, "State"),
    (IPTC_EXT, "ProvinceState"),
    (PHOTOSHOP, "Country"),
    (IPTC_EXT, "CountryName"),
)

_TERM = re.compile(r"[A-Z-]{1,60}\Z")

_MOST_THUMBNAIL = 1_000_000


def read_xmp(packet: bytes) -> RawMetadata:
    """Return what a packet says. Raises XmpError."""
    root = parse_root(without_pictures(packet))
    values, top = properties_of(root), top_properties(root)

    def all_of(keys: Sequence[Key]) -> list[str]:
        return [text for key in keys for text in values.get(key, ())]

    def first(*keys: Key) -> str:
        return next(iter(all_of(keys)), "")

    found = RawMetadata("xmp")
    found.make, found.model, found.software = (
        first((TIFF, "Make")),
        first((TIFF, "Model")),
        first((XMP, "CreatorTool")),
    )
    found.lens = first((AUX, "Lens"), (EXIF_EX, "LensModel"))
    found.serials, found.owners = all_of(_SERIALS), all_of(_OWNERS)
    found.stamps = [
        stamp
        for namespace, name, trust in _STAMPS
        for text in top.get((namespace, name), ())
        if (stamp := parse_stamp(text, trust=trust))
    ]
    place = ", ".join(dict.fromkeys(all_of(_PLACES)))
    found.descriptions = [*all_of(_DESCRIPTIONS), place]
    add_people_and_traces(values, root, found)
    add_xmp_generation(values, found)
    told = read_positions(root)
    read_geo_words(all_of(_KEYWORDS), "XMP dc:subject", told)
    found.take_positions(told)
    if is_too_large(root):
        found.gaps.append(_("The XMP block is so large that only its start was read."))
    found.data_mining = _parse_data_mining(first((_PLUS, "DataMining")))
    found.source_type = source_type(
        first((IPTC_EXT, "DigitalSourceType"), (IPTC_EXT, "digitalsourcetype"))
    )
    gps = parse_stamp("".join(top.get((EXIF, "GPSTimeStamp"), ())[:1]))
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
