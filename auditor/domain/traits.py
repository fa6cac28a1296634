"""What a platform is like, as its source declares it: what others would know it by name for."""

from __future__ import annotations

from collections.abc import Callable

from auditor.dataclass import dataclass
from auditor.domain.account import IndexSignal, Openness


@dataclass(frozen=True, slots=True)
class Flag:
    """A setting of an account whose state the platform itself shows to everybody.

    `setting` is the key of its step in the platform's playbook, `where` the kind of signal that
    tells it. `name` stands before the colon of what the signal says, and `while_open` behind it
    as long as the setting is open; without a name the signal tells by its own `open`.
    """

    setting: str
    where: Openness
    name: str = ""
    while_open: str = ""

    def still_open(self, signal: IndexSignal) -> bool | None:
        """Whether `signal` says that the setting is open; None where it does not say."""
        if signal.where is not self.where:
            return None
        if not self.name:
            return signal.open
        name, _colon, value = signal.says.partition(": ")
        return value == self.while_open if name == self.name else None


@dataclass(frozen=True, slots=True)
class Traits:
    """What a platform is like.

    None: its source does not say, and nothing is taken for granted; a plugin may leave it so.

    `title`: the name people know it by, an English key of the catalogue.
    `own_site`: the user runs the site, so that a letter to it would go to themselves.
    `any_host`: software that anybody runs, told by the form of an address and not by its host.
    `publishes_file_metadata`: its interface publishes what it read in the file, so that a clean
    file ends that too.
    `flags`: what it shows of the settings of an account.
    `profile_root`: where the platform shows every account beside its own address: the start of an
    https address that the handle follows; empty for nowhere.
    `stable_id`: what names an account there for good while its handle may change.
    `removal_errors`: values of the field `error` in a JSON answer with status 400 by which a server
    says that there is no such picture any more, or `error: message` where only both together say
    it; 404 and 410 say so everywhere.
    """

    title: str
    own_site: bool | None = None
    any_host: bool | None = None
    publishes_file_metadata: bool | None = None
    flags: tuple[Flag, ...] | None = None
    profile_root: str | None = None
    stable_id: str | None = None
    removal_errors: frozenset[str] | None = None


TraitsOf = Callable[[str], Traits]
"""Returns what a platform is like; of one that no source reads only the name is known."""
