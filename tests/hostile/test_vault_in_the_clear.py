"""No handle, URL, coordinate, caption or key in the clear in any file, during and after a scan.

Nothing at all with --ephemeral.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.domain.account import Claim
from auditor.domain.outcome import Batch
from auditor.domain.secret import Secret
from auditor.domain.views import StoredPhoto
from auditor.vault.storage import keys, migration, schema
from auditor.vault.store import EncryptedVault
from auditor.vault.tables.rows import pack
from tests.contract.vault_making import T0, HeldClock, at, facts, photo
from tests.hostile.vault_scanning import ADA, KEY, SECRET_ALT, scan

NEEDLES: tuple[bytes, ...] = (
    b"secret",
    ADA.handle.encode(),
    ADA.id.encode(),
    ADA.url.encode(),
    SECRET_ALT.encode(),
    b"Secretname",
    b"IMG_0",
    b"SN12345",
    b"https://",
    b"52.52",
    b"13.405",
    struct.pack(">d", 52.52),  # as MessagePack and SQLite write it
    struct.pack("<d", 52.52),
    b"webpwebp",
    b"CREATE TABLE",
    b"SQLite format",
    KEY.reveal().encode(),
    bytes.fromhex(KEY.reveal()),
)


def leaks(data: bytes) -> list[bytes]:
    return [needle for needle in NEEDLES if needle in data]


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def open_files() -> dict[str, bytes]:
    """What this process has open, deleted temporary files too (Linux)."""
    found: dict[str, bytes] = {}
    for link in Path("/proc/self/fd").iterdir():
        try:
            target = str(link.readlink())
            if (
                target.startswith("/")
                and not target.startswith(("/dev", "/proc", "/sys"))
                and ".venv" not in target
            ):
                found[target] = link.read_bytes()
        except OSError:
            continue
    return found


def test_the_needles_would_be_found() -> None:
    assert len(leaks(pack((photo(ADA, 1, alt=SECRET_ALT), facts(1))))) > 5


async def test_nothing_is_in_the_clear_during_and_after_a_scan(tmp_path: Path) -> None:
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await vault.put_account(ADA)
    number, _ = await vault.begin_scan([ADA.id], at(0))
    seen: set[str] = set()
    for start in range(0, 100, 10):
        page = tuple(
            photo(ADA, index, alt=SECRET_ALT, caption="Secretname 52.52 13.405")
            for index in range(start, start + 10)
        )
        await vault.save_batch(number, ADA.id, Batch(page, str(start)), at(0))
        for stored in await vault.unmeasured(number, 10):
            await vault.save_facts(
                number, stored.photo.id, StoredPhoto(stored.photo, facts(start)), b"webp" * 3000
            )
        await vault.set_claim(ADA.id, Claim.MINE)
        files = files_in(tmp_path)
        if sys.platform == "linux":
            files |= {
                name: data
                for name, data in open_files().items()
                if str(tmp_path) in name or "deleted" in name
            }
        for name, data in files.items():
            assert leaks(data) == [], name
        seen |= {Path(name).name for name in files}
    assert {
        "vault.db",
        "vault.db-wal",
    } <= seen  # the journal was really looked at while it was full
    await vault.close()
    for name, data in files_in(tmp_path).items():
        assert leaks(data) == [], name


def test_nothing_is_in_the_clear_after_kill_9(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.hostile.vault_scanning", str(tmp_path), "500"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    for _line in range(80):
        process.stdout.readline()
    process.kill()
    process.wait()
    process.stdout.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") and path.stat().st_size > 0 for path in files)
    for path in files:
        assert leaks(path.read_bytes()) == [], path


async def test_nothing_is_in_the_clear_in_the_copy_of_a_migration(tmp_path: Path) -> None:
    await scan(tmp_path, 30)
    with pytest.raises(Exception, match="nonsense"):
        migration.open_file(
            tmp_path,
            KEY,
            T0,
            (*schema.MIGRATIONS, "CREATE TABLE more AS SELECT * FROM photo_text; nonsense"),
        )
    assert (tmp_path / "vault.db.new").exists()
    for name, data in files_in(tmp_path).items():
        assert leaks(data) == [], name


def test_an_ephemeral_vault_writes_no_file(tmp_path: Path) -> None:
    """Seen by an audit hook, which hears of every file that Python opens.

    And by the folders a temporary file could be in.
    """
    program = """
import asyncio, os, sys
written = []
def hook(event, given):
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT
    if event == "open" and isinstance(given[0], (str, bytes)) and (given[2] & writing):
        written.append(given[0])
from auditor.domain.outcome import Batch
from auditor.vault.tables.rows import pack
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import at, photo
from tests.hostile.vault_scanning import ADA
async def main():
    sys.addaudithook(hook)
    vault = await EncryptedVault.ephemeral()
    await vault.put_account(ADA)
    number, _ = await vault.begin_scan([ADA.id], at(0))
    page = tuple(photo(ADA, index, alt="x" * 3000) for index in range(3000))
    await vault.save_batch(number, ADA.id, Batch(page, None), at(0))
    await vault.differences(number, number)
    await vault.remove_account(ADA.id)
    opened = "/proc/self/fd/"
    names = [os.readlink(opened + name) for name in os.listdir(opened)
        if os.path.exists(opened + name)]
    suspicious = ("vault", "etilqs", os.environ["TMPDIR"])
    written.extend(name for name in names if any(word in name for word in suspicious))
    await vault.close()
asyncio.run(main())
assert not written, written
"""
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    places = {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "SQLITE_TMPDIR": str(temporary),
        "AUDITOR_HOME": str(home / "vault"),
    }
    environment = os.environ | places | {"PYTHONDONTWRITEBYTECODE": "1"}
    if sys.platform != "linux":
        program = program.replace("os.listdir(opened)", "()")
    subprocess.run(
        [sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2], env=environment
    )
    assert list(home.rglob("*")) == []
    assert list(temporary.rglob("*")) == []


def test_the_passphrase_is_in_no_file_and_no_error(tmp_path: Path) -> None:
    keys.create(tmp_path, Secret("hunter2-hunter2"))
    for path in tmp_path.rglob("*"):
        assert b"hunter2" not in path.read_bytes()
