"""Copies in web archives, in words."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.domain.findings.verify import Archive
from auditor.domain.outside.copies import Captured, CopyKind, WebArchive, address_key
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


def taken_down(known: Iterable[ArchiveState]) -> str:
    """Return what comes first: how much of what was taken down is still copied; "" for nothing."""
    gone = {
        address_key(copy.captured.url) for told in known for copy in told.copies if copy.taken_down
    }
    said = ngettext(
        "{n} address that your accounts no longer show still has copies. It comes first.",
        "{n} addresses that your accounts no longer show still have copies. They come first.",
        len(gone),
    )
    return said.format(n=len(gone)) if gone else ""


def when(captured: Captured) -> str:
    """Return how many captures there are, and of which days."""
    first, last = captured.first.date().isoformat(), captured.last.date().isoformat()
    counted = ngettext("{n} capture", "{n} captures", captured.captures)
    days = first if first == last else _("{first} to {last}").format(first=first, last=last)
    return f"{counted.format(n=captured.captures)}, {days}"
