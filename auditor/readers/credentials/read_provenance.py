"""Content credentials (C2PA) of a picture, read offline.

What became of looking for them, and what they tell.

A missing credential proves nothing: most platforms strip them, and any program that saves the
picture anew does.
"""

from __future__ import annotations

import re
from contextlib import suppress

from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome, Revealed, Reveals
from auditor.domain.text.foreign_text import clean
from auditor.messages import _
from auditor.readers.metadata.blocks import Blocks, find_blocks
from auditor.readers.metadata.xmp.packet import XmpError
from auditor.readers.metadata.xmp.read_xmp import provenance_in_xmp
from auditor.readers.optional_parts import MissingPartError

__all__ = ["read_provenance"]

_MIME = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
}
"""Formats that carry credentials here, by the name of `readers.header`. Always told to the SDK: it
would go by a file's ending."""

_BOX, _LABEL = b"jumb", b"c2pa"
"""Every embedded manifest store is a JUMBF superbox (ISO 19566-5) with this label (C2PA 2.2,
11.1.4.2), in any file format."""

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
    if _LABEL in data and _BOX in data:
        found = _read_embedded(data, mime, trust)
        if found is not None:
            return found
    url = _find_remote(data, format)
    if url is not None:
        return Provenance(
            ProvenanceOutcome.REMOTE, reveals=(Revealed(Reveals.LOCATION_OF_MANIFEST, url),)
        )
    return Provenance(ProvenanceOutcome.NONE)


def _read_embedded(data: bytes, mime: str, trust: str) -> Provenance | None:
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
    return read_store(data, mime, trust)


def _find_remote(data: bytes, format: str) -> str | None:  # noqa: A002 - as above
    """Return the address of a manifest that stands elsewhere, None if there is none.

    It is in XMP dcterms:provenance (C2PA 2.2, 11.5).
    """
    if format != "PNG" and _TERMS not in data:  # in PNG the packet may be compressed
        return None
    blocks = Blocks()
    # pi_heif and Pillow raise what they like; what was found until then is in `blocks`
    with suppress(Exception):
        find_blocks(data, blocks)
    for packet in blocks.xmp:
        try:
            url = provenance_in_xmp(packet)
        except XmpError:
            continue
        if _WEB.match(url):
            return clean(url, _LONGEST_URL)
    return None
