from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from auditor.domain.changes import NotComparedReason
from auditor.domain.secret import Secret
from auditor.domain.views import PhotoQuery
from auditor.errors import VaultBusy, VaultTooNew, VaultTooOld
from auditor.vault.storage import keys, location, migration, schema
from auditor.vault.storage.connection import connect
from auditor.vault.storage.keys import VaultKey
from auditor.vault.store import EncryptedVault
from auditor.vault.tables.rows import pack
from tests.contract.vault_making import T0, HeldClock, account, finding, photo
from tests.rows import each_row

FIXTURES = Path(__file__).parent / "fixtures"
KEY = VaultKey(Secret("5a" * 32))
NEXT = (*schema.MIGRATIONS, "CREATE TABLE extra (a TEXT); INSERT INTO extra VALUES ('b')")


def close_file(folder: Path, migrations: tuple[str, ...] = schema.MIGRATIONS) -> int:
    connection, lock = migration.open_file(folder, KEY, T0, migrations)
    with closing(connection):
        (number,) = connection.execute("PRAGMA user_version").fetchone()
    lock.free()
    return int(number)


@pytest.mark.parametrize("number", range(schema.FIRST, schema.LATEST + 1))
async def test_a_vault_of_every_format_opens(tmp_path: Path, number: int) -> None:
    """Made by tests/unit/vault/make_fixture.py when that format was new."""
    shutil.copytree(FIXTURES / f"format-{number}", tmp_path / "home")
    vault = await EncryptedVault.open(
        tmp_path / "home", keys.open(tmp_path / "home", Secret("fixture")), HeldClock()
    )
    assert [known.handle for known in await vault.accounts()] == ["ada.example"]
    assert await vault.count_photos(PhotoQuery()) == 2
    (stored, _other) = await vault.photos(None, 10)
    assert stored.facts is not None
    assert stored.facts.metadata.serial_numbers == ("SN12345",)
    assert stored.facts.provenance is not None
    for photo_print in await vault.prints():
        assert (photo_print.height, photo_print.gps, photo_print.captured_at) == (
            1000,
            (52.52, 13.405),
            "2026-05-01T10:00:00",
        )
        assert photo_print.width in {2001, 2002}
        assert photo_print.faces is not None
    (finding,) = await vault.findings()
    assert finding.state == "accepted"
    assert len(await vault.network_log()) == 1
    assert [entry.label for entry in await vault.private_entries()] == ["beach"]
    assert len(await vault.private_matches()) == 1
    assert [dict(scan.accounts) for scan in await vault.kept_scans()] == [
        {account().id: NotComparedReason.NOT_PROVEN}
    ]
    named = vault.ids.named(account().id)
    await vault.close()
    keys.change(tmp_path / "home", Secret("fixture"), Secret("another passphrase"))
    vault = await EncryptedVault.open(
        tmp_path / "home", keys.open(tmp_path / "home", Secret("another passphrase")), HeldClock()
    )
    assert vault.ids.named(account().id) == named
    await vault.close()


def test_format_5_knows_which_findings_point_at_a_photo(tmp_path: Path) -> None:
    close_file(tmp_path, schema.MIGRATIONS[:1])
    pointing = finding(account(), photo(account(), 1), related=("p2", "p3", "p2"))
    with closing(connect(tmp_path / location.DATABASE, KEY)) as connection:
        row = (pointing.id, pointing.check, 1, "a", "p1", 3, pack(pointing))
        connection.execute("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    assert close_file(tmp_path, schema.MIGRATIONS[:2]) == schema.FIRST + 1
    with closing(connect(tmp_path / location.DATABASE, KEY)) as connection:
        rows = connection.execute("SELECT photo, finding FROM finding_related").fetchall()
    assert rows == [("p2", pointing.id), ("p3", pointing.id)]


def test_a_migration_runs_on_a_copy_that_takes_the_place(tmp_path: Path) -> None:
    assert close_file(tmp_path) == schema.LATEST
    assert close_file(tmp_path, NEXT) == schema.LATEST + 1
    with closing(connect(tmp_path / location.DATABASE, KEY)) as connection:
        assert connection.execute("SELECT a FROM extra").fetchall() == [("b",)]
    assert not (tmp_path / location.NEXT).exists()


def test_a_migration_that_fails_leaves_the_old_vault(tmp_path: Path) -> None:
    close_file(tmp_path)
    before = (tmp_path / location.DATABASE).read_bytes()
    with pytest.raises(Exception, match="nonsense"):
        close_file(tmp_path, (*schema.MIGRATIONS, "CREATE TABLE extra (a TEXT); nonsense"))
    assert (tmp_path / location.DATABASE).read_bytes() == before
    assert (
        close_file(tmp_path, NEXT) == schema.LATEST + 1
    )  # what was left of the copy is in nobody's way


def test_a_copy_left_by_a_killed_run_is_dropped(tmp_path: Path) -> None:
    close_file(tmp_path)
    (tmp_path / location.NEXT).write_bytes(b"half a copy")
    assert close_file(tmp_path) == schema.LATEST
    assert close_file(tmp_path, NEXT) == schema.LATEST + 1


def test_a_vault_in_use_is_not_migrated(tmp_path: Path) -> None:
    connection, lock = migration.open_file(tmp_path, KEY, T0)
    with pytest.raises(VaultBusy):
        close_file(tmp_path, NEXT)
    connection.close()
    lock.free()
    assert close_file(tmp_path, NEXT) == schema.LATEST + 1


def test_a_newer_vault_is_not_opened(tmp_path: Path) -> None:
    close_file(tmp_path, NEXT)
    before = (tmp_path / location.DATABASE).read_bytes()
    with pytest.raises(VaultTooNew):
        close_file(tmp_path)
    assert (tmp_path / location.DATABASE).read_bytes() == before


@each_row("number", [1, 3, 4, 6, 7])
def test_a_vault_of_before_is_refused_and_left_as_it_is(tmp_path: Path, number: int) -> None:
    """Earlier versions counted formats of their own and left the application id alone."""
    path = tmp_path / location.DATABASE
    path.touch()
    with closing(connect(path, KEY)) as connection:
        connection.execute("CREATE TABLE account (seq INTEGER PRIMARY KEY)")
        connection.execute(f"PRAGMA user_version = {number}")
    before = path.read_bytes()
    with pytest.raises(VaultTooOld) as refused:
        close_file(tmp_path)
    assert "auditor wipe" in refused.value.hint
    assert path.read_bytes() == before


def test_every_vault_has_a_secret_of_its_own_that_a_migration_keeps(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for migrations in (schema.MIGRATIONS, NEXT):
            connection, lock = migration.open_file(tmp_path / name, KEY, T0, migrations)
            with closing(connection):
                found.append(migration.ids_of(connection).named("a0123456789abcdef"))
            lock.free()
    assert found[0] == found[1] != found[2] == found[3]
