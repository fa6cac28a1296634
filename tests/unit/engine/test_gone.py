"""Whatever happens on a server: nothing is "gone here" while an address ever seen serves it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from auditor.checks.alt_text import CHECK as ALT_TEXT
from auditor.checks.position import CHECK as POSITION
from auditor.domain.account import Account
from auditor.domain.findings.verify import Seen
from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import EDITION, Facts, Metadata, Pdq
from auditor.domain.photos.photo import Photo, PhotoKind, Rendition, Role, photo_id
from auditor.domain.photos.reading import Reading
from auditor.errors import AccountHidden, AccountMissing, Unreachable
from auditor.hashing.match.alike import MATCH_LIMIT
from auditor.ports import Answer, Http
from tests.examples import TIMES
from tests.fakes.engine import EXACT, FakeReaders, FakeSource, House, account, house

ADA = account()
NUMBERS = st.integers(0, 1)
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class File:
    """What a server serves. `edit`: bits by which its hash differs from the picture's."""

    picture: int
    edit: int = 0
    side: int = 1600
    place: bool = True

    @property
    def body(self) -> bytes:
        return repr((self.picture, self.edit, self.side, self.place)).encode()


def parsed(body: bytes) -> File:
    picture, edit, side, place = body.decode().strip("()").split(", ")
    return File(int(picture), int(edit), int(side), place == "True")


def pdq(file: File) -> str:
    whole = int(hashlib.sha256(f"picture {file.picture}".encode()).hexdigest(), 16)
    return f"{whole ^ ((1 << file.edit) - 1):064x}"


class ModelReaders(FakeReaders):
    """Reads the files of the model."""

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        if not data.startswith(b"("):  # a page
            return Reading(Facts(hashlib.sha256(data).hexdigest(), len(data), edition=EDITION))
        file = parsed(data)
        facts = Facts(
            hashlib.sha256(data).hexdigest(),
            len(data),
            file.side,
            file.side,
            "jpeg",
            Pdq(pdq(file), 90, dihedral=(pdq(file),)),
            metadata=Metadata(gps=EXACT if file.place else None, file_name=file_name),
            edition=EDITION,
        )
        return Reading(facts, b"webp")


@dataclass
class Posting:
    """A posting of the model: its pictures by role, and whether the list names it."""

    urls: dict[Role, str]
    listed: bool = True
    name: str = ""


@dataclass
class ModelServer:
    """A platform: postings, files by address, and what befalls it."""

    postings: list[Posting] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    state: str = "up"
    made: int = 0
    asked: dict[str, int] = field(default_factory=dict)

    def post(self, number: int) -> None:
        self.made += 1
        urls = {role: f"{ADA.url}{role}/{self.made}.jpg" for role in (Role.SERVED, Role.DISPLAYED)}
        self.postings.append(Posting(urls, name=str(self.made)))
        self.files[urls[Role.SERVED]] = File(number)
        self.files[urls[Role.DISPLAYED]] = File(number, side=800)

    def get(self, url: str) -> Answer:
        self.asked[url] = self.asked.get(url, 0) + 1
        told = self.answers.get(url, "")
        if self.state == "outage" or told == "broken":
            return Answer(url, 500, {})
        if self.state == "down":
            message = "no"
            raise Unreachable(message)
        if told == "soft":
            return Answer(url, 200, {"content-type": "text/html"}, b"<p>not here</p>")
        if told == "log in":
            return Answer(f"{ADA.url}login", 200, {"content-type": "text/html"}, b"<form>")
        if told == "hiccup" and self.asked[url] % 2:  # never twice one after the other
            return Answer(url, 404, {})
        file = self.files.get(url)
        return Answer(url, 404, {}) if file is None else Answer(url, 200, {}, file.body)


class ModelHttp:
    """The door to the model: only what the engine asks of it here."""

    def __init__(self, server: ModelServer) -> None:
        self.server = server

    async def get(self, url: str, **_how: object) -> Answer:
        return self.server.get(url)

    async def renew(self) -> None:
        pass


class ModelSource(FakeSource):
    """Lists what the model lists, and tells where older files may stand if it keeps them."""

    server: ModelServer

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        match self.server.state:
            case "renamed":
                raise AccountMissing("no such account")
            case "hidden":
                raise AccountHidden("switched off")
            case "outage" | "down":
                raise Unreachable("no")
        photos = tuple(shown(each) for each in self.server.postings if each.listed)
        yield Batch(photos, None, complete=self.server.state != "short")


def shown(posting: Posting) -> Photo:
    served = posting.urls[Role.SERVED]
    return Photo(
        photo_id(ADA.id, posting.name),
        ADA.id,
        ADA.platform,
        kind=PhotoKind.POST,
        page_url=f"{ADA.url}post/{posting.name}",
        media_url=served,
        renditions=tuple(Rendition(url, role) for role, url in posting.urls.items()),
    )


class Server(RuleBasedStateMachine):
    """Anything may happen between two looks."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.server = ModelServer()
        self.seen: dict[str, dict[str, File]] = {}
        self.home = self.run(self.opened())

    def run(self, work: Awaitable[_Result]) -> _Result:
        return self.loop.run_until_complete(work)

    async def opened(self) -> House:
        source = ModelSource()
        source.server = self.server
        home = await house(checks=(POSITION, ALT_TEXT), source=source)
        home.readers.__class__ = ModelReaders
        home.http.get = ModelHttp(self.server).get  # type: ignore[method-assign]
        await home.own(ADA)
        for number in range(2):
            self.server.post(number)
        await home.session.scan()
        await self.remember(home)
        assert len(self.seen) == len(await home.session.findings()) == len(self.server.postings)
        return home

    async def remember(self, home: House) -> None:
        """Note at which addresses each photo was seen, and with which file."""
        async for stored in home.session.stream_photos():
            known = self.seen.setdefault(stored.photo.id, {})
            for url in (each.url for each in stored.photo.renditions):
                file = self.server.files.get(url)
                if file is not None and url not in known:
                    known[url] = file

    def teardown(self) -> None:
        self.run(self.home.session.close())
        self.loop.close()

    @rule(state=st.sampled_from(["up", "up", "renamed", "hidden", "outage", "down", "short"]))
    def befall(self, state: str) -> None:
        self.server.state = state

    @rule(number=NUMBERS, listed=st.booleans())
    def link(self, number: int, listed: bool) -> None:
        self.server.postings[number].listed = listed

    @rule(number=NUMBERS, role=st.sampled_from([Role.SERVED, Role.DISPLAYED]))
    def delete(self, number: int, role: Role) -> None:
        self.server.files.pop(self.server.postings[number].urls[role], None)

    @rule(number=NUMBERS)
    def delete_all(self, number: int) -> None:
        self.server.postings[number].listed = False
        for url in self.server.postings[number].urls.values():
            self.server.files.pop(url, None)

    @rule(
        number=NUMBERS,
        file=st.builds(
            File,
            NUMBERS,
            st.sampled_from([0, 8, MATCH_LIMIT, 60]),
            st.sampled_from([1600, 400]),
            st.booleans(),
        ),
    )
    def replace(self, number: int, file: File) -> None:
        self.server.files[self.server.postings[number].urls[Role.SERVED]] = file

    @rule(
        number=NUMBERS,
        keep=st.booleans(),
        new_id=st.booleans(),
        place=st.booleans(),
        then=st.sampled_from(["", "scan", "scan and delete"]),
    )
    def move(self, number: int, keep: bool, new_id: bool, place: bool, then: str) -> None:
        """Post the same picture at another address, the old file kept or not."""
        old = self.server.postings[number]
        self.server.post(number)
        new = self.server.postings.pop()
        self.server.files[new.urls[Role.SERVED]] = File(number, place=place)
        if not keep:
            for url in old.urls.values():
                self.server.files.pop(url, None)
        new.name = new.name if new_id else old.name
        self.server.postings[number] = new
        if then and self.server.state == "up":
            self.scan()
            if then == "scan and delete":
                self.delete_all(number)

    @rule(
        number=NUMBERS,
        role=st.sampled_from([Role.SERVED, Role.DISPLAYED]),
        told=st.sampled_from(["", "", "soft", "log in", "broken", "hiccup"]),
    )
    def answer(self, number: int, role: Role, told: str) -> None:
        self.server.answers[self.server.postings[number].urls[role]] = told

    @rule()
    @precondition(lambda self: self.server.state in {"up", "short"})
    def scan(self) -> None:
        self.run(self.home.session.scan())
        self.run(self.remember(self.home))

    @invariant()
    def nothing_that_stands_is_gone(self) -> None:
        if not hasattr(self, "home"):
            return
        found = self.run(self.home.session.verifying.verify(all_open=True))
        for result in found.results:
            if result.state is Seen.GONE_HERE and result.photo in self.seen:
                standing = self.standing(result.photo)
                assert not standing, (result, standing, self.server.state)
            assert result.settled <= (
                result.state in {Seen.GONE_HERE, Seen.SMALLER_NOW, Seen.STILL_THERE}
            )

    def standing(self, photo: str) -> list[str]:
        """Return the addresses ever seen of a photo that serve it, or a copy within the limit."""
        pictures = {pdq(replace(file, edit=0)): file for file in self.seen[photo].values()}
        return [
            url
            for url in self.seen[photo]
            if (file := self.server.files.get(url)) is not None
            and any(
                (int(pdq(file), 16) ^ int(pdq(known), 16)).bit_count() <= MATCH_LIMIT
                for known in pictures.values()
            )
        ]


TestServer = Server.TestCase
TestServer.settings = settings(
    max_examples=15 * TIMES, stateful_step_count=8, deadline=None, derandomize=TIMES == 1
)
