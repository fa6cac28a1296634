"""The private hash list in both kinds of vault."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.domain.outcome import Batch, Fetched
from auditor.domain.photos.photo import Photo, Rendition, Role
from auditor.domain.secret import Secret
from auditor.domain.views import StoredPhoto
from auditor.errors import VaultDamaged, VaultLocked, VaultTooNew
from auditor.vault.storage import keys
from auditor.vault.storage.connection import Connection
from auditor.vault.storage.keys import VaultKey
from auditor.vault.storage.migration import fill
from auditor.vault.store import EncryptedVault
from auditor.vault.tables import private
from tests.contract.vault_making import (
    HeldClock,
    account,
    at,
    facts,
    photo,
    private_hit,
    private_image,
)

ADA = account()
KEY = VaultKey(Secret("5a" * 32))
PASS = Secret("correct horse")


@pytest.fixture(params=["file", "memory"])
async def vault(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EncryptedVault]:
    made = (
        await EncryptedVault.ephemeral()
        if request.param == "memory"
        else await EncryptedVault.open(tmp_path / "home", KEY, HeldClock())
    )
    await made.put_account(ADA)
    yield made
    await made.close()


async def scanned(vault: EncryptedVault) -> int:
    """Scan one photo with an ETag."""
    number, _resumed = await vault.begin_scan([ADA.id], at(0))
    await vault.save_batch(number, ADA.id, Batch((photo(ADA, 1),), None), at(0))
    for stored in await vault.unmeasured(number, 10):
        await vault.save_facts(
            number, stored.photo.id, StoredPhoto(_tagged(stored), facts(1)), b"webp"
        )
    await vault.end_account(number, ADA.id, Fetched(), 1, at(1))
    await vault.end_scan(number, at(1))
    return number


def _tagged(stored: StoredPhoto) -> Photo:
    served, shown = stored.photo.renditions
    return replace(stored.photo, renditions=(replace(served, etag='"1"', immutable=True), shown))


async def listed_again(vault: EncryptedVault) -> tuple[int, Rendition]:
    """Begin another scan; return how the photo waits in it."""
    number, _resumed = await vault.begin_scan([ADA.id], at(5))
    await vault.save_batch(number, ADA.id, Batch((photo(ADA, 1),), None), at(5))
    (stored,) = await vault.unmeasured(number, 10)
    assert stored.facts is not None  # a failed download must not lose what is known
    served = stored.photo.rendition(Role.SERVED)
    assert served is not None
    return number, served


async def test_a_list_is_kept_and_shown_without_hashes(vault: EncryptedVault) -> None:
    beach, party = private_image(1), private_image(2, "party")
    assert await vault.private_version() == 0
    await vault.add_private([beach, party])
    await vault.add_private([beach])
    assert [entry.label for entry in await vault.private_entries()] == ["beach", "party"]
    assert await vault.private_images() == (beach, party)
    assert await vault.private_version() == 1
    assert str(beach.packed) not in repr(await vault.private_images())
    assert await vault.remove_private(beach.entry.id)
    assert not await vault.remove_private(beach.entry.id)
    assert await vault.private_images() == (party,)


async def test_a_photo_is_read_again_when_something_is_new_on_the_list(
    vault: EncryptedVault,
) -> None:
    await scanned(vault)
    _number, served = await listed_again(vault)
    assert served.etag == '"1"'
    await vault.add_private([private_image()])
    number, served = await listed_again(vault)
    assert (served.etag, served.immutable) == (None, False)
    await vault.save_private_hits(photo(ADA, 1).id, await vault.private_version(), [], at(6))
    (stored,) = await vault.unmeasured(number, 10)
    assert stored.photo.renditions[0].etag == '"1"'
    await vault.end_scan(number, at(7))


async def test_what_may_be_private_is_withheld_until_it_is_taken_off_the_list(
    vault: EncryptedVault,
) -> None:
    await scanned(vault)
    name = photo(ADA, 1).id
    await vault.add_private([private_image(1), private_image(2)])
    await vault.save_private_hits(name, 1, [private_hit(1), private_hit(2)], at(2))
    stored = await vault.photo(name)
    assert stored is not None
    assert stored.facts is not None
    assert (stored.facts.sha256, stored.facts.pdq, stored.facts.perceptual) == ("", None, None)
    assert stored.facts.metadata.serial_numbers == ("SN12345",)
    assert (stored.facts.text, stored.facts.barcodes) == ((), ())
    assert [unread.reader for unread in stored.facts.unread] == ["barcodes", "text"]
    assert [(face.size, face.landmarks) for face in stored.facts.faces] == [(120, ()), (120, ())]
    assert await vault.thumbnail(name) is None
    (seen,) = await vault.prints()
    assert (seen.sha256, seen.pdq) == ("", ())
    matches = await vault.private_matches(name)
    assert [(match.hit.entry, match.label) for match in matches] == [
        ("00000001", "beach"),
        ("00000002", "beach"),
    ]
    assert await vault.private_matches("p0") == ()
    await vault.remove_private("00000001")
    assert [match.hit.entry for match in await vault.private_matches()] == ["00000002"]
    await vault.remove_private("00000002")
    number, served = await listed_again(vault)
    assert served.etag is None  # read again although the list is empty
    await vault.save_facts(number, name, StoredPhoto(photo(ADA, 1), facts(1)), b"webp")
    assert await vault.thumbnail(name) == b"webp"
    record = await vault.end_scan(number, at(9))
    assert all(not change.changed for change in record.accounts)  # it never changed


async def test_a_scan_that_began_earlier_cannot_bring_back_what_is_withheld(
    vault: EncryptedVault,
) -> None:
    await scanned(vault)
    name = photo(ADA, 1).id
    number, _served = await listed_again(vault)
    await vault.add_private([private_image()])
    await vault.save_private_hits(name, 1, [private_hit()], at(6))
    await vault.save_facts(number, name, StoredPhoto(photo(ADA, 1), facts(1)), b"webp")
    stored = await vault.photo(name)
    assert stored is not None
    assert stored.facts is not None
    assert stored.facts.pdq is None
    assert await vault.thumbnail(name) is None


async def test_matches_go_with_their_account(vault: EncryptedVault) -> None:
    await scanned(vault)
    await vault.add_private([private_image()])
    await vault.save_private_hits(photo(ADA, 1).id, 1, [private_hit()], at(2))
    await vault.remove_account(ADA.id)
    assert await vault.private_matches() == ()
    assert len(await vault.private_entries()) == 1


async def test_a_list_travels_sealed(vault: EncryptedVault) -> None:
    image = private_image()
    await vault.add_private([image])
    sealed = await vault.export_private(PASS)
    assert image.packed[40:72] not in sealed
    assert base64.b64encode(image.packed)[40:72] not in sealed
    assert b"beach" not in sealed
    assert await vault.import_private(sealed, PASS) == 0
    await vault.remove_private(image.entry.id)
    assert await vault.import_private(sealed, PASS) == 1
    assert await vault.private_images() == (image,)


async def test_a_sealed_list_opens_in_no_other_way(vault: EncryptedVault) -> None:
    await vault.add_private([private_image()])
    sealed = await vault.export_private(PASS)
    with pytest.raises(VaultLocked):
        await vault.export_private(Secret(""))
    with pytest.raises(VaultLocked):
        await vault.import_private(sealed, Secret("another"))
    with pytest.raises(VaultLocked):
        await vault.import_private(sealed.replace(b'"r":8', b'"r":4'), PASS)
    for broken in (
        b"",
        b"{}",
        sealed[:-40],
        sealed.replace(b'"log_n":%d' % keys.LOG_N, b'"log_n":30'),
        sealed.replace(b"scrypt", b"plain"),
    ):
        with pytest.raises(VaultDamaged):
            await vault.import_private(broken, PASS)
    with pytest.raises(VaultTooNew):
        await vault.import_private(sealed.replace(b'list":1', b'list":2'), PASS)


def test_hashes_that_were_removed_are_overwritten(tmp_path: Path) -> None:
    """Seen in a file that is not encrypted.

    In a vault nobody could look, but its key may become known later.
    """
    with closing(Connection(str(tmp_path / "plain"), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        fill(connection, at(0))
        removed, other = private_image(1), private_image(2)
        private.add(connection, [removed, other])
        assert _anywhere(tmp_path, removed.packed[40:72])
        private.remove(connection, removed.entry.id)
        assert not _anywhere(tmp_path, removed.packed[40:72])
        assert private.images(connection) == (other,)


def _anywhere(folder: Path, needle: bytes) -> bool:
    return any(needle in path.read_bytes() for path in folder.iterdir())
