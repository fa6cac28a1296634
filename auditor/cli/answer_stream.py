"""How a process that reads foreign files tells its answers: one behind the other on its output.

Each is four bytes of length, most significant first, and a msgpack document.
"""

from __future__ import annotations

from typing import IO, BinaryIO, TypeVar

import msgspec

_Said = TypeVar("_Said")
_LONGEST = 256 << 20
"""Bytes of an answer: a process that tells a longer one is not itself."""
_LENGTH = 4


def write_answer(outgoing: BinaryIO, said: object) -> None:
    """Write one answer."""
    data = msgspec.msgpack.encode(said)
    outgoing.write(len(data).to_bytes(_LENGTH, "big") + data)
    outgoing.flush()


def read_answer(stream: IO[bytes], decoder: msgspec.msgpack.Decoder[_Said]) -> _Said | None:
    """Return the next answer; None where the process ended, or is not itself."""
    length = int.from_bytes(stream.read(_LENGTH), "big")
    if not 0 < length <= _LONGEST:
        return None
    try:
        return decoder.decode(stream.read(length))
    except msgspec.MsgspecError:
        return None
