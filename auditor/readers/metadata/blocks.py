"""Finds the metadata blocks in a file.

EXIF, XMP, Photoshop, IPTC and texts, in JPEG, PNG, WebP, TIFF, HEIC, AVIF and GIF.

The walk over segments and chunks does not decode a picture, so that a file whose picture is broken
still shows what it carries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Unread
from auditor.messages import _
from auditor.readers.isobmff.heif import read_heif
from auditor.readers.metadata.containers.afcp import iptc_behind
from auditor.readers.metadata.containers.gif import read_gif
from auditor.readers.metadata.containers.jpeg import read_jpeg
from auditor.readers.metadata.exif import raw_entry
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.iptc import blocks_in
from auditor.readers.metadata.png import read_png
from auditor.readers.metadata.times import Stamp, movie_time
from auditor.readers.metadata.unseen.read_unseen import read_unseen
from auditor.readers.metadata.xmp.find_packets import MOST_PACKETS, find_packets

_MOST_CHUNKS = 4000
_MOST_EXIF = 4
_MOST_COMMENTS = 20
_LONGEST_BLOCK = 8 * 1024 * 1024
_EXIF_LETTERS = b"exif"
_TIFF_XMP, _TIFF_PHOTOSHOP, _TIFF_IPTC = 0x02BC, 0x8649, 0x83BB
_IPTC_MARK = 0x1C
_CONTAINER = "container"
_MOST_INNER = 8


@dataclass(slots=True)
class Blocks:
    """What was found, still in bytes.

    `exif` are TIFF structures; `comments` and `texts` are words beside the picture; `segments` are
    (marker, body) of the other application segments of a JPEG; `changed` is the time of the last
    change that a PNG tells; `said` is what a container tells itself. `unread` is what could not be
    walked, or stands behind a cap.
    """

    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    photoshop: bytes = b""
    iptc: bytes = b""
    comments: list[bytes] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    segments: list[tuple[int, bytes]] = field(default_factory=list)
    changed: Stamp | None = None
    said: list[RawMetadata] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def tell(self, reader: str, reasons: Iterable[str]) -> None:
        """Say what could not be read."""
        self.unread += [Unread(reader, reason) for reason in reasons]


def find_blocks(data: bytes, blocks: Blocks) -> None:
    """Put the metadata blocks of a file into `blocks`.

    For an unknown format only EXIF and XMP, which can be found without knowing it.
    """
    begin = 0
    if data.startswith(b"\xff\xd8"):
        begin = _find_in_jpeg(data, blocks)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        _find_in_png(data, blocks)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        _find_in_webp(data, blocks)
    elif data.startswith((b"GIF87a", b"GIF89a")):
        _find_in_gif(data, blocks)
    elif data[:4] in {b"II*\0", b"MM\0*"}:
        _find_in_tiff(data, blocks)
    elif data[4:8] == b"ftyp" and data[8:12] != b"crx ":
        _find_in_heif(data, blocks)
    else:
        _find_in_unseen(data, blocks)
    gaps: list[str] = []
    _add_packets(find_packets(data, gaps, begin), blocks)
    blocks.tell("xmp", gaps)
    _add_from_photoshop(blocks)
    blocks.iptc += iptc_behind(data)
    _keep_first(blocks)


def _add_packets(packets: Iterable[bytes], blocks: Blocks) -> None:
    """Add the packets that are no part of one that is there."""
    for packet in packets:
        if not any(packet in known for known in blocks.xmp):
            blocks.xmp.append(packet)


def _add_from_photoshop(blocks: Blocks) -> None:
    """Add the EXIF and XMP that stand in Photoshop's blocks."""
    gaps: list[str] = []
    exif, packets = blocks_in(blocks.photoshop, gaps)
    blocks.exif += [tiff_of(raw) for raw in exif]
    _add_packets(packets, blocks)
    blocks.tell("iptc", gaps)


def _keep_first(blocks: Blocks) -> None:
    """Drop doubles and what is too many, and say that there is more."""
    for reader, found, most, reason in (
        ("exif", blocks.exif, _MOST_EXIF, _("There are more EXIF blocks than are read.")),
        ("xmp", blocks.xmp, MOST_PACKETS, _("There are more XMP blocks than are read.")),
        ("comment", blocks.comments, _MOST_COMMENTS, _("There are more comments than are read.")),
    ):
        found[:] = dict.fromkeys(found)
        if len(found) > most:
            blocks.tell(reader, [reason])
        del found[most:]


def packets(data: bytes) -> list[bytes]:
    """Return the XMP packets that stand uncompressed in `data`, whatever the format."""
    return find_packets(data, [])


def tiff_of(raw: bytes) -> bytes:
    """Return the TIFF structure of an EXIF block, which may begin with "Exif" and two bytes."""
    while raw[:4].lower() == _EXIF_LETTERS and raw[4:5] == b"\0":
        raw = raw[6:]
    return raw


def _find_in_jpeg(data: bytes, blocks: Blocks) -> int:
    """Return where the picture begins."""
    found = read_jpeg(data)
    blocks.exif += [tiff_of(raw) for raw in found.exif]
    blocks.xmp += found.xmp
    blocks.photoshop = b"".join(found.photoshop)[:_LONGEST_BLOCK]
    blocks.iptc = b"".join(found.iptc)[:_LONGEST_BLOCK]
    blocks.comments += found.comments
    blocks.segments += found.others
    blocks.tell(_CONTAINER, found.gaps)
    return found.end


def _find_in_png(data: bytes, blocks: Blocks) -> None:
    found = read_png(data)
    blocks.exif += [tiff_of(raw) for raw in found.exif]
    blocks.xmp += found.xmp
    blocks.iptc, blocks.photoshop, blocks.texts = found.iptc, found.photoshop, found.texts
    blocks.changed = found.changed
    blocks.tell("png", found.gaps)


def _find_in_gif(data: bytes, blocks: Blocks) -> None:
    found = read_gif(data)
    blocks.xmp += found.xmp
    blocks.photoshop = b"".join(found.photoshop)
    blocks.iptc = b"".join(found.iptc)
    blocks.comments += found.comments
    blocks.tell(_CONTAINER, found.gaps)


def _find_in_webp(data: bytes, blocks: Blocks) -> None:
    place = 12
    for _step in range(_MOST_CHUNKS):
        if place + 8 > len(data):
            return
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        kind, body = data[place : place + 4], slice(place + 8, place + 8 + size)
        if kind == b"EXIF":
            blocks.exif.append(tiff_of(data[body]))
        elif kind == b"XMP ":
            blocks.xmp.append(data[body])
        place += 8 + size + size % 2
    blocks.tell(_CONTAINER, [_("There are more chunks than are read.")])


def _find_in_tiff(data: bytes, blocks: Blocks) -> None:
    blocks.exif.append(data)
    packet = raw_entry(data, _TIFF_XMP, _LONGEST_BLOCK)
    if packet:
        blocks.xmp.append(packet)
    blocks.photoshop = raw_entry(data, _TIFF_PHOTOSHOP, _LONGEST_BLOCK)
    records = raw_entry(data, _TIFF_IPTC, _LONGEST_BLOCK)
    if records[3:4] and records[3] == _IPTC_MARK != records[0]:
        # written as numbers of four bytes in the other byte order
        whole = records[: len(records) // 4 * 4]
        records = b"".join(whole[at : at + 4][::-1] for at in range(0, len(whole), 4))
    blocks.iptc = records


def _find_in_heif(data: bytes, blocks: Blocks) -> None:
    """Read the boxes of HEIC and AVIF; what belongs to the first picture comes before the rest."""
    found = read_heif(data)
    blocks.exif += [block.data for block in found.exif]
    loose = [] if blocks.exif else _find_loose_exif(data)
    if loose:
        blocks.exif += loose
        blocks.tell(_CONTAINER, [_("The camera's data does not stand where it belongs.")])
    _add_packets((block.data for block in found.xmp), blocks)
    clock = movie_time(found.seconds)
    if clock is not None:
        blocks.said.append(RawMetadata("sequence", stamps=[clock]))
    if not found.known:
        reason = _("This part of the file is damaged or not understood.")
        blocks.tell(_CONTAINER, [reason])
    if found.unread:
        blocks.tell(_CONTAINER, [_("A part of the metadata stands where it is not read.")])
    if found.capped:
        blocks.tell(_CONTAINER, [_("It has more parts than are looked at.")])


def _find_in_unseen(data: bytes, blocks: Blocks) -> None:
    """Read a format whose picture is not looked at, or what of an unknown one is known by sight."""
    found = read_unseen(data)
    if found is None:
        blocks.exif += _find_loose_exif(data)
        return
    blocks.exif += [tiff_of(raw) for raw in found.exif]
    blocks.photoshop, blocks.iptc = found.photoshop, found.iptc
    blocks.comments += found.comments
    blocks.said += found.said
    blocks.tell(_CONTAINER, found.gaps)
    _add_packets(found.xmp, blocks)
    for inner in found.inner[:_MOST_INNER]:
        if inner.startswith((b"\xff\xd8", b"\x89PNG\r\n\x1a\n")):
            _add_blocks(inner, blocks)
    if len(found.inner) > _MOST_INNER:
        blocks.tell(_CONTAINER, [_("It has more parts than are looked at.")])


def _add_blocks(inner: bytes, blocks: Blocks) -> None:
    """Add the blocks of a JPEG or PNG that stands in the file."""
    found = Blocks()
    find_blocks(inner, found)
    blocks.exif += found.exif
    _add_packets(found.xmp, blocks)
    blocks.photoshop = blocks.photoshop or found.photoshop
    blocks.iptc = blocks.iptc or found.iptc
    blocks.comments += found.comments
    blocks.segments += found.segments
    blocks.texts = {**found.texts, **blocks.texts}
    blocks.unread += found.unread


def _find_loose_exif(data: bytes) -> list[bytes]:
    """Return the EXIF block found by its first bytes, for files whose boxes are broken."""
    places = [
        place for head in (b"Exif\0\0II*\0", b"Exif\0\0MM\0*") if (place := data.find(head)) >= 0
    ]
    return [tiff_of(data[place : place + _LONGEST_BLOCK]) for place in places]
