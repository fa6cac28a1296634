"""The kit for a class without internet (docs/kit/make.py)."""

from __future__ import annotations

import importlib.util
import io
import re
import socket
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from auditor.practice.packs.rows import PACK_PHOTOS
from tests.code import ROOT
from tests.commands import commands, parameters


def kit_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kit_make", ROOT / "docs" / "kit" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


KIT = kit_module()
PINNED = KIT.PINNED.read_text("utf-8")


def names(said: str) -> set[str]:
    lines = list(KIT.pinned(PINNED, KIT.target(said).markers))
    assert all("==" in line and "--hash=sha256:" in line and ";" not in line for line in lines)
    return {line.partition("==")[0] for line in lines}


def test_each_kind_of_computer_gets_what_it_needs() -> None:
    windows, mac, old = names("windows:3.12"), names("macos-arm:3.13"), names("linux:3.11")
    assert "pywin32-ctypes" in windows
    assert "pywin32-ctypes" not in mac | old
    assert "jeepney" in old
    assert "jeepney" not in windows | mac
    assert "backports-tarfile" in old
    assert "backports-tarfile" not in windows | mac
    assert {"textual", "numpy", "sqlcipher3"} <= windows & mac & old


def test_what_to_type_is_said_for_each_and_what_lacks_too() -> None:
    made = [KIT.target("here"), KIT.target("windows:3.12")]
    said = KIT.start(made, ["range/mara-1/index.html"], packs=False)
    for each in made:
        assert f"--find-links wheels/{each.folder} -r wheels/{each.folder}/install.txt" in said
    assert r"room\Scripts\python -m pip install --no-index" in said
    assert "range/mara-1/index.html" in said
    assert "handouts/   (none in this kit)" in said
    assert "{" not in said
    assert max(map(len, (line for line in said.splitlines() if "pip" not in line))) <= 110
    assert "(no wheels in this kit)" in KIT.start([], [], packs=True)


def test_what_is_typed_for_a_class_is_what_the_program_takes() -> None:
    said = KIT.start([KIT.target("here")], [], packs=True)
    typed = re.findall(r"room/bin/auditor ([a-z ]+)(.*)", said)
    for words, rest in typed:
        known = tuple(words.split())
        while known not in set(commands()):
            known = known[:-1]
        assert known, words
        options = {option for each in parameters(known) for option in each.opts}
        assert set(re.findall("--[a-z-]+", words + rest)) <= options, (known, rest)
    for step in ("serve --lan", "join", "teach 45", "results merge", "results show"):
        assert f"auditor practice {step}" in said, "whoever has the kit alone knows no other way"
    assert f"--photos {PACK_PHOTOS}" in said


def contents(out: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a kit by its path, those inside the program's wheel too."""
    for file in sorted(out.rglob("*")):
        if not file.is_file():
            continue
        data = file.read_bytes()
        yield file.relative_to(out).as_posix(), data
        if file.name.startswith("auditor-") and file.suffix == ".whl":
            with zipfile.ZipFile(io.BytesIO(data)) as inside:
                for entry in inside.infolist():
                    assert entry.date_time[:3] == (2020, 2, 2)
                    yield entry.filename, inside.read(entry)


def made_in(room: Path, *words: str) -> Path:
    out = room / "kit"
    KIT.main([str(out), "--copies", "mara:1", "--photos", "3", *words])
    return out


@pytest.mark.slow
def test_the_same_checkout_makes_the_same_kit_with_nothing_of_the_machine(tmp_path: Path) -> None:
    outs = []
    for name in ("first", "second"):
        out = made_in(tmp_path / name, "--no-wheels")
        (out / "wheels").mkdir()
        KIT.build(out / "wheels")
        outs.append(dict(contents(out)))
    assert outs[0] == outs[1]
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    told = [str(Path.home()) + "/", str(tmp_path), str(ROOT), socket.gethostname(), today]
    for name, data in outs[0].items():
        for each in told:
            # a short name may stand in a picture by chance
            assert len(each) <= 5 or each.encode() not in data, f"{each} in {name}"
    first_page = outs[0]["START.html"].decode()
    linked = re.findall('href="([^"]*)"', first_page)
    assert "range/mara-1/index.html" in linked
    assert set(linked) <= set(outs[0])
    assert outs[0]["SHA256SUMS"].count(b"\n") == len(
        [name for name in outs[0] if name.startswith(("range/", "handouts/", "START"))]
    )


@pytest.mark.slow
def test_the_program_of_a_kit_installs_without_a_network_and_runs(tmp_path: Path) -> None:
    out = made_in(tmp_path)
    here = KIT.target("here")
    if not (out / "wheels" / here.folder).exists():
        pytest.skip("the wheels cannot be fetched from here")
    for line in (out / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, _space, name = line.partition("  ")
        assert KIT.digest(out / name) == digest
    venv.create(out / "room", with_pip=True)
    said = (out / "START.txt").read_text("utf-8")
    (typed,) = (line.split() for line in said.splitlines() if "--find-links" in line)
    subprocess.run(typed, cwd=out, check=True, capture_output=True, timeout=600)
    done = subprocess.run(
        ["room/bin/auditor", "demo", "--headless", "--photos", "3", "--json"],
        cwd=out, env={"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert '"photos"' in done.stdout, done.stderr
