"""Makes the kit for a class without internet: wheels, handouts, static copies, what to type.

    python docs/kit/make.py OUT [--for here,windows:3.12] [--copies mara:1,juno:2] [--no-wheels]

Run by `make kit`. The same checkout on the same kind of machine makes the same files.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

from auditor.practice.serving.style import page

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PINNED = ROOT / ".ci" / "requirements" / "run.txt"
PACKS = ("20", "45", "120")
STORIES = "mara:1,tomas:1,amina:1,juno:1,elias:1,robin:1,oda:1"
SUMS = "SHA256SUMS"
_SINCE = "1580601600"
"""The moment that stands in the wheel of the program; hatchling's own default."""


@dataclass(frozen=True, slots=True)
class Target:
    """Computers that wheels are for: tags as pip names them, and what markers are read with."""

    name: str
    version: str
    tags: tuple[str, ...] = ()
    markers: Mapping[str, str] | None = None

    @property
    def folder(self) -> str:
        """The folder below wheels/."""
        return f"{self.name}-python{self.version}"


KINDS: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "windows": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    ),
    "macos-arm": (
        tuple(f"macosx_{number}_0_arm64" for number in range(11, 16)),
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    ),
    "macos-intel": (
        ("macosx_10_13_x86_64", *(f"macosx_{number}_0_x86_64" for number in range(11, 16))),
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    ),
    "linux": (
        (*(f"manylinux_2_{number}_x86_64" for number in range(34, 16, -1)), "manylinux2014_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    ),
}
MACHINES = {"windows": "AMD64", "macos-arm": "arm64", "macos-intel": "x86_64", "linux": "x86_64"}


def target(said: str) -> Target:
    """Return the computers that a word of --for means: KIND:PYTHON, or here."""
    kind, _colon, version = said.partition(":")
    version = version or ".".join(map(str, sys.version_info[:2]))
    if kind == "here":
        return Target(f"{platform.system().lower()}-{platform.machine().lower()}", version)
    tags, markers = KINDS[kind]
    return Target(
        kind,
        version,
        tags,
        {
            **markers,
            "platform_machine": MACHINES[kind],
            "python_version": version,
            "python_full_version": f"{version}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        },
    )


def pinned(text: str, markers: Mapping[str, str] | None) -> Iterator[str]:
    """Yield what is required on some computers, each with its hashes and without its marker."""
    for block in re.split(r"\n(?=\S)", text):
        if not re.match(r"[A-Za-z0-9]", block):
            continue
        head, *hashes = block.replace("\\\n", "\n").splitlines()
        name, _semicolon, marker = head.partition(";")
        if marker.strip() and not Marker(marker.strip()).evaluate(dict(markers or {})):
            continue
        yield " ".join((name.strip(), *(each.strip() for each in hashes if each.strip())))


def wheels(out: Path, wheel: Path, asked: Target) -> str:
    """Fetch the wheels for some computers beside the program's; return why not, or nothing."""
    folder = out / "wheels" / asked.folder
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as room:
        needed = Path(room) / "needed.txt"
        needed.write_text("\n".join(pinned(PINNED.read_text("utf-8"), asked.markers)), "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
        if asked.tags:
            command += ["--implementation", "cp", "--python-version", asked.version]
            command += [word for tag in asked.tags for word in ("--platform", tag)]
        done = subprocess.run(
            [*command, "-d", str(folder), "-r", str(needed)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        shutil.rmtree(folder)
        return next(iter(re.findall(r"ERROR: (.*)", done.stderr)), "could not be fetched")
    shutil.copyfile(wheel, folder / wheel.name)
    lines = []
    for file in sorted(folder.glob("*.whl")):
        name, version = file.name.split("-")[:2]
        lines.append(f"{name.replace('_', '-')}=={version} --hash=sha256:{digest(file)}\n")
    (folder / "install.txt").write_text("".join(lines), "utf-8", newline="\n")
    return ""


def build(room: Path) -> Path:
    """Return the wheel of the program, the same bytes for the same sources."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(room)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _SINCE}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return next(room.glob("*.whl"))


def program(*words: str) -> bool:
    """Run the program of this checkout; return whether it did what was asked."""
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *words], capture_output=True, text=True, check=False
    )
    return done.returncode == 0


def handouts(out: Path) -> bool:
    """Write the packs for trainers; return whether this version has any."""
    folder = out / "handouts"
    folder.mkdir()
    made = [program("practice", "pack", name, "--output", str(folder / name)) for name in PACKS]
    if not any(made):
        folder.rmdir()
    return any(made)


def copies(out: Path, said: Sequence[str], photos: int) -> list[str]:
    """Write the static copies, and return their first pages."""
    made = []
    for each in said:
        story, _colon, level = each.partition(":")
        folder = f"range/{story}-{level or 1}"
        (out / "range").mkdir(exist_ok=True)
        words = ("--story", story, "--level", level or "1", "--photos", str(photos))
        if not program("practice", "export", *words, "--output", str(out / folder)):
            sys.exit(f"the copy of {each} could not be made")
        made.append(f"{folder}/index.html")
    return made


def start(made: Sequence[Target], pages: Sequence[str], *, packs: bool) -> str:
    """Return what the class reads first."""
    windows = [each for each in made if each.name.startswith("windows")]
    others = [each for each in made if each not in windows]
    install = "\n\n".join(
        [f"  {each.folder}:\n\n" + _typed(each, "python3", "room/bin/python") for each in others]
        + [f"  {each.folder}:\n\n" + _typed(each, "py", r"room\Scripts\python") for each in windows]
    )
    return (
        (HERE / "start.txt")
        .read_text("utf-8")
        .format(
            handouts="what to say and what to hand out, for 20, 45 and 120 minutes"
            if packs
            else "(none in this kit)",
            copies="\n".join(f"    {each}" for each in pages) or "    (none in this kit)",
            systems="\n".join(f"    {each.folder}" for each in made) or "    (none in this kit)",
            install=install or "    (no wheels in this kit)",
        )
    )


def start_page(out: Path, said: str) -> str:
    """Return START.txt as a page with links to what opens in a browser."""
    copied = sorted(out.glob("range/*/index.html"))
    given = sorted(out.glob("handouts/**/*.html"))
    lists = "".join(
        f"<h2>{head}</h2><ul>{''.join(_item(out, file) for file in files)}</ul>"
        for head, files in (("People to look at", copied), ("Handouts", given))
        if files
    )
    title, _line, text = said.split("\n", 2)
    body = (
        f"<main><h1>{html.escape(title.capitalize())}</h1>{lists}<h2>What to do</h2>"
        f'<pre tabindex="0" style="white-space:pre-wrap;overflow-wrap:anywhere">'
        f"{html.escape(text)}</pre></main>"
    )
    return page(title.capitalize(), body)


def _item(out: Path, file: Path) -> str:
    name = file.relative_to(out).as_posix()
    return f'<li><a href="{html.escape(name)}">{html.escape(name)}</a></li>'


def _typed(asked: Target, python: str, inside: str) -> str:
    folder = f"wheels/{asked.folder}"
    return (
        f"    {python} -m venv room\n"
        f"    {inside} -m pip install --no-index --no-deps --require-hashes "
        f"--find-links {folder} -r {folder}/install.txt"
    )


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def sums(out: Path) -> str:
    """Return the checksum of every file, as sha256sum writes them."""
    files = sorted(
        file.relative_to(out).as_posix()
        for file in out.rglob("*")
        if file.is_file() and file.name != SUMS
    )
    return "".join(f"{digest(out / file)}  {file}\n" for file in files)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the kit in a new folder."""
    parser = argparse.ArgumentParser(prog="make kit")
    parser.add_argument("out", type=Path)
    parser.add_argument("--for", dest="targets", default="here")
    parser.add_argument("--copies", default=STORIES)
    parser.add_argument("--photos", type=int, default=24)
    parser.add_argument("--no-wheels", action="store_true")
    options = parser.parse_args(arguments)
    out: Path = options.out
    if out.exists():
        sys.exit(f"{out} is there already: name another folder, or delete it")
    out.mkdir(parents=True)
    made: list[Target] = []
    if not options.no_wheels:
        with tempfile.TemporaryDirectory() as room:
            wheel = build(Path(room))
            for asked in map(target, options.targets.split(",")):
                lacks = wheels(out, wheel, asked)
                made += [] if lacks else [asked]
                print(f"wheels for {asked.folder}: {lacks or 'in the kit'}", file=sys.stderr)
    packs = handouts(out)
    pages = copies(out, [each for each in options.copies.split(",") if each], options.photos)
    said = start(made, pages, packs=packs)
    (out / "START.txt").write_text(said, "utf-8", newline="\n")
    (out / "START.html").write_text(start_page(out, said), "utf-8", newline="\n")
    (out / SUMS).write_text(sums(out), "utf-8", newline="\n")
    print(out)


if __name__ == "__main__":
    main()
