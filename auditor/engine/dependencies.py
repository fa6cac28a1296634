"""What a session is made of.

The wiring fills it; nothing else knows what stands behind each port.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar, overload

from auditor.dataclass import dataclass
from auditor.domain.traits import Traits
from auditor.ports import Aside, Clock, Declared, Http, Lookup, Readers, Source, SwitchedOff, Vault

if TYPE_CHECKING:
    from auditor.domain.findings.check import Check
    from auditor.domain.findings.finding import Remedy
    from auditor.domain.findings.verify import ArchiveAnswer
    from auditor.domain.outside.breaches import BreachAnswer
    from auditor.domain.outside.copies import CaptureAnswer
    from auditor.domain.outside.look_alikes import ModelList
    from auditor.domain.outside.passwords import HashRange
    from auditor.domain.views import NetworkEntry, PluginPart
    from auditor.engine.clean_copies import CleanCopies
    from auditor.ports.beside import Beside

_Item = TypeVar("_Item")
RemedyOf = Callable[[str, str], "Remedy"]
"""(remedy key, platform) -> remedy in words."""
Tell = Callable[[int, int], None]
"""Told how many photos were gone through of how many, while something is worked out."""


def tell_nobody(_done: int, _photos: int) -> None:
    """Tell nobody how far something is."""


class OnDemand(Sequence[_Item]):
    """Holds what `make` returns, which is called once, and only where somebody looks."""

    def __init__(self, make: Callable[[], Iterable[_Item]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> tuple[_Item, ...]:
        return tuple(self._make())

    @overload
    def __getitem__(self, index: int) -> _Item: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[_Item, ...]: ...

    def __getitem__(self, index: int | slice) -> _Item | tuple[_Item, ...]:
        return self._made[index]

    def __len__(self) -> int:
        return len(self._made)


class SourcesOnDemand(OnDemand[Source]):
    """Sources, each made when somebody looks for it by name, all when somebody looks at them all.

    `makers` are the names of sources with what makes each; `further` returns those behind them,
    whose names are not known before, and is handed those before it. `declared` tells what is known
    of some without making them.
    """

    def __init__(
        self,
        makers: Iterable[tuple[str, Callable[[], Source]]],
        further: Callable[[Sequence[Source]], Iterable[Source]],
        declared: Callable[[str], Declared | None] = lambda _name: None,
    ) -> None:
        self.declared = declared
        self._makers = tuple((name, cache(make)) for name, make in makers)
        known = OnDemand(lambda: (make() for _name, make in self._makers))
        self._further = OnDemand(lambda: further(known))
        super().__init__(lambda: (*known, *self._further))

    def named(self, name: str) -> Source | None:
        """Return the first source of that name."""
        make = next((make for known, make in self._makers if known == name), None)
        if make is not None:
            return make()
        return next((source for source in self._further if source.name == name), None)


class _ByName(Mapping[str, Source]):
    """Sources by their names, of which `named` makes one that is looked up."""

    def __init__(self, named: Callable[[str], Source | None], sources: Sequence[Source]) -> None:
        self._named = named
        self._sources = sources

    def __getitem__(self, name: str) -> Source:
        source = self._named(name)
        if source is None:
            raise KeyError(name)
        return source

    def __iter__(self) -> Iterator[str]:
        return (source.name for source in self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@dataclass(slots=True)
class RequestLog:
    """Requests made and not yet in the vault. The network door appends; `flush` stores."""

    pending: list[NetworkEntry] = field(default_factory=list)

    def append(self, entry: NetworkEntry) -> None:
        """Take one entry from the network door."""
        self.pending.append(entry)

    async def flush(self, vault: Vault) -> None:
        """Store what is pending."""
        if self.pending:
            entries, self.pending = self.pending, []
            await vault.log_requests(entries)


@dataclass(frozen=True, slots=True)
class OutsideLookups:
    """The services beyond the person's accounts, each asked only when they start it."""

    breaches: Lookup[BreachAnswer]
    wayback_captures: Lookup[CaptureAnswer]
    common_crawl: Lookup[CaptureAnswer]
    pwned_passwords: Lookup[HashRange]
    model_sites: tuple[Lookup[ModelList], ...] = ()


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms behind a session.

    `sources` are ordered from the most particular to the most general. `max_image_bytes` is the
    largest picture that is fetched. `practice_only` locks the session to the practice range: no
    other account can be added. `missing_plugins`: what could not be loaded, and why, in words of
    its author.
    """

    vault: Vault
    sources: Sequence[Source]
    http: Http
    readers: Readers
    clock: Clock
    checks: Sequence[Check]
    remedy: RemedyOf
    copies: CleanCopies
    web_archive: Lookup[ArchiveAnswer]
    make_lookups: Callable[[], OutsideLookups]  # called when something outside is asked
    requests: RequestLog = field(default_factory=RequestLog)
    max_image_bytes: int = 64 * 1024 * 1024
    practice_only: bool = False
    edition: Callable[[], str] = str  # names the checks and words as they are; empty: not known
    own_range: bool = False  # the practice range was started by this process
    invented: bool = False  # everybody in the vault is invented: nothing of them is masked
    missing_plugins: Mapping[tuple[PluginPart, str], str] = field(default_factory=dict)
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep  # seconds; tests do not wait
    close: Callable[[], Awaitable[None]] | None = None  # closes the network door
    make_aside: Callable[[], Aside | None] = lambda: None  # for one scan; None: only the memory
    beside: Beside | None = None  # works out what takes long; None: this process does
    tell: Tell = tell_nobody

    @property
    def lookups(self) -> OutsideLookups:
        """The services that are asked about what left the accounts."""
        return self.make_lookups()

    def source(self, platform: str) -> Source | None:
        """Return the source of a platform; None where none reads it, or it is switched off."""
        source = self._named(platform)
        if isinstance(source, SwitchedOff):
            return None
        return source

    def why_off(self, platform: str) -> str:
        """Return why the source of a platform is off and how it is switched on, "" if it is not."""
        source = self._named(platform)
        if isinstance(source, SwitchedOff):
            return source.why_off()
        return ""

    @property
    def sources_by_name(self) -> Mapping[str, Source]:
        """The sources, also those that are switched off; only what is looked up is made."""
        return _ByName(self._named, self.sources)

    def _named(self, platform: str) -> Source | None:
        if isinstance(self.sources, SourcesOnDemand):
            return self.sources.named(platform)
        return next((source for source in self.sources if source.name == platform), None)

    def traits(self, platform: str) -> Traits:
        """Return what a platform is like; of one that no source reads only the name is known."""
        declared = self._declared(platform)
        if declared is not None:
            return declared.traits
        source = self._named(platform)
        return source.traits if source is not None else Traits(platform)

    def reads(self, platform: str) -> bool:
        """Whether a source reads a platform and is not switched off."""
        declared = self._declared(platform)
        return self.source(platform) is not None if declared is None else not declared.off

    def _declared(self, platform: str) -> Declared | None:
        if isinstance(self.sources, SourcesOnDemand):
            return self.sources.declared(platform)
        return None
