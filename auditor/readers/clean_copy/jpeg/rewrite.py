"""JPEG without metadata, and without making a picture of it.

Its coefficients are read and written anew, and nothing else is.
"""

from __future__ import annotations

from auditor.readers.clean_copy.jpeg.read import read_picture
from auditor.readers.clean_copy.jpeg.segments import with_packet
from auditor.readers.clean_copy.jpeg.write import write_picture

__all__ = ["rewritten"]


def rewritten(data: bytes, packet: bytes) -> bytes:
    """Return the same picture with nothing beside it but `packet`.

    `packet` is an XMP packet or empty. Raises ValueError.
    """
    return with_packet(write_picture(read_picture(data)), packet)
