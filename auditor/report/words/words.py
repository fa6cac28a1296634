"""Words for the values that every face shows.

Severities, states, who will notice, parts of the score.
"""

from __future__ import annotations

from auditor.domain.account import Claim, ProofMethod
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import Confidence, NoticedBy, Severity, State
from auditor.domain.findings.score import PartName
from auditor.messages import N_, _

SEVERITY = {
    Severity.INFO: N_("for information"),
    Severity.LOW: N_("low"),
    Severity.MEDIUM: N_("medium"),
    Severity.HIGH: N_("high"),
    Severity.CRITICAL: N_("critical"),
}
CONFIDENCE = {
    Confidence.LOW: N_("a guess"),
    Confidence.MEDIUM: N_("likely"),
    Confidence.HIGH: N_("sure"),
}
NOTICED_BY = {
    NoticedBy.NOBODY: N_("nobody will notice"),
    NoticedBy.FOLLOWERS: N_("followers may notice"),
    NoticedBy.PLATFORM: N_("the platform may notify others"),
    NoticedBy.UNKNOWN: N_("who will notice is not known"),
}
STATE = {
    State.OPEN: N_("open"),
    State.DONE: N_("done, you said so"),
    State.VERIFIED: N_("done and checked"),
    State.ACCEPTED: N_("accepted"),
}
PART = {
    PartName.PLACE: N_("places"),
    PartName.DEVICE: N_("device"),
    PartName.IDENTITY: N_("names and papers"),
    PartName.ROUTINE: N_("times and routine"),
    PartName.QUALITY: N_("picture quality"),
    PartName.LINKS: N_("links between accounts"),
    PartName.DISCOVERY: N_("how easily it is found"),
}
PROOF = {
    ProofMethod.DOMAIN: N_("your domain"),
    ProofMethod.CREDENTIAL: N_("a working credential"),
    ProofMethod.SITE_FILE: N_("token on the site"),
    ProofMethod.REL_ME: N_("rel=me both ways"),
    ProofMethod.ARCHIVE: N_("the account's archive"),
    ProofMethod.BIO: N_("token in the profile"),
    ProofMethod.LOCAL: N_("local server"),
    ProofMethod.NONE: N_("none"),
}

CLAIM = {
    Claim.MINE: N_("mine"),
    Claim.NOT_MINE: N_("not mine"),
    Claim.IMPOSTOR: N_("impostor"),
    Claim.UNSURE: N_("not said"),
}
OUTCOME = {
    "fetched": N_("read to the end"),
    "skipped": N_("not asked"),
    "blocked": N_("refused by the site"),
    "failed": N_("failed"),
}


_ANSWERS = {
    AnswerState.YES: N_("yes"),
    AnswerState.PARTLY: N_("partly"),
    AnswerState.COULD_NOT_TELL: N_("could not tell"),
    AnswerState.NOT_SEEN: N_("not seen"),
}


def severity(value: Severity) -> str:
    """Name a severity."""
    return _(SEVERITY[value])


def noticed_by(value: NoticedBy) -> str:
    """Say who will notice."""
    return _(NOTICED_BY[value])


def state(value: State) -> str:
    """Name a state."""
    return _(STATE[value])


def answer_state(value: AnswerState) -> str:
    """Return how a question stands, in words."""
    return _(_ANSWERS[value])


def part(value: PartName) -> str:
    """Name a part of the score."""
    return _(PART[value])


def proof(value: ProofMethod) -> str:
    """Say what proves an account, after "proof: "."""
    return _(PROOF[value])


def claim(value: Claim) -> str:
    """Say what an account is to the user."""
    return _(CLAIM[value])


def outcome(value: str | None) -> str:
    """Say how reading an account ended; None is an account that was never scanned."""
    return _(OUTCOME.get(value or "", N_("not scanned")))
