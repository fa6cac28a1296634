"""Looks at links on a host of loopback, with the real door and readers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from auditor.adapters.network.http import HttpDoor
from auditor.adapters.network.rules.limits import UNHURRIED
from auditor.config import NetworkSettings, ReaderSettings
from auditor.domain.outside.history import unbroken
from auditor.domain.outside.reported import LinkState
from auditor.domain.private import PrivateEntry, PrivateImage, PrivateKind
from auditor.engine.outside.reported import ReportedEntry, ReportedLinks
from auditor.ports import Consent
from auditor.readers.process.pool import ReaderPool
from tests.fakes.engine import House, house
from tests.fakes.link_host import Host
from tests.fakes.pictures import as_file, drawn


def grown(data: bytes, times: int = 4) -> bytes:
    """Return a picture as a file, `times` as wide and high as it is drawn."""
    return as_file(drawn(data).repeat(times, 0).repeat(times, 1))


PICTURE, OTHER = grown(b"of the person"), grown(b"of somebody else")
SMALL = as_file(drawn(b"of the person").repeat(2, 0).repeat(2, 1), quality=80)
AGAIN = as_file(drawn(b"of the person").repeat(4, 0).repeat(4, 1), quality=70)
KEPT: list[bytes] = []


@dataclass
class Looker:
    """Reported links behind a real door and real readers."""

    home: House
    reported: ReportedLinks
    readers: ReaderPool
    door: HttpDoor

    async def add(self, url: str) -> str:
        return (await self.reported.add(url, adult=True)).link.id

    async def watch(self) -> None:
        """Put the picture on the private list; what is kept of it is made once for all tests."""
        if not KEPT:
            KEPT.append(await self.readers.variants(PICTURE))
        entry = PrivateEntry("p1", "it", PrivateKind.PICTURE, self.home.clock.now())
        await self.home.vault.add_private([PrivateImage(entry, KEPT[0])])

    async def close(self) -> None:
        await self.door.aclose()
        await self.readers.close()

    async def look(self, hours: float = 2) -> ReportedEntry:
        self.home.clock.time += timedelta(hours=hours)
        consents = [Consent(each) for each in await self.reported.outgoing()]
        (entry,) = await self.reported.check(consents=consents)
        assert unbroken(entry.link)
        return entry

    async def state(self, hours: float = 2) -> LinkState:
        return (await self.look(hours)).link.state


async def looker_at(host: Host, **settings: object) -> Looker:
    home = await house()
    door = HttpDoor(
        NetworkSettings(allow_hosts=(f"127.0.0.1:{host.port}",), timeout_s=1, **settings),  # type: ignore[arg-type]
        lambda _entry: None,
        limits=UNHURRIED,
    )
    readers = ReaderPool(ReaderSettings(exiftool=False, vision=False, workers=1), thumbnails=False)
    rooms = replace(home.session._rooms, http=door, readers=readers, max_image_bytes=2_000_000)
    return Looker(home, ReportedLinks(rooms), readers, door)
