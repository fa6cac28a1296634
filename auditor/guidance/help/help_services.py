"""Who can help in a country, for adults or for people under 18.

What `auditor help-services` names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.guidance.help import help_now
from auditor.guidance.help.help_now import ALL_KINDS, CRISIS, MINORS, Service, of_kinds, sure

_HASH = "hash"


@dataclass(frozen=True, slots=True)
class Offer:
    """The services to name, the ones to talk to first in front.

    `hidden` counts those of low confidence that are not named.
    """

    services: tuple[Service, ...]
    hidden: int


def offer(where: str, *, adult: bool | None = None, low_confidence: bool = False) -> Offer:
    """Return the services of a country and the worldwide ones.

    `adult`: True, False for under 18, None for everybody.

    Those of the country come first. Lines for people in crisis are never hidden. Under 18 no
    service for adults only is named. Adults do not see what is for children alone, but lines for a
    crisis, and a service for pictures that were taken when they were children.
    """
    fitting = of_kinds(where, ALL_KINDS, MINORS if adult is False else "")
    if adult:
        fitting = tuple(
            service
            for service in fitting
            if service.audience != MINORS or service.kind in {_HASH, CRISIS}
        )
    near = help_now.of_the_country(where)
    shown = sorted(
        sure_enough(fitting, low_confidence=low_confidence),
        key=lambda service: service.region not in near,
    )
    return Offer(tuple(shown), len(fitting) - len(shown))


def sure_enough(
    services: Iterable[Service], *, low_confidence: bool = False
) -> tuple[Service, ...]:
    """Return the services that may be named without being asked for.

    Those of low confidence are left out, but no line for a crisis is.
    """
    return tuple(service for service in services if low_confidence or sure(service))
