"""Look-ups outside: each says first what would go out.

It asks nothing without consent to exactly that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from auditor.dataclass import dataclass

if TYPE_CHECKING:
    from auditor.ports.network import Http

_Answer_co = TypeVar("_Answer_co", covariant=True)


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """One request exactly as it would be sent: `path` without the query.

    `fields` are all names and values that go along and say something: parameters and headers. The
    value of a key that is kept in the keyring is never read for this; it says where the key is.
    `scheme` is http where the settings lead to a server of the user's own.
    """

    method: str
    host: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    scheme: str = "https"

    @property
    def address(self) -> str:
        """Where it goes, without its parameters."""
        return f"{self.scheme}://{self.host}{self.path}"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a look-up would send, to be shown before anything is asked.

    `lookup` is its name, `receiver` the host that learns `items` (addresses, for example), one by
    one; `words` say so in a sentence of the user's language. `requests` are those to be made, in
    order; further ones (redirects, next pages) go to the same host with the same fields, and
    `words` say so. `personal`: the addresses themselves name the person, and are hidden where
    others see the screen.
    """

    lookup: str
    receiver: str
    words: str
    items: tuple[str, ...]
    requests: tuple[OutgoingRequest, ...] = ()
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """The user's word that `shown` may go out. Only a face that showed it makes one."""

    shown: Outgoing

    def only(self, items: Iterable[str]) -> Consent:
        """Return the part of this consent that is about `items`; others are never added."""
        wanted = frozenset(items)
        kept = tuple(item for item in self.shown.items if item in wanted)
        return replace(self, shown=replace(self.shown, items=kept))

    def items_for(self, lookup: str) -> tuple[str, ...]:
        """Return what the look-up of that name may send: nothing, if it is about another one."""
        return self.shown.items if self.shown.lookup == lookup else ()


class Lookup(Protocol[_Answer_co]):
    """One question to somebody else's service."""

    @property
    def name(self) -> str:
        """A stable name, for consents."""
        ...

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        """Return what asking about `items` would send, each once. Asks nobody."""
        ...

    async def ask(self, consent: Consent, http: Http) -> Mapping[str, _Answer_co]:
        """Ask about what the consent names, and nothing else; return the answers by item.

        What the service or the network does is an answer, never an exception.
        """
        ...
