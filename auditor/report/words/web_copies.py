"""Copies in web archives, in words."""

from __future__ import annotations

from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import Captured, CopyKind, WebArchive
from auditor.engine.outside.web_copies import ArchiveState
from auditor.messages import N_, _, ngettext

TITLES = {
    WebArchive.WAYBACK: N_("Wayback Machine"),
    WebArchive.COMMON_CRAWL: N_("Common Crawl"),
}
KINDS = {CopyKind.PAGE: N_("page"), CopyKind.PICTURE: N_("picture")}
_STATES = {
    Archive.NOT_ASKED: N_("not asked yet, so nothing is known"),
    Archive.NONE_FOUND: N_("names no copy of the addresses it was asked about"),
    Archive.COULD_NOT_TELL: N_("could not tell"),
}


def says(told: ArchiveState) -> str:
    """Return what an archive said, in one sentence."""
    name = _(TITLES[told.archive])
    if told.state is Archive.FOUND:
        count = len(told.copies)
        said = ngettext(
            "has copies of {n} address of yours", "has copies of {n} addresses of yours", count
        ).format(n=count)
    else:
        said = _(_STATES[told.state])
    reason = f" ({told.reason})" if told.reason else ""
    return f"{name}: {said}{reason}"


def when(captured: Captured) -> str:
    """Return how many captures there are, and of which days."""
    first, last = captured.first.date().isoformat(), captured.last.date().isoformat()
    counted = ngettext("{n} capture", "{n} captures", captured.captures)
    days = first if first == last else _("{first} to {last}").format(first=first, last=last)
    return f"{counted.format(n=captured.captures)}, {days}"
