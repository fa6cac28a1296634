from __future__ import annotations

from pathlib import Path

from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import CopiesLook, WebArchive
from auditor.domain.outside.reported import LinkLook, LinkState, ReportedLink
from auditor.domain.secret import Secret
from auditor.ports.made import MADE_OF_ALL
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import HeldClock, account, at


def link(number: int) -> ReportedLink:
    look = LinkLook(at(1), LinkState.STILL_THERE, "the picture stands there", "", "0" * 64)
    return ReportedLink(
        f"l{number}", f"https://host.example/{number}", at(0), adult=True, history=(look,)
    )


async def test_records_are_kept_in_their_order_and_replaced_by_key() -> None:
    vault = await EncryptedVault.ephemeral()
    assert not await vault.has_outside()
    for number in (2, 1, 2):
        await vault.put_outside(f"l{number}", link(number))
    assert await vault.outside(ReportedLink) == {"l2": link(2), "l1": link(1)}
    assert await vault.remove_outside(ReportedLink, "l2")
    assert not await vault.remove_outside(ReportedLink, "l2")
    await vault.replace_outside(ReportedLink, {"l3": link(3)})
    assert list(await vault.outside(ReportedLink)) == ["l3"]
    assert await vault.has_outside()
    await vault.replace_outside(ReportedLink, {})
    assert not await vault.has_outside()
    await vault.close()


async def test_they_change_what_was_made_of_everything() -> None:
    vault = await EncryptedVault.ephemeral()
    await vault.keep_made(MADE_OF_ALL + "x", b"made")
    await vault.put_outside("l1", link(1))
    assert await vault.made(MADE_OF_ALL + "x") is None
    await vault.close()


async def test_what_is_about_an_account_goes_with_it() -> None:
    vault = await EncryptedVault.ephemeral()
    ada, bob = account("ada"), account("bob")
    looks = [
        CopiesLook(
            owner.id, WebArchive.WAYBACK, f"https://{owner.id}.example/", at(0), Archive.FOUND
        )
        for owner in (ada, bob)
    ]
    for owner, look in zip((ada, bob), looks, strict=True):
        await vault.put_account(owner)
        await vault.put_outside(look.key, look)
    await vault.put_outside("l1", link(1))
    await vault.remove_account(ada.id)
    assert await vault.outside(CopiesLook) == {looks[1].key: looks[1]}
    assert list(await vault.outside(ReportedLink)) == ["l1"]
    await vault.close()


async def test_no_link_stands_in_the_clear(tmp_path: Path) -> None:
    vault = await EncryptedVault.open(
        tmp_path, keys.create(tmp_path, Secret("fixture")), HeldClock()
    )
    await vault.put_outside("l1", link(1))
    await vault.close()
    assert b"host.example" not in in_the_clear(tmp_path)


def in_the_clear(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
