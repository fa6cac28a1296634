"""The help lines on a sheet: read from the guidance, never written here."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.guidance.help import brief
from auditor.guidance.help.help_now import (
    ADULTS,
    DISTRESS,
    MINORS,
    Service,
    checked,
    country,
    of_kinds,
    region_name,
)
from auditor.guidance.help.help_services import first_for_minors, reached
from auditor.messages import _

_OF_PICTURES = ("hash",)


def place(where: str) -> str:
    """Return the name of a country that is known here, empty for any other."""
    code = country(where)
    return _(region_name(code)) if code else ""


def calls(where: str) -> tuple[str, ...]:
    """Return whom to call in a place, each with the day of its last check."""
    return tuple(brief.calls(where, brief.IN_DANGER))


def for_pictures(where: str) -> Iterator[str]:
    """Yield who helps with intimate pictures, under 18 and adults, each apart."""
    for service in first_for_minors(where):
        yield _("Under 18: {service}").format(service=_told(service))
    for service in of_kinds(where, _OF_PICTURES, ADULTS):
        if service.audience != MINORS:
            yield _("Adults: {service}").format(service=_told(service))


def short(where: str) -> tuple[str, ...]:
    """Return the same for one page: whom to call, and the services by age."""
    return (*calls(where), *_short_services(where))


def _short_services(where: str) -> Iterator[str]:
    for service in first_for_minors(where):
        if service.line != DISTRESS:  # told before
            yield _("Under 18: {service}").format(service=reached(service))
    adults = of_kinds(where, _OF_PICTURES, ADULTS)
    for service in [service for service in adults if service.audience == ADULTS][:1]:
        yield _("Adults, intimate pictures: {service}").format(service=reached(service))


def _told(service: Service) -> str:
    return f"{reached(service)}. {checked(service)}"
