"""ExifTool's library in a process that stays names the same tags as the program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from auditor.readers.clean_copy.proof import leftovers
from auditor.readers.metadata.exiftool import resident
from auditor.readers.metadata.exiftool.program import ask_exiftool, installed
from auditor.readers.metadata.exiftool.resident import end_resident, resident_tags
from tests.rows import each_row
from tests.unit.readers import laden
from tests.unit.readers.planted import jpeg, png, small

PROGRAM = installed() or ""
pytestmark = pytest.mark.skipif(
    not PROGRAM or resident_tags(laden.png(), PROGRAM) is None,
    reason="exiftool is not installed as a Perl library",
)
FILES = {
    "jpeg": laden.jpeg(profile=laden.srgb()),
    "png": laden.png(),
    "webp": laden.webp(),
    "trailer": laden.jpeg() + laden.jpeg(),
    "cut": laden.jpeg()[:400],
    "nothing": b"no picture",
    "planted EXIF": jpeg.PLACES["EXIF behind its directories"][0](),
    "planted further XMP": jpeg.PLACES["further XMP"][0](),
    **{f"planted png {name}": png.PLACES[name][0]() for name in list(png.PLACES)[:4]},
    **{f"planted webp {name}": small.WEBP[name][0]() for name in list(small.WEBP)[:2]},
}


@each_row("name", FILES)
def test_the_same_tags_are_named(name: str) -> None:
    told = json.loads(ask_exiftool(FILES[name], PROGRAM, ("-u", "-U")))[0]
    assert of_the_picture(resident_tags(FILES[name], PROGRAM) or ()) == of_the_picture(told)


def of_the_picture(tags: Iterable[str]) -> set[str]:
    return {tag for tag in tags if tag != "SourceFile" and not tag.startswith("System:")}


def test_one_file_says_nothing_of_the_next() -> None:
    alone = resident_tags(FILES["png"], PROGRAM)
    for name in ("jpeg", "cut", "webp"):
        resident_tags(FILES[name], PROGRAM)
    assert resident_tags(FILES["png"], PROGRAM) == alone


def test_when_it_ends_the_program_is_asked_and_then_a_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resident_tags(FILES["png"], PROGRAM)
    process = resident._running[PROGRAM]
    assert process is not None
    process.kill()
    asked: list[int] = []

    def ask(data: bytes, program: str, options: tuple[str, ...]) -> bytes:
        asked.append(len(data))
        return ask_exiftool(data, program, options)

    monkeypatch.setattr(leftovers, "ask_exiftool", ask)
    for _time in range(2):
        found = leftovers.exiftool_leftovers(FILES["jpeg"], PROGRAM, notice=False, signed=False)
        assert "IFD0:Make" in found
    assert asked == [len(FILES["jpeg"])]


def test_one_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "_DEADLINE_S", 0.3)
    end_resident()
    hanging = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    monkeypatch.setitem(resident._running, PROGRAM, hanging)
    assert resident_tags(laden.jpeg() * 50, PROGRAM) is None
    assert hanging.returncode is not None


def test_no_configuration_of_the_user_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "ran"
    (tmp_path / ".ExifTool_config").write_text(f"open(my $f, '>', '{mark}'); 1;")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EXIFTOOL_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    end_resident()
    assert resident_tags(laden.png(), PROGRAM)
    assert not mark.exists()
