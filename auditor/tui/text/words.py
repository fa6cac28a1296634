"""The words and signs for severities, claims, proofs, outcomes and times.

A sign always stands beside its word.
"""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from auditor.domain.account import Claim, Proof, ProofMethod
from auditor.domain.findings.finding import Confidence, NoticedBy, Remedy, Severity, State
from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.domain.views import ChangeKind
from auditor.messages import N_, _, ngettext
from auditor.tui.text.plain import plain

_SEVERITY = {
    Severity.CRITICAL: ("◆", N_("critical"), "bold $text-error"),
    Severity.HIGH: ("▲", N_("high"), "$text-error"),
    Severity.MEDIUM: ("●", N_("medium"), "$text-warning"),
    Severity.LOW: ("○", N_("low"), "$text-primary"),
    Severity.INFO: ("·", N_("info"), "$quiet"),
}
_CONFIDENCE = {
    Confidence.HIGH: N_("sure"),
    Confidence.MEDIUM: N_("fairly sure"),
    Confidence.LOW: N_("a guess"),
}
_CLAIM = {
    Claim.MINE: N_("mine"),
    Claim.NOT_MINE: N_("not mine"),
    Claim.IMPOSTOR: N_("pretends to be me"),
    Claim.UNSURE: N_("not decided"),
}
_PROOF = {
    ProofMethod.DOMAIN: N_("own domain"),
    ProofMethod.CREDENTIAL: N_("credential"),
    ProofMethod.SITE_FILE: N_("file on the site"),
    ProofMethod.REL_ME: N_("links both ways"),
    ProofMethod.ARCHIVE: N_("archive"),
    ProofMethod.BIO: N_("profile text"),
    ProofMethod.LOCAL: N_("local server"),
    ProofMethod.NONE: N_("none"),
}
_NOTICED_SHORT = {
    NoticedBy.NOBODY: N_("nobody"),
    NoticedBy.FOLLOWERS: N_("followers"),
    NoticedBy.PLATFORM: N_("its staff"),
    NoticedBy.UNKNOWN: N_("unknown"),
}
_STATE = {
    State.OPEN: N_("open"),
    State.DONE: N_("done"),
    State.VERIFIED: N_("verified"),
    State.ACCEPTED: N_("accepted"),
}
_STATE_SIGN = {State.OPEN: "□", State.DONE: "✓", State.VERIFIED: "✓", State.ACCEPTED: "–"}
_OUTCOME = {
    "fetched": ("✓", N_("read"), "$text-success"),
    "skipped": ("–", N_("not read"), "$quiet"),
    "blocked": ("‖", N_("refused or slowed down"), "$text-warning"),
    "failed": ("!", N_("failed"), "$text-error"),
    "": ("?", N_("not finished"), "$text-warning"),
}
_KIND = {
    PhotoKind.POST: N_("post"),
    PhotoKind.AVATAR: N_("avatar"),
    PhotoKind.BANNER: N_("banner"),
    PhotoKind.FILE: N_("file"),
}
_VISIBILITY = {
    Visibility.PUBLIC: N_("public"),
    Visibility.UNLISTED: N_("unlisted"),
    Visibility.FOLLOWERS: N_("followers only"),
    Visibility.PRIVATE: N_("private"),
    Visibility.UNKNOWN: N_("could not tell"),
}
_CHANGE = {
    ChangeKind.NEW: ("+", N_("new")),
    ChangeKind.GONE: ("-", N_("gone")),
    ChangeKind.CHANGED: ("~", N_("changed")),
}


def severity(value: Severity) -> Content:
    """Return the sign and word of a severity."""
    sign, word, style = _SEVERITY[value]
    return plain(f"{sign} {_(word)}", style)


def severity_sign(value: Severity | None) -> Content:
    """Return the sign alone, for narrow columns beside a counted word."""
    if value is None:
        return plain(" ")
    sign, _word, style = _SEVERITY[value]
    return plain(sign, style)


def severity_word(value: Severity) -> str:
    """Return the word alone."""
    return _(_SEVERITY[value][1])


def confidence(value: Confidence) -> str:
    """Return how sure a check is."""
    return _(_CONFIDENCE[value])


def claim(value: Claim) -> str:
    """Return what the user says of an account."""
    return _(_CLAIM[value])


def proof(value: Proof) -> str:
    """Return how ownership was shown; "none" is always said."""
    return _(_PROOF[value.method])


def noticed_short(value: NoticedBy) -> str:
    """Return one word on who will see a change."""
    return _(_NOTICED_SHORT[value])


def state(value: State) -> str:
    """Return how far the user is with something."""
    return _(_STATE[value])


def state_sign(value: State) -> str:
    """Return the box in front of a step."""
    return _STATE_SIGN[value]


def outcome(name: str | None) -> Content:
    """Return how reading an account ended."""
    if name is None:
        return plain(_("never scanned"), "$quiet")
    sign, word, style = _OUTCOME[name]
    return plain(f"{sign} {_(word)}", style)


def kind(value: PhotoKind) -> str:
    """Return what a photo is used for."""
    return _(_KIND[value])


def visibility(value: Visibility) -> str:
    """Return who can see a posting."""
    return _(_VISIBILITY[value])


def change(value: ChangeKind) -> str:
    """Return what happened to a photo, with its sign."""
    sign, word = _CHANGE[value]
    return f"{sign} {_(word)}"


def minutes_short(value: float) -> str:
    """Return the same for a narrow column."""
    return _("{count} min").format(count=max(1, round(value)))


def size(value: int | None) -> str:
    """Return bytes in a unit that people read."""
    if value is None:
        return ""
    if value < 1_000_000:  # noqa: PLR2004 - one megabyte
        return _("{size} kB").format(size=max(1, round(value / 1000)))
    return _("{size} MB").format(size=round(value / 1_000_000, 1))


def day(value: datetime | None) -> str:
    """Return a date, or nothing."""
    return "" if value is None else value.strftime("%Y-%m-%d")


def ago(then: datetime | None, now: datetime) -> str:
    """Return how long ago something was, roughly."""
    if then is None:
        return _("never")
    seconds = max(0.0, (now - then).total_seconds())
    for length, single, many in (
        (86_400, N_("{count} day ago"), N_("{count} days ago")),
        (3_600, N_("{count} hour ago"), N_("{count} hours ago")),
        (60, N_("{count} minute ago"), N_("{count} minutes ago")),
    ):
        count = int(seconds // length)
        if count:
            return ngettext(single, many, count).format(count=count)
    return _("just now")


def counted(count: int | None, word: str) -> str:
    """Return "3 new", or nothing where it was not compared."""
    return "" if count is None else f"{count} {word}"


def step(remedy: Remedy) -> str:
    """Return a remedy in a few words."""
    return _(remedy.title or remedy.text)


def advice(remedy: Remedy) -> str:
    """Return a remedy in full."""
    return _(remedy.text)
