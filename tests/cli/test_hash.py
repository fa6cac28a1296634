"""auditor hash and auditor match.

Files in, hashes and pairs out, one clear line for what cannot be hashed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from tests.cli.auditor import Auditor
from tests.unit.readers.drawn import drawn, encoded, png_of_size
from tests.unit.readers.test_video import video

VARIANTS = ("full", "browser", "python")
FILE = {"file", "pdq", "perceptual", "md5", "sha256", "video", "error"}


@pytest.fixture
def files(fresh: Auditor) -> Path:
    folder = fresh.room / "files"
    folder.mkdir()
    picture = encoded(drawn(900, 700), "JPEG")
    (folder / "good.jpg").write_bytes(picture)
    (folder / "flat.png").write_bytes(encoded(drawn(1, 1).resize((300, 200)), "PNG"))
    (folder / "truncated.jpg").write_bytes(picture[:3000])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "bomb.png").write_bytes(png_of_size(60_000, 60_000))
    (folder / "text.jpg").write_bytes(b"no picture at all")
    return folder


def test_the_document(fresh: Auditor, files: Path) -> None:
    document = fresh.run(
        "hash", *(str(files / name) for name in ("good.jpg", "flat.png")), "--json"
    ).json
    assert document["schema"] == "auditor/hash/1"
    good, flat = document["files"]
    assert set(good) == set(flat) == FILE
    assert set(good["pdq"]) == {"hash", "quality", "variant", "dihedral", "reliable", "unstable"}
    assert (good["pdq"]["variant"], good["pdq"]["reliable"], len(good["pdq"]["dihedral"])) == (
        "full",
        True,
        8,
    )
    assert good["pdq"]["dihedral"][0] == good["pdq"]["hash"]
    assert {name: len(value or "") for name, value in good["perceptual"].items()} == {
        "phash": 16,
        "dhash": 16,
        "whash": 16,
        "colorhash": 11,
        "crop_resistant": 0,
    }
    data = (files / "good.jpg").read_bytes()
    assert (good["md5"], good["sha256"]) == (
        hashlib.md5(data).hexdigest(),
        hashlib.sha256(data).hexdigest(),
    )
    assert (good["video"], good["error"]) == (None, None)
    assert (flat["pdq"]["unstable"], flat["pdq"]["reliable"]) == (True, False)


def test_what_cannot_be_hashed_costs_itself_alone(fresh: Auditor, files: Path) -> None:
    names = ["truncated.jpg", "empty.jpg", "bomb.png", "text.jpg", "missing.jpg", "", "good.jpg"]
    found = fresh.run("hash", *(str(files / name) for name in names), "--json").json["files"]
    assert [file["error"] for file in found] == [
        "truncated: the file ends before the picture does",
        "empty file",
        "too many pixels: 60000×60000",
        "not an image of a kind that is read here",
        "No such file or directory",
        "is a folder, not a file",
        None,
    ]
    assert [file["pdq"] is None for file in found] == [True] * 6 + [False]
    told = fresh.run("hash", *(str(files / name) for name in names)).out
    assert told.count("could not be hashed: ") == 6
    assert "PDQ (full)" in told


def test_the_variants_differ_and_are_named(fresh: Auditor, files: Path) -> None:
    found = {
        name: fresh.run("hash", str(files / "good.jpg"), "--variant", name, "--json").json["files"][
            0
        ]["pdq"]
        for name in VARIANTS
    }
    assert [pdq["variant"] for pdq in found.values()] == list(VARIANTS)
    refused = fresh.run("hash", str(files / "good.jpg"), "--variant", "other", code=2)
    assert "unknown variant: other" in refused.err


@pytest.mark.slow
def test_crop_resistant_if_asked_for(fresh: Auditor, files: Path) -> None:
    seen = fresh.run("hash", str(files / "good.jpg"), "--crop-resistant", "--json").json["files"][
        0
    ]["perceptual"]
    assert seen["crop_resistant"]
    assert all(len(part) == 16 for part in seen["crop_resistant"])


def test_a_video(fresh: Auditor, files: Path) -> None:
    data = video(files / "a.mp4")
    (files / "b.mp4").write_bytes(data[:2000])
    good, bad = fresh.run("hash", str(files / "a.mp4"), str(files / "b.mp4"), "--json").json[
        "files"
    ]
    assert (good["pdq"], good["error"], good["md5"]) == (None, None, hashlib.md5(data).hexdigest())
    assert good["video"]["md5"] == good["md5"]
    assert [set(frame) for frame in good["video"]["frames"]] == [{"second", "hash", "quality"}] * 4
    assert "damaged" in bad["error"]
    assert bad["video"] == {"md5": bad["md5"], "frames": []}


def test_match_lists(fresh: Auditor, files: Path) -> None:
    needles, hays = [0, 1 << 200], [3, (1 << 200) | 0xFF, (1 << 32) - 1, (1 << 64) - 1]
    for name, numbers in (("needles", needles), ("hays", hays)):
        (files / name).write_text("# list\n" + "".join(f"{number:064x}\n" for number in numbers))
    words = ("match", str(files / "needles"), str(files / "hays"))
    document = fresh.run(*words, "--json").json
    assert document["schema"] == "auditor/match/1"
    found = [
        (
            int(pair["needle"], 16),
            int(pair["hay"], 16),
            pair["distance"],
            pair["needle_line"],
            pair["hay_line"],
        )
        for pair in document["pairs"]
    ]
    assert found == [
        (needles[0], hays[0], 2, 2, 2),
        (needles[0], hays[1], 9, 2, 3),
        (needles[1], hays[0], 3, 3, 2),
        (needles[1], hays[1], 8, 3, 3),
    ]
    assert len(fresh.run(*words, "--distance", "32").out.splitlines()) == 5
    assert "256" in fresh.run(*words, "--distance", "257", code=2).err
    (files / "hays").write_text("nothing\n")
    assert "line 1 is no PDQ hash" in fresh.run(*words, code=2).err
    (files / "hays").write_text("# nothing today\n")
    empty = fresh.run(*words, code=2)
    assert "holds no hash" in empty.err
    assert not empty.out


def test_nothing_is_written(fresh: Auditor, files: Path) -> None:
    fresh.run("hash", str(files / "good.jpg"))
    assert [
        path for name in ("home", "tmp", "vault", "cwd") for path in (fresh.room / name).iterdir()
    ] == []


@pytest.mark.slow
def test_published_vectors_through_the_command(fresh: Auditor, shared_data: Path) -> None:
    vectors = {
        vector["file"]: vector
        for vector in msgspec.json.decode((shared_data / "pdq" / "vectors.json").read_bytes())
    }
    files = sorted(
        str(path) for path in (shared_data / "pdq").iterdir() if path.suffix in {".jpg", ".png"}
    )
    for variant, key, most in (
        ("full", "reference_binding_full_resolution", 0),
        ("python", "published_python", 0),
        ("browser", "published_browser", 2),
    ):
        compared = 0
        for file in fresh.run("hash", *files, "--variant", variant, "--json").json["files"]:
            vector = vectors[Path(file["file"]).name]
            if variant == "full":
                assert file["pdq"]["quality"] == vector["quality"], file["file"]
            if key in vector and (variant == "full" or file["pdq"]["quality"] >= 50):
                compared += 1
                assert (int(file["pdq"]["hash"], 16) ^ int(vector[key], 16)).bit_count() <= most, (
                    variant,
                    file["file"],
                )
        assert compared >= {"full": 23, "python": 10, "browser": 14}[variant]
