"""What answering the eight questions costs: CPU time and peak memory by the number of photos.

usage: python benchmarks/answers.py [PHOTOS ...]   (default 1000 10000 100000)

A vault of invented photos on four accounts, with about two findings a photo, is judged by the real
checks; then a process of its own opens it and writes the document of `auditor answers --json`: once
with the digest that the evaluation kept, and once after a finding was verified, when the signs are
read anew. CPU time counts from the open vault on, since deriving its key is slow on purpose; the
peak is that of the whole process. Each row is the median of three runs. The exit code is 1 if one
is over 2 s or 400 MB.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.domain.account import Account, Claim, Proof, ProofMethod, account_id
from auditor.domain.findings.finding import State
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.facts import EDITION, Facts, Metadata
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, photo_id
from auditor.domain.photos.picture_contents import Box, TextFound, TextKind
from auditor.domain.photos.position import Position
from auditor.domain.secret import Secret
from auditor.domain.views import StoredPhoto
from auditor.engine.session import Session
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.fakes.engine import Clock, house

WORD = "six plain words make it hard"
T0 = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
MOST_CPU_S, MOST_MB, RUNS = 2.0, 400, 3
PAGE = 500
ANSWER = "--answer"


def accounts() -> list[Account]:
    """Return four proven accounts."""
    found = []
    for name in ("ada", "bea", "cyn", "dot"):
        url = f"https://{name}.example/"
        found.append(
            Account(
                account_id("mastodon", name, url),
                "mastodon",
                name,
                url,
                Claim.MINE,
                Proof(ProofMethod.SITE_FILE, "x", T0),
                added_at=T0,
            )
        )
    return found


def photos(owner: Account, numbers: range) -> Iterator[StoredPhoto]:
    """Yield photos: a position, its owner's name, and in some words or a file of an odd kind."""
    for number in numbers:
        media = f"{owner.url}media/{number}.jpg"
        photo = Photo(
            photo_id(owner.id, str(number)),
            owner.id,
            owner.platform,
            PhotoKind.POST,
            f"{owner.url}{number}",
            media,
            (Rendition(media, Role.SERVED, 3000, 2000),),
            T0 - timedelta(hours=number),
        )
        taken = T0 - timedelta(hours=number * 7, days=number % 50)
        metadata = Metadata(
            gps=Position(40 + number % 997 / 100, 5 + number % 1009 / 100),
            captured_at=taken.isoformat()[:19],
            owner=(f"Ada Lovelace {'IVX'[number % 3]}",),
        )
        text = (TextFound(TextKind.PHONE, "•••", 0.9, Box(0, 0, 9, 9)),) if number % 50 == 0 else ()
        yield StoredPhoto(
            photo,
            Facts(f"{number:064x}", 1, 300, 200, metadata=metadata, text=text, edition=EDITION),
        )


async def fill(home: Path, count: int) -> int:
    """Make a vault with `count` photos and judge it; return the number of findings."""
    vault = await EncryptedVault.open(home, keys.create(home, Secret(WORD)), Clock())
    own = accounts()
    for account in own:
        await vault.put_account(account)
    scan, _resumed = await vault.begin_scan([account.id for account in own], T0)
    for place, account in enumerate(own):
        share = range(place * count // 4, (place + 1) * count // 4)
        for start in range(share.start, share.stop, PAGE):
            page = range(start, min(start + PAGE, share.stop))
            known = list(photos(account, page))
            last = page.stop == share.stop
            batch = Batch(tuple(each.photo for each in known), None if last else str(page.stop))
            await vault.save_batch(scan, account.id, batch, T0)
            for stored in known:
                await vault.save_facts(scan, stored.photo.id, stored, None)
        await vault.end_account(scan, account.id, Fetched(), 1, T0)
    await vault.end_scan(scan, T0)
    fake = await house()
    session = Session(replace(fake.session.answers.rooms, vault=vault))
    await session.answers.judge()
    found = sum(tally.count for tally in await vault.tallies())
    await session.close()
    await fake.session.close()
    return found


async def mark(home: Path) -> None:
    """Mark a finding as verified, or as open again."""
    vault = await EncryptedVault.open(home, keys.open(home, Secret(WORD)), Clock())
    sign = (await vault.signs())[0]
    state = State.OPEN if sign.state is State.VERIFIED else State.VERIFIED
    await vault.mark(sign.finding, state, T0)
    await vault.close()


def answered(home: Path) -> tuple[float, float]:
    """Return CPU seconds and peak MB of one run in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, ANSWER, str(home)], capture_output=True, text=True, check=True
    )
    cpu, peak = map(float, done.stdout.split())
    return cpu, peak


async def answer(home: Path) -> None:
    """Answer once, and print CPU seconds and peak MB."""
    from auditor.report.json.answers import answers

    vault = await EncryptedVault.open(home, keys.open(home, Secret(WORD)), Clock())
    fake = await house()
    session = Session(replace(fake.session.answers.rooms, vault=vault))
    begun = time.process_time()
    document = answers(await session.answers.answers())
    spent = time.process_time() - begun
    assert document
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    await session.close()


def main() -> int:
    """Measure each size, print a row for each."""
    if sys.argv[1:2] == [ANSWER]:
        asyncio.run(answer(Path(sys.argv[2])))
        return 0
    sizes = [int(word) for word in sys.argv[1:]] or [1000, 10_000, 100_000]
    print(f"{'photos':>8}{'findings':>10}{'':>4}{'kept':<8}{'CPU s':>8}{'peak MB':>9}")
    within = True
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            found = asyncio.run(fill(home, count))
            for kept in ("digest", "signs"):
                runs = []
                for _run in range(RUNS):
                    if kept == "signs":
                        asyncio.run(mark(home))
                    runs.append(answered(home))
                cpu, peak = (statistics.median(part) for part in zip(*runs, strict=True))
                print(f"{count:>8}{found:>10}{'':>4}{kept:<8}{cpu:>8.2f}{peak:>9.0f}", flush=True)
                within &= cpu <= MOST_CPU_S and peak <= MOST_MB
    return 0 if within else 1


if __name__ == "__main__":
    raise SystemExit(main())
