"""The terminal UI: its first screen, and every screen over a vault of very many photos.

usage: python benchmarks/terminal.py [--first | [--anew] [--only SCREEN ...] PHOTOS ...]
(default: the first screen, then 1000, 10000 and 100000 photos)

The first screen: `auditor` on a pseudo-terminal, without a vault and with one, until its line of
keys is drawn, beside a bare Textual app until its one word is; nine times in turn, told is the
median.

At size: the app runs without a terminal over the vaults of benchmarks/answers.py and is led to
every screen of the registry. Told are, in milliseconds: `shown`, until the screen stands there with
what it shows first, rows or words on what is still worked out, in CPU of the process and in wall;
`whole`, until all of it was worked out or given up; `key`, the slowest of some keys on it once it
rests, CPU of the event loop, of each key the middle of three turns; `held`, the longest that the
event loop was held, in CPU and in wall; and resident memory: what there is then, and the peak so
far, of which deriving the key takes 128 MiB. The peer is a bare app with a DataTable of one row a
photo. With `--anew` everything is to be judged and
worked out again, as after a new version of the program; the most memory of the process that does so
beside the app is told at the end.

Linux only. AUDITOR_VAULTS names a folder that keeps the vaults for the next run.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.peers import machine  # noqa: E402

_SIZES = (1_000, 10_000, 100_000)
_TURNS = 9
_PATIENCE_S = 60.0
_MOST_S = float(os.environ.get("AUDITOR_WHOLE_S", "120"))
"""After so many seconds what a screen still works out is given up."""
_PASSPHRASE = "correct horse battery staple"
_BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("HELLO")
Bare().run()
"""
_KEY_TURNS = 3
_RESTS_S = 0.2
_KEYS = ("down", "down", "pagedown", "end", "up", "home")


# the first screen


def _until(words: Sequence[str], sign: bytes, home: str) -> tuple[float, float]:
    """Run a program on a terminal until it wrote `sign`; return its CPU and wall seconds."""
    begin = time.perf_counter()
    process, terminal = pty.fork()
    if not process:
        os.environ |= {"TERM": "xterm-256color", "AUDITOR_HOME": home}
        os.execv(words[0], words)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    while sign not in seen and select.select([terminal], [], [], _PATIENCE_S)[0]:
        seen += os.read(terminal, 65_536)
    wall = time.perf_counter() - begin
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    os.close(terminal)
    if sign not in seen:
        sys.exit(f"{words}: {sign!r} was not drawn")
    return cpu, wall


def first_screen() -> None:
    """Print the medians of a bare app and of the first screens."""
    with tempfile.TemporaryDirectory() as folder:
        home, passphrase = Path(folder, "vault"), Path(folder, "passphrase")
        passphrase.write_text(_PASSPHRASE)
        subprocess.run(
            [sys.executable, "-m", "auditor", "accounts", "list"],
            check=True,
            stdout=subprocess.DEVNULL,
            env={
                **os.environ,
                "AUDITOR_HOME": str(home),
                "AUDITOR_PASSPHRASE_FILE": str(passphrase),
            },
        )
        auditor = [sys.executable, "-m", "auditor"]
        runs: dict[str, tuple[list[str], bytes, str]] = {
            "bare Textual app": ([sys.executable, "-c", _BARE], b"HELLO", folder),
            "first screen, no vault": (auditor, b"F2", str(Path(folder, "none"))),
            "first screen, the lock": (auditor, b"F2", str(home)),
        }
        took: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for _turn in range(_TURNS):
            for name, given in runs.items():
                took[name].append(_until(*given))
    bare = statistics.median(cpu for cpu, _wall in took["bare Textual app"])
    for name, costs in took.items():
        cpu, wall = (statistics.median(column) for column in zip(*costs, strict=True))
        print(f"{name}: CPU {cpu:.2f} s, wall {wall:.2f} s, {cpu / bare:.1f} of bare Textual")


# every screen


@dataclass
class Held:
    """The longest that the event loop was held since `clear`: CPU of its thread, and wall."""

    cpu: float = 0.0
    wall: float = 0.0

    def clear(self) -> None:
        """Begin anew."""
        self.cpu = self.wall = 0.0

    async def watch(self) -> None:
        """Look again and again."""
        while True:
            cpu, wall = time.thread_time(), time.perf_counter()
            await asyncio.sleep(0)
            await asyncio.sleep(0.001)
            self.cpu = max(self.cpu, time.thread_time() - cpu)
            self.wall = max(self.wall, time.perf_counter() - wall - 0.001)


@dataclass
class Shown:
    """What one screen took, in seconds."""

    name: str
    shown: float
    shown_wall: float
    whole: float
    key: float = 0.0
    held: float = 0.0
    held_wall: float = 0.0

    def line(self) -> str:
        """Return the same in milliseconds, and what memory there is and at most was in MB."""
        numbers = (self.shown, self.shown_wall, self.whole, self.key, self.held, self.held_wall)
        return (
            f"  {self.name:16}"
            + "".join(f"{1000 * number:9.0f}" for number in numbers)
            + "".join(f"{_memory(field):9.0f}" for field in ("VmRSS", "VmHWM"))
        )


def _memory(field: str) -> float:
    """Return a line of what Linux says on the memory of this process, in MB."""
    status = Path("/proc/self/status").read_text().partition(field + ":")[2]
    return int(status.split(None, 1)[0]) * 1024 / 1e6


@contextmanager
def _watched(held: Held) -> Iterator[None]:
    watching = asyncio.get_running_loop().create_task(held.watch())
    try:
        yield
    finally:
        watching.cancel()


async def _until_true(true: Callable[[], bool]) -> float:
    """Return after how many seconds it is."""
    begin = time.perf_counter()
    while not true():
        if time.perf_counter() - begin > _PATIENCE_S:
            break
        await asyncio.sleep(0.001)
    return time.perf_counter() - begin


async def _keys(press: Callable[[str], Awaitable[None]], keys: Sequence[str]) -> float:
    """Return the slowest of `keys`: of each the middle of some turns.

    The first comes once the screen rests: what it still draws belongs to opening it.
    """
    await _rest()
    took: dict[int, list[float]] = {}
    for _turn in range(_KEY_TURNS):
        for place, key in enumerate(keys):
            begin = time.thread_time()
            await press(key)
            took.setdefault(place, []).append(time.thread_time() - begin)
    return max(map(statistics.median, took.values()))


async def _rest() -> None:
    """Wait until the event loop does next to nothing."""
    begin, used = time.perf_counter(), time.thread_time()
    while time.perf_counter() - begin < _PATIENCE_S:
        await asyncio.sleep(_RESTS_S)
        before, used = used, time.thread_time()
        if used - before < _RESTS_S / 10:
            return


async def screens(home: Path) -> None:
    """Print a line for each screen over the vault in `home`."""
    from auditor.domain.secret import Secret
    from auditor.domain.views import PhotoQuery
    from auditor.tui.app import AuditorApp
    from auditor.tui.base.options import UiOptions
    from auditor.tui.routes import OVER, PAGES
    from auditor.wiring import Opening, load_ahead, open_session

    async def opened(_passphrase: str | None):  # noqa: ANN202 - a session
        return await open_session(Opening(home=str(home), beside=True), Secret(_PASSPHRASE))

    options = UiOptions(
        vault_exists=True, images="half-cell", idle_minutes=0, load_ahead=load_ahead
    )
    app = AuditorApp(opened, options)
    held = Held()
    async with app.run_test(size=(80, 24)) as pilot:
        await _settled(app)  # a passphrase takes longer to type than that
        with _watched(held):
            app.screen.query_one("#passphrase").value = _PASSPHRASE  # type: ignore[attr-defined]
            await pilot.press("enter")
            opening = await _until_true(lambda: app.context.is_open)
            held.clear()
            await _settled(app)
            print(
                f"  opened in {1000 * opening:.0f} ms; then held "
                f"{1000 * held.cpu:.0f} ms (wall {1000 * held.wall:.0f}); "
                f"{_memory('VmRSS'):.0f} MB, peak {_memory('VmHWM'):.0f}"
            )
            session = app.context.session
            account = app.context.states[0].account.id
            photo = (await session.photo_rows(PhotoQuery(), 0, 1))[0].id
            items = {
                "photo": photo,
                "question": "home",
                **dict.fromkeys(("checklist", "claim", "prove", "remove", "archive"), account),
            }
            skipped = {"welcome", "unlock", "act", "do-step", "next-reported", "remove-private"}
            for place in (*PAGES, *OVER):
                if place.value in skipped:
                    continue
                if "--only" in sys.argv and place.value not in sys.argv:
                    continue
                held.clear()
                begin, cpu = time.perf_counter(), time.process_time()
                before = app.screen
                app.action_go(place.value, items.get(place.value, ""))
                await _until_true(partial(_has_content, app, before))
                shown, cpu = time.perf_counter() - begin, time.process_time() - cpu
                await _settled(app)
                took = Shown(place.value, cpu, shown, time.perf_counter() - begin)
                took.key = await _keys(pilot.press, _KEYS if place in PAGES else ("down", "up"))
                took.held, took.held_wall = held.cpu, held.wall
                print(took.line(), flush=True)
                while place in OVER and len(app.screen_stack) > 2:
                    app.pop_screen()
                await _settled(app)
            app.workers.cancel_all()
            await app.context.finish(app.context.detach())


def _has_content(app, before) -> bool:  # noqa: ANN001 - imported late
    """Whether the screen on top has words of its own; lists, rows or words that stand for them."""
    from auditor.tui.widgets.row_list import RowList

    if app.screen is before or not app.screen.is_mounted or not app.screen.size:
        return False
    return all(rows.ready for rows in app.screen.query(RowList) if rows.display)


async def _settled(app) -> None:  # noqa: ANN001 - imported late
    begin = time.perf_counter()
    while any(not worker.is_finished for worker in app.workers):
        if time.perf_counter() - begin > _MOST_S:
            app.workers.cancel_all()
            break
        await asyncio.sleep(0.002)
    await asyncio.sleep(0.02)


async def table(rows: int) -> None:
    """Print what a bare DataTable of so many rows takes."""
    from textual.app import App
    from textual.widgets import DataTable

    class Bare(App[None]):
        def compose(self):  # noqa: ANN202 - as Textual's examples
            yield DataTable()

        def on_mount(self) -> None:
            listed = self.query_one(DataTable)
            listed.add_columns("photo", "posted", "size")
            listed.add_rows((f"IMG_{n:06d}.jpg", "2026-11-20", "300 kB") for n in range(rows))

    held = Held()
    begin, cpu = time.perf_counter(), time.process_time()
    app = Bare()
    async with app.run_test(size=(80, 24)) as pilot:
        shown, cpu = time.perf_counter() - begin, time.process_time() - cpu
        with _watched(held):
            took = Shown("DataTable", cpu, shown, shown)
            took.key = await _keys(pilot.press, _KEYS)
            took.held, took.held_wall = held.cpu, held.wall
        print(took.line())


def at_size(photos: int, kept: Path) -> None:
    """Print the lines of one size; each process has its own peak."""
    home = kept / str(photos)
    if not home.exists():
        made = [sys.executable, str(ROOT / "benchmarks/answers.py"), "--make", str(photos)]
        subprocess.run([*made, str(home)], check=True)
    print(f"{photos:,} photos\n  {'':16}" + "".join(f"{word:>9}" for word in _HEADS), flush=True)
    if "--anew" in sys.argv:
        _forget(home)
    chosen = sys.argv[sys.argv.index("--only") :] if "--only" in sys.argv else []
    for words in (("--table", str(photos)), ("--screens", str(home), *chosen)):
        subprocess.run([sys.executable, __file__, *words], check=True)


def _forget(home: Path) -> None:
    """Leave of what was made only the findings, which are judged anew at the next question."""
    from auditor.domain.secret import Secret
    from auditor.vault.storage import keys
    from auditor.vault.storage.connection import connect
    from auditor.vault.storage.location import DATABASE

    connection = connect(home / DATABASE, keys.open(home, Secret(_PASSPHRASE)))
    connection.execute("DELETE FROM made")
    connection.execute("DELETE FROM setting WHERE name = 'judged-by'")
    connection.close()


_HEADS = ("shown", "(wall)", "whole", "key", "held", "(wall)", "MB", "peak")


def main() -> None:
    """Print everything."""
    print(machine(), flush=True)
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    if not sizes:
        first_screen()
    if "--first" in sys.argv:
        return
    with tempfile.TemporaryDirectory() as folder:
        for photos in sizes or _SIZES:
            at_size(photos, Path(os.environ.get("AUDITOR_VAULTS") or folder))


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        if sys.argv[1:2] == ["--table"]:
            asyncio.run(table(int(sys.argv[2])))
        elif sys.argv[1:2] == ["--screens"]:
            asyncio.run(screens(Path(sys.argv[2])))
        else:
            main()
        if sys.argv[1:2] in (["--table"], ["--screens"]):
            for whose, used in (
                ("peak", resource.RUSAGE_SELF),
                ("peak of a process beside it", resource.RUSAGE_CHILDREN),
            ):
                peak = resource.getrusage(used).ru_maxrss * 1024 / 1e6
                print(f"  {whose} {peak:.0f} MB", flush=True)
