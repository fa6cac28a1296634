"""Reported links in words: how they stand, by which way they were reported, what the clock says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from auditor.domain.outside.reported import LinkState, Report, ReportChannel, ReportedKind
from auditor.domain.text.statement import Kind, mask
from auditor.engine.outside.next_step import THERE, if_valid
from auditor.engine.outside.reported import ReportedEntry
from auditor.errors import UsageError
from auditor.guidance.terms.terms import RemovalClock
from auditor.messages import _, ngettext

_HOURS_OF_DAYS = 48
_HOUR_S = 3600
_MINUTE_S = 60


def state(known: LinkState) -> str:
    """Return how a link stands."""
    return {
        LinkState.NOT_CHECKED: _("not looked at yet"),
        LinkState.STILL_THERE: _("still there"),
        LinkState.SMALLER: _("still there, smaller"),
        LinkState.MOVED: _("moved"),
        LinkState.COULD_NOT_TELL: _("could not tell"),
        LinkState.GONE: _("gone"),
    }[known]


def channel(known: ReportChannel) -> str:
    """Return how it was reported."""
    return {
        ReportChannel.FORM: _("the site's own form"),
        ReportChannel.MAIL: _("e-mail"),
        ReportChannel.POST: _("post"),
        ReportChannel.OFFICER: _("its grievance or data protection officer"),
        ReportChannel.HELPER: _("a helpline or trusted flagger"),
        ReportChannel.OTHER: _("another way"),
    }[known]


def kind(known: ReportedKind) -> str:
    """Return what it shows, as the person says."""
    return {
        ReportedKind.INTIMATE: _("an intimate picture, real or made"),
        ReportedKind.LIKENESS: _("somebody made to look like the person"),
        ReportedKind.OTHER: _("another picture"),
    }[known]


def time(moment: datetime) -> str:
    """Return a time as the clock of this device shows it."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def reported(report: Report, *, masked: bool = False) -> str:
    """Return whom it was reported to, when and how, in one line."""
    if report.on is None and (report.to or report.channel is not None):
        return _("reported on a day that is not written down")
    if report.on is None:
        return _("no report written down")
    day = report.on.astimezone(UTC).date().isoformat() if report.day_only else time(report.on)
    to = mask(report.to, Kind.NAME) if masked else report.to
    how = channel(report.channel) if report.channel else _("a way that is not written down")
    if not to:
        return _("reported {day}, by {channel}").format(day=day, channel=how)
    return _("reported {day} to {receiver}, by {channel}").format(day=day, receiver=to, channel=how)


def left(clock: RemovalClock, now: datetime) -> str:
    """Return how long a clock still runs, or since when it has run out."""
    seconds = int((clock.ends - now).total_seconds())
    span = _span(abs(seconds))
    if seconds >= 0:
        return _("the clock ends in {span}, {time}").format(span=span, time=time(clock.ends))
    return _("the clock ended {span} ago, {time}").format(span=span, time=time(clock.ends))


def _span(seconds: int) -> str:
    hours = seconds // _HOUR_S
    if hours >= _HOURS_OF_DAYS:
        return ngettext("{n} day", "{n} days", hours // 24).format(n=hours // 24)
    if hours:
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    minutes = max(1, seconds // _MINUTE_S)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def entry(shown: ReportedEntry, now: datetime, *, masked: bool = False) -> Iterator[str]:
    """Yield what is known of a link, one line each; its id and address stand elsewhere."""
    link = shown.link
    if not link.adult:
        yield _("under 18: only the link is kept, and it is never opened")
        yield _("written down {time}").format(time=time(link.added_at))
        return
    yield reported(link.report, masked=masked)
    if link.history:
        last = link.history[-1]
        yield _("{state} ({time}): {said}").format(
            state=state(last.state), time=time(last.at), said=last.said
        )
    else:
        yield state(link.state)
    if link.done_at is not None:
        yield _("closed {time}").format(time=time(link.done_at))
        return
    if shown.clock is not None and link.state is not LinkState.GONE:
        yield left(shown.clock, now)
        yield if_valid(shown.clock)
        if shown.clock.term.months:
            yield _("Days end by the clock of this device; a public holiday can add a day.")


def answers(shown: ReportedEntry) -> dict[str, str]:
    """Return what a link and its report answer in a letter, by key of blank.

    Raises UsageError under 18: nothing is written of it.
    """
    link, report = shown.link, shown.link.report
    if not link.adult:
        raise UsageError(
            _("A link under 18 goes into no file: somebody could find it."),
            _("'auditor reported next ID' says who takes it."),
        )
    told = dict.fromkeys(("copy", "shown_at"), link.now_at or link.url)
    if link.now_at:
        told = dict.fromkeys(told, f"{link.url}; {link.now_at}")
    if report.to:
        told["platform"] = report.to
    if report.on is not None:
        told["first_request"] = told["reported"] = reported(report)
    if link.history and link.state in THERE:
        last = link.history[-1]
        told["outcome"] = _("it still stood there on {time}").format(time=time(last.at))
    return told
