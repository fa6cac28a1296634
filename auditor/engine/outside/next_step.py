"""What comes next for a reported link: wait, look, look again, complain, close."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.outside.reported import LinkState, ReportChannel, ReportedLink
from auditor.guidance.terms.authorities import RemovalAuthority, authorities_for
from auditor.guidance.terms.terms import RemovalClock, clock_of
from auditor.messages import _

APART = timedelta(hours=1)
"""Between two looks at which the host says that it is gone, before it is told as gone."""
THERE = frozenset({LinkState.STILL_THERE, LinkState.SMALLER, LinkState.MOVED})
"""States in which what was reported still answers."""


class NextKind(StrEnum):
    """What comes next. The value is used in JSON."""

    SERVICES = "services"  # under 18: talk to those who take the link
    REPORT = "report"  # it was not reported yet, or it is not said where and when
    WAIT = "wait"  # the clock runs
    LOOK = "look"
    LOOK_AGAIN = "look-again"  # the host said once that it is gone
    COMPLAIN = "complain"
    CLOSE = "close"
    NOTHING = "nothing"  # closed


@dataclass(frozen=True, slots=True)
class LinkStep:
    """What comes next, in sentences; `at` when, and `ways` whom to turn to, the nearest first."""

    kind: NextKind
    says: tuple[str, ...] = ()
    at: datetime | None = None
    ways: tuple[RemovalAuthority, ...] = ()


def absent_since(link: ReportedLink, now: datetime) -> datetime | None:
    """Return since when the host says at every look that there is no such thing; None if not.

    A look at which something answered begins it anew; one at which nothing could be told does not.
    The clock of a device may be wrong: looks of a time to come are left out, and none is earlier
    than those before it.
    """
    latest = link.added_at.replace(microsecond=0)
    since = None
    for look in link.history:
        if look.at > now:
            continue
        latest = max(latest, look.at)
        if look.state in THERE or look.answers:
            since = None
        elif look.absent and since is None:
            since = latest
    return since


def next_step(  # noqa: PLR0911 - one return a kind
    link: ReportedLink, clock: RemovalClock | None, now: datetime, *, extortion: bool | None = None
) -> LinkStep:
    """Return what comes next.

    With `extortion` nobody is named but those who help: an answer to whoever demands something
    makes it worse. None: nobody was asked whether somebody does, and it is said.
    """
    if not link.open:
        return LinkStep(NextKind.NOTHING)
    if not link.adult:
        return LinkStep(NextKind.SERVICES, (_("Only the link is kept; it is never opened."),))
    if link.state is LinkState.GONE:
        return LinkStep(NextKind.CLOSE, _to_close())
    first = absent_since(link, now)
    if first is not None:
        return LinkStep(NextKind.LOOK_AGAIN, _to_look_again(), first + APART)
    if extortion:
        return LinkStep(NextKind.SERVICES, _with_extortion())
    if link.report.on is None:
        return LinkStep(NextKind.REPORT, _to_report(link))
    if clock is not None and now < clock.ends:
        now_too = tuple(way for way in authorities_for(link.where, link.kind) if not way.after)
        return LinkStep(NextKind.WAIT, _to_wait(clock, now_too), clock.ends, now_too)
    since = clock.ends if clock is not None else link.report.on
    if not any(look.at >= since for look in link.history):
        return LinkStep(NextKind.LOOK, _to_look(link, clock))
    ways = authorities_for(link.where, link.kind, clock.term.key if clock else "")
    return LinkStep(
        NextKind.COMPLAIN,
        tuple(_to_complain(link, clock, ways, asked=extortion is not None)),
        None,
        ways,
    )


def _to_close() -> tuple[str, ...]:
    return (
        _("It was gone at two looks at least an hour apart. Copies may stand elsewhere."),
        _(
            "That is what the host told this device. It can tell others something else: if you "
            "can, let somebody you trust look from another connection."
        ),
        _(
            "If it was a page: the picture itself may have an address of its own. Put that on the "
            "list as well, if you know it."
        ),
        _("Close it when you are done with it; until then it can be looked at again."),
    )


def _to_look_again() -> tuple[str, ...]:
    return (_("The host said once that it is gone. Look again at least an hour later."),)


def _to_report(link: ReportedLink) -> tuple[str, ...]:
    if link.report.to or link.report.channel is not None:
        return (
            _(
                "The day of your report is not written down. Their answer, or what you sent, may "
                "show it: then close this link, and write it down again with the day."
            ),
        )
    return (
        _(
            "Nothing is written down of a report. Report it to the platform or its host, never to "
            "whoever put it there. Then close this link, and write it down again with when and how."
        ),
    )


def _to_wait(clock: RemovalClock, now_too: tuple[RemovalAuthority, ...]) -> tuple[str, ...]:
    said = (
        if_valid(clock),
        _("Until then keep the number and the answer that they give you, and destroy nothing."),
    )
    return (*said, _("You need not wait for that with these:")) if now_too else said


def _to_look(link: ReportedLink, clock: RemovalClock | None) -> tuple[str, ...]:
    if clock is None:
        return (no_clock(link), _("Look whether it still stands there."))
    return (_("The clock has run out. Look whether it still stands there."), if_valid(clock))


def _to_complain(
    link: ReportedLink,
    clock: RemovalClock | None,
    ways: tuple[RemovalAuthority, ...],
    *,
    asked: bool,
) -> list[str]:
    said = [no_clock(link) if clock is None else _("The clock has run out.")]
    said += [] if clock is None else [if_valid(clock)]
    if link.state is LinkState.COULD_NOT_TELL:
        said.append(_("Whether it still stands there could not be told: see for yourself first."))
    if link.state is LinkState.MOVED:
        said.append(_("It stands at another address now: report that one as well."))
    if ways:
        said.append(
            _("Next, one of these. Write to nobody who put it there, nor to a site they run.")
        )
    else:
        said.append(_("No authority for such a complaint is known for this place."))
    if not asked:
        said.append(
            _(
                "Does somebody demand something of you, or threaten you? Then answer them nothing, "
                "and talk to somebody who helps first."
            )
        )
    return said


def _with_extortion() -> tuple[str, ...]:
    return (
        _(
            "Somebody demands something: pay nothing, answer nothing, and write to no site from "
            "here. Talk to somebody who helps, and to the police, first."
        ),
        _("Keep the messages: they show what was demanded."),
    )


def if_valid(clock: RemovalClock) -> str:
    """Return what a clock says, and on what it hangs."""
    return _("{law}: {gives}, if the request was valid and the service is covered.").format(
        law=clock.term.law, gives=_(clock.term.gives)
    )


def no_clock(link: ReportedLink) -> str:
    """Return what is said where no law is known to set a term for a request."""
    if not link.where:
        return _(
            "Whether a law sets a term is not known, since no place is written down. If you want "
            "to know: close this link, and write it down again with the place."
        )
    by_form = replace(link.report, channel=ReportChannel.FORM)
    if link.report.channel is None and clock_of(replace(link, report=by_form, complete=True)):
        return _(
            "A law would set a term for a complete request by some ways, and how you reported it "
            "is not written down. If you know: close this link, and write it down again with that."
        )
    if not link.complete and clock_of(replace(link, complete=True)) is not None:
        return _(
            "A law would set a term if the request was complete, which is not written down. If it "
            "was: close this link, and write it down again with that answer."
        )
    return _("No law that is known here sets a term in hours or months for this request.")
