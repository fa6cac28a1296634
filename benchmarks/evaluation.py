"""Evaluation of very many photos: whole, after a scan that changed one in a hundred, and of copies.

usage: python benchmarks/evaluation.py [PHOTOS ...]          (default 1000 10000 100000)
       python benchmarks/evaluation.py --alike [PHOTOS ...]   (default 1000 2000 4000 5000)

The vault is that of benchmarks/answers.py. `whole`: by another edition of the checks, so all is
judged; `nothing` changed; then one photo in a hundred: another description; another time and place;
another file, picture and face; one gone and a new one in its place. Ratios are to `whole`. The peer
reads all photos with their facts through the vault, which judging
everything has to do. With --alike every picture, on two accounts, is nearly the same one, as of a
film or something passed around; told are evaluation, answers and plan, and the exponent with which
each grows. CPU of the process, which is a new one for each size.

AUDITOR_VAULTS names a folder that keeps the vaults for the next run.
"""

from __future__ import annotations

import asyncio
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.account import Account, Profile
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.facts import Facts, Pdq
from auditor.domain.secret import Secret
from auditor.domain.views import StoredPhoto
from auditor.engine.judge.evaluate import Evaluation
from auditor.engine.session import Session
from auditor.wiring import Opening, open_session
from benchmarks.answers import _SEEN, _accounts, fill
from benchmarks.answers import photos as made_photos
from benchmarks.peers import machine

_SIZES = (1_000, 10_000, 100_000)
_ALIKE = (1_000, 2_000, 4_000, 5_000)
_PASSPHRASE = Secret("correct horse battery staple")
_PAGE = 500
_SHARE = 0.01


class _Clock:
    """Tells the CPU and wall time since it was asked last."""

    def __init__(self) -> None:
        self._then = time.process_time(), time.perf_counter()

    def __call__(self, what: str, beside: float = 0.0) -> float:
        now = time.process_time(), time.perf_counter()
        cpu, wall = now[0] - self._then[0], now[1] - self._then[1]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        ratio = f", {cpu / beside:.1%} of the whole" if beside else ""
        print(
            f"  {what}: CPU {cpu:.2f} s, wall {wall:.1f} s, peak {peak:.0f} MB{ratio}", flush=True
        )
        self._then = time.process_time(), time.perf_counter()
        return cpu


def _described(facts: Facts, rng: random.Random) -> Facts:
    return replace(facts, metadata=replace(facts.metadata, description=f"Seen {rng.random()}"))


def _elsewhere(facts: Facts, rng: random.Random) -> Facts:
    said = facts.metadata
    taken = f"2025-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}T{rng.randint(10, 23)}:07:00"
    there = said.gps and replace(said.gps, latitude=said.gps.latitude + rng.random() / 1000)
    return replace(facts, metadata=replace(said, captured_at=taken, gps=there))


def _another(facts: Facts, rng: random.Random) -> Facts:
    forms = tuple(f"{rng.getrandbits(256):064x}" for _turn in range(8))
    faces = tuple(replace(face, score=0.9 + rng.random() / 10) for face in facts.faces)
    sha256 = f"{rng.getrandbits(256):064x}"
    return replace(facts, sha256=sha256, pdq=Pdq(forms[0], 90, dihedral=forms), faces=faces)


_CHANGES = (
    ("another description", _described),
    ("another time and place", _elsewhere),
    ("another file, picture and face", _another),
)


async def _change(session: Session, how: Callable[[Facts, random.Random], Facts]) -> None:
    """Measure one photo in a hundred as another one, each time others."""
    vault, rng = session.answers.rooms.vault, random.Random()
    after: str | None = None
    while page := await vault.photos(after, _PAGE):
        after = page[-1].photo.id
        for stored in page:
            if stored.facts is not None and rng.random() < _SHARE:
                changed = replace(stored, facts=how(stored.facts, rng))
                await vault.save_facts(1, stored.photo.id, changed, None)


async def _replace(session: Session) -> None:
    """Scan the first account again: some photos are gone, as many are new, one in a hundred."""
    rooms = session.answers.rooms
    vault, rng = rooms.vault, random.Random()
    account = (await vault.accounts())[0]
    listed: list[StoredPhoto] = []
    everything = 0
    after: str | None = None
    while page := await vault.photos(after, _PAGE):
        after = page[-1].photo.id
        everything += len(page)
        listed += [stored for stored in page if stored.photo.account == account.id]
    listed.sort(key=lambda stored: stored.photo.id)
    wanted = max(1, round(everything * _SHARE / 2))
    gone, left = listed[:wanted], listed[wanted:]
    fresh = [
        replace(
            stored,
            photo=replace(
                stored.photo,
                id=f"p{rng.getrandbits(64):016x}",
                page_url=f"{stored.photo.page_url}-{rng.getrandbits(32)}",
                media_url=f"{stored.photo.media_url}-{rng.getrandbits(32)}",
            ),
            facts=stored.facts and _another(stored.facts, rng),
        )
        for stored in gone
    ]
    moment = rooms.clock.now()
    scan, _resumed = await vault.begin_scan([account.id], moment)
    photos = tuple(stored.photo for stored in (*left, *fresh))
    await vault.save_batch(scan, account.id, Batch(photos, None, Profile()), moment)
    for stored in fresh:
        await vault.save_facts(scan, stored.photo.id, stored, None)
    await vault.end_account(scan, account.id, Fetched(), 1, moment)
    await vault.end_scan(scan, moment)


async def measure(home: Path, photos: int, *, there: bool) -> None:
    """Print some lines for one vault, which is made where it is not there."""
    session = await open_session(Opening(home=str(home)), _PASSPHRASE)
    rooms = session.answers.rooms
    vault, today = rooms.vault, rooms.clock.now().date()
    if not there:
        await fill(session, photos)

    async def judge(edition: str) -> None:
        await Evaluation(rooms.checks, rooms.remedy, vault.ids, edition=edition).run(vault, today)

    clock = _Clock()
    after: str | None = None
    while page := await vault.photos(after, _PAGE):
        after = page[-1].photo.id
    clock("reading all photos (peer)")
    await judge("first")
    clock("first, with nothing kept")
    await judge("whole")
    whole = clock("whole")
    await judge("whole")
    clock("nothing changed", whole)
    for what, how in _CHANGES:
        await _change(session, how)
        clock(f"storing: {what}")
        await judge("whole")
        clock(f"one in a hundred, {what}", whole)
    await _replace(session)
    clock("storing: gone and new")
    await judge("whole")
    clock("one in a hundred, gone and new", whole)
    await session.close()


# pictures that are all alike


def _alike(account: Account, count: int) -> Iterator[StoredPhoto]:
    rng = random.Random(account.id)
    picture = random.Random(5).getrandbits(256)
    turns = int("0f" * 32, 16)
    for stored in made_photos(account, count):
        look = picture
        for bit in rng.sample(range(256), rng.randint(0, 6)):
            look ^= 1 << bit
        forms = tuple(f"{look ^ (turns << turn if turn else 0) % 2**256:064x}" for turn in range(8))
        pdq = Pdq(forms[0], 90, dihedral=forms)
        assert stored.facts is not None
        facts = replace(stored.facts, sha256=f"{rng.getrandbits(256):064x}", pdq=pdq)
        yield replace(stored, facts=facts)


async def measure_alike(photos: int) -> None:
    """Print what so many pictures on two accounts take."""
    session = await open_session(Opening(ephemeral=True), None)
    vault = session.answers.rooms.vault
    accounts = _accounts()[:2]
    for account in accounts:
        await vault.put_account(account)
    scan, _resumed = await vault.begin_scan([account.id for account in accounts], _SEEN)
    for account in accounts:
        stored = [*_alike(account, photos // 2)]
        listed = Batch(tuple(each.photo for each in stored), None, Profile())
        await vault.save_batch(scan, account.id, listed, _SEEN)
        for each in stored:
            await vault.save_facts(scan, each.photo.id, each, None)
        await vault.end_account(scan, account.id, Fetched(), 1, _SEEN)
    await vault.end_scan(scan, _SEEN)
    rooms = session.answers.rooms
    clock = _Clock()
    evaluation = Evaluation(rooms.checks, rooms.remedy, vault.ids, edition="first")
    await evaluation.run(vault, rooms.clock.now().date())
    clock("evaluation")
    await session.answers.renew()
    clock("answers")
    await session.planning.plan()
    clock("plan")
    await session.close()


def _fitted(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Return the exponent of the power of the size that fits the costs best."""
    across, up = [math.log(size) for size in sizes], [math.log(max(cost, 1e-3)) for cost in costs]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    rise = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return rise / sum((x - middle) ** 2 for x in across)


def main(sizes: Sequence[int], *, alike: bool) -> None:
    """Print some lines for each size, then how they grow."""
    print(machine(), flush=True)
    costs: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("AUDITOR_VAULTS") or folder)
        for photos in sizes:
            print(f"{photos:,} photos", flush=True)
            words = ("--one-alike", str(photos)) if alike else ("--one", str(photos), str(kept))
            command = [sys.executable, __file__, *words]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                for line in process.stdout or ():
                    print(line, end="", flush=True)
                    what, _colon, rest = line.strip().partition(": CPU ")
                    if "storing" not in what:
                        costs.setdefault(what, []).append(float(rest.partition(" s")[0]))
            if process.returncode:
                sys.exit(process.returncode)
    for what, taken in costs.items():
        if len(taken) == len(sizes) > 1:
            print(f"{what}: grows with the power {_fitted(sizes, taken):.2f}")


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--one"]:
        home = Path(given[2]) / given[1]
        asyncio.run(measure(home, int(given[1]), there=home.exists()))
    elif given[:1] == ["--one-alike"]:
        asyncio.run(measure_alike(int(given[1])))
    else:
        of_alike = given[:1] == ["--alike"]
        numbers = [int(word) for word in given[of_alike:]]
        main(numbers or (_ALIKE if of_alike else _SIZES), alike=of_alike)
