"""Help now on one small screen: whom to call in a place, and what to do.

No vault, no network.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from auditor.guidance.age import HOTLINE_DAYS, dated
from auditor.guidance.help import countries
from auditor.guidance.help.help_now import (
    ADULTS,
    CRISIS,
    DISTRESS,
    MINORS,
    UNDER_18,
    VIOLENCE,
    WORLDWIDE,
    YOUNG,
    HelpSituation,
    Service,
    country,
    crisis_lines,
    emergency,
    services,
    situations,
)
from auditor.guidance.help.silent import Way, without_speaking
from auditor.guidance.jurisdictions import EU, code_of, not_listed, outer
from auditor.messages import N_, _

WIDTH = 79
LINES = 20
"""Columns and lines of what `brief` yields at most: it is whole on a terminal of 80 by 24."""
SITUATIONS = tuple(situation.key for situation in situations())
SEEN = N_(
    "What you typed stays in this terminal's history; that this program is here, and a call in the "
    "phone's list or on a bill, can be seen."
)
_SEEN_SHORT = N_("This program, what you typed and your calls can be seen on these devices.")
_NO_MORE, _SEEN_SHORTER, _FEWER_OTHERS, _NAMELESS, _NUMBERS_ONLY = 2, 3, 4, 5, 6
"""From which step on less is said to save lines: where to read on, what can be seen, which other
situations there are, the names of those who answer, and at last who knows of pictures. The ids of
the other situations always stand."""
_OF_PICTURES = frozenset({"threatened", "image-online", "extortion", UNDER_18})
_HELPS = ("support", "removal")
_HELPS_MINORS = ("child", *_HELPS)
_TEXTS = 256
"""How many wrapped texts are kept: those of all situations in one place."""
_EXAMPLE = "Spain"
IN_DANGER = "in-danger"


def calls(
    where: str,
    key: str,
    today: date | None = None,
    *,
    short: bool = False,
    less: bool = False,
    nameless: bool = False,
    keys: bool = False,
) -> Iterator[str]:
    """Yield whom to call in a situation.

    The emergency number, for who is in danger how to reach it without speaking, where somebody
    under 18 may ask the line for young people (where none is known, that is said), against
    violence, in distress, and who knows of pictures in that country.

    A line whose last check is more than 30 days before `today` shows its day; without `today` each
    does. `short` leaves out for whom a line is, `less` who knows of pictures,
    `nameless` the names of those who answer and the hours of who knows of pictures. `keys`:
    the page of those under 18 is named by its key. Raises KeyError if there is no such situation.
    """
    young = for_young({known.key: known for known in situations()}[key])
    if number := emergency(where):
        text = _("In danger now: {number}").format(number=number)
        yield text + _age(countries.read().checked_on, today)
    else:
        yield _("In danger now: 112 (Europe), 999 (UK), 911 (US, Canada), else your country's")
    if key == IN_DANGER and (way := without_speaking(where)):
        yield _("Cannot speak: {way}").format(way=_(way.text)) + _age_of(way, today)
    if young and not crisis_lines(where, YOUNG):
        none = _("Under 18{page}: our list has no line for here; findahelpline.com has some.")
        yield none.format(page=_own_page(key, keys=keys))
    for kind in _kinds(where, key, young=young):
        text = {
            YOUNG: _("Under 18{page}: {line}"),
            VIOLENCE: _("Against violence: {line}"),
            DISTRESS: _("In distress: {line}"),
        }[kind]
        service = crisis_lines(where, kind)[0]
        told = not short and (kind == VIOLENCE or service.region != WORLDWIDE)
        whom = f" ({_(service.for_whom)})" if told else ""
        yield text.format(
            line=_reached(service, today, whom, nameless=nameless), page=_own_page(key, keys=keys)
        )
    also = key in _OF_PICTURES and not less
    if also and (known_here := _knows_of_pictures(where, key)):
        whom = "" if short or known_here.audience != ADULTS else f" ({_(known_here.for_whom)})"
        yield _("Also: {line}").format(line=_name_helper(known_here, today, whom, bare=nameless))


def _kinds(where: str, key: str, *, young: bool) -> tuple[str, ...]:
    """Return the kinds of lines in their order; who is under 18 is distressed before all else."""
    first = (YOUNG,) if young and crisis_lines(where, YOUNG) else ()
    others = (DISTRESS, VIOLENCE) if key == UNDER_18 else (VIOLENCE, DISTRESS)
    return (*first, *others)


def _own_page(key: str, *, keys: bool) -> str:
    """Return how to reach the page for those under 18, empty on that page."""
    if key == UNDER_18:
        return ""
    return " " + (_("(press 5)") if keys else _("(--situation under-18)"))


def _reached(service: Service, today: date | None, whom: str, *, nameless: bool) -> str:
    """Return how to reach a service: its name, number or address, hours, and how old that is."""
    contact = service.contact or service.url.removeprefix("https://")
    hours = f"; {_(service.hours)}" if service.hours else ""
    own_number = contact.partition(";")[0] == service.name
    named = "" if nameless or own_number else f"{service.name}: "
    return f"{named}{contact}{whom}{hours}{_age_of(service, today)}"


def _name_helper(service: Service, today: date | None, whom: str, *, bare: bool) -> str:
    """Return the name of who knows of pictures, how to reach them and, unless `bare`, when."""
    if bare:
        return f"{service.name}: {service.contact or service.url.removeprefix('https://')}"
    return _reached(service, today, whom, nameless=False)


def _knows_of_pictures(where: str, key: str) -> Service | None:
    """Return who in a country helps with intimate pictures: people to talk to, else a removal.

    Under 18 it is first of all who takes reports of pictures of somebody under 18.
    """
    code, kinds = country(where), _HELPS_MINORS if key == UNDER_18 else _HELPS
    near = [
        service
        for service in services(where, key)
        if service.kind in kinds and service.region in {code, outer(code)} - {EU}
    ]
    return min(near, key=lambda service: kinds.index(service.kind), default=None)


def _may_go(where: str, key: str) -> int:
    """Return from which step on who knows of pictures is left out to save lines.

    Under 18 before the names of those to talk to, unless it is a service for minors alone.
    """
    known_here = _knows_of_pictures(where, key)
    for_minors = known_here is not None and known_here.audience == MINORS
    return _FEWER_OTHERS if key == UNDER_18 and not for_minors else _NUMBERS_ONLY


def for_young(situation: HelpSituation) -> bool:
    """Say whether somebody under 18 may be in a situation that is not an emergency by itself.

    The first page, for danger, keeps its space for the numbers that anyone can call.
    """
    return CRISIS in situation.kinds and situation.key != IN_DANGER


def _age_of(service: Service | Way, today: date | None) -> str:
    """Say how old what a row rests on is: the day of its source, not that of our last look at it.

    Where the source has none, it is our look.
    """
    day = dated(service.source_date)
    if day is None:
        return _age(service.checked_on, today)
    fresh = today and -1 <= (today - day).days <= HOTLINE_DAYS
    return "" if fresh else _(" - as of {day}").format(day=day.isoformat())


def _age(checked: date | None, today: date | None) -> str:
    if checked is None:
        return _(" - not checked")
    if today and -1 <= (today - checked).days <= HOTLINE_DAYS:
        return ""
    return _(" - checked {day}").format(day=checked.isoformat())


def brief(where: str, key: str, today: date, unsure: str = "") -> list[str]:
    """Return one situation in lines of at most 79 columns, at most 20 of them.

    `unsure` is said of a place whose name can mean more than one, or none.

    Whom to call, what to do, what can be seen, and the other situations. Where that is too much,
    less is said of the lines and where to read on. Raises KeyError if there is no such situation.
    """
    for room in range(_NUMBERS_ONLY + 1):
        told = [*_whole(where, key, today, room, unsure)]
        if len(told) <= LINES:
            break
    return told


def _whole(where: str, key: str, today: date, room: int, unsure: str) -> Iterator[str]:
    """Yield all lines; the higher `room`, the less is said."""
    situation = {known.key: known for known in situations()}[key]
    yield from _wrapped(_(situation.title).upper())
    if not country(where):
        yield from _wrapped(unsure or _unplaced(where))
    for text in calls(
        where,
        key,
        today,
        short=room > 0,
        less=room >= _may_go(where, key),
        nameless=room >= _NAMELESS,
    ):
        yield from _wrapped(text, "  ")
    for number, step in enumerate(situation.steps, 1):
        yield from _wrapped(f"{number}. {_(step)}", "   ")
    yield from _wrapped(_(SEEN) if room < _SEEN_SHORTER else _(_SEEN_SHORT))
    others = [other for other in SITUATIONS if other != key]
    if room < _FEWER_OTHERS:
        first = " ".join(filter(None, ("auditor help-now", _place(where), others[0])))
        text = _("Else: {first} (or {others})").format(first=first, others=", ".join(others[1:]))
    else:
        text = _("Else: {others}").format(others=", ".join(others))
    yield from _wrapped(text, "  ")
    if room < _NO_MORE:
        here = f"--where {_place(where) or _EXAMPLE}"
        text = _("More: {services}; law: {law}").format(
            services=f"auditor help-services {here}", law=f"auditor law {here}"
        )
        yield from _wrapped(text, "  ")


def _place(where: str) -> str:
    """Return the code of a place, its part as well: law differs there where the numbers do not."""
    return code_of(where) if country(where) else ""


def _unplaced(where: str) -> str:
    if where.strip():
        return not_listed(where)
    return _("For your country's lines: auditor help-now Spain (or Scotland, Texas, DE)")


@lru_cache(maxsize=_TEXTS)
def _wrapped(text: str, further: str = "") -> tuple[str, ...]:
    """Wrap a text once, however often it is tried with less around it."""
    return tuple(
        textwrap.wrap(
            text, WIDTH, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
        )
    )
