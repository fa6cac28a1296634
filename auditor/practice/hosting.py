"""What a host does with pictures that were reported to it, hour by hour: data, nothing is served.

Each link of `HOSTED` names the hours from which on the host answers otherwise. They are counted by
a clock of the host's own, which stands still until it is set.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import field
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.messages import N_

WEEK_H = 7 * 24
"""The hours that the links of `HOSTED` tell of."""


class HostAnswer(StrEnum):
    """How the host answers for a link at a time: for the picture's file and for its page."""

    SHOWS = "shows"
    NOT_FOUND = "not-found"  # 404
    REMOVED = "removed"  # 410
    WORDS = "words"  # 200 with a page that says so in words
    OWN_WORDS = "own-words"  # 200 with a page that says plainly that it was taken down
    PLACE_HOLDER = "place-holder"  # the same, and a sign in place of the picture
    REDIRECTS = "redirects"  # to another address that shows it
    NEW_ADDRESS = "new-address"  # 404 for the file; the page names it elsewhere
    ENCODED_ANEW = "encoded-anew"  # other bytes, the same picture
    SMALLER = "smaller"
    ANOTHER = "another"  # a picture of somebody else
    LOG_IN_FORM = "log-in-form"  # 200
    LOG_IN = "log-in"  # 302 to a form
    UNAUTHORISED = "unauthorised"  # 401
    FORBIDDEN = "forbidden"  # 403
    TOO_MANY = "too-many"  # 429
    LAW = "law"  # 451
    COUNTRY = "country"  # 200: not available in your country
    CHALLENGE = "challenge"  # asks whether a person is there
    SILENT = "silent"  # takes the request and says nothing


@dataclass(frozen=True, slots=True)
class HostTurn:
    """From `hour` on, counted from when the picture was put up, the host answers like this."""

    hour: float
    answer: HostAnswer


@dataclass(frozen=True, slots=True)
class HostedLink:
    """One picture on the host: `key` is its part of the address, `told` what happens to it.

    `turns` are in the order of time; before the first the picture is shown.
    """

    key: str
    told: str
    turns: tuple[HostTurn, ...] = ()

    def answer(self, hour: float) -> HostAnswer:
        """Return how the host answers at an hour."""
        for turn in reversed(self.turns):
            if turn.hour <= hour:
                return turn.answer
        return HostAnswer.SHOWS


def _turned(key: str, told: str, answer: HostAnswer, hour: float = 24.0) -> HostedLink:
    return HostedLink(key, told, (HostTurn(hour, answer),))


_BACK = (HostTurn(24.0, HostAnswer.NOT_FOUND), HostTurn(72.0, HostAnswer.SHOWS))
_FLICKERS = (HostTurn(24.0, HostAnswer.NOT_FOUND), HostTurn(25.0, HostAnswer.SHOWS))

HOSTED: tuple[HostedLink, ...] = (
    HostedLink("stays", N_("nothing happens")),
    _turned("in-time", N_("removed after 47 hours"), HostAnswer.NOT_FOUND, 47.0),
    _turned("late", N_("removed after 49 hours"), HostAnswer.REMOVED, 49.0),
    _turned("words", N_("a page says “not found”, with status 200"), HostAnswer.WORDS),
    _turned("own-words", N_("a page says that it was taken down"), HostAnswer.OWN_WORDS),
    _turned(
        "sign",
        N_("the same, with a sign in place of the picture"),
        HostAnswer.PLACE_HOLDER,
    ),
    _turned("redirects", N_("leads to another address"), HostAnswer.REDIRECTS),
    _turned(
        "new-address", N_("the file gets another name, the page stays"), HostAnswer.NEW_ADDRESS
    ),
    _turned("encoded-anew", N_("the file is saved anew"), HostAnswer.ENCODED_ANEW),
    _turned("smaller", N_("a smaller copy stands there"), HostAnswer.SMALLER),
    _turned("another", N_("a picture of somebody else stands there"), HostAnswer.ANOTHER),
    _turned("log-in-form", N_("a form asks to log in"), HostAnswer.LOG_IN_FORM),
    _turned("log-in", N_("leads to a form that asks to log in"), HostAnswer.LOG_IN),
    _turned("unauthorised", N_("blocked with status 401"), HostAnswer.UNAUTHORISED),
    _turned("forbidden", N_("blocked with status 403"), HostAnswer.FORBIDDEN),
    _turned("too-many", N_("blocked with status 429"), HostAnswer.TOO_MANY),
    _turned("law", N_("blocked with status 451"), HostAnswer.LAW),
    _turned("country", N_("“not available in your country”"), HostAnswer.COUNTRY),
    _turned("challenge", N_("asks whether a person is there"), HostAnswer.CHALLENGE),
    _turned("silent", N_("does not answer"), HostAnswer.SILENT),
    HostedLink("comes-back", N_("gone for two days, then there again"), _BACK),
    HostedLink("flickers", N_("gone for one hour"), _FLICKERS),
)
"""Every link of the host, by key."""


@dataclass(slots=True)
class Hosting:
    """The host's clock and what it was asked; `lock` guards both.

    `hour` counts from when the pictures were put up. `asked` counts requests by path, those to
    pages that steer the host left out. `silent_s`: how long it says nothing where it is silent.
    """

    hour: float = 0.0
    asked: Counter[str] = field(default_factory=Counter)
    silent_s: float = 120.0
    lock: threading.Lock = field(default_factory=threading.Lock)


def hosted(key: str) -> HostedLink | None:
    """Return the link of a key, None where the host has none."""
    return next((link for link in HOSTED if link.key == key), None)
