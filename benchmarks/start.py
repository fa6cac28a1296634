"""Starting: what each command takes that has next to nothing to do.

usage: python benchmarks/start.py [TURNS] [COMMAND ...]   (default 9 turns, every command)

CPU of the whole process in seconds, the median of TURNS turns in which all commands run one after
the other, first those that need no vault and then those over a vault of twenty photos, evaluated
and with its passphrase in a file: what is measured is loading the program and, with a vault,
deriving its key, which is slow on purpose (`key`: the part that no other work can shorten). The
peer is `python -c "import typer"` in the same turns.

Linux only.
"""

from __future__ import annotations

import asyncio
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.peers import machine  # noqa: E402

_TURNS = 9
_PHOTOS = 20
_PASSPHRASE = "correct horse battery staple"
_PEER = 'python -c "import typer"'
_WITHOUT = ("--version", "--help", "help-now Spain", "checks", "law --where DE", "sources")
_OVER = (
    *("accounts list", "photos", "findings", "answers", "plan", "links", "likeness", "places"),
    *("verify", "changes", "network-log", "private list", "reported list", "breaches --list"),
    *("archived --dry-run", "likeness-watch --dry-run", "letter --list"),
    *("checklist Mastodon", "trust list", "keys list", "plugins list"),
)
_REPORTS = ("html", "json", "csv")
_KEY = """
from nacl.hashlib import scrypt
scrypt(b"passphrase", salt=bytes(16), n=1 << 17, r=8, p=1, maxmem=1 << 30, dklen=32)
"""


def make(home: Path) -> None:
    """Make the vault of twenty photos."""
    subprocess.run([sys.executable, __file__, "--make", str(home)], check=True)


async def _make(home: Path) -> None:
    from auditor.domain.secret import Secret
    from auditor.wiring import Opening, open_session
    from benchmarks.answers import fill

    session = await open_session(Opening(home=str(home)), Secret(_PASSPHRASE))
    await fill(session, _PHOTOS)
    await session.answers.judge()
    await session.exposure.work_ahead()
    await session.planning.work_ahead()
    await session.close()


def cpu_of(words: Sequence[str], environment: Mapping[str, str]) -> float:
    """Run a program, throw away what it says and return its CPU seconds."""
    null = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    process = os.posix_spawn(words[0], words, environment, file_actions=null)
    _process, status, used = os.wait4(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in {0, 1}:
        sys.exit(f"{' '.join(words)}: exit code {code}")
    return used.ru_utime + used.ru_stime


def main(turns: int, chosen: Sequence[str]) -> None:
    """Print a line for each command."""
    print(machine(), flush=True)
    compileall.compile_dir(ROOT / "auditor", quiet=1)  # as an installation has it
    with tempfile.TemporaryDirectory() as folder:
        home, passphrase = Path(folder, "vault"), Path(folder, "passphrase")
        passphrase.write_text(_PASSPHRASE)
        make(home)
        reports = [f"report --format {form} --output {Path(folder, form)}" for form in _REPORTS]
        commands = [name for name in (*_WITHOUT, *_OVER, *reports) if not chosen or name in chosen]
        auditor = (sys.executable, "-m", "auditor")
        runs: dict[str, Sequence[str]] = {
            _PEER: (sys.executable, "-c", "import typer"),
            "key": (sys.executable, "-c", _KEY),
            **{name: (*auditor, *name.split()) for name in commands},
        }
        environment = {
            **os.environ,
            "AUDITOR_HOME": str(home),
            "AUDITOR_PASSPHRASE_FILE": str(passphrase),
        }
        took: dict[str, list[float]] = {name: [] for name in runs}
        for _turn in range(turns):
            for name, words in runs.items():
                took[name].append(cpu_of(words, environment))
    peer = statistics.median(took[_PEER])
    for name, costs in took.items():
        cpu = statistics.median(costs)
        told = name.replace(folder + "/", "")
        spread = f"({min(costs):.2f}-{max(costs):.2f})"
        print(f"  {told:40} CPU {cpu:.2f} s {spread}, {cpu / peer:.1f} of the peer")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        asyncio.run(_make(Path(sys.argv[2])))
    else:
        main(
            next((int(word) for word in sys.argv[1:] if word.isdecimal()), _TURNS),
            [word for word in sys.argv[1:] if not word.isdecimal()],
        )
