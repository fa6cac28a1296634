"""auditor practice join: one learner's seat of a class, in memory."""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.commands.demo import tell_run
from auditor.cli.commands.scan import listed, narrator
from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.session import until_stopped
from auditor.cli.running import options_of
from auditor.errors import UsageError
from auditor.messages import _
from auditor.report.json import documents

if TYPE_CHECKING:
    from auditor.practice.reach import TakenSeat

_TRIES = 3
"""Fewer than after which a seat makes one wait."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("join")(join)


def join(
    context: typer.Context,
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS", help=_("The address of the class, as it is printed or shown.")
        ),
    ],
    seat: Annotated[
        int, typer.Option("--seat", min=1, max=40, help=_("The seat that your card names."))
    ] = 1,
    code: Annotated[
        str,
        typer.Option(
            "--code",
            metavar="CODE",
            help=_("An owner code from your card; it is asked for where it is needed."),
        ),
    ] = "",
    headless: Annotated[
        bool,
        typer.Option("--headless", help=_("Run without the terminal UI and print what was found.")),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print one JSON document (with --headless)."))
    ] = False,
) -> None:
    """Take a seat of a class on the practice range that another device, or this one, serves.
    Nothing is stored, and nothing but the class is asked.
    """  # noqa: D205
    options = replace(options_of(context), projector=False)  # its people are invented
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    with until_stopped():
        _may_ask(options, address)
        taken = _taken(address, seat, code, at_terminal=at_terminal)
        if headless or as_json or not at_terminal:
            asyncio.run(_headless(options, taken, as_json=as_json))
        else:
            from auditor.cli.commands.desk import CommandDesk
            from auditor.cli.own_range.seat import run_seat_ui

            run_seat_ui(options, taken, CommandDesk)


def _may_ask(options: GlobalOptions, address: str) -> None:
    """Raise UsageError where this run asks no other device, and the class is on one."""
    from auditor.practice.reach import is_on_this_device

    if options.settings().network.offline and not is_on_this_device(address):
        raise UsageError(
            _("This run is offline, and the class is on another device."),
            _("Leave out --offline to take a seat there."),
        )


def _taken(address: str, seat: int, code: str, *, at_terminal: bool) -> TakenSeat:
    """Return the seat, with a code that is asked for where it is needed. Raises UsageError."""
    from auditor.practice.reach import read_class, take_seat

    if not code and read_class(address)[0].owner_codes:
        if not at_terminal:
            raise UsageError(
                _("The class asks for the owner code of the seat."),
                _("Give it with --code; it stands on the card of the seat."),
            )
        return asked(address, seat)
    return take_seat(address, seat, code)


def asked(address: str, seat: int) -> TakenSeat:
    """Return the seat, asked for its code as often as one may be mistyped. Raises UsageError."""
    from auditor.practice.reach import WrongCode, take_seat

    for left in reversed(range(_TRIES)):
        code = typer.prompt(_("Owner code of seat {number}").format(number=seat), err=True)
        try:
            return take_seat(address, seat, code)
        except WrongCode as error:
            if not left:
                raise
            output.narrate(error.message)
    raise AssertionError("a code is asked for at least once")


async def _headless(options: GlobalOptions, taken: TakenSeat, *, as_json: bool) -> None:
    from auditor.cli.own_range.seat import seat_session

    started = time.monotonic()
    output.narrate(_("Taking seat {number}.").format(number=taken.seat.seat))
    session = await seat_session(options, taken)
    try:
        await session.scan(None, narrator(options, await listed(options, session)))
        stored = [photo async for photo in session.stream_photos()]
        elapsed = time.monotonic() - started
        if not as_json:
            await tell_run(options, session, stored, elapsed)
            return
        output.document(
            documents.practice_join(
                taken.seat.seat,
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
    finally:
        await session.close()
