"""The private hash list and the pictures it is compared with, as bytes.

What goes over pipes and into the vault, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import RELIABLE
from auditor.domain.photos.hashes import FilmPrints
from auditor.domain.private import PrivateImage, PrivateKind
from auditor.hashing.match.match import from_hex, pairs
from auditor.hashing.pdq.reduced import EDGE
from auditor.hashing.private import candidate as candidates
from auditor.hashing.private import compare as watch
from auditor.hashing.private import variants, videos
from auditor.hashing.private.candidate import Candidate
from auditor.hashing.private.films import WIDE
from auditor.hashing.private.parts.marks import PartMarks
from auditor.hashing.private.trim import Trim
from auditor.hashing.private.variants import PLAN, Variants
from auditor.messages import N_, _

__all__ = [
    "NearestVariant",
    "UnpackedList",
    "candidate_of",
    "check",
    "compare",
    "compare_video",
    "kept_video_of",
    "less_kept",
    "near_prints",
    "outdated",
    "quality_of",
    "same",
    "variants_of",
    "video_of",
]

_PLAIN_LIMIT = 31
"""Distance up to which a hit that the second stage could not confirm is still told
(pdq/README.md)."""
_KEPT_EVERY_S = 0.25
_TURNED, _BOTH = N_("turned"), N_("turned and mirrored")
_FORMS = ("", _TURNED, _TURNED, _TURNED, _BOTH, N_("mirrored"), _BOTH, _BOTH)
"""What the forms of windows.FORMS are in words for a person."""

Rgb = npt.NDArray[np.uint8]


class _Packed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A candidate: hashes and luma as the arrays' bytes, and trims.

    Trims are (tilt, top, bottom, left, right).
    """

    hashes: bytes
    trims: tuple[tuple[float, float, float, float, float], ...]
    luma: bytes
    aspect: float
    quality: int
    marks: bytes

    def __repr__(self) -> str:
        return "_Packed(***)"


@dataclass(frozen=True, slots=True)
class NearestVariant:
    """How near a picture is to a private one.

    Which variant, how many of 256 bits differ, and whether the second stage agrees.
    """

    distance: int
    variant: str
    confirmed: bool
    quality: int
    private_quality: int


def variants_of(rgb: Rgb) -> bytes:
    """Return all that is kept of a private picture.

    `rgb` is height x width x 3, uint8; 512 px are enough.
    """
    return variants.of(rgb).to_bytes()


def video_of(film: FilmPrints) -> bytes:
    """Return all that is compared of a video."""
    return videos.pack(film)


def kept_video_of(film: FilmPrints) -> bytes:
    """Return all that is kept of a private video: half as many frames as of another.

    The other one has a frame near in time to each of them, wherever it starts.
    """
    return videos.pack(film, _KEPT_EVERY_S)


def check(kind: PrivateKind, packed: bytes) -> None:
    """Raise ValueError unless `packed` is what is kept of an image of that kind."""
    quality_of(kind, packed)


def quality_of(kind: PrivateKind, packed: bytes) -> int:
    """Return PDQ's quality (0-100) of a private picture, the median of the frames of a video.

    Raises ValueError.
    """
    match kind:
        case PrivateKind.PICTURE:
            return Variants.from_bytes(packed).quality
        case PrivateKind.VIDEO:
            return videos.unpack(packed).quality


def outdated(kind: PrivateKind, packed: bytes) -> bool:
    """Whether less is kept of an image than this version would keep. Raises ValueError."""
    match kind:
        case PrivateKind.PICTURE:
            return Variants.is_older(packed)
        case PrivateKind.VIDEO:
            kept = videos.unpack(packed)
            return bool(kept.seconds) and kept.wide < WIDE


def same(kind: PrivateKind, packed: bytes, other: bytes) -> bool:
    """Whether two entries are of one picture, in whatever size and quality, or of one video file.

    Raises ValueError.
    """
    match kind:
        case PrivateKind.PICTURE:
            first, second = Variants.from_bytes(packed), Variants.from_bytes(other)
            return bool(
                int(np.bitwise_count(first.hashes[0] ^ second.hashes[0]).sum()) <= _PLAIN_LIMIT
            )
        case PrivateKind.VIDEO:
            return videos.unpack(packed).md5 == videos.unpack(other).md5


def less_kept(kind: PrivateKind, known: bytes, new: bytes) -> bool:
    """Whether less is kept of an entry than `new` would keep. Raises ValueError."""
    return outdated(kind, known) and not outdated(kind, new)


def near_prints(packed: bytes, prints: Sequence[Sequence[str]]) -> tuple[tuple[int, int, str], ...]:
    """Return (place in `prints`, distance, variant) of every photo that is near a variant.

    Its PDQ hash, in any of its forms, is that of the variant.

    A first look at what is stored already: it sees no borders and has no second stage. Raises
    ValueError.
    """
    kept = Variants.from_bytes(packed)
    owners = [index for index, forms in enumerate(prints) for _form in forms]
    if not owners or kept.quality < RELIABLE:
        return ()
    rows, columns, near = pairs(
        kept.hashes, from_hex([form for forms in prints for form in forms]), _PLAIN_LIMIT
    )
    best: dict[int, tuple[int, int]] = {}
    for row, column, distance in zip(rows.tolist(), columns.tolist(), near.tolist(), strict=True):
        place = owners[column]
        best[place] = min(best.get(place, (distance, row)), (distance, row))
    return tuple(
        (place, distance, PLAN[int(kept.codes[row])].name)
        for place, (distance, row) in sorted(best.items())
    )


def candidate_of(rgb: Rgb) -> bytes:
    """Return what a picture is compared by (height x width x 3, uint8; 512 px are enough).

    About 300 kB, only ever in memory.
    """
    found = candidates.of(rgb)
    trims = tuple((trim.tilt, *trim.rows, *trim.columns) for trim in found.trims)
    packed = _Packed(
        found.hashes.astype("<u8").tobytes(),
        trims,
        found.luma.astype("<f4").tobytes(),
        found.aspect,
        found.quality,
        found.marks.to_bytes(),
    )
    return msgspec.msgpack.encode(packed)


class UnpackedList:
    """A private list laid out to be compared with many pictures.

    About 40 kB a picture of it, only ever in memory. Raises ValueError where it is no such list.
    """

    def __init__(self, private: Sequence[PrivateImage]) -> None:
        self._films = {
            place: videos.unpack(image.packed)
            for place, image in enumerate(private)
            if image.entry.kind is PrivateKind.VIDEO
        }
        self._places = [place for place in range(len(private)) if place not in self._films]
        self._pictures = watch.Known(
            [Variants.from_bytes(private[place].packed) for place in self._places]
        )

    def compare(self, candidate: bytes) -> list[NearestVariant | None]:
        """Return for each private image how near a picture is, None if it is not.

        Raises ValueError.
        """
        picture = _unpack(candidate)
        seen: dict[int, NearestVariant | None] = dict(
            zip(self._places, map(_see_match, self._pictures.match(picture)), strict=True)
        )
        owners = np.zeros(len(picture.hashes), np.int64)
        for place, film in self._films.items():
            reliable = picture.quality >= RELIABLE
            near = videos.frames_near(film, picture.hashes, owners) if reliable else None
            seen[place] = None if near is None else _see_frame(near, picture.quality, film.quality)
        return [seen[place] for place in range(len(seen))]


def compare(private: Sequence[PrivateImage], candidate: bytes) -> list[NearestVariant | None]:
    """Return what `UnpackedList.compare` does, for one picture. Raises ValueError."""
    return UnpackedList(private).compare(candidate)


def compare_video(private: Sequence[PrivateImage], video: bytes) -> list[NearestVariant | None]:
    """Return for each private image how near a video (`video_of`) is, None if it is not.

    Raises ValueError.
    """
    other = videos.unpack(video)
    return [_see_video(image, other) for image in private]


def _see_video(image: PrivateImage, other: videos.Video) -> NearestVariant | None:
    both = np.concatenate([other.hashes, videos.mirrored(other.hashes)])
    owners = np.tile(other.owners, 2)
    if image.entry.kind is PrivateKind.PICTURE:
        kept = Variants.from_bytes(image.packed)
        _rows, columns, near = pairs(kept.hashes, both, _PLAIN_LIMIT)
        if not near.size or kept.quality < RELIABLE:
            return None
        second = other.seconds[int(owners[columns[int(near.argmin())]])]
        return NearestVariant(
            int(near.min()),
            _word_frame(second),
            confirmed=False,
            quality=other.quality,
            private_quality=kept.quality,
        )
    video = videos.unpack(image.packed)
    if video.md5 == other.md5:
        return NearestVariant(
            0,
            _("the same file"),
            confirmed=True,
            quality=other.quality,
            private_quality=video.quality,
        )
    found = videos.films_near(video, other)
    if found is None:
        return None
    frames, run = found
    if run is not None and run.sure:
        share, start, stop = run.frames / len(video.seconds), run.start, run.stop
        distance, second, sure = round(run.distance), run.other, True
    else:
        share, start, stop = frames.of_private, frames.start, frames.stop
        distance, second, sure = frames.distance, other.seconds[frames.other], False
    words = _(
        "{share} of its frames, its seconds {start} to {stop}, here from {second} s on"
    ).format(share=f"{share:.0%}", start=f"{start:.0f}", stop=f"{stop:.0f}", second=f"{second:.0f}")
    return NearestVariant(distance, words, sure, other.quality, video.quality)


def _see_frame(near: videos.NearFrames, quality: int, private_quality: int) -> NearestVariant:
    return NearestVariant(
        near.distance,
        _word_frame(near.second),
        confirmed=False,
        quality=quality,
        private_quality=private_quality,
    )


def _word_frame(second: float) -> str:
    return _("a frame of the video at {second} s").format(second=f"{second:.0f}")


def _unpack(data: bytes) -> Candidate:
    packed = msgspec.msgpack.decode(data, type=_Packed)
    trims = tuple(
        Trim(tilt, (top, bottom), (left, right)) for tilt, top, bottom, left, right in packed.trims
    )
    hashes = np.frombuffer(packed.hashes, "<u8").astype(np.uint64).reshape(-1, 4)
    luma = np.frombuffer(packed.luma, "<f4").astype(np.float32).reshape(EDGE, EDGE)
    seen = PartMarks.from_bytes(packed.marks)
    return Candidate(hashes, trims, luma, packed.aspect, packed.quality, seen)


def _see_match(found: watch.Match | None) -> NearestVariant | None:
    if found is None:
        return None
    if found.marks:
        words = _(
            "{count} places of it are as in the picture; another shot of a series, or another "
            "picture of one template, may have them too"
        ).format(count=found.marks)
        # Never confirmed: marks alone do not tell shots of one series or template apart.
        return NearestVariant(
            found.distance,
            words,
            confirmed=False,
            quality=found.candidate_quality,
            private_quality=found.private_quality,
        )
    reliable = min(found.private_quality, found.candidate_quality) >= RELIABLE
    if not found.confirmed and not (reliable and found.distance <= _PLAIN_LIMIT):
        return None
    plain = found.variant.name
    turned = _(_FORMS[found.form]) if _FORMS[found.form] else ""
    words = ", ".join(word for word in (plain, turned) if word)
    return NearestVariant(
        found.distance, words, found.confirmed, found.candidate_quality, found.private_quality
    )
