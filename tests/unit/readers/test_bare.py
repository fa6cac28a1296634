"""Pictures of which exiftool is not asked: what it would say of them is nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import ImageCms, PngImagePlugin

from auditor.readers.metadata import read_metadata as reading
from auditor.readers.metadata.bare import is_bare
from auditor.readers.metadata.exiftool.program import _TAGS, ask_exiftool, installed
from tests.rows import each_row
from tests.unit.readers.drawn import drawn
from tests.unit.readers.pictures import exif

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
BARE: dict[str, tuple[str, dict[str, object]]] = {
    "jpeg": ("JPEG", {}),
    "jpeg-progressive": ("JPEG", {"progressive": True}),
    "jpeg-profile": ("JPEG", {"icc_profile": PROFILE}),
    "jpeg-restarts": ("JPEG", {"restart_marker_rows": 1}),
    "png": ("PNG", {"dpi": (72, 72)}),
    "webp": ("WEBP", {}),
    "webp-lossless": ("WEBP", {"lossless": True}),
}


def made(name: str) -> bytes:
    kind, options = BARE[name]
    out = io.BytesIO()
    drawn(96, 64).save(out, kind, **options)
    return out.getvalue()


def noted(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    drawn(96, 64).save(out, kind, **options)
    return out.getvalue()


def texts() -> PngImagePlugin.PngInfo:
    found = PngImagePlugin.PngInfo()
    found.add_text("Author", "Anna")
    return found


@each_row("name", BARE)
def test_nothing_but_the_picture(name: str) -> None:
    assert is_bare(made(name))


@pytest.mark.parametrize("name", BARE)
@pytest.mark.skipif(installed() is None, reason="the exiftool program is not installed")
def test_exiftool_finds_nothing_there(name: str) -> None:
    program = installed()
    assert program is not None
    answer = ask_exiftool(made(name), program, ("-struct", "-charset", "iptc=utf8", *_TAGS))
    assert [list(document) for document in json.loads(answer)] == [["SourceFile"]]


@each_row(
    "data",
    [
        noted("JPEG", exif=exif()),
        noted("JPEG", comment=b"Anna"),
        noted("JPEG", xmp=b"<x:xmpmeta/>"),
        made("jpeg") + b"more",
        made("jpeg")[:-2],
        made("jpeg")[:2] + b"\xff\xe3\x00\x06Meta" + made("jpeg")[2:],
        made("jpeg")[:2] + b"\xff\xe0\x00\x09JFXX\0\x10" + made("jpeg")[2:],
        noted("PNG", pnginfo=texts()),
        noted("PNG", exif=exif()),
        made("png") + b"more",
        made("png")[:-5],
        noted("WEBP", exif=exif()),
        made("webp") + b"more",
        noted("GIF"),
        noted("TIFF"),
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"RIFF\0\0\0\0WEBP",
    ],
)
def test_whoever_says_more_is_asked(data: bytes) -> None:
    assert not is_bare(data)


@pytest.mark.parametrize(("data", "asked"), [(made("jpeg"), 0), (made("jpeg") + b"more", 1)])
def test_the_program_is_started_where_there_is_more(
    data: bytes, asked: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[str] = []

    def start(_data: bytes, program: str) -> None:
        started.append(program)

    monkeypatch.setattr(reading, "installed", lambda: str(tmp_path / "exiftool"))
    monkeypatch.setattr(reading, "read_exiftool", start)
    reading.read_metadata(data, file_name=None, exiftool=True)
    assert len(started) == asked
