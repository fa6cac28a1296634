"""Options that several commands of the practice range share."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.messages import _

LevelOption = Annotated[
    int,
    typer.Option(
        "--level",
        min=1,
        max=3,
        help=_("How much the story tells: 1 in metadata and words, 2 in pictures, 3 least."),
    ),
]
SeedOption = Annotated[int, typer.Option("--seed", help=_("Another seed draws other photos."))]
AddressOption = Annotated[
    str,
    typer.Option(
        "--address",
        metavar="ADDRESS",
        help=_("Which private address of this device, in numbers (with --lan)."),
    ),
]
