"""The signs for links that were reported, and their clock where there is little room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from textual.content import Content

from auditor.domain.outside.reported import LinkState, ReportedLink
from auditor.engine.outside.reported import ReportedEntry
from auditor.guidance.help import help_services
from auditor.guidance.terms.terms import RemovalClock
from auditor.messages import _, ngettext
from auditor.report.words import reported as words
from auditor.tui.text.plain import plain

_SIGNS = {
    LinkState.NOT_CHECKED: ("·", "$quiet"),
    LinkState.STILL_THERE: ("■", "$text-error"),
    LinkState.SMALLER: ("▾", "$text-error"),
    LinkState.MOVED: ("■", "$text-error"),
    LinkState.COULD_NOT_TELL: ("?", "$text-warning"),
    LinkState.GONE: ("✓", "$text-success"),
}
OF_LINK = "reported:"
"""What stands before the id of a link where a box for findings is opened for one instead."""
_HOURS = 72
"""Up to how many hours time is told in hours: beyond, in days."""


def state(link: ReportedLink) -> Content:
    """Return the sign and words of how a link stands."""
    if not link.open:
        return plain(_("– closed"), "$quiet")
    if not link.adult:
        return plain(_("– kept only"), "$quiet")
    return plain(looked(link.state), _SIGNS[link.state][1])


def looked(value: LinkState) -> str:
    """Return the sign and words of what one look showed."""
    return f"{_SIGNS[value][0]} {words.state(value)}"


def span(length: timedelta) -> str:
    """Return a length of time in few letters, rounded down: "5 h", "3 days", "20 min"."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return _("{n} min").format(n=minutes)
    hours = minutes // 60
    if hours <= _HOURS:
        return _("{n} h").format(n=hours)
    days = hours // 24
    return ngettext("{n} day", "{n} days", days).format(n=days)


def clock_short(entry: ReportedEntry, now: datetime) -> Content:
    """Return the clock for a list; nothing of what is closed or gone."""
    link, clock = entry.link, entry.clock
    if not link.open or not link.adult or link.state is LinkState.GONE:
        return plain("")
    if clock is None:
        return plain(_("no clock"), "$quiet")
    if clock.ends <= now:
        return plain(_("ran out"), "$text-warning")
    return plain(_("ends in {time}").format(time=span(clock.ends - now)), "bold")


def clock_long(clock: RemovalClock, now: datetime) -> str:
    """Return the clock in a sentence, with what it rests on."""
    told = (
        _("Ran out {time} ago, if the request was valid and the service is covered.")
        if clock.ends <= now
        else _("Ends in {time}, if the request was valid and the service is covered.")
    )
    return told.format(time=span(abs(clock.ends - now)))


def helps_minors(where: str) -> Iterator[str]:
    """Yield who helps people under 18 in a place."""
    yield _("You have done nothing wrong. Under 18, these take the link or talk with you:")
    yield from help_services.under_18(where)
