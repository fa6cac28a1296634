"""What is asked before a reported link is written down, at a terminal; a script says it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from auditor.cli import output
from auditor.cli.ask import answer, placed, yes
from auditor.domain.outside.reported import Report, ReportChannel, ReportedKind
from auditor.domain.text.typed_moment import typed_moment
from auditor.errors import UsageError
from auditor.guidance.jurisdictions import code_of, not_listed
from auditor.messages import _
from auditor.report.words import reported as words

_NOT_KNOWN = "?"
_Read = TypeVar("_Read")
_Word = TypeVar("_Word", bound=StrEnum)


def adult_of(adult: bool | None) -> bool:
    """Return whether everybody is 18 or older. Raises UsageError where nobody says it."""
    if adult is not None:
        return adult
    if not sys.stdin.isatty():
        raise UsageError(
            _(
                "One question has to be answered first: are you, and is everybody shown, 18 or "
                "older?"
            ),
            _("Say --adult or --minor; not sure is --minor."),
        )
    return yes(_("Are you, and is the person in the picture, 18 or older? Not sure is no."))


def report_of(to: str | None, on: str | None, channel: ReportChannel | None) -> Report:
    """Return what was reported; what was not said is asked for at a terminal."""
    asks = sys.stdin.isatty()
    if to is None and on is None and channel is None and asks:
        output.narrate(
            _(
                "Report only to the platform or its host: never to whoever put it there, nor to a "
                "site that they run."
            )
        )
        if not yes(_("Did you report it already?")):
            return Report()
    if to is None:
        to = answer(_("To whom (the platform or host; Enter leaves it out): ")) if asks else ""
    if on is None and asks:
        question = _("When (2026-11-28, or 2026-11-28 14:30; Enter is now, ? not known): ")
        when, day_only = _again(question, _when_or_now)
    else:
        when, day_only = _when(on or "")
    if channel is None and asks:
        not_known = _("I do not know")
        channel = _chosen(_("How did you report it?"), [*ReportChannel], words.channel, not_known)
    return Report(to, when, day_only, channel)


def _when(said: str) -> tuple[datetime | None, bool]:
    return typed_moment(said) if said.strip() else (None, False)


def _when_or_now(said: str) -> tuple[datetime | None, bool]:
    if said == _NOT_KNOWN:
        return None, False
    return _when(said) if said else (datetime.now(UTC).replace(microsecond=0), False)


def place_of(where: str | None) -> str:
    """Return the code of the place whose law is meant, "" for none.

    Raises UsageError for a name of several places, or of none.
    """
    if where is None and sys.stdin.isatty():
        return _again(_("Your country (its name or code; Enter leaves it out): "), _code)
    return _code(where or "")


def _code(where: str) -> str:
    code = code_of(placed(where))
    if where.strip() and not code:
        raise UsageError(not_listed(where), _("Name it by its code: DE, GB, US-CA."))
    return code


def kind_of(kind: ReportedKind | None) -> ReportedKind:
    """Return what it shows."""
    if kind is not None:
        return kind
    if not sys.stdin.isatty():
        return ReportedKind.OTHER
    return _chosen(_("What does it show?"), [*ReportedKind], words.kind) or ReportedKind.OTHER


def completeness_of(report: Report, *, complete: bool) -> bool:
    """Return the person's word that the request was complete."""
    if complete or report.on is None or not sys.stdin.isatty():
        return complete
    output.narrate(
        _(
            "Complete: the exact link, that nobody agreed to it, who asks and how to reach them, "
            "and what the law or the form asked for besides (a signature, for example)."
        )
    )
    return yes(_("Was the request complete? Not sure is no."))


def _again(question: str, read: Callable[[str], _Read]) -> _Read:
    """Ask until what is typed can be read: nobody loses what they typed before."""
    while True:
        said = answer(question)
        try:
            return read(said)
        except UsageError as error:
            output.narrate(error.message)


def _chosen(
    question: str, words_: list[_Word], told: Callable[[_Word], str], not_known: str = ""
) -> _Word | None:
    """Ask for one of several by its number or its word; None for `not_known`, offered last."""
    for number, word in enumerate(words_, 1):
        output.narrate(f"  {number}. {told(word)}")
    last = str(len(words_) + 1)
    if not_known:
        output.narrate(f"  {last}. {not_known}")
    while True:
        said = answer(question + " ").casefold()
        for number, word in enumerate(words_, 1):
            if said in {str(number), word.value}:
                return word
        if not_known and said in {last, _NOT_KNOWN, ""}:
            return None
