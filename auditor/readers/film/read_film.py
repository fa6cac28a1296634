"""A film's metadata: position, device, times, words. Its pictures are never looked at."""

from __future__ import annotations

from auditor.messages import _
from auditor.readers.film.avi import read_avi
from auditor.readers.film.film import READER, Film
from auditor.readers.film.matroska import read_matroska
from auditor.readers.film.quicktime import read_quicktime
from auditor.readers.isobmff.boxes import ByteSource
from auditor.readers.metadata.exif import read_exif
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.xmp.packet import XmpError
from auditor.readers.metadata.xmp.read_xmp import read_xmp
from auditor.readers.picture.video_header import HEAD_BYTES, video_format

__all__ = ["read_film"]

_MOST_BLOCKS = 8
_READERS = {"mov": read_quicktime, "matroska": read_matroska, "avi": read_avi}


def read_film(source: ByteSource) -> Film | None:
    """Return what a film says of itself, None if it is none.

    Never raises for what stands in it. `source` may be a file that is read in pieces.
    """
    container = video_format(source[:HEAD_BYTES])
    if container is None:
        return None
    film = Film(container)
    try:
        if container in _READERS:
            film = _READERS[container](source)
        else:
            film.tell_unread(_("Of this kind of film nothing is read."))
    except Exception as error:  # noqa: BLE001 - a film is anybody's bytes, and must not cost the picture it stands behind
        film.tell_unread(_("could not be read ({kind})").format(kind=type(error).__name__))
    _read_blocks(film)
    return film


def _read_blocks(film: Film) -> None:
    """Read the blocks that were found, and put the parts in order: the most trusted first."""
    blocks: list[RawMetadata] = []
    for block in film.exif[:_MOST_BLOCKS]:
        try:
            found, _damaged = read_exif(block)
            blocks.append(found)
        except Exception:  # noqa: BLE001 - as above
            film.tell_unread(_("This part of the file is damaged or not understood."), "exif")
    for packet in film.xmp[:_MOST_BLOCKS]:
        try:
            blocks.append(read_xmp(packet))
        except XmpError:
            film.tell_unread(_("The XMP block is not valid XML."), "xmp")
        except Exception:  # noqa: BLE001 - as above
            film.tell_unread(_("This part of the file is damaged or not understood."), "xmp")
    if len(film.exif) > _MOST_BLOCKS or len(film.xmp) > _MOST_BLOCKS:
        film.tell_unread(_("It has more parts than are looked at."))
    clock = RawMetadata(READER, stamps=[film.clock] if film.clock else [])
    film.parts = [film.words, *film.parts, *blocks, clock]
