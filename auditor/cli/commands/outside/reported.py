"""auditor reported: links that were reported, their clocks, and whether they still answer."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import FROM_STDIN, private_text, refuse_further_lines, yes
from auditor.cli.commands.outside.outgoing import Agreed, DryRun, agree, tell
from auditor.cli.running import on_session, options_of, shown
from auditor.domain.outside.reported import LinkState, ReportChannel, ReportedKind
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import MASK, Kind
from auditor.errors import ExitCode, UsageError
from auditor.messages import _
from auditor.ports import Consent, Outgoing

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.engine.outside.reported import ReportedEntry
    from auditor.engine.session import Session
    from auditor.guidance.terms.authorities import RemovalAuthority

_ADDRESS = 2000
_Told = tuple[Sequence["ReportedEntry"], datetime]
"""Links as they stand, and the time by which they were judged."""

app = typer.Typer(
    help=_("Links that you reported: when the clock runs out, and whether they still answer."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]
_Id = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help=_("Which link; without it all that are open.")),
]
_To = Annotated[
    str | None,
    typer.Option("--to", metavar="WHERE", help=_("The platform or host that you reported it to.")),
]
_On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help=_("When: 2026-11-28, or with the time: 2026-11-28T14:30.")
    ),
]
_Channel = Annotated[
    ReportChannel | None, typer.Option("--channel", help=_("How you reported it."))
]
_Where = Annotated[
    str | None,
    typer.Option("--where", metavar="PLACE", help=_("Your country: whose law is meant.")),
]
_Kind = Annotated[ReportedKind | None, typer.Option("--kind", help=_("What it shows."))]
_Complete = Annotated[
    bool, typer.Option("--complete", help=_("The request was complete, as the law asks for it."))
]
_Adult = Annotated[
    bool | None,
    typer.Option(
        "--adult/--minor", help=_("18 or older, or not; else it is asked."), show_default=False
    ),
]


@app.command("add")
def add(
    context: typer.Context,
    url: Annotated[
        str | None,
        typer.Argument(
            metavar=FROM_STDIN,
            help=_("The link is asked for; - reads it from standard input."),
        ),
    ] = None,
    to: _To = None,
    on: _On = None,
    channel: _Channel = None,
    where: _Where = None,
    kind: _Kind = None,
    complete: _Complete = False,
    adult: _Adult = None,
    as_json: _Json = False,
) -> None:
    """Write down a link that you reported. Nothing is fetched.
    Under 18 only the link and the time are kept, and it is never opened.
    """  # noqa: D205
    from auditor.cli.commands.outside import report_questions as questions

    of_age = questions.adult_of(adult)
    address = private_text(url, _("The link: "))
    if url == FROM_STDIN:
        refuse_further_lines(
            _("One link at a time; nothing was written down."),
            _("Standard input holds more lines than the link."),
        )

    async def task(session: Session) -> _Told:
        if not of_age:
            entry = await session.reported.add(address, adult=False)
            return [entry], session.reported.now()
        await session.reported.ready(address)  # before much is typed for nothing
        report = questions.report_of(to, on, channel)
        entry = await session.reported.add(
            address,
            adult=True,
            report=report,
            where=questions.place_of(where),
            kind=questions.kind_of(kind),
            complete=questions.completeness_of(report, complete=complete),
        )
        return [entry], session.reported.now()

    told = on_session(context, task)
    _show(options_of(context), told, as_json=as_json, where=where or "", with_next=False)
    if not as_json:
        from auditor.report.words import reported as words

        entries, now = told
        _tell_next(entries[0], helps=False, told=[*words.entry(entries[0], now)])


@app.command("list")
def list_links(context: typer.Context, as_json: _Json = False) -> None:
    """List reported links with their clocks and how they stood when they were last looked at."""

    async def task(session: Session) -> _Told:
        return await session.reported.entries(), session.reported.now()

    _show(options_of(context), on_session(context, task), as_json=as_json)


@app.command("check")
def check(
    context: typer.Context,
    id_: _Id = None,
    agreed: Agreed = False,
    dry_run: DryRun = False,
    as_json: _Json = False,
) -> None:
    """Ask reported links again whether they still stand there; their hosts may log the visit.
    Pictures are compared in memory and thrown away. Links under 18 are never opened.

    Exit codes: 0 all gone, 1 something still there, 3 something could not be told.
    """  # noqa: D205
    ids = None if id_ is None else [id_]

    async def task(session: Session) -> _Told:
        reported = session.reported
        if dry_run:
            tell(_as_shown(options_of(context), await reported.requests(ids)))
            return (), reported.now()
        outgoings = await reported.outgoing(ids)
        if outgoings:
            output.narrate(_way_out(options_of(context)))
        asked = _as_shown(options_of(context), outgoings)
        said_yes = bool(outgoings and agree(asked, agreed=agreed))
        consents = [Consent(outgoing) for outgoing in outgoings] if said_yes else ()
        if ids and any(not entry.link.open for entry in await reported.entries(ids)):
            raise UsageError(
                _("This link is closed: it is not looked at any more. Nothing was sent."),
                _("In the terminal UI, r opens it again."),
            )
        await reported.check(ids, consents)
        found = [entry for entry in await reported.entries(ids) if entry.link.open]
        if any(entry.link.adult for entry in found) and not await session.private.entries():
            output.narrate(_how_to_compare())
        return found, reported.now()

    told = on_session(context, task)
    if dry_run:
        return
    _show(options_of(context), told, as_json=as_json)
    code = _code(told[0])
    if code is not ExitCode.OK:
        raise typer.Exit(code)


@app.command("next")
def next_(context: typer.Context, id_: _Id = None, as_json: _Json = False) -> None:
    """Say what comes next: wait, look again, or whom to turn to with which letter.
    Never whoever put it there. General information, not legal advice.
    """  # noqa: D205
    from auditor.engine.outside.next_step import NextKind

    options = options_of(context)

    async def task(session: Session) -> _Told:
        ids = None if id_ is None else [id_]
        found = [entry for entry in await session.reported.entries(ids) if ids or entry.link.open]
        turning = {NextKind.COMPLAIN, NextKind.REPORT, NextKind.LOOK}
        asks = sys.stdin.isatty() and not as_json
        if asks and any(entry.next.kind in turning for entry in found):
            said = yes(_("Does somebody demand something of you, or threaten you with it?"))
            found = [
                replace(entry, next=await session.reported.next(entry.link.id, extortion=said))
                for entry in found
            ]
        return found, session.reported.now()

    told = on_session(context, task)
    if as_json:
        _show(options, told, as_json=True)
        return
    if not told[0]:
        output.line(_("No link is open."))
    for entry in told[0]:
        _head(options, entry)
        _tell_next(entry, helps=True)


@app.command("done")
def done(context: typer.Context, id_: _Id = None, as_json: _Json = False) -> None:
    """Close a link: it is not looked at any more, and stays on the list."""

    async def task(session: Session) -> _Told:
        chosen = id_
        if chosen is None:
            still = [entry.link.id for entry in await session.reported.entries() if entry.link.open]
            if len(still) != 1:
                raise UsageError(
                    _("Say which link; nothing was closed."),
                    _("'auditor reported list' shows the ids."),
                )
            chosen = still[0]
        return [await session.reported.done(chosen)], session.reported.now()

    _show(options_of(context), on_session(context, task), as_json=as_json)


def _show(
    options: GlobalOptions,
    told: _Told,
    *,
    as_json: bool,
    where: str = "",
    with_next: bool = True,
) -> None:
    from auditor.report.words import reported as words

    entries, now = told
    minors = any(not entry.link.adult and entry.link.open for entry in entries)
    helps = tuple(_helps(where)) if minors else ()
    if as_json:
        from auditor.report.json.outside import reported as documents

        output.document(documents.links(entries, helps))
        return
    if not entries:
        output.line(_("No link is on the list."))
    for entry in entries:
        _head(options, entry)
        for text in words.entry(entry, now, masked=options.projector):
            output.line(f"  {text}")
        if entry.link.now_at:
            at = shown(options, clean(entry.link.now_at, _ADDRESS), Kind.URL)
            output.line("  " + _("now at: {address}").format(address=at))
        if with_next and (after := _short_next(entry)):
            output.line(f"  {after}")
    for text in helps:
        output.line(text)


def _short_next(entry: ReportedEntry) -> str:
    """Return in a line what comes next, "" where it is to wait or nothing."""
    from auditor.engine.outside.next_step import NextKind

    step = entry.next
    if step.kind is NextKind.COMPLAIN:
        return _("Next: 'auditor reported next {id}' says whom to turn to.").format(
            id=entry.link.id
        )
    if step.kind in {NextKind.LOOK, NextKind.LOOK_AGAIN, NextKind.CLOSE, NextKind.REPORT}:
        return _("Next: {what}").format(what=step.says[0])
    return ""


def _head(options: GlobalOptions, entry: ReportedEntry) -> None:
    address = shown(options, clean(entry.link.url, _ADDRESS), Kind.URL)
    output.line(f"{entry.link.id}  {address}")


def _tell_next(entry: ReportedEntry, *, helps: bool, told: Sequence[str] = ()) -> None:
    """Say what comes next for one link, and whom to turn to with which letter; not what is told."""
    from auditor.engine.outside.next_step import NextKind
    from auditor.guidance.help import help_services
    from auditor.guidance.laws.situations import Situation

    step = entry.next
    for text in step.says:
        if text not in told:
            output.line(f"  {text}")
    if step.kind is NextKind.SERVICES and entry.link.adult:
        output.line("  " + help_services.what_first(entry.link.where, Situation.EXTORTION))
    if step.kind is NextKind.SERVICES and not entry.link.adult and helps:
        for text in _helps(""):
            output.line(text)
    for way in step.ways:
        for text in _about(way, entry.link.id):
            output.line(text)


def _about(way: RemovalAuthority, id_: str) -> Iterator[str]:
    yield f"  {_(way.name)}: {way.url}"
    yield f"    {_(way.text)}"
    yield f"    {_(way.reveals)}"
    yield "    " + _("Its letter or sheet: auditor letter {letter} --reported {id}").format(
        letter=way.letter, id=id_
    )


def _helps(where: str) -> Iterator[str]:
    """Yield whom to turn to under 18, and what to do; nothing of it is fetched."""
    from auditor.guidance.help import help_services

    yield _("You have done nothing wrong. Under 18, these take the link or talk with you:")
    yield from help_services.under_18(where)


def _as_shown(options: GlobalOptions, outgoings: Sequence[Outgoing]) -> tuple[Outgoing, ...]:
    """Return what would be sent as it may stand on the screen: who looks on sees no address."""
    if not options.projector:
        return tuple(outgoings)
    return tuple(
        replace(
            outgoing,
            words=outgoing.words.replace(outgoing.receiver, MASK),
            requests=tuple(
                replace(request, host=MASK, path=f"/{MASK}", fields=())
                for request in outgoing.requests
            ),
        )
        for outgoing in outgoings
    )


def _how_to_compare() -> str:
    return _(
        "Your private list is empty, so no picture was compared with yours. 'auditor private add' "
        "puts one on it: only hashes are kept, on this device."
    )


def _way_out(options: GlobalOptions) -> str:
    if options.settings().network.proxy:
        return _("It goes through the proxy that is set.")
    return _("No proxy is set: the host sees the address of your connection.")


def _code(entries: Sequence[ReportedEntry]) -> ExitCode:
    """Return how `check` ends; what could not be told outranks what is still there."""
    states = {entry.link.state for entry in entries}
    if states & {LinkState.COULD_NOT_TELL, LinkState.NOT_CHECKED}:
        return ExitCode.SOURCE_FAILED
    return ExitCode.FINDINGS if states - {LinkState.GONE} else ExitCode.OK
