"""auditor practice: invented people on servers of this device, to learn and to teach with."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.commands import practice_join
from auditor.cli.lines import plain as plain_lines
from auditor.cli.own_range import export_commands, packs_commands, results_commands, tasks_commands
from auditor.cli.own_range.options import AddressOption, LevelOption, SeedOption
from auditor.cli.own_range.session import check_story, until_stopped
from auditor.messages import _
from auditor.report.json import documents

if TYPE_CHECKING:
    from auditor.practice.range import PracticeRange, PracticeSeat, PracticeSeats
    from auditor.report.json.shapes.answers import PracticeSeatJson

app = typer.Typer(
    help=_("Invented people on this device, to learn and teach with."),
    no_args_is_help=True,
    rich_markup_mode=None,
)


StoryOption = Annotated[
    str,
    typer.Option(
        "--story",
        metavar="NAME",
        help=_("One story alone: mara, tomas, amina, juno, elias, robin or oda."),
    ),
]
LanOption = Annotated[
    bool,
    typer.Option(
        "--lan", help=_("Let the other devices of this network reach the seats, for three hours.")
    ),
]

CardsOption = Annotated[
    Path | None,
    typer.Option(
        "--cards",
        metavar="FILE",
        help=_("Write the codes to a page of cards to print, not to the screen (with --lan)."),
    ),
]


@app.callback()
def practice() -> None:
    """Invented people on this device, to learn and teach with."""


@app.command("serve")
def serve(
    photos: Annotated[
        int,
        typer.Option("--photos", min=1, max=100_000, help=_("How many photos they have in all.")),
    ] = 72,
    seed: SeedOption = 1,
    same_size: Annotated[
        bool, typer.Option("--same-size", help=_("Draw all photos in one size (for measuring)."))
    ] = False,
    story: StoryOption = "",
    level: LevelOption = 1,
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
    lan: LanOption = False,
    address: AddressOption = "",
    cards: CardsOption = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help=_("Print one JSON document; end when the input ends.")),
    ] = False,
) -> None:
    """Serve the practice range until Ctrl+C. Prints the accounts to add and the settings to use."""
    from auditor.cli.own_range.serving import check_cards, class_address
    from auditor.practice.range import PracticeRange, PracticeSeats

    key, at = check_story(story, level), class_address(address, lan=lan, seats=seats)
    check_cards(cards, lan=lan, as_json=as_json)
    made: PracticeRange | PracticeSeats = (
        PracticeSeats(seats, photos, seed, port=port, story=key, level=level, lan_address=at)
        if seats
        else PracticeRange(photos, seed, same_size=same_size, port=port, story=key, level=level)
    )
    with until_stopped():
        asyncio.run(_serve(made, as_json=as_json, lan=lan, cards=cards))


async def _serve(
    made: PracticeRange | PracticeSeats, *, as_json: bool, lan: bool, cards: Path | None
) -> None:
    from auditor.cli.own_range.serving import ClassClock

    async with made as practice:
        stops = [asyncio.ensure_future(practice.wait())]
        if lan:
            stops.append(asyncio.ensure_future(ClassClock().until_over()))
        if as_json:
            seats = [_seat(seat) for seat in practice.seats]
            output.document(documents.practice_range(practice.address, seats))
            stops.append(asyncio.ensure_future(_input_ended()))
        else:
            _describe(practice, lan=lan, cards=cards)
        await asyncio.wait(stops, return_when=asyncio.FIRST_COMPLETED)
        for stop in stops:
            stop.cancel()


def _describe(practice: PracticeRange | PracticeSeats, *, lan: bool, cards: Path | None) -> None:
    if cards is not None:
        from auditor.practice.serving.lan.cards import cards_page
        from auditor.report.files import write

        write(cards, cards_page(practice.address, practice.seats))
    if lan and not plain_lines.wanted():
        from auditor.practice.serving.lan.class_page import qr_rows

        for text in qr_rows(practice.address):
            output.line(text)
    for text in practice.describe(codes=cards is None).splitlines():
        output.line(text)
    if cards is not None:
        told = _("The codes stand in {file} alone: print it, cut it, and delete it.")
        output.line("")
        output.line(told.format(file=cards))
    if lan:
        output.line(_("Everybody on this network can look at the seats; only a code changes one."))
        output.line(_("The class stops by itself after three hours, and at Ctrl+C at once."))
    output.flush()


async def _input_ended() -> None:
    """Wait until nothing more can come from whoever started this."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()

    def read() -> None:
        # Not through sys.stdin: a thread that waits there keeps Python from ending.
        with contextlib.suppress(OSError, ValueError):
            while os.read(sys.stdin.fileno(), 4096):
                pass
        with contextlib.suppress(RuntimeError):  # it was stopped before
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, daemon=True).start()
    await ended.wait()


def _seat(seat: PracticeSeat) -> PracticeSeatJson:
    return {
        "seat": seat.seat,
        "front": seat.front,
        "plc_url": seat.plc_url,
        "appview_url": seat.appview_url,
        "allow_hosts": list(seat.allow_hosts),
        "accounts": [
            {
                "text": account.text,
                "platform": account.platform,
                "handle": account.handle,
                "claim": account.claim.value,
                "key": account.key,
                "person": account.person,
                "photos": account.photos,
                "owner": account.owner,
            }
            for account in seat.accounts
        ],
        "codes": list(seat.codes),
    }


tasks_commands.add_to(app)
packs_commands.add_to(app)
export_commands.add_to(app)
results_commands.add_to(app)
practice_join.add_to(app)
