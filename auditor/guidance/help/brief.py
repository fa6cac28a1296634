"""Help now on one small screen: whom to call in a place, and what to do.

No vault, no network.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date

from auditor.guidance.age import HOTLINE_DAYS
from auditor.guidance.help import countries
from auditor.guidance.help.help_now import (
    CRISIS,
    DISTRESS,
    VIOLENCE,
    WORLDWIDE,
    YOUNG,
    HelpSituation,
    country,
    crisis_lines,
    emergency,
    situations,
)
from auditor.guidance.jurisdictions import typed
from auditor.messages import _

WIDTH = 79
LINES = 20
"""Columns and lines of what `brief` yields at most: it is whole on a terminal of 80 by 24."""
SITUATIONS = tuple(situation.key for situation in situations())


def calls(
    where: str,
    today: date | None = None,
    *,
    short: bool = False,
    young: bool = False,
    nameless: bool = False,
) -> Iterator[str]:
    """Yield whom to call: the emergency number, against violence, in distress.

    With `young` a line for young people stands behind the emergency number; where none is known,
    that is said.

    A line whose last check is more than 30 days before `today` shows its day; without `today` each
    does. `short` leaves out for whom a line is, `nameless` the names of those who answer.
    """
    if number := emergency(where):
        text = _("In danger now: {number}").format(number=number)
        yield text + _age(countries.read().checked_on, today)
    else:
        yield _("In danger now: your country's emergency number (112 in Europe, 911 in the US)")
    known = bool(crisis_lines(where, YOUNG))
    if young and not known:
        yield _("Under 18: our list has no line for here; findahelpline.com lists some by country.")
    for text, kind in (
        *([(_("Under 18: {line}"), YOUNG)] if young and known else []),
        (_("Against violence: {line}"), VIOLENCE),
        (_("In distress: {line}"), DISTRESS),
    ):
        service = crisis_lines(where, kind)[0]
        whom = "" if short or service.region == WORLDWIDE else f" ({_(service.for_whom)})"
        hours = f"; {_(service.hours)}" if service.hours else ""
        age = _age(service.checked_on, today)
        named = "" if nameless or service.name == service.contact else f"{service.name}: "
        yield text.format(line=f"{named}{service.contact}{whom}{hours}{age}")


def for_young(situation: HelpSituation) -> bool:
    """Say whether somebody under 18 may be in a situation that is not an emergency by itself.

    The first page, for danger, keeps its space for the numbers that anyone can call.
    """
    return CRISIS in situation.kinds and situation.key != "in-danger"


def _age(checked: date | None, today: date | None) -> str:
    if checked is None:
        return _(" - not checked")
    if today and -1 <= (today - checked).days <= HOTLINE_DAYS:
        return ""
    return _(" - checked {day}").format(day=checked.isoformat())


def brief(where: str, key: str, today: date, several: str = "") -> list[str]:
    """Return one situation in lines of at most 79 columns, at most 20 of them.

    `several` is said of a place whose name can mean more than one.

    Whom to call, what to do, and the other situations. Where that is too much, less is said of the
    lines and where to read on. Raises KeyError if there is no such situation.
    """
    young = for_young({known.key: known for known in situations()}[key])
    for short, more, nameless in (
        (False, True, False),
        (True, True, False),
        (True, False, False),
        (True, False, True),
    ):
        numbers = calls(where, today, short=short, young=young, nameless=nameless)
        told = [*_whole(where, key, numbers, more=more, several=several)]
        if len(told) <= LINES:
            break
    return told


def _whole(
    where: str, key: str, numbers: Iterable[str], *, more: bool, several: str
) -> Iterator[str]:
    situation = {known.key: known for known in situations()}[key]
    yield from _wrapped(_(situation.title).upper())
    if not country(where):
        yield from _wrapped(several or _unplaced(where))
    for text in numbers:
        yield from _wrapped(text, "  ")
    for number, step in enumerate(situation.steps, 1):
        yield from _wrapped(f"{number}. {_(step)}", "   ")
    others = ", ".join(other for other in SITUATIONS if other != key)
    yield from _wrapped(_("Else, --situation: {others}").format(others=others), "  ")
    if more:
        yield from _wrapped(_("All who can help: auditor help-services --where CODE"))


def _unplaced(where: str) -> str:
    if where.strip():
        return _("No line of its own is known for “{code}”.").format(code=typed(where))
    return _("For the lines of your country: --where and its code, such as GB, US or DE.")


def _wrapped(text: str, further: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )
