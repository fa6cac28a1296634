"""Names, keywords, identifiers and paths in the tags of EXIF and TIFF themselves.

Tag numbers from Exif 3.0 (CIPA DC-008-2023), TIFF 6.0, DNG 1.7 and, for the tags that Windows and
Camera Raw write, from exiftool's EXIF tags.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from auditor.domain.photos.file_contents import NamedPerson, Trace
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.makers.note import is_identifier
from auditor.readers.metadata.people.keywords import add_keywords
from auditor.readers.metadata.text import decode_utf16
from auditor.readers.metadata.tiff import TiffEntry

_Directory = Mapping[int, TiffEntry]

_MODEL = 0x0110
_PATHS = (
    (0x010D, "EXIF DocumentName"),
    (0x011D, "EXIF PageName"),
    (0x013C, "EXIF HostComputer"),
    (0xC68B, "EXIF OriginalRawFileName"),
)
_IMAGE_ID, _RAW_ID = 0xA420, 0xC65D
_PEOPLE = ((0xA437, "EXIF Photographer"), (0xA438, "EXIF ImageEditor"))
_XP_AUTHOR, _XP_KEYWORDS = 0x9C9D, 0x9C9E
_RAW_OWNER, _RAW_SERIAL = 0xFDE8, 0xFDE9
_SYSTEM = re.compile(r"(?:Mac OS(?: X)?|macOS|Linux|Windows|Darwin)[\d. _-]*[\w.-]*\Z")
_LAYERS = 0x935C
_LAYERS_HEAD = b"Adobe Photoshop Document Data Block\0"
_MOST_LAYERS_DATA = 4 * 1024 * 1024
_LAYER_NAME = re.compile(rb"8BIMluni|MIB8inul")
_UNNAMED = re.compile(
    r"(?:Layer|Background|Shape|Group|Ebene|Hintergrund|Form|Gruppe|Calque|Arrière-plan|Forme|Groupe"
    r"|Capa|Fondo|Forma|Grupo|Livello|Sfondo|Gruppo|Camada|Plano de Fundo)(?: \d+)?(?: copy)?\Z",
    re.IGNORECASE,
)
"""Names that Photoshop itself gives."""
_MOST_LAYERS = 30
_LONGEST_NAME = 250


def add_exif_tags(main: _Directory, exif: _Directory, found: RawMetadata) -> None:
    """Add to `found` what the directory of the picture and the one of EXIF tell."""
    both = {**exif, **main}
    model = _text(both, _MODEL)
    for tag, where in _PATHS:
        value = _text(both, tag)
        # telephones give their model as the computer, others the system
        if value != model and not _SYSTEM.match(value) and any(map(str.isalpha, value)):
            found.paths.append(Trace(value, where))
    _add_identifiers(both, found)
    for tag, where in _PEOPLE:
        if value := _text(both, tag):
            found.people.append(NamedPerson(value, where))
    for name in _utf16(both, _XP_AUTHOR).split(";"):
        if name.strip():
            found.people.append(NamedPerson(name.strip(), "EXIF XPAuthor"))
    add_keywords(_utf16(both, _XP_KEYWORDS).split(";"), "EXIF XPKeywords", found)
    found.owners.append(_behind_name(_text(both, _RAW_OWNER)))
    found.serials.append(_behind_name(_text(both, _RAW_SERIAL)))
    if _LAYERS in both:
        _add_layers(both[_LAYERS], found)


def _add_identifiers(both: _Directory, found: RawMetadata) -> None:
    value = _text(both, _IMAGE_ID)
    if is_identifier(value):
        found.identifiers.append(Trace(value, "EXIF ImageUniqueID"))
    raw_id = both[_RAW_ID].raw(16) if _RAW_ID in both else b""
    if any(raw_id):
        found.identifiers.append(Trace(raw_id.hex().upper(), "DNG RawDataUniqueID"))


def _add_layers(entry: TiffEntry, found: RawMetadata) -> None:
    """Add the names of the layers that Photoshop keeps in a TIFF: "luni" blocks, UTF-16."""
    raw = entry.raw(_MOST_LAYERS_DATA)
    if not raw.startswith(_LAYERS_HEAD):
        return
    names: dict[str, None] = {}
    for match in _LAYER_NAME.finditer(raw):
        big = match[0].startswith(b"8BIM")
        start = match.end()
        length = int.from_bytes(raw[start + 4 : start + 8], "big" if big else "little")
        if 0 < length <= _LONGEST_NAME:
            name = raw[start + 8 : start + 8 + 2 * length]
            names[name.decode("utf-16-be" if big else "utf-16-le", "replace").strip("\0 ")] = None
        if len(names) >= _MOST_LAYERS:
            break
    found.paths += [Trace(name, "Photoshop layer") for name in names if not _UNNAMED.match(name)]


def _behind_name(text: str) -> str:
    """Return what follows "Serial Number: " in the tags of Camera Raw."""
    return text.partition(": ")[2]


def _text(directory: _Directory, tag: int) -> str:
    entry = directory.get(tag)
    return entry.text().strip("\0 \t\r\n") if entry else ""


def _utf16(directory: _Directory, tag: int) -> str:
    entry = directory.get(tag)
    return decode_utf16(entry.raw()) if entry else ""
