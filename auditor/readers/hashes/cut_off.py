"""Whether a film ends before the end it announces itself: FFmpeg reads such a file in silence."""

from __future__ import annotations

import os
from typing import BinaryIO

__all__ = ["is_cut_off"]

_SEGMENT = 0x18538067
_UNKNOWN = -1
_MOST_BOXES = 10_000
_HEADER, _LARGE_HEADER = 8, 16


def is_cut_off(file: BinaryIO, container: str) -> bool:
    """Whether the file at hand is shorter than its own sizes say, or lacks its last mark.

    `container` is what video_header.film_format said. False where the format announces no end.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    match container:
        case "mov":
            return _end_of_boxes(file, size) > size
        case "avi" | "webp":
            return 8 + int.from_bytes(file.read(8)[4:], "little") > size
        case "matroska":
            return _end_of_segment(file) > size
        case "gif" | "apng":
            mark = {"gif": b"\x3b", "apng": b"IEND"}[container]
            file.seek(max(0, size - 64))  # some writers pad
            return mark not in file.read()
        case _:
            return False


def _end_of_boxes(file: BinaryIO, size: int) -> int:
    place = 0
    for _box in range(_MOST_BOXES):
        if place >= size:
            break
        file.seek(place)
        head = file.read(_LARGE_HEADER)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:], "big")
        if length == 0:  # up to the end, wherever that is
            return size
        if length < _HEADER:
            return size  # padding of zeros, or no box: nothing is announced
        place += length
    return place


def _end_of_segment(file: BinaryIO) -> int:
    for _element in range(8):
        name, length = _number(file, keep_mark=True), _number(file)
        if name is None or length is None or length == _UNKNOWN:
            return 0
        if name == _SEGMENT:
            return file.tell() + length
        file.seek(length, os.SEEK_CUR)
    return 0


def _number(file: BinaryIO, *, keep_mark: bool = False) -> int | None:
    """Read a number of EBML (RFC 8794, section 4), None where there is none."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    data = first + file.read(more)
    if len(data) <= more:
        return None
    number = int.from_bytes(data, "big")
    if keep_mark:
        return number
    number &= (1 << 7 * len(data)) - 1
    return _UNKNOWN if number == (1 << 7 * len(data)) - 1 else number
