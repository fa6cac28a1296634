"""auditor checklist: the settings of a platform, without an account and without a vault."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.errors import UsageError
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from auditor.guidance.playbooks import Playbook, Step

_WIDTH = 79


def checklist(
    platform: Annotated[
        str,
        typer.Argument(
            metavar="[PLATFORM]",
            help=_("A platform by name or host: Instagram, WhatsApp. Else all are named."),
            show_default=False,
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List the settings of a platform, what hides most first, and who notices each. Nothing is
    sent and nothing is stored.
    """  # noqa: D205
    from auditor.guidance import playbooks
    from auditor.report.json.checklist import checklist as document

    names = ", ".join(playbooks.read(key).name for key in playbooks.platforms())
    today = datetime.now(UTC).date()
    if not platform.strip():
        if as_json:
            output.document(document(None, _first(), today))
            return
        _tell(_("Name one: auditor checklist Instagram. There are: {names}.").format(names=names))
        return
    book = playbooks.playbook(platform)
    if book is None:
        raise UsageError(
            _("No settings of this platform are known to this program."),
            _("There are: {names}").format(names=names),
        )
    if as_json:
        output.document(document(book, _first(), today))
        return
    for text in (*_lines(book, today), *_archive(book, today), *_against(book, today)):
        _tell(text)


def _first() -> str:
    """Return what comes before any setting."""
    return _(
        "If someone may hurt you: auditor help-now first. They may notice a change, and can then "
        "tell that you know."
    )


def _tell(text: str) -> None:
    """Print a text in lines; those of a setting stand under its number."""
    begin = " " * (len(text) - len(text.lstrip()))
    for line in textwrap.wrap(
        text,
        _WIDTH,
        subsequent_indent=begin,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]:
        output.line(line)


def _lines(book: Playbook, today: date) -> Iterator[str]:
    steps = book.shown()
    yield _first()
    told = ngettext(
        "{platform}: {count} setting. How it stands is not seen by this program.",
        "{platform}: {count} settings, what hides most first. How they stand is not seen by this "
        "program.",
        len(steps),
    )
    yield told.format(platform=book.name, count=len(steps))
    if book.note:
        yield _(book.note)
    for number, step in enumerate(steps, 1):
        yield ""
        yield f"{number}. {_(step.title)}"
        yield from (f"   {text}" for text in _step(step, today) if text)


def _archive(book: Playbook, today: date) -> Iterator[str]:
    """Yield how to get the archive of the account, and what reads it."""
    from auditor.guidance.archives import asking

    asked = asking.request_of(book.key)
    if asked is None:
        return
    yield ""
    yield _("BRING IN YOUR ARCHIVE")
    yield _(asking.WHAT_FOR)
    yield from asking.told(asked, today)
    yield _(asking.HOLDS_EVERYTHING)
    yield _("When it is here: auditor import")


def _against(book: Playbook, today: date) -> Iterator[str]:
    """Yield what to do there against an account that threatens or demands."""
    from auditor.guidance.help import blackmail

    yield ""
    yield _("IF SOMEBODY THREATENS OR BLACKMAILS YOU THERE")
    yield _(blackmail.FIRST)
    for number, step in enumerate(blackmail.steps(book.key), 1):
        yield f"{number}. {_(step.title)}"
        yield f"   {_(step.text)}"
        yield f"   {_(step.notice)}"
        yield f"   {_source(step.source_url, step.source_date, old=step.stale(today))}"


def _source(url: str, day: str, *, old: bool) -> str:
    told = _("; menus move, and nobody looked lately") if old else ""
    return _("Source: {source}, {date}").format(source=url, date=_(day) + told)


def _step(step: Step, today: date) -> Iterator[str]:
    from auditor.report.words.words import told_of

    yield _("Way: {menu}").format(menu=step.menu) if step.menu else step.url
    yield _("Set it to: {recommended}").format(recommended=_(step.recommended))
    yield _(step.changes) if step.changes else ""
    if step.evidence_first:
        yield _("Save evidence first: once changed, it cannot be shown to anybody.")
    yield told_of(step.notice, step.noticed_by)
    yield _source(step.source_url, step.source_date, old=step.stale(today))
