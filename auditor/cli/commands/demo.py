"""auditor demo: the main job on the practice range, in memory."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.commands.answers import tell
from auditor.cli.commands.scan import listed, narrator
from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.options import LevelOption, SeedOption
from auditor.cli.own_range.session import (
    DEFAULT_PERSONA,
    check_persona,
    check_story,
    practice_session,
    run_practice_ui,
    story_of,
    until_stopped,
)
from auditor.cli.running import names_of, options_of
from auditor.cli.told.steps import tell_step
from auditor.domain.likeness.words import best_line, tier_name
from auditor.domain.views import StoredPhoto
from auditor.engine.plan.wanted import TIMES, Wanted
from auditor.messages import _
from auditor.report.json import documents
from auditor.report.words.words import not_seen_line

if TYPE_CHECKING:
    from auditor.engine.session import Session


def demo(
    context: typer.Context,
    headless: Annotated[
        bool,
        typer.Option("--headless", help=_("Run without the terminal UI and print what was found.")),
    ] = False,
    persona: Annotated[
        str,
        typer.Option(
            "--persona",
            metavar="NAME",
            help=_(
                "Whose accounts are yours in this run: mara, tomas, amina, juno, elias, robin "
                "or oda."
            ),
        ),
    ] = DEFAULT_PERSONA,
    level: LevelOption = 1,
    photos: Annotated[
        int, typer.Option("--photos", min=1, max=100_000, help=_("Photos on the whole range."))
    ] = 72,
    seed: SeedOption = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print one JSON document (with --headless)."))
    ] = False,
) -> None:
    """Scan an invented person on servers of this device.
    Nothing is stored and nothing leaves the device.
    """  # noqa: D205
    options, persona = options_of(context), check_persona(persona)
    check_story(persona, level)
    options = replace(options, projector=False)  # its people are invented
    if headless or as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        with until_stopped():
            asyncio.run(_headless(options, photos, seed, (persona, level), as_json=as_json))
    else:
        from auditor.cli.commands.desk import CommandDesk

        with until_stopped():
            run_practice_ui(options, photos, seed, persona, CommandDesk, level)


async def _headless(
    options: GlobalOptions, photos: int, seed: int, told: tuple[str, int], *, as_json: bool
) -> None:
    from auditor.practice.range import PracticeRange

    started, (persona, level) = time.monotonic(), told
    output.narrate(_("Starting the practice range on this device."))
    story = story_of(persona, level)
    async with PracticeRange(photos, seed, story=story, level=level) as practice:
        session = await practice_session(options, practice, persona)
        try:
            await session.scan(None, narrator(options, await listed(options, session)))
            stored = [photo async for photo in session.stream_photos()]
            elapsed = time.monotonic() - started
            if as_json:
                output.document(
                    documents.demo(
                        await session.accounts.states(),
                        stored,
                        await session.findings(),
                        elapsed,
                        documents.Answers(
                            await session.answers.answers(),
                            await session.planning.closings(),
                            await session.planning.plan(),
                        ),
                    )
                )
            else:
                await tell_run(options, session, stored, elapsed)
        finally:
            await session.close()


async def tell_run(
    options: GlobalOptions, session: Session, stored: list[StoredPhoto], elapsed: float
) -> None:
    """Print what a scan of the range found, and what to do first."""
    accounts, findings = await session.accounts.states(), await session.findings()
    output.line(
        _(
            "{photos} photos on {accounts} accounts, {findings} findings, in {seconds:.1f} s."
        ).format(
            photos=len(stored), accounts=len(accounts), findings=len(findings), seconds=elapsed
        )
    )
    answers = await session.answers.answers()
    output.line(not_seen_line(answers))
    tell(answers, options, kept=False)
    judged = await session.exposure.likeness()
    if judged.known:
        output.line(best_line(judged.best))
        output.line(_("Likeness exposure: {name}").format(name=tier_name(judged.tier)))
    output.line()
    names = await names_of(options, session)
    made = await session.planning.plan(Wanted(TIMES[0]))
    output.line(_("What to do first, in ten minutes:"))
    for number, step in enumerate(made.steps, 1):
        tell_step(number, step, names[step.account], options)
