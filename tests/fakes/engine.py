"""What a session is made of, without network, platforms or reader processes.

The vault is the real one, in memory.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from auditor.adapters.local_files import LocalFiles
from auditor.checks import ALL
from auditor.config import ServiceSettings
from auditor.domain.account import Account, Claim, Proof, ProofMethod, account_id
from auditor.domain.findings.check import Check
from auditor.domain.hardening import CleanCopy, Edit, MadeBy, OwnIdentity, Wishes
from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import EDITION, Facts, Metadata, Pdq, Unread
from auditor.domain.photos.hashes import FileHashes, FilmPrints, Frame, VideoHashes
from auditor.domain.photos.looked import first_bytes_only
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, Visibility, photo_id
from auditor.domain.photos.picture_contents import Provenance
from auditor.domain.photos.position import Position
from auditor.domain.photos.reading import Reading
from auditor.domain.private import EditPlan
from auditor.domain.secret import Secret
from auditor.domain.text.content_id import IdKey
from auditor.domain.traits import Traits
from auditor.engine.clean_copies import CleanCopies
from auditor.engine.dependencies import OutsideLookups, RequestLog, Rooms
from auditor.engine.session import Session
from auditor.errors import ReaderError
from auditor.guidance.remedies import remedy
from auditor.hashing.private import packed as watching
from auditor.ports import Answer, Http, ProofText, Recognised, Source
from auditor.readers.picture.video_header import film_format
from auditor.services.hibp import HaveIBeenPwned
from auditor.services.pwned_passwords import PwnedPasswords
from auditor.services.web_archives.availability import Wayback
from auditor.services.web_archives.common_crawl import CommonCrawl
from auditor.services.web_archives.wayback import WaybackCaptures
from auditor.vault.store import EncryptedVault
from tests.fakes.pictures import drawn

T0 = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
PROVEN = Proof(ProofMethod.SITE_FILE, "https://ada.example/proof", T0)
EXACT = Position(52.520008, 13.404954, 34.0)
Told = Answer | Exception | Callable[[], Awaitable[Answer]]


class ContentIds(IdKey):
    """Keeps the content id, so that a test can say `photo(ADA, 1).id` of what a source lists."""

    def named(self, content: str) -> str:
        return content


CONTENT_IDS = ContentIds(Secret("00" * 32))


@dataclass
class Clock:
    time: datetime = T0

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    async def wait(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Asked:
    url: str
    purpose: str
    headers: Mapping[str, str]
    max_bytes: int | None
    params: Mapping[str, str] = field(default_factory=dict)
    prefix: int | None = None


def _cut(told: Answer, prefix: int | None) -> Answer:
    """Return what a server sends that keeps to Range."""
    if prefix is None or not told.ok or len(told.body) <= prefix:
        return told
    headers = {**told.headers, "content-range": f"bytes 0-{prefix - 1}/{len(told.body)}"}
    return replace(told, status=206, headers=headers, body=told.body[:prefix], truncated=True)


@dataclass
class FakeHttp:
    """`answers` by URL; what is not in it answers 404.

    `opened_hosts` are opened, those in `local_hosts` on a private address too.
    """

    answers: dict[str, Told] = field(default_factory=dict)
    opened_hosts: frozenset[str] = frozenset()
    local_hosts: frozenset[str] = frozenset()
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    renewed: list[int] = field(default_factory=list)

    async def get(
        self,
        url: str,
        *,
        purpose: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        prefix: int | None = None,
        crawl: bool = False,
        hidden: Sequence[str] = (),
    ) -> Answer:
        self.asked.append(
            Asked(url, purpose, dict(headers or {}), max_bytes, dict(params or {}), prefix)
        )
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            told = self.answers.get(url)
            match told:
                case None:
                    return Answer(url, 404, {})
                case Exception():
                    raise told
                case Answer():
                    return _cut(told, prefix)
                case _:
                    return _cut(await told(), prefix)
        finally:
            self.at_once -= 1

    async def head(self, url: str, *, purpose: str) -> Answer:
        return await self.get(url, purpose=purpose)

    async def post(
        self,
        url: str,
        *,
        purpose: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        hidden: Sequence[str] = (),
    ) -> Answer:
        return await self.get(url, purpose=purpose)

    async def resolve_txt(self, name: str, *, purpose: str) -> tuple[str, ...]:
        return ()

    async def renew(self) -> None:
        self.renewed.append(len(self.asked))

    def opened(self, url: str) -> bool:
        return urlsplit(url).hostname in self.opened_hosts

    async def local(self, url: str) -> bool:
        return self.opened(url) and urlsplit(url).hostname in self.local_hosts

    def requests(self, purpose_prefix: str) -> int:
        return sum(request.purpose.startswith(purpose_prefix) for request in self.asked)

    def pictures(self) -> list[str]:
        return [request.url for request in self.asked if request.purpose.endswith("picture")]


PARTS = frozenset({"faces", "text", "barcodes", "provenance"})


@dataclass
class FakeReaders:
    """Bytes become facts that depend on nothing else; every picture was taken at `place`."""

    place: Position | None = EXACT
    reads: int = 0
    candidates: int = 0
    closed: bool = False
    lost: bool = False
    parts: frozenset[str] = frozenset()
    edition: int = EDITION
    quality: int = 90
    failing: tuple[Unread, ...] = ()
    provenance: Provenance | None = None
    laden: bool = False
    firsts: int = 0
    needs: int = 0
    rests: int = 0
    at_rest: bool = False

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        self.reads += 1
        await asyncio.sleep(0)
        digest = hashlib.sha256(data).hexdigest()
        if self.lost:
            return Reading(
                Facts(
                    digest,
                    len(data),
                    unread=(Unread("worker", "the reader was lost"),),
                    edition=self.edition,
                )
            )
        pdq = Pdq(
            digest,
            self.quality,
            dihedral=tuple(
                hashlib.sha256(data + bytes([turn])).hexdigest() if turn else digest
                for turn in range(8)
            ),
        )
        metadata = Metadata(gps=self.place, serial_numbers=("SN12345",), file_name=file_name)
        unread = (
            tuple(
                Unread(part, "not installed", missing=True) for part in sorted(PARTS - self.parts)
            )
            + self.failing
        )
        facts = Facts(
            digest,
            len(data),
            1600,
            1200,
            "jpeg",
            pdq,
            metadata=metadata,
            unread=unread,
            edition=self.edition,
        )
        facts = replace(facts, provenance=self.provenance)
        return Reading(facts, b"webp", await self.candidate(data) if watch else None)

    async def read_first(
        self, data: bytes, *, file_name: str | None = None, total: int = 0
    ) -> Reading | None:
        self.firsts += 1
        if self.lost:
            return None
        metadata = Metadata(gps=self.place, serial_numbers=("SN12345",), file_name=file_name)
        facts = Facts("", total, 1600, 1200, "jpeg", metadata=metadata, edition=self.edition)
        return Reading(replace(facts, unread=first_bytes_only()), needs=self.needs)

    async def variants(self, data: bytes) -> bytes:
        return watching.variants_of(drawn(data))

    async def candidate(self, data: bytes) -> bytes:
        self.candidates += 1
        return watching.candidate_of(drawn(data))

    async def video_hashes(self, path: str, container: str, seconds: float) -> FileHashes:
        frames = tuple(
            Frame(float(second), hashlib.sha256(f"{path}{second}".encode()).hexdigest(), 90)
            for second in range(10)
        )
        return FileHashes(md5="0" * 32, video=VideoHashes("0" * 32, frames))

    def film_in(self, data: bytes) -> bool:
        return film_format(data) is not None

    async def film_prints(self, path: str, container: str, seconds: float) -> FileHashes:
        found = (await self.video_hashes(path, container, seconds)).video
        assert found is not None
        film = FilmPrints(
            found.md5,
            tuple(frame.second for frame in found.frames),
            tuple(frame.quality for frame in found.frames),
            bytes.fromhex("".join(frame.hash for frame in found.frames)),
            1,
        )
        return FileHashes(md5=found.md5, film=film)

    async def plan(self, data: bytes, count: int) -> EditPlan:
        names = tuple(f"edit {index}" for index in range(count))
        return EditPlan(names, names, tuple((index + 1) / count for index in range(count)))

    async def edited(self, data: bytes, edit: str) -> bytes:
        return edit.encode()

    async def blurred(self, data: bytes) -> bytes:
        return b"blurred"

    async def harden(self, data: bytes, wishes: Wishes) -> CleanCopy:
        return CleanCopy(b"clean", "jpg", 1600, 1200)

    async def sign(
        self, data: bytes, identity: OwnIdentity, made_by: MadeBy, edits: Sequence[Edit] = ()
    ) -> bytes:
        return b"\xff\xd8signed"

    async def prove(self, data: bytes, *, notice: bool) -> None:
        if self.laden:
            raise ReaderError("holds more than it should")

    async def rest(self) -> None:
        self.rests += 1

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        self.at_rest = True
        yield
        self.at_rest = False

    async def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class FakeIdentities:
    """One certificate, whose key needs no passphrase."""

    async def identity(self, passphrase: Callable[[], Secret | None]) -> OwnIdentity:
        return OwnIdentity("certificate", Secret("key"))


Page = Sequence[Photo] | BaseException
Step = Callable[[Account, int], Awaitable[None]]


@dataclass
class FakeSource:
    """Lists `pages` of photos by handle; an exception among them is raised there.

    `before` is awaited before each page.
    """

    pages: dict[str, list[Page]] = field(default_factory=dict)
    name: str = "fake"
    needs: str = "nothing"
    traits: Traits = field(default_factory=lambda: Traits("Fake"))
    avatars: dict[str, str] = field(default_factory=dict)
    proofs: dict[str, list[ProofText]] = field(default_factory=dict)
    before: Step | None = None
    fetched: list[tuple[str, int]] = field(default_factory=list)
    now_called: tuple[str, str] | None = None

    def recognise(self, text: str) -> Recognised | None:
        name = text.removeprefix("https://").strip("/")
        return (
            Recognised(self.name, name, f"https://{name}/") if name.endswith(".example") else None
        )

    async def detect(self, http: Http, text: str) -> Recognised | None:
        return self.recognise(text)

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        pages = self.pages.get(account.handle, [[]])
        for index in range(int(cursor or 0), len(pages)):
            self.fetched.append((account.handle, index))
            if self.before is not None:
                await self.before(account, index)
            await http.get(f"https://{account.handle}/list/{index}", purpose="list")
            page = pages[index]
            if isinstance(page, BaseException):
                raise page
            yield Batch(
                tuple(page),
                str(index + 1) if index + 1 < len(pages) else None,
                now_called=self.now_called,
            )

    async def avatar(self, account: Account, http: Http) -> str | None:
        return self.avatars.get(account.handle)

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        return self.proofs.get(account.handle, [])


def account(
    handle: str = "ada.example",
    claim: Claim = Claim.MINE,
    proof: Proof = PROVEN,
    platform: str = "fake",
) -> Account:
    url = f"https://{handle}/"
    return Account(
        account_id(platform, handle, url), platform, handle, url, claim, proof, added_at=T0
    )


def photo(
    owner: Account,
    number: int,
    *,
    url: str | None = None,
    immutable: bool = False,
    kind: PhotoKind = PhotoKind.POST,
) -> Photo:
    media = url or f"{owner.url}media/{number}.jpg"
    return Photo(
        id=photo_id(owner.id, str(number)),
        account=owner.id,
        platform=owner.platform,
        kind=kind,
        page_url=f"{owner.url}post/{number}",
        media_url=media,
        renditions=(Rendition(media, Role.SERVED, immutable=immutable),),
        posted_at=T0 - timedelta(days=number),
        visibility=Visibility.PUBLIC,
        file_name=f"{number}.jpg",
        published=Metadata(gps=EXACT),
    )


def picture(url: str, body: bytes = b"", **headers: str) -> Answer:
    return Answer(
        url,
        200,
        {name.replace("_", "-"): value for name, value in headers.items()},
        body or url.encode(),
    )


@dataclass
class House:
    """A session with everything behind it within reach of the test."""

    vault: EncryptedVault
    http: FakeHttp
    source: FakeSource
    readers: FakeReaders
    session: Session
    clock: Clock

    async def own(self, *accounts: Account) -> None:
        for owner in accounts:
            await self.vault.put_account(owner)

    def publish(self, owner: Account, *pages: Sequence[int], immutable: bool = False) -> None:
        """Let `owner` show these numbered photos, a page each, and the server answer for them.

        Of those shown before and not now it knows nothing any more.
        """
        for shown in self.source.pages.get(owner.handle, []):
            for left in () if isinstance(shown, BaseException) else shown:
                self.http.answers.pop(left.media_url, None)
        listed: list[Page] = [
            [photo(owner, number, immutable=immutable) for number in page] for page in pages
        ]
        self.source.pages[owner.handle] = listed
        for page in pages:
            for number in page:
                url = photo(owner, number).media_url
                self.http.answers[url] = picture(url, etag=f'"{number}"')

    async def photos(self) -> dict[str, str | None]:
        """Return the sha256 of every stored photo by id."""
        stored = [photo async for photo in self.session.stream_photos()]
        return {photo.photo.id: photo.facts.sha256 if photo.facts else None for photo in stored}


KEY = Secret("0123456789abcdef" * 2)
"""That of the services that ask for one."""


async def _service_key() -> Secret:
    return KEY


def lookups() -> OutsideLookups:
    """Return the look-ups outside, at the addresses of the services themselves."""
    services = ServiceSettings()
    return OutsideLookups(
        HaveIBeenPwned(services.hibp_url, _service_key, "(your key)"),
        WaybackCaptures(services.wayback_url),
        CommonCrawl(services.common_crawl_url),
        PwnedPasswords(services.pwned_passwords_url),
    )


async def house(
    *,
    checks: Sequence[Check] = ALL,
    source: FakeSource | None = None,
    more: Sequence[Source] = (),
    vault: EncryptedVault | None = None,
) -> House:
    http, readers, clock = FakeHttp(), FakeReaders(), Clock()
    vault = vault or await EncryptedVault.ephemeral(CONTENT_IDS)
    listing = source or FakeSource()
    files = LocalFiles()
    rooms = Rooms(
        vault=vault,
        sources=(listing, *more),
        http=http,
        readers=readers,
        clock=clock,
        checks=checks,
        remedy=remedy,
        copies=CleanCopies(files, readers),
        web_archive=Wayback(),
        make_lookups=lookups,
        requests=RequestLog(),
        wait=clock.wait,
    )
    return House(vault, http, listing, readers, Session(rooms), clock)


def unproven(account: Account) -> Account:
    return replace(account, proof=Proof())
