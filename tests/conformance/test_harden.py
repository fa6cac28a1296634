"""Clean copies of files that nobody here made.

Cameras, phones, editors, and files with content credentials.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pi_heif  # type: ignore[import-untyped]  # ships no types
import pytest
from PIL import Image, ImageCms, ImageOps

from auditor.readers.metadata.exiftool.program import installed
from tests.cli.auditor import Auditor

pytestmark = pytest.mark.slow
pi_heif.register_heif_opener(thumbnails=False)
Rgb = npt.NDArray[np.uint8]

STRUCTURE = {
    "SourceFile",
    "ExifTool:ExifToolVersion",
    *(
        f"File:{name}"
        for name in (
            "FileType",
            "FileTypeExtension",
            "MIMEType",
            "ImageWidth",
            "ImageHeight",
            "EncodingProcess",
        )
    ),
    *(f"File:{name}" for name in ("BitsPerSample", "ColorComponents", "YCbCrSubSampling")),
    *(f"JFIF:{name}" for name in ("JFIFVersion", "ResolutionUnit", "XResolution", "YResolution")),
    *(
        f"Adobe:{name}"
        for name in ("DCTEncodeVersion", "APP14Flags0", "APP14Flags1", "ColorTransform")
    ),
    *(
        f"PNG:{name}"
        for name in (
            "ImageWidth",
            "ImageHeight",
            "BitDepth",
            "ColorType",
            "Compression",
            "Filter",
            "Interlace",
        )
    ),
    *(f"Composite:{name}" for name in ("ImageSize", "Megapixels")),
}
"""What exiftool may tell: nothing of it says more than how the picture is stored."""


@pytest.fixture(scope="module")
def originals(shared_data: Path) -> list[Path]:
    return sorted(
        [
            *(shared_data / "camera").glob("jpg_*"),
            *(shared_data / "camera").glob("heic_*"),
            *(shared_data / "c2pa").glob("*.jpg"),
        ]
    )


@pytest.fixture(scope="module")
def run(
    tmp_path_factory: pytest.TempPathFactory, originals: list[Path]
) -> tuple[Path, dict[str, dict[str, Any]], list[str]]:
    """The folder of the copies, what was said of each original, and which originals changed.

    An original changed if its hash is another one now.
    """
    room = tmp_path_factory.mktemp("harden")
    before = {
        str(original): hashlib.sha256(original.read_bytes()).hexdigest() for original in originals
    }
    auditor = Auditor.at(room).told(AUDITOR_PASSPHRASE_FILE="")
    folders = sorted({str(original.parent) for original in originals})
    told = auditor.run("harden", *folders, "--output", str(room / "copies"), "--json", code=0).json
    changed = [
        name
        for name, digest in before.items()
        if hashlib.sha256(Path(name).read_bytes()).hexdigest() != digest
    ]
    return room / "copies", {file["file"]: file for file in told["files"]}, changed


def managed(path: Path) -> Rgb:
    """Return a picture as a viewer shows it.

    Upright, in sRGB where a profile of another space is embedded.
    """
    with Image.open(path) as opened:
        profile = opened.info.get("icc_profile")
        plain = ImageOps.exif_transpose(opened).convert("RGB")
    if profile and b"sRGB" not in profile:
        changed = ImageCms.profileToProfile(
            plain,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        assert changed is not None
        plain = changed
    return np.asarray(plain)


Run = tuple[Path, dict[str, dict[str, Any]], list[str]]


def test_every_original_has_a_copy_and_none_changed(run: Run, originals: list[Path]) -> None:
    folder, told, changed = run
    assert changed == []
    assert set(told) == {str(original) for original in originals}
    assert {file["error"] for file in told.values()} == {None}
    assert sorted(Path(file["copy"]) for file in told.values()) == sorted(folder.iterdir())
    assert all(path.name.startswith("photo-") for path in folder.iterdir())


@pytest.mark.skipif(installed() is None, reason="the exiftool program is not installed")
def test_exiftool_finds_nothing_but_the_structure_and_the_notice(run: Run) -> None:
    folder, _told, _changed = run
    done = subprocess.run(
        ["exiftool", "-j", "-a", "-u", "-U", "-G1", folder], capture_output=True, check=True
    )
    for load in json.loads(done.stdout):
        beyond = {tag for tag in load if tag not in STRUCTURE and not tag.startswith("System:")}
        assert beyond == {"XMP-plus:DataMining"}, load["SourceFile"]


def test_the_picture_is_within_one_grey_level(run: Run, originals: list[Path]) -> None:
    _folder, told, _changed = run
    for original in originals:
        wanted = managed(original)
        with Image.open(told[str(original)]["copy"]) as opened:
            found = np.asarray(opened.convert("RGB"))
        assert found.shape == wanted.shape, original.name
        step = 512  # rows at a time, so that large pictures need little memory
        worst = max(
            int(np.abs(found[row : row + step].astype(np.int16) - wanted[row : row + step]).max())
            for row in range(0, len(found), step)
        )
        assert worst <= 1, original.name
