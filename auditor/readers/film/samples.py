"""Tracks of a film that are neither picture nor sound: positions over time, subtitles.

Only the first and the last samples are read. Formats: GoPro's gpmd, Google's camm (Camera Motion
Metadata), Apple's mebx, subtitles as drones and dash cameras write them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from auditor.domain.photos.position import Position
from auditor.messages import _
from auditor.readers.film.film import Film
from auditor.readers.isobmff.boxes import BmffBox, BoxWalk
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.gps import position
from auditor.readers.metadata.makers.gpmf import GpmfContents, read_gpmf
from auditor.readers.metadata.text import decode

__all__ = ["read_samples", "take_gpmf"]

Boxes = Mapping[bytes, BmffBox]

_MOST_SAMPLES = 600
_MOST_SMALL_SAMPLES = 20_000
_MOST_BYTES = 8 * 1024 * 1024
_LONGEST_SAMPLE = 512 * 1024
_LONGEST_TABLE = 400_000
"""Bytes: where 100,000 samples stand."""
_MOST_TRACKS = 20
_SUBTITLES = frozenset({b"tx3g", b"text", b"sbtl", b"wvtt", b"stpp", b"c608"})
_NOTHING = frozenset({b"tmcd", b"rtp ", b"srtp", b"rrtp", b"tmet", b"fdsc", b"mp4s", b""})
"""Time codes, hints for servers, GoPro's recovery data, MPEG-4 scenes: they tell nothing."""
_MOST_TEXTS = 60
_MOST_TITLES = 20
_LONGEST_TEXT = 1500
_LATITUDE = r"([+-]?\d{1,2}\.\d{2,15})"
_LONGITUDE = r"([+-]?\d{1,3}\.\d{2,15})"
_DRONE = (
    (
        re.compile(
            rf"latitude\s*:\s*{_LATITUDE}\W+long?t?i?tude\s*:\s*{_LONGITUDE}", re.IGNORECASE
        ),
        1,
        2,
    ),
    (re.compile(rf"GPS\s*\(\s*{_LONGITUDE}\s*,\s*{_LATITUDE}", re.IGNORECASE), 2, 1),
    (
        re.compile(
            rf"\bLat\s*[:=]\s*{_LATITUDE}\D{{1,20}}Lon\s*[:=]\s*{_LONGITUDE}", re.IGNORECASE
        ),
        1,
        2,
    ),
)
_NMEA = re.compile(
    r"\$G[NPL](?:RMC,[\d.]*,A|GGA,[\d.]*),(\d{2})(\d{2}\.\d+),([NS]),(\d{3})(\d{2}\.\d+),([EW])"
)
_CAMM_SIZES = {0: 4, 1: 8, 2: 12, 3: 12, 4: 12, 5: 24, 6: 56, 7: 12}
_GPS_EPOCH = datetime(1980, 1, 6, tzinfo=UTC)
_KEY_PLACE = "com.apple.quicktime.location.ISO6709"


def read_samples(film: Film, walk: BoxWalk, boxes: Boxes, codec: bytes) -> None:
    """Take the positions of a track; tell that there is one whose kind is not known."""
    film.sampled += codec not in _NOTHING
    if film.sampled > _MOST_TRACKS:
        film.tell_unread(_("It has more parts than are looked at."))
    elif codec == b"gpmd":
        found = GpmfContents()
        for sample in _list_samples(walk, boxes):
            read_gpmf(sample, found)
        take_gpmf(film, found)
    elif codec == b"camm":
        _read_camm(film, walk, boxes)
    elif codec == b"mebx":
        _read_apple(film, walk, boxes)
    elif codec in _SUBTITLES:
        _read_subtitles(film, walk, boxes)
    elif codec not in _NOTHING:
        name = "".join(sign for sign in codec.decode("latin-1") if sign.isalnum())
        film.tell_unread(
            _("A track of other data ({name}) is not read; it can hold positions.").format(
                name=name or "?"
            )
        )


def take_gpmf(film: Film, found: GpmfContents) -> None:
    """Put what GPMF told into the film."""
    part = RawMetadata("gpmf", serials=found.serials, identifiers=found.identifiers)
    part.gps_time = found.gps_time
    part.software, part.model = found.software or None, found.model or None
    part.make = "GoPro" if found.model or found.serials else None
    told = found.positions or [replace(each, sure=False) for each in found.unsure]
    if told:
        part.position = told[0]
        part.positions_elsewhere = [_as_last(each) for each in told[1:] if _is_far(each, told[0])]
    film.parts.append(part)
    if found.capped:
        film.tell_unread(_("It has more parts than are looked at."))


def _as_last(last: Position) -> Position:
    return replace(last, where=f"{last.where}, end of the film")


def _is_far(here: Position, there: Position) -> bool:
    near = 1e-4  # degrees, about 11 m
    return (
        abs(here.latitude - there.latitude) > near or abs(here.longitude - there.longitude) > near
    )


def _list_samples(walk: BoxWalk, boxes: Boxes, most: int = _MOST_SAMPLES) -> Iterator[bytes]:
    """Yield the first samples of a track, at most `most`, and its last."""
    left = _MOST_BYTES
    for start, size in _list_places(walk, boxes, most):
        if size > left:
            return
        left -= size
        yield walk.source[start : start + size]


def _list_places(walk: BoxWalk, boxes: Boxes, most: int) -> list[tuple[int, int]]:
    """Return where samples stand: the first ones and the last (ISO 14496-12, 8.7)."""
    try:
        chunks = _read_chunks(walk, boxes)
        sizes = _read_sizes(walk, boxes)
        runs = _read_runs(walk, boxes)
    except struct.error:
        return []
    places: list[tuple[int, int]] = []
    sample = run = 0
    last: tuple[int, int] | None = None
    for number, chunk in enumerate(chunks, 1):
        while run + 1 < len(runs) and runs[run + 1][0] <= number:
            run += 1
        per_chunk = runs[run][1] if runs else 1
        offset = chunk
        for _step in range(min(per_chunk, len(sizes) - sample)):
            size = sizes[sample]
            last = (offset, min(size, _LONGEST_SAMPLE))
            if len(places) < most:
                places.append(last)
            offset += size
            sample += 1
        if sample >= len(sizes):
            break
    if last is not None and places[-1] != last:
        places.append(last)
    return places


def _read_chunks(walk: BoxWalk, boxes: Boxes) -> tuple[int, ...]:
    for kind, code, width in ((b"stco", "I", 4), (b"co64", "Q", 8)):
        if kind in boxes:
            raw = walk.read(boxes[kind], _LONGEST_TABLE)
            (count,) = struct.unpack_from(">I", raw, 4)
            found: tuple[int, ...] = struct.unpack_from(
                f">{min(count, (len(raw) - 8) // width)}{code}", raw, 8
            )
            return found
    return ()


def _read_sizes(walk: BoxWalk, boxes: Boxes) -> tuple[int, ...]:
    if b"stsz" not in boxes:
        return ()
    raw = walk.read(boxes[b"stsz"], _LONGEST_TABLE)
    same, count = (int(number) for number in struct.unpack_from(">II", raw, 4))
    if same:
        return (same,) * min(count, _LONGEST_TABLE // 4)
    found: tuple[int, ...] = struct.unpack_from(f">{min(count, (len(raw) - 12) // 4)}I", raw, 12)
    return found


def _read_runs(walk: BoxWalk, boxes: Boxes) -> list[tuple[int, int]]:
    """Return from which chunk on how many samples are in each."""
    if b"stsc" not in boxes:
        return []
    raw = walk.read(boxes[b"stsc"], 64 * 1024)
    (count,) = struct.unpack_from(">I", raw, 4)
    whole = raw[8 : 8 + min(count, (len(raw) - 8) // 12) * 12]
    return [(first, number) for first, number, _entry in struct.iter_unpack(">III", whole)]


def _read_camm(film: Film, walk: BoxWalk, boxes: Boxes) -> None:
    """Camera motion: little-endian packets of a kind that says how long they are."""
    told: list[Position] = []
    part = RawMetadata("camm")
    for sample in _list_samples(walk, boxes, _MOST_SMALL_SAMPLES):
        if len(sample) < 4:  # noqa: PLR2004 - reserved, then the kind
            continue
        kind = int.from_bytes(sample[2:4], "little")
        if len(sample) - 4 < _CAMM_SIZES.get(kind, 1 << 30):
            continue
        if kind == 5:  # noqa: PLR2004 - latitude, longitude, altitude
            numbers = struct.unpack_from("<3d", sample, 4)
            found = position(*numbers)
        elif kind == 6:  # noqa: PLR2004 - time, kind of fix, latitude, longitude, altitude
            seconds, fix, latitude, longitude, altitude = struct.unpack_from("<didd f", sample, 4)
            found = position(latitude, longitude, altitude) if fix else None
            if part.gps_time is None and found and 0 < seconds < 7e9:  # noqa: PLR2004 - the year 2200
                part.gps_time = _GPS_EPOCH + timedelta(seconds=seconds)
        else:
            continue
        if found is not None:
            told[1:] = [replace(found, where="camm")] if told else []
            told = told or [replace(found, where="camm")]
    if told:
        part.position = told[0]
        part.positions_elsewhere = [_as_last(each) for each in told[1:] if _is_far(each, told[0])]
        film.parts.append(part)


def _read_apple(film: Film, walk: BoxWalk, boxes: Boxes) -> None:
    """Apple's timed metadata: boxes named by number; the sample description says which is which."""
    described = boxes.get(b"stsd")
    entry = next(walk.inside(described, 8), None) if described else None
    keys = walk.find(entry, b"keys", 8) if entry else None
    numbers = [
        key.kind
        for key in (walk.inside(keys) if keys else ())
        if any(_KEY_PLACE.encode() in walk.read(part, 200) for part in walk.inside(key))
    ]
    if not numbers:
        return
    for sample in _list_samples(walk, boxes):
        inner = BoxWalk(sample)
        for box in inner.top():
            if box.kind in numbers:
                text = decode(inner.read(box, 200))
                film.add_text_place(text, f"QuickTime timed {_KEY_PLACE}")
                return


def _read_subtitles(film: Film, walk: BoxWalk, boxes: Boxes) -> None:
    for count, sample in enumerate(_list_samples(walk, boxes, _MOST_TEXTS)):
        length = int.from_bytes(sample[:2], "big")
        text = decode(sample[2 : 2 + length] if 0 < length <= len(sample) - 2 else sample)
        found = _find_position(text[:_LONGEST_TEXT])
        if found is not None:
            film.parts.append(RawMetadata("subtitles", position=replace(found, where="subtitles")))
            return
        if count < _MOST_TITLES and text.isprintable():
            film.words.descriptions.append(text)


def _find_position(text: str) -> Position | None:
    for form, latitude, longitude in _DRONE:
        match = form.search(text)
        if match is not None:
            return position(float(match[latitude]), float(match[longitude]))
    match = _NMEA.search(text)
    if match is None:
        return None
    north = int(match[1]) + float(match[2]) / 60
    east = int(match[4]) + float(match[5]) / 60
    return position(-north if match[3] == "S" else north, -east if match[6] == "W" else east)
