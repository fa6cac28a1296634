"""Answers and plans over a vault of very many photos, kept with its evaluation.

usage: python benchmarks/answers.py [PHOTOS ...]   (default 1000 10000 100000)

Four proven accounts: spots where somebody often is, times, faces of several sizes, the same picture
on two accounts, numbers of cameras, texts that name people, some papers; about two findings a
photo. `auditor answers --json` and `auditor plan --minutes 30 --json` run over it as processes of
their own; told are the median of CPU and wall and the highest peak of resident memory. `opening` is
what starting the program and deriving the key of the vault take alone, which is slow on purpose.
The peer opens the same vault and reads the signs of all findings in plain SQL, as a process of its
own.
`worked out` is the same command where nothing was kept, as on the next day or after a mark.

Linux only. AUDITOR_VAULTS names a folder that keeps the vaults for the next run.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.account import Account, Claim, Profile, Proof, ProofMethod
from auditor.domain.findings.finding import State
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.facts import EDITION, Facts, Metadata, Pdq
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, photo_id
from auditor.domain.photos.picture_contents import Box, Face, TextFound, TextKind
from auditor.domain.photos.position import Position
from auditor.domain.secret import Secret
from auditor.domain.views import StoredPhoto
from auditor.engine.session import Session
from auditor.wiring import Opening, open_session
from benchmarks.peers import machine

_SIZES = (1_000, 10_000, 100_000)
_RUNS = 3
_PAGE = 500
_PASSPHRASE = "correct horse battery staple"
_SITE = "https://example.org/"
_METRE = 360 / 40_030_000
_MONDAY = datetime(2025, 1, 6)  # noqa: DTZ001 - cameras write local time
_SEEN = datetime(2026, 11, 20, tzinfo=UTC)
_PLATFORMS = ("mastodon", "wordpress", "mediawiki", "website")
_ALTS = ("A lake in the hills", "Dinner", "My daughter Anna Schmidt", "The house in 12 Elm Street")
_PAPERS = (TextKind.IDENTITY_DOCUMENT, TextKind.BOARDING_PASS, TextKind.PLATE, TextKind.EMAIL)
_COMMANDS = {
    "answers": ("answers", "--json"),
    "plan": ("plan", "--minutes", "30", "--json"),
}
_OPENING = ("accounts", "list", "--json")
_PEER = """
import sys
from pathlib import Path
from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.storage.connection import connect
from auditor.vault.storage.location import DATABASE
folder = Path(sys.argv[1])
connection = connect(folder / DATABASE, keys.open(folder, Secret(sys.argv[2])))
connection.execute("SELECT * FROM sign LEFT JOIN finding_state ON id = finding").fetchall()
"""


Maker = Callable[[Account, int], Iterator[StoredPhoto]]


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds and bytes."""

    cpu: float
    wall: float
    peak: int


# the vault


def _accounts() -> list[Account]:
    return [
        Account(
            f"a{number:016x}",
            platform,
            f"mara{number}",
            f"{_SITE}{number}/",
            Claim.MINE,
            Proof(ProofMethod.SITE_FILE, _SITE, _SEEN),
        )
        for number, platform in enumerate(_PLATFORMS)
    ]


def photos(account: Account, count: int) -> Iterator[StoredPhoto]:
    """Yield so many photos, each with what was measured."""
    rng = random.Random(account.id)
    for number in range(count):
        name = photo_id(account.id, str(number))
        shared = rng.random() < 0.01  # the same file stands on every account
        photo = Photo(
            id=name,
            account=account.id,
            platform=account.platform,
            kind=PhotoKind.POST,
            page_url=_SITE + name,
            media_url=f"{_SITE}media/{name}",
            renditions=_renditions(name, shown_small=rng.random() < 0.8),
            posted_at=_SEEN - timedelta(hours=number),
            alt=rng.choices(_ALTS, (10, 10, 1, 0.3))[0],
            file_name=f"IMG_{number:06d}.jpg",
        )
        facts = _facts(random.Random(number) if shared else rng, number)
        yield StoredPhoto(photo, replace(facts, edition=EDITION))


def _renditions(name: str, *, shown_small: bool) -> tuple[Rendition, ...]:
    served = Rendition(f"{_SITE}media/{name}", Role.SERVED, 1600, 1200, 300_000)
    small = Rendition(f"{_SITE}small/{name}", Role.DISPLAYED, 800, 600, 90_000)
    return (served, small) if shown_small else (served,)


def _facts(rng: random.Random, number: int) -> Facts:
    size = rng.choice((0, 0, 130, 180, 260, 300))
    look = rng.getrandbits(256)
    turns = int("0f" * 32, 16)
    forms = tuple(f"{look ^ (turns << turn if turn else 0) % 2**256:064x}" for turn in range(8))
    taken = _MONDAY + timedelta(days=number % 600, hours=rng.randint(7, 23), minutes=7)
    box = Box(10, 10, size, size)
    paper = rng.random() < 0.003
    return Facts(
        sha256=f"{look:064x}",
        bytes=300_000,
        width=1600,
        height=1200,
        format="JPEG",
        pdq=Pdq(forms[0], 90, dihedral=forms),
        metadata=Metadata(
            captured_at=taken.isoformat() if rng.random() < 0.95 else None,
            gps=_position(rng) if rng.random() < 0.4 else None,
            serial_numbers=(f"X{rng.randint(1, 40)}",) if rng.random() < 0.05 else (),
        ),
        faces=(Face(box, 0.99, (), 0.0, 0.0, 0.8, 128.0, None),) if size else (),
        text=(TextFound(rng.choice(_PAPERS), "•••", 0.9, Box(9, 9, 300, 60)),) if paper else (),
    )


def _position(rng: random.Random) -> Position:
    """Return a position in one of some spots, or on one of many journeys."""
    if rng.random() < 0.4:
        spot = rng.choice(range(12))
        north, east = 52.4 + spot * 0.01, 13.2 + spot * 0.02
        return Position(north + rng.gauss(0, 30) * _METRE, east + rng.gauss(0, 45) * _METRE)
    return Position(rng.uniform(40, 55), rng.uniform(-5, 25))


async def fill(session: Session, number: int, make: Maker = photos) -> None:
    """Store so many photos as one finished scan; `make` makes those of an account."""
    vault = session.answers.rooms.vault
    accounts = _accounts()
    for account in accounts:
        await vault.put_account(account)
    scan, _resumed = await vault.begin_scan([account.id for account in accounts], _SEEN)
    for account in accounts:
        stored = [*make(account, number // len(accounts))]
        pages = range(0, len(stored), _PAGE)
        for start in pages:
            page = stored[start : start + _PAGE]
            last = start == pages[-1]
            await vault.save_batch(
                scan,
                account.id,
                Batch(tuple(each.photo for each in page), None if last else str(start), Profile()),
                _SEEN,
            )
            for each in page:
                await vault.save_facts(scan, each.photo.id, each, None)
        await vault.end_account(scan, account.id, Fetched(), 1, _SEEN)
    await vault.end_scan(scan, _SEEN)
    vault.release_scan()


async def prepare(home: Path, photos: int, *, there: bool) -> None:
    """Make the vault in `home`, if it is not there, and evaluate it."""
    session = await open_session(Opening(home=str(home)), Secret(_PASSPHRASE))
    tell = Teller()
    if not there:
        await fill(session, photos)
        tell("storing")
    await session.answers.judge()
    number = sum(tally.count for tally in await session.answers.rooms.vault.tallies())
    print(f"{photos:,} photos, {number:,} findings")
    tell("evaluation")
    await session.planning.work_ahead()
    tell("answers and plans worked out ahead")
    await session.close()


class Teller:
    """Tells what was done since the last time."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def __call__(self, what: str) -> None:
        """Print what `what` took."""
        wall, cpu = time.perf_counter(), time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        print(
            f"  {what}: CPU {cpu - self._cpu:.1f} s, wall {wall - self._wall:.1f} s, "
            f"peak so far {peak:.0f} MB",
            flush=True,
        )
        self._wall, self._cpu = wall, cpu


# measuring


def run(home: Path, *words: str) -> Cost:
    """Run the program over the vault in `home`; its output is thrown away."""
    passphrase = home.with_name(home.name + ".txt")
    passphrase.write_text(_PASSPHRASE + "\n")
    environment = {
        **os.environ,
        "AUDITOR_HOME": str(home),
        "AUDITOR_PASSPHRASE_FILE": str(passphrase),
    }
    begin = time.perf_counter()
    null = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    process = os.posix_spawn(
        sys.executable, [sys.executable, *words], environment, file_actions=[null]
    )
    _process, status, used = os.wait4(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in {0, 1}:
        sys.exit(f"{words}: exit code {code}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - begin, used.ru_maxrss * 1024)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        max(cost.peak for cost in costs),
    )


async def _forget(home: Path) -> None:
    """Mark a finding as done and open it again: what rests on its state is no longer kept."""
    session = await open_session(Opening(home=str(home)), Secret(_PASSPHRASE))
    finding = (await session.answers.rooms.vault.signs())[0].finding
    for state in (State.DONE, State.OPEN):
        await session.answers.rooms.vault.mark(finding, state, _SEEN)
    await session.close()


def measure(home: Path, before: dict[str, Cost]) -> None:
    """Print a line for each command; `before` are the costs at the size before this one."""
    peer = _median([run(home, "-c", _PEER, str(home), _PASSPHRASE) for _run in range(_RUNS)])
    print(f"  plain SQL: {_told(peer)}")
    opening = _median([run(home, "-m", "auditor", *_OPENING) for _run in range(_RUNS)])
    print(f"  opening: {_told(opening)}", flush=True)
    for name, words in _COMMANDS.items():
        cost = _median([run(home, "-m", "auditor", *words) for _run in range(_RUNS)])
        grown = f", {cost.cpu / before[name].cpu:.2f} of the size before" if name in before else ""
        ratio = cost.cpu / peer.cpu
        beyond = cost.cpu - opening.cpu
        print(f"  {name}: {_told(cost)}; CPU beyond opening {beyond:.2f} s", flush=True)
        print(f"    {ratio:.2f} of plain SQL{grown}", flush=True)
        before[name] = cost


def measure_anew(home: Path) -> None:
    """Print what the commands take where nothing is kept that rests on states."""
    for name, words in _COMMANDS.items():
        asyncio.run(_forget(home))
        print(f"  {name}, worked out: {_told(run(home, '-m', 'auditor', *words))}", flush=True)


def _told(cost: Cost) -> str:
    return f"CPU {cost.cpu:.2f} s, wall {cost.wall:.2f} s, peak {cost.peak / 1e6:.0f} MB"


def main(sizes: Sequence[int]) -> None:
    """Print some lines for each size."""
    print(machine(), flush=True)
    before: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("AUDITOR_VAULTS") or folder)
        for photos in sizes:
            home = kept / str(photos)
            making = [sys.executable, __file__, "--make", str(photos), str(home)]
            subprocess.run(making, check=True)  # a process of its own: a peak is inherited
            measure(home, before)
            measure_anew(home)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        where = Path(sys.argv[3])
        asyncio.run(prepare(where, int(sys.argv[2]), there=where.exists()))
    else:
        main([int(word) for word in sys.argv[1:]] or _SIZES)
