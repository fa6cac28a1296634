"""auditor plugins: packages of others that add sources and checks. None runs before it is trusted.

No vault, no network; nothing of a plugin is imported here.
"""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import output
from auditor.cli.running import opening_of, options_of
from auditor.errors import UsageError
from auditor.messages import N_, _

app = typer.Typer(
    help=_("Packages of others that add sources and checks. None runs before you trust it."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Name = Annotated[
    str, typer.Argument(metavar="NAME", help=_("Name of the package, as list shows it."))
]
_STATES = {
    "trusted": N_("runs"),
    "not-trusted": N_("does not run: not trusted"),
    "changed": N_("does not run: changed since it was trusted"),
}


@app.command("list")
def list_plugins(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show the installed packages with plugins, what each adds, and whether it runs."""
    from auditor.plugins.loading import installed
    from auditor.report.json import documents

    found = installed(opening_of(options_of(context)).folder)
    if as_json:
        output.document(documents.plugins(found))
        return
    if not found:
        output.line(_("No plugin is installed."))
        return
    output.table(
        (_("name"), _("version"), _("sources"), _("checks"), _("state")),
        [
            (
                plugin.name,
                plugin.version,
                ", ".join(plugin.sources) or "–",
                ", ".join(plugin.checks) or "–",
                _(_STATES[plugin.state.value]),
            )
            for plugin in found
        ],
    )


@app.command("trust")
def trust_plugin(context: typer.Context, name: _Name) -> None:
    """Let a package run from now on, as it is: once its version or a file changes, it is asked
    anew.
    """  # noqa: D205
    from auditor.plugins import loading as plugins

    options = options_of(context)
    if options.ephemeral:
        raise UsageError(_("With --ephemeral nothing is kept, so no plugin can be trusted."))
    plugin = plugins.trust(opening_of(options).folder, name)
    output.line(
        _("{name} {version} runs from now on, until it changes.").format(
            name=plugin.name, version=plugin.version
        )
    )
    output.line(
        _(
            "It runs with all your rights, beside the open vault: it can read it, read your files, "
            "and send. To take it back: auditor plugins untrust {name}"
        ).format(name=plugin.name)
    )


@app.command("untrust")
def untrust_plugin(context: typer.Context, name: _Name) -> None:
    """Let a package run no longer; it stays installed."""
    from auditor.plugins import loading as plugins

    plugins.untrust(opening_of(options_of(context)).folder, name)
    output.line(_("{name} does not run any more. It stays installed.").format(name=name))
