"""The tags of makers' directories that name a device, a person or a place.

Numbers from exiftool's tables (exiftool.org/TagNames) and exiv2.org, as far as they are facts.
"""

from __future__ import annotations

from auditor.readers.metadata.makers import values
from auditor.readers.metadata.makers.note import Goes, MakerTag

_SERIAL, _WORDS, _ID = Goes.SERIAL, Goes.WORDS, Goes.IDENTIFIER

APPLE = (
    MakerTag(0x000B, _ID, "Apple BurstUUID", values.text),
    MakerTag(0x0011, _ID, "Apple ContentIdentifier", values.text),
    MakerTag(0x0015, _ID, "Apple ImageUniqueID", values.text),
    MakerTag(0x002B, _ID, "Apple PhotoIdentifier", values.text),
)
CANON = (
    MakerTag(0x0009, Goes.OWNER, "Canon OwnerName", values.text),
    MakerTag(0x000C, _SERIAL, "Canon SerialNumber", values.canon_serial),
    MakerTag(0x0028, _ID, "Canon ImageUniqueID", values.hexadecimal),
    MakerTag(0x0096, _SERIAL, "Canon InternalSerialNumber", values.canon_internal),
    MakerTag(0x4019, _SERIAL, "Canon LensSerialNumber", values.canon_lens),
)
FUJIFILM = (MakerTag(0x0010, _SERIAL, "Fujifilm InternalSerialNumber", values.text),)
MOTOROLA = (MakerTag(0x5501, _SERIAL, "Motorola SerialNumber", values.text),)
SIGMA = (MakerTag(0x0002, _SERIAL, "Sigma SerialNumber", values.text),)
KODAK_CAMERA = (MakerTag(0xFA04, _SERIAL, "Kodak SerialNumber", values.text),)
KODAK_INNER = (MakerTag(0xFA19, _SERIAL, "Kodak SerialNumber", values.text),)
KODAK_META = (
    MakerTag(0xC353, Goes.OWNER, "Kodak CameraOwner", values.charset_text),
    MakerTag(0xC354, _SERIAL, "Kodak SerialNumber", values.charset_text),
)
NIKON = (
    MakerTag(0x001D, _SERIAL, "Nikon SerialNumber", values.text),
    MakerTag(0x00A0, _SERIAL, "Nikon SerialNumber", values.text),
    MakerTag(0x0039, _WORDS, "Nikon Location", values.nikon_location),
)
OLYMPUS = (
    MakerTag(0x0404, _SERIAL, "Olympus SerialNumber", values.text),
    MakerTag(0x101A, _SERIAL, "Olympus SerialNumber", values.text),
)
OLYMPUS_EQUIPMENT = tuple(
    MakerTag(tag, _SERIAL, "Olympus Equipment", values.text)
    for tag in (0x0101, 0x0102, 0x0202, 0x0302, 0x1003)
)
PANASONIC = (
    MakerTag(0x0025, _SERIAL, "Panasonic InternalSerialNumber", values.panasonic_serial),
    MakerTag(0x0033, _WORDS, "Panasonic BabyAge", values.age),
    MakerTag(0x0052, _SERIAL, "Panasonic LensSerialNumber", values.text),
    MakerTag(0x0054, _SERIAL, "Panasonic AccessorySerialNumber", values.text),
    MakerTag(0x0065, _WORDS, "Panasonic Title", values.text),
    MakerTag(0x0066, Goes.PERSON, "Panasonic BabyName", values.text),
    MakerTag(0x0067, _WORDS, "Panasonic Location", values.text),
    MakerTag(0x006F, _WORDS, "Panasonic Landmark", values.text),
    MakerTag(0x006D, _WORDS, "Panasonic City", values.text),
    MakerTag(0x006B, _WORDS, "Panasonic State", values.text),
    MakerTag(0x0069, _WORDS, "Panasonic Country", values.text),
    MakerTag(0x8010, _WORDS, "Panasonic BabyAge", values.age),
)
LEICA_M8 = (MakerTag(0x0303, _SERIAL, "Leica SerialNumber", values.text_or_number),)
LEICA_M9 = (MakerTag(0x3103, _SERIAL, "Leica SerialNumber", values.text),)
LEICA_X = (
    MakerTag(0x0305, _SERIAL, "Leica SerialNumber", values.text_or_number),
    MakerTag(0x0407, Goes.PATH, "Leica OriginalFileName", values.text),
    MakerTag(0x0408, Goes.PATH, "Leica OriginalDirectory", values.text),
    MakerTag(0x0500, _SERIAL, "Leica InternalSerialNumber", values.panasonic_serial),
)
LEICA_S = (MakerTag(0x0321, _SERIAL, "Leica LensSerialNumber", values.text_or_number),)
PENTAX = (
    MakerTag(0x0215, _SERIAL, "Pentax InternalSerialNumber", values.pentax_internal),
    MakerTag(0x0229, _SERIAL, "Pentax SerialNumber", values.text),
    MakerTag(0x022E, Goes.OWNER, "Pentax Artist", values.text),
)
RICOH = (MakerTag(0x0005, _SERIAL, "Ricoh SerialNumber", values.ricoh_serial),)
SAMSUNG = (
    MakerTag(0x0123, Goes.PERSON, "Samsung FaceName", values.text),
    MakerTag(0xA002, _SERIAL, "Samsung SerialNumber", values.text),
    MakerTag(0xA005, _SERIAL, "Samsung InternalLensSerialNumber", values.text),
)
SONY = (MakerTag(0x2031, _SERIAL, "Sony SerialNumber", values.sony_serial),)
