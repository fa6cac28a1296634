"""Six photos without a position in the file, published with one: verify sees what the scan saw."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import httpx
import pytest

from auditor.adapters.local_files import LocalFiles
from auditor.checks.frequent_place import CHECK
from auditor.checks.position import CHECK as POSITION
from auditor.domain.findings.finding import Finding, State
from auditor.domain.findings.verify import Seen
from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import Metadata
from auditor.engine.clean_copies import CleanCopies
from auditor.engine.dependencies import RequestLog, Rooms
from auditor.engine.session import Session
from auditor.guidance.remedies import remedy
from auditor.services.web_archives.availability import Wayback
from auditor.sources.mediawiki.source import MediaWiki
from auditor.vault.store import EncryptedVault
from tests.contract.source_cases import MW
from tests.fakes.engine import (
    EXACT,
    Clock,
    FakeReaders,
    House,
    account,
    lookups,
    photo,
    picture,
)
from tests.recorded import FIXTURES, Reply, Route, Web, recorded

SIX = range(1, 7)
ADA = account()


def publish(home: House, metadata: Callable[[int], Metadata | None]) -> None:
    """Let Ada show six photos whose files say nothing, with `metadata` of each beside it."""
    home.readers.place = None
    home.source.pages[ADA.handle] = [
        [replace(photo(ADA, number), published=metadata(number)) for number in SIX]
    ]
    for number in SIX:
        url = photo(ADA, number).media_url
        home.http.answers[url] = picture(url)


def at_home(number: int) -> Metadata:
    """A position, and a morning of another day for each photo."""
    return Metadata(gps=EXACT, captured_at=f"2026-05-{number:02}T09:00:00")


async def found(session: Session) -> list[Finding]:
    return [finding for finding in await session.findings() if finding.check == CHECK.id]


async def test_a_place_published_beside_the_files_is_still_there(home: House) -> None:
    await home.own(ADA)
    publish(home, at_home)
    await home.session.scan()
    (finding,) = await found(home.session)
    await home.session.mark(finding.id, State.DONE)
    (result,) = (await home.session.verifying.verify()).results
    assert (result.state, result.settled) == (Seen.STILL_THERE, False)
    await home.session.scan()
    (finding,) = await found(home.session)
    assert finding.state is State.OPEN


@pytest.mark.parametrize(
    "left", [lambda _number: None, lambda number: replace(at_home(number), gps=None)]
)
async def test_it_is_gone_once_the_platform_publishes_no_position(
    home: House, left: Callable[[int], Metadata | None]
) -> None:
    await home.own(ADA)
    publish(home, at_home)
    await home.session.scan()
    (finding,) = await found(home.session)
    await home.session.mark(finding.id, State.DONE)
    publish(home, left)
    (result,) = (await home.session.verifying.verify()).results
    assert (result.state, result.settled) == (Seen.STILL_THERE, True)  # the pictures are
    await home.session.scan()
    assert not await found(home.session)


async def test_a_list_with_something_left_out_tells_of_no_photo_that_it_is_gone(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await home.own(ADA)
    publish(home, at_home)
    await home.session.scan()
    single = next(
        finding for finding in await home.session.findings() if finding.check == POSITION.id
    )
    (together,) = await found(home.session)

    async def fetch(*_asked: object) -> AsyncIterator[Batch]:
        yield Batch((), None, complete=False)

    monkeypatch.setattr(home.source, "fetch", fetch)
    for finding in (single, together):
        (result,) = (await home.session.verifying.verify([finding.id])).results
        assert (result.state, result.settled) == (Seen.COULD_NOT_TELL, False), finding.check
        assert result.reason == "the list was not read to its end"


async def test_without_its_source_nothing_is_known_of_what_is_published(home: House) -> None:
    await home.own(ADA)
    publish(home, at_home)
    await home.session.scan()
    home.source.name = "another"  # the plugin was taken out
    for finding in (*await found(home.session), *await home.session.findings()):
        (result,) = (await home.session.verifying.verify([finding.id])).results
        in_file = finding.check in {"device-serial-number", "training-resolution"}
        state = Seen.STILL_THERE if in_file else Seen.COULD_NOT_TELL
        assert (result.state, result.settled) == (state, False), finding.check
        assert in_file or result.reason


def wiki(*, published: bool) -> dict[str, Route]:
    """Answers of a wiki with six files, their positions and times beside them where `published`."""
    told = json.loads((FIXTURES / "mediawiki/files.json").read_bytes())
    file = told["query"]["pages"][0]
    routes: dict[str, Route] = {f"{MW}/index.php/User:Alice": recorded("mediawiki/page.html")}
    pages = []
    for number in SIX:
        beside = [
            {"name": "DateTimeOriginal", "value": f"2026:05:{number:02} 09:00:00"},
            {"name": "GPSLatitude", "value": EXACT.latitude},
            {"name": "GPSLongitude", "value": EXACT.longitude},
        ]
        info = {
            **file["imageinfo"][0],
            "url": f"{MW}/images/{number}.jpg",
            "descriptionurl": f"{MW}/index.php/File:{number}.jpg",
            "commonmetadata": beside if published else [],
        }
        pages.append({**file, "pageid": number, "title": f"File:{number}.jpg", "imageinfo": [info]})
        image = Reply(info["url"].encode(), headers={"content-type": "image/jpeg"})
        routes[info["url"]] = image
    files = Reply(json.dumps({**told, "query": {"pages": pages}}).encode())

    def api(url: httpx.URL) -> Reply:
        return recorded("mediawiki/siteinfo.json") if "meta" in url.params else files

    return {**routes, f"{MW}/api.php": api}


@pytest.mark.parametrize("published", [True, False])
async def test_a_place_that_a_wiki_publishes(published: bool) -> None:
    web = Web(wiki(published=True))
    page = f"{MW}/index.php/User:Alice"
    proof = replace(ADA.proof, detail=f"{MW}/api.php")
    alice = replace(ADA, platform="mediawiki", handle="Alice", url=page, proof=proof)
    async with web.door(MW.removeprefix("http://")) as http:
        files, readers = LocalFiles(), FakeReaders(place=None)
        rooms = Rooms(
            vault=await EncryptedVault.ephemeral(),
            sources=(MediaWiki(),),
            http=http,
            readers=readers,
            clock=Clock(),
            checks=(CHECK,),
            remedy=remedy,
            copies=CleanCopies(files, readers),
            web_archive=Wayback(),
            make_lookups=lookups,
            requests=RequestLog(),
            wait=Clock().wait,
        )
        session = Session(rooms)
        await rooms.vault.put_account(alice)
        await session.scan()
        (finding,) = await found(session)
        await session.mark(finding.id, State.DONE)
        web.routes = wiki(published=published)
        (result,) = (await session.verifying.verify()).results
        assert (result.state, result.settled) == (Seen.STILL_THERE, not published)
        await session.scan()
        assert bool(await found(session)) is published
        await session.close()
