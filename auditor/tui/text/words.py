"""The words and signs for severities, claims, proofs, outcomes and times.

A sign always stands beside its word.
"""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from auditor.domain.account import Account, Claim, Proof
from auditor.domain.findings.finding import Confidence, NoticedBy, Remedy, Severity, State
from auditor.domain.photos.photo import PhotoKind, Visibility
from auditor.domain.views import ChangeKind
from auditor.messages import N_, _, ngettext
from auditor.report.words import words
from auditor.tui.text.plain import plain

_SEVERITY = {
    Severity.CRITICAL: ("◆", "bold $text-error"),
    Severity.HIGH: ("▲", "$text-error"),
    Severity.MEDIUM: ("●", "$text-warning"),
    Severity.LOW: ("○", "$text-primary"),
    Severity.INFO: ("·", "$quiet"),
}
_NOTICED_SHORT = {
    NoticedBy.NOBODY: N_("nobody"),
    NoticedBy.FOLLOWERS: N_("followers"),
    NoticedBy.PLATFORM: N_("its staff"),
    NoticedBy.UNKNOWN: N_("unknown"),
}
_MARKED = {
    State.OPEN: N_("marked as open"),
    State.DONE: N_("marked as done"),
    State.VERIFIED: N_("marked as verified"),
    State.ACCEPTED: N_("marked as kept so"),
}
_STATE_SIGN = {State.OPEN: "□", State.DONE: "✓", State.VERIFIED: "✓", State.ACCEPTED: "–"}
_OUTCOME = {
    "fetched": ("✓", "$text-success"),
    "skipped": ("–", "$quiet"),
    "blocked": ("‖", "$text-warning"),
    "failed": ("!", "$text-error"),
    "": ("?", "$text-warning"),
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
    sign, style = _SEVERITY[value]
    return plain(f"{sign} {severity_word(value)}", style)


def severity_sign(value: Severity | None) -> Content:
    """Return the sign alone, for narrow columns beside a counted word."""
    if value is None:
        return plain(" ")
    sign, style = _SEVERITY[value]
    return plain(sign, style)


def severity_word(value: Severity) -> str:
    """Return the word alone."""
    return words.severity(value)


def confidence(value: Confidence) -> str:
    """Return how sure a check is."""
    return words.confidence(value)


def claim(value: Claim) -> str:
    """Return what the user says of an account."""
    return words.claim(value)


def proof(value: Proof) -> str:
    """Return how ownership was shown."""
    return words.proof(value.method)


def proof_of(account: Account) -> str:
    """Return what shows that an account is the user's; where nothing can, it is their word."""
    return words.proof_of(account)


def proof_until(account: Account) -> str:
    """Return the same, and until when it was seen."""
    return words.proof_until(account)


def noticed_short(value: NoticedBy) -> str:
    """Return one word on who will see a change."""
    return _(_NOTICED_SHORT[value])


def state(value: State) -> str:
    """Return how far the user is with something, in a word."""
    return _("done") if value is State.DONE else words.state(value)


def state_sign(value: State) -> str:
    """Return the box in front of a step."""
    return _STATE_SIGN[value]


def marked(value: State) -> str:
    """Return what marking is, for the line that says that it was taken back."""
    return _(_MARKED[value])


def outcome(name: str | None, whose: Claim = Claim.MINE) -> Content:
    """Return how reading an account ended; that of an impostor is not read, and has no tick."""
    if whose is Claim.IMPOSTOR and name == "fetched":
        return plain(f"– {words.outcome(name, whose)}", "$quiet")
    if name is None:
        return plain(words.outcome(None), "$quiet")
    sign, style = _OUTCOME[name]
    word = words.outcome(name) if name else _("not finished")
    return plain(f"{sign} {word}", style)


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


_MOST_APART_S = 60.0
"""Two clocks of one machine differ by less."""


def ago(then: datetime | None, now: datetime) -> str:
    """Return how long ago something was, roughly."""
    if then is None:
        return _("never")
    seconds = (now - then).total_seconds()
    if seconds < -_MOST_APART_S:
        return _("at a time still to come: the clock was set back since")
    seconds = max(0.0, seconds)
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
