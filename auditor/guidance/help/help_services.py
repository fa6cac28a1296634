"""Who can help in a country, for adults or for people under 18.

What `auditor help-services` names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.dataclass import dataclass
from auditor.guidance.help import help_now
from auditor.guidance.help.help_now import (
    ALL_KINDS,
    CRISIS,
    DISTRESS,
    MINORS,
    UNDER_18,
    YOUNG,
    Service,
    country,
    crisis_lines,
    of_kinds,
    region_name,
    situations,
    sure,
)
from auditor.messages import _

_HASH = "hash"


@dataclass(frozen=True, slots=True)
class Offer:
    """The services to name, the ones to talk to first in front.

    `hidden` counts those of low confidence that are not named.
    """

    services: tuple[Service, ...]
    hidden: int


def offer(
    where: str,
    *,
    adult: bool | None = None,
    low_confidence: bool = False,
    situation: str = "",
) -> Offer:
    """Return the services of a country and the worldwide ones.

    `adult`: True, False for under 18, None for everybody.

    Those of the country come first; under 18, the three to begin with do. Lines for people in
    crisis are never hidden. Under 18 no service for adults only is named. Adults do not see what is
    for children alone, but lines for a crisis, and a service for pictures that were taken when they
    were children. With a situation only those who help in it, in its order; lines for people in
    crisis come in each. Raises KeyError if there is no such situation.
    """
    fitting = of_kinds(where, _kinds_for(situation), MINORS if adult is False else "")
    if adult is False:
        fitting = _ordered_for_minors(where, fitting)
    if adult:
        fitting = tuple(
            service
            for service in fitting
            if service.audience != MINORS or service.kind in {_HASH, CRISIS}
        )
    near = help_now.of_the_country(where)
    shown = sorted(
        sure_enough(fitting, low_confidence=low_confidence),
        key=lambda service: adult is not False and service.region not in near,
    )
    return Offer(tuple(shown), len(fitting) - len(shown))


def _kinds_for(situation: str) -> tuple[str, ...]:
    if not situation:
        return ALL_KINDS
    kinds = {known.key: known.kinds for known in situations()}[situation]
    return kinds if CRISIS in kinds else (*kinds, CRISIS)


def first_for_minors(where: str) -> tuple[Service, ...]:
    """Return the three to begin with under 18.

    The line for young people of the place, what finds copies of the picture, the crisis line.
    """
    found = of_kinds(where, (_HASH,), MINORS)
    copies = tuple(service for service in found if service.audience == MINORS)[:1]
    young, crisis = crisis_lines(where, YOUNG)[:1], crisis_lines(where, DISTRESS)[:1]
    return (*young, *copies, *crisis) if young else (*crisis, *copies)


def _ordered_for_minors(where: str, fitting: tuple[Service, ...]) -> tuple[Service, ...]:
    """Return the same services, the three to begin with in front."""
    first = first_for_minors(where)
    return (*first, *(service for service in fitting if service not in first))


def reached(service: Service) -> str:
    """Return a service in one line: its name, for where, how to reach it and when."""
    how = service.contact or service.url.removeprefix("https://")
    named = "" if service.name == how else f"{service.name}: "
    hours = f"; {_(service.hours)}" if service.hours else ""
    return f"{named}{how}{hours} ({_(region_name(service.region))})"


def not_under_18(where: str) -> tuple[str, ...]:
    """Return what comes before anything about an intimate picture whose writer told no age."""
    named = tuple(f"  {reached(service)}" for service in first_for_minors(where))
    return (
        _(
            "If you are under 18, or the picture is of somebody who was: write nothing of this, "
            "save and send no picture, and turn first to:"
        ),
        *named,
        *(
            ()
            if country(where)
            else (
                _(
                    "  In the United Kingdom: Report Remove (Childline). --where CODE names the "
                    "line of your country."
                ),
            )
        ),
    )


def under_18(where: str) -> Iterator[str]:
    """Yield whom to turn to first under 18, what to do, and where all others stand."""
    yield from (f"  {reached(service)}" for service in first_for_minors(where))
    steps = next(known.steps for known in situations() if known.key == UNDER_18)
    yield from (f"  {number}. {_(step)}" for number, step in enumerate(steps, 1))
    yield more_for_minors(where)


def what_first(where: str, situation: str) -> str:
    """Return where stands what to do in a situation before anybody is asked for help."""
    place = f" --where {code}" if (code := country(where)) else ""
    return _("What to do first: auditor help-now{place} --situation {situation}").format(
        place=place, situation=situation
    )


def more_for_minors(where: str) -> str:
    """Return where all services under 18 stand."""
    return _("More: auditor help-services --minor --where {place}").format(
        place=country(where) or "CODE"
    )


def sure_enough(
    services: Iterable[Service], *, low_confidence: bool = False
) -> tuple[Service, ...]:
    """Return the services that may be named without being asked for.

    Those of low confidence are left out, but no line for a crisis is.
    """
    return tuple(service for service in services if low_confidence or sure(service))
