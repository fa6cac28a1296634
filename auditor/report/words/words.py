"""Words for the values that every face shows.

Severities, states, who will notice, how a question stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from auditor.domain.account import Account, Claim, Proof, ProofMethod
from auditor.domain.findings.answer import AnswerState, QuestionAnswer, not_seen
from auditor.domain.findings.finding import Confidence, NoticedBy, Remedy, Severity, State
from auditor.domain.findings.plan import Closing, Setting
from auditor.domain.findings.question import QuestionId
from auditor.messages import N_, _, ngettext

SEVERITY = {
    Severity.INFO: N_("info"),
    Severity.LOW: N_("low"),
    Severity.MEDIUM: N_("medium"),
    Severity.HIGH: N_("high"),
    Severity.CRITICAL: N_("critical"),
}
_CONFIDENCE = {
    Confidence.LOW: N_("a guess"),
    Confidence.MEDIUM: N_("fairly sure"),
    Confidence.HIGH: N_("sure"),
}
_NOTICE = {
    NoticedBy.NOBODY: N_("Nobody is told, and nothing that others see changes."),
    NoticedBy.FOLLOWERS: N_("Followers can notice."),
    NoticedBy.PLATFORM: N_("Only the platform's staff reads it."),
    NoticedBy.UNKNOWN: N_("It is not known who will notice."),
}
"""Where a remedy has no sentence of its own."""
STATE = {
    State.OPEN: N_("open"),
    State.DONE: N_("done, you said so"),
    State.VERIFIED: N_("verified"),
    State.ACCEPTED: N_("accepted"),
}
PROOF = {
    ProofMethod.DOMAIN: N_("own domain"),
    ProofMethod.CREDENTIAL: N_("credential"),
    ProofMethod.SITE_FILE: N_("file on the site"),
    ProofMethod.REL_ME: N_("links both ways"),
    ProofMethod.ARCHIVE: N_("archive"),
    ProofMethod.BIO: N_("profile text"),
    ProofMethod.LOCAL: N_("local server"),
    ProofMethod.NONE: N_("none"),
}

CLAIM = {
    Claim.MINE: N_("mine"),
    Claim.NOT_MINE: N_("not mine"),
    Claim.IMPOSTOR: N_("pretends to be me"),
    Claim.UNSURE: N_("not decided"),
}
OUTCOME = {
    "fetched": N_("read"),
    "skipped": N_("not read"),
    "blocked": N_("no access"),
    "failed": N_("failed"),
}


_ANSWERS = {
    AnswerState.YES: N_("yes"),
    AnswerState.PARTLY: N_("partly"),
    AnswerState.COULD_NOT_TELL: N_("could not tell"),
    AnswerState.NOT_SEEN: N_("not seen"),
}
_SIGNS = {
    AnswerState.YES: "!",
    AnswerState.PARTLY: "~",
    AnswerState.COULD_NOT_TELL: "?",
    AnswerState.NOT_SEEN: "–",
}
FOLLOWERS_SEE = N_("Whoever follows or knows you sees at least this.")
"""Told once, under the answers."""


_QUESTIONS = {
    QuestionId.HOME: N_("home"),
    QuestionId.DAYS: N_("days"),
    QuestionId.PAPERS: N_("papers"),
    QuestionId.NAME: N_("name"),
    QuestionId.LINKED: N_("linked"),
    QuestionId.LIKENESS: N_("likeness"),
    QuestionId.COLLECTED: N_("collected"),
    QuestionId.USED: N_("used"),
}


def severity(value: Severity) -> str:
    """Name a severity."""
    return _(SEVERITY[value])


def confidence(value: Confidence) -> str:
    """Say how sure a check is."""
    return _(_CONFIDENCE[value])


def notice(remedy: Remedy) -> str:
    """Say in a sentence who is told what when it is done."""
    return told_of(remedy.notice, remedy.noticed_by)


def told_of(notice: str, noticed_by: NoticedBy) -> str:
    """Say who is told what: the sentence of a setting, else that for whoever notices."""
    return _(notice or _NOTICE[noticed_by])


def state(value: State) -> str:
    """Name a state."""
    return _(STATE[value])


def way(setting: Setting) -> str:
    """Return the way through the menus of a platform to a setting, and what to set it to."""
    return _("{menu}: {recommended}").format(
        menu=setting.menu or _(setting.title), recommended=_(setting.recommended)
    )


def minutes(value: float) -> str:
    """Return how long something takes a person; a minute at least."""
    whole = max(1, round(value))
    return ngettext("{count} minute", "{count} minutes", whole).format(count=whole)


def changes(value: float) -> str:
    """Return how long changes take a person, for a line that names what they are for."""
    whole = max(1, round(value))
    return ngettext("{count} minute of changes", "{count} minutes of changes", whole).format(
        count=whole
    )


def ends(value: float) -> str:
    """Say what changes reach, and what they do not: nobody may read that nothing is left."""
    return _("{changes} end what can be seen here; copies stay.").format(changes=changes(value))


def what_ends(closing: Closing, question: QuestionId, *, keeping: bool = False) -> str:
    """Return the title above the steps; `keeping`: all photos stay."""
    if closing.ends(question):
        return (
            _("What ends what can be seen here, while all photos stay")
            if keeping
            else _("What ends what can be seen here")
        )
    return (
        _("What helps without ending it, while all photos stay")
        if keeping
        else _("What helps, without ending it")
    )


def hidden(states: Iterable[State] | Mapping[State, int]) -> str:
    """Say how many findings a list leaves out, since the user is through with them; "" for none."""
    counted = Counter(states)
    kept, done = counted[State.ACCEPTED], counted[State.DONE] + counted[State.VERIFIED]
    told = [
        *([_("{n} kept so").format(n=kept)] if kept else []),
        *([_("{n} done").format(n=done)] if done else []),
    ]
    return _(" and ").join(told)


def time_left(seconds: float, *, at_least: bool) -> str:
    """Say roughly how long something still takes; `at_least` where more may turn up."""
    whole = round(seconds / 60)
    if not whole:
        return _("less than a minute left") if not at_least else _("about a minute left, or more")
    told = (
        ngettext("at least {count} minute left", "at least {count} minutes left", whole)
        if at_least
        else ngettext("about {count} minute left", "about {count} minutes left", whole)
    )
    return told.format(count=whole)


def answer_state(value: AnswerState) -> str:
    """Return how a question stands, in words."""
    return _(_ANSWERS[value])


def answer_sign(value: AnswerState) -> str:
    """Return the sign before that word, for eyes and paper without colour; no tick: not safe."""
    return _SIGNS[value]


def question_word(question: QuestionId) -> str:
    """Return a question in one word."""
    return _(_QUESTIONS[question])


def not_seen_line(told: Sequence[QuestionAnswer]) -> str:
    """Say of how many questions something is seen; no number where nothing was read."""
    if not told:
        return _("Nothing was read yet, so no question is answered.")
    unknown = sum(answer.state is AnswerState.COULD_NOT_TELL for answer in told)
    seen = len(told) - unknown - not_seen(told)
    return _("{seen} of {count} seen, {unknown} unknown").format(
        seen=seen, count=len(told), unknown=unknown
    )


def proof(value: ProofMethod) -> str:
    """Say what proves an account, after "proof: "."""
    return _(PROOF[value])


def proof_of(account: Account) -> str:
    """Say what proves an account; where this program cannot look, nothing can.

    Of an impostor there is nothing to prove.
    """
    if account.proof.holds:
        return proof(account.proof.method)
    if account.claim is Claim.IMPOSTOR:
        return "–"
    return _("not proven") if account.supported else _("your word")


def proof_until(account: Account) -> str:
    """Say what proves an account, and until when that was seen."""
    return seen_proof(account.proof) if account.proof.holds else proof_of(account)


def seen_proof(value: Proof) -> str:
    """Say what was seen as a proof, and until when."""
    seen = value.seen_until
    if seen is None or value.method is ProofMethod.LOCAL:
        return proof(value.method)
    return _("{proof} (seen until {day})").format(proof=proof(value.method), day=f"{seen:%Y-%m-%d}")


def proven(account: Account) -> str:
    """Say whether an account is proven, by what and until when, for a line of several things."""
    if account.proof.holds:
        return _("proof: {proof}").format(proof=seen_proof(account.proof))
    return _("not proven") if account.supported else _("rests on your word")


def claim(value: Claim) -> str:
    """Say what an account is to the user."""
    return _(CLAIM[value])


def outcome(value: str | None, whose: Claim = Claim.MINE) -> str:
    """Say how reading an account ended; None is an account that was never scanned.

    Of an impostor only the avatar is looked at: that is no reading.
    """
    if whose is Claim.IMPOSTOR and value == "fetched":
        return _("not read: not yours")
    return _(OUTCOME.get(value or "", N_("never scanned")))
