"""Clean and signed copies as every face asks the session for them.

Files are real, readers are not.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from auditor.adapters.local_files import LocalFiles
from auditor.domain.hardening import CleanCopy, MadeBy, Wishes
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome
from auditor.engine.signer import Signing
from auditor.errors import UsageError
from tests.fakes.engine import FakeIdentities, House

VALID = Provenance(ProvenanceOutcome.VALID, training="notAllowed")


@pytest.fixture
def originals(tmp_path: Path) -> list[str]:
    names = [tmp_path / f"{number}.jpg" for number in range(6)]
    for name in names:
        name.write_bytes(name.name.encode())
    return [*map(str, names), str(tmp_path / "missing.jpg")]


def signing_in(home: House) -> Signing:
    return Signing(LocalFiles(), FakeIdentities(), lambda: home.readers)


async def test_copies_are_made_in_order_and_failures_told(
    home: House, originals: list[str], tmp_path: Path
) -> None:
    copies, folder = home.session.copies, tmp_path / "out"
    copies.prepare(folder, originals)
    made = await copies.make(originals, folder, Wishes(), MadeBy.CAMERA)
    assert [copied.file for copied in made] == originals
    assert [copied.copy for copied in made[:-1]] == [
        str(folder / f"photo-{number:04}.jpg") for number in range(1, 7)
    ]
    assert (made[-1].copy, made[-1].error) == (None, "No such file or directory")
    assert {path.read_bytes() for path in folder.iterdir()} == {b"clean"}
    assert not any(copied.signed for copied in made)


async def test_no_picture_waits_for_a_slow_one_beside_it(
    home: House, originals: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most four are under way, and the next is begun while a slow one is."""
    begun: list[bytes] = []
    most, running = 0, 0
    last = asyncio.Event()

    async def harden(data: bytes, _wishes: Wishes) -> CleanCopy:
        nonlocal most, running
        begun.append(data)
        running += 1
        most = max(most, running)
        if data == b"1.jpg":
            await last.wait()
        if data == b"4.jpg":  # the fifth
            last.set()
        await asyncio.sleep(0)
        running -= 1
        return CleanCopy(data, "jpg", 1, 1)

    monkeypatch.setattr(home.readers, "harden", harden)
    copies = home.session.copies
    made = await copies.make(originals, tmp_path, Wishes(), MadeBy.CAMERA)
    assert [copied.file for copied in made] == originals
    assert len(begun) == len(originals) - 1
    assert 1 < most <= 4


async def test_what_is_under_way_ends_with_an_error(
    home: House, originals: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def harden(data: bytes, _wishes: Wishes) -> CleanCopy:
        if data == b"0.jpg":
            raise KeyError
        await asyncio.sleep(60)
        raise AssertionError

    monkeypatch.setattr(home.readers, "harden", harden)
    with pytest.raises(KeyError):
        await home.session.copies.make(originals, tmp_path, Wishes(), MadeBy.CAMERA)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_what_cannot_be_looked_for_is_not_promised_covered(home: House) -> None:
    home.session.copies.check(Wishes())
    for wishes in (Wishes(faces=True), Wishes(text=True)):
        with pytest.raises(UsageError):
            home.session.copies.check(wishes)
    home.readers.parts = frozenset({"faces", "text", "barcodes"})
    home.session.copies.check(Wishes(faces=True, text=True))


async def test_copies_stand_outside_of_the_originals(home: House, tmp_path: Path) -> None:
    below = tmp_path / "below"
    with pytest.raises(UsageError):
        home.session.copies.prepare(below, [str(tmp_path)])
    assert not await asyncio.to_thread(below.exists)


@pytest.mark.parametrize(
    ("provenance", "laden", "kept"),
    [
        (VALID, False, True),
        (VALID, True, False),
        (None, False, False),
        (Provenance(ProvenanceOutcome.INVALID, training="notAllowed"), False, False),
        (Provenance(ProvenanceOutcome.VALID), False, False),
    ],
)
async def test_a_signed_clean_copy_is_kept_only_if_it_reads_as_valid_and_clean(
    home: House,
    originals: list[str],
    tmp_path: Path,
    provenance: Provenance | None,
    laden: bool,
    kept: bool,
) -> None:
    home.readers.provenance, home.readers.laden = provenance, laden
    copies, folder = home.session.copies, tmp_path / "out"
    copies.prepare(folder, [])
    signer = await signing_in(home).signer(lambda: None)
    (made,) = await copies.make(originals[:1], folder, Wishes(), MadeBy.CAMERA, signer)
    assert (made.signed, made.error is None) == (kept, kept)
    assert [path.read_bytes() for path in folder.iterdir()] == ([b"\xff\xd8signed"] if kept else [])


async def test_signed_copies_stand_beside_their_originals(
    home: House, originals: list[str], tmp_path: Path
) -> None:
    home.readers.provenance = VALID
    signing = signing_in(home)
    signer = await signing.signer(lambda: None)
    signed, missing = await signing.sign_all(signer, originals[-2:], None, MadeBy.HAND)
    assert (signed.copy, signed.outcome) == (str(tmp_path / "signed-0001.jpg"), "valid")
    assert (missing.copy, missing.error) == (None, "No such file or directory")
