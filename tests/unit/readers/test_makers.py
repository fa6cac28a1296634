from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from auditor.readers.metadata.read_metadata import read_metadata
from tests.examples import examples
from tests.rows import each_row
from tests.unit.readers.maker_notes import (
    LONG,
    NOTE_PLACE,
    Value,
    alone,
    directory,
    in_jpeg,
    noted,
    read_block,
    tiff,
)

SERIALS = {
    "canon": noted("Canon", {0x0C: 320116738}),
    "canon internal": noted("Canon", {0x96: "ZA2146777"}),
    "canon 5D internal": noted("Canon", {0x96: bytes(9) + b"ZA2146777\0"}, model="Canon EOS 5D"),
    "canon lens": noted("Canon", {0x4019: bytes.fromhex("000027ced3") + bytes(25)}),
    "nikon": alone(
        "NIKON CORPORATION",
        {},
        b"Nikon\0\2\x10\0\0" + b"II*\0\x08\0\0\0" + directory({0x1D: "3003230"}, 8),
    ),
    "nikon old": noted("NIKON", {0xA0: "NO= 2188172"}),
    "fujifilm": alone("FUJIFILM", {0x10: "FPX20017035 592D3131"}, b"FUJIFILM\x0c\0\0\0"),
    "motorola": alone("Motorola", {0x5501: "NX0A3S0075"}, b"MOT\0\0\0II"),
    "olympus": noted("OLYMPUS", {0x101A: "213022539"}, b"OLYMP\0\1\0"),
    "panasonic": noted("Panasonic", {0x25: b"F012105060042\0\0\0"}, b"Panasonic\0\0\0"),
    "panasonic moved": noted("Panasonic", {0x25: b"\0\0S010604030293\0"}, b"Panasonic\0\0\0"),
    "panasonic lens": noted("Panasonic", {0x52: "07JG3201246"}, b"Panasonic\0\0\0"),
    "leica x": alone(
        "LEICA CAMERA AG", {0x500: b"ABC1105060042\0\0\0"}, b"LEICA\0\1\0", model="X1"
    ),
    "leica m8": alone("Leica Camera AG", {}, b"LEICA\0\0\0" + directory({0x303: 3178842}, 0)),
    "pentax": alone("PENTAX Corporation", {0x229: "7654321"}, b"PENTAX \0II"),
    "pentax internal": noted(
        "PENTAX", {0x215: (LONG, struct.pack("<5I", 1, 2, 3, 4, 4325518))}, b"AOC\0II"
    ),
    "ricoh": noted("RICOH", {0x05: b"0000RM0100056789"}, b"Ricoh\0\0\0"),
    "sigma": noted("SIGMA", {0x02: "02000019"}, b"SIGMA\0\0\0\1\0"),
    "sony": noted("SONY", {0x2031: "78563412"}, b"SONY DSC \0\0\0", model="ILCE-9"),
    "samsung": alone(
        "SAMSUNG",
        {},
        directory({1: (7, b"0100"), 0xA002: "12345A"}, 0),
        model="NX300",
    ),
    "kodak": tiff("EASTMAN KODAK COMPANY", b"KCTPS13111021 \0 and more"),
    "hp": tiff("Hewlett-Packard", b"IIII\4\0" + bytes(86) + b"SERIAL NUMBER:CN6123456\0\0"),
    "reconyx": tiff(
        "RECONYX", (b"RECONYXUF\0").ljust(0x4B, b"\0") + b"H500HI11244984\0" + b"Trail 7\0"
    ),
}
TOLD = {
    "canon": "0320116738",
    "canon internal": "ZA2146777",
    "canon 5D internal": "ZA2146777",
    "canon lens": "000027ced3",
    "nikon": "3003230",
    "nikon old": "NO= 2188172",
    "fujifilm": "FPX20017035 592D3131",
    "motorola": "NX0A3S0075",
    "olympus": "213022539",
    "panasonic": "F012105060042",
    "panasonic moved": "S010604030293",
    "panasonic lens": "07JG3201246",
    "leica x": "ABC1105060042",
    "leica m8": "3178842",
    "pentax": "7654321",
    "pentax internal": "4325518",
    "ricoh": "0000RM0100056789",
    "sigma": "02000019",
    "sony": "12345678",
    "samsung": "12345A",
    "kodak": "KCTPS13111021",
    "hp": "CN6123456",
    "reconyx": "H500HI11244984",
}


@each_row("maker", SERIALS)
def test_serial_numbers_of_the_makers(maker: str) -> None:
    assert read_block(SERIALS[maker]).serial_numbers == (TOLD[maker],)


@each_row(
    ("model", "place", "size"),
    [("ILCE-6000", 0x7C, 4), ("SLT-A77V", 0xF0, 5), ("ILCE-7M3", 0x88, 6), ("ILCE-1", 0x8A, 6)],
)
def test_sony_enciphers_its_number(model: str, place: int, size: int) -> None:
    plain = bytes(range(7, 7 + size))
    ciphered = bytes(place) + bytes(byte**3 % 249 for byte in plain) + bytes(40)
    block = noted("SONY", {0x9050: ciphered}, b"SONY DSC \0\0\0", model=model)
    assert read_block(block).serial_numbers == (plain.hex(),)
    compact = noted("SONY", {0x9050: ciphered}, b"SONY DSC \0\0\0", model="DSC-RX100")
    assert read_block(compact).serial_numbers == ()


def test_olympus_keeps_numbers_in_a_directory_below() -> None:
    equipment = {0x101: "BHLB61153", 0x102: "4173710003228001", 0x202: "AC3C74257"}
    head = b"OLYMPUS\0II\3\0"
    main = directory({0x2010: 0}, len(head))
    place = len(head) + len(main)
    main = main.replace(
        struct.pack("<HHII", 0x2010, LONG, 1, 0), struct.pack("<HHII", 0x2010, LONG, 1, place)
    )
    block = tiff("OLYMPUS", head + main + directory(equipment, place))
    assert read_block(block).serial_numbers == tuple(equipment.values())


def test_numbers_that_no_camera_wrote() -> None:
    for block in (
        noted("Canon", {0x0C: 0, 0x96: bytes(16), 0x4019: bytes(30)}),
        noted("Panasonic", {0x25: bytes(16)}, b"Panasonic\0\0\0"),
        noted("SONY", {0x9050: bytes(944)}, b"SONY DSC \0\0\0", model="ILCE-6000"),
    ):
        assert read_block(block).serial_numbers == ()


def test_owner_and_ids_of_canon_and_apple() -> None:
    found = read_block(noted("Canon", {0x09: "Anna Sample", 0x28: bytes(range(16, 32))}))
    assert found.owner == ("Anna Sample",)
    assert [trace.value for trace in found.identifiers] == [bytes(range(16, 32)).hex()]
    ids = {0x0B: "AAAA-1111", 0x11: "0B1C2D3E-0000", 0x15: "D1BB528D-0000", 0x2B: "A0A0-3333"}
    apple = b"Apple iOS\0\0\1MM" + directory(ids, 14, ">")
    found = read_block(tiff("Apple", apple, order=">"))
    assert [(trace.value, trace.where) for trace in found.identifiers] == [
        ("AAAA-1111", "Apple BurstUUID"),
        ("0B1C2D3E-0000", "Apple ContentIdentifier"),
        ("D1BB528D-0000", "Apple ImageUniqueID"),
        ("A0A0-3333", "Apple PhotoIdentifier"),
    ]


def test_children_pets_and_places_of_panasonic() -> None:
    faces = struct.pack("<HH", 2, 0)
    faces += b"Anna Sample".ljust(20, b"\0") + bytes(28) + b"Ben Sample".ljust(48, b"\0")
    told: dict[int, Value] = {
        0x33: "0005:03:02 00:00:00",
        0x61: faces + bytes(48),
        0x65: b"first day at school\0",
        0x66: b"Cleo Sample\0",
        0x67: b"Exampletown beach\0",
        0x6D: b"Exampletown\0",
        0x8010: "9999:99:99 00:00:00",
    }
    found = read_block(noted("Panasonic", told, b"Panasonic\0\0\0"))
    assert {person.name for person in found.people} == {"Anna Sample", "Ben Sample", "Cleo Sample"}
    assert found.description is not None
    for words in ("0005:03:02", "first day at school", "Exampletown beach"):
        assert words in found.description
    assert "9999" not in found.description


def test_faces_that_fujifilm_recognised() -> None:
    record = bytearray(62)
    struct.pack_into("<II", record, 30, 11, 70 + 8)
    struct.pack_into("<II", record, 54, 8, 82 + 8)
    faces = struct.pack("<II", 16, 62) + bytes(8) + bytes(record) + b"Anna Sample\0" + b"20150309"
    found = read_block(alone("FUJIFILM", {0x4282: faces}, b"FUJIFILM\x0c\0\0\0"))
    assert [(person.name, person.where) for person in found.people] == [
        ("Anna Sample", "Fujifilm FaceName")
    ]
    assert found.description == "20150309"


def test_a_note_that_was_moved_keeps_its_numbers() -> None:
    """Programs move the note and leave its offsets; Canon says at its end where it stood."""
    note = directory({0x96: "ZA2146777"}, NOTE_PLACE - 164)
    note += b"II*\0" + struct.pack("<I", NOTE_PLACE - 164)
    assert read_block(tiff("Canon", note)).serial_numbers == ("ZA2146777",)
    pentax = b"AOC\0II" + directory({0x229: "7654321"}, NOTE_PLACE + 6 - 500)
    assert read_block(tiff("PENTAX", pentax)).serial_numbers == ("7654321",)


def test_a_note_kept_in_a_converted_raw_file() -> None:
    note = b"PENTAX \0II" + directory({0x229: "7654321"}, 10)
    found = read_block(tiff("PENTAX", more={0xC634: note}))
    assert found.serial_numbers == ("7654321",)


def test_a_note_that_is_cut_off_is_told() -> None:
    for block in (
        noted("Canon", {0x96: "ZA2146777"})[:-30],
        tiff("Apple", b"Apple iOS\0\0\1MM\xff\xff"),
        tiff("Panasonic", b"Panasonic\0\0\0\0\0"),
    ):
        _found, unread = read_metadata(in_jpeg(block), file_name=None, exiftool=False)
        assert {part.reader for part in unread} == {"exif"}


@examples(150)
@given(
    st.sampled_from(sorted(SERIALS)),
    st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 255)), min_size=1, max_size=12),
    st.integers(0, 400),
)
def test_no_note_can_stop_the_reader(maker: str, changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(in_jpeg(SERIALS[maker]))
    for place, byte in changes:
        data[(place + 900) % len(data)] = byte
    read_metadata(bytes(data[: len(data) - cut]), file_name=None, exiftool=False)
