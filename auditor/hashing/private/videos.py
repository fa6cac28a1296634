"""Private videos: what is kept of one, and when another may be a copy of it or of a part.

The other may be a video or a picture.

A video matches by the share of its frames (vPDQ of facebook/ThreatExchange): frames of quality 50
or more, at most 31 of 256 bits apart; here a mirrored copy is found too. Cropped and framed copies
of a video are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from auditor.domain.photos.hashes import VideoHashes
from auditor.hashing.match.match import Hashes, pairs

__all__ = ["FRAME_LIMIT", "NearFrames", "Video", "frames_near", "mirrored", "pack", "unpack"]

FRAME_LIMIT = 31
_BYTES = 32
_ODD = np.arange(16) % 2 == 1


class Video(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """All that is kept of a private video, or known of one that is compared: treat it as the video.

    `frames` are the reliable frames' hashes, 32 bytes each, at `seconds`; `quality` (0-100) is the
    median of theirs.
    """

    md5: str
    seconds: tuple[float, ...]
    frames: bytes
    quality: int

    def __repr__(self) -> str:
        return "Video(***)"

    @property
    def hashes(self) -> Hashes:
        """Return n x 4 words."""
        return np.frombuffer(self.frames, ">u8").astype(np.uint64).reshape(-1, 4)


@dataclass(frozen=True, slots=True)
class NearFrames:
    """`of_private` and `of_other` (0-1) are the shares of frames that have a near one in the other.

    `distance` the median of theirs.

    `second` is where the nearest frame stands in the private video.
    """

    of_private: float
    of_other: float
    distance: int
    second: float


def pack(video: VideoHashes) -> bytes:
    """Return what is kept.

    Without a frame that is good for matching only the same file is found again.
    """
    good = [frame for frame in video.frames if frame.reliable]
    quality = int(np.median([frame.quality for frame in good])) if good else 0
    frames = b"".join(bytes.fromhex(frame.hash) for frame in good)
    return msgspec.msgpack.encode(
        Video(video.md5, tuple(frame.second for frame in good), frames, quality)
    )


def unpack(packed: bytes) -> Video:
    """Return what `pack` packed. Raises ValueError on anything else."""
    try:
        video = msgspec.msgpack.decode(packed, type=Video)
    except msgspec.MsgspecError:
        raise ValueError("no packed video") from None
    if len(video.frames) != _BYTES * len(video.seconds):
        raise ValueError("no packed video of this format")
    return video


def frames_near(video: Video, others: Hashes, owners: npt.NDArray[np.int64]) -> NearFrames | None:
    """Compare a private video with hashes of frames or pictures.

    Hashes with the same number in `owners` (0 to n-1) are of one frame or picture.
    """
    mine, theirs, near = pairs(video.hashes, others, FRAME_LIMIT)
    if not near.size:
        return None
    best = int(near.argmin())
    count = int(owners.max()) + 1
    return NearFrames(
        of_private=np.unique(mine).size / len(video.seconds),
        of_other=np.unique(owners[theirs]).size / count,
        distance=int(np.median(near)),
        second=video.seconds[int(mine[best])],
    )


def mirrored(hashes: Hashes) -> Hashes:
    """Return the hashes of the mirrored pictures, as near as hashes alone can tell.

    Some bits may differ.

    Mirroring changes the sign of every other column of cosines, so there a bit becomes its opposite
    (median about 0).
    """
    bits = np.unpackbits(hashes.astype(">u8").view(np.uint8).reshape(-1, _BYTES), axis=1)[
        :, ::-1
    ].reshape(-1, 16, 16)
    # bit i*16+j stands for frequencies i+1 and j+1; frequency 1, 3, ... across changes its sign
    bits[:, :, ~_ODD] ^= 1
    flat = np.ascontiguousarray(bits.reshape(-1, 256)[:, ::-1])
    return np.packbits(flat, axis=1).view(">u8").astype(np.uint64)
