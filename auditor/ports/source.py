"""A platform, as the engine sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from auditor.domain.account import Account
from auditor.domain.outcome import Batch
from auditor.domain.traits import Traits
from auditor.ports.network import Http


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a source makes of a text that the user typed.

    `sure` is False where a request is needed to know.
    """

    platform: str
    handle: str
    url: str
    sure: bool = True


class Source(Protocol):
    """One platform. Split in a pure `parse_*` half and this thin one."""

    name: str
    needs: str  # "nothing", "key" or "token"
    traits: Traits  # what the platform is like

    def recognise(self, text: str) -> Recognised | None:
        """Return what `text` (URL, handle, DID) means on this platform.

        None if it is not one of its own. Asks nobody.
        """
        ...

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """Find out by requests whether the host of `text` runs this platform.

        Called only after the user said `mine`.
        """
        ...

    def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield all that is public from `cursor` on.

        Raises SourceError or NetworkError, which the engine turns into an Outcome.
        """
        ...

    async def avatar(self, account: Account, http: Http) -> str | None:
        """Return the URL of the avatar and nothing else (for `impostor`), None if there is none."""
        ...

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """Return what can carry a proof.

        Profile texts, verified links, a domain that answers for the handle.
        """
        ...


@dataclass(frozen=True, slots=True)
class ProofText:
    """A place where a proof can stand. `kind` is a ProofMethod value; `text` what was read there.

    `url` stands on the server that the photos are read from, except for a domain's own statement.
    """

    kind: str
    text: str
    url: str
