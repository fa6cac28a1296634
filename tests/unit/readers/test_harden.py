"""Clean copies: nothing but the picture is left, and the picture is the picture."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from auditor.domain.hardening import CleanCopy, Wishes
from auditor.domain.photos.picture_contents import Box
from auditor.readers.clean_copy import harden as hardening
from auditor.readers.clean_copy.cover import CoveredBoxes, cover
from auditor.readers.clean_copy.harden import NOTICE, harden
from auditor.readers.clean_copy.jpeg.read import read_picture
from auditor.readers.clean_copy.jpeg.rewrite import Rewritten, rewritten
from auditor.readers.clean_copy.proof.leftovers import leftovers
from auditor.readers.jobs import HardenJob
from auditor.readers.metadata.exiftool.program import installed
from auditor.readers.metadata.read_metadata import read_metadata
from tests.fakes.pictures import drawn
from tests.rows import each_row
from tests.unit.readers import laden
from tests.unit.readers.planted.tiff import tiff

Rgb = npt.NDArray[np.uint8]

FILES = {
    "jpeg": laden.jpeg(),
    "progressive": laden.jpeg(progressive=True),
    "grey": laden.jpeg(mode="L"),
    "cmyk": laden.jpeg(mode="CMYK"),
    "turned": laden.jpeg(6),
    "srgb": laden.jpeg(profile=laden.srgb()),
    "other colours": laden.jpeg(profile=laden.odd_profile()),
    "broken profile": laden.jpeg(profile=b"no profile at all"),
    "png": laden.png(),
    "png with alpha": laden.png("RGBA"),
    "png with a palette": laden.png("P"),
    "png in grey": laden.png("L"),
    "webp": laden.webp(),
    **{kind.lower(): laden.other(kind) for kind in ("GIF", "TIFF", "BMP", "AVIF")},
}


def made(
    data: bytes,
    *,
    max_side: int = 0,
    faces: bool = False,
    text: bool = False,
    notice: bool = True,
    exiftool: bool = False,
) -> CleanCopy:
    """Return the copy; each file goes past ExifTool too in `test_nothing_is_left`."""
    wishes = Wishes(max_side, faces, text, notice=notice)
    copy, reason = harden(data, HardenJob(len(data), wishes, exiftool=exiftool, seconds=60))
    assert copy is not None, reason
    return copy


made_once = cache(made)
"""The same for what several tests look at; not where a part is replaced."""


def shown(data: bytes) -> Rgb:
    with Image.open(io.BytesIO(data)) as opened:
        return np.asarray(ImageOps.exif_transpose(opened).convert("RGB"))


def apart(first: Rgb, second: Rgb) -> int:
    assert first.shape == second.shape
    return int(np.abs(first.astype(np.int16) - second.astype(np.int16)).max())


@each_row("name", FILES)
def test_nothing_is_left(name: str) -> None:
    copy = made_once(FILES[name], exiftool=True)
    assert laden.SECRET not in copy.data
    metadata, unread = read_metadata(copy.data, file_name=None, exiftool=installed() is not None)
    assert unread == ()
    assert (metadata.gps, metadata.camera.make, metadata.description, metadata.data_mining) == (
        None,
        None,
        None,
        "PROHIBITED",
    )
    bare = made_once(FILES[name], notice=False, exiftool=True)
    assert b"DMI-" not in bare.data
    assert b"xmpmeta" not in bare.data


@each_row("name", sorted(set(FILES) - {"other colours"}))
def test_the_picture_stays(name: str) -> None:
    copy = made_once(FILES[name])
    assert copy.exact
    assert apart(shown(copy.data), shown(FILES[name])) <= 1
    assert shown(copy.data).shape[:2] == (copy.height, copy.width)


@each_row("turn", range(1, 9))
def test_every_turn(turn: int) -> None:
    data = laden.jpeg(turn)
    assert apart(shown(made_once(data).data), shown(data)) == 0


def test_a_jpeg_keeps_its_coefficients() -> None:
    copy = made_once(FILES["jpeg"], notice=False)
    assert copy.ending == "jpg"
    pairs = zip(
        read_picture(copy.data).frame.components,
        read_picture(FILES["jpeg"]).frame.components,
        strict=True,
    )
    for mine, original in pairs:
        assert np.array_equal(mine.coefficients, original.coefficients)


def test_colours_of_another_profile_are_brought_to_srgb() -> None:
    data = FILES["other colours"]
    with Image.open(io.BytesIO(data)) as opened:
        wanted = ImageCms.profileToProfile(
            opened,
            ImageCms.ImageCmsProfile(io.BytesIO(laden.odd_profile())),
            ImageCms.createProfile("sRGB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        assert wanted is not None
        before = np.asarray(opened.convert("RGB"))
    copy = made_once(data)
    assert apart(shown(copy.data), np.asarray(wanted)) <= 1
    assert apart(shown(copy.data), before) > 50


def test_what_is_transparent_is_gone() -> None:
    hidden = Image.fromarray(drawn(b"hidden")).convert("RGBA")
    alpha = Image.new("L", hidden.size, 255)
    alpha.paste(0, (10, 10, 60, 60))
    hidden.putalpha(alpha)
    for kind in ("PNG", "WEBP"):
        out = io.BytesIO()
        hidden.save(out, kind, lossless=True, exact=True)
        with Image.open(io.BytesIO(made(out.getvalue()).data)) as opened:
            pixels = np.asarray(opened.convert("RGBA"))
        assert not pixels[10:60, 10:60].any()
        assert apart(pixels[60:, :, :3], np.asarray(hidden)[60:, :, :3]) == 0


@each_row("name", ["jpeg", "png", "png with alpha", "webp", "turned"])
def test_smaller(name: str) -> None:
    copy = made_once(FILES[name], max_side=64)
    assert max(copy.width, copy.height) == 64
    assert not copy.exact
    assert shown(copy.data).shape[:2] == (copy.height, copy.width)
    assert made_once(FILES[name], max_side=4000).exact


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_nothing_is_under_transparency_of_a_smaller_copy(kind: str) -> None:
    image = Image.fromarray(drawn(b"hidden")).convert("RGBA")
    alpha = Image.new("L", image.size, 255)
    alpha.paste(0, (10, 10, 60, 60))
    image.putalpha(alpha)
    out = io.BytesIO()
    image.save(out, kind, lossless=True, exact=True)
    with Image.open(io.BytesIO(made(out.getvalue(), max_side=64).data)) as opened:
        pixels = np.asarray(opened.convert("RGBA"))
    assert not pixels[pixels[..., 3] == 0].any()
    assert (pixels[..., 3] == 0).any()


def test_a_large_webp_becomes_a_png(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardening, "_MOST_IN_WEBP", 100)
    assert made(FILES["webp"]).ending == "png"


def test_never_larger() -> None:
    assert (
        made_once(FILES["jpeg"], max_side=4000).width,
        made_once(FILES["jpeg"], max_side=128).exact,
    ) == (
        128,
        True,
    )


def test_covered_places_are_gone_and_the_rest_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    place = CoveredBoxes(faces=(Box(20, 30, 40, 20),), text=(Box(70, 5, 30, 10),))
    monkeypatch.setattr(hardening, "places", lambda *_asked: place)
    for name in ("jpeg", "webp", "turned"):
        data = FILES[name]
        copy = made(data, faces=True, text=True)
        assert (copy.faces, copy.text, copy.exact) == (1, 1, True)
        with Image.open(io.BytesIO(data)) as opened:
            kept = np.ones(np.asarray(opened).shape[:2], bool)
        if name == "jpeg":  # whole units, and the pixels that take part of their colour from them
            kept[15:65, 15:65] = kept[0:17, 63:113] = False
        else:
            kept[30:50, 20:60] = kept[5:15, 70:100] = False
        mask = np.rot90(kept, -1) if name == "turned" else kept
        difference = np.abs(shown(copy.data).astype(np.int16) - shown(data).astype(np.int16)).max(
            axis=2
        )
        assert difference[mask].max() <= 1
        assert difference[~mask].max() > 20
        assert copy.ending == {"jpeg": "jpg", "webp": "webp", "turned": "png"}[name]


@given(st.integers(0, 2**32 - 1))
def test_words_under_a_cover_cannot_be_told(seed: int) -> None:
    """A covered place holds one coarse colour.

    Two texts of one lightness become the same, but for where it is rounded.
    """
    chance = np.random.default_rng(seed)
    picture = chance.integers(0, 256, (40, 80, 3), np.uint8)
    box = Box(10, 10, 50, 12)
    covered = cover(picture, CoveredBoxes(text=(box,)))[10:22, 10:60]
    assert len(np.unique(covered.reshape(-1, 3), axis=0)) == 1
    shuffled = picture.copy()
    inside = shuffled[10:22, 10:60].reshape(-1, 3)
    shuffled[10:22, 10:60] = chance.permutation(inside).reshape(12, 50, 3)
    assert apart(cover(shuffled, CoveredBoxes(text=(box,)))[10:22, 10:60], covered) in {0, 32}


@given(
    st.lists(
        st.tuples(st.sampled_from([*range(0xE0, 0xF0), 0xFE]), st.binary(max_size=200)), max_size=12
    ),
    st.binary(max_size=100),
)
def test_whatever_stands_between_the_segments_goes(
    added: list[tuple[int, bytes]], behind: bytes
) -> None:
    plain = rewritten(laden.jpeg(), b"")
    more = b"".join(
        bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
        for marker, body in added
        if body[:5] != b"Adobe"
    )
    assert rewritten(plain[:2] + more + plain[2:] + behind, b"") == plain
    assert (
        leftovers(
            rewritten(plain[:2] + more + plain[2:], NOTICE), NOTICE, signed=False, exiftool=False
        )
        == ()
    )


@given(st.binary(max_size=400))
def test_no_file_breaks_the_copier(data: bytes) -> None:
    for head in (b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"):
        copy, reason = harden(head + data, HardenJob(0, Wishes(), exiftool=False, seconds=9))
        assert copy is None
        assert reason


@pytest.mark.parametrize("cut", [0.2, 0.6])
def test_truncated_pictures_have_no_copy(cut: float) -> None:
    data = FILES["jpeg"][: int(len(laden.jpeg()) * cut)]
    copy, reason = harden(data, HardenJob(0, Wishes(), exiftool=False, seconds=9))
    assert copy is None
    assert "truncated" in reason


def leaky(kind: str) -> bytes:
    good = made_once(
        FILES["png" if kind.startswith("png") else "webp" if kind.startswith("webp") else "jpeg"]
    ).data
    match kind:
        case "jpeg comment":
            return good[:2] + b"\xff\xfe\x00\x05abc" + good[2:]
        case "jpeg exif":
            return (
                good[:2]
                + b"\xff\xe1"
                + (len(laden.exif()) + 2).to_bytes(2, "big")
                + laden.exif()
                + good[2:]
            )
        case "jpeg credentials":
            return good[:2] + b"\xff\xeb\x00\x05JP\0" + good[2:]
        case "other xmp":
            return good.replace(b"DMI-PROHIBITED", b"DMI-ALLOWED###")
        case _:
            return good + b"more"


@each_row(
    "kind",
    [
        "jpeg comment",
        "jpeg exif",
        "jpeg credentials",
        "jpeg trailer",
        "other xmp",
        "png trailer",
        "webp trailer",
    ],
)
def test_the_proof_sees_leftovers(kind: str) -> None:
    assert leftovers(leaky(kind), NOTICE, signed=False, exiftool=False)


def test_a_copy_that_is_not_clean_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        hardening, "rewrite", lambda data, _act, *, slowly: Rewritten(data, read_back=True)
    )
    # what cannot be taken out of the compressed picture is not in the pixels
    assert made(FILES["jpeg"]).ending == "png"
    monkeypatch.setattr(hardening, "_encode", lambda *_arguments: (FILES["jpeg"], "jpg"))
    copy, reason = harden(FILES["jpeg"], HardenJob(0, Wishes(), exiftool=False, seconds=9))
    assert copy is None
    assert "was not kept" in reason
    assert laden.SECRET.decode() not in reason


@pytest.mark.skipif(installed() is None, reason="the exiftool program is not installed")
def test_exiftool_sees_leftovers_too() -> None:
    program = installed()
    assert program is not None
    from auditor.readers.clean_copy.proof.leftovers import exiftool_leftovers

    assert (
        exiftool_leftovers(made_once(FILES["jpeg"]).data, program, notice=True, signed=False) == []
    )
    assert exiftool_leftovers(
        made_once(FILES["jpeg"]).data, program, notice=False, signed=False
    ) == ["XMP-plus:DataMining"]
    assert "IFD0:Make" in exiftool_leftovers(laden.jpeg(), program, notice=True, signed=False)
    assert exiftool_leftovers(b"", program, notice=False, signed=False) != []


@each_row(("kind", "end"), [("jpeg", b"\xff\xd9"), ("jpeg", b""), ("progressive", b"\xff\xd9")])
def test_what_stands_in_the_last_scan_behind_the_picture_goes(kind: str, end: bytes) -> None:
    whole = rewritten(FILES[kind], b"")
    copy = made(whole[:-2] + b"52.5163 13.3777 " * 3 + end)
    assert b"52.51" not in copy.data
    assert copy.ending == "jpg"
    assert np.array_equal(shown(copy.data), shown(whole))


def test_lines_that_are_no_number_of_lines_go() -> None:
    whole = FILES["jpeg"]
    assert b"secret" not in made(whole[:2] + b"\xff\xdc\x00\x10secret secret!" + whole[2:]).data


@each_row(
    ("data", "word"),
    [
        (b"", "empty file"),
        (b"nothing", "not an image"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  \0\0\0\0", "film"),
        (b"\x1a\x45\xdf\xa3" + bytes(40), "film"),
        (b"RIFF\x40\0\0\0AVI LIST" + bytes(40), "film"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "SVG"),
        (b"8BPS\0\1" + bytes(40), "PSD"),
        (tiff({0xC612: (1, 4, b"\1\4\0\0"), 0x010F: (2, 8, b"FUJIFIL\0")}), "DNG"),
    ],
)
def test_what_is_no_picture_gets_no_copy(data: bytes, word: str) -> None:
    copy, reason = harden(data, HardenJob(len(data), Wishes(), exiftool=False, seconds=9))
    assert copy is None
    assert word in reason
    assert "\n" not in reason
