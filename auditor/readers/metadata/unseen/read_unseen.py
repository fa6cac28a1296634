"""Formats whose pictures are not looked at: what they are, and the metadata that stands in them."""

from __future__ import annotations

from collections.abc import Callable

from auditor.readers.metadata.unseen.bigtiff import read_bigtiff
from auditor.readers.metadata.unseen.boxed import read_cr3, read_jpeg_2000, read_jpeg_xl
from auditor.readers.metadata.unseen.ciff import read_ciff
from auditor.readers.metadata.unseen.layered import read_photoshop_file, read_xcf
from auditor.readers.metadata.unseen.raw import (
    read_fuji,
    read_minolta,
    read_other_tiff,
    read_sigma,
)
from auditor.readers.metadata.unseen.simple import read_exr, read_icon, read_postscript
from auditor.readers.metadata.unseen.svg import is_svg, read_svg
from auditor.readers.metadata.unseen.unseen_file import UnseenFile

__all__ = ["read_unseen"]

_BEGINNINGS: tuple[tuple[bytes, Callable[[bytes], UnseenFile]], ...] = (
    (b"8BPS\0\x01", read_photoshop_file),
    (b"8BPS\0\x02", read_photoshop_file),
    (b"\0\0\0\x0cJXL \r\n\x87\n", read_jpeg_xl),
    (b"\xff\x0a", read_jpeg_xl),
    (b"\0\0\0\x0cjP  \r\n\x87\n", read_jpeg_2000),
    (b"\0\0\0\x0cjP\x1a\x1a\r\n\x87\n", read_jpeg_2000),
    (b"\xff\x4f\xff\x51", read_jpeg_2000),
    (b"II+\0\x08\0\0\0", read_bigtiff),
    (b"MM\0+\0\x08\0\0", read_bigtiff),
    (b"FUJIFILMCCD-RAW", read_fuji),
    (b"\0MRM", read_minolta),
    (b"\0MRI", read_minolta),
    (b"FOVb", read_sigma),
    (b"\0\0\x01\0", read_icon),
    (b"\0\0\x02\0", read_icon),
    (b"gimp xcf ", read_xcf),
    (b"%!PS-Adobe", read_postscript),
    (b"\xc5\xd0\xd3\xc6", read_postscript),
    (b"\x76\x2f\x31\x01", read_exr),
)
_CIFF = b"HEAPCCDR"
_CR3 = b"ftypcrx "


def read_unseen(data: bytes) -> UnseenFile | None:
    """Return what stands in a file of a format that is not decoded here, None for any other.

    May raise struct.error on what ends too early.
    """
    for begin, read in _BEGINNINGS:
        if data.startswith(begin):
            return read(data)
    if data[4:12] == _CR3:
        return read_cr3(data)
    if data[6:14] == _CIFF:
        return read_ciff(data)
    other = read_other_tiff(data)
    if other is not None:
        return other
    return read_svg(data) if is_svg(data) else None
