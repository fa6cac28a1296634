"""Answers and plans over a vault of very many photos, kept with its evaluation.

usage: python benchmarks/answers.py [PHOTOS ...]   (default 1000 10000 100000)

Four proven accounts: spots where somebody often is, times, faces of several sizes, the same picture
on two accounts, numbers of cameras, texts that name people, some papers; about two findings a
photo. The commands run over it as processes of their own; told are the median of CPU and wall and
the highest peak of resident memory. `opening` is what starting the program and deriving the key of
the vault take alone, which is slow on purpose. The peer opens the same vault and reads the signs of
all findings in plain SQL, as a process of its own. Each command is told as it is after an
evaluation, after a finding was marked, and on the next day. `works known` is a plan where the
person said something that it rests on, `all anew` where nothing was kept but the evaluation;
AUDITOR_ANEW set to nothing leaves these two out, which take minutes at 100,000 photos. At the end
stands how the CPU beyond opening grows: the exponent, fitted over all sizes, where there is
anything to fit.

Linux only. AUDITOR_VAULTS names a folder that keeps the vaults for the next run.
"""

from __future__ import annotations

import asyncio
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from auditor.engine.plan.wanted import Wanted
from auditor.engine.session import Session
from auditor.ports.made import MADE_OF_CONTENTS, MADE_OF_PHOTOS
from auditor.wiring import Opening, open_session
from benchmarks.peers import machine

_SIZES = (1_000, 10_000, 100_000)
_RUNS = 3
_LEAST_S = 0.1
"""Seconds below which a difference of two runs says nothing."""
_PAGE = 500
_PASSPHRASE = "correct horse battery staple"
_SITE = "https://example.org/"
_METRE = 360 / 40_030_000
_MONDAY = datetime(2025, 1, 6)  # noqa: DTZ001 - cameras write local time
_SEEN = datetime(2026, 11, 20, tzinfo=UTC)
_PLATFORMS = ("mastodon", "wordpress", "mediawiki", "website")
_ALTS = ("A lake in the hills", "Dinner", "My daughter Anna Schmidt", "The house in 12 Elm Street")
_PAPERS = (TextKind.IDENTITY_DOCUMENT, TextKind.BOARDING_PASS, TextKind.PLATE, TextKind.EMAIL)
_PLAN = ("plan", "--minutes", "30", "--json")
_COMMANDS = {
    "answers": ("answers",),
    "plan": _PLAN,
    "links": ("links", "--json"),
    "likeness": ("likeness", "--json"),
    "places": ("places", "--json"),
}
_TOMORROW = """
import sys
from datetime import timedelta
from auditor.adapters.clock import SystemClock
now = SystemClock.now
SystemClock.now = lambda clock: now(clock) + timedelta(days=1)
from auditor.__main__ import main
sys.argv = ["auditor", *sys.argv[1:]]
main()
"""
_FORGET = """
import sys
from pathlib import Path
from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.storage.connection import connect
from auditor.vault.storage.location import DATABASE
folder = Path(sys.argv[1])
connection = connect(folder / DATABASE, keys.open(folder, Secret(sys.argv[2])))
connection.execute("DELETE FROM made WHERE substr(name, 1, length(?1)) = ?1", (sys.argv[3],))
"""
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
    await session.exposure.work_ahead()
    tell("likeness, links and places worked out ahead")
    await session.planning.plan(Wanted(30.0))
    tell("the plan of 30 minutes worked out ahead")
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


async def _mark(home: Path) -> None:
    """Mark a finding as done and open it again."""
    session = await open_session(Opening(home=str(home)), Secret(_PASSPHRASE))
    finding = (await session.answers.rooms.vault.signs())[0].finding
    for state in (State.DONE, State.OPEN):
        await session.answers.rooms.vault.mark(finding, state, _SEEN)
    await session.close()


def _forget(home: Path, *names: str) -> None:
    """Forget what was worked out of one kind, as the vault does where something changes."""
    for name in names:
        run(home, "-c", _FORGET, str(home), _PASSPHRASE, name)


def measure(home: Path, beyond_opening: dict[str, list[float]]) -> None:
    """Print a line for each command; add its CPU beyond opening."""
    peer = _median([run(home, "-c", _PEER, str(home), _PASSPHRASE) for _run in range(_RUNS)])
    print(f"  plain SQL: {_told(peer)}")
    opening = _median([run(home, "-m", "auditor", *_OPENING) for _run in range(_RUNS)])
    print(f"  opening: {_told(opening)}", flush=True)
    for name, words in _COMMANDS.items():
        cost = _median([run(home, "-m", "auditor", *words) for _run in range(_RUNS)])
        beyond = cost.cpu - opening.cpu
        print(f"  {name}: {_told(cost)}; CPU beyond opening {beyond:.2f} s", flush=True)
        beyond_opening.setdefault(name, []).append(beyond)
        asyncio.run(_mark(home))
        marked = run(home, "-m", "auditor", *words)
        print(f"    after a mark: CPU beyond opening {marked.cpu - opening.cpu:.2f} s")
        later = run(home, "-c", _TOMORROW, *words)
        print(f"    the next day: CPU beyond opening {later.cpu - opening.cpu:.2f} s", flush=True)


def measure_anew(home: Path) -> None:
    """Print what the plan takes where it has to be worked out."""
    for told, names in (
        ("works known", (MADE_OF_CONTENTS,)),
        ("all anew", (MADE_OF_CONTENTS, MADE_OF_PHOTOS)),
    ):
        _forget(home, *names)
        print(f"  plan, {told}: {_told(run(home, '-m', 'auditor', *_PLAN))}", flush=True)


def _tell_growth(sizes: Sequence[int], beyond_opening: Mapping[str, Sequence[float]]) -> None:
    for name, costs in beyond_opening.items():
        points = [
            (math.log(size), math.log(cost))
            for size, cost in zip(sizes, costs, strict=True)
            if cost > _LEAST_S
        ]
        if len(points) > 1:
            fitted = statistics.linear_regression(*zip(*points, strict=True)).slope
            print(f"  {name}: grows with the power {fitted:.2f} of the photos")
        else:
            print(f"  {name}: nothing to fit, at most {max(costs):.2f} s beyond opening")


def _told(cost: Cost) -> str:
    return f"CPU {cost.cpu:.2f} s, wall {cost.wall:.2f} s, peak {cost.peak / 1e6:.0f} MB"


def main(sizes: Sequence[int]) -> None:
    """Print some lines for each size."""
    print(machine(), flush=True)
    beyond_opening: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("AUDITOR_VAULTS") or folder)
        for photos in sizes:
            home = kept / str(photos)
            making = [sys.executable, __file__, "--make", str(photos), str(home)]
            subprocess.run(making, check=True)  # a process of its own: a peak is inherited
            measure(home, beyond_opening)
            if os.environ.get("AUDITOR_ANEW", "yes"):
                measure_anew(home)
    _tell_growth(sizes, beyond_opening)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        where = Path(sys.argv[3])
        asyncio.run(prepare(where, int(sys.argv[2]), there=where.exists()))
    else:
        main([int(word) for word in sys.argv[1:]] or _SIZES)
