"""What is known of a film without looking at its pictures."""

from __future__ import annotations

import re
from dataclasses import field

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Metadata, Unread
from auditor.domain.photos.file_contents import FurtherKind
from auditor.domain.photos.position import Position
from auditor.readers.metadata.found import RawMetadata, merge
from auditor.readers.metadata.gps import Angle, PositionsTold
from auditor.readers.metadata.times import Stamp

__all__ = ["READER", "Cover", "Film", "FilmTrack", "iso_6709", "signed_angle"]

READER = "film"
"""How `Unread` and `Metadata.sources` name this reader."""

_MOST_COVERS = 20
_MOST_TRACKS = 100
_MOST_REASONS = 8
_MOST_PARTS = 40

_ISO_6709 = re.compile(
    r"([+-])(\d{1,7}(?:\.\d{1,15})?)([+-])(\d{1,8}(?:\.\d{1,15})?)([+-]\d{1,6}(?:\.\d{1,15})?)?",
    re.ASCII,
)
_SHORT_DEGREES, _MINUTES_TOO = 3, 5


@dataclass(frozen=True, slots=True)
class FilmTrack:
    """One track: a picture track has its size in px, `format` is the four letters of its codec."""

    kind: FurtherKind
    format: str
    width: int | None = None
    height: int | None = None
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture beside the film: its bytes, and the box it stands in."""

    data: bytes
    where: str
    thumbnail: bool = False


@dataclass(slots=True)
class Film:
    """A film: `container` is FFmpeg's name of the kind of file.

    `known` is False where no directory of tracks was found; then, and where it lists none, nothing
    is known of pictures and sound. `parts` are most trusted first; `exif` and `xmp` are blocks not
    read yet. `clock` is when it was made by its head; `sampled` counts the tracks of other data
    that were looked at, `told` the words.
    """

    container: str
    known: bool = False
    parts: list[RawMetadata] = field(default_factory=list)
    exif: list[bytes] = field(default_factory=list)
    xmp: list[bytes] = field(default_factory=list)
    tracks: list[FilmTrack] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    words: RawMetadata = field(default_factory=lambda: RawMetadata(READER))
    clock: Stamp | None = None
    sampled: int = 0
    told: int = 0

    @property
    def picture(self) -> FilmTrack | None:
        """The largest picture track."""
        pictures = [track for track in self.tracks if track.kind is FurtherKind.VIDEO]
        return max(
            pictures, key=lambda track: (track.width or 0) * (track.height or 0), default=None
        )

    @property
    def width(self) -> int | None:
        """Width in px of the largest picture track."""
        return self.picture.width if self.picture else None

    @property
    def height(self) -> int | None:
        """Height in px of the largest picture track."""
        return self.picture.height if self.picture else None

    @property
    def pictures(self) -> bool | None:
        """Whether there are moving pictures, None where it is not known."""
        return self.picture is not None if self.known and self.tracks else None

    @property
    def sound(self) -> bool | None:
        """Whether there is sound, None where it is not known."""
        if not self.known or not self.tracks:
            return None
        return any(track.kind is FurtherKind.AUDIO for track in self.tracks)

    @property
    def position(self) -> Position | None:
        """Where it was taken."""
        return self.metadata(None).gps

    def metadata(self, file_name: str | None) -> Metadata:
        """Return what all parts say together."""
        return merge(self.parts, file_name)

    @property
    def gaps(self) -> tuple[Unread, ...]:
        """What could not be read or told, each once."""
        told = [Unread(part.source, reason) for part in self.parts for reason in part.gaps]
        return tuple(dict.fromkeys([*self.unread, *told]))

    def add_place(
        self, latitude: Angle | None, longitude: Angle | None, altitude: float | None, where: str
    ) -> None:
        """Keep a position, or say why it is none; the first one counts."""
        told = PositionsTold()
        told.add(latitude, longitude, altitude, where)
        if len(self.parts) < _MOST_PARTS:
            part = RawMetadata(READER)
            part.take_positions(told)
            self.parts.append(part)

    def add_text_place(self, text: str, where: str) -> None:
        """Keep a position as ISO 6709 writes it; anything else is none."""
        found = iso_6709(text)
        if found is not None:
            self.add_place(*found, where)

    def add_track(self, track: FilmTrack) -> None:
        """Keep a track."""
        if len(self.tracks) < _MOST_TRACKS:
            self.tracks.append(track)

    def add_cover(self, cover: Cover) -> None:
        """Keep a picture beside the film."""
        if cover.data and len(self.covers) < _MOST_COVERS:
            self.covers.append(cover)

    def tell_unread(self, reason: str, reader: str = READER) -> None:
        """Note what could not be read, in words for a person."""
        gap = Unread(reader, reason)
        if gap not in self.unread and len(self.unread) < _MOST_REASONS:
            self.unread.append(gap)


def iso_6709(text: str) -> tuple[Angle, Angle, float | None] | None:
    """Return latitude, longitude and altitude as ISO 6709 writes them, None for anything else.

    "+47.4979+019.0402+110.000/", also with minutes ("+4729.87+01902.41") and seconds.
    """
    match = _ISO_6709.search(text[:200])
    if match is None:
        return None
    latitude, longitude = _read_angle(match[1], match[2], 2), _read_angle(match[3], match[4], 3)
    return (
        signed_angle(latitude),
        signed_angle(longitude),
        float(match[5]) if match[5] else None,
    )


def signed_angle(degrees: float) -> Angle:
    """Return decimal degrees whose sign is written."""
    return Angle(degrees, sided=False, signed=True)


def _read_angle(sign: str, digits: str, degrees_wide: int) -> float:
    """Return degrees, also from degrees and minutes, and seconds, written without a gap."""
    whole = len(digits.split(".", 1)[0])
    if whole <= _SHORT_DEGREES:
        size = float(digits)
    elif whole <= degrees_wide + 2:
        size = int(digits[: whole - 2]) + float(digits[whole - 2 :]) / 60
    else:
        size = (
            int(digits[: whole - 4])
            + int(digits[whole - 4 : whole - 2]) / 60
            + float(digits[whole - 2 :]) / 3600
        )
    return -size if sign == "-" else size
