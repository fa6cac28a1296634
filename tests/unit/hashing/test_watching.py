"""Private images as bytes: packed, compared, and told from others."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from auditor.domain.photos.facts import RELIABLE
from auditor.domain.photos.hashes import FilmPrints
from auditor.domain.private import PrivateEntry, PrivateImage, PrivateKind
from auditor.hashing.match.match import distances, from_hex
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.private import packed as watching
from auditor.hashing.private import videos
from auditor.hashing.private.films import Reel
from tests.contract.vault_making import at
from tests.fakes.pictures import Rgb, drawn
from tests.rows import each_row


def image(packed: bytes, kind: PrivateKind = PrivateKind.PICTURE) -> PrivateImage:
    return PrivateImage(PrivateEntry("0" * 8, "blue", kind, at(0)), packed)


def video(*names: str, md5: str = "a" * 32, flip: bool = False, quality: int = 90) -> bytes:
    shown = [flipped(drawn(name.encode())) if flip else drawn(name.encode()) for name in names]
    hashes = bytes.fromhex("".join(pdq(picture).hash for picture in shown))
    seconds = tuple(float(second) for second in range(len(shown)))
    return watching.video_of(FilmPrints(md5, seconds, (quality,) * len(shown), hashes, 1))


def flipped(picture: Rgb) -> Rgb:
    return np.ascontiguousarray(picture[:, ::-1])


PICTURE = image(watching.variants_of(drawn(b"private")))
VIDEO = image(video("a", "b", "c", "d"), PrivateKind.VIDEO)


@each_row(
    ("edited", "words"),
    [
        (drawn(b"private"), "as it is"),
        (flipped(drawn(b"private")), "mirrored"),
        (np.ascontiguousarray(np.rot90(drawn(b"private"))), "turned"),
        (np.pad(drawn(b"private"), ((12, 12), (0, 0), (0, 0))), "as it is"),
    ],
)
def test_a_copy_is_found_and_explained(edited: Rgb, words: str) -> None:
    (seen,) = watching.compare([PICTURE], watching.candidate_of(edited))
    assert seen is not None
    assert seen.confirmed
    assert seen.distance <= 31
    assert words in seen.variant or "crop" in seen.variant
    assert min(seen.quality, seen.private_quality) >= RELIABLE


def test_another_picture_is_not_told() -> None:
    assert watching.compare([PICTURE, VIDEO], watching.candidate_of(drawn(b"another"))) == [
        None,
        None,
    ]


def test_stored_hashes_are_a_first_look() -> None:
    same, other = pdq(drawn(b"private")).dihedral, pdq(drawn(b"another")).dihedral
    ((place, distance, _variant),) = watching.near_prints(PICTURE.packed, [other, (), same])
    assert (place, distance <= 31) == (2, True)
    assert watching.near_prints(PICTURE.packed, [(), ()]) == ()


def test_videos_match_by_the_file_or_the_share_of_their_frames() -> None:
    def seen(other: bytes) -> watching.NearestVariant:
        (found,) = watching.compare_video([VIDEO], other)
        assert found is not None
        return found

    assert seen(video("x", "y")).variant == "the same file"
    assert seen(video("a", "b", "c", "d", md5="b")).confirmed
    assert seen(video("a", "b", md5="b")).confirmed  # all of the other one
    assert seen(video("a", "b", "c", "d", md5="b", flip=True)).confirmed
    partly = seen(video("a", "x", "y", "z", md5="b"))
    assert not partly.confirmed
    assert "25%" in partly.variant
    assert "seconds 0 to 0" in partly.variant
    assert watching.compare_video([VIDEO, PICTURE], video("x", "y", md5="b")) == [None, None]


def test_a_frame_as_a_picture_and_a_picture_as_a_frame_are_possible_only() -> None:
    (seen,) = watching.compare([VIDEO], watching.candidate_of(drawn(b"b")))
    assert seen is not None
    assert not seen.confirmed
    assert "1 s" in seen.variant
    (seen,) = watching.compare_video([PICTURE], video("x", "private"))
    assert seen is not None
    assert not seen.confirmed


def test_frames_that_are_not_reliable_are_not_kept() -> None:
    plain = video("a", "b", quality=30)
    assert videos.unpack(plain).seconds == ()
    assert watching.quality_of(PrivateKind.VIDEO, plain) == 0
    (seen,) = watching.compare_video([image(plain, PrivateKind.VIDEO)], plain)
    assert seen is not None
    assert seen.variant == "the same file"
    assert watching.compare_video([image(plain, PrivateKind.VIDEO)], video("a", md5="b")) == [None]


@each_row("name", ["1", "2", "3", "4"])
def test_mirrored_bits_are_near_the_mirrored_picture(name: str) -> None:
    picture = drawn(name.encode())
    guessed = videos.mirrored(from_hex([pdq(picture).hash]))
    assert (
        int(distances(guessed[0], from_hex([pdq(flipped(picture)).hash]))[0]) <= videos.FRAME_LIMIT
    )


@each_row("kind", list(PrivateKind))
@each_row("broken", [b"", b"\x01", b"\x90" * 40])
def test_broken_bytes_are_refused(kind: PrivateKind, broken: bytes) -> None:
    with pytest.raises(ValueError, match="no packed"):
        watching.check(kind, broken)


def test_the_same_picture_is_known_in_another_size() -> None:
    small = watching.variants_of(np.ascontiguousarray(drawn(b"private")[::2, ::2]))
    assert watching.same(PrivateKind.PICTURE, PICTURE.packed, small)
    assert not watching.same(
        PrivateKind.PICTURE, PICTURE.packed, watching.variants_of(drawn(b"another"))
    )
    assert not watching.same(PrivateKind.VIDEO, VIDEO.packed, video("a", "b", "c", "d", md5="b"))


def reel(
    name: str,
    shift: float = 0.0,
    part: slice = slice(None),
    border: int = 0,
    screen: Rgb | None = None,
) -> bytes:
    """Return what is kept of 40 frames of a picture that moves, ten a second."""
    taken = Reel()
    picture = np.concatenate([drawn(f"{name}{number}".encode()) for number in range(3)])
    height = picture.shape[0] // 3
    for number in range(40):
        second = number / 10
        if number < shift * 10 or not taken.wants(second - shift):
            continue
        top = int(second / 8 * height)
        shot = picture[top : top + height][part, part]
        if border:
            shot = np.pad(shot, ((border, border), (0, 0), (0, 0)))
        if screen is not None:
            around = screen.copy()
            around[100 : 100 + len(shot), : shot.shape[1]] = shot
            shot = around
        taken.take(second - shift, np.ascontiguousarray(shot))
    told = f"{name}{shift}{part}{border}{screen is None}"
    return watching.video_of(taken.prints(told.ljust(32, "0")))


@pytest.mark.parametrize(
    ("shift", "part", "border"),
    [
        *((shift, slice(None), 0) for shift in (0.1, 0.3, 0.5, 0.7)),
        (0.0, slice(8, -8), 0),
        (0.0, slice(None), 40),
        (0.5, slice(None), 40),
    ],
)
def test_a_film_is_found_shifted_cropped_and_framed(shift: float, part: slice, border: int) -> None:
    kept = image(reel("film"), PrivateKind.VIDEO)
    (seen,) = watching.compare_video([kept], reel("film", shift, part, border))
    assert seen is not None
    assert seen.confirmed
    assert watching.compare_video([kept], reel("other")) == [None]


def test_a_film_is_found_on_a_screen_whose_signs_stay() -> None:
    kept = image(reel("film"), PrivateKind.VIDEO)
    screen = np.zeros((300, 128, 3), np.uint8)
    screen[:96] = drawn(b"what stands above")
    screen[230:290] = drawn(b"what stands below")[:60]
    (seen,) = watching.compare_video([kept], reel("film", screen=screen))
    assert seen is not None
    assert seen.confirmed
    (other,) = watching.compare_video([kept], reel("another", screen=screen))
    assert other is None


def test_a_long_film_keeps_no_more_than_a_short_one() -> None:
    taken = Reel()
    shot = np.ascontiguousarray(drawn(b"film"))
    count = 0
    for quarter in range(2000):
        if taken.wants(quarter / 4):
            taken.take(quarter / 4, shot)
            count += 1
    assert count < 1200
    assert len(taken.prints("0" * 32).seconds) <= 480


def test_what_an_earlier_version_kept_is_still_compared() -> None:
    old = msgspec.msgpack.decode(VIDEO.packed)[:4]
    kept = image(msgspec.msgpack.encode(old), PrivateKind.VIDEO)
    assert watching.less_kept(PrivateKind.VIDEO, kept.packed, reel("film"))
    assert not watching.less_kept(PrivateKind.VIDEO, reel("film"), reel("film"))
    assert not watching.outdated(PrivateKind.PICTURE, PICTURE.packed)
    (seen,) = watching.compare_video([kept], video("a", "b", "c", "d", md5="b"))
    assert seen is not None
    assert seen.confirmed
