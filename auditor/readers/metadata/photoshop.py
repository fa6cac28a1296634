"""Names and addresses in Photoshop's resource blocks beside IPTC.

Numbers from Adobe Photoshop File Formats (2019) and exiftool's Photoshop tags.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.domain.photos.file_contents import ContactKind, Trace
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.iptc import resources
from auditor.readers.metadata.people.contacts import add_contact
from auditor.readers.metadata.text import decode

_URL, _SLICES, _WORKFLOW, _URLS = 0x040B, 0x041A, 0x041B, 0x041E
_SLICES_NAME = 20
_SLICES_VERSION = b"\0\0\0\6"
"""Later ones are written as descriptors."""
_LONGEST = 1000
_MOST_URLS = 20
_NO_NAMES = ("untitled", "unbenannt", "sans titre", "sin título", "senza titolo", "sem título")


def read_photoshop(photoshop: bytes) -> RawMetadata:
    """Return what the resources tell: the first name of the picture, addresses behind it."""
    found = RawMetadata("photoshop")
    for number, data in resources(photoshop):
        if number == _SLICES and data[:4] == _SLICES_VERSION:
            name = _read_unicode(data, _SLICES_NAME).strip("\0 ")
            if name.isprintable() and name and not name.casefold().startswith(_NO_NAMES):
                found.paths.append(Trace(name, "Photoshop slices"))
        elif number == _WORKFLOW:
            add_contact(ContactKind.URL, _read_unicode(data, 0), "Photoshop workflow URL", found)
        elif number == _URL:
            add_contact(ContactKind.URL, decode(data[:_LONGEST]), "Photoshop URL", found)
        elif number == _URLS:
            for url in _list_urls(data):
                add_contact(ContactKind.URL, url, "Photoshop URL", found)
    return found


def _read_unicode(data: bytes, start: int) -> str:
    """Return a text behind its number of characters, UTF-16."""
    length = int.from_bytes(data[start : start + 4], "big")
    return data[start + 4 : start + 4 + 2 * min(length, _LONGEST)].decode("utf-16-be", "replace")


def _list_urls(data: bytes) -> Iterator[str]:
    """Yield the addresses of a list: a number and an id of four bytes each before every one."""
    place = 4
    for _step in range(min(int.from_bytes(data[:4], "big"), _MOST_URLS)):
        if place + 12 > len(data):
            return
        yield _read_unicode(data, place + 8)
        place += 12 + 2 * int.from_bytes(data[place + 8 : place + 12], "big")
