"""Matroska and WebM: title, times, programs, tags, names of attached files (RFC 9559).

Elements of EBML (RFC 8794) are walked in bounded steps; clusters, which hold the pictures, are
stepped over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from auditor.domain.photos.file_contents import FurtherKind, Trace
from auditor.messages import _
from auditor.readers.film.film import Cover, Film, FilmTrack
from auditor.readers.film.words import read_key, take_word
from auditor.readers.isobmff.boxes import ByteSource
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.times import Stamp, Trust

__all__ = ["read_matroska"]

_HEAD, _DOC_TYPE, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x4282, 0x18538067, 0x1F43B675
_INFO, _TRACKS, _TAGS, _ATTACHMENTS = 0x1549A966, 0x1654AE6B, 0x1254C367, 0x1941A469
_PARTS = frozenset({_INFO, _TRACKS, _TAGS, _ATTACHMENTS})
_TITLE, _DATE, _MUXER, _WRITER = 0x7BA9, 0x4461, 0x4D80, 0x5741
_FILE_NAMES = frozenset({0x7384, 0x3C83AB, 0x3E83BB})
_TRACK, _TRACK_TYPE, _CODEC, _NAME, _VIDEO, _WIDTH, _HEIGHT = (
    0xAE,
    0x83,
    0x86,
    0x536E,
    0xE0,
    0xB0,
    0xBA,
)
_TAG, _SIMPLE, _TAG_NAME, _TAG_TEXT = 0x7373, 0x67C8, 0x45A3, 0x4487
_FILE, _FILE_TEXT, _FILE_NAME, _FILE_KIND, _FILE_DATA = 0x61A7, 0x467E, 0x466E, 0x4660, 0x465C
_KINDS = {1: FurtherKind.VIDEO, 2: FurtherKind.AUDIO}
_MOST_ELEMENTS = 100_000
_LONGEST_TEXT = 20_000
_LONGEST_FILE = 8 * 1024 * 1024
_DEEPEST_TAG = 4
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_LATEST_S = 200 * 366 * 86_400
_Element = tuple[int, int, int]
"""Number, start and end of the content."""


def read_matroska(source: ByteSource) -> Film:
    """Return what the elements of a film say; what is broken is left out."""
    film = Film("matroska")
    walk = _Elements(source)
    for number, start, end in walk.between(0, len(source)):
        if number == _HEAD:
            kinds = [walk.text(each) for each in walk.between(start, end) if each[0] == _DOC_TYPE]
            film.container = "webm" if "webm" in kinds else "matroska"
        elif number == _SEGMENT:
            film.known = True
            for element in walk.between(start, end):
                _read_part(walk, element, film)
    if walk.capped:
        film.tell_unread(_("It has more parts than are looked at."))
    return film


def _read_part(walk: _Elements, element: _Element, film: Film) -> None:
    number, start, end = element
    for each in walk.between(start, end) if number in _PARTS else ():
        if number == _INFO:
            _read_info(walk, each, film)
        elif number == _TRACKS and each[0] == _TRACK:
            _read_track(walk, each, film)
        elif number == _ATTACHMENTS and each[0] == _FILE:
            _read_file(walk, each, film)
        elif number == _TAGS and each[0] == _TAG:
            for tag in walk.between(each[1], each[2]):
                _read_tag(walk, tag, film, 0)


def _read_info(walk: _Elements, element: _Element, film: Film) -> None:
    number = element[0]
    if number == _TITLE:
        film.words.descriptions.append(walk.text(element))
    elif number in {_MUXER, _WRITER}:
        film.words.software = film.words.software or walk.text(element)
    elif number in _FILE_NAMES:
        film.words.paths.append(Trace(walk.text(element), "Matroska file name"))
    elif number == _DATE:
        seconds = walk.number(element, signed=True) // 1_000_000_000
        if 0 < abs(seconds) < _LATEST_S:
            moment = _EPOCH + timedelta(seconds=seconds)
            film.clock = Stamp(
                moment.replace(tzinfo=None), UTC, trust=Trust.DIGITISED, universal=True
            )


def _read_track(walk: _Elements, element: _Element, film: Film) -> None:
    kind: FurtherKind | None = None
    codec = ""
    size: dict[int, int] = {}
    for each in walk.between(element[1], element[2]):
        if each[0] == _TRACK_TYPE:
            kind = _KINDS.get(walk.number(each))
        elif each[0] == _CODEC:
            codec = walk.text(each)
        elif each[0] == _NAME:
            take_word(film, "name", walk.text(each), "Matroska track name")
        elif each[0] == _VIDEO:
            size = {
                inner[0]: walk.number(inner)
                for inner in walk.between(each[1], each[2])
                if inner[0] in {_WIDTH, _HEIGHT}
            }
    if kind is not None:
        film.add_track(FilmTrack(kind, codec, size.get(_WIDTH), size.get(_HEIGHT)))


def _read_tag(walk: _Elements, element: _Element, film: Film, depth: int) -> None:
    if element[0] != _SIMPLE or depth > _DEEPEST_TAG:
        return
    name = text = ""
    for each in walk.between(element[1], element[2]):
        if each[0] == _TAG_NAME:
            name = walk.text(each)
        elif each[0] == _TAG_TEXT:
            text = walk.text(each)
        else:
            _read_tag(walk, each, film, depth + 1)
    take_word(film, read_key(name), text, f"Matroska {name[:100]}")


def _read_file(walk: _Elements, element: _Element, film: Film) -> None:
    """Take the name of an attached file, and the file itself if it is a picture."""
    name, is_picture = "", False
    for each in walk.between(element[1], element[2]):
        if each[0] == _FILE_NAME:
            name = walk.text(each)
            film.words.paths.append(Trace(name, "Matroska attachment"))
        elif each[0] == _FILE_TEXT:
            film.words.descriptions.append(walk.text(each))
        elif each[0] == _FILE_KIND:
            is_picture = walk.text(each).startswith("image/")
        elif each[0] == _FILE_DATA and is_picture:
            data = walk.source[each[1] : min(each[2], each[1] + _LONGEST_FILE)]
            film.add_cover(Cover(data, "Matroska attachment"))


class _Elements:
    """Walks the elements of one file; `capped` when there were more than are looked at."""

    def __init__(self, source: ByteSource) -> None:
        self.source = source
        self.capped = False
        self._left = _MOST_ELEMENTS

    def between(self, start: int, end: int) -> Iterator[_Element]:
        """Yield the elements from `start` to `end`; what is none ends it."""
        while start + 2 <= end:
            if self._left <= 0:
                self.capped = True
                return
            self._left -= 1
            head = self.source[start : min(start + 12, end)]
            length = 9 - head[0].bit_length() if head and head[0] else 0
            if not 1 <= length <= 4 or len(head) <= length or not head[length]:  # noqa: PLR2004 - RFC 8794, 5
                return
            number = int.from_bytes(head[:length], "big")
            wide = 9 - head[length].bit_length()
            raw = int.from_bytes(head[length : length + wide], "big")
            size = raw & ((1 << 7 * wide) - 1)
            content = start + length + wide
            unknown = size == (1 << 7 * wide) - 1
            if unknown and number == _CLUSTER:  # a recording as it was sent: nothing stands behind
                return
            stop = end if unknown else min(end, content + size)
            yield number, content, stop
            start = stop

    def text(self, element: _Element) -> str:
        """Return the text of an element."""
        _number, start, end = element
        return decode(self.source[start : min(end, start + _LONGEST_TEXT)].split(b"\0", 1)[0])

    def number(self, element: _Element, *, signed: bool = False) -> int:
        """Return the number of an element."""
        _number, start, end = element
        return int.from_bytes(self.source[start : min(end, start + 8)], "big", signed=signed)
