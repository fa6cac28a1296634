"""What goes over the pipes between the pool and a reader process.

A frame is four bytes of length, most significant first, and a msgpack document. The bytes of a
photo follow its job unframed, so that neither side ever copies them whole into a document.
"""

from __future__ import annotations

import struct
from enum import StrEnum

import msgspec

from auditor.domain.hardening import CleanCopy, Edit, MadeBy, Wishes
from auditor.domain.photos.hashes import FileHashes
from auditor.domain.photos.reading import Reading

LENGTH = struct.Struct(">I")
LONGEST_ANSWER = 64 * 1024 * 1024
"""Facts and a thumbnail are some ten kB, an edit of a private image some MB; more means that the
process is not itself."""


class Job(msgspec.Struct, frozen=True, tag="read"):
    """One photo to read: `size` bytes follow. `seconds` of processor time may be spent on it.

    `watch` asks for what the private hash list is compared with, too; `vision` for faces, text and
    barcodes. `trust` is a folder of imported lists of trusted signers (PEM), empty for none.
    `whole` asks for names, contacts and paths as they stand, not as a scan keeps them. A film at
    `path` is read in pieces from there; no bytes follow then. `first`: the bytes are the first ones
    of a file of `total` (0: not known), and only what they say of it is wanted. `small`: only the
    small picture is, since the facts are known.
    """

    size: int
    file_name: str | None
    exiftool: bool
    thumbnail: bool
    seconds: float
    watch: bool = False
    vision: bool = False
    trust: str = ""
    whole: bool = False
    path: str = ""
    first: bool = False
    total: int = 0
    small: bool = False


class PrivateAct(StrEnum):
    """What is wanted of an image that the user worries about."""

    VARIANTS = "variants"  # what the private hash list keeps of it
    CANDIDATE = "candidate"  # what is compared with that list
    PLAN = "plan"  # which edits would catch most re-uploads
    EDIT = "edit"  # the image with one of these edits
    BLURRED = "blurred"  # a small picture that shows what it is about and no more


class PrivateJob(msgspec.Struct, frozen=True, tag="private"):
    """One image that the user worries about, or that may be one: `size` bytes follow.

    `count` edits are planned; `edit` is made.
    """

    size: int
    act: PrivateAct
    seconds: float
    count: int = 0
    edit: str = ""


class HashJob(msgspec.Struct, frozen=True, tag="hash"):
    """One file to hash: a picture of which `size` bytes follow, or a video at `path`.

    `video` is the container of the video (FFmpeg's name); `watched` asks for what finds its copies.

    `variant` is how a picture is prepared (full, browser, python).
    """

    size: int
    variant: str
    seconds: float
    crop_resistant: bool = False
    path: str = ""
    video: str = ""
    watched: bool = False


class HardenJob(msgspec.Struct, frozen=True, tag="harden"):
    """One picture to make a clean copy of: `size` bytes follow."""

    size: int
    wishes: Wishes
    exiftool: bool
    seconds: float


class ProofJob(msgspec.Struct, frozen=True, tag="proof"):
    """A signed clean copy to read again: `size` bytes follow.

    The answer is a HardenDone without a copy; its reason is what was left.
    """

    size: int
    notice: bool
    exiftool: bool
    seconds: float


class SignJob(msgspec.Struct, frozen=True, tag="sign"):
    """One picture to sign: `size` bytes follow.

    `certificates` and `key` are PEM; the key goes through the pipe and nowhere else.
    """

    size: int
    certificates: str
    key: str
    made_by: MadeBy
    edits: tuple[Edit, ...]
    seconds: float

    def __repr__(self) -> str:
        return "SignJob(***)"


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The process is loaded; `network_denied` says whether the kernel refuses it sockets."""

    network_denied: bool


class Done(msgspec.Struct, frozen=True, tag=True):
    """What was read, and how many bytes of memory the process holds (0: not known)."""

    reading: Reading
    resident: int


class PrivateDone(msgspec.Struct, frozen=True, tag=True):
    """What a `PrivateJob` asked for, or why there is none (in words for a person).

    Nobody ever prints one of these.
    """

    value: bytes
    reason: str
    resident: int

    def __repr__(self) -> str:
        return "PrivateDone(***)"


class HashDone(msgspec.Struct, frozen=True, tag=True):
    """The hashes of one file."""

    hashes: FileHashes
    resident: int


class HardenDone(msgspec.Struct, frozen=True, tag=True):
    """The clean copy, or why there is none."""

    copy: CleanCopy | None
    reason: str
    resident: int


class SignDone(msgspec.Struct, frozen=True, tag=True):
    """The signed picture, or why there is none."""

    signed: bytes
    reason: str
    resident: int


AnyJob = Job | PrivateJob | HashJob | HardenJob | ProofJob | SignJob
Answered = Done | PrivateDone | HashDone | HardenDone | SignDone
Said = Ready | Answered


def framed(document: AnyJob | Said) -> bytes:
    """Return a document with its length in front."""
    body = msgspec.msgpack.encode(document)
    return LENGTH.pack(len(body)) + body
