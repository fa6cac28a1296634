"""The exiftool program, if the user has it: it reads makers' notes that the others do not.

It gets the bytes on its standard input.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from auditor.domain.photos.position import Position
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.gps import position
from auditor.readers.metadata.times import Trust, parse_stamp

_DEADLINE_S = 20.0
_LONGEST_ANSWER = 4 * 1024 * 1024
_TAGS = (
    "-GPSLatitude",
    "-GPSLongitude",
    "-GPSAltitude",
    "-GPSDateTime",
    "-DateTimeOriginal",
    "-SubSecDateTimeOriginal",
    "-CreateDate",
    "-OffsetTimeOriginal",
    "-Make",
    "-Model",
    "-LensModel",
    "-Software",
    "-*SerialNumber*",
    "-OwnerName",
    "-CameraOwnerName",
    "-Artist",
    "-Creator",
    "-By-line",
    "-Copyright",
    "-XPAuthor",
    "-ImageDescription",
    "-UserComment",
    "-Description",
    "-Caption-Abstract",
    "-XPComment",
)
_OWNERS = ("OwnerName", "CameraOwnerName", "Artist", "Creator", "By-line", "Copyright", "XPAuthor")
_DESCRIPTIONS = ("ImageDescription", "UserComment", "Description", "Caption-Abstract", "XPComment")
_FEWEST_BYTES = 4
_STAMPS = (("DateTimeOriginal", Trust.CAPTURED), ("CreateDate", Trust.DIGITISED))
_NOT_SERIALS = ("SerialNumberFormat", "InternalSerialNumberFormat")


class ExiftoolError(Exception):
    """The program took too long or answered with something else than its JSON."""


def installed() -> str | None:
    """Return where the program stands, None if there is none."""
    return shutil.which("exiftool")


def read_exiftool(data: bytes, program: str) -> RawMetadata:
    """Return what exiftool finds in `data`. Raises ExiftoolError."""
    return parse_answer(ask_exiftool(data, program, ("-struct", "-charset", "iptc=utf8", *_TAGS)))


def ask_exiftool(data: bytes, program: str, options: Sequence[str]) -> bytes:
    """Return the JSON that exiftool prints of `data`. Raises ExiftoolError."""
    # An empty -config keeps a configuration file of the user, which is Perl code, from being run.
    command = [program, "-config", "", "-j", "-n", "-a", "-G1", *options, "-"]
    environment = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ
    }
    try:
        done = subprocess.run(  # noqa: S603 - a fixed list of arguments, no shell; the file goes in as bytes, never as a name
            command,
            input=data,
            capture_output=True,
            timeout=_DEADLINE_S,
            check=False,
            env=environment,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ExiftoolError from error
    return done.stdout


def parse_answer(answer: bytes) -> RawMetadata:
    """Return what the JSON of `exiftool -j -n -G1` says. Raises ExiftoolError."""
    if len(answer) > _LONGEST_ANSWER:
        raise ExiftoolError
    try:
        # Numbers stay as written: a serial number or a version is not a quantity.
        documents = json.loads(
            answer.decode("utf-8", "replace"), parse_int=str, parse_float=str, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        raise ExiftoolError from error
    if not isinstance(documents, list) or not documents or not isinstance(documents[0], dict):
        raise ExiftoolError
    values: dict[str, list[str]] = {}
    grouped: dict[str, dict[str, str]] = {}
    for key, value in documents[0].items():
        group, _, name = str(key).rpartition(":")
        grouped.setdefault(group, {})[name] = value if isinstance(value, str) else ""
        if group != "File":
            # Composite values carry the right sign for south and west, so they go first.
            _keep_texts(values.setdefault(name, []), value, first=group == "Composite")
    found = _put_together(values)
    found.position = _choose_position(grouped)
    return found


def _keep_texts(texts: list[str], value: object, *, first: bool) -> None:
    flat = (
        [str(text) for text in value if isinstance(text, str)]
        if isinstance(value, list)
        else [value]
        if isinstance(value, str)
        else []
    )
    if first:
        texts[:0] = flat
    else:
        texts += flat


def _put_together(values: Mapping[str, list[str]]) -> RawMetadata:
    def first(name: str) -> str:
        return next(iter(values.get(name, ())), "")

    found = RawMetadata("exiftool")
    found.make, found.model, found.lens, found.software = (
        first("Make"),
        first("Model"),
        first("LensModel"),
        first("Software"),
    )
    found.serials = [
        text
        for name in values
        if "SerialNumber" in name and name not in _NOT_SERIALS
        for text in map(_join_bytes, values[name])
    ]
    found.owners = [text for name in _OWNERS for text in values.get(name, ())]
    found.descriptions = [text for name in _DESCRIPTIONS for text in values.get(name, ())]
    offset = first("OffsetTimeOriginal")
    found.stamps = [
        stamp
        for name, trust in _STAMPS
        for text in values.get(name, ())
        if (stamp := parse_stamp(text, offset if trust is Trust.CAPTURED else "", trust))
    ]
    gps = parse_stamp(first("GPSDateTime"))
    if gps is not None and gps.offset is not None:
        found.gps_time = gps.local.replace(tzinfo=gps.offset)
    return found


def _choose_position(grouped: Mapping[str, Mapping[str, str]]) -> Position | None:
    """Return the position of the group that knows most.

    Latitude and longitude are taken from one group. Only composite values carry the sign of south
    and west: another group's without any sign are not sure.
    """
    found: list[Position] = []
    for group in sorted(grouped, key=lambda name: name != "Composite"):
        told = grouped[group]
        latitude, longitude = (
            _parse_number(told.get(name, "")) for name in ("GPSLatitude", "GPSLongitude")
        )
        signed = group == "Composite" or any((each or 0) < 0 for each in (latitude, longitude))
        altitude = _parse_number(told.get("GPSAltitude", ""))
        where = position(latitude, longitude, altitude, sure=signed, where=f"exiftool {group}")
        if where is not None:
            found.append(where)
    return next((each for each in found if each.sure), next(iter(found), None))


def _parse_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _join_bytes(serial: str) -> str:
    """Return a number that exiftool gives byte by byte in hexadecimal, as the other readers do."""
    parts = serial.split(" ")
    if len(parts) < _FEWEST_BYTES or not all(part.isdigit() and int(part) < 256 for part in parts):  # noqa: PLR2004
        return serial
    return bytes(map(int, parts)).hex()
