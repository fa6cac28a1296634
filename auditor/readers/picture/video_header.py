"""Which container a video is in, from its first bytes.

FFmpeg is then told, and never guesses (its play lists open other files).
"""

from __future__ import annotations

__all__ = ["HEAD_BYTES", "video_format"]

HEAD_BYTES = 4096
_STILL_BRANDS = frozenset(
    {b"avif", b"avis", b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"}
    | {b"mif1", b"mif2", b"mif3", b"msf1", b"miaf", b"avci", b"avcs", b"vvic", b"vvis", b"evbi"}
    | {b"jpeg", b"jpgs", b"j2ki", b"j2is", b"crx "}
)
"""Pictures and sequences of them (ISO 23008-12, annexes; ISO 23000-22; Canon's CR3)."""
_LONGEST_BRANDS = 256
_BEGINNINGS = (
    (b"\x1a\x45\xdf\xa3", "matroska"),  # EBML: WebM too
    (b"FLV\x01", "flv"),
    (b"OggS", "ogg"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"\x00\x00\x01\xba", "mpeg"),
)
_TS_PACKET = 188


def video_format(head: bytes) -> str | None:
    """Return FFmpeg's name of the container, None if it is no video that is read here."""
    for begin, name in _BEGINNINGS:
        if head.startswith(begin):
            return name
    if head[4:8] == b"ftyp":
        end = min(int.from_bytes(head[:4], "big"), _LONGEST_BRANDS)
        brands = {head[8:12], *(head[place : place + 4] for place in range(16, end, 4))}
        return None if brands & _STILL_BRANDS else "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if head[4:8] in {b"moov", b"mdat", b"wide"}:  # QuickTime from before brands
        return "mov"
    if (
        head[:1] == b"G"
        and head[_TS_PACKET : _TS_PACKET + 1] == b"G"
        and head[2 * _TS_PACKET : 2 * _TS_PACKET + 1] == b"G"
    ):
        return "mpegts"
    return None
