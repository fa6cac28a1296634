"""auditor law: what exists in a place that the user names. No vault, no network."""

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
    from auditor.guidance.laws.laws import Law, LawAnswer


def law(
    where: Annotated[
        str,
        typer.Option(
            "--where", metavar="PLACE", help=_("Country or part by name or code: Texas, US-CA, GB.")
        ),
    ] = "",
    situation: Annotated[
        Situation | None,
        typer.Option(
            "--situation",
            metavar="|".join(Situation),
            parser=happening,
            help=_("Only what belongs to this situation."),
        ),
    ] = None,
    low_confidence: Annotated[
        bool, typer.Option("--low-confidence", help=_("Show rows of low confidence as well."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show what the law gives you in a place: in force, and apart from it what is not.
    General information, not legal advice.
    """  # noqa: D205
    from auditor.guidance.laws import words as law_words
    from auditor.guidance.laws.laws import answer
    from auditor.report.json import guidance as documents

    if not where.strip():
        raise UsageError(
            _("Name the place: --where PLACE, for example --where Texas, GB or DE."),
            _("It is never worked out."),
        )
    where = placed(where)
    found = answer(where, situation, low_confidence=low_confidence)
    today = datetime.now(UTC).date()
    notes = tuple(_notes(where, found, situation, today))
    if as_json:
        output.document(
            documents.law(documents.Asked(where, today, situation, low_confidence), found, notes)
        )
        return
    for text in (*law_words.numbers(where, situation, today), *notes):
        output.line(text)
    if situation is not None:
        _tell_situation(situation)
    _tell_laws(_("IN FORCE"), found.laws, today)
    _tell_laws(_("NOT IN FORCE OR NOT VERIFIED: do not rely on these yet"), found.bills, today)
    _tell_services(where, situation, low_confidence=low_confidence, everything=not found.places)


def _notes(where: str, found: LawAnswer, situation: Situation | None, today: date) -> Iterator[str]:
    """Yield what has to be said before any row."""
    from auditor.guidance.laws import words as law_words

    yield from law_words.notes(where, found, situation, today)
    if found.hidden:
        yield ngettext(
            "{count} row of low confidence is hidden; --low-confidence shows it.",
            "{count} rows of low confidence are hidden; --low-confidence shows them.",
            found.hidden,
        ).format(count=found.hidden)


def _tell_situation(situation: Situation) -> None:
    from auditor.guidance.laws.situations import about, steps

    told = about(situation)
    output.line()
    output.line(_(told.title).upper())
    output.line(f"  {_(told.text)}")
    for number, step in enumerate(steps(situation), 1):
        output.line(f"  {number}. {_(step)}")


def _tell_laws(title: str, rows: tuple[Law, ...], today: date) -> None:
    from auditor.guidance.laws import words as law_words

    if not rows:
        return
    output.line()
    output.line(title)
    for row in rows:
        output.line()
        output.line(f"  {row.name} ({row.citation})")
        for text in law_words.about(row, today):
            output.line(f"    {text}")


def _tell_services(
    where: str, situation: Situation | None, *, low_confidence: bool, everything: bool
) -> None:
    """Name who can help.

    In a situation those for it, for a place that is not known the worldwide ones.
    """
    from auditor.guidance.help import help_now
    from auditor.guidance.help.help_services import sure_enough
    from auditor.guidance.laws.situations import channels

    output.line()
    if situation is None and not everything:
        output.line(
            _(
                "Who can help: auditor help-services --where {code}. In danger: auditor help-now "
                "{code}"
            ).format(code=where)
        )
        return
    output.line(_("WHERE TO TURN, AND WHAT LEAVES YOUR HANDS"))
    for service in sure_enough(channels(where, situation), low_confidence=low_confidence):
        output.line()
        output.line(
            f"  {service.name} ({_(service.for_whom)}; {_(help_now.region_name(service.region))})"
        )
        for text in help_now.facts(service):
            output.line(f"    {text}")
