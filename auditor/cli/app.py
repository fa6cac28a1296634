"""The command line: global options, and one file for each command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor import __version__
from auditor.cli import output
from auditor.cli.debug import debug_log
from auditor.cli.lines import plain as plain_lines
from auditor.cli.options import GlobalOptions, lift
from auditor.cli.parser.ending import EndIsTold
from auditor.cli.parser.group import CommandGroup
from auditor.errors import AuditorError, ExitCode, out_of_memory
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.cli.held import HeldSession

app = typer.Typer(
    name="auditor",
    cls=CommandGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        output.line(f"auditor {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main_callback(
    context: typer.Context,
    home: Annotated[
        str | None,
        typer.Option("--home", metavar="DIR", help=_("Folder of the vault (else AUDITOR_HOME).")),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="HOST[:PORT]",
            help=_("Open one private or plain-http host. Repeatable."),
        ),
    ] = None,
    proxy: Annotated[
        str,
        typer.Option(
            "--proxy", metavar="URL", help=_("Send everything through this proxy (http, socks5h).")
        ),
    ] = "",
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help=_("Settings file (TOML)."))
    ] = None,
    debug_log_file: Annotated[
        Path | None,
        typer.Option(
            "--debug-log", metavar="FILE", help=_("Write what went wrong to this file, cleaned.")
        ),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help=_("Send nothing at all."))] = False,
    ephemeral: Annotated[
        bool, typer.Option("--ephemeral", help=_("Keep everything in memory; write no file."))
    ] = False,
    projector: Annotated[
        bool,
        typer.Option(
            "--projector", help=_("Mask account names, names, places and pictures on the screen.")
        ),
    ] = False,
    practice_only: Annotated[
        bool, typer.Option("--practice-only", help=_("Lock this run to the practice range."))
    ] = False,
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help=_(
                "Line by line, for screen readers and slow lines: numbers instead of screens, "
                "nothing drawn (else AUDITOR_PLAIN=1, or TERM=dumb)."
            ),
        ),
    ] = False,
    _show_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=_("Show the version.")),
    ] = False,
) -> None:
    """See what the public can take from your photos, and what to change first.
    Without a command: the terminal UI, or with --plain a dialogue by numbers.

    In danger? auditor help-now Spain (your country) says whom to call; in the terminal UI F2 does,
    and Ctrl+X leaves at once.

    Exit codes: 0 nothing found in what was read, 1 findings (scan, findings), 2 usage, 3 a source
    failed or nothing was read, 4 vault locked, 130 interrupted.
    """  # noqa: D205
    if plain:
        plain_lines.ask_for()
    held: HeldSession | None = context.obj
    context.obj = GlobalOptions(
        home=home,
        allow_hosts=tuple(allow_host or ()),
        proxy=proxy,
        settings_file=settings,
        debug_log=debug_log_file,
        offline=offline,
        ephemeral=ephemeral,
        projector=projector,
        practice_only=practice_only,
        held=held,
        run=run,
    )
    if context.invoked_subcommand is None and plain_lines.wanted():
        from auditor.cli.dialogue.start import start

        start(context.obj, run)
    elif context.invoked_subcommand is None:
        from auditor.cli import terminal_ui as ui
        from auditor.cli.commands.desk import CommandDesk

        ui.start(context, CommandDesk)


def _stopped() -> int:
    output.narrate(_("Stopped. What was stored is kept; the next scan goes on from there."))
    return ExitCode.INTERRUPTED


def run(arguments: list[str], held: HeldSession | None = None) -> int:
    """Run one command line and return the exit code; `held` is a session that it runs on."""
    code = _ended(arguments, held)
    try:
        output.flush()
    except AuditorError as error:
        output.trouble(error)
        return error.exit_code
    return code


def _ended(arguments: list[str], held: HeldSession | None) -> int:
    lifted = lift(arguments)
    try:
        with debug_log(lifted):
            app(args=lifted, prog_name="auditor", standalone_mode=True, obj=held)
    except (AuditorError, MemoryError) as error:
        told = error if isinstance(error, AuditorError) else out_of_memory()
        output.trouble(told)
        return told.exit_code
    except KeyboardInterrupt:
        return _stopped()
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED and not isinstance(end.__context__, EndIsTold):
            return _stopped()
        return end.code if isinstance(end.code, int) else ExitCode.OK
    except Exception as error:  # noqa: BLE001 - the last line before a traceback would show a user's data
        output.narrate(
            _("auditor: something went wrong that should not: {kind}.").format(
                kind=type(error).__name__
            )
        )
        output.narrate(
            _(
                "  hint: run it again with --debug-log FILE and look at FILE; it is cleaned, but "
                "read it before you show it."
            )
        )
        return ExitCode.USAGE
    return ExitCode.OK
