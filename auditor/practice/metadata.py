"""Writes what cameras and phones write into files.

EXIF with position, serial numbers, owner, times and an embedded thumbnail.

Tags and forms: CIPA DC-008 (Exif 2.32).
"""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime

import numpy as np
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

from auditor.practice.catalogue import Shot

_THUMBNAIL = (160, 160)  # px at most, as cameras write it
_LONG, _SHORT = 4, 3
_PREFIX = b"Exif\x00\x00"


def exif(shot: Shot, edit: str, rng: np.random.Generator, whole: Image.Image) -> bytes:
    """Return the EXIF block of a shot, empty if it has none.

    `whole` is the uncropped picture, for the embedded thumbnail.
    """
    marks = shot.entry.marks if not edit else shot.entry.marks.replace("g", "")
    if not marks:
        return b""
    data = Image.Exif()
    data[Base.Make], data[Base.Model] = shot.device.make, shot.device.model
    data[Base.Software] = "Snapseed 2.21" if edit else shot.device.software
    data[Base.Orientation] = 1
    data[Base.DateTime] = _stamp(shot.taken)
    if "o" in marks:
        data[Base.Artist] = shot.person.artist
        data[Base.Copyright] = f"(c) {shot.taken.year} {shot.person.artist}"
    data.get_ifd(IFD.Exif).update(_taken(shot, marks, rng))
    if "g" in marks:
        data.get_ifd(IFD.GPSInfo).update(_position(shot, rng, altitude="a" in marks))
    block = data.tobytes()
    if "n" in marks or edit == "cropped":
        block = _with_thumbnail(block, whole)
    return block


def position(shot: Shot, rng: np.random.Generator) -> tuple[float, float]:
    """Return where a shot was taken: somewhere within about 150 m of its place."""
    off = rng.normal(0, 0.0006, 2)
    return shot.place.latitude + float(off[0]), shot.place.longitude + float(off[1])


def _taken(shot: Shot, marks: str, rng: np.random.Generator) -> dict[int, object]:
    device = shot.device
    tags: dict[int, object] = {
        Base.ExifVersion: b"0232",
        Base.ExposureTime: IFDRational(1, int(rng.choice([30, 60, 125, 250, 500, 1000]))),
        Base.FNumber: _ratio(device.aperture),
        Base.ISOSpeedRatings: int(rng.choice([50, 100, 200, 400, 800, 1600])),
        Base.FocalLength: _ratio(device.focal_mm),
        Base.LensModel: device.lens,
        Base.ExifImageWidth: shot.size[0],
        Base.ExifImageHeight: shot.size[1],
    }
    if "t" in marks:
        tags[Base.DateTimeOriginal] = tags[Base.DateTimeDigitized] = _stamp(shot.taken)
        tags[Base.SubsecTimeOriginal] = f"{int(rng.integers(0, 1000)):03d}"
    if "z" in marks:
        tags[Base.OffsetTime] = tags[Base.OffsetTimeOriginal] = (
            shot.taken.strftime("%z")[:3] + ":" + shot.taken.strftime("%z")[3:]
        )
    if "s" in marks:
        tags[Base.BodySerialNumber], tags[Base.LensSerialNumber] = device.serial, device.lens_serial
        tags[Base.LensMake] = device.make
    if "o" in marks:
        tags[Base.CameraOwnerName] = shot.person.artist
    return tags


def _position(shot: Shot, rng: np.random.Generator, *, altitude: bool) -> dict[int, object]:
    latitude, longitude = position(shot, rng)
    utc = shot.taken.astimezone(UTC)
    tags: dict[int, object] = {
        GPS.GPSVersionID: b"\x02\x03\x00\x00",
        GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        GPS.GPSLatitude: _degrees(latitude),
        GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        GPS.GPSLongitude: _degrees(longitude),
        GPS.GPSTimeStamp: (IFDRational(utc.hour), IFDRational(utc.minute), IFDRational(utc.second)),
        GPS.GPSDateStamp: utc.strftime("%Y:%m:%d"),
    }
    if altitude:
        tags[GPS.GPSAltitudeRef] = b"\x00"
        tags[GPS.GPSAltitude] = _ratio(max(0.0, shot.place.altitude + float(rng.normal(0, 2))), 10)
    return tags


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    hundredths = round(abs(value) * 360000)
    return (
        IFDRational(hundredths // 360000),
        IFDRational(hundredths // 6000 % 60),
        IFDRational(hundredths % 6000, 100),
    )


def _ratio(value: float, parts: int = 100) -> IFDRational:
    return IFDRational(round(value * parts), parts)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y:%m:%d %H:%M:%S")


def _with_thumbnail(block: bytes, whole: Image.Image) -> bytes:
    """Return `block` with a second directory behind the first that holds a small JPEG.

    Pillow reads such but does not write it.
    """
    tiff = block.removeprefix(_PREFIX)
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (entries,) = struct.unpack_from(order + "H", tiff, first)
    tiff += b"\x00" * (len(tiff) % 2)
    small = whole.copy()
    small.thumbnail(_THUMBNAIL)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=70)
    start = len(tiff) + 2 + 3 * 12 + 4
    directory = struct.pack(order + "H", 3)
    for tag, kind, value in (
        (0x0103, _SHORT, 6),
        (0x0201, _LONG, start),
        (0x0202, _LONG, len(out.getvalue())),
    ):
        directory += struct.pack(
            order + ("HHIHxx" if kind == _SHORT else "HHII"), tag, kind, 1, value
        )
    head = (
        tiff[: first + 2 + entries * 12]
        + struct.pack(order + "I", len(tiff))
        + tiff[first + 6 + entries * 12 :]
    )
    return _PREFIX + head + directory + struct.pack(order + "I", 0) + out.getvalue()
