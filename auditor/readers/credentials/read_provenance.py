"""Content credentials (C2PA) of a picture, read offline.

What became of looking for them, and what they tell.

A missing credential proves nothing: most platforms strip them, and any program that saves the
picture anew does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import BinaryIO

from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome, Revealed, Reveals
from auditor.domain.text.foreign_text import clean
from auditor.messages import _
from auditor.readers.isobmff.boxes import BoxWalk, ByteSource, FilePieces
from auditor.readers.metadata.blocks import Blocks, find_blocks
from auditor.readers.metadata.xmp.packet import XmpError
from auditor.readers.metadata.xmp.read_xmp import provenance_in_xmp
from auditor.readers.optional_parts import MissingPartError

__all__ = ["read_film_provenance", "read_provenance"]

_MIME = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
    "SVG": "image/svg+xml",
    "JXL": "image/jxl",
    "BigTIFF": "image/tiff",
    "DNG": "image/x-adobe-dng",
    "NEF": "image/x-nikon-nef",
    "ARW": "image/x-sony-arw",
    "avi": "video/avi",
    **dict.fromkeys(("mov", "mp4", "m4a", "3gp", "3g2"), "video/mp4"),
}
"""Formats that carry credentials here, by the name of the readers. Always told to the SDK: it
would go by a file's ending."""

_BOX, _LABEL = b"jumb", b"c2pa"
"""Every embedded manifest store is a JUMBF superbox (ISO 19566-5) with this label (C2PA 2.2,
11.1.4.2), in any file format but SVG, which holds one as a text (A.3.4)."""
_SVG_STORE = b":manifest"
_BOX_OF_FILMS = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
"""C2PA 2.2, A.5.1: the name of the box that holds a store in a film."""
_RIFF_STORE = b"C2PA"
_MOST_CHUNKS = 100_000
_LARGEST_FILM = 512 * 1024 * 1024
"""All of a film is hashed to check its credentials."""

_TERMS = b"http://purl.org/dc/terms/"
_LONGEST_URL = 500
_WEB = re.compile(r"https?://", re.IGNORECASE)


def read_provenance(data: bytes, format: str, trust: str) -> Provenance:  # noqa: A002 - the word of the design
    """Return what the credentials of a file say.

    `trust` is the folder of imported lists, empty for none.

    Nothing is fetched. Credentials that cannot be understood are `invalid` with the code
    general.error.
    """
    mime = _MIME.get(format)
    if mime is None:
        return Provenance(ProvenanceOutcome.UNSUPPORTED)
    in_svg = format == "SVG" and _LABEL in data and _SVG_STORE in data
    if in_svg or (_LABEL in data and _BOX in data):
        found = _read_embedded(data, mime, trust)
        if found is not None:
            return found
    return _tell_absent(_find_packets(data, format))


def read_film_provenance(
    file: BinaryIO,
    format: str,  # noqa: A002 - as above
    trust: str,
    packets: Iterable[bytes],
) -> Provenance:
    """Return what the credentials of an open film say; `packets` are its XMP.

    Raises MissingPartError where they cannot be looked at: the SDK cannot run, or the film is of
    more than 512 MiB.
    """
    mime = _MIME.get(format)
    if mime is None:
        return Provenance(ProvenanceOutcome.UNSUPPORTED)
    pieces = FilePieces(file)
    if _has_store(pieces, riff=format == "avi"):
        if len(pieces) > _LARGEST_FILM:
            raise MissingPartError(_("the film is too large to check its credentials"))
        file.seek(0)
        found = _read_embedded(file, mime, trust)
        if found is not None:
            return found
    return _tell_absent(packets)


def _has_store(film: ByteSource, *, riff: bool) -> bool:
    """Whether a box or chunk of a film, on the first level, is said to hold a store."""
    if not riff:
        return any(box.uuid == _BOX_OF_FILMS for box in BoxWalk(film).top())
    place = 0
    for _step in range(_MOST_CHUNKS):
        head = film[place : place + 12]
        if len(head) < 12:  # noqa: PLR2004 - name, size, and the kind of a list
            break
        if head[:4] == _RIFF_STORE:
            return True
        size = int.from_bytes(head[4:8], "little")
        place += 12 if head[:4] == b"RIFF" else 8 + size + size % 2
    return False


def _tell_absent(packets: Iterable[bytes]) -> Provenance:
    """Tell that there is no store, or that the file says where one is."""
    url = _find_remote(packets)
    if url is not None:
        return Provenance(
            ProvenanceOutcome.REMOTE, reveals=(Revealed(Reveals.LOCATION_OF_MANIFEST, url),)
        )
    return Provenance(ProvenanceOutcome.NONE)


def _read_embedded(source: bytes | BinaryIO, mime: str, trust: str) -> Provenance | None:
    """Return what the embedded store says, None if it is none.

    The SDK takes 0.1 s and 23 MB to load: only for files that need it.
    """
    try:
        from auditor.readers.credentials.sdk import read_store
    # what c2pa-python raises where its native part does not load
    except (ImportError, OSError, RuntimeError) as error:
        raise MissingPartError(
            _('not installed; to install it: pip install "c2pa-python"')
        ) from error
    return read_store(source, mime, trust)


def _find_packets(data: bytes, format: str) -> list[bytes]:  # noqa: A002 - as above
    """Return the XMP packets of a picture, as far as one may name a manifest elsewhere."""
    if format != "PNG" and _TERMS not in data:  # in PNG the packet may be compressed
        return []
    blocks = Blocks()
    # pi_heif and Pillow raise what they like; what was found until then is in `blocks`
    with suppress(Exception):
        find_blocks(data, blocks)
    return blocks.xmp


def _find_remote(packets: Iterable[bytes]) -> str | None:
    """Return the address of a manifest that stands elsewhere, None if there is none.

    It is in XMP dcterms:provenance (C2PA 2.2, 11.5).
    """
    for packet in packets:
        try:
            url = provenance_in_xmp(packet)
        except XmpError:
            continue
        if _WEB.match(url):
            return clean(url, _LONGEST_URL)
    return None
