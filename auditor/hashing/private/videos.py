"""Private videos: what is kept of one, and when another may be a copy of it or of a part.

The other may be a video or a picture.

A video is near where one frame is (vPDQ of facebook/ThreatExchange: frames of quality 50 or more,
at most 31 of 256 bits apart), and a copy where a row of frames is, in their order in time
(match/timeline.py). What is kept of each frame finds mirrored, cropped and framed copies too
(films.py). Of a video put on a list by an earlier version there is less: one whole frame a second;
only its file can make it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import RELIABLE
from auditor.domain.photos.hashes import FilmPrints
from auditor.hashing.match.match import Hashes, pairs
from auditor.hashing.match.timeline import Run, Seeds, longest_run

__all__ = [
    "FRAME_LIMIT",
    "NearFrames",
    "Video",
    "films_near",
    "frames_near",
    "mirrored",
    "pack",
    "unpack",
]

FRAME_LIMIT = 31
_BYTES = 32
_ODD = np.arange(16) % 2 == 1


class Video(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """All that is kept of a private video, or known of one that is compared: treat it as the video.

    `frames` are the reliable frames' hashes, `wide` of 32 bytes for each of `seconds`, that of the
    whole frame first; `quality` (0-100) is the median of theirs.
    """

    md5: str
    seconds: tuple[float, ...]
    frames: bytes
    quality: int
    wide: int = 1

    def __repr__(self) -> str:
        return "Video(***)"

    @property
    def owners(self) -> npt.NDArray[np.int64]:
        """Return which frame each of `hashes` is of."""
        return np.repeat(np.arange(len(self.seconds)), self.wide)

    @property
    def whole(self) -> Hashes:
        """Return the hashes of the whole frames."""
        return self.hashes[:: self.wide]

    @property
    def hashes(self) -> Hashes:
        """Return n x 4 words."""
        return np.frombuffer(self.frames, ">u8").astype(np.uint64).reshape(-1, 4)


@dataclass(frozen=True, slots=True)
class NearFrames:
    """`of_private` and `of_other` (0-1) are the shares of frames that have a near one in the other.

    `distance` the median of theirs.

    `second` is where the nearest frame stands in the private video; `start` and `stop` are where
    the first and the last of the near frames stand in it, `other` where the first stands in the
    other (a place in its owners).
    """

    of_private: float
    of_other: float
    distance: int
    second: float
    start: float
    stop: float
    other: int


def pack(film: FilmPrints, every: float = 0.0) -> bytes:
    """Return what is kept, of one frame in `every` seconds.

    Without a frame that is good for matching only the same file is found again.
    """
    size = _BYTES * film.wide
    good = [place for place in _thinned(film.seconds, every) if film.qualities[place] >= RELIABLE]
    quality = int(np.median([film.qualities[place] for place in good])) if good else 0
    frames = b"".join(film.hashes[place * size : (place + 1) * size] for place in good)
    seconds = tuple(film.seconds[place] for place in good)
    return msgspec.msgpack.encode(Video(film.md5, seconds, frames, quality, film.wide))


def _thinned(seconds: tuple[float, ...], every: float) -> Iterator[int]:
    due = 0.0
    for place, second in enumerate(seconds):
        if second + 1e-6 >= due:
            yield place
            due = (second // every + 1) * every if every else 0.0


def unpack(packed: bytes) -> Video:
    """Return what `pack` packed. Raises ValueError on anything else."""
    try:
        video = msgspec.msgpack.decode(packed, type=Video)
    except msgspec.MsgspecError:
        raise ValueError("no packed video") from None
    if video.wide < 1 or len(video.frames) != _BYTES * video.wide * len(video.seconds):
        raise ValueError("no packed video of this format")
    return video


def frames_near(video: Video, others: Hashes, owners: npt.NDArray[np.int64]) -> NearFrames | None:
    """Compare a private video with hashes of frames or pictures.

    Hashes with the same number in `owners` (0 to n-1) are of one frame or picture.
    """
    mine, theirs, near = pairs(video.hashes, others, FRAME_LIMIT)
    return _judge(video, mine // video.wide, owners[theirs], near, int(owners.max(initial=-1)) + 1)


def films_near(video: Video, other: Video) -> tuple[NearFrames, Run | None] | None:
    """Compare two videos: frames of one in any form, also mirrored, with whole ones of the other.

    Two cropped forms are not compared: what is cropped twice says less.
    """
    count = len(other.seconds)
    there, here, bits = pairs(video.whole, _with_mirrored(other.hashes), FRAME_LIMIT)
    cropped, plain, near = pairs(video.hashes, _with_mirrored(other.whole), FRAME_LIMIT)
    flip, spot = np.divmod(here, count * other.wide)
    flipped, frame = np.divmod(plain, count)
    seeds = Seeds(
        np.concatenate([there, cropped // video.wide]),
        np.concatenate([spot // other.wide, frame]),
        np.concatenate(
            [
                4 * (spot % other.wide) + 2 * flip + 1,
                4 * (cropped % video.wide) + 2 * flipped,
            ]
        ),
    )
    found = _judge(video, seeds.mine, seeds.theirs, np.concatenate([bits, near]), count)
    if found is None:
        return None

    def sides(form: int) -> tuple[Hashes, Hashes]:
        kind, flip, of_other = form // 4, form // 2 % 2, form % 2
        mine = video.whole if of_other else video.hashes[kind :: video.wide]
        theirs = other.hashes[kind :: other.wide] if of_other else other.whole
        return mine, mirrored(theirs) if flip else theirs

    return found, longest_run(video.seconds, other.seconds, seeds, sides)


def _judge(
    video: Video,
    mine: npt.NDArray[np.int64],
    theirs: npt.NDArray[np.int64],
    near: npt.NDArray[np.int16],
    count: int,
) -> NearFrames | None:
    if not near.size:
        return None
    frames = np.unique(mine)
    seconds = np.array(video.seconds)[frames]
    return NearFrames(
        of_private=frames.size / len(video.seconds),
        of_other=np.unique(theirs).size / count,
        distance=int(np.median(near)),
        second=video.seconds[int(mine[int(near.argmin())])],
        start=float(seconds.min()),
        stop=float(seconds.max()),
        other=int(theirs.min()),
    )


def _with_mirrored(hashes: Hashes) -> Hashes:
    return np.concatenate([hashes, mirrored(hashes)])


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
