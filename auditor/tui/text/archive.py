"""What is said of an archive before, while and after it is brought in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from textual.content import Content

from auditor.domain.archives.archive import ArchiveCounts, ArchiveMark, Imported
from auditor.domain.text.statement import Kind
from auditor.guidance.archives import asking
from auditor.messages import _, ngettext
from auditor.report.veil import Veil
from auditor.report.words.archives import lines as what_came
from auditor.report.words.archives import made
from auditor.tui.text.plain import plain, row
from auditor.tui.text.shell import with_screens


def how_to_ask(platform: str, today: date, veil: Veil) -> Iterator[Content]:
    """Yield how to ask a platform for its archive; without one, which platforms are known."""
    yield plain(_(asking.WHAT_FOR), limit=600)
    asked = asking.request_of(platform)
    if asked is None:
        names = ", ".join(known.name for known in asking.requests())
        yield plain(_("Archives are handed out by: {names}.").format(names=names), limit=600)
        told = _("How to ask stands with the settings of each: Accounts (2), then l, then I.")
        yield plain(told, "$quiet")
        yield plain(with_screens(_(asking.CAREFUL)), "$text-warning", limit=600)
        return
    careful, *rest = asking.told(asked, today)
    yield plain(with_screens(careful), "$text-warning", limit=600)
    yield plain("")
    for sentence in rest:
        head, colon, text = sentence.partition(": ")
        if colon and len(head) < 40:  # noqa: PLR2004 - a label, not half a sentence
            yield row(plain(f"{head}: ", "bold"), plain(veil.sentence(text), limit=900))
        else:
            yield plain(veil.sentence(sentence), limit=900)
    yield plain(_(asking.HOLDS_EVERYTHING), "$text-warning", limit=400)


def found(
    imported: Imported, files: Sequence[Path], veil: Veil, *, kept: bool
) -> Iterator[Content]:
    """Yield what was found in the files; `kept`: reading it began already."""
    yield plain(made(imported), "bold $accent", limit=200)
    handle = imported.identity.handle
    yield row(
        plain(_("Whose: "), "$quiet"),
        plain(veil.word(handle, Kind.HANDLE), "bold", limit=200)
        if handle
        else plain(
            _("the archive does not say") if imported.page is None else _("the page does not say")
        ),
    )
    parts = ngettext("{n} file or folder", "{n} files or folders", len(files))
    yield row(plain(_("Read from: "), "$quiet"), plain(parts.format(n=len(files))))
    for line in what_came(imported):
        yield plain(veil.sentence(line), limit=600)
    if not kept:
        yield plain(_("Nothing of it is kept yet."), "$quiet")


def to_be_said(counts: ArchiveCounts) -> Iterator[Content]:
    """Yield what is asked about who can see the photos."""
    if counts.unknown:
        told = ngettext(
            "Can strangers see it? The archive does not tell it of {n} photo.",
            "Can strangers see them? The archive does not tell it of {n} photos.",
            counts.unknown,
        )
        yield plain(told.format(n=f"{counts.unknown:,}"), "bold")
    elif counts.hidden_albums:
        yield plain(_("Did you share an album by a link, or show it to all?"), "bold")
        told = _("The archive says that these are private. A shared one counts as public.")
        yield plain(told, "$quiet")
    yield plain(
        _("y public, n not, for the line under the cursor; Enter goes on. Unsaid stays open."),
        "$accent",
    )


def came_of_it(
    imported: Imported, files: Sequence[Path], veil: Veil, *, unsaved: bool
) -> Iterator[Content]:
    """Yield what came of an archive that was brought in, and what to do with it.

    `unsaved`: nothing is kept beyond this run.
    """
    yield plain(made(imported), "bold $accent", limit=200)
    for line in what_came(imported):
        yield plain(veil.sentence(line), limit=600)
    if imported.counts.unknown:
        told = _(
            "Until you say what is public, the answers leave those photos open: bring it in once "
            "more, and say so."
        )
        yield plain(told, "$text-warning", limit=300)
        then = _("It holds everything, messages too: delete it when that is said.")
    else:
        then = _(
            "It holds everything, messages too. This program does not need it any more: delete it, "
            "or keep it where only you get at it."
        )
    if imported.page is not None:
        then = _("This program does not need the page any more: delete it.")
    yield plain("")
    yield plain(
        _("What was learned is forgotten at the end. The archive itself lies where it was:")
        if unsaved
        else _("What was learned is kept in the vault. The archive itself lies where it was:")
    )
    for path in files:
        yield plain(f"  {veil.word(str(path), Kind.FILE)}", "bold", limit=600)
    yield plain(then, "$text-warning", limit=400)


def of_archive(mark: ArchiveMark) -> str:
    """Return in few words that an account was read from its archive, and of what day that is."""
    if mark.of_page:
        day = "?" if mark.made_at is None else f"{mark.made_at:%Y-%m-%d}"
        return _("page kept on {day}").format(day=day)
    if mark.made_at is None:
        return _("archive of unknown day")
    return _("archive of {day}").format(day=f"{mark.made_at:%Y-%m-%d}")
