"""Inventories written down in words, put into a vault and judged by the real checks.

What the keys of a case mean stands here once; tests/questions/cases holds the cases. Today is
always 4 May 2026.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from auditor.domain.account import (
    Account,
    Claim,
    IndexSignal,
    Link,
    Openness,
    Profile,
    Proof,
    ProofMethod,
    account_id,
)
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.check import AvatarMatch
from auditor.domain.outcome import Batch, Failed, Fetched
from auditor.domain.photos.facts import EDITION, Facts, Metadata, Pdq, Unread
from auditor.domain.photos.file_contents import NamedPerson
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, photo_id
from auditor.domain.photos.picture_contents import Box, Face, TextFound, TextKind
from auditor.domain.photos.position import Position
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto
from tests.contract.vault_making import private_image
from tests.fakes.engine import T0, FakeSource, House, house

CASES = Path(__file__).parent / "cases"
PLACES = {"Berlin": Position(52.52, 13.405), "Lisbon": Position(38.7167, -9.1333)}
READABLE = {
    "a street address": TextKind.ADDRESS,
    "a passport": TextKind.IDENTITY_DOCUMENT,
    "a bank card": TextKind.PAYMENT_CARD,
    "a boarding pass": TextKind.BOARDING_PASS,
    "a key of a wireless network": TextKind.WIFI,
    "a licence plate": TextKind.PLATE,
    "a telephone number": TextKind.PHONE,
    "a name badge": TextKind.NAME_BADGE,
}
SOURCES = {"Mastodon": Traits("Mastodon"), "Website": Traits("Website", own_site=True)}
_BOX = Box(10, 10, 60, 20)
_LOOK = int("a5c3" * 16, 16)


@dataclass(frozen=True, kw_only=True)
class WrittenAccount:
    """One account. `read` is "to its end", "half" or "not yet"."""

    handle: str
    platform: str = "Mastodon"
    proven: bool = True
    read: str = "to its end"
    name: str = ""
    description: str = ""
    links_to: Sequence[str] = ()
    search: str = ""
    impostor_with_photo: int | None = None
    shows_name_on_purpose: Sequence[str] = ()

    @property
    def account(self) -> Account:
        platform = self.platform.casefold()
        url = f"https://{self.handle}.example/{platform}/"
        return Account(
            account_id(platform, self.handle, url),
            platform,
            self.handle,
            url,
            Claim.MINE if self.impostor_with_photo is None else Claim.IMPOSTOR,
            Proof(ProofMethod.BIO) if self.proven else Proof(),
            supported=self.platform in SOURCES,
            added_at=T0,
        )


@dataclass(frozen=True, kw_only=True)
class WrittenPhoto:
    """One photo, or `times` alike. `until` is the day until which what can be read holds.

    `picture` is a letter: photos with the same letter show the same picture. `face` is px across.
    """

    on: str
    times: int = 1
    taken: str = ""
    nights_later: int = 0
    posted_hours_later: float | None = None
    place: str = ""
    readable: Sequence[str] = ()
    until: str = ""
    people: Sequence[str] = ()
    owner: str = ""
    description: str = ""
    face: int = 0
    sharp: bool = True
    licence: str = ""
    serial_number: str = ""
    picture: str = ""
    avatar: bool = False
    larger_original: bool = False
    not_looked_for: Sequence[str] = ()
    could_not_be_read: bool = False
    matches_private_picture: bool = False


@dataclass(frozen=True, kw_only=True)
class WrittenCase:
    """A whole case: what stands in public, and what must be answered."""

    question: str
    says: str
    state: str
    sentence: str
    could_not_tell: Sequence[str] = ()
    accounts: Sequence[WrittenAccount] = ()
    photos: Sequence[WrittenPhoto] = ()
    private_pictures: int = 0
    places_forgotten: bool = False
    known_together: Sequence[Sequence[str]] = field(default_factory=tuple)


def read_case(path: Path) -> WrittenCase:
    """Return a written case. A key that is not known here is an error."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), WrittenCase, strict=True)


def read_cases() -> Mapping[str, WrittenCase]:
    """Return all cases by the names of their files."""
    return {path.stem: read_case(path) for path in sorted(CASES.glob("*.toml"))}


async def answer(case: WrittenCase) -> QuestionAnswer:
    """Return what the checks and questions say of a case."""
    told = await answers(case)
    return next(each for each in told if each.id.value == case.question)


async def answers(case: WrittenCase) -> tuple[QuestionAnswer, ...]:
    """Return all eight answers to a case."""
    sources = [FakeSource(name=name.casefold(), traits=traits) for name, traits in SOURCES.items()]
    home = await house(source=sources[0], more=sources[1:])
    try:
        await _fill(home, case)
        await home.session.answers.judge()
        return await home.session.answers.answers()
    finally:
        await home.session.close()


async def _fill(home: House, case: WrittenCase) -> None:
    vault = home.vault
    if case.places_forgotten:
        await vault.forget_places()
    await vault.add_private(
        [private_image(number) for number in range(1, case.private_pictures + 1)]
    )
    known = {written.handle + written.platform: written.account for written in case.accounts}
    by_handle = {account.handle: account for account in known.values()}
    for account in known.values():
        await vault.put_account(account)
    for written in case.accounts:
        for name in written.shows_name_on_purpose:
            await home.session.answers.marks.set_shown_name(written.account.id, name, on=True)
    for first, second in case.known_together:
        await home.session.answers.marks.set_together(
            by_handle[first].id, by_handle[second].id, on=True
        )
    read = [each for each in case.accounts if each.read != "not yet" and each.account.supported]
    if not read:
        return
    scan, _resumed = await vault.begin_scan([each.account.id for each in read], T0)
    places = [each for each in case.photos for _copy in range(each.times)]
    for written in read:
        await _read(home, scan, written, places, by_handle)
    await vault.end_scan(scan, T0)


async def _read(
    home: House,
    scan: int,
    written: WrittenAccount,
    places: Sequence[WrittenPhoto],
    by_handle: Mapping[str, Account],
) -> None:
    vault, account = home.vault, written.account
    own = [(number, each) for number, each in enumerate(places) if each.on == written.handle]
    photos = [_photo(account, number, each) for number, each in own]
    whole = written.read == "to its end"
    batch = Batch(tuple(photos), None if whole else "1", replace(_profile(written, by_handle)))
    await vault.save_batch(scan, account.id, batch, T0)
    for (number, each), photo in zip(own, photos, strict=True):
        if each.could_not_be_read:
            stored = StoredPhoto(photo, None, "the server refused it")
        else:
            stored = StoredPhoto(photo, _facts(number, each))
        await vault.save_facts(scan, photo.id, stored, None)
    if written.impostor_with_photo is not None:
        of = places[written.impostor_with_photo]
        shown = photo_id(by_handle[of.on].id, str(written.impostor_with_photo))
        found = AvatarMatch(account.id, shown, 4, account.url, T0)
        await vault.put_setting(f"impostor:{account.id}", msgspec.json.encode(found).decode())
    ended = Fetched() if whole else Failed("the server answered 500")
    await vault.end_account(scan, account.id, ended, 1, T0)


def _profile(written: WrittenAccount, by_handle: Mapping[str, Account]) -> Profile:
    url = written.account.url
    signals = {
        "": (),
        "open": (IndexSignal(Openness.PLATFORM_FLAG, "indexable: true", open=True, url=url),),
        "closed": (IndexSignal(Openness.PLATFORM_FLAG, "indexable: false", open=False, url=url),),
        "open pages": (IndexSignal(Openness.META_ROBOTS, "", open=None, url=url),),
    }
    links = tuple(Link(by_handle[handle].url) for handle in written.links_to)
    return Profile(written.name, written.description, url, links, signals[written.search])


def _photo(account: Account, number: int, written: WrittenPhoto) -> Photo:
    media = f"{account.url}media/{number}"
    renditions = [Rendition(media, Role.SERVED, 4000, 3000)]
    if written.larger_original:
        renditions.append(Rendition(f"{media}/small", Role.DISPLAYED, 800, 600))
    later = written.posted_hours_later
    posted = T0 - timedelta(days=30)
    if written.taken and later is not None:
        posted = _moment(written, number).astimezone(UTC) + timedelta(hours=later)
    return Photo(
        id=photo_id(account.id, str(number)),
        account=account.id,
        platform=account.platform,
        kind=PhotoKind.AVATAR if written.avatar else PhotoKind.POST,
        page_url=f"{account.url}{number}",
        media_url=media,
        renditions=tuple(renditions),
        posted_at=posted,
        alt=written.description or None,
        licence=written.licence or None,
    )


def _moment(written: WrittenPhoto, number: int) -> datetime:
    return datetime.fromisoformat(written.taken) + timedelta(days=number * written.nights_later)


def _facts(number: int, written: WrittenPhoto) -> Facts:
    taken = _moment(written, number).isoformat() if written.taken else None
    metadata = Metadata(
        gps=PLACES[written.place] if written.place else None,
        captured_at=taken,
        serial_numbers=(written.serial_number,) if written.serial_number else (),
        owner=(written.owner,) if written.owner else (),
        people=tuple(NamedPerson(name, "XMP mwg-rs:Name") for name in written.people),
    )
    side = written.face
    face = Face(Box(0, 0, side, side), 0.99, (), 0, 0, 0.8 if written.sharp else 0.1, 128, False)
    seed = f"{ord(written.picture):x}" if written.picture else f"{number + 256:x}"
    known: dict[str, Any] = {}
    if written.picture:
        number_of_look = _LOOK ^ (int(seed, 16) << 64)
        turns = tuple(f"{number_of_look ^ (1 << turn) * turn:064x}" for turn in range(8))
        known["pdq"] = Pdq(turns[0], 100, dihedral=turns)
    return Facts(
        sha256=seed.rjust(64, "0"),
        bytes=1,
        width=400,
        height=300,
        metadata=metadata,
        faces=(face,) if side else (),
        text=tuple(
            TextFound(READABLE[each], "•••", 0.95, _BOX, written.until) for each in written.readable
        ),
        unread=tuple(
            Unread(each, "not installed", missing=True) for each in written.not_looked_for
        ),
        edition=EDITION,
        **known,
    )
