"""auditor harden, sign and sign-key from the outside."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.auditor import Auditor
from tests.unit.readers import laden
from tests.unit.readers.planted import jpeg
from tests.unit.readers.test_signing import read_afresh


@pytest.fixture
def fresh(tmp_path: Path) -> Auditor:
    made = Auditor.at(tmp_path / "room")
    (made.room / "settings.toml").write_text("[readers]\nvision = false\nexiftool = false\n")
    return Auditor(made.room, ("--settings", str(made.room / "settings.toml")))


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    folder = tmp_path / "originals"
    (folder / "below").mkdir(parents=True)
    (folder / "me at home.jpg").write_bytes(laden.jpeg(6))
    (folder / "below" / "shot.png").write_bytes(laden.png())
    (folder / "below" / "broken.jpg").write_bytes(laden.jpeg()[:1500])
    (folder / "notes.txt").write_text("no picture")
    (tmp_path / "outside.jpg").write_bytes(laden.jpeg())
    (folder / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    (folder / "loop").symlink_to(folder)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_becomes_clean_copies(fresh: Auditor, originals: Path, tmp_path: Path) -> None:
    before = hashes(originals)
    told = fresh.run(
        "harden", str(originals), "--output", str(tmp_path / "out"), "--json", code=2
    ).json
    assert hashes(originals) == before
    assert told["schema"] == "auditor/harden/1"
    rows: dict[str, Any] = {Path(file["file"]).name: file for file in told["files"]}
    assert set(rows) == {"me at home.jpg", "shot.png", "broken.jpg"}
    assert list(rows["shot.png"]) == [
        "file",
        "copy",
        "width",
        "height",
        "bytes",
        "blurred",
        "signed",
        "pixels_kept",
        "left_out",
        "error",
    ]
    assert (rows["broken.jpg"]["copy"], rows["broken.jpg"]["width"]) == (None, None)
    assert "truncated" in rows["broken.jpg"]["error"]
    turned = rows["me at home.jpg"]
    assert (
        turned["width"],
        turned["height"],
        turned["blurred"],
        turned["signed"],
        turned["error"],
    ) == (
        96,
        128,
        {"faces": 0, "text": 0},
        False,
        None,
    )
    assert Path(turned["copy"]).stat().st_size == turned["bytes"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "photo-0001.png",
        "photo-0002.png",
    ]
    assert all(laden.SECRET not in path.read_bytes() for path in (tmp_path / "out").iterdir())
    again = fresh.run(
        "harden", str(originals / "below" / "shot.png"), "--output", str(tmp_path / "out"), "--json"
    ).json
    assert Path(again["files"][0]["copy"]).name == "photo-0003.png"


@pytest.mark.slow
def test_in_words(fresh: Auditor, originals: Path, tmp_path: Path) -> None:
    out = fresh.run(
        "harden",
        str(originals / "me at home.jpg"),
        "--output",
        str(tmp_path / "out"),
        "--max-side",
        "64",
    ).out
    assert "photo-0001.jpg" in out
    assert "48×64" in out
    assert "arXiv:2406.12027" in out
    assert "stay as they are" in out
    masked = fresh.run(
        "--projector",
        "harden",
        str(originals / "me at home.jpg"),
        "--output",
        str(tmp_path / "out"),
    ).out
    assert "me at home" not in masked


def test_refused_before_anything_is_written(
    fresh: Auditor, originals: Path, tmp_path: Path
) -> None:
    for words in (
        ("--output", str(originals / "copies")),
        ("--output", str(tmp_path / "out"), "--blur", "faces"),
        ("--output", str(tmp_path / "out"), "--blur", "hats"),
        ("--output", str(tmp_path / "out"), "--max-side", "3"),
        ("--output", str(tmp_path / "out"), "--sign"),
        ("--output", str(originals / "notes.txt")),
        (),
    ):
        before = hashes(tmp_path)
        done = fresh.run("harden", str(originals), *words, code=2)
        assert done.out == ""
        assert hashes(tmp_path) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_signed_from_key_to_trust(fresh: Auditor, originals: Path, tmp_path: Path) -> None:
    made = fresh.run("sign-key", "create", "--name", "Robin", "--json").json
    assert (made["name"], made["key_in"]) == ("Robin", "file")
    shown = fresh.run("sign-key", "show", "--json").json
    assert shown == made
    fresh.run("sign-key", "create", code=2)
    fresh.run("sign-key", "export", str(tmp_path / "ca.pem"))
    fresh.run("sign-key", "export", str(tmp_path / "ca.pem"), code=2)
    assert b"PRIVATE" not in (tmp_path / "ca.pem").read_bytes()
    picture = str(originals / "me at home.jpg")
    hardened = fresh.run(
        "harden", picture, "--output", str(tmp_path / "out"), "--max-side", "64", "--sign", "--json"
    ).json["files"][0]
    assert (hardened["signed"], hardened["error"]) == (True, None)
    signed = fresh.run("sign", picture, "--output", str(tmp_path / "signed"), "--json").json[
        "files"
    ][0]
    assert (signed["outcome"], signed["training"], signed["error"]) == ("valid", "notAllowed", None)
    paths = Path(hardened["copy"]), Path(signed["copy"])
    assert [state for state, _store in read_afresh(*paths)] == ["Valid", "Valid"]
    assert [state for state, _store in read_afresh(*paths, anchors=tmp_path / "ca.pem")] == [
        "Trusted",
        "Trusted",
    ]
    fresh.run("trust", "import", str(tmp_path / "ca.pem"))
    assert (
        fresh.run("inspect", str(paths[0]), "--json").json["files"][0]["provenance"]["outcome"]
        == "trusted"
    )
    again = fresh.run("sign", str(paths[1]), "--json", code=2).json["files"][0]
    assert "already" in again["error"]
    fresh.run("sign-key", "remove")
    fresh.run("sign", picture, code=2)


@pytest.mark.slow
def test_the_key_is_nowhere_in_the_clear(fresh: Auditor, originals: Path) -> None:
    fresh.run("sign-key", "create")
    done = fresh.run(
        "--debug-log", str(fresh.room / "log"), "sign", str(originals / "me at home.jpg")
    )
    told = (
        done.out
        + done.err
        + "".join(path.read_text("latin-1") for path in fresh.room.rglob("*") if path.is_file())
    )
    assert "PRIVATE KEY" not in told
    wrong = fresh.told(AUDITOR_PASSPHRASE_FILE=str(originals / "notes.txt"))
    assert "passphrase" in wrong.run("sign", str(originals / "me at home.jpg"), code=4).err


def test_the_wipe_takes_the_key_for_signing(fresh: Auditor) -> None:
    fresh.run("sign-key", "create")
    fresh.run("wipe", "--yes")
    assert not (fresh.vault / "signing").exists()


def test_nothing_is_kept_without_a_place_to_keep_it(fresh: Auditor) -> None:
    fresh.run("--ephemeral", "sign-key", "create", code=2)
    fresh.run("sign-key", "show", code=2)
    fresh.run("sign-key", "remove", code=2)


@pytest.mark.skipif(os.name != "posix", reason="limits are set by the shell")
def test_a_full_disk_leaves_no_half_copy(fresh: Auditor, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.effect_noise((600, 400), 90).convert("RGB").save(out, "PNG")
    (tmp_path / "large.png").write_bytes(out.getvalue())
    command = fresh.command(
        "harden", str(tmp_path / "large.png"), "--output", str(tmp_path / "out"), "--json"
    )
    small = Auditor(fresh.room)
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 100; exec "$@"', "sh", *command],
        capture_output=True,
        env=small.environment(),
        check=False,
        text=True,
    )
    assert done.returncode == 2, done.stderr
    assert "too large" in done.stdout
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the kill is that of POSIX")
def test_a_killed_run_leaves_whole_copies_only(fresh: Auditor, tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for index in range(40):
        (tmp_path / "many" / f"{index}.jpg").write_bytes(laden.jpeg(6 if index % 2 else 1))
    before = hashes(tmp_path / "many")
    out = tmp_path / "out"
    with fresh.start("harden", str(tmp_path / "many"), "--output", str(out)) as process:
        while process.poll() is None and not (out.is_dir() and len(list(out.iterdir())) >= 3):
            time.sleep(0.01)
        process.kill()
    assert hashes(tmp_path / "many") == before
    copies = sorted(out.iterdir())
    assert len(copies) >= 3
    for copy in copies:
        with Image.open(copy) as opened:
            opened.load()


def test_films_and_documents_get_one_plain_line(fresh: Auditor, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(64))
    told = fresh.run("harden", str(film), "--output", str(tmp_path / "out"), code=2).out
    assert "  no copy was made: this is a film: clean copies are made of pictures only\n" in told
    assert list((tmp_path / "out").iterdir()) == []


def test_what_is_not_in_the_copy_is_told(fresh: Auditor, tmp_path: Path) -> None:
    whole = tmp_path / "both.heic"
    whole.write_bytes(jpeg.second_picture())
    told = fresh.run("harden", str(whole), "--output", str(tmp_path / "out"))
    assert "  not in the copy: another picture inside, 128 × 96" in told.out
    rows = fresh.run("harden", str(whole), "--output", str(tmp_path / "out"), "--json").json
    (left,) = rows["files"][0]["left_out"]
    assert (left["kind"], left["format"], left["width"], left["height"]) == (
        "picture",
        "JPEG",
        128,
        96,
    )
