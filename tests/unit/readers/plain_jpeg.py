"""A slow reader of sequential JPEG that goes through every bit (ITU T.81, annexes B and F).

It shares nothing with the reader under test.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ALLOWED = {0xC0, 0xC1, 0xC4, 0xDA, 0xDB, 0xE0, 0xE1, 0xEE}


@dataclass
class Read:
    """What was found; `strange` are the faults, in words."""

    strange: list[str] = field(default_factory=list)
    blocks: list[list[int]] = field(default_factory=list)

    def want(self, held: object, fault: str) -> None:
        if not held:
            self.strange.append(fault)


def read(data: bytes) -> Read:
    """Go through a clean copy."""
    told = Read()
    told.want(data[:2] == b"\xff\xd8", "no beginning")
    place, order = 2, []
    quantizers: dict[int, list[int]] = {}
    codes: dict[int, dict[str, int]] = {}
    frame: list[tuple[int, int, int, int]] = []
    size, scan = (0, 0), b""
    while True:
        told.want(data[place] == 0xFF and data[place + 1] in ALLOWED, f"something at {place}")
        marker = data[place + 1]
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        body = data[place + 4 : place + 2 + length]
        order.append(marker)
        place += 2 + length
        if marker == 0xDB:
            wide = 2 if body[0] >> 4 else 1
            told.want(len(body) == 1 + 64 * wide, "length of quantizers")
            quantizers[body[0] & 15] = [
                int.from_bytes(body[at : at + wide], "big") for at in range(1, len(body), wide)
            ]
        elif marker == 0xC4:
            told.want(body[0] not in codes, "a Huffman table twice")
            told.want(len(body) == 17 + sum(body[1:17]), "length of a Huffman table")
            codes[body[0]] = codes_of(body)
        elif marker in {0xC0, 0xC1}:
            told.want(body[0] == 8 and len(body) == 6 + 3 * body[5], "frame")
            size = (int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
            frame = [
                (body[at], body[at + 1] >> 4, body[at + 1] & 15, body[at + 2])
                for at in range(6, len(body), 3)
            ]
            told.want([part[0] for part in frame] == list(range(1, len(frame) + 1)), "numbers")
        elif marker == 0xE0:
            told.want(body == b"JFIF\0\1\1\0\0\1\0\1\0\0", "JFIF")
        elif marker == 0xEE:
            told.want(body[:11] == b"Adobe\0\x64\0\0\0\0" and len(body) == 12, "Adobe")
        elif marker == 0xDA:
            told.want(body[-3:] == b"\0\x3f\0", "spectrum")
            told.want(len(body) == 4 + 2 * len(frame), "length of the scan's head")
            scan = data[place:-2]
            break
    told.want(data[-2:] == b"\xff\xd9", "no end")
    told.want(
        len(set(order) - {0xDB, 0xC4}) == len([m for m in order if m not in {0xDB, 0xC4}]),
        "a segment twice",
    )
    told.want(set(quantizers) == {part[3] for part in frame}, "quantizers of no component")
    tables = [(body[at] >> 4, 0x10 | body[at] & 15) for at in range(2, len(body) - 3, 2)]
    told.want(set(codes) == {number for pair in tables for number in pair}, "Huffman of none")
    _read_scan(told, scan, size, frame, tables, codes)
    _look_at_quantizers(told, quantizers)
    return told


def codes_of(body: bytes) -> dict[str, int]:
    found, code, at = {}, 0, 17
    for length in range(1, 17):
        for _count in range(body[length]):
            found[f"{code:0{length}b}"] = body[at]
            code, at = code + 1, at + 1
        code <<= 1
    return found


class _Bits:
    """Takes bits and codes one after the other."""

    def __init__(self, scan: bytes, codes: dict[int, dict[str, int]]) -> None:
        self.bits = "".join(f"{value:08b}" for value in scan.replace(b"\xff\0", b"\xff"))
        self.place = 0
        self.codes = codes
        self.used: dict[int, set[int]] = {number: set() for number in codes}

    def symbol(self, table: int) -> int:
        for length in range(1, 17):
            found = self.codes[table].get(self.bits[self.place : self.place + length])
            if found is not None:
                self.place += length
                self.used[table].add(found)
                return found
        message = "no such code"
        raise ValueError(message)

    def block(self, dc: int, ac: int) -> list[int]:
        """Which of the 64 values are none."""
        size = self.symbol(dc)
        self.place += size
        block, at = [1] + [0] * 63, 1
        while at < 64:
            found = self.symbol(ac)
            if found == 0:
                break
            at += found >> 4
            block[at] = int(found & 15 > 0)
            self.place += found & 15
            at += 1
        return block


def _read_scan(
    told: Read,
    scan: bytes,
    size: tuple[int, int],
    frame: list[tuple[int, int, int, int]],
    tables: list[tuple[int, int]],
    codes: dict[int, dict[str, int]],
) -> None:
    """Take every bit of the compressed data."""
    for at, value in enumerate(scan):
        if value == 0xFF:
            told.want(scan[at + 1 : at + 2] == b"\0", f"a marker within the scan at {at}")
    across = max(part[1] for part in frame)
    down = max(part[2] for part in frame)
    units = -(-size[0] // (8 * across)) * -(-size[1] // (8 * down))
    bits = _Bits(scan, codes)
    for _unit in range(units):
        for (_number, h, v, quantizer), (dc, ac) in zip(frame, tables, strict=True):
            told.blocks += [[quantizer, *bits.block(dc, ac)] for _block in range(h * v)]
    rest = bits.bits[bits.place :]
    told.want(len(rest) < 8 and "0" not in rest, f"{len(rest)} bits behind the picture")
    for number, table in codes.items():
        told.want(set(table.values()) == bits.used[number], "codes that are not used")
        told.want(len(table) == len(set(table.values())), "a symbol twice")


def _look_at_quantizers(told: Read, quantizers: dict[int, list[int]]) -> None:
    """A value that multiplies only zeros is the largest of those that do not."""
    for number, table in quantizers.items():
        blocks = [block[1:] for block in told.blocks if block[0] == number]
        matters = [any(block[at] for block in blocks) for at in range(64)]
        values = {value for value, each in zip(table, matters, strict=True) if each}
        for value, each in zip(table[1:], matters[1:], strict=True):
            # whether a DC value is zero everywhere is not looked at here
            told.want(
                each or value in {max(values), max(values - {table[0]}, default=0), 1},
                "a quantizer of zeros",
            )
