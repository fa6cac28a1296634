"""Two scans compared, in words for every face."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.domain.changes import (
    ChangedPart,
    KeptScan,
    NotCompared,
    NotComparedReason,
    PhotoChange,
    QuestionChange,
    ScanComparison,
)
from auditor.domain.views import ChangeKind
from auditor.messages import N_, _, ngettext
from auditor.report.words.words import answer_state

CHANGE = {
    ChangeKind.NEW: N_("new"),
    ChangeKind.GONE: N_("gone"),
    ChangeKind.CHANGED: N_("changed"),
}
PART = {ChangedPart.PICTURE: N_("the picture"), ChangedPart.WORDS: N_("what is said of it")}
GONE = N_(
    "Gone means: the account no longer lists it. Copies elsewhere and in caches are not looked at."
)
_REASON = {
    NotComparedReason.NOT_CLAIMED: N_("not said to be yours, so nothing of it is compared"),
    NotComparedReason.NO_SOURCE: N_("this program cannot look into this platform"),
    NotComparedReason.NOT_PROVEN: N_("not proven to be yours"),
    NotComparedReason.NO_EARLIER_SCAN: N_("no earlier scan to compare with"),
    NotComparedReason.NOT_SCANNED: N_("not scanned"),
    NotComparedReason.NOT_READ: N_("not read to its end"),
    NotComparedReason.NOT_KEPT: N_("scanned before lists were kept"),
}


def called(scan: KeptScan) -> str:
    """Name a scan by its id and the time at which it ended."""
    return _("scan {id} ({time} UTC)").format(id=scan.id, time=f"{scan.ended_at:%Y-%m-%d %H:%M}")


def headline(found: ScanComparison) -> str:
    """Say what is compared with what, or that nothing can be."""
    if found.newer is None:
        return _("No scan was finished yet, so nothing is known of changes.")
    if found.older is None:
        none = _("No finished scan before {newer} is kept, so nothing is known of changes.")
        return none.format(newer=called(found.newer))
    return _("From {older} to {newer}:").format(
        older=called(found.older), newer=called(found.newer)
    )


def summary(found: ScanComparison) -> str:
    """Count the changes and the accounts compared. Empty where there is nothing to compare with."""
    if found.older is None or found.newer is None:
        return ""
    accounts = len(found.compared)
    if not accounts:
        return _("No account could be compared: nothing is known of changes.")
    if not found.photos:
        none = ngettext(
            "No change was seen on the {n} account that could be compared.",
            "No change was seen on the {n} accounts that could be compared.",
            accounts,
        )
        return none.format(n=accounts)
    counts = {kind: sum(photo.change is kind for photo in found.photos) for kind in ChangeKind}
    told = ngettext(
        "{new} new, {gone} gone, {changed} changed, on the {n} account that could be compared.",
        "{new} new, {gone} gone, {changed} changed, on the {n} accounts that could be compared.",
        accounts,
    )
    return told.format(
        new=counts[ChangeKind.NEW],
        gone=counts[ChangeKind.GONE],
        changed=counts[ChangeKind.CHANGED],
        n=accounts,
    )


def of_question(found: QuestionChange) -> str:
    """Say how a question stood before and stands after, and how many findings were behind it."""
    told = (
        _("still {state}").format(state=answer_state(found.after))
        if found.before is found.after
        else _("{before} → {after}").format(
            before=answer_state(found.before), after=answer_state(found.after)
        )
    )
    if found.findings_before != found.findings_after:
        told += " · " + _("{before} → {after} findings").format(
            before=found.findings_before, after=found.findings_after
        )
    if found.changed and not found.same_accounts:
        told += " · " + _("other accounts were read before")
    return told


def unchanged(questions: Sequence[QuestionChange]) -> str:
    """Count the questions that stand as before; empty where there is none."""
    count = sum(not each.changed for each in questions)
    if not count:
        return ""
    return ngettext(
        "{n} question stands as it did before.", "{n} questions stand as they did before.", count
    ).format(n=count)


def change(found: PhotoChange) -> str:
    """Name what happened to a photo."""
    return _(CHANGE[found.change])


def parts(found: PhotoChange) -> str:
    """Name what of a photo changed; empty unless it did."""
    return ", ".join(_(PART[part]) for part in found.parts)


def reason(told: NotCompared) -> str:
    """Say why nothing is said of an account, or of some of its photos."""
    if told.reason is NotComparedReason.PHOTOS_NOT_READ:
        count = len(told.photos)
        return ngettext(
            "whether {n} photo changed could not be told: it was not read in both scans",
            "whether {n} photos changed could not be told: they were not read in both scans",
            count,
        ).format(n=count)
    scans = ", ".join(_("scan {id}").format(id=scan) for scan in told.scans)
    text = _(_REASON[told.reason])
    return _("{reason}: {scans}").format(reason=text, scans=scans) if scans else text
