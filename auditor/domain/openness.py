"""What a page and a picture say about who may take them for training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.messages import N_

MAX_SAYS = 300
"""Characters kept of the words of one signal."""
TRAINING = "training"
"""The purpose of agents that collect for the training of models."""


class SignalName(StrEnum):
    """The signals that are looked for. The value is used in JSON."""

    ROBOTS_TXT = "robots-txt"
    CONTENT_USAGE = "content-usage"  # header and robots.txt rule, IETF AIPREF draft
    X_ROBOTS_TAG = "x-robots-tag"
    META_ROBOTS = "meta-robots"
    TDM_RESERVATION = "tdm-reservation"  # header, meta or /.well-known/tdmrep.json
    AI_TXT = "ai-txt"
    LICENCE = "licence"
    PLATFORM_FLAG = "platform-flag"  # e.g. discoverable, noindex, !no-unauthenticated
    EMBEDDED = "embedded"  # IPTC/PLUS data mining, content credentials


HONOURED_BY: Mapping[SignalName, str] = {
    SignalName.ROBOTS_TXT: N_(
        "Most large companies say that their agents obey robots.txt (GPTBot, ClaudeBot, CCBot, "
        "Google-Extended, Applebot-Extended). "
        "Bytespider and LAIONDownloader are known not to."
    ),
    SignalName.CONTENT_USAGE: N_("A draft of the IETF, not final: nobody is known to obey it yet."),
    SignalName.X_ROBOTS_TAG: N_(
        "The tool img2dataset leaves out pictures whose header says noai, noimageai, noindex or "
        "noimageindex, unless its user turns that "
        "off. Nobody else is known to; search engines obey noindex and noimageindex."
    ),
    SignalName.META_ROBOTS: N_(
        "Nobody large is known to obey noai in a page; collectors that look for it (img2dataset) "
        "look at headers only. "
        "Search engines obey noindex and noimageindex."
    ),
    SignalName.TDM_RESERVATION: N_(
        "A report of a W3C community group. It reserves rights under EU law (directive 2019/790, "
        "article 4) in a form that machines read; "
        "who looks for it is not known."
    ),
    SignalName.AI_TXT: N_("Tools of the company Spawning, when they download; hardly anyone else."),
    SignalName.LICENCE: N_(
        "A licence binds whoever copies, but no collector is known to look at it first."
    ),
    SignalName.PLATFORM_FLAG: N_(
        "The platform itself and apps that follow it; it binds nobody outside."
    ),
    SignalName.EMBEDDED: N_("Hardly anyone; most platforms remove it from the picture."),
}
"""Who is known to obey each signal.

ai-robots-txt/ai.robots.txt robots.json 2026-08; img2dataset main.py,
`disallowed_header_directives`; W3C TDMRep final report of 10 May 2024; IETF
draft-ietf-aipref-attach; IPTC Photo Metadata 2023.1.
"""


@dataclass(frozen=True, slots=True)
class Signal:
    """One statement.

    `where` is the URL (and part of it) where it stands, `says` its own words (foreign, not
    cleaned). `allows` is True where it opens to training, False where it forbids, None where it
    says nothing either way or could not be read. `honoured_by` names who is known to obey, in a
    sentence template of `auditor.messages`.
    """

    signal: SignalName
    where: str
    says: str
    allows: bool | None
    honoured_by: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """One AI agent.

    The name it answers to in robots.txt, who runs it, whether it obeys (yes, no, unclear), and what
    for.
    """

    name: str
    operator: str
    respects: str
    purpose: str


@dataclass(frozen=True, slots=True)
class AgentList:
    """The known agents as of `date` (year and month), by `source`."""

    agents: tuple[Agent, ...]
    source: str
    date: str

    @property
    def training(self) -> tuple[Agent, ...]:
        """Those that collect for the training of models."""
        return tuple(agent for agent in self.agents if agent.purpose == TRAINING)


@dataclass(frozen=True, slots=True)
class AgentRule:
    """What robots.txt says to one AI agent about the path asked for.

    `allowed` is None where robots.txt could not be read.
    """

    name: str
    operator: str
    respects: str  # yes, no, unclear: what is known of its obedience
    allowed: bool | None
    purpose: str = ""  # as in Agent


@dataclass(frozen=True, slots=True)
class OpennessReport:
    """Everything found for one URL.

    `contradictions` are pairs of positions in `signals` that say the opposite.
    """

    url: str
    signals: tuple[Signal, ...]
    agents: tuple[AgentRule, ...]
    contradictions: tuple[tuple[int, int], ...] = ()
    could_not_tell: tuple[str, ...] = ()
    agents_date: str = ""


def contradictions(signals: Sequence[Signal]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of positions of which one opens and the other forbids.

    One robots.txt that differs by agent is no pair.
    """
    pairs: list[tuple[int, int]] = []
    for first, signal in enumerate(signals):
        for second, other in enumerate(signals[first + 1 :], first + 1):
            both_said = signal.allows is not None and other.allows is not None
            same_file = signal.signal is other.signal is SignalName.ROBOTS_TXT
            if both_said and signal.allows is not other.allows and not same_file:
                pairs.append((first, second))
    return tuple(pairs)
