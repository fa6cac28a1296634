"""Options that work before and after the command.

They are lifted to the front, since the parser takes them only there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.cli.held import HeldSession
    from auditor.config import Settings

    RunCommand = Callable[[list[str], HeldSession | None], int]

VALUED = frozenset({"--home", "--allow-host", "--proxy", "--settings", "--debug-log"})
FLAGS = frozenset({"--offline", "--ephemeral", "--projector", "--practice-only", "--plain"})


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """What was said for the whole run."""

    home: str | None = None
    allow_hosts: tuple[str, ...] = ()
    proxy: str = ""
    settings_file: Path | None = None
    debug_log: Path | None = None
    offline: bool = False
    ephemeral: bool = False
    projector: bool = False
    practice_only: bool = False
    held: HeldSession | None = None
    """The session of a dialogue, which its commands run on."""
    run: RunCommand | None = None
    """Runs a command line on a session that is held; returns its exit code."""

    def settings(self) -> Settings:
        """Return the settings of the file with what was said on the command line on top.

        Raises SettingsError.
        """
        from auditor.config import Settings, load

        base = load(self.settings_file) if self.settings_file else Settings()
        network = replace(
            base.network,
            allow_hosts=(*base.network.allow_hosts, *self.allow_hosts),
            proxy=self.proxy or base.network.proxy,
            offline=self.offline or base.network.offline,
        )
        return replace(base, network=network)

    def words(self) -> list[str]:
        """Return the same as words of a command line, for a command of the same run."""
        valued = {
            "--home": self.home,
            "--settings": self.settings_file,
            "--proxy": self.proxy or None,
        }
        flags = {
            "--offline": self.offline,
            "--ephemeral": self.ephemeral,
            "--projector": self.projector,
            "--practice-only": self.practice_only,
        }
        hosts = [f"--allow-host={host}" for host in self.allow_hosts]
        named = [f"{name}={value}" for name, value in valued.items() if value is not None]
        return [*named, *hosts, *(name for name, on in flags.items() if on)]


def lift(arguments: Sequence[str]) -> list[str]:
    """Return `arguments` with the global options in front; what stands after `--` stays."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += [word, *waiting]
            break
        if word in FLAGS or (word.partition("=")[0] in VALUED and "=" in word):
            front.append(word)
        elif word in VALUED:
            front += [word, *waiting[:1]]
            del waiting[:1]
        else:
            rest.append(word)
    return front + rest
