"""auditor findings: what gives you away, why, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import on_session, options_of, veil_of
from auditor.cli.told.unproven import tell_unproven, unproven
from auditor.cli.told.unread import end_unread
from auditor.domain.findings.finding import Finding, State
from auditor.domain.text.masking import near
from auditor.domain.text.statement import Statement
from auditor.domain.views import Coverage
from auditor.errors import ExitCode
from auditor.messages import _, ngettext
from auditor.report.veil import Veil
from auditor.report.words.aftercare import aftercare_lines
from auditor.report.words.coverage import NOT_SEEN, checked
from auditor.report.words.words import hidden, notice

if TYPE_CHECKING:
    from auditor.engine.session import Session

app = typer.Typer(
    help=_("Show findings, or mark one."), invoke_without_command=True, rich_markup_mode=None
)

_Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]


class StateMark(StrEnum):
    """What a user may say of a finding; `verified` is for the program to say."""

    DONE = "done"
    ACCEPTED = "accepted"
    OPEN = "open"


@app.callback()
def findings(
    context: typer.Context,
    exact: Annotated[
        bool, typer.Option("--exact", help=_("Show positions themselves, not only to 1 km."))
    ] = False,
    as_json: _Json = False,
) -> None:
    """List findings, severest first. Exit code 1 if there are any."""
    if context.invoked_subcommand is not None:
        return

    options = options_of(context)

    async def task(session: Session) -> tuple[int, tuple[str, ...], Coverage]:
        coverage = await session.coverage()
        if as_json:
            return await _document(session, coverage), (), coverage
        veil = veil_of(options, await session.accounts.states())
        number = await _tell(session, coverage, veil, exact=exact)
        return number, await unproven(session), coverage

    number, without_proof, coverage = on_session(context, task)
    tell_unproven(without_proof)
    end_unread(coverage)
    raise typer.Exit(ExitCode.FINDINGS if number else ExitCode.OK)


async def _document(session: Session, coverage: Coverage) -> int:
    from auditor.report.json import documents, streams

    number = 0

    async def rows() -> AsyncGenerator[object, None]:
        nonlocal number
        async with aclosing(session.stream_findings()) as found:
            async for finding in found:
                number += 1
                yield documents.finding(finding)

    await output.pieces(streams.findings(rows(), coverage))
    return number


@app.command("mark")
def mark(
    context: typer.Context,
    finding: Annotated[str, typer.Argument(metavar="ID")],
    state: Annotated[StateMark, typer.Option("--state", help=_("How far you are with it."))],
    as_json: _Json = False,
) -> None:
    """Mark a finding as done or accepted."""
    marked = on_session(context, lambda session: session.mark(finding, State(state.value)))
    if as_json:
        from auditor.report.json import documents

        output.document(documents.findings((marked,)))
        return
    output.line(_("{id}: {state}").format(id=marked.id, state=marked.state.value))
    if marked.state is State.DONE:
        output.line(_("This is what you said. What the next scan no longer sees leaves the list."))


async def _tell(session: Session, coverage: Coverage, veil: Veil, *, exact: bool = False) -> int:
    """Write the findings as they are read, and return how many there are."""
    rounded = False

    def said(statement: Statement) -> str:
        nonlocal rounded
        told = statement if exact or veil.on else near(statement)
        rounded = rounded or told != statement
        return veil.statement(told)

    states = Counter[State]()
    async with aclosing(session.stream_findings()) as found:
        async for finding in found:
            states[finding.state] += 1
            _tell_one(finding, said)
    if rounded:
        output.line(_("Positions are rounded to about 1 km; --exact shows the spots themselves."))
    number = states.total()
    if number:
        told = ngettext("{n} finding.", "{n} findings.", number).format(n=number)
        through = hidden(states.elements())
        more = " " + _("Of these: {hidden}.").format(hidden=through) if through else ""
        output.line(told + more)
    elif coverage.why_unread is None:
        output.line(checked(coverage, _(NOT_SEEN)))
    return number


def _tell_one(finding: Finding, said: Callable[[Statement], str]) -> None:
    seen = finding.observation
    output.line(
        f"[{seen.severity.word}] {said(seen.title)}  ({finding.check}, {finding.state.value})"
    )
    output.line(f"    {finding.id}" + (f"  {seen.photo}" if seen.photo else ""))
    for evidence in seen.evidence:
        output.line(f"    {said(evidence.statement)}")
    output.line("    → " + _(finding.remedy.text))
    output.line("      " + notice(finding.remedy))
    for line in aftercare_lines(seen):
        output.line("    → " + line)
    output.line()
