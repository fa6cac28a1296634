"""What a report hides unless it is asked for everything.

Handles, names, places, links, files and devices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.domain.links import LinkEvidence, Tie
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.masking import GivenNumbers, hosts, known_names, near
from auditor.domain.text.statement import MASK, Kind, Statement, mask
from auditor.domain.views import AccountState

_SENTENCE = 500
LONGEST_TEXT = 20_000
"""Characters of one foreign text in a document: everything a reader keeps of a description, and an
end to what it does not.
"""
_TIES = {
    Tie.SAME_PHOTO: Kind.PLAIN,
    Tie.SAME_AVATAR: Kind.PLAIN,
    Tie.SAME_CAMERA: Kind.DEVICE,
    Tie.SAME_PLACE: Kind.PLACE,
    Tie.SAME_HANDLE: Kind.HANDLE,
    Tie.MUTUAL_LINK: Kind.URL,
}
"""What the value of a tie gives away."""
_SERIAL_SHOWN = 3
_SERIAL_LONG = 8
"""Characters of a serial number that are shown, and from which length on."""


class Masks:
    """Cleans foreign text, and hides what tells who or where unless `full`.

    Values of statements say themselves what they are. Running text (reasons, notes) does not, so
    what is known of the accounts is looked for in it, and everything that looks like an address or
    a position. `labels` name the accounts, in the order of `states`: "account A" where masked.
    """

    def __init__(self, states: Sequence[AccountState], *, full: bool) -> None:
        self.full = full
        self._numbers = GivenNumbers()
        self.labels = tuple(
            clean(state.account.handle or state.account.url)
            if full
            else self._numbers.account(state.account.id)
            for state in states
        )
        self._known = known_names(states, self._numbers)
        self._servers = {
            host
            for state in states
            if state.account.supported
            for host in hosts(state.account.url.casefold())
        }

    def account(self, id_: str) -> str:
        """Return the id of an account, or its letter."""
        return id_ if self.full else self._numbers.account(id_)

    def photo(self, id_: str) -> str:
        """Return the id of a photo, or its number: the same in the whole document."""
        return id_ if self.full or not id_ else self._numbers.photo(id_)

    def finding(self, id_: str) -> str:
        """Return the id of a finding, or its number."""
        return id_ if self.full else self._numbers.finding(id_)

    def step(self, id_: str) -> str:
        """Return the id of a step, or its number."""
        return id_ if self.full else self._numbers.step(id_)

    def text(self, foreign: str, limit: int = _SENTENCE) -> str:
        """Return running text as it may be shown."""
        if self.full:
            return clean(foreign, limit)
        # before it is cut, so that no half of a name or an address is left at its end
        return clean(self._known.hidden(clean(foreign, LONGEST_TEXT)), limit)

    def statement(self, said: Statement) -> str:
        """Return a statement in words.

        A position only to about 1 km, since a report is passed on.
        """
        if not self.full:
            return clean(self._known.statement(_clean(said)), _SENTENCE)
        return self.text(near(said).render())

    def page(self, url: str) -> str:
        """Return the address of a page of ours or of a platform; not of the user's own server."""
        if self.full or not self._servers.intersection(hosts(url.casefold())):
            return url
        return ""

    def link(self, url: str) -> str:
        """Return an address of the user's own pages.

        Empty if masked, or if it is not one a browser should open.
        """
        if not self.full or not url.lower().startswith(("http://", "https://")):
            return ""
        return clean(url, 2000)


def tie_value(evidence: LinkEvidence, *, masked: bool = False) -> str:
    """Return the value of a tie as it may be shown; `masked` hides all of it.

    A serial number is told by its end only: whoever has it finds the camera's photos.
    """
    shown = clean(evidence.value, LONGEST_TEXT, newlines=True)
    if masked:
        return mask(shown, _TIES[evidence.tie])
    if evidence.tie is Tie.SAME_CAMERA and shown:
        return MASK + (shown[-_SERIAL_SHOWN:] if len(shown) >= _SERIAL_LONG else "")
    return shown


def _clean(said: Statement) -> Statement:
    values = (replace(value, text=clean(value.text, LONGEST_TEXT)) for value in said.values)
    return replace(said, values=tuple(values))
