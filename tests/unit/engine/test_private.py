"""The private hash list in the engine.

Nothing is told to anyone, hits are possible only, and hashes are withheld.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from auditor.domain.findings.finding import Severity
from auditor.domain.photos.hashes import FileHashes
from auditor.domain.private import PrivateKind, PrivateMatch
from auditor.domain.secret import Secret
from auditor.errors import NetworkError, ReaderError, UsageError, VaultDamaged
from auditor.hashing.private.parts.marks import NO_MARKS
from auditor.hashing.private.variants import Variants
from auditor.ports import Answer
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import private_image
from tests.fakes.engine import House, account, house, photo
from tests.hurried import hurried

ADA = account()


async def watched(*numbers: int) -> House:
    """A house whose account shows photos of these numbers, scanned once."""
    made = await house()
    await made.own(ADA)
    made.publish(ADA, list(numbers))
    await made.session.scan()
    return made


def body(number: int) -> bytes:
    """What the fake server gives for a photo."""
    return photo(ADA, number).media_url.encode()


async def possible(made: House) -> list[tuple[str | None, Severity]]:
    found = await made.session.findings(check="possible-private-image")
    return [(finding.observation.photo, finding.observation.severity) for finding in found]


async def test_a_scan_finds_what_is_on_the_list_and_withholds_it() -> None:
    made = await watched(1, 2)
    entry, reliable, new = await made.session.private.add(body(1), " blue\x1b[2J ")
    assert (entry.label, entry.kind, reliable, new) == ("blue[2J", PrivateKind.PICTURE, True, True)
    await made.session.scan()
    assert await possible(made) == [(photo(ADA, 1).id, Severity.CRITICAL)]
    detail = await made.session.photo(photo(ADA, 1).id)
    assert detail.thumbnail is None
    assert detail.stored.facts is not None
    assert detail.stored.facts.pdq is None
    assert (await made.session.photo(photo(ADA, 2).id)).thumbnail == b"webp"


async def test_only_the_first_scan_after_an_addition_reads_everything_again() -> None:
    made = await watched(1, 2)
    await made.session.private.add(b"something else", "")
    before = made.readers.reads
    await made.session.scan()
    assert made.readers.reads == before + 2
    assert [
        request.headers for request in made.http.asked[-3:] if request.purpose.endswith("picture")
    ] == [
        {},
        {},
    ]
    await made.session.scan()
    assert all(request.headers for request in made.http.asked[-2:])


async def test_without_a_list_nothing_is_asked_of_the_readers() -> None:
    made = await watched(1)
    assert made.readers.candidates == 0
    await made.session.private.add(b"x", "")
    await made.session.scan()
    assert made.readers.candidates == 1


async def test_removing_takes_the_finding_away_and_brings_the_facts_back() -> None:
    made = await watched(1)
    entry, _reliable, _new = await made.session.private.add(body(1), "blue")
    await made.session.scan()
    await made.session.private.remove(entry.id)
    assert await possible(made) == []
    await made.session.scan()
    detail = await made.session.photo(photo(ADA, 1).id)
    assert detail.thumbnail == b"webp"
    assert detail.stored.facts is not None
    assert detail.stored.facts.pdq is not None
    with pytest.raises(UsageError, match="no private image"):
        await made.session.private.remove(entry.id)


async def test_the_same_image_is_on_the_list_once() -> None:
    made = await house()
    first, _reliable, _new = await made.session.private.add(b"x", "blue")
    second, _reliable, new = await made.session.private.add(b"x", "other")
    assert (second, new) == (first, False)
    assert len(await made.session.private.entries()) == 1
    third, *_rest = await made.session.private.add_video("/nowhere/v.mp4", "mov")
    assert third.label == "video 2"
    assert third.kind is PrivateKind.VIDEO


async def test_a_film_that_cannot_be_read_in_an_hour_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def silent(_path: str, _container: str, seconds: float) -> FileHashes:
        await asyncio.sleep(seconds)
        return FileHashes(error="took too long")

    made = await house()
    monkeypatch.setattr(made.readers, "film_prints", silent)
    async with hurried(30) as passed:
        with pytest.raises(ReaderError, match="took too long"):
            await made.session.private.add_video("/nowhere/v.mp4", "mov")
    assert passed.seconds < 2 * 3600


async def test_an_empty_list_compares_nothing_and_opens_no_link() -> None:
    made = await house()
    for attempt in (
        made.session.private.match(b"x"),
        made.session.private.match_video("/v.mp4", "mov"),
        made.session.private.check_link("https://cdn.example/x.jpg"),
        made.session.private.export(Secret("x")),
    ):
        with pytest.raises(UsageError, match="empty"):
            await attempt
    assert made.http.asked == []


async def test_a_link_is_fetched_compared_and_dropped() -> None:
    made = await house()
    await made.session.private.add(b"x", "blue")
    made.http.answers["https://cdn.example/x"] = Answer(
        "https://cdn.example/x", 200, {"content-type": "image/jpeg"}, b"x"
    )
    made.http.answers["https://cdn.example/page"] = Answer(
        "https://cdn.example/page", 200, {"content-type": "text/html"}, b"<html>"
    )
    ((entry, hit),) = await made.session.private.check_link("https://cdn.example/x")
    assert (entry.label, hit.distance, hit.confirmed, hit.confidence) == ("blue", 0, True, "medium")
    with pytest.raises(NetworkError, match="page"):
        await made.session.private.check_link("https://cdn.example/page")
    with pytest.raises(NetworkError, match="404"):
        await made.session.private.check_link("https://cdn.example/gone")


async def test_a_link_to_what_moves_is_not_told_as_no_match() -> None:
    made = await house()
    await made.session.private.add(b"x", "blue")
    gif = b"GIF89a" + bytes(7) + b"\x21\xff\x0bNETSCAPE2.0" + bytes(20)
    film = b"\x00\x00\x00\x18ftypmp42" + bytes(40)
    for name, data in (("moving.gif", gif), ("film.mp4", film)):
        url = f"https://cdn.example/{name}"
        made.http.answers[url] = Answer(url, 200, {}, data)
        with pytest.raises(ReaderError, match="leads to a film"):
            await made.session.private.check_link(url)


async def test_a_match_is_shown_blurred_only() -> None:
    made = await watched(1)
    assert await made.session.private.blurred(photo(ADA, 1).id) == b"blurred"
    with pytest.raises(UsageError, match="no photo"):
        await made.session.private.blurred("p0")


async def test_a_list_that_was_broken_is_told_without_its_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = await house()
    image = private_image()

    async def broken(_vault: EncryptedVault) -> tuple[object, ...]:
        return (type(image)(image.entry, b"\x01 not hashes"),)

    monkeypatch.setattr(EncryptedVault, "private_images", broken)
    with pytest.raises(VaultDamaged) as raised:
        await made.session.private.match(b"x")
    assert "not hashes" not in str(raised.value)
    assert raised.value.__cause__ is None


async def test_nothing_that_holds_a_hash_shows_it_when_printed() -> None:
    made = await watched(1)
    await made.session.private.add(body(1), "blue")
    (image,) = await made.vault.private_images()
    reading = await made.readers.read(b"x", watch=True)
    assert reading.candidate is not None
    assert len(repr(image)) < 300
    assert repr(reading.candidate)[:20] not in repr(reading)
    matches: tuple[PrivateMatch, ...] = await made.session.private.matches()
    assert not any(len(word) >= 64 for word in repr(matches).split("'"))


async def test_what_an_older_version_put_on_the_list_is_made_anew_from_the_file() -> None:
    made = await watched(1)
    entry, _reliable, _new = await made.session.private.add(body(1), "blue")
    (image,) = await made.vault.private_images()
    kept = replace(Variants.from_bytes(image.packed), marks=NO_MARKS).to_bytes()
    await made.session.private.remove(entry.id)
    await made.vault.add_private([replace(image, packed=b"\x01" + kept[1:])])
    assert await made.session.private.outdated() == {PrivateKind.PICTURE: 1}
    again, _reliable, new = await made.session.private.add(body(1), "")
    assert (again.label, new) == ("blue", True)
    assert not await made.session.private.outdated()
    assert [entry.id for entry in await made.session.private.entries()] == [again.id]
    assert await made.session.private.add(body(1), "") == (again, True, False)
