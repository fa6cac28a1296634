"""Small pictures with metadata, made by Pillow, which did not write the reader under test."""

from __future__ import annotations

import io
from typing import Any

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

GPS_IFD, EXIF_IFD = ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif


def exif(**changes: Any) -> Image.Exif:
    """An EXIF block of a phone in Berlin.

    `changes` are values by tag name, None leaves the tag out.
    """
    values: dict[str, Any] = {
        "Make": "ACME",
        "Model": "Cam 1",
        "Software": "Firm 1.0",
        "Artist": "Test Person",
        "ImageDescription": "At home",
        "DateTimeOriginal": "2024:05:06 07:08:09",
        "OffsetTimeOriginal": "+02:00",
        "BodySerialNumber": "SN12345",
        "LensSerialNumber": "L-77",
        "LensModel": "Lens 50",
        "CameraOwnerName": "Erika Muster",
        "GPSLatitudeRef": "N",
        "GPSLatitude": (IFDRational(52), IFDRational(31), IFDRational(12)),
        "GPSLongitudeRef": "E",
        "GPSLongitude": (IFDRational(13), IFDRational(24), IFDRational(18)),
        "GPSAltitudeRef": b"\0",
        "GPSAltitude": IFDRational(341, 10),
    }
    values.update(changes)
    block = Image.Exif()
    for name, value in values.items():
        if value is None:
            continue
        if name.startswith("GPS"):
            block.get_ifd(GPS_IFD)[int(ExifTags.GPS[name])] = value
        elif name in {
            "Make",
            "Model",
            "Software",
            "Artist",
            "ImageDescription",
            "Copyright",
            "DateTime",
            "XPAuthor",
            "XPComment",
        }:
            block[int(ExifTags.Base[name])] = value
        else:
            block.get_ifd(EXIF_IFD)[int(ExifTags.Base[name])] = value
    return block


def picture(kind: str = "JPEG", block: Image.Exif | None = None, **options: Any) -> bytes:
    """A picture of 48 x 32 px in the format `kind`."""
    out = io.BytesIO()
    if block is not None:
        # as an object, Pillow leaves the directories below the first out of a TIFF
        options["exif"] = block.tobytes()
    Image.new("RGB", (48, 32), (40, 90, 160)).save(out, kind, **options)
    return out.getvalue()


def xmp(inner: str, attributes: str = "") -> bytes:
    """An XMP packet with `inner` inside its description."""
    spaces = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "exif": "http://ns.adobe.com/exif/1.0/",
        "aux": "http://ns.adobe.com/exif/1.0/aux/",
        "tiff": "http://ns.adobe.com/tiff/1.0/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpGImg": "http://ns.adobe.com/xap/1.0/g/img/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    }
    named = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {named} {attributes}>{inner}</rdf:Description></rdf:RDF>'
        "</x:xmpmeta>"
    ).encode()
