"""auditor practice: invented people on servers of this device, to learn and to teach with."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.own_range.session import check_story, until_stopped
from auditor.messages import _

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
) -> None:
    """Serve the practice range until Ctrl+C. Prints the accounts to add and the settings to use."""
    key = check_story(story, level)
    with until_stopped():
        asyncio.run(_serve(photos, seed, key, level, same_size=same_size))


async def _serve(photos: int, seed: int, story: str, level: int, *, same_size: bool) -> None:
    from auditor.practice.range import PracticeRange

    async with PracticeRange(
        photos=photos, seed=seed, same_size=same_size, story=story, level=level
    ) as practice:
        for text in practice.describe().splitlines():
            output.line(text)
        output.flush()
        await practice.wait()
