"""After places were forgotten no position is in the database.

Neither in a table nor in a page that is free.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.domain.account import Proof, ProofMethod
from auditor.domain.findings.finding import Finding
from auditor.domain.outcome import Batch
from auditor.domain.photos.file_contents import Further, FurtherKind
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome, Revealed, Reveals
from auditor.domain.photos.position import Position
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.views import ANY_FINDING, StoredPhoto
from auditor.vault.judging import new_set
from auditor.vault.storage.connection import Connection
from auditor.vault.storage.migration import fill
from auditor.vault.tables import accounts, findings, forgotten, photos, places, prints, scans
from auditor.vault.tables import scan_writes as listing
from tests.contract.vault_making import T0, account, at, facts, finding, photo

ADA = replace(account(), proof=Proof(ProofMethod.SITE_FILE, "https://ada.example/", T0))
COUNT = 120
FILE = (48.123456789, 11.987654321)
BESIDE = (-33.246813579, 151.975318642)
SHOWN = (12.345678901, 45.678901234)
IN_FILM = (21.987654321, 54.876543219)
OLD = (59.314159265, 18.271828182)
SPOKEN = "Shelter Street"
TRACES = [struct.pack(">d", number) for number in (*FILE, *BESIDE, *OLD, *SHOWN, *IN_FILM)] + [
    SPOKEN.encode(),
    b"48.123457",
    b"48.1234",
]


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[tuple[Connection, Path]]:
    """A vault whose pages can be read from outside: a file of plain SQLite."""
    path = tmp_path / "plain.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    fill(connection, T0)
    accounts.put(connection, ADA)
    yield connection, path
    connection.close()


def measured(number: int, where: tuple[float, float]) -> StoredPhoto:
    known = facts(number)
    metadata = replace(
        known.metadata,
        gps=Position(*where, 34.0),
        gps_others=(Position(*SHOWN, where="EXIF GPSDest"),),
    )
    film = Further(
        FurtherKind.VIDEO, "MOV", None, None, 9, "behind the end", gps=Position(*IN_FILM)
    )
    reveals = (Revealed(Reveals.PLACE, SPOKEN), Revealed(Reveals.AUTHOR, "Ada"))
    beside = replace(known.metadata, gps=Position(*BESIDE))
    seen = replace(
        known,
        metadata=metadata,
        provenance=Provenance(ProvenanceOutcome.VALID, reveals=reveals),
        further=(film,),
    )
    return StoredPhoto(replace(photo(ADA, number), published=beside), seen)


def told(number: int) -> Finding:
    made = finding(ADA, photo(ADA, number))
    title = Statement("Taken at {place}", (Value("place", "48.123457, 11.987654", Kind.PLACE),))
    return replace(made, observation=replace(made.observation, title=title))


def scan(connection: Connection, where: tuple[float, float], minutes: int) -> None:
    number, _resumed = scans.begin(connection, [ADA.id], at(minutes))
    made = [measured(index, where) for index in range(COUNT)]
    listing.save_batch(
        connection, number, ADA.id, Batch(tuple(stored.photo for stored in made), None), at(minutes)
    )
    for stored in made:
        listing.save_facts(connection, number, stored.photo.id, stored, b"webp")
    run = new_set.begin(connection)
    new_set.add(connection, run, [told(index) for index in range(COUNT)])
    new_set.finish(connection, run)
    scans.end(connection, number, at(minutes + 1))


def traces(path: Path) -> set[bytes]:
    """Return what of the positions can be found in the bytes of the files."""
    held = b"".join(
        file.read_bytes()
        for file in path.parent.glob(path.name + "*")
        if not file.name.endswith("-shm")
    )
    return {trace for trace in TRACES if trace in held}


def test_no_position_stays_in_any_page(plain: tuple[Connection, Path]) -> None:
    connection, path = plain
    scan(connection, OLD, 0)
    scan(connection, FILE, 10)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert {
        struct.pack(">d", FILE[0]),
        struct.pack(">d", BESIDE[1]),
        struct.pack(">d", SHOWN[0]),
        struct.pack(">d", IN_FILM[1]),
        SPOKEN.encode(),
        b"48.123457",
    } <= traces(path)

    places.forget(connection)
    assert traces(path) == set()
    assert not any("48.12345" in line or SPOKEN in line for line in connection.iterdump())
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert all(
        photo_print.gps is None and photo_print.captured_at
        for photo_print in prints.read(connection)
    )
    assert findings.read(connection, ANY_FINDING) == ()
    known = photos.stream(connection, None, COUNT)
    assert len(known) == COUNT
    for stored in known:
        assert stored.facts is not None
        assert stored.facts.provenance is not None
        assert stored.facts.provenance.reveals == (Revealed(Reveals.AUTHOR, "Ada"),)
        assert stored.facts.metadata.serial_numbers == ("SN12345",)
    assert photos.thumbnail(connection, photo(ADA, 1).id) == b"webp"

    scan(connection, FILE, 20)  # what comes later is stored without
    connection.execute("DELETE FROM finding")
    assert all(photo_print.gps is None for photo_print in prints.read(connection))
    (record,) = scans.recent(connection, 1)
    assert [(change.new, change.changed) for change in record.accounts] == [(0, 0)]
    assert not any(row[0] for row in connection.execute("SELECT has_place FROM photo"))


def test_what_is_remembered_again_is_measured_anew(plain: tuple[Connection, Path]) -> None:
    connection, _path = plain
    scan(connection, FILE, 0)
    assert not places.remember(connection)
    places.forget(connection)
    places.forget(connection)
    assert not forgotten.kept(connection)
    assert places.remember(connection)
    assert forgotten.kept(connection)
    known = photos.stream(connection, None, COUNT)
    assert {stored.facts.edition for stored in known if stored.facts} == {0}
    scan(connection, FILE, 10)
    assert {photo_print.gps for photo_print in prints.read(connection)} == {FILE}


def test_findings_that_name_no_place_stay(plain: tuple[Connection, Path]) -> None:
    connection, _path = plain
    scan(connection, FILE, 0)
    named, other = told(1), finding(ADA, photo(ADA, 2), check="serial")
    bare = replace(
        other, observation=replace(other.observation, title=Statement("It holds a serial number"))
    )
    run = new_set.begin(connection)
    new_set.add(connection, run, [named, bare])
    new_set.finish(connection, run)
    places.forget(connection)
    assert findings.read(connection, ANY_FINDING) == (bare,)
    counts = dict(connection.execute("SELECT id, findings FROM photo WHERE findings > 0"))
    assert counts == {photo(ADA, 2).id: 1}


def test_nothing_of_a_removed_account_stays_in_any_page(plain: tuple[Connection, Path]) -> None:
    connection, path = plain
    other = replace(ADA, id="other", handle="bea")
    accounts.put(connection, other)
    connection.execute(
        "INSERT INTO setting VALUES ('known-together:other', ?)", (f'["{ADA.id}", "kept"]',)
    )
    scan(connection, FILE, 0)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    telling = {ADA.id.encode(), SPOKEN.encode(), struct.pack(">d", FILE[0])}
    held = path.read_bytes()
    assert all(trace in held for trace in telling)

    accounts.remove(connection, ADA.id)
    held = path.read_bytes()
    assert {trace for trace in telling if trace in held} == set()
    assert not any(ADA.id in line or SPOKEN in line for line in connection.iterdump())
    kept = connection.execute("SELECT value FROM setting WHERE name LIKE 'known%'").fetchall()
    assert kept == [('["kept"]',)]
