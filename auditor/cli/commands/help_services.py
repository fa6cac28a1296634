"""auditor help-services: who can help, for adults or for people under 18.

No vault, no network; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import happening, placed
from auditor.errors import UsageError
from auditor.guidance.laws.situations import Situation
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from auditor.guidance.help.help_services import Offer

_OF_PICTURES = (None, Situation.THREATENED, Situation.IMAGE_ONLINE, Situation.EXTORTION)


def help_services(
    where: Annotated[
        str,
        typer.Option(
            "--where",
            metavar="PLACE",
            help=_("Country or part by name or code: Spain, Scotland, US. Else worldwide."),
        ),
    ] = "",
    adult: Annotated[
        bool | None,
        typer.Option(
            "--adult/--minor",
            help=_("For adults, or only what is for people under 18."),
            show_default=False,
        ),
    ] = None,
    situation: Annotated[
        Situation | None,
        typer.Option(
            "--situation",
            metavar="|".join(Situation),
            parser=happening,
            help=_("Only who helps in this situation."),
        ),
    ] = None,
    low_confidence: Annotated[
        bool, typer.Option("--low-confidence", help=_("Show entries of low confidence as well."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show who can help in a country and worldwide, for whom, and what leaves your hands there."""
    from auditor.guidance.help.help_services import offer
    from auditor.guidance.laws.situations import about
    from auditor.report.json import guidance as documents

    where, adult = placed(where), _age(adult, situation)
    offered = offer(where, adult=adult, low_confidence=low_confidence, situation=situation or "")
    today = datetime.now(UTC).date()
    notes = (
        *_notes(where, adult, offered, today),
        *_first(where, situation, adult),
        *_unable_to_speak(where, situation),
    )
    if as_json:
        asked = documents.Asked(where, today, situation)
        output.document(documents.help_services(asked, offered, notes))
        return
    if situation is not None:
        output.line(_(about(situation).title).upper())
    for note in notes:
        output.line(note)
    _tell(where, adult, offered)


def _tell(where: str, adult: bool | None, offered: Offer) -> None:
    from auditor.guidance.help import help_now
    from auditor.guidance.help.help_services import first_for_minors, reached

    for service in offered.services:
        output.line()
        output.line(
            f"{service.name} ({_(service.for_whom)}; {_(help_now.region_name(service.region))})"
        )
        for text in help_now.facts(service):
            output.line(f"  {text}")
    if adult is False:
        output.line()
        output.line(_("Begin with these:"))
        for service in first_for_minors(where):
            output.line(f"  {reached(service)}")


def _age(adult: bool | None, situation: Situation | None) -> bool | None:
    """Return for whom services are named. Raises UsageError where two ages were given."""
    if situation is not Situation.UNDER_18:
        return adult
    if adult:
        raise UsageError(_("--adult and --situation under-18 do not go together."))
    return False


def _first(where: str, situation: Situation | None, adult: bool | None) -> Iterator[str]:
    """Yield where stands what to do in a situation before anybody is asked for help.

    For minors, where it may be about a picture of them, the page for them.
    """
    from auditor.guidance.help.help_services import what_first

    if adult is False and situation in _OF_PICTURES:
        yield what_first(where, Situation.UNDER_18.value)
    elif situation is not None:
        yield what_first(where, situation.value)


def _unable_to_speak(where: str, situation: Situation | None) -> Iterator[str]:
    """Yield how to reach the emergency services of a place without speaking, where it is known."""
    from auditor.guidance.help import silent

    way = silent.without_speaking(where) if situation in {None, Situation.IN_DANGER} else None
    if way is not None:
        yield " ".join((_("If you cannot speak:"), *silent.explained(way)))


def _notes(where: str, adult: bool | None, offered: Offer, today: date) -> Iterator[str]:
    from auditor.guidance.age import HOTLINE_DAYS
    from auditor.guidance.help import help_now
    from auditor.guidance.laws import by_name

    yield _(
        "You have done nothing wrong. Nothing is sent and nothing is stored by showing this page."
    )
    if where.strip() and not help_now.country(where):
        yield by_name.unsure(where, by_name.named(where))
        yield _("The worldwide services are shown. Name a country: --where Spain, --where ES.")
    if adult is None:
        yield _(
            "Each entry says for whom it is. Under 18: --minor shows only what is for you. 18 or "
            "older: --adult."
        )
    if adult is False:
        yield _(
            "If the picture is of someone under 18: do not send it to anyone, not even as proof. A "
            "service below says how to report it."
        )
        yield _(
            "Write down the words, the names, the dates. No screenshot that shows the picture, no "
            "new copy; leave it where it is until Take It Down or a helpline has told you."
        )
    old = sum(service.stale(today) for service in offered.services)
    if old:
        yield ngettext(
            "{count} of {total} entries comes from a source that is undated or older than {days} "
            "days: look at the site first.",
            "{count} of {total} entries come from sources that are undated or older than {days} "
            "days: look at the site first.",
            old,
        ).format(count=old, total=len(offered.services), days=HOTLINE_DAYS)
    if offered.hidden:
        yield ngettext(
            "{count} entry of low confidence is hidden; --low-confidence shows it.",
            "{count} entries of low confidence are hidden; --low-confidence shows them.",
            offered.hidden,
        ).format(count=offered.hidden)
