"""What the maker's own notes in EXIF tell: serial numbers, identifiers, names and places.

Nothing here raises for what stands in a note; every walk is bounded by the tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.messages import _
from auditor.readers.metadata.found import RawMetadata
from auditor.readers.metadata.makers import sony, tables
from auditor.readers.metadata.makers.faces import add_recognised
from auditor.readers.metadata.makers.layouts import LAYOUTS, open_directory
from auditor.readers.metadata.makers.no_directory import read_without_directory
from auditor.readers.metadata.makers.note import Goes, MakerNote, MakerTag, tell
from auditor.readers.metadata.text import decode
from auditor.readers.metadata.tiff import Tiff, TiffEntry

_Directory = Mapping[int, TiffEntry]
_Tags = tuple[MakerTag, ...]

_MAKE, _MODEL, _NOTE, _DNG_PRIVATE = 0x010F, 0x0110, 0x927C, 0xC634
_ADOBE_HEAD = 20
_UNDEFINED = 7
_LONGEST_HEAD = 32

_OLYMPUS_EQUIPMENT = 0x2010
_RICOH_INNER, _RICOH_INNER_START, _RICOH_SERIALS = 0x2001, 20, 0x002C
_MINOLTA_BALANCE, _MINOLTA_SERIAL, _MINOLTA_SIZE = 0x0020, 0x49DC, 12
_KODAK_INNER, _KODAK_CAMERA = 0xFC00, 0xFF00
_ORDERS = {b"II": "<", b"MM": ">"}
_NINTENDO_CAMERA, _NINTENDO_SERIAL = 0x1101, 0x18


def read_notes(tiff: Tiff, main: _Directory, exif: _Directory, found: RawMetadata) -> None:
    """Add to `found` what the maker note says; `main` and `exif` are directories of `tiff`."""
    make, model = _text(main, _MAKE), _text(main, _MODEL)
    entry = exif.get(_NOTE) or main.get(_NOTE)
    if entry is not None and entry.size > 0:
        _read_note(MakerNote(tiff, entry.start, entry.size, make, model), found)
    private = main.get(_DNG_PRIVATE)
    if private is not None and private.size > _ADOBE_HEAD:
        _read_note(_find_in_private(tiff, private, make, model), found)


def _find_in_private(tiff: Tiff, private: TiffEntry, make: str, model: str) -> MakerNote:
    """Return the note that a DNG carries: as it was, or in Adobe's wrapping.

    That has "Adobe", "MakN", a size, the byte order and the place where the note stood.
    """
    head = private.raw(_ADOBE_HEAD)
    if head[:6] != b"Adobe\0" or head[6:10] != b"MakN":
        return MakerNote(tiff, private.start, private.size, make, model)
    order = _ORDERS.get(head[14:16], tiff.order)
    start = private.start + _ADOBE_HEAD
    base = start - int.from_bytes(head[16:20], "big")
    size = min(private.size - _ADOBE_HEAD, int.from_bytes(head[10:14], "big"))
    return MakerNote(Tiff(tiff.data, order, base=base), start, size, make, model)


def _read_note(note: MakerNote, found: RawMetadata) -> None:
    head = note.raw(_LONGEST_HEAD)
    if note.start + note.size > len(note.tiff.data):
        found.gaps.append(_("The maker's notes are cut off."))
    if read_without_directory(note, found):
        return
    layout = next((layout for layout in LAYOUTS if layout.fits(head, note)), None)
    if layout is None:
        return
    inner, first = open_directory(layout, note)
    directory, _next = inner.directory(first)
    if layout.rows and (inner.damaged or not directory):
        found.gaps.append(_("The maker's notes are damaged or written in a way not known here."))
    read_rows(layout.rows, directory, note, found)
    _read_inner(layout.rows, inner, directory, note, found)


def read_rows(rows: _Tags, directory: _Directory, note: MakerNote, found: RawMetadata) -> None:
    """Add what a table names in a directory."""
    for row in rows:
        entry = directory.get(row.tag)
        if entry is not None and not entry.outside:
            tell(found, row.goes, row.told(entry, note), row.label)


def _read_inner(
    rows: _Tags,
    inner: Tiff,
    directory: _Directory,
    note: MakerNote,
    found: RawMetadata,
) -> None:
    """Add what stands in blocks and directories below the maker's own."""
    make = note.make.casefold()
    if rows is tables.OLYMPUS:
        _read_equipment(inner, directory, note, found)
    elif rows is tables.PANASONIC or rows is tables.FUJIFILM:
        add_recognised(directory, found)
    elif rows is tables.RICOH:
        _read_ricoh(inner, directory, found)
    elif make.startswith("eastman kodak"):
        _read_kodak(inner, directory, note, found)
    elif make.startswith("nintendo") and _NINTENDO_CAMERA in directory:
        number = directory[_NINTENDO_CAMERA].raw(64)[_NINTENDO_SERIAL : _NINTENDO_SERIAL + 4]
        tell(found, Goes.SERIAL, f"0x{number.hex()}" if any(number) else "", "Nintendo")
    elif rows is tables.SONY:
        _read_sony(directory, note, found)
    elif "minolta" in make:
        _read_balance(directory, found)


def _read_equipment(
    inner: Tiff, directory: _Directory, note: MakerNote, found: RawMetadata
) -> None:
    pointer = directory.get(_OLYMPUS_EQUIPMENT)
    if pointer is None:
        return
    # Written either as a pointer (LONG, IFD) or as an UNDEFINED block that stands where the entry
    # points.
    place = pointer.start - inner.base if pointer.kind == _UNDEFINED else pointer.number()
    if place and place > 0:
        equipment, _next = inner.directory(place)
        read_rows(tables.OLYMPUS_EQUIPMENT, equipment, note, found)


def _read_ricoh(inner: Tiff, directory: _Directory, found: RawMetadata) -> None:
    """Add the numbers of body and lens unit of the GXR: "SID:00100056", "LID:00010024"."""
    entry = directory.get(_RICOH_INNER)
    if entry is None:
        return
    deeper = Tiff(inner.data, ">", base=inner.base)
    numbers = deeper.directory(entry.start + _RICOH_INNER_START - inner.base)[0].get(_RICOH_SERIALS)
    if numbers is None:
        return
    raw = numbers.raw(64)
    for start, mark in ((16, b"SID:"), (48, b"LID:")):
        value = raw[start : start + 16].split(b"\0", 1)[0]
        tell(found, Goes.SERIAL, decode(value) if value.startswith(mark) else "", "Ricoh")


def _read_kodak(inner: Tiff, directory: _Directory, note: MakerNote, found: RawMetadata) -> None:
    deep = directory.get(_KODAK_INNER)
    if deep is not None:
        is_block = deep.kind == _UNDEFINED
        place = deep.start if is_block else (deep.number() or 0) + inner.base
        order = _ORDERS.get(inner.data[place : place + 2])
        base = place if is_block else inner.base
        deeper = Tiff(inner.data, order or inner.order, base=base)
        first = place - base + (2 if order else 0)
        read_rows(tables.KODAK_INNER, deeper.directory(first)[0], note, found)
    camera = directory.get(_KODAK_CAMERA)
    place = (camera.number() or 0) if camera is not None else 0
    if place > 0:
        read_rows(tables.KODAK_CAMERA, inner.directory(place)[0], note, found)


def _read_sony(directory: _Directory, note: MakerNote, found: RawMetadata) -> None:
    ciphered = directory.get(sony.TAG)
    if ciphered is not None and not ciphered.outside:
        tell(found, Goes.SERIAL, sony.internal_serial(ciphered.raw(1024), note.model), "Sony")
    if note.model == "DSLR-A100":  # a camera of Konica Minolta under a new name
        _read_balance(directory, found)


def _read_balance(directory: _Directory, found: RawMetadata) -> None:
    entry = directory.get(_MINOLTA_BALANCE)
    if entry is None or entry.size < _MINOLTA_SERIAL + _MINOLTA_SIZE:
        return
    start = entry.start + _MINOLTA_SERIAL
    raw = entry.data[start : start + _MINOLTA_SIZE].split(b"\0", 1)[0]
    tell(found, Goes.SERIAL, raw.decode("ascii", "replace") if raw.isalnum() else "", "Minolta")


def _text(directory: _Directory, tag: int) -> str:
    entry = directory.get(tag)
    return entry.text().strip() if entry else ""
