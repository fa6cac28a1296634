"""A print is the same whoever makes it: the vault gives back what `print_of` makes."""

from __future__ import annotations

from dataclasses import replace

from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.facts import EDITION, Facts, Metadata, Pdq, Unread
from auditor.domain.photos.picture_contents import Box, Face
from auditor.domain.photos.position import Position
from auditor.domain.prints import print_of
from auditor.domain.views import StoredPhoto
from auditor.vault.store import EncryptedVault
from tests.fakes.engine import EXACT, T0, account, photo
from tests.rows import each_row

ADA = account()
FACE = Face(Box(10, 20, 300, 310), 0.9, ((20, 30), (40, 30)), 5.0, -2.0, 0.7, 120.0, covered=None)
FILE = Metadata(
    gps=Position(48.8566, 2.3522),
    captured_at="2026-05-01T09:00:00",
    serial_numbers=("SN-1", "SN-2"),
)
BESIDE = Metadata(gps=EXACT, captured_at="2026-05-02T23:10:00+02:00", serial_numbers=("SN-3",))
BARE = Facts("0" * 64, 1000, 1600, 1200, "jpeg", Pdq("0f" * 32, 90), edition=EDITION)


@each_row("beside", [None, BESIDE, Metadata(gps=Position(0.0, 0.0))])
@each_row(
    "facts",
    [
        BARE,
        replace(BARE, metadata=FILE, faces=(FACE,)),
        replace(BARE, metadata=replace(FILE, gps=Position(0.0, 0.0), captured_at=None)),
        replace(BARE, pdq=Pdq("0f" * 32, 90, dihedral=tuple(f"{turn}f" * 32 for turn in range(8)))),
        replace(BARE, pdq=Pdq("0f" * 32, 30), unread=(Unread("faces", "not installed"),)),
        Facts("", 10, pdq=None, edition=EDITION, unread=(Unread("worker", "the reader was lost"),)),
    ],
    ids=["bare", "whole", "no place on Earth", "turned", "plain, faces unknown", "unread"],
)
async def test_the_vault_gives_back_what_is_made(facts: Facts, beside: Metadata | None) -> None:
    shot = replace(photo(ADA, 1), published=beside)
    vault = await EncryptedVault.ephemeral()
    await vault.put_account(ADA)
    scan, _resumed = await vault.begin_scan([ADA.id], T0)
    await vault.save_batch(scan, ADA.id, Batch((shot,), None), T0)
    await vault.save_facts(scan, shot.id, StoredPhoto(shot, facts), None)
    await vault.end_account(scan, ADA.id, Fetched(), 1, T0)
    await vault.end_scan(scan, T0)
    assert await vault.prints() == (print_of(shot, facts),)
    await vault.close()


def test_where_and_when_come_from_the_file_then_from_beside_it() -> None:
    shot = replace(photo(ADA, 1), published=BESIDE)
    own, beside = print_of(shot, replace(BARE, metadata=FILE)), print_of(shot, BARE)
    assert (own.gps, own.captured_at) == ((48.8566, 2.3522), "2026-05-01T09:00:00")
    assert beside.gps == (EXACT.latitude, EXACT.longitude)
    assert beside.captured_at == "2026-05-02T23:10:00+02:00"
    assert print_of(replace(shot, published=None), BARE).gps is None
