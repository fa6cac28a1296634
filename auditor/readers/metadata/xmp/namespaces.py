"""The namespaces of properties, and how programs misspell them.

URIs from the XMP specification part 1 and 2 (ISO 16684), CIPA DC-010, the IPTC Photo Metadata
Standard 2024.1 and the makers' own files.
"""

from __future__ import annotations

import re
from functools import lru_cache

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
EXIF = "http://ns.adobe.com/exif/1.0/"
EXIF_EX = "http://cipa.jp/exif/1.0/"
AUX = "http://ns.adobe.com/exif/1.0/aux/"
TIFF = "http://ns.adobe.com/tiff/1.0/"
XMP = "http://ns.adobe.com/xap/1.0/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
LIGHTROOM = "http://ns.adobe.com/lightroom/1.0/"
DWC = "http://rs.tdwg.org/dwc/index.htm"

_PREFIXES = {
    "rdf": RDF,
    "dc": DC,
    "exif": EXIF,
    "exifEX": EXIF_EX,
    "aux": AUX,
    "tiff": TIFF,
    "xmp": XMP,
    "xap": XMP,
    "photoshop": PHOTOSHOP,
    "Iptc4xmpCore": IPTC,
    "Iptc4xmpExt": IPTC_EXT,
    "lr": LIGHTROOM,
    "dwc": DWC,
    "drone-dji": "http://www.dji.com/drone-dji/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "mwg-kw": "http://www.metadataworkinggroup.com/schemas/keywords/",
    "expressionmedia": "http://ns.microsoft.com/expressionmedia/1.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "acdsee-rs": "http://ns.acdsee.com/regions/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfx": "http://ns.adobe.com/pdfx/1.3/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "stMfs": "http://ns.adobe.com/xap/1.0/sType/ManifestItem#",
    "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "creatorAtom": "http://ns.adobe.com/creatorAtom/1.0/",
    "cc": "http://creativecommons.org/ns#",
    "GettyImagesGIFT": "http://xmp.gettyimages.com/gift/1.0/",
}
"""By the prefix that the specifications use, for packets that do not declare it."""

_VERSION = re.compile(r"\d+(?:\.\d+)+")
_LONGEST = 300


def _plain(namespace: str) -> str:
    """Return a namespace without what programs get wrong: case, scheme, version, last slash."""
    short = namespace[:_LONGEST].strip().lower().rstrip("/# ")
    return _VERSION.sub("1", re.sub(r"\Ahttps?://(?:www\.)?", "", short))


_BY_PLAIN = {_plain(known): known for known in _PREFIXES.values()} | {
    "rs.tdwg.org/dwc/terms": DWC,
    "rs.tdwg.org/dwc": DWC,
}
_KNOWN = frozenset(_PREFIXES.values())
_BY_NAMESPACE = {namespace: prefix for prefix, namespace in reversed(_PREFIXES.items())}


@lru_cache(maxsize=1024)
def full_name(name: str) -> tuple[str, str]:
    """Return namespace and local name of "{namespace}local" or of an undeclared "prefix:local".

    A known namespace is spelled as its specification does.
    """
    if not name.startswith("{"):
        prefix, mark, local = name.partition(":")
        return (_PREFIXES.get(prefix, ""), local) if mark else ("", name)
    namespace, _brace, local = name[1:].partition("}")
    if namespace in _KNOWN:
        return namespace, local
    return _BY_PLAIN.get(_plain(namespace), namespace), local


def name_of_property(key: tuple[str, str]) -> str:
    """Return "XMP prefix:Name" of namespace and name, without the prefix where none is usual."""
    prefix = _BY_NAMESPACE.get(key[0])
    return f"XMP {prefix}:{key[1]}" if prefix else f"XMP {key[1]}"
