"""auditor practice: invented people on servers of this device, to learn and to teach with."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.own_range.session import check_story, until_stopped
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.practice.range import PracticeRange, PracticeSeats

app = typer.Typer(
    help=_("Invented people on this device, to learn and teach with."),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def practice() -> None:
    """Invented people on this device, to learn and teach with."""


@app.command("serve")
def serve(
    photos: Annotated[
        int,
        typer.Option("--photos", min=1, max=100_000, help=_("How many photos they have in all.")),
    ] = 72,
    seed: Annotated[int, typer.Option("--seed", help=_("Another seed draws other photos."))] = 1,
    same_size: Annotated[
        bool, typer.Option("--same-size", help=_("Draw all photos in one size (for measuring)."))
    ] = False,
    story: Annotated[
        str,
        typer.Option(
            "--story",
            metavar="NAME",
            help=_("One story alone: mara, tomas, amina, juno, elias, robin or oda."),
        ),
    ] = "",
    level: Annotated[
        int,
        typer.Option(
            "--level",
            min=1,
            max=3,
            help=_("How much the story tells: 1 in metadata and words, 2 in pictures, 3 least."),
        ),
    ] = 1,
    seats: Annotated[
        int,
        typer.Option(
            "--seats", min=0, max=40, help=_("A range of their own for so many learners.")
        ),
    ] = 0,
    port: Annotated[
        int,
        typer.Option(
            "--port",
            min=0,
            max=65_000,
            help=_("The first port; a seat has ten in a row. 0 takes free ones."),
        ),
    ] = 0,
) -> None:
    """Serve the practice range until Ctrl+C. Prints the accounts to add and the settings to use."""
    from auditor.practice.range import PracticeRange, PracticeSeats

    key = check_story(story, level)
    made: PracticeRange | PracticeSeats = (
        PracticeSeats(seats, photos, seed, port=port, story=key, level=level)
        if seats
        else PracticeRange(photos, seed, same_size=same_size, port=port, story=key, level=level)
    )
    with until_stopped():
        asyncio.run(_serve(made))


async def _serve(made: PracticeRange | PracticeSeats) -> None:
    async with made as practice:
        for text in practice.describe().splitlines():
            output.line(text)
        output.flush()
        await practice.wait()
