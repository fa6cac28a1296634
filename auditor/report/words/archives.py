"""What is said of archives: what came of one, what platforms keep, what can be read."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.kept_by_platform import says
from auditor.domain.archives.archive import Imported
from auditor.domain.archives.capture import CaptureMark, PageSeen
from auditor.domain.archives.readable import Readable, SourceKind, TestedOn
from auditor.messages import N_, _, ngettext

_KINDS = {
    SourceKind.LIVE: N_("interface of the platform"),
    SourceKind.KEY: N_("interface, with a key"),
    SourceKind.ARCHIVE: N_("archive that it hands out"),
    SourceKind.PAGE: N_("pages"),
    SourceKind.PROGRAM: N_("another program"),
}
_TRIED = {
    TestedOn.REAL_SERVER: N_("real servers"),
    TestedOn.RECORDED: N_("recorded files"),
    TestedOn.DOCUMENTATION: N_("untested: documentation only"),
}


def source_kind(each: Readable) -> str:
    """Say how something is read."""
    return _(_KINDS[each.kind])


def tried_on(each: Readable) -> str:
    """Say what the reading was tried on."""
    return _(_TRIED[each.tested_on])


def made(each: Imported) -> str:
    """Say whose archive or page it is and of when."""
    if each.page is not None:
        if each.made_at is None:
            return _("{platform}, a page kept on an unknown day").format(platform=each.title)
        day = each.made_at.date().isoformat()
        return _("{platform}, a page kept on {day}").format(platform=each.title, day=day)
    if each.made_at is None:
        return _("{platform}, of an unknown day").format(platform=each.title)
    return _("{platform}, as of {day}").format(
        platform=each.title, day=each.made_at.date().isoformat()
    )


def lines(each: Imported) -> Iterator[str]:
    """Yield what came of an archive or a kept page, a line each."""
    if each.page is not None:
        yield from page_lines(each, each.page)
    else:
        yield from _archive_lines(each)
    if each.strangers is not None and each.strangers.uploaded:
        yield from strangers_got(each.strangers)


def _archive_lines(each: Imported) -> Iterator[str]:
    counts = each.counts
    yield ngettext("{n} photo of yours", "{n} photos of yours", counts.photos).format(
        n=counts.photos
    ) + _(": {public} public, {hidden} not, {unknown} not said yet").format(
        public=counts.public,
        hidden=counts.photos - counts.public - counts.unknown,
        unknown=counts.unknown,
    )
    if counts.others:
        yield ngettext(
            "{n} picture of somebody else stayed out",
            "{n} pictures of other people stayed out",
            counts.others,
        ).format(n=counts.others)
    if counts.films:
        yield ngettext(
            "{n} film was not looked into", "{n} films were not looked into", counts.films
        ).format(n=counts.films)
    if each.compared is not None:
        yield _("since the archive before: {new} new, {gone} gone, {changed} changed").format(
            **each.compared
        )
        if each.compared["untold"]:
            yield ngettext(
                "{n} photo is not in this archive, and could not be told to be gone",
                "{n} photos are not in this archive, and could not be told to be gone",
                each.compared["untold"],
            ).format(n=each.compared["untold"])
    yield from each.notes
    if counts.skipped_in_all:
        first = counts.skipped[0]
        yield ngettext(
            "{n} entry was left out: {name}, {reason}",
            "{n} entries were left out; the first: {name}, {reason}",
            counts.skipped_in_all,
        ).format(n=counts.skipped_in_all, name=first.name, reason=first.reason)
    if not each.whole:
        yield _("This archive is not whole: what it does not name may still be there.")
    for kept in each.held:
        yield _("kept by the platform: {what}").format(what=says(kept).render())


def page_lines(each: Imported, page: PageSeen) -> Iterator[str]:
    """Yield what a kept page tells, a line each."""
    if page.page:
        yield page.page
    shown = ngettext("{platform} showed {n} picture", "{platform} showed {n} pictures", page.shown)
    told = shown.format(platform=each.title, n=page.shown)
    yield _("{told}, then asked to log in").format(told=told) if page.asked_to_log_in else told
    if page.told is not None and page.hidden:
        yield ngettext(
            "it says that there is {n} posting, and did not show {hidden}",
            "it says that there are {n} postings, and did not show {hidden}",
            page.told,
        ).format(n=page.told, hidden=page.hidden)
    for why, number in page.left_out:
        yield _("left out: {n} ({why})").format(n=number, why=why)
    yield from each.notes
    if each.counts.skipped_in_all:
        first = each.counts.skipped[0]
        yield ngettext(
            "{n} picture could not be read: {name}, {reason}",
            "{n} pictures could not be read; the first: {name}, {reason}",
            each.counts.skipped_in_all,
        ).format(n=each.counts.skipped_in_all, name=first.name, reason=first.reason)
    yield _("What it does not show may be seen all the same: could not tell.")


def strangers_got(mark: CaptureMark) -> Iterator[str]:
    """Yield what strangers got of an archive, as kept pages show it."""
    if not mark.got:
        size = ""
    elif mark.least == mark.most:
        size = _(", at {px} px").format(px=mark.most)
    else:
        size = _(", at {least} to {most} px").format(least=mark.least, most=mark.most)
    yield (
        ngettext(
            "of {n} uploaded photo a stranger got {got}",
            "of {n} uploaded photos a stranger got {got}",
            mark.uploaded,
        ).format(n=mark.uploaded, got=mark.got)
        + size
    )
    if mark.apart:
        yield ngettext(
            "{n} picture of the page is none of them",
            "{n} pictures of the page are none of them",
            mark.apart,
        ).format(n=mark.apart)
    if mark.untold:
        yield ngettext(
            "{n} could not be compared: its picture is not known here. Name the archive and the "
            "page together.",
            "{n} could not be compared: their pictures are not known here. Name the archive and "
            "the page together.",
            mark.untold,
        ).format(n=mark.untold)
