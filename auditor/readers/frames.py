"""What goes over the pipes between the pool and a reader process.

A frame is four bytes of length, most significant first, and a msgpack document. The bytes of a photo follow its `Job`
unframed, so that neither side ever copies them whole into a document.
"""

from __future__ import annotations

import struct

import msgspec

from auditor.ports import Reading

LENGTH = struct.Struct(">I")
LONGEST_ANSWER = 8 * 1024 * 1024  # facts and a thumbnail are some ten kB; more means that the process is not itself


class Job(msgspec.Struct, frozen=True):
    """One photo to read: `size` bytes follow. `seconds` of processor time may be spent on it."""

    size: int
    file_name: str | None
    exiftool: bool
    thumbnail: bool
    seconds: float


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The process is loaded; `network_denied` says whether the kernel refuses it sockets."""

    network_denied: bool


class Done(msgspec.Struct, frozen=True, tag=True):
    """What was read, and how many bytes of memory the process holds (0: not known)."""

    reading: Reading
    resident: int


Said = Ready | Done


def framed(document: Job | Ready | Done) -> bytes:
    """Return a document with its length in front."""
    body = msgspec.msgpack.encode(document)
    return LENGTH.pack(len(body)) + body
