"""A week with reported links: the host of the range, a real session, and one clock for both.

The clock of the program is set together with that of the host, so that a week passes at once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest import mock

from auditor import wiring
from auditor.adapters.network import http as door
from auditor.adapters.network.rules.limits import DoorLimits
from auditor.config import NetworkSettings, ReaderSettings, Settings
from auditor.domain.outside.reported import LinkState, Report, ReportChannel, ReportedKind
from auditor.domain.secret import Secret
from auditor.engine.outside.reported import ReportedEntry
from auditor.engine.session import Session
from auditor.ports import Consent
from auditor.practice.catalogue import Catalogue
from auditor.practice.hosting import HOSTED, WEEK_H, HostAnswer, hosted
from auditor.practice.server import announcement, build
from auditor.practice.serving.outside.host import PictureHost
from auditor.practice.serving.world import World
from tests.hostile.watched_range import serving
from tests.unit.practice.asking import ask

PUT_UP = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
REPORTED = Report("Pictures Ltd", PUT_UP, channel=ReportChannel.FORM)
_PIECE = 32
"""Bytes of a picture that are looked for on the disk; so many do not stand there by chance."""


@dataclass
class WeekClock:
    """The clock of the program: the time of an hour of the week, and it moves only when set."""

    time: datetime = PUT_UP

    def now(self) -> datetime:
        return self.time


@dataclass
class Week:
    """`ids` are the reported links by their paths on the host."""

    world: World
    session: Session
    clock: WeekClock
    folder: Path
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> PictureHost:
        return PictureHost(self.world)

    @property
    def asked(self) -> Counter[str]:
        return self.world.hosting.asked

    def url(self, path: str) -> str:
        return self.world.bases["host"] + path

    def at(self, hour: float) -> None:
        """Let it be an hour of the week, for the host and for the program."""
        self.world.hosting.hour = hour
        self.clock.time = PUT_UP + timedelta(hours=hour)

    async def report(self, *paths: str, adult: bool = True) -> None:
        """Write links down, as reported in the minute in which they were put up."""
        for path in paths:
            entry = await self.session.reported.add(
                self.url(path),
                adult=adult,
                report=REPORTED,
                where="US",
                kind=ReportedKind.INTIMATE,
                complete=True,
            )
            self.ids[path] = entry.link.id

    async def check(self, hour: float) -> Mapping[str, LinkState]:
        """Look at all links at an hour, and return the states of those that are written down."""
        self.at(hour)
        reported = self.session.reported
        await reported.check(None, [Consent(shown) for shown in await reported.outgoing()])
        entries = {entry.link.id: entry for entry in await reported.entries()}
        return {path: entries[id_].link.state for path, id_ in self.ids.items()}

    async def entry(self, path: str) -> ReportedEntry:
        (entry,) = await self.session.reported.entries([self.ids[path]])
        return entry


@contextmanager
def one_clock() -> Iterator[tuple[World, WeekClock, Settings]]:
    """Serve a range inside this process; every session that is opened goes by one clock."""
    world, servers = build(Catalogue(3, 12, same_size=True), "told-at-the-start")
    world.hosting.silent_s = 15.0  # longer than the program waits
    hosts = tuple(str(host) for host in _hosts(world))
    settings = Settings(
        network=NetworkSettings(allow_hosts=hosts, timeout_s=3.0),
        readers=ReaderSettings(exiftool=False, vision=False, workers=1),
    )
    clock = WeekClock()
    limits = partial(DoorLimits, attempts=1, wait_s=0.0)
    with (
        serving(servers),
        mock.patch.object(wiring, "SystemClock", return_value=clock),
        mock.patch.object(door, "DoorLimits", limits),
    ):
        for path in ("/i/stays.jpg", "/i/encoded-anew.jpg", "/banner.jpg"):  # drawn beforehand
            world.hosting.hour = WEEK_H
            ask(world.bases["host"] + path)
        world.hosting.asked.clear()
        yield world, clock, settings


@asynccontextmanager
async def week(folder: Path) -> AsyncIterator[Week]:
    """Open a vault on the disk beside a host; `folder`/tmp is where temporary files go."""
    (folder / "tmp").mkdir()
    temporary = mock.patch.dict("os.environ", {"TMPDIR": str(folder / "tmp")})
    with one_clock() as (world, clock, settings), temporary:
        opening = wiring.Opening(settings, str(folder / "vault"))
        session = await wiring.open_session(opening, Secret("correct horse battery staple"))
        try:
            yield Week(world, session, clock, folder)
        finally:
            await session.close()


def _hosts(world: World) -> list[object]:
    told = announcement(world)["allow_hosts"]
    assert isinstance(told, list)
    return told


def paths_of(*keys: str) -> tuple[str, ...]:
    """Return the addresses of the file and the page of links; without keys, of all of the host."""
    wanted = keys or tuple(link.key for link in HOSTED)
    return tuple(path for key in wanted for path in (f"/i/{key}.jpg", f"/v/{key}"))


ABSENT = frozenset({HostAnswer.NOT_FOUND, HostAnswer.REMOVED, HostAnswer.OWN_WORDS})
"""Answers by which the host says that there is no such thing: gone, at the second look."""


@dataclass
class Expected:
    """What is right at each look, worked out from what the host does and nothing else.

    `listed`: the picture is on the private list.
    """

    listed: bool
    _absent_since: dict[str, float] = field(default_factory=dict)
    _looked: set[str] = field(default_factory=set)

    def state(self, path: str, hour: float) -> LinkState:
        """Return the state of a link after a look at an hour."""
        key = path.rpartition("/")[2].removesuffix(".jpg")
        is_page = path.startswith("/v/")
        link = hosted(key)
        assert link is not None
        answer = link.answer(hour)
        first = path not in self._looked
        self._looked.add(path)
        absent = answer in ABSENT or (answer is HostAnswer.NEW_ADDRESS and not is_page)
        if absent:
            since = self._absent_since.setdefault(path, hour)
            return LinkState.GONE if hour - since >= 1 else LinkState.COULD_NOT_TELL
        self._absent_since.pop(path, None)
        match answer:
            case HostAnswer.SHOWS:
                # nothing says that a picture of a page is theirs, until it stands there again
                unknown = first and is_page and not self.listed
                return LinkState.COULD_NOT_TELL if unknown else LinkState.STILL_THERE
            case HostAnswer.REDIRECTS | HostAnswer.NEW_ADDRESS:
                return LinkState.MOVED
            case HostAnswer.ENCODED_ANEW if self.listed:
                return LinkState.STILL_THERE
            case HostAnswer.SMALLER if self.listed:
                return LinkState.SMALLER
        return LinkState.COULD_NOT_TELL


def pieces(data: bytes) -> Iterator[bytes]:
    """Yield pieces of a picture, everywhere in it, so that a part of it is found as well."""
    for begin in range(0, len(data) - _PIECE, max(_PIECE, len(data) // 400)):
        yield data[begin : begin + _PIECE]


def found_on_disk(pictures: Mapping[str, bytes], *folders: Path) -> set[tuple[str, str]]:
    """Return which picture stands in which file, whole or in part, or by one of its checksums."""
    found = set()
    for folder in folders:
        for path in filter(Path.is_file, folder.rglob("*")):
            data = path.read_bytes()
            for name, picture in pictures.items():
                sums = (hashlib.sha256(picture), hashlib.md5(picture, usedforsecurity=False))
                told = [
                    spelled
                    for made in sums
                    for spelled in (made.digest(), made.hexdigest().encode())
                ]
                if any(piece in data for piece in (*told, *pieces(picture))):
                    found.add((path.name, name))
    return found
