"""Reported links: what is kept, when they are due, and what each look at them says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditor.domain.outside.history import files, unbroken
from auditor.domain.outside.reported import LinkState, Report, ReportChannel, ReportedKind
from auditor.engine.outside.next_step import NextKind
from auditor.engine.outside.reported import ReportedEntry
from auditor.errors import UsageError
from auditor.ports import Answer, Consent
from tests.fakes.engine import House

URL = "https://host.example/p/1.jpg"
PAGE = "https://host.example/p/1"


async def looked(home: House) -> ReportedEntry:
    reported = home.session.reported
    consents = [Consent(outgoing) for outgoing in await reported.outgoing()]
    (entry,) = await reported.check(consents=consents)
    return entry


async def test_gone_takes_two_looks_an_hour_apart(home: House) -> None:
    await home.session.reported.add(URL, adult=True)
    home.http.answers[URL] = Answer(URL, 404, {})
    first = await looked(home)
    assert first.link.state is LinkState.COULD_NOT_TELL
    assert first.next.kind is NextKind.LOOK_AGAIN
    home.clock.time += timedelta(minutes=50)
    assert (await looked(home)).link.state is LinkState.COULD_NOT_TELL
    home.clock.time += timedelta(minutes=11)
    last = await looked(home)
    assert last.link.state is LinkState.GONE
    assert last.next.kind is NextKind.CLOSE
    assert unbroken(last.link)
    assert len(files(last.link)) == 4


async def test_nothing_is_sent_to_a_host_without_a_yes(home: House) -> None:
    await home.session.reported.add(URL, adult=True)
    assert await home.session.reported.check() == ()
    assert home.http.asked == []
    (outgoing,) = await home.session.reported.outgoing()
    assert (outgoing.receiver, outgoing.items) == ("host.example", (URL,))
    await looked(home)
    assert [asked.url for asked in home.http.asked] == [URL]
    assert await home.session.reported.outgoing() == (), "the host was asked before"


async def test_under_18_nothing_but_the_link_is_kept_and_nothing_is_fetched(home: House) -> None:
    entry = await home.session.reported.add(
        URL,
        adult=False,
        report=Report("Host", home.clock.now(), channel=ReportChannel.FORM),
        where="US",
        kind=ReportedKind.INTIMATE,
        complete=True,
    )
    link = entry.link
    assert (link.report, link.where, link.complete) == (Report(), "", False)
    assert link.kind is ReportedKind.OTHER
    assert entry.clock is None
    assert entry.next.kind is NextKind.SERVICES
    assert await home.session.reported.outgoing() == ()
    assert await home.session.reported.check([link.id]) == ()
    assert await home.session.reported.due() == 0
    assert home.http.asked == []


@pytest.mark.parametrize("text", ["", "x", "ftp://host.example/", "https://a:b@host.example/"])
async def test_what_is_no_address(home: House, text: str) -> None:
    with pytest.raises(UsageError):
        await home.session.reported.add(text, adult=True)
