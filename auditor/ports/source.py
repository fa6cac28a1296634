"""A platform, as the engine sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from auditor.dataclass import dataclass
from auditor.domain.secret import Secret

if TYPE_CHECKING:
    from auditor.domain.account import Account
    from auditor.domain.outcome import Batch
    from auditor.domain.photos.photo import Photo
    from auditor.domain.traits import Traits
    from auditor.ports.network import Http

KeyOf = Callable[[str], Awaitable[Secret]]
"""Returns the person's own key of a service by its name, for the one request that needs it.

Raises KeyMissing where there is none and says where to get one; UsageError where what is kept is
none, or there is no such service; SecretsUnavailable.
"""


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


@runtime_checkable
class KeepsVersions(Protocol):
    """What a source offers beside `Source` where its platform keeps what was replaced."""

    async def older_versions(self, photo: Photo, http: Http) -> Sequence[str]:
        """Return the addresses at which other files of `photo` may stand.

        Versions that were replaced, the original behind a crop or beside a resized copy, blobs no
        record names any more: as the platform tells them now, or as the form of its addresses
        gives them. `photo` is as it was seen last, listed or not. Each is asked for by verify, so
        one that answers 404 does no harm, and one that shows another picture is passed over; those
        that `photo` names itself may be among them. None is fetched here.

        Raises SourceError or NetworkError where it could not be told: then the photo is not
        settled. AccountMissing and "no such photo" mean that nothing is told: return what follows
        from the addresses alone.
        """
        ...


@runtime_checkable
class SwitchedOff(Protocol):
    """What a source offers beside `Source` where it is off: it asks nobody until switched on."""

    def why_off(self) -> str:
        """Return why it is off and how it is switched on, in one line."""
        ...


@dataclass(frozen=True, slots=True)
class Declared:
    """What is known of a source before it is made: what its platform is like, and if it is off."""

    traits: Traits
    off: bool = False


@dataclass(frozen=True, slots=True)
class ProofText:
    """A place where a proof can stand. `kind` is a ProofMethod value; `text` what was read there.

    `url` stands on the server that the photos are read from, except for a domain's own statement.
    """

    kind: str
    text: str
    url: str
