"""auditor likeness-watch: models that may be named after you, on sites that share models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import FROM_STDIN, private_text, private_texts
from auditor.cli.commands.outside.outgoing import Agreed, DryRun, agree, tell
from auditor.cli.running import on_session, options_of
from auditor.domain.outside.look_alikes import ModelSearch, SearchState
from auditor.domain.text.statement import Statement
from auditor.errors import ExitCode, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.ports import Outgoing
    from auditor.report.words.look_alikes import NamedModel

_SHOWN = 30
"""Models that are told to a person; --json has all."""
_Run = tuple[Sequence[ModelSearch], Sequence[Statement], Sequence["Outgoing"]]


def likeness_watch(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=FROM_STDIN,
            help=_(
                "Only these names that proven accounts of yours show; - reads them from standard "
                "input, a line each."
            ),
        ),
    ] = None,
    not_me: Annotated[
        bool,
        typer.Option(
            "--not-me",
            help=_("Say that a model is about somebody else; its address is asked for, or read."),
        ),
    ] = False,
    kept: Annotated[
        bool, typer.Option("--kept", help=_("Show what is known, and ask nobody."))
    ] = False,
    dry_run: DryRun = False,
    agreed: Agreed = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Look on Civitai and Hugging Face for models named after you, by their search.
    Without names: by those of your proven accounts. Each name is sent to both, no picture is.
    An empty list says nothing: such models mostly carry other names.

    Exit codes: 1 a model may be named after you, 3 a site could not tell.
    """  # noqa: D205
    options = options_of(context)
    if not_me:
        _set_aside(context, names)
        return
    typed = private_texts(names) if names else ()

    async def task(session: Session) -> _Run:
        if kept:
            return await session.look_alikes.known(), (), ()
        return await _run(session, typed, dry_run=dry_run, agreed=agreed, masked=options.projector)

    searches, left_out, outgoing = on_session(context, task)
    if as_json:
        from auditor.report.json.outside.look_alikes import likeness_watch as document

        output.document(
            document(searches, left_out, outgoing, dry_run=dry_run, masked=options.projector)
        )
    elif dry_run:
        tell(outgoing, masked=options.projector)
        _tell_left_out(left_out, masked=options.projector)
    else:
        _tell(searches, masked=options.projector)
        _tell_left_out(left_out, masked=options.projector)
    raise typer.Exit(ExitCode.OK if dry_run or not outgoing else _code(searches))


async def _run(
    session: Session, typed: Sequence[str], *, dry_run: bool, agreed: bool, masked: bool
) -> _Run:
    """Ask, unless it is a dry run or nobody agrees. Return what is known then, and what was sent.

    Raises UsageError where there is no name to ask about.
    """
    watch = session.look_alikes
    own = await watch.names(typed)
    outgoing = watch.outgoing(own.names) if own.names else ()
    if dry_run:
        return await watch.known(), own.left_out, outgoing
    if not own.names:
        why = "; ".join(each.render(masked=masked) for each in own.left_out)
        raise UsageError(_("There is no name to look for: nothing was asked."), why)
    consents = agree(outgoing, agreed=agreed, masked=masked)
    if consents:
        await watch.ask(consents, own.names)
    return await watch.known(), own.left_out, outgoing if consents else ()


def _set_aside(context: typer.Context, given: Sequence[str] | None) -> None:
    asked = private_texts(given) if given else (private_text(None, _("Address of the model: ")),)

    async def task(session: Session) -> None:
        for url in asked:
            await session.look_alikes.set_aside(url)

    on_session(context, task)
    output.line(_("It counts as about somebody else, also when it is found again."))


def _code(searches: Iterable[ModelSearch]) -> ExitCode:
    states = {search.state for search in searches}
    if SearchState.COULD_NOT_TELL in states:
        return ExitCode.SOURCE_FAILED
    return ExitCode.FINDINGS if any(search.open for search in searches) else ExitCode.OK


def _tell(searches: Sequence[ModelSearch], *, masked: bool) -> None:
    from auditor.guidance.removal.model_sites import MEANS, sites
    from auditor.report.words import look_alikes as words

    if not searches:
        output.line(_("Nothing was asked so far, so nothing is known."))
        return
    found = words.candidates(searches)
    if found:
        output.line(words.headline(found))
    for candidate in found[:_SHOWN]:
        _tell_candidate(candidate, masked=masked)
    if len(found) > _SHOWN:
        output.line(_("and {n} more, see --json").format(n=len(found) - _SHOWN))
    for search in searches:
        output.line(words.told(search, masked=masked))
    for said in words.unasked(searches):
        output.line(said)
    output.line(_("What that means: {means}.").format(means=_(MEANS)))
    for site in sites():
        output.line(f"{site.title}: {_(site.note)}")
    if any(not candidate.model.not_me for candidate in found):
        _tell_removal({candidate.site for candidate in found})


def _tell_candidate(candidate: NamedModel, *, masked: bool) -> None:
    from auditor.report.words import look_alikes as words

    output.line(words.called(candidate, masked=masked))
    output.line("  " + words.address(candidate, masked=masked))
    if candidate.model.not_me:
        output.line("  - " + _("about somebody else, as you said"))
        return
    for said in words.evidence(candidate):
        output.line("  - " + said.render(masked=masked))


def _tell_removal(found_on: set[str]) -> None:
    from auditor.guidance.removal import model_sites

    output.line()
    output.line(_("If one is about you:"))
    output.line("  " + _(model_sites.BEFORE_REPORTING))
    output.line("  " + _(model_sites.UNDER_18))
    for site in model_sites.sites():
        if site.key in found_on:
            output.line(f"  {site.title}:")
            for step in site.steps:
                output.line(f"    - {_(step)}")
            checked = site.checked_on.isoformat()
            output.line(
                "    " + _("From {source} ({date}).").format(source=site.source_url, date=checked)
            )
    output.line("  " + _("About somebody else? auditor likeness-watch --not-me"))


def _tell_left_out(left_out: Sequence[Statement], *, masked: bool) -> None:
    if left_out:
        output.line(_("Not asked about:"))
    for each in left_out:
        output.line(f"  - {each.render(masked=masked)}")
