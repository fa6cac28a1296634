"""Reported links: what is kept, when they are due, and what each look at them says."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from auditor.domain.outside.history import files, unbroken
from auditor.domain.outside.reported import LinkState, Report, ReportChannel, ReportedKind
from auditor.engine.outside import link_look
from auditor.engine.outside.next_step import NextKind
from auditor.engine.outside.reported import ReportedEntry
from auditor.errors import UsageError
from auditor.ports import Answer, Consent
from auditor.report.words.reported import reported
from tests.fakes.engine import T0, House

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
    assert any("what the host told this device" in said for said in last.next.says)
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


SENT = Report("Host", T0, channel=ReportChannel.FORM)


async def reported_in(home: House, where: str = "US") -> ReportedEntry:
    return await home.session.reported.add(
        URL, adult=True, report=SENT, where=where, kind=ReportedKind.INTIMATE, complete=True
    )


async def test_the_clock_and_what_comes_next_over_a_week(home: House) -> None:
    home.clock.time = T0 + timedelta(days=30)
    sent = replace(SENT, on=home.clock.time)
    reported = home.session.reported
    entry = await reported.add(
        URL, adult=True, report=sent, where="US", kind=ReportedKind.INTIMATE, complete=True
    )
    id_ = entry.link.id
    assert entry.clock is not None
    assert entry.next.kind is NextKind.WAIT
    assert entry.next.at == home.clock.time.replace(second=0) + timedelta(hours=48)
    assert "if the request was valid and the service is covered" in entry.next.says[0]
    assert await reported.due() == 0
    home.http.answers[URL] = Answer(URL, 503, {})
    home.clock.time += timedelta(hours=47)
    assert (await looked(home)).next.kind is NextKind.WAIT
    home.clock.time += timedelta(hours=2)
    assert (await reported.next(id_)).kind is NextKind.LOOK
    assert await reported.due() == 1
    late = await looked(home)
    assert late.next.kind is NextKind.COMPLAIN
    assert [way.key for way in late.next.ways] == ["ftc"]
    assert any("could not be told: see for yourself" in said for said in late.next.says)
    assert await reported.due() == 0, "it was looked at since"
    home.http.answers[URL] = Answer(URL, 404, {})
    assert (await looked(home)).next.kind is NextKind.LOOK_AGAIN
    assert await reported.due() == 0
    home.clock.time += timedelta(hours=1)
    assert await reported.due() == 1
    assert (await looked(home)).next.kind is NextKind.CLOSE
    assert await reported.due() == 0
    assert (await reported.done(id_)).next.kind is NextKind.NOTHING
    assert await reported.check() == ()
    assert (await reported.reopen(id_)).link.open


async def test_a_date_of_today_is_due_before_its_hour(home: House) -> None:
    home.clock.time = T0 + timedelta(days=30)
    report = replace(SENT, on=home.clock.time - timedelta(hours=47))
    await home.session.reported.add(
        URL, adult=True, report=report, where="US", kind=ReportedKind.INTIMATE, complete=True
    )
    assert await home.session.reported.at_start() == 1
    await home.session.reported.tell_at_start(on=False)
    assert await home.session.reported.at_start() == 0
    assert await home.session.reported.due() == 1
    await home.session.reported.tell_at_start(on=True)
    assert await home.session.reported.at_start() == 1


async def test_with_extortion_nobody_is_named_but_help(home: House) -> None:
    home.clock.time = T0 + timedelta(days=60)
    entry = await reported_in(home, "FR")
    home.http.answers[URL] = Answer(URL, 503, {})
    assert (await looked(home)).next.kind is NextKind.COMPLAIN
    step = await home.session.reported.next(entry.link.id, extortion=True)
    assert (step.kind, step.ways) == (NextKind.SERVICES, ())
    assert "pay nothing, answer nothing" in step.says[0]


async def test_what_is_given_with_http_is_asked_for_over_https(home: House) -> None:
    await home.session.reported.add(URL.replace("https", "http"), adult=True)
    home.http.answers[URL] = Answer(URL, 503, {})
    await looked(home)
    assert [asked.url for asked in home.http.asked] == [URL]


async def test_a_link_that_takes_forever_holds_up_no_other(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_look, "_PATIENCE_S", 0.2)

    async def forever() -> Answer:
        await asyncio.sleep(60)
        raise AssertionError

    slow = await home.session.reported.add(PAGE, adult=True)
    quick = await home.session.reported.add(URL, adult=True)
    home.http.answers |= {PAGE: forever, URL: Answer(URL, 404, {})}
    consents = [Consent(outgoing) for outgoing in await home.session.reported.outgoing()]
    checked = await home.session.reported.check(consents=consents)
    said = {entry.link.id: entry.link.history[-1].said for entry in checked}
    assert said[slow.link.id] == "it took too long to answer"
    assert "(404)" in said[quick.link.id]


async def test_what_is_closed_while_it_is_looked_at_stays_closed(home: House) -> None:
    entry = await home.session.reported.add(URL, adult=True)

    async def closed_meanwhile() -> Answer:
        await home.session.reported.done(entry.link.id)
        return Answer(URL, 404, {})

    home.http.answers[URL] = closed_meanwhile
    after = await looked(home)
    assert not after.link.open
    assert len(after.link.history) == 1


async def test_nobody_is_told_to_wait_a_month_for_what_can_be_asked_now(home: House) -> None:
    entry = await reported_in(home, "DE")
    assert entry.next.kind is NextKind.WAIT
    assert [way.key for way in entry.next.ways] == ["dsc"]
    assert entry.next.says[-1] == "You need not wait for that with these:"


async def test_where_no_law_sets_a_term_it_is_said(home: House) -> None:
    home.clock.time = T0 + timedelta(days=1)
    home.http.answers[URL] = Answer(URL, 503, {})
    entry = await reported_in(home, "CH")
    assert entry.clock is None
    assert entry.next.kind is NextKind.LOOK
    late = await looked(home)
    assert late.next.kind is NextKind.COMPLAIN
    assert late.next.ways == ()
    assert "No law that is known here sets a term" in late.next.says[0]
    assert any("No authority" in said for said in late.next.says)


async def test_the_same_link_is_kept_once_and_a_day_to_come_is_refused(home: House) -> None:
    entry = await reported_in(home)
    with pytest.raises(UsageError, match=entry.link.id):
        await home.session.reported.add(URL, adult=True)
    await home.session.reported.done(entry.link.id)
    await home.session.reported.add(URL, adult=True)
    with pytest.raises(UsageError, match="still to come"):
        await home.session.reported.add(
            PAGE, adult=True, report=replace(SENT, on=T0 + timedelta(days=3))
        )
    for call in (home.session.reported.next, home.session.reported.done):
        with pytest.raises(UsageError, match="no reported link"):
            await call("nothing")


async def test_a_changed_history_is_found_out(home: House) -> None:
    await reported_in(home)
    home.http.answers[URL] = Answer(URL, 503, {})
    await looked(home)
    link = (await looked(home)).link
    assert unbroken(link)
    first, second = link.history
    assert not unbroken(replace(link, url=PAGE))
    assert not unbroken(replace(link, history=(second,)))
    assert not unbroken(replace(link, history=(second, first)))
    assert not unbroken(replace(link, history=(replace(first, state=LinkState.GONE), second)))
    assert not unbroken(replace(link, history=(replace(first, said="no"), second)))
    assert not unbroken(replace(link, history=(first, replace(second, absent=True))))


HOSTILE = "x\x1b]52;c;aGk=\x07\r\n0000  evil.txt\u202e"


async def test_hostile_text_is_one_comment_in_the_history(home: House) -> None:
    report = replace(SENT, to=HOSTILE)
    entry = await home.session.reported.add(URL, adult=True, report=report, where="US")
    assert "\x1b" not in entry.link.report.to
    home.http.answers[URL] = Answer(URL, 503, {})
    link = (await looked(home)).link
    link = replace(link, history=tuple(replace(look, said=HOSTILE) for look in link.history))
    for data in files(link).values():
        assert not {"\x1b", "\x07", "\u202e"} & set(data.decode())
        *comments, last = data.splitlines()
        assert all(line.startswith(b"# ") for line in comments)
        assert last.startswith(b"# ") or last.split(b"  ")[1] in {
            each.encode() for each in files(link)
        }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "ftp://host.example/",
        "https://a:b@host.example/",
        "look: https://host.example/1",
        "https://host.example/1 is it gone?",
        "https://host.example/my picture.jpg",
        "https://host.example/1,https://host.example/2",
        "javascript:alert(1)",
        "me@host.example",
        "/tmp/picture.jpg",
    ],
)
async def test_what_is_no_address(home: House, text: str) -> None:
    with pytest.raises(UsageError):
        await home.session.reported.add(text, adult=True)


@pytest.mark.parametrize(
    ("where", "complete", "told"),
    [
        ("US", False, "A law would set a term if the request was complete"),
        ("US", True, ""),
        ("", False, "no place is written down"),
        ("BR", True, "No law that is known here sets a term"),
    ],
)
async def test_it_is_said_what_a_clock_lacks(
    home: House, where: str, complete: bool, told: str
) -> None:
    home.clock.time = T0.replace(year=2027)
    report = Report("Host", home.clock.time, channel=ReportChannel.FORM)
    entry = await home.session.reported.add(
        URL,
        adult=True,
        report=report,
        where=where,
        kind=ReportedKind.INTIMATE,
        complete=complete,
    )
    assert (entry.clock is not None) is (told == "")
    assert any(told in line for line in entry.next.says)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("host.example/p/1", PAGE),
        (f" <{PAGE}> ", PAGE),
        (f"“{PAGE}”", PAGE),
        ("www.host.example", "https://www.host.example/"),
        (
            "https://web.archive.org/web/2026/https://host.example/p/1",
            "https://web.archive.org/web/2026/https://host.example/p/1",
        ),
    ],
)
async def test_a_link_as_it_is_pasted(home: House, typed: str, kept: str) -> None:
    assert (await home.session.reported.add(typed, adult=True)).link.url == kept


async def test_a_clock_that_lacks_only_the_way_says_so(home: House) -> None:
    home.clock.time = T0.replace(year=2027)
    report = Report("Host", home.clock.time)
    kind = ReportedKind.INTIMATE
    reported = home.session.reported
    entry = await reported.add(URL, adult=True, report=report, where="US", kind=kind)
    assert entry.clock is None
    assert "how you reported it is not written down" in entry.next.says[0]
    other = await reported.add(PAGE, adult=True, report=report, where="CH", kind=kind)
    assert "No law that is known here" in other.next.says[0]


@pytest.mark.parametrize(("days", "day_only"), [(1, True), (1, False), (0.1, False)])
async def test_a_report_of_tomorrow_is_refused(home: House, days: float, day_only: bool) -> None:
    on = T0 + timedelta(days=days)
    if day_only:
        on = on.replace(hour=0, minute=0, second=0, microsecond=0)
    with pytest.raises(UsageError, match="still to come"):
        await home.session.reported.add(URL, adult=True, report=Report("Host", on, day_only))


async def test_a_report_of_an_unknown_day_is_not_called_none(home: House) -> None:
    entry = await home.session.reported.add(URL, adult=True, report=Report("Host"))
    assert entry.next.kind is NextKind.REPORT
    assert "The day of your report is not written down." in entry.next.says[0]
    assert reported(entry.link.report) == "reported on a day that is not written down"
    none = await home.session.reported.add(PAGE, adult=True)
    assert "Nothing is written down of a report." in none.next.says[0]


async def test_what_is_shown_is_the_address_that_is_asked_for(home: House) -> None:
    await home.session.reported.add("http://host.example/1.jpg", adult=True)
    (outgoing,) = await home.session.reported.requests()
    assert outgoing.items == ("http://host.example/1.jpg",)
    assert [request.address for request in outgoing.requests] == ["https://host.example/1.jpg"]
