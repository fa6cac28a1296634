"""The clocks of laws: when there is one, and when it ends, to the minute."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from auditor.domain.outside.reported import Report, ReportChannel, ReportedKind, ReportedLink
from auditor.guidance import letters
from auditor.guidance.age import dated
from auditor.guidance.jurisdictions import EU_MEMBERS
from auditor.guidance.terms.authorities import RemovalAuthority, authorities, authorities_for
from auditor.guidance.terms.terms import RemovalTerm, clock_of, terms
from tests.rows import each_row

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
LONDON, KOLKATA = ZoneInfo("Europe/London"), ZoneInfo("Asia/Kolkata")
FORM, INTIMATE = ReportChannel.FORM, ReportedKind.INTIMATE


def link(
    on: str,
    where: str,
    *,
    kind: ReportedKind = INTIMATE,
    channel: ReportChannel | None = FORM,
    complete: bool = True,
    adult: bool = True,
    zone: ZoneInfo = BERLIN,
) -> ReportedLink:
    """Return a link reported `on` a day ("2026-11-28") or at a time of `zone`."""
    day_only = len(on) == len("2026-11-28")
    when = datetime.fromisoformat(on).replace(tzinfo=UTC if day_only else zone)
    report = Report("Host", when, day_only, channel)
    return ReportedLink("l1", "https://host.example/1", when, adult, report, where, kind, complete)


def ends(on: str, where: str, zone: ZoneInfo) -> str:
    """Return the end of the clock by the clock of `zone`."""
    clock = clock_of(link(on, where, zone=zone), zone)
    assert clock is not None
    return clock.ends.astimezone(zone).strftime("%Y-%m-%d %H:%M")


@each_row(
    ("on", "where", "zone", "end"),
    [
        # hours run from the moment, over a change of the clocks as well
        ("2026-07-01 10:30", "US", NEW_YORK, "2026-07-03 10:30"),
        ("2026-10-31 10:30", "US-CA", NEW_YORK, "2026-11-02 09:30"),
        ("2027-03-13 10:30", "US", NEW_YORK, "2027-03-15 11:30"),
        ("2026-12-31 23:59", "IN", KOLKATA, "2027-01-01 01:59"),
        # a day is counted from its end
        ("2026-07-01", "US", NEW_YORK, "2026-07-04 00:00"),
        ("2026-10-31", "US", NEW_YORK, "2026-11-02 23:00"),
        ("2028-02-28", "IN", KOLKATA, "2028-02-29 02:00"),
        # the same date of the next month, to its end
        ("2026-04-08 09:00", "DE", BERLIN, "2026-05-09 00:00"),
        ("2026-04-08", "DE", BERLIN, "2026-05-09 00:00"),
        ("2026-04-08 23:59", "FR", BERLIN, "2026-05-09 00:00"),
        ("2026-03-09", "NO", BERLIN, "2026-04-10 00:00"),
        ("2026-09-28", "IS", BERLIN, "2026-10-29 00:00"),
        # the last day of a shorter month, of a leap year too
        ("2027-08-31", "DE", BERLIN, "2027-10-01 00:00"),
        ("2028-01-31", "EU", BERLIN, "2028-03-01 00:00"),
        ("2029-01-30", "LI", BERLIN, "2029-03-01 00:00"),
        ("2026-12-31", "AT", BERLIN, "2027-02-02 00:00"),
        # a Saturday or Sunday ends with the Monday
        ("2026-11-28", "DE", BERLIN, "2026-12-29 00:00"),
        ("2026-10-28", "DE", BERLIN, "2026-12-01 00:00"),
        ("2026-10-29", "DE", BERLIN, "2026-12-01 00:00"),
        ("2027-01-31", "GB", LONDON, "2027-03-02 00:00"),
        ("2026-09-03", "GB-SCT", LONDON, "2026-10-06 00:00"),
    ],
)
def test_when_it_ends(on: str, where: str, zone: ZoneInfo, end: str) -> None:
    assert ends(on, where, zone) == end


@each_row(
    ("given", "why"),
    [
        (link("2026-11-01", "US", complete=False), "nobody said that it was complete"),
        (link("2026-11-01", "US", adult=False), "under 18 nothing is kept to count"),
        (link("2026-11-01", "US", channel=None), "no channel"),
        (link("2026-11-01", "US", channel=ReportChannel.POST), "the law asks for its own process"),
        (link("2026-11-01", "US", channel=ReportChannel.HELPER), "somebody else's report"),
        (link("2026-11-01", "US", kind=ReportedKind.LIKENESS), "not intimate"),
        (link("2026-05-18", "US"), "before the law held"),
        (link("2026-02-19", "IN"), "before the two hours held"),
        (link("2026-11-01", "IN", kind=ReportedKind.OTHER), "slower rules"),
        (link("2026-11-01", ""), "no place"),
        (link("2026-11-01", "CH"), "no term there"),
        (link("2026-11-01", "AU"), "no term for the platform"),
        (link("2026-11-01", "BR"), "none in hours"),
    ],
)
def test_no_clock(given: ReportedLink, why: str) -> None:
    assert clock_of(given, BERLIN) is None, why


def test_every_member_and_the_area_around_has_the_month() -> None:
    for where in (*EU_MEMBERS, "EU", "IS", "LI", "NO"):
        clock = clock_of(link("2026-11-02", where, kind=ReportedKind.OTHER), BERLIN)
        assert clock is not None, where
        assert clock.term.key == "gdpr"
    british = clock_of(link("2026-11-02", "GB"), LONDON)
    assert british is not None
    assert british.term.key == "uk-gdpr"


def test_the_digital_services_act_sets_no_term() -> None:
    assert not any("2022/2065" in term.law or "Digital Services" in term.law for term in terms())
    (coordinator,) = [each for each in authorities() if each.key == "dsc"]
    assert "sets no term" in coordinator.text


def test_every_row_has_its_source_and_nobody_who_posts_is_named() -> None:
    keys = {term.key for term in terms()}
    rows: tuple[RemovalTerm | RemovalAuthority, ...] = (*terms(), *authorities())
    for row in rows:
        assert row.source_url.startswith("https://")
        assert row.source_date.startswith("undated") or dated(row.source_date)
        assert row.checked_on <= date(2026, 11, 28)
    for term in terms():
        assert bool(term.hours) != bool(term.months)
    for each in authorities():
        assert set(each.after) <= keys
        assert each.reveals
        assert letters.letter(each.letter) is not None, each.letter
        assert "uploader" not in each.text


def test_who_the_term_is_for_stands_in_front() -> None:
    assert [each.key for each in authorities_for("FR", INTIMATE, "gdpr")] == ["dpa", "dsc"]
    assert [each.key for each in authorities_for("US-TX", INTIMATE)] == ["ftc"]
    assert authorities_for("US", ReportedKind.OTHER) == ()
    assert [each.key for each in authorities_for("AU", INTIMATE)] == ["esafety"]
    assert authorities_for("", INTIMATE) == ()
