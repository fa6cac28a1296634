"""What a page and a picture say about who may take them for training."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Signal:
    """One statement. `where` is the URL (and part of it) where it stands, `says` its own words (foreign, not cleaned).

    `allows` is True where it opens to training, False where it forbids, None where it says nothing either way or could not be read.
    `honoured_by` names who is known to obey, in a sentence template of `auditor.messages`.
    """

    signal: SignalName
    where: str
    says: str
    allows: bool | None
    honoured_by: str = ""


@dataclass(frozen=True, slots=True)
class AgentRule:
    """What robots.txt says to one AI agent about the path asked for. `allowed` is None where robots.txt could not be read."""

    name: str
    operator: str
    respects: str  # yes, no, unclear: what is known of its obedience
    allowed: bool | None


@dataclass(frozen=True, slots=True)
class OpennessReport:
    """Everything found for one URL. `contradictions` are pairs of positions in `signals` that say the opposite."""

    url: str
    signals: tuple[Signal, ...]
    agents: tuple[AgentRule, ...]
    contradictions: tuple[tuple[int, int], ...] = ()
    could_not_tell: tuple[str, ...] = ()
    agents_date: str = ""
