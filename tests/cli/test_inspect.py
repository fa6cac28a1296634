"""auditor inspect on what is no picture: refused in one line, or read for what it says."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.auditor import Auditor
from tests.unit.readers.boxed.making import (
    PLACE,
    SOUND,
    VIDEO,
    Item,
    box,
    heif,
    movie,
    text_box,
    tiff,
    user_data,
)
from tests.unit.readers.pictures import picture

NO_FILE = "is a pipe or a device, not a file"


def _pipe(room: Path) -> str:
    os.mkfifo(room / "pipe")
    return str(room / "pipe")


def _link_to_a_pipe(room: Path) -> str:
    os.mkfifo(room / "pipe")
    (room / "link.jpg").symlink_to(room / "pipe")
    return str(room / "link.jpg")


def _socket(room: Path) -> str:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(room)  # the path of a socket has at most 107 bytes
        try:
            made.bind("s")
        finally:
            os.chdir(here)
    return str(room / "s")


def _large(room: Path) -> str:
    with (room / "large.jpg").open("wb") as file:
        file.truncate(600 * 1024 * 1024)
    return str(room / "large.jpg")


def _text(room: Path) -> str:
    (room / "notes.txt").write_text("nothing here\n", "utf-8")
    return str(room / "notes.txt")


def _empty(room: Path) -> str:
    (room / "empty.jpg").touch()
    return str(room / "empty.jpg")


REFUSED: dict[str, tuple[Callable[[Path], str], str]] = {
    "pipe": (_pipe, NO_FILE),
    "link to a pipe": (_link_to_a_pipe, NO_FILE),
    "socket": (_socket, NO_FILE),
    "device": (lambda _room: "/dev/zero", NO_FILE),
    "folder": (str, "is a folder, not a file"),
    "missing": (lambda room: str(room / "none.jpg"), "No such file or directory"),
    "large": (_large, "is larger than 512 MiB"),
    "empty": (_empty, "is empty"),
    "no picture": (_text, "not an image of a kind that is read here"),
}


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")
@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_told_in_one_line(fresh: Auditor, tmp_path: Path, kind: str) -> None:
    make, reason = REFUSED[kind]
    name = make(tmp_path)
    done = fresh.run("inspect", name, code=3)
    assert done.out.rstrip("\n").splitlines()[1:] == [f"  could not be read: {reason}"]
    (file,) = fresh.run("inspect", "--json", name, code=3).json["files"]
    assert file["error"] == reason


def test_a_film_is_read_without_its_pictures(fresh: Auditor, tmp_path: Path) -> None:
    place = user_data(text_box(b"\xa9xyz", PLACE))
    (tmp_path / "film.mp4").write_bytes(movie(VIDEO, SOUND, place))
    done = fresh.run("inspect", "--json", str(tmp_path / "film.mp4"))
    (file,) = done.json["files"]
    assert (file["error"], file["width"], file["format"]) == (None, 1920, "mp4")
    assert round(file["metadata"]["gps"]["latitude"], 4) == 47.4979
    assert [each["kind"] for each in file["further"]] == ["audio"]
    assert {"reader": "pixels"}.items() <= file["unread"][-1].items()
    assert file["sha256"]
    spoken = fresh.run("inspect", str(tmp_path / "film.mp4")).out
    assert "the pictures of a film are not looked at" in spoken


def test_a_film_larger_than_the_limit_is_read_in_pieces(fresh: Auditor, tmp_path: Path) -> None:
    name, size = tmp_path / "large.mp4", 700 * 1024 * 1024
    with name.open("wb") as file:
        file.write(box(b"ftyp", b"mp42", bytes(4)) + struct.pack(">I4s", size, b"mdat"))
        file.seek(16 + size)
        file.write(movie(VIDEO, user_data(text_box(b"\xa9xyz", PLACE))))
    (file_told,) = fresh.run("inspect", "--json", str(name)).json["files"]
    assert file_told["error"] is None
    assert file_told["metadata"]["gps"]
    assert file_told["sha256"] is None


def test_metadata_of_a_picture_that_cannot_be_decoded_are_told(
    fresh: Auditor, tmp_path: Path
) -> None:
    exif = Item(b"Exif", bytes(4) + tiff(), refers={b"cdsc": [1]})
    (tmp_path / "a.heic").write_bytes(heif([Item(b"hvc1", b"no picture", (64, 64)), exif]))
    (tmp_path / "b.heic").write_bytes(heif([Item(b"hvc1", b"no picture", (64, 64))]))
    names = [str(tmp_path / "a.heic"), str(tmp_path / "b.heic")]
    told, untold = fresh.run("inspect", "--json", *names, code=3).json["files"]
    assert told["error"] is None
    assert told["metadata"]["gps"]
    assert [gap["reader"] for gap in told["unread"]] == ["pixels"]
    assert untold["error"] == told["unread"][0]["reason"]
    assert fresh.run("inspect", names[0]).code == 0


def test_a_film_behind_a_picture_is_told_once(fresh: Auditor, tmp_path: Path) -> None:
    (tmp_path / "moving.jpg").write_bytes(picture() + movie(VIDEO, SOUND))
    lines = fresh.run("inspect", str(tmp_path / "moving.jpg")).out.splitlines()
    assert sum("a film with sound behind the picture" in line for line in lines) == 1
    assert sum("pictures of the film in it were not looked at" in line for line in lines) == 1


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")
def test_hash_refuses_the_same(fresh: Auditor, tmp_path: Path) -> None:
    files = fresh.run("hash", "--json", _pipe(tmp_path), _socket(tmp_path)).json["files"]
    assert [file["error"] for file in files] == [NO_FILE, NO_FILE]
