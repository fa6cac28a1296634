"""The commands by name; each is imported when it is named, and the help needs none of them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from auditor.cli.parser.help_lines import HELP
from auditor.cli.parser.narrow_help import WHOLE, NarrowContext, write_narrowly
from auditor.cli.parser.plain_values import take_plainly
from auditor.dataclass import dataclass
from auditor.messages import _

_COMMANDS = "auditor.cli.commands"


@dataclass(frozen=True, slots=True)
class CommandPlace:
    """Where a command stands: a module of cli/commands, and what in it.

    `attribute` is a function, or a Typer app with commands of its own.
    """

    module: str
    attribute: str
    hidden: bool = False

    def load(self) -> Callable[..., None] | typer.Typer:
        """Import the module and return what the command is made of."""
        loaded: Callable[..., None] | typer.Typer = getattr(
            importlib.import_module(f"{_COMMANDS}.{self.module}"), self.attribute
        )
        return loaded


PLACES: dict[str, CommandPlace] = {
    "help-now": CommandPlace("help_now", "help_now"),
    "help": CommandPlace("help_now", "help_alone", hidden=True),
    "accounts": CommandPlace("accounts", "app"),
    "discover": CommandPlace("outside.discover", "discover"),
    "forgotten": CommandPlace("outside.forgotten", "forgotten"),
    "import": CommandPlace("import_archive", "import_archive"),
    "scan": CommandPlace("scan", "scan"),
    "photos": CommandPlace("photos", "photos"),
    "findings": CommandPlace("findings", "app"),
    "answers": CommandPlace("answers", "answers"),
    "plan": CommandPlace("plan", "plan"),
    "verify": CommandPlace("verify", "verify"),
    "changes": CommandPlace("changes", "changes"),
    "places": CommandPlace("places", "places"),
    "checks": CommandPlace("checks", "checks"),
    "inspect": CommandPlace("inspect", "inspect"),
    "likeness": CommandPlace("likeness", "likeness"),
    "hash": CommandPlace("hash", "hash_files"),
    "match": CommandPlace("match", "match_lists"),
    "sources": CommandPlace("sources", "sources"),
    "openness": CommandPlace("openness", "openness"),
    "opt-out": CommandPlace("opt_out", "opt_out"),
    "links": CommandPlace("links", "links"),
    "report": CommandPlace("report", "report"),
    "network-log": CommandPlace("network_log", "network_log"),
    "help-services": CommandPlace("help_services", "help_services"),
    "checklist": CommandPlace("checklist", "checklist"),
    "law": CommandPlace("law", "law"),
    "letter": CommandPlace("letter", "letter"),
    "case": CommandPlace("case", "case"),
    "reported": CommandPlace("outside.reported", "app"),
    "archived": CommandPlace("outside.archived", "archived"),
    "likeness-watch": CommandPlace("outside.likeness_watch", "likeness_watch"),
    "breaches": CommandPlace("outside.breaches", "breaches"),
    "password-check": CommandPlace("outside.password_check", "password_check"),
    "corpus": CommandPlace("outside.corpus", "app"),
    "keys": CommandPlace("keys", "app"),
    "guidance": CommandPlace("guidance_check", "app"),
    "demo": CommandPlace("demo", "demo"),
    "practice": CommandPlace("practice", "app"),
    "awareness": CommandPlace("awareness.group", "app"),
    "private": CommandPlace("private.group", "app"),
    "trust": CommandPlace("trust", "app"),
    "harden": CommandPlace("harden", "harden"),
    "sign": CommandPlace("sign", "sign"),
    "sign-key": CommandPlace("sign_key", "app"),
    "plugins": CommandPlace("plugins", "app"),
    "wipe": CommandPlace("wipe", "wipe"),
}
"""Every command, in the order of the help. A line here is all that a new one needs to be found."""


class _Loaded(MutableMapping[str, Any]):
    """Commands as the parser has them, each made when it is asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = _made(name, PLACES[name])
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)


class CommandGroup(TyperGroup):
    """The app as the parser has it: knows the names of all commands and imports the one named."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        take_plainly(self)
        self.context_class = NarrowContext
        self.commands = _Loaded()

    def format_commands(self, _context: Any, formatter: Any) -> None:
        """Write the names of the commands and a line of help for each."""
        shown = [name for name, place in PLACES.items() if not place.hidden]
        width = WHOLE if formatter.narrow else formatter.width - 6 - max(map(len, shown))
        rows = [
            (name, TyperCommand(name, help=_(HELP.get(name, ""))).get_short_help_str(width))
            for name in shown
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def _made(name: str, place: CommandPlace) -> Any:
    loaded = place.load()
    if isinstance(loaded, typer.Typer):
        made: Any = typer.main.get_group(loaded)
    else:
        alone = typer.Typer(
            rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False
        )
        alone.command(name, hidden=place.hidden)(loaded)
        made = typer.main.get_command(alone)
    made.name = name
    take_plainly(made)
    write_narrowly(made)
    return made
