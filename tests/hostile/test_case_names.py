"""Names in a case file: nothing foreign gets into them, and a recipient unpacks into one folder."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.adapters.files.case_file import pack
from auditor.domain.secret import Secret
from auditor.domain.views import NetworkEntry
from auditor.report.case import documents
from tests.contract.vault_making import T0, at
from tests.rows import each_row
from tests.unit.engine.evidence import case, own
from tests.unit.report.test_case_documents import states

WORD = Secret("six plain words make it hard")
HOSTILE = (
    "../../outside.txt",
    "/etc/cron.d/x.txt",
    "C:\\Windows\\x.txt",
    "..\\..\\x.txt",
    "folder/x.txt",
    ".profile",
    "",
    ".",
    "..",
    "-rf.txt",
    "a\0b.txt",
    "a\nb.txt",
    "\x1b[31m.txt",
    "\u202etxt.exe",
    "Ada Lovelace.txt",
    "CON.txt",
    "nul.html",
    "COM1.txt",
    "x.txt ",
    "x.txt.",
    "x.txt:stream",
    "x" * 300 + ".txt",
)


@each_row("name", HOSTILE)
def test_no_such_name_is_ever_written(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        pack({"README.txt": b"x", name: b"evil"}, WORD)


def test_two_names_that_are_one_elsewhere_are_refused() -> None:
    with pytest.raises(ValueError, match="names"):
        pack({"a.txt": b"1", "A.TXT".replace("TXT", "txt"): b"2"}, WORD)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_a_case_hold_nothing_of_its_content(tmp_path: Path, name: str) -> None:
    """A file, an account, a request and an address called so."""
    seen = own()
    assert seen.stored is not None
    photo = replace(seen.stored.photo, file_name=name, caption=name, alt=name)
    found = replace(
        seen,
        stored=replace(seen.stored, photo=photo),
        account=replace(seen.account, handle=name or "x"),
        targets=(f"https://ada.example/{name}",),
    )
    request = NetworkEntry(at(3), "GET", "ada.example", f"/{name}", name, 200, 1, 1, name)
    made = documents.build(case((found, found), [request]), states(), T0)
    assert list(made.files) == [
        "README.txt",
        "01.txt",
        "01.html",
        "02.txt",
        "02.html",
        "requests.txt",
        "scans.txt",
        "chain.txt",
        "manifest.sha256",
    ]
    sealed = pack(made.files, WORD)
    if name not in HOSTILE[:4]:
        return
    program = shutil.which("7zz") or shutil.which("7z")
    if program is None:
        pytest.skip("7-Zip (7zz or 7z) is not installed")
    (tmp_path / "case.zip").write_bytes(sealed)
    inside = tmp_path / "room" / "inside"
    inside.mkdir(parents=True)
    subprocess.run(
        [program, "x", "-y", f"-p{WORD.reveal()}", f"-o{inside}", str(tmp_path / "case.zip")],
        capture_output=True,
        check=True,
    )
    assert {path.name for path in inside.rglob("*")} == set(made.files)
    assert list((tmp_path / "room").iterdir()) == [inside]
