"""Which container a video is in, from its first bytes.

FFmpeg is then told, and never guesses (its play lists open other files).
"""

from __future__ import annotations

__all__ = ["HEAD_BYTES", "film_format", "is_sound", "video_format"]

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
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_GIF_CONTROL = b"\x21\xf9\x04"  # a graphic control extension, which says how long a frame stays
_WEBP_ANIMATED = 0x02
_SOUNDS = (b"ID3", b"fLaC", b"FORM", b".snd", b"#!AMR", b"MThd", b"\x0b\x77")
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ", b"F4A ")
_MPEG_LAYERS = (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2, 0xF1, 0xF9)  # MP3, and AAC in ADTS


def film_format(head: bytes) -> str | None:
    """Return the container of a film: of a video, or of a GIF, PNG or WebP that moves."""
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif" if _gif_moves(head) else None
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        animated, picture = head.find(b"acTL"), head.find(b"IDAT")
        return "apng" if animated > 0 and (picture < 0 or animated < picture) else None
    if head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X":
        return "webp" if head[20:21] and head[20] & _WEBP_ANIMATED else None
    return video_format(head)


def _gif_moves(head: bytes) -> bool:
    if any(name in head for name in _GIF_LOOPS):
        return True
    place = head.find(_GIF_CONTROL)
    return place >= 0 and any(head[place + 4 : place + 6])


def is_sound(head: bytes) -> bool:
    """Whether the file is sound alone."""
    if head[:4] == b"RIFF":
        return head[8:12] == b"WAVE"
    if head[4:8] == b"ftyp":
        return head[8:12] in _SOUND_BRANDS
    if head[:4] == b"FORM":
        return head[8:12] in {b"AIFF", b"AIFC"}
    return head.startswith(_SOUNDS) or (
        head[:1] == b"\xff" and head[1:2] != b"" and head[1] in _MPEG_LAYERS
    )


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
