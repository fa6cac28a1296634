"""What came of a verification, in words."""

from __future__ import annotations

from auditor.domain.findings.verify import Archive, Seen, Verification
from auditor.messages import N_, _, ngettext

_SAYS = {
    Seen.GONE_HERE: N_("gone here; whether copies are elsewhere, nobody can tell"),
    Seen.STILL_THERE: N_("still there"),
    Seen.SMALLER_NOW: N_("smaller now"),
    Seen.OLDER_VERSION: N_("still there, as an older version"),
    Seen.UNLINKED: N_("still there, no longer linked"),
    Seen.HIDDEN_NOW: N_("hidden now, and can come back"),
    Seen.COULD_NOT_TELL: N_("could not tell"),
    Seen.YOU_SAID_SO: N_("you said so; the platform does not show it to strangers"),
}
_ARCHIVE = {
    Archive.FOUND: N_("the web archive has a copy"),
    Archive.NONE_FOUND: N_("the web archive names no copy of these addresses"),
    Archive.COULD_NOT_TELL: N_("the web archive did not answer"),
}


def says(verification: Verification) -> str:
    """Return the result in one sentence."""
    cleaned = verification.state is Seen.STILL_THERE and verification.settled
    said = [_("still there, cleaned") if cleaned else _(_SAYS[verification.state])]
    if verification.state is Seen.SMALLER_NOW and not verification.settled:
        said.append(_("but the check still finds it"))
    if cleaned:
        said.append(_("the check finds nothing in it any more"))
    if verification.reason:
        said.append(verification.reason)
    if verification.reposts:
        count = len(verification.reposts)
        said.append(
            ngettext(
                "the same picture stands on {n} other posting of yours",
                "the same picture stands on {n} other postings of yours",
                count,
            ).format(n=count)
        )
    if verification.archive in _ARCHIVE:
        said.append(_(_ARCHIVE[verification.archive]))
    return ": ".join((said[0], "; ".join(said[1:]))) if len(said) > 1 else said[0]
