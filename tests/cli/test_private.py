"""auditor private from the outside.

What it says, what it refuses, and what it leaves on the disk.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import numpy as np
import pytest
from PIL import Image

from auditor.adapters.local_files import content
from auditor.cli.local_files import pictures_in
from auditor.errors import ReaderError
from auditor.hashing.match.match import Hashes
from auditor.hashing.pdq.pdq import pdq
from auditor.hashing.private import variants
from tests.cli.auditor import PASSPHRASE, Auditor
from tests.fakes.pictures import as_file, drawn

NAME = "zq-holiday-secret"


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A private image, in a folder that is neither home nor temporary folder."""
    place = tmp_path / "elsewhere" / f"{NAME}.jpg"
    place.parent.mkdir()
    place.write_bytes(as_file(drawn(b"private")))
    return place


def traces(image: Path) -> dict[str, bytes]:
    """Everything that would give the image away.

    Its name, path, bytes, and its hashes in every form they could be written in.
    """
    data = image.read_bytes()
    middle = len(data) // 2
    found = {
        "name": NAME.encode(),
        "path": str(image.parent).encode(),
        "bytes": data[middle : middle + 48],
    }
    for name, digest in (("sha256", hashlib.sha256(data)), ("md5", hashlib.md5(data))):
        found |= _forms(name, digest.digest())
    with Image.open(io.BytesIO(data)) as opened:
        rgb = np.asarray(opened.convert("RGB"))
    for index, text in enumerate(pdq(rgb).dihedral):
        found |= _forms(f"pdq {index}", bytes.fromhex(text))
    kept = variants.of(rgb)
    parts = (("variant", kept.hashes), ("detail", kept.details), ("mark", kept.marks.hashes))
    for name, words in parts:
        for index, raw in enumerate(_raw(words)):
            found |= _forms(f"{name} {index}", raw)
    return found


def _raw(words: Hashes) -> Iterator[bytes]:
    for row in words:
        yield row.astype(">u8").tobytes()
        yield row.astype("<u8").tobytes()


def _forms(name: str, raw: bytes) -> dict[str, bytes]:
    """Raw, hex, and base64 wherever it may begin in a longer text."""
    forms = {"raw": raw, "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode()}
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + raw)
        forms[f"base64 {shift}"] = whole[4 : 4 * (len(raw) // 3)]
    return {f"{name} {form}": text for form, text in forms.items()}


def leaks(needles: dict[str, bytes], haystack: bytes) -> list[str]:
    return [name for name, needle in needles.items() if needle in haystack]


def files_below(*folders: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def places(auditor: Auditor) -> list[Path]:
    return [auditor.room / name for name in ("home", "tmp", "vault", "cwd")]


def test_the_needles_would_be_found(image: Path) -> None:
    needles = traces(image)
    kept = variants.of(np.asarray(Image.open(image).convert("RGB"))).to_bytes()
    assert len(leaks(needles, kept + str(image).encode() + base64.b64encode(kept))) > 20


def test_a_no_leaves_nothing_at_all(fresh: Auditor, image: Path) -> None:
    fresh.vault.rmdir()
    done = fresh.run("private", "add", str(image), "--adult", "no")
    assert "takeitdown.ncmec.org" in done.out
    assert "Childline" in done.out or "Find A Helpline" in done.out
    assert "nothing was kept" in done.out
    assert not fresh.vault.exists()
    assert files_below(*places(fresh)) == {}
    assert leaks(traces(image), (done.out + done.err).encode()) == []


def test_without_an_answer_nothing_is_done(fresh: Auditor, image: Path) -> None:
    done = fresh.run("private", "add", str(image), code=2)
    assert "18 or older" in done.err
    assert files_below(*places(fresh)) == {}


def test_a_no_needs_no_file_and_no_passphrase(fresh: Auditor) -> None:
    done = fresh.told(AUDITOR_PASSPHRASE_FILE="").run(
        "private", "add", "--adult", "no", "--where", "GB"
    )
    assert "Report Remove" in done.out


@pytest.mark.slow
def test_nothing_of_the_image_is_on_disk_or_said(
    fresh: Auditor, image: Path, tmp_path: Path
) -> None:
    needles = traces(image)
    debug = fresh.room / "tmp" / "debug.txt"
    folder = tmp_path / "others"
    folder.mkdir()
    (folder / "copy.png").write_bytes(as_file(drawn(b"private"), "PNG"))
    (folder / "mirrored.jpg").write_bytes(
        as_file(np.ascontiguousarray(drawn(b"private")[:, ::-1]), quality=70)
    )
    (folder / "unrelated.jpg").write_bytes(as_file(drawn(b"something else")))
    added = fresh.run(
        "private", "add", str(image), "--adult", "yes", "--label", "blue", "--debug-log", str(debug)
    )
    said = [added]
    assert "very plain" not in added.out
    assert "Nobody has been told. This does not stop the image being posted." in added.out
    again = fresh.run("private", "add", str(image), "--adult", "yes")
    assert "already" in again.out
    matched = fresh.run("private", "match", str(folder), "--json")
    assert {Path(match["file"]).name for match in matched.json["matches"]} == {
        "copy.png",
        "mirrored.jpg",
    }
    assert all(
        match["label"] == "blue" and match["distance"] <= 31 for match in matched.json["matches"]
    )
    assert matched.json["compared"] == 3
    assert {match["told"] for match in matched.json["matches"]} == {"likely"}
    assert any("blurred" in kind for kind in matched.json["often_missed"])
    said += [
        again,
        matched,
        fresh.run("private", "match", str(folder)),
        fresh.run("private", "list"),
        fresh.run("private", "list", "--json"),
    ]
    for words in (
        ("photos", "--json"),
        ("private", "add", str(image.parent), "--adult", "yes", "--debug-log", str(debug)),
        ("private", "check-link", "https://127.0.0.1/x.jpg", "--yes"),
        (
            "report",
            "--format",
            "html",
            "--full",
            "--output",
            str(fresh.room / "cwd" / "report.html"),
        ),
    ):
        said.append(fresh.run(*words, code=None))
    exported = fresh.room / "cwd" / "list"
    said.append(
        fresh.told(AUDITOR_EXPORT_PASSPHRASE_FILE=str(fresh.room / "passphrase")).run(
            "private", "export", str(exported)
        )
    )
    for done in said:
        assert leaks(needles, (done.out + done.err).encode()) == []
    for name, data in files_below(*places(fresh)).items():
        assert leaks(needles, data) == [], name
        assert leaks({"label": b"blue"}, data) == [] or name.endswith((".html", ".json")), name
    sealed = base64.b64decode(json.loads(exported.read_text())["sealed"])
    assert leaks(needles, sealed) == []
    assert debug.exists()


@pytest.mark.slow
def test_an_exported_list_opens_with_its_passphrase_only(
    fresh: Auditor, image: Path, tmp_path: Path
) -> None:
    fresh.run("private", "add", str(image), "--adult", "yes", "--label", "blue")
    target = tmp_path / "list"
    refused = fresh.run("private", "export", str(target), code=4)
    assert "passphrase" in refused.err
    assert not target.exists()
    other = tmp_path / "other"
    other.write_text("another one\n")
    fresh.told(AUDITOR_EXPORT_PASSPHRASE_FILE=str(other)).run("private", "export", str(target))
    second = Auditor.at(tmp_path / "second")
    wrong = second.told(AUDITOR_EXPORT_PASSPHRASE_FILE=str(fresh.room / "passphrase")).run(
        "private", "import", str(target), code=4
    )
    assert PASSPHRASE not in wrong.err
    second.told(AUDITOR_EXPORT_PASSPHRASE_FILE=str(other)).run("private", "import", str(target))
    (entry,) = second.run("private", "list", "--json").json["entries"]
    assert entry["label"] == "blue"
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(as_file(drawn(b"private"), quality=60))
    assert (
        second.run("private", "match", str(copy), "--json").json["matches"][0]["confidence"]
        == "medium"
    )
    second.run("private", "remove", entry["id"])
    assert second.run("private", "list", "--json").json["entries"] == []
    assert "empty" in second.run("private", "match", str(copy), code=2).err


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("wilhelmina oakenfold", "Easy to guess"),
        ("wilhelmina.oakenfold.7", "Easy to guess"),
        ("short", "fewer than 8"),
    ],
)
def test_a_handle_is_a_weak_passphrase_for_the_exported_list(
    fresh: Auditor, image: Path, tmp_path: Path, chosen: str, told: str
) -> None:
    fresh.run("private", "add", str(image), "--adult", "yes", "--label", "blue")
    fresh.run("accounts", "add", "https://bsky.app/profile/wilhelmina-oakenfold.example")
    file, target = tmp_path / "other", tmp_path / "list"
    file.write_text(chosen + "\n")
    given = fresh.told(AUDITOR_EXPORT_PASSPHRASE_FILE=str(file))
    done = given.run("private", "export", str(target), code=2 if chosen == "short" else 0)
    assert told in done.err
    assert chosen not in done.err
    assert target.exists() is (chosen != "short")


def test_files_that_are_no_images_are_told_without_their_names(
    fresh: Auditor, tmp_path: Path
) -> None:
    broken = tmp_path / f"{NAME}.jpg"
    broken.write_bytes(b"\xff\xd8 not really")
    done = fresh.run(
        "private",
        "add",
        str(broken),
        str(tmp_path / f"{NAME}-missing.jpg"),
        "--adult",
        "yes",
        code=2,
    )
    assert "File 1" in done.err
    assert "File 2" in done.err
    assert NAME not in done.out + done.err


def test_pipes_and_devices_are_not_waited_for(fresh: Auditor, image: Path) -> None:
    pipe = image.with_name("pipe.jpg")
    os.mkfifo(pipe)
    fresh.run("private", "add", str(image), str(pipe), "/dev/zero", "--adult", "yes")
    found = fresh.run("private", "match", str(pipe), "/dev/zero", str(image.parent), "--json").json
    assert found["errors"] == [
        {"file": name, "error": "is a pipe or a device, not a file"}
        for name in (str(pipe), "/dev/zero")
    ]
    assert [match["file"] for match in found["matches"]] == [str(image)]
    hashed = fresh.run("hash", str(pipe), "/dev/zero", "--json").json["files"]
    assert [file["error"] for file in hashed] == ["is a pipe or a device, not a file"] * 2
    fresh.told(AUDITOR_EXPORT_PASSPHRASE_FILE=str(fresh.room / "passphrase")).run(
        "private", "import", "/dev/zero", code=2
    )


def test_a_folder_that_plan_did_not_write_keeps_its_files(fresh: Auditor, tmp_path: Path) -> None:
    (tmp_path / ".index").write_text("001.jpg\nsomebody's own list\n")
    (tmp_path / "001.jpg").write_bytes(b"my own")
    fresh.run("private", "plan", "--clean", str(tmp_path), code=2)
    assert (tmp_path / ".index").exists()
    assert (tmp_path / "001.jpg").read_bytes() == b"my own"


def test_names_that_no_file_can_have(fresh: Auditor, image: Path) -> None:
    long = "a" * 300
    fresh.run("private", "add", str(image), "--adult", "yes")
    found = fresh.run("private", "match", long, str(image), "--json").json
    assert [error["error"] for error in found["errors"]] == ["File name too long"]
    assert found["compared"] == 1
    assert "No possible match" not in fresh.run("private", "match", long).out
    done = fresh.told(AUDITOR_EXPORT_PASSPHRASE_FILE=str(fresh.room / "passphrase")).run(
        "private", "export", long, code=2
    )
    assert "File name too long" in done.err


def test_what_is_locked_is_told_and_not_taken_for_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("open", "locked"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.jpg").write_bytes(as_file(drawn(b"private")))
    plain = os.scandir
    locked = str(tmp_path / "locked")

    def scandir(path: Path | str) -> Any:
        if str(path) == locked:
            raise PermissionError(13, "Permission denied", locked)
        return plain(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert list(pictures_in([str(tmp_path)])) == [str(tmp_path / "open" / "a.jpg"), locked]
    with pytest.raises(ReaderError, match="Permission denied"):
        content(Path(locked))


@pytest.mark.slow
def test_a_plan_writes_nothing(fresh: Auditor, image: Path) -> None:
    fresh.vault.rmdir()
    done = fresh.run("private", "plan", str(image), "--adult", "yes", "--hashes", "3", "--json")
    assert len(done.json["recall"]) == 3
    assert done.json["recall"] == sorted(done.json["recall"])
    assert done.json["files"] == []
    assert files_below(*places(fresh)) == {}
    assert leaks(traces(image), (done.out + done.err).encode()) == []


@pytest.mark.slow
def test_copies_are_written_on_request_and_deleted(
    fresh: Auditor, image: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    done = fresh.run(
        "private", "plan", str(image), "--adult", "yes", "--hashes", "2", "--output", str(folder)
    )
    assert "new intimate pictures on this disk" in done.err
    assert "is not confirmed" in done.out
    assert "cannot be recovered" in done.out
    assert sorted(path.name for path in folder.glob("*.jpg")) == ["001.jpg", "002.jpg"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    with Image.open(folder / "002.jpg") as copy:
        assert copy.format == "JPEG"
        assert "exif" not in copy.info
    (folder / "mine.txt").write_text("kept")
    cleaned = fresh.run("private", "plan", "--clean", str(folder))
    assert "not certain" in cleaned.out
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    fresh.run("private", "plan", "--clean", str(folder), code=2)


@pytest.mark.parametrize(
    "name", ["Dropbox", "OneDrive - Work", "iCloud Drive", "Google Drive", "Nextcloud"]
)
def test_copies_are_not_written_where_they_would_travel(
    fresh: Auditor, image: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    done = fresh.run(
        "private",
        "plan",
        str(image),
        "--adult",
        "yes",
        "--hashes",
        "1",
        "--output",
        str(tmp_path / name / "out"),
        code=2,
    )
    assert "copied to other machines" in done.err
    assert list((tmp_path / name).iterdir()) == []


def test_a_link_is_told_of_first_and_not_opened_without_yes(fresh: Auditor, image: Path) -> None:
    done = fresh.run("private", "check-link", "https://example.org/x.jpg", code=2)
    assert "may log the visit" in done.err
    assert "Add --yes" in done.err
    assert "Open the link?" not in done.err
    fresh.run("private", "add", str(image), "--adult", "yes")
    fresh.run("private", "check-link", "https://example.org/x.jpg", code=2)
    assert "example.org" not in fresh.run("network-log", "--json").out


@pytest.mark.slow
def test_photos_of_an_account_that_may_be_private(copied: Auditor, tmp_path: Path) -> None:
    """A photo of the range is put on the list and found at once.

    It is confirmed by a scan, and withheld everywhere.
    """
    seen = copied.run("photos", "--json").json["photos"]
    chosen = next(
        photo
        for photo in seen
        if photo["pdq"] and photo["pdq"]["quality"] >= 80 and photo["kind"] == "post"
    )
    with urlopen(chosen["media_url"]) as answer:
        data = answer.read()
    image = tmp_path / f"{NAME}.jpg"
    image.write_bytes(data)
    copied.run("private", "add", str(image), "--adult", "yes", "--label", "blue")
    early = _possible(copied, chosen["id"])
    assert early["severity"] == "medium"
    assert chosen["pdq"]["hash"] not in copied.run("photos", "--json").out
    copied.run("scan", code=None)
    found = _possible(copied, chosen["id"])
    assert found["severity"] == "critical"
    assert found["title"].startswith("Possible match")
    assert found["remedy"]["evidence_first"]
    _nothing_of(copied, chosen, traces(image))
    linked = copied.run("private", "check-link", chosen["media_url"], "--yes", "--json").json[
        "matches"
    ]
    assert linked[0]["label"] == "blue"
    copied.run(
        "private", "remove", copied.run("private", "list", "--json").json["entries"][0]["id"]
    )
    copied.run("scan", code=None)
    assert not any(
        finding["check"] == "possible-private-image"
        for finding in copied.run("findings", "--json", code=None).json["findings"]
    )
    back = next(
        photo
        for photo in copied.run("photos", "--json").json["photos"]
        if photo["id"] == chosen["id"]
    )
    assert back["pdq"] == chosen["pdq"]


def _possible(auditor: Auditor, photo: str) -> dict[str, Any]:
    findings = auditor.run("findings", "--json", code=None).json["findings"]
    found: dict[str, Any] = next(
        finding
        for finding in findings
        if finding["check"] == "possible-private-image" and finding["photo"] == photo
    )
    return found


def _nothing_of(auditor: Auditor, photo: dict[str, object], needles: dict[str, bytes]) -> None:
    """No command and no report shows the picture or a hash of a photo that may be private.

    In whatever form.
    """
    pdq = photo["pdq"]
    assert isinstance(pdq, dict)
    needles = needles | {
        "sha256 of the photo": str(photo["sha256"]).encode(),
        "pdq of the photo": str(pdq["hash"]).encode(),
    }
    for form in ("json", "html", "csv"):
        report = auditor.room / "cwd" / f"report-{os.urandom(4).hex()}.{form}"
        auditor.run("report", "--format", form, "--full", "--output", str(report))
        assert leaks(needles, report.read_bytes()) == [], form
        report.unlink()
    for words in (
        ("photos",),
        ("photos", "--json"),
        ("findings",),
        ("findings", "--json"),
        ("plan",),
        ("network-log", "--json"),
    ):
        done = auditor.run(*words, code=None)
        assert leaks(needles, (done.out + done.err).encode()) == [], words


@pytest.mark.slow
def test_a_film_is_found_as_a_gif_and_sound_is_refused(fresh: Auditor, tmp_path: Path) -> None:
    pytest.importorskip("av", reason="films need the extra `video`")
    shots = [Image.fromarray(drawn(f"shot{number // 5}".encode())) for number in range(20)]
    kept, copy = tmp_path / "kept.webp", tmp_path / "copy.gif"
    shots[0].save(kept, "WEBP", save_all=True, append_images=shots[1:], duration=200, quality=90)
    mirrored = [shot.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for shot in shots[4:]]
    mirrored[0].save(copy, "GIF", save_all=True, append_images=mirrored[1:], duration=200, loop=0)
    (tmp_path / "sound.mp3").write_bytes(b"ID3" + bytes(64))
    added = fresh.run("private", "add", str(kept), "--adult", "yes")
    assert "video 1" in added.out
    matched = fresh.run("private", "match", str(copy), str(tmp_path / "sound.mp3"))
    assert "likely a match with" in matched.out
    assert "look yourself" in matched.out
    assert "of its frames, its seconds" in matched.out
    assert "is a sound file" in matched.out
    said = [added, matched, fresh.run("private", "list")]
    secret = {pdq(np.asarray(shot.convert("RGB"))).hash for shot in shots}
    assert not any(text in done.out + done.err for text in secret for done in said)
