"""A kept JPEG is written anew: every byte of it is accounted for, and it is the same picture."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from auditor.domain.hardening import Wishes
from auditor.readers.clean_copy.harden import NOTICE, harden
from auditor.readers.clean_copy.jpeg import read as jpeg_reading
from auditor.readers.clean_copy.jpeg.read import read_picture
from auditor.readers.clean_copy.jpeg.rewrite import rewritten
from auditor.readers.clean_copy.jpeg.segments import segments
from auditor.readers.clean_copy.proof.leftovers import leftovers
from auditor.readers.jobs import HardenJob
from tests.fakes.pictures import drawn
from tests.rows import each_row
from tests.unit.readers import laden
from tests.unit.readers.plain_jpeg import read
from tests.unit.readers.planted import jpeg

Rgb = npt.NDArray[np.uint8]


def made(width: int, height: int, *, noise: int = 0, mode: str = "RGB", **options: Any) -> bytes:
    image = Image.fromarray(drawn(b"bytes")).resize((width, height))
    values = np.asarray(image).astype(np.int16)
    values = values + np.random.default_rng(3).integers(-noise, noise + 1, values.shape)
    image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).convert(mode)
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def shown(data: bytes) -> Rgb:
    with Image.open(io.BytesIO(data)) as opened:
        return np.asarray(opened)


SIZES = ((1, 1), (17, 33))


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("restart", [0, 3])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("quality", [5, 75, 100])
def test_every_byte_is_accounted_for(
    quality: int, mode: str, restart: int, progressive: bool
) -> None:
    for size in SIZES:
        for subsampling in (0, 2):
            data = made(
                *size,
                noise=40,
                mode=mode,
                quality=quality,
                subsampling=subsampling,
                progressive=progressive,
                restart_marker_blocks=restart,
            )
            copy = rewritten(data, b"")
            assert np.array_equal(shown(copy), shown(data))
            assert rewritten(copy, b"") == copy
            assert read(copy).strange == []


@each_row("name", jpeg.PLACES)
def test_the_slow_reader_finds_nothing_in_a_copy(name: str) -> None:
    data = jpeg.PLACES[name][0]()
    job = HardenJob(len(data), Wishes(notice=False), exiftool=False, seconds=60)
    copy, reason = harden(data, job)
    assert copy is not None, reason
    if copy.ending == "jpg":
        assert read(copy.data).strange == []


def test_the_slow_reader_can_find_something() -> None:
    """Else the tests above would show nothing."""
    copy = rewritten(jpeg.plain(), b"")
    assert read(copy).strange == []
    assert read(copy[:-2] + b"Z\xff\xd9").strange
    assert read(copy[:2] + b"\xff\xfe\0\3a" + copy[2:]).strange
    assert read(jpeg.plain()).strange  # tables for every picture, with codes that it does not use


def test_a_copy_made_smaller_is_written_in_the_same_way() -> None:
    data = jpeg.plain()
    job = HardenJob(len(data), Wishes(max_side=64, notice=False), exiftool=False, seconds=60)
    copy, reason = harden(data, job)
    assert copy is not None, reason
    assert copy.ending == "jpg"
    assert read(copy.data).strange == []


@given(st.data())
def test_the_proof_sees_every_changed_byte(data: st.DataObject) -> None:
    """Whatever byte of a copy is another: it is no copy any more, or another picture."""
    copy = rewritten(made(24, 16, quality=70), NOTICE)
    place = data.draw(st.integers(0, len(copy) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda value: value != copy[place]))
    other = copy[:place] + bytes((value,)) + copy[place + 1 :]
    if not leftovers(other, NOTICE, signed=False, exiftool=False):
        assert not np.array_equal(shown(other), shown(copy))


@given(st.binary(min_size=1, max_size=9), st.data())
def test_the_proof_sees_every_added_byte(added: bytes, data: st.DataObject) -> None:
    copy = rewritten(made(24, 16, quality=70), NOTICE)
    place = data.draw(st.integers(0, len(copy)))
    other = copy[:place] + added + copy[place:]
    if not leftovers(other, NOTICE, signed=False, exiftool=False):
        assert not np.array_equal(shown(other), shown(copy))


@given(st.data())
def test_damage_is_told_or_gone(data: st.DataObject) -> None:
    """No damaged file breaks the reader, and what comes out is always written in the one way."""
    whole = laden.jpeg(progressive=data.draw(st.booleans()))
    changed = bytearray(whole)
    for _change in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        copy = rewritten(bytes(changed), b"")
    except ValueError:
        return
    assert rewritten(copy, b"") == copy


def test_blocks_beyond_the_picture_hold_nothing() -> None:
    """Cut without loss, a JPEG keeps what was cut off in its last blocks."""
    whole = made(128, 96, noise=60, quality=90, subsampling=2)
    frame = whole.index(b"\xff\xc0") + 7
    cut = whole[:frame] + (113).to_bytes(2, "big") + whole[frame + 2 :]
    copy = rewritten(cut, b"")
    assert np.array_equal(shown(copy), shown(cut))
    frame = copy.index(b"\xff\xc0") + 7
    wide = shown(copy[:frame] + (128).to_bytes(2, "big") + copy[frame + 2 :])
    beyond = np.asarray(Image.fromarray(wide[:, 120:]).convert("L")).astype(np.int16)
    assert np.abs(np.diff(beyond[:8], axis=1)).max() <= 12  # of the chroma, which has one block


def cut(whole: bytes, width: int, height: int) -> bytes:
    """Make a JPEG show less than it holds, as programs that cut without loss do."""
    place = whole.index(b"\xff\xc0") + 5
    return whole[:place] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + whole[place + 4 :]


def frame_of_white(width: int, height: int) -> bytes:
    """A photo with white beyond its right half."""
    values = np.array(Image.fromarray(drawn(b"white")).resize((width, height))) // 2
    values[:, width // 2 :] = 255
    out = io.BytesIO()
    Image.fromarray(values).save(out, "JPEG", quality=85)
    return out.getvalue()


def test_what_was_cut_off_without_loss_is_not_kept() -> None:
    whole = frame_of_white(128, 96)
    hidden = cut(frame_of_white(122, 96), 59, 96)  # white begins at 61, in the last block of 64
    for data, ending in ((whole, "jpg"), (hidden, "png")):
        job = HardenJob(len(data), Wishes(notice=False), exiftool=False, seconds=60)
        copy, reason = harden(data, job)
        assert copy is not None, reason
        assert copy.ending == ending
        assert np.array_equal(shown(copy.data), shown(data))


@each_row("quality", [30, 60, 90])
@each_row("subsampling", [0, 2])
def test_what_an_encoder_filled_in_is_kept(quality: int, subsampling: int) -> None:
    data = made(101, 77, quality=quality, subsampling=subsampling)
    job = HardenJob(len(data), Wishes(notice=False), exiftool=False, seconds=60)
    copy, reason = harden(data, job)
    assert copy is not None, reason
    assert copy.ending == "jpg"


def test_what_would_take_long_is_known_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = laden.jpeg(progressive=True)
    read_picture(whole)
    refining = sum(len(each.scan) for each in segments(whole) if each.body[-1:] > b"\x0f")
    monkeypatch.setattr(jpeg_reading, "_MOST_REFINING", refining // 2)
    monkeypatch.setattr(jpeg_reading, "_read_scan", lambda *_told: pytest.fail("a scan was read"))
    with pytest.raises(ValueError, match="too long"):
        read_picture(whole)
