"""What a report hides unless it is asked for everything.

Handles, names, places, links, files and devices.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from auditor.domain.links import LinkEvidence, Tie
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.statement import MASK, Kind, Statement, Value, mask
from auditor.domain.views import AccountState
from auditor.messages import _

_SHORTEST = 3
"""Shorter names are too common as parts of other words to be looked for in running text."""
_ADDRESS = re.compile(r"\b(?:https?|at)://\S+|\bdid:[a-z]+:\S+|@[\w.-]+@[\w.-]+", re.IGNORECASE)
_POSITION = re.compile(r"[-+]?\d{1,3}\.\d+\s*[,/ ]\s*[-+]?\d{1,3}\.\d+")
_DECIMAL = re.compile(r"[-+]?\d{1,3}\.\d+")
_BETWEEN = ", "
"""Stands between the accounts of one sentence."""
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
    a position. `labels` name the accounts, in the order of `states`.
    """

    def __init__(self, states: Sequence[AccountState], *, full: bool) -> None:
        self.full = full
        self.labels = tuple(
            clean(state.account.handle or state.account.url)
            if full
            else _("account {n}").format(n=number)
            for number, state in enumerate(states, 1)
        )
        self._instead: dict[str, str] = {}
        owners: dict[str, list[str]] = defaultdict(list)
        for state, label in zip(states, self.labels, strict=True):
            self._instead |= {
                name.casefold(): MASK for name in _names_around(state) if len(name) >= _SHORTEST
            }
            for name in {name.casefold() for name in _own_names(state)}:
                if len(name) >= _SHORTEST:
                    owners[name].append(label)
        # the same name on several accounts is that of each of them
        self._instead |= {name: " / ".join(labels) for name, labels in owners.items()}
        longest_first = sorted(self._instead, key=lambda name: (-len(name), name))
        joined = "|".join(re.escape(name) for name in longest_first)
        self._known = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None

    def text(self, foreign: str, limit: int = _SENTENCE) -> str:
        """Return running text as it may be shown."""
        shown = clean(foreign, limit)
        if self.full:
            return shown
        if self._known:
            shown = self._known.sub(
                lambda found: self._instead.get(found[0].casefold(), MASK), shown
            )
        return _POSITION.sub(MASK, _ADDRESS.sub(MASK, shown))

    def statement(self, said: Statement) -> str:
        """Return a statement in words.

        A position only to about 1 km, since a report is passed on.
        """
        if not self.full:
            return self.text(self._labelled(said).render(masked=True))
        near = tuple(
            replace(value, text=_rounded(value.text)) if value.kind is Kind.PLACE else value
            for value in said.values
        )
        return self.text(replace(said, values=near).render())

    def _labelled(self, said: Statement) -> Statement:
        """Return a statement that names accounts of the list as the report does."""
        return replace(said, values=tuple(map(self._label, said.values)))

    def _label(self, value: Value) -> Value:
        names = value.text.split(_BETWEEN) if value.kind is Kind.HANDLE else []
        labels = [self._instead.get(clean(name).casefold(), "") for name in names]
        if not labels or not all(labels):
            return value
        return Value(value.name, _BETWEEN.join(labels))

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


def _rounded(text: str) -> str:
    return _POSITION.sub(
        lambda pair: _DECIMAL.sub(lambda number: f"{float(number[0]):.2f}", pair[0]), text
    )


def _own_names(state: AccountState) -> Iterable[str]:
    yield clean(state.account.url)
    yield clean(state.account.handle)
    yield clean(state.account.handle).lstrip("@")


def _names_around(state: AccountState) -> Iterable[str]:
    yield from _host(state.account.url)
    if state.profile is not None:
        yield clean(state.profile.display_name)
        for link in state.profile.links:
            yield from _host(link.url)


def _host(url: str) -> Iterable[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    if parts.hostname:
        yield parts.netloc
        yield parts.hostname
