"""Kill -9 scan, mark, migrate, re-key, import, wipe and the making of a vault at random moments.

benchmarks/kills.py does it; here a few kills, and what its judges see.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.domain.secret import Secret
from auditor.vault.storage import keys, location, migration
from benchmarks.kills import watch
from tests.code import ROOT
from tests.contract.vault_making import T0
from tests.hostile import killed_work
from tests.hostile.killed_work import ALL, OLD, SEALED, Wipe, Work
from tests.hostile.vault_scanning import SECRET_ALT

posix = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
TOLD = {
    "scan": ("open", "batch", "batch", "batch", "batch", "batch"),
    "mark": ("mark",) * 5,
    "migrate": ("migrated",),
    "re-key": ("changed",),
    "import": ("imported",),
    "wipe": ("wiped",),
    "create": ("key", "open", "put"),
}


def killed(kills: int, whole: int, seed: int) -> str:
    done = subprocess.run(
        [sys.executable, "benchmarks/kills.py", str(kills), str(whole), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


@posix
def test_a_few_kills_lose_nothing_and_leave_nothing_half() -> None:
    assert "; 0 wrong" in killed(14, 0, 14)


@posix
@pytest.mark.slow
def test_some_kills_and_some_whole_processes() -> None:
    assert "; 0 wrong" in killed(140, 7, 15)


@posix
def test_what_a_process_tells_with_its_first_line_is_not_lost() -> None:
    said = "print('ready\\nmark\\nmark', flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", said], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        seen = watch(process, None)
    assert seen.told == ("mark", "mark")


async def made(room: Path, kind: type[Work]) -> tuple[Work, Path]:
    work = kind(room, await killed_work.make(room))
    if not work.begins_with_vault:
        shutil.rmtree(room / "vault")
        (room / "vault").mkdir()
    return work, room / "vault"


@pytest.mark.parametrize("name", sorted(ALL))
async def test_what_was_told_and_is_not_there_is_seen(tmp_path: Path, name: str) -> None:
    work, folder = await made(tmp_path, ALL[name])
    if name == "create":
        keys.create(folder, OLD)
    assert list(await work.judge(folder, TOLD[name]))


async def test_what_can_be_read_is_seen(tmp_path: Path) -> None:
    work, folder = await made(tmp_path, Wipe)
    assert list(killed_work.in_the_clear(folder, work.key)) == []
    for name, data in {
        "vault.db.new": b"..." + SECRET_ALT.encode(),
        "vault.key.part": work.key.reveal().encode(),
        "vault.db-journal": bytes.fromhex(work.key.reveal()),
    }.items():
        location.make_private(folder / name)
        (folder / name).write_bytes(data)
        assert list(killed_work.in_the_clear(folder, work.key))
        (folder / name).unlink()
    assert (tmp_path / SEALED).exists()


def test_leftovers_go_at_the_next_start_but_not_while_the_vault_is_in_use(tmp_path: Path) -> None:
    key = keys.create(tmp_path, Secret("x"))
    connection, lock = migration.open_file(tmp_path, key, T0)
    left = [tmp_path / (location.KEY_FILE + location.PART), tmp_path / location.NEXT]
    for path in left:
        path.write_bytes(b"half")
    other, use = migration.open_file(tmp_path, key, T0)
    assert all(path.exists() for path in left)
    for opened, held in ((connection, lock), (other, use)):
        opened.close()
        held.free()
    connection, lock = migration.open_file(tmp_path, key, T0)
    assert not any(path.exists() for path in left)
    connection.close()
    lock.free()
