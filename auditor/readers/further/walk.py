"""One walk over a file: everything in it beyond the picture itself, still in bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from auditor.messages import _
from auditor.readers.further.containers.exif import walk_exif
from auditor.readers.further.containers.heif import walk_heif
from auditor.readers.further.containers.inner import walk_canon, walk_inner, walk_svg
from auditor.readers.further.containers.jpeg import extended_xmp, walk_jpeg
from auditor.readers.further.containers.photoshop import walk_iptc, walk_photoshop
from auditor.readers.further.containers.png import walk_png
from auditor.readers.further.containers.riff import walk_webp
from auditor.readers.further.containers.simple import walk_bmp, walk_gif
from auditor.readers.further.containers.tiff import walk_tiff
from auditor.readers.further.containers.xmp import (
    list_items,
    name_items,
    walk_base64,
    walk_packets,
)
from auditor.readers.further.pieces import Walk
from auditor.readers.metadata.blocks import Blocks, find_blocks

__all__ = ["walk_file"]

_WALKERS: Mapping[str, Callable[[bytes, Walk], None]] = {
    "JPEG": walk_jpeg,
    "PNG": walk_png,
    "WEBP": walk_webp,
    "TIFF": walk_tiff,
    "GIF": walk_gif,
    "BMP": walk_bmp,
    "HEIF": walk_heif,
    "AVIF": walk_heif,
    "SVG": walk_svg,
    "CR3": walk_canon,
    **dict.fromkeys(("RAF", "RW2", "X3F", "CRW", "ICO"), walk_inner),
}
_MOST_EXIF = 8
_LEAST_TEXT = 1000


def walk_file(data: bytes, name: str) -> Walk:
    """Walk over a file of the format `name` (Pillow's). Never raises, except MemoryError."""
    walk = Walk()
    blocks = Blocks()
    _try(walk, partial(find_blocks, data, blocks), told=False)
    if name != "TIFF":  # its directories are walked as pages
        for block in blocks.exif[:_MOST_EXIF]:
            _try(walk, partial(walk_exif, block, walk))
    _try(walk, partial(walk_photoshop, blocks.photoshop, walk))
    if blocks.iptc:
        _try(walk, partial(walk_iptc, blocks.iptc, walk))
    packets = [*(extended_xmp(data) if name == "JPEG" else ()), *blocks.xmp]
    # all of an SVG may be taken for a packet, and its pictures are found on their own
    if name != "SVG":
        _try(walk, partial(walk_packets, packets, walk))
    for keyword, text in blocks.texts.items():
        if len(text) >= _LEAST_TEXT:
            encoded = text.encode("latin-1", "replace")
            _try(walk, partial(walk_base64, encoded, walk, keyword))
    walker = _WALKERS.get(name)
    if walker is not None:
        _try(walk, partial(walker, data, walk))
    _try(walk, lambda: name_items(list_items(blocks.xmp), walk))
    return walk


def _try(walk: Walk, step: Callable[[], None], *, told: bool = True) -> None:
    """Run one step of the walk: the bytes are hostile, and what it found until then stays."""
    try:
        step()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - see above
        if told:
            walk.tell_unread(
                _("A part of the file could not be walked over ({kind}).").format(
                    kind=type(error).__name__
                )
            )
