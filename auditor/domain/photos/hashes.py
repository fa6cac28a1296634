"""What `auditor hash` makes of one file: every hash that is compared somewhere."""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import RELIABLE, Pdq


@dataclass(frozen=True, slots=True)
class SecondOpinions:
    """Hashes of the imagehash package on the 512-px thumbnail.

    16 hex digits each, 11 for `colorhash`. `crop_resistant` holds one hash for each segment of the
    picture; None if it was not asked for.
    """

    phash: str
    dhash: str
    whash: str
    colorhash: str
    crop_resistant: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """PDQ of one picture of a video, at `second` seconds from its start; quality 0-100."""

    second: float
    hash: str
    quality: int

    @property
    def reliable(self) -> bool:
        """Whether the hash is good for matching."""
        return self.quality >= RELIABLE


@dataclass(frozen=True, slots=True)
class VideoHashes:
    """vPDQ of a video, about one frame a second, and the MD5 of the file.

    The MD5 is what StopNCII takes of a video.
    """

    md5: str
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True, repr=False)
class FilmPrints:
    """What finds copies of a film: `wide` hashes of 32 bytes for each frame, at `seconds`.

    The first of each frame is of the whole frame, `qualities` (0-100) are of that.
    """

    md5: str
    seconds: tuple[float, ...]
    qualities: tuple[int, ...]
    hashes: bytes
    wide: int


@dataclass(frozen=True, slots=True)
class FileHashes:
    """The hashes of one file; `error` says in words for a person why some are missing."""

    md5: str | None = None
    sha256: str | None = None
    pdq: Pdq | None = None
    second_opinions: SecondOpinions | None = None
    video: VideoHashes | None = None
    film: FilmPrints | None = None
    error: str | None = None
