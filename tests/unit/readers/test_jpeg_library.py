"""JPEG written anew by libjpeg: the bytes of the slow way, and a proof that decoding bears out."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.domain.hardening import Wishes
from auditor.domain.photos.picture_contents import Box
from auditor.readers.clean_copy import harden as hardening
from auditor.readers.clean_copy.cover import CoveredBoxes
from auditor.readers.clean_copy.covered_blocks import whole_units
from auditor.readers.clean_copy.harden import harden
from auditor.readers.clean_copy.jpeg import rewrite as rewriting
from auditor.readers.clean_copy.jpeg import segments as segmenting
from auditor.readers.clean_copy.jpeg.frame import BlockGrid, ColourForm, JpegFrame
from auditor.readers.clean_copy.jpeg.library import binding
from auditor.readers.clean_copy.jpeg.library import transcode as transcoding
from auditor.readers.clean_copy.jpeg.library.binding import READING, Library, LibraryError
from auditor.readers.clean_copy.jpeg.library.transcode import transcode
from auditor.readers.clean_copy.jpeg.rewrite import rewrite, rewrite_slowly
from auditor.readers.clean_copy.jpeg.segments import segments
from auditor.readers.clean_copy.proof.leftovers import leftovers
from auditor.readers.jobs import HardenJob
from tests.rows import each_row
from tests.unit.readers import laden
from tests.unit.readers.planted import jpeg
from tests.unit.readers.test_jpeg_bytes import made, shown

pytestmark = pytest.mark.skipif(
    binding.libjpeg() is None, reason="Pillow brings no libjpeg that can be called"
)
SEQUENTIAL = st.fixed_dictionaries(
    {
        "quality": st.integers(1, 100),
        "subsampling": st.integers(0, 2),
        "progressive": st.booleans(),
        "optimize": st.booleans(),
        "restart_marker_blocks": st.sampled_from([0, 1, 5]),
    }
)


@given(
    st.integers(1, 70),
    st.integers(1, 70),
    st.sampled_from(["RGB", "L"]),
    st.integers(0, 90),
    SEQUENTIAL,
)
def test_it_gives_the_bytes_of_the_slow_way(
    width: int, height: int, mode: str, noise: int, options: dict[str, Any]
) -> None:
    data = made(width, height, noise=noise, mode=mode, **options)
    copy = transcode(data)
    assert copy == rewrite_slowly(data)
    assert np.array_equal(shown(copy), shown(data))
    assert transcode(copy) == copy


@each_row("name", jpeg.PLACES)
def test_planted_bytes_are_refused_or_gone(name: str) -> None:
    data = jpeg.PLACES[name][0]()
    try:
        copy = transcode(data)
    except ValueError:
        return
    assert copy == rewrite_slowly(data)


def test_most_planted_files_need_no_slow_way() -> None:
    """Else the test above would show little."""

    def is_done(data: bytes) -> bool:
        try:
            transcode(data)
        except ValueError:
            return False
        return True

    assert sum(is_done(make()) for make, _mark in jpeg.PLACES.values()) > len(jpeg.PLACES) / 2


@given(st.data())
def test_damage_is_refused_or_the_same_to_every_decoder(data: st.DataObject) -> None:
    whole = made(40, 24, quality=70, progressive=data.draw(st.booleans()), restart_marker_blocks=2)
    changed = bytearray(whole)
    for _change in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        copy = transcode(bytes(changed))
    except ValueError:
        return
    assert np.array_equal(shown(copy), shown(bytes(changed)))
    assert transcode(copy) == copy


def flipped(copy: bytes, place: int, bit: int) -> bytes:
    return copy[:place] + bytes((copy[place] ^ 1 << bit,)) + copy[place + 1 :]


def with_components(copy: bytes, numbers: bytes) -> bytes:
    """Other numbers of components, and no JFIF that would say how colours are taken."""
    frame, scan = copy.index(b"\xff\xc0") + 10, copy.index(b"\xff\xda") + 5
    changed = bytearray(copy)
    for place, number in enumerate(numbers):
        changed[frame + 3 * place] = changed[scan + 2 * place] = number
    return bytes(changed[:2] + changed[2 + 18 :])


def adobe(copy: bytes, transform: int) -> bytes:
    return copy[:2] + jpeg.segment(0xEE, segmenting.ADOBE + bytes((transform,))) + copy[20:]


def quantizer(copy: bytes) -> bytes:
    place = copy.index(b"\xff\xdb") + 5
    return copy[:place] + bytes((copy[place] + 1,)) + copy[place + 1 :]


def size(copy: bytes) -> bytes:
    place = copy.index(b"\xff\xc0") + 8
    return copy[:place] + bytes((copy[place] - 1,)) + copy[place + 1 :]


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "a bit of the scan": lambda copy: flipped(copy, len(copy) - 300, 3),
    "a bit at its end": lambda copy: flipped(copy, len(copy) - 4, 7),
    "a quantizer": quantizer,
    "numbers of components": lambda copy: with_components(copy, b"RGB"),
    "colours as Adobe stores them": lambda copy: adobe(copy, 0),
    "the size": size,
    "its last bytes": lambda copy: copy[:-40] + copy[-2:],
    "sampling": lambda copy: copy.replace(b"\x01\x22\x00", b"\x01\x21\x00", 1),
    "a Huffman table": lambda copy: flipped(copy, copy.index(b"\xff\xc4") + 25, 0),
}


@each_row("name", TAMPERED)
def test_a_copy_that_is_another_picture_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = made(120, 88, noise=30, quality=80)
    good = transcode(source)
    other = TAMPERED[name](good)
    assert other != good
    assert not np.array_equal(picture_of(other), picture_of(source))
    monkeypatch.setattr(transcoding, "assembled", lambda *_told: other)
    with pytest.raises(ValueError):  # noqa: PT011 - whoever finds it says so in own words
        transcode(source)


def picture_of(data: bytes) -> npt.NDArray[np.uint8]:
    try:
        return shown(data)
    except OSError:
        return np.zeros((0, 0, 3), np.uint8)


@given(st.data())
def test_the_proof_accepts_only_what_decoding_says_is_equal(data: st.DataObject) -> None:
    source = made(24, 24, noise=20, quality=60)
    good = transcode(source)
    place = data.draw(st.integers(2, len(good) - 3))
    other = flipped(good, place, data.draw(st.integers(0, 7)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transcoding, "assembled", lambda *_told: other)
        try:
            assert transcode(source) == other
        except ValueError:
            return
    assert np.array_equal(shown(other), shown(source))


@each_row("added", [b"\xff\xfe\0\x05abc", b"\xff\xe2\0\x05abc", b"\xff\xdd\0\4\0\7"])
def test_what_is_proven_is_still_looked_at(added: bytes) -> None:
    copy = transcode(laden.jpeg())
    assert leftovers(copy, b"", signed=False, exiftool=False, proven=copy) == ()
    more = copy[:2] + added + copy[2:]
    assert leftovers(more, b"", signed=False, exiftool=False, proven=more)


def test_a_profile_that_is_dropped_is_looked_at_first() -> None:
    data = laden.jpeg(profile=laden.odd_profile())
    copy, reason = harden(data, HardenJob(len(data), Wishes(), exiftool=False, seconds=9))
    assert copy is not None, reason
    assert copy.ending == "png"


def test_scans_that_are_missing_are_not_smoothed_away() -> None:
    """A decoder smooths a picture whose finer bits are still to come, but not its copy."""
    whole = made(120, 88, noise=30, quality=80, progressive=True)
    ends = [found.end for found in segments(whole) if found.marker == segmenting.SCAN]
    for end in ends[:-1]:
        cut = whole[:end] + b"\xff\xd9"
        with pytest.raises(ValueError, match="not made as most are"):
            transcode(cut)
    assert transcode(whole[: ends[-1]] + b"\xff\xd9") == transcode(whole)


def test_colours_are_those_of_the_first_scan() -> None:
    """Decoders have chosen when later segments come."""
    whole = made(40, 40, noise=30, quality=80, progressive=True)
    end = next(found.end for found in segments(whole) if found.marker == segmenting.SCAN)
    late = whole[:end] + jpeg.segment(0xEE, segmenting.ADOBE + b"\0") + whole[end:]
    late = late[:2] + late[20:]  # no JFIF
    copy = transcode(late)
    assert np.array_equal(shown(copy), shown(late))


def test_an_error_that_it_cannot_go_on_from_costs_nothing() -> None:
    def read_nonsense(library: Library) -> None:
        state = library.start(READING)
        library.call.jpeg_mem_src(state, b"no JPEG", 7)
        library.call.jpeg_read_header(state, 1)

    for _time in range(3):
        with pytest.raises(LibraryError):
            binding.guarded(read_nonsense)
    assert transcode(laden.jpeg()) == rewrite_slowly(laden.jpeg())


def test_another_layout_than_the_known_one_is_refused() -> None:
    def start(library: Library) -> None:
        library.start(READING + 8)

    with pytest.raises(LibraryError):
        binding.guarded(start)


def test_what_is_raised_within_comes_out() -> None:
    def fail(_frame: JpegFrame, _colour: ColourForm, _blocks: Sequence[BlockGrid]) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        transcode(laden.jpeg(), fail)


def test_without_room_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_told: object) -> None:
        raise MemoryError

    monkeypatch.setattr("auditor.readers.clean_copy.jpeg.library.coefficients.np.empty", full)
    with pytest.raises(MemoryError):
        transcode(laden.jpeg())


def test_without_room_for_a_thread_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_thread: threading.Thread) -> None:
        raise RuntimeError

    monkeypatch.setattr(threading.Thread, "start", full)
    with pytest.raises(MemoryError):
        transcode(laden.jpeg())


@pytest.mark.parametrize("data", [laden.jpeg(), laden.jpeg(progressive=True), laden.jpeg(mode="L")])
def test_without_the_library_a_copy_is_the_same(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = HardenJob(len(data), Wishes(), exiftool=False, seconds=60)
    with_it = harden(data, job)
    assert rewrite(data).read_back
    monkeypatch.setattr(binding, "libjpeg", lambda: None)
    assert not rewrite(data).read_back
    assert harden(data, job) == with_it


def test_a_copy_is_made_without_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    data = laden.jpeg()
    monkeypatch.setattr(hardening, "picture", lambda *_told: pytest.fail("decoded"))
    monkeypatch.setattr(rewriting, "read_picture", lambda _data: pytest.fail("read slowly"))
    copy, reason = harden(data, HardenJob(len(data), Wishes(), exiftool=False, seconds=60))
    assert copy is not None, reason


def test_large_values_are_refused_before_libjpeg_would_give_up() -> None:
    def enlarge(_frame: JpegFrame, _colour: ColourForm, blocks: Sequence[BlockGrid]) -> None:
        blocks[0][0, 0, 0] = 2000
        blocks[0][0, 1, 0] = -2000

    with pytest.raises(LibraryError):
        transcode(laden.jpeg(), enlarge)


@given(st.lists(st.sampled_from([b"\xff", b"\0", b"\xd0", b"\xda", b"a"]), max_size=60), st.data())
def test_the_end_of_a_scan_is_where_a_marker_stands(
    pieces: list[bytes], data: st.DataObject
) -> None:
    body = b"".join(pieces)
    found = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL).search(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segmenting, "_FIRST_PIECE", data.draw(st.integers(1, 8)))
        assert segmenting._end_of_scan(body, 0) == (found.start() if found else len(body))


@each_row("subsampling", [0, 1, 2])
@each_row("mode", ["RGB", "L"])
def test_a_cover_leaves_all_other_blocks_as_they_are(
    mode: str, subsampling: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made(200, 150, noise=40, quality=85, mode=mode, subsampling=subsampling)
    place = CoveredBoxes(faces=(Box(20, 30, 40, 20),), text=(Box(150, 120, 50, 30),))
    monkeypatch.setattr(hardening, "places", lambda *_asked: place)
    job = HardenJob(len(data), Wishes(0, True, True), exiftool=False, seconds=60)
    copy, reason = harden(data, job)
    assert copy is not None, reason
    assert (copy.ending, copy.faces, copy.text) == ("jpg", 1, 1)
    (frame, before), (_frame, after) = coefficients(data), coefficients(copy.data)
    wide = max(component.h for component in frame.components)
    high = max(component.v for component in frame.components)
    for component, mine, other in zip(frame.components, after, before, strict=True):
        touched = np.zeros(mine.shape[:2], bool)
        for box in (*place.faces, *place.text):
            units = whole_units(box, frame)
            left, top = units.x * component.h // wide // 8, units.y * component.v // high // 8
            right = left + units.width * component.h // wide // 8
            touched[top : top + units.height * component.v // high // 8, left:right] = True
        assert np.array_equal(mine[~touched], other[~touched])
        assert not mine[-1, -1, 1:].any()  # one colour over the words


def test_a_box_becomes_the_units_that_it_touches() -> None:
    frame, _blocks = coefficients(made(64, 64, subsampling=2))
    assert whole_units(Box(20, 33, 12, 15), frame) == Box(16, 32, 16, 16)
    assert whole_units(Box(20, 33, 13, 16), frame) == Box(16, 32, 32, 32)


def coefficients(data: bytes) -> tuple[JpegFrame, list[BlockGrid]]:
    found: list[tuple[JpegFrame, list[BlockGrid]]] = []

    def keep(frame: JpegFrame, _colour: ColourForm, blocks: Sequence[BlockGrid]) -> None:
        found.append((frame, [held.copy() for held in blocks]))

    transcode(data, keep)
    return found[0]
