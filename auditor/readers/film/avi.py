"""AVI: what its lists say of words, times and device (Microsoft's AVI RIFF File Reference).

Names of chunks of cameras from Exif 2.3, annex E, and ExifTool (RIFF.pm).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from auditor.domain.photos.file_contents import FurtherKind
from auditor.messages import _
from auditor.readers.film.film import Cover, Film, FilmTrack
from auditor.readers.film.maker_boxes import read_nikon_tags
from auditor.readers.film.words import take_word
from auditor.readers.isobmff.boxes import ByteSource
from auditor.readers.metadata.text import decode

__all__ = ["read_avi"]

_MOST_CHUNKS = 50_000
_DEEPEST = 4
_LONGEST = 4 * 1024 * 1024
_INFO = {
    b"IART": "art",
    b"ICMT": "cmt",
    b"ICOP": "cpy",
    b"ICRD": "day",
    b"IDIT": "day",
    b"IENG": "art",
    b"ITCH": "art",
    b"IKEY": "keywords",
    b"INAM": "nam",
    b"IPRD": "alb",
    b"ISBJ": "des",
    b"ISFT": "swr",
    b"ISRC": "src",
    b"ISTR": "prf",
    b"IMAK": "mak",
    b"IMOD": "mod",
    b"ecor": "mak",
    b"emdl": "mod",
    b"strn": "nam",
    b"GSSN": "slno",
}
"""Chunks with a text, and the name by which words.py knows what it is."""

_XMP = b"_PMX"
_STREAM_KINDS = {b"vids": FurtherKind.VIDEO, b"auds": FurtherKind.AUDIO}
_PICTURES = frozenset({b"movi", b"rec "})
_NOT_READ = frozenset({b"strd", b"mknt", b"hymn"})
_Chunk = tuple[bytes, int, int]


def read_avi(source: ByteSource) -> Film:
    """Return what the chunks of a film say; what is broken is left out."""
    film = Film("avi")
    state = _State()
    _read_list(source, 12, len(source), film, state, 0)
    if state.left <= 0:
        film.tell_unread(_("It has more parts than are looked at."))
    return film


class _State:
    """How many chunks may still be read, and what the last header said."""

    def __init__(self) -> None:
        self.left = _MOST_CHUNKS
        self.size: tuple[int, int] | None = None


def _read_list(
    source: ByteSource, start: int, end: int, film: Film, state: _State, depth: int
) -> None:
    for kind, content, stop in _list_chunks(source, start, end, state):
        if kind in {b"LIST", b"RIFF"}:
            name = source[content : content + 4]
            if name in _PICTURES or depth >= _DEEPEST:
                continue
            film.known = film.known or name == b"hdrl"
            _read_list(source, content + 4, stop, film, state, depth + 1)
        else:
            _read_chunk(kind, source[content : min(stop, content + _LONGEST)], film, state)


def _read_chunk(kind: bytes, raw: bytes, film: Film, state: _State) -> None:
    if kind in _INFO:
        text = decode(raw[:20_000].split(b"\0", 1)[0]).strip()
        take_word(film, _INFO[kind], text, f"AVI {kind.decode('ascii')}")
    elif kind == _XMP:
        film.xmp.append(raw)
    elif kind == b"avih" and len(raw) >= 40:  # noqa: PLR2004 - up to the height
        state.size = struct.unpack_from("<II", raw, 32)
    elif kind == b"strh" and raw[:4] in _STREAM_KINDS:
        track = _STREAM_KINDS[raw[:4]]
        size = state.size if track is FurtherKind.VIDEO else None
        codec = raw[4:8].decode("latin-1").strip("\0 ")
        film.add_track(FilmTrack(track, codec, *(size or (None, None))))
    elif kind in _NOT_READ and any(raw):
        film.tell_unread(_("A block of the camera's own is not read; it can hold a serial number."))
    elif kind == b"nctg":
        read_nikon_tags(film, raw, big_endian=False)
    elif kind in {b"ncth", b"ncvw"}:
        film.add_cover(Cover(raw, f"AVI {kind.decode('ascii')}", thumbnail=True))


def _list_chunks(source: ByteSource, start: int, end: int, state: _State) -> Iterator[_Chunk]:
    while start + 8 <= end:
        state.left -= 1
        if state.left < 0:
            return
        head = source[start : start + 8]
        size = int.from_bytes(head[4:8], "little")
        stop = min(end, start + 8 + size)
        yield head[:4], start + 8, stop
        start = stop + size % 2
