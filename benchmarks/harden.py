"""What a clean copy of a 12 MP photo costs, beside jpegtran, exiftool and mat2 in the same run.

usage: python benchmarks/harden.py [RUNS [FILES]]   (default 7 20)

Every row is processor time of all processes that took part, the median of interleaved runs. Ours
goes through a reader process as `auditor harden` does; its start, with the loading of the libraries
and of the models that look for faces and words, stands apart, and so does what the exiftool program
costs, which reads each copy once more where it is installed. The peers start anew for each photo,
as they do when somebody calls them; FILES photos are also given to one call of each. jpegtran takes
metadata out and looks at nothing; exiftool copies the picture as it stands; mat2 makes it anew.

A peer that is missing is named. Wall time means little on a machine with other work to do.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.adapters.local_files import LocalFiles
from auditor.config import ReaderSettings
from auditor.domain.hardening import MadeBy, Wishes
from auditor.engine.clean_copies import CleanCopies
from auditor.errors import ReaderError
from auditor.readers.process.pool import ReaderPool
from benchmarks.peers import machine
from benchmarks.readers import photo

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "camera"
_TICKS = os.sysconf("SC_CLK_TCK")
_PEERS = {
    "jpegtran -copy none": ("jpegtran", "-copy", "none", "-outfile", "{out}", "{file}"),
    "jpegtran -optimize": ("jpegtran", "-copy", "none", "-optimize", "-outfile", "{out}", "{file}"),
    "exiftool -all=": ("exiftool", "-q", "-overwrite_original", "-all=", "{copy}"),
    "mat2": ("mat2", "--inplace", "{copy}"),
}


@dataclass(frozen=True)
class Cost:
    """Seconds of processor and of the clock."""

    cpu: float
    wall: float


class Worker:
    """A pool of one reader process, which is started, and whose processor time is known."""

    def __init__(self, *, exiftool: bool, vision: bool) -> None:
        self._pool = ReaderPool(
            ReaderSettings(exiftool=exiftool, vision=vision, workers=1), thumbnails=False
        )
        self.start = Cost(0, 0)

    async def warm(self, data: bytes, wishes: Wishes) -> None:
        """Start it and make a first copy, whose cost is that of the start."""
        before, began = 0.0, time.perf_counter()
        await self._pool.harden(data, wishes)
        self.start = Cost(self._spent() - before, time.perf_counter() - began)

    async def cost(self, data: bytes, wishes: Wishes) -> Cost:
        """Return what one copy costs, in this process too."""
        before, began = self._spent() + time.process_time(), time.perf_counter()
        await self._pool.harden(data, wishes)
        return Cost(self._spent() + time.process_time() - before, time.perf_counter() - began)

    async def close(self) -> None:
        """Stop the process."""
        await self._pool.close()

    def _spent(self) -> float:
        return sum(_spent_by(process.pid) for process in self._pool._idle)  # noqa: SLF001 - nobody else may know


def _spent_by(pid: int) -> float:
    """Return the processor time of a process, of those it has started and of their children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own, ended = sum(map(int, fields[11:13])) / _TICKS, sum(map(int, fields[13:15])) / _TICKS
    threads = list(Path(f"/proc/{pid}/task").iterdir())
    with contextlib.suppress(OSError, ValueError, IndexError):  # to the microsecond if told
        exact = sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
        own = max(own, exact)
    with contextlib.suppress(OSError):
        for thread in threads:
            ended += sum(map(_spent_by, map(int, (thread / "children").read_text().split())))
    return own + ended


def peer_cost(
    command: tuple[str, ...], files: list[Path], folder: Path, *, damaged: bool = False
) -> Cost:
    """Return what a program costs for these files, in one call if it takes several.

    `damaged` files may be refused.
    """
    copies = [Path(shutil.copy(file, folder / f"copy-{file.name}")) for file in files]
    calls = (
        [[*(part for part in command if part != "{copy}"), *map(str, copies)]]
        if "{copy}" in command
        else [
            [part.format(out=folder / "out.jpg", file=file) for part in command] for file in files
        ]
    )
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    for call in calls:
        subprocess.run(
            call, check=not damaged, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(spent, time.perf_counter() - began)


def turned(data: bytes) -> bytes:
    """Return the photo as a telephone held upright stores it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return (
        data[:2]
        + b"\xff\xe1"
        + (len(exif.tobytes()) + 2).to_bytes(2, "big")
        + (exif.tobytes() + data[2:])
    )


def as_png(data: bytes) -> bytes:
    """Return the photo as PNG."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.save(out, "PNG")
    return out.getvalue()


async def compare(runs: int, folder: Path) -> None:
    """Print the rows of one photo."""
    park, street = photo("park"), photo("street")
    png = as_png(park)
    for name, data in (("park.jpg", park), ("street.jpg", street), ("park.png", png)):
        (folder / name).write_bytes(data)
    plain, both = Worker(exiftool=False, vision=False), Worker(exiftool=True, vision=False)
    seeing = Worker(exiftool=False, vision=True)
    blur = Wishes(0, True, True)
    await plain.warm(park, Wishes())
    await both.warm(park, Wishes())
    acts: dict[str, Callable[[], Awaitable[Cost]]] = {
        "auditor harden": lambda: plain.cost(park, Wishes()),
        "auditor harden, and exiftool reads the copy": lambda: both.cost(park, Wishes()),
    }
    if _sees():
        await seeing.warm(street, blur)
        acts |= {
            "auditor harden --blur faces,text, nothing found": lambda: seeing.cost(park, blur),
            "auditor harden --blur faces,text, words found": lambda: seeing.cost(street, blur),
        }
    else:
        print("The extra vision is not installed: --blur is not measured.")
    acts |= {
        "auditor harden, turned by EXIF": lambda: plain.cost(turned(park), Wishes()),
        "auditor harden, PNG": lambda: plain.cost(png, Wishes()),
    }
    for name, command in _PEERS.items():
        if shutil.which(command[0]) is None:
            print(f"{command[0]} is not installed: not measured.")
            continue
        acts[name] = _peer(command, [folder / "park.jpg"], folder)
        if not name.startswith("jpegtran"):
            acts[f"{name}, PNG"] = _peer(command, [folder / "park.png"], folder)
    costs: dict[str, list[Cost]] = {name: [] for name in acts}
    for _run in range(runs):
        for name, act in acts.items():
            costs[name].append(await act())
    _print(costs, "jpegtran -copy none")
    print(f"\nstart of a worker, first copy included: {plain.start.cpu:.2f} s", end="")
    print(f", with models: {seeing.start.cpu:.2f} s" if _sees() else "")
    for worker in (plain, both, seeing):
        await worker.close()


def _peer(
    command: tuple[str, ...], files: list[Path], folder: Path
) -> Callable[[], Awaitable[Cost]]:
    return lambda: asyncio.to_thread(peer_cost, command, files, folder)


def _sees() -> bool:
    return ReaderPool(ReaderSettings(vision=True), thumbnails=False).parts >= {"faces", "text"}


def _print(costs: dict[str, list[Cost]], peer: str) -> None:
    known = costs.get(peer)
    base = statistics.median(cost.cpu for cost in known) if known else None
    print(f"\n{'what':<50}{'CPU ms':>8}{'wall ms':>9}{'x ' + peer.split(maxsplit=1)[0]:>12}")
    for name, found in costs.items():
        cpu = statistics.median(cost.cpu for cost in found)
        wall = statistics.median(cost.wall for cost in found)
        ratio = f"{cpu / base:.2f}" if base else ""
        print(f"{name:<50}{cpu * 1000:>8.0f}{wall * 1000:>9.0f}{ratio:>12}")


async def together(count: int, folder: Path) -> None:
    """Print what a folder of photos costs, with as many processes as there are cores."""
    originals = [folder / f"{number:02}.jpg" for number in range(count)]
    for original in originals:
        original.write_bytes((folder / "park.jpg").read_bytes())
    rows: dict[str, list[Cost]] = {}
    settings = ReaderSettings(vision=False)
    for name, used in (
        ("auditor harden", replace(settings, exiftool=False)),
        ("auditor harden, and exiftool reads the copies", settings),
    ):
        rows[name] = [await _copied(originals, folder / f"out-{len(rows)}", used)]
    for name, command in _PEERS.items():
        if shutil.which(command[0]) is not None:
            rows[name] = [await asyncio.to_thread(peer_cost, command, originals, folder)]
    print(
        f"\n{count} photos, one call, the start of our processes included, {os.cpu_count()} cores"
    )
    _print(rows, "jpegtran -copy none")


async def _copied(originals: list[Path], folder: Path, settings: ReaderSettings) -> Cost:
    await asyncio.to_thread(folder.mkdir)
    copies = CleanCopies(LocalFiles(), ReaderPool(settings, thumbnails=False))
    before, began = _everything(), time.perf_counter()
    made = await copies.make([*map(str, originals)], folder, Wishes(), MadeBy.CAMERA)
    await copies.close()
    if any(copied.error for copied in made):
        raise SystemExit(str(made))
    return Cost(_everything() - before, time.perf_counter() - began)


def _everything() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


async def cameras(folder: Path) -> None:
    """Print what real files cost."""
    if not SHARED.is_dir():
        print(f"\n{SHARED} is not there: files of cameras were not measured.")
        return
    files = sorted(SHARED.glob("jpg_*"))
    worker = Worker(exiftool=False, vision=False)
    await worker.warm(files[0].read_bytes(), Wishes())
    ours = Cost(0, 0)
    for file in files:
        try:
            cost = await worker.cost(file.read_bytes(), Wishes())
        except ReaderError as error:
            print(f"{file.name}: {error.message}")
            continue
        ours = Cost(ours.cpu + cost.cpu, ours.wall + cost.wall)
    await worker.close()
    rows = {"auditor harden": [ours]}
    if shutil.which("jpegtran") is not None:
        rows["jpegtran -copy none"] = [
            await asyncio.to_thread(
                peer_cost, _PEERS["jpegtran -copy none"], files, folder, damaged=True
            )
        ]
    print(
        f"\n{len(files)} files of cameras (../shared/data), turned ones and small ones among them"
    )
    _print(rows, "jpegtran -copy none")


def main() -> None:
    """Print the tables."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(compare(runs, folder))
        asyncio.run(together(count, folder))
        asyncio.run(cameras(folder))


if __name__ == "__main__":
    main()
