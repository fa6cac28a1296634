"""From files and folders that the person names to the captures in them."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult

from auditor.captures.capture import Capture, page_address
from auditor.captures.forms import har, mhtml, saved_folder, single_file, warc, webarchive
from auditor.captures.page.owner import OwnerOf, PageOwner
from auditor.captures.reading.pane import Pane
from auditor.captures.recording import Recording, split
from auditor.errors import ReaderError, UsageError
from auditor.messages import N_, _

OpenFile = Callable[[Path], BinaryIO]

PAGE = "page"
"""The platform of a page that is of none that is known by its host."""
_FORMS = (har, mhtml, warc, webarchive, single_file)
_ENDINGS = (".har", ".mhtml", ".mht", ".warc", ".warc.gz", ".wacz", ".webarchive")
_NOT_SUCH = N_("does not begin as such a file does: save the page again")
_OF_OTHERS = re.compile(r"/[^/]+/(?:tagged|liked|likes|saved|followers|following)/?\Z")
"""Lists of a profile that hold other people's postings, or people."""
_HEAD = 16 * 1024
_MOST_PAGES = 50
_NO_BODIES = N_(
    "it names pictures and holds the body of none: save it with content, while the page is open"
)
_NOTHING = N_("there is no page and no picture in it: record the page while it loads")
_HINT = N_("'auditor sources' lists the forms of pages that are read.")
_NO_PICTURE = N_(
    "there is no picture in it: save the page complete, once it is scrolled to its end"
)


def open_captures(
    paths: Sequence[str], open_file: OpenFile, owner_of: OwnerOf
) -> tuple[tuple[Capture, ...], tuple[str, ...]]:
    """Return the captures in files and folders, and the paths that are none.

    Raises UsageError where one opens an account, or cannot be read.
    """
    found: list[Capture] = []
    rest: list[str] = []
    try:
        for given in dict.fromkeys(paths):
            made = _opened(Path(given), open_file)
            if made is None:
                rest.append(given)
            found += [_capture(each, owner_of) for each in made or ()]
    except BaseException:
        for capture in found:
            capture.close()
        raise
    return tuple(found), tuple(rest)


def _opened(path: Path, open_file: OpenFile) -> list[Recording] | None:
    """Return what a path holds; None where it is no capture."""
    try:
        if path.is_dir():
            return _in_folder(path, open_file)
        if path.suffix.casefold() in saved_folder.PAGE_ENDINGS:
            folder = saved_folder.folder_of(path)
            if folder is not None:
                return [_told(path, lambda: saved_folder.read(path, folder, open_file))]
        file = _bare(open_file(path))
    except (OSError, ReaderError, ValueError):
        return None  # what opens archives says why
    with Pane(file, _HEAD) as pane:
        form = next((each for each in _FORMS if each.looks_like(pane)), None)
    if form is None:
        file.close()
        if path.name.casefold().endswith(_ENDINGS):
            raise UsageError(f"{path.name}: {_(_NOT_SUCH)}", _(_HINT))
        return None
    try:
        made = _told(path, lambda: form.read(file, path.name))
    except BaseException:
        file.close()
        raise
    lacks = _lacks(made)
    if lacks:
        made.close()
        raise UsageError(f"{path.name}: {_(lacks)}", _(_HINT))
    return [made]


def _lacks(made: Recording) -> str:
    """Return what a file lacks of which nothing can be told; "" else.

    A page without a picture tells something: one that asks for a log-in in place of them.
    """
    if made.pictures:
        return ""
    if made.form == single_file.FORM:
        return _NO_PICTURE
    if made.passed:
        return _NO_BODIES
    return "" if made.pages else _NOTHING


def _bare(file: BinaryIO) -> BinaryIO:
    """Return a file without what reads ahead for it, and would keep what it read."""
    return file.detach() if isinstance(file, io.BufferedReader) else file  # type: ignore[return-value] # a raw file


def _in_folder(path: Path, open_file: OpenFile) -> list[Recording] | None:
    with os.scandir(path) as entries:
        pages = sorted(
            entry.name
            for entry in entries
            if entry.name.casefold().endswith(tuple(saved_folder.PAGE_ENDINGS))
            and entry.is_file(follow_symlinks=False)
        )[:_MOST_PAGES]
    saved = [(path / name, saved_folder.folder_of(path / name)) for name in pages]
    made = [
        _told(page, lambda page=page, folder=folder: saved_folder.read(page, folder, open_file))  # type: ignore[misc]
        for page, folder in saved
        if folder is not None
    ]
    return made or None


def _told(path: Path, read: Callable[[], Recording]) -> Recording:
    """Read, and name the file where it cannot be. Raises UsageError."""
    try:
        return read()
    except ReaderError as error:
        raise UsageError(f"{path.name}: {error.message}", _(_HINT)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{path.name}: {reason}", _(_HINT)) from None


def _capture(recording: Recording, owner_of: OwnerOf) -> Capture:
    owner = _owner(recording, owner_of)
    first = split(page_address(recording))
    others = {
        address
        for address in recording.addresses()
        if _is_of_others(split(address), first, owner, owner_of(address))
    }
    return Capture(recording, owner, frozenset(others))


def _is_of_others(
    page: SplitResult, first: SplitResult, owner: PageOwner, known: PageOwner | None
) -> bool:
    """Whether a page is somebody else's, or shows what others put up.

    Of a host that is not known, what does not stand below the page that was kept may be.
    """
    if page.netloc.rpartition("@")[2] != first.netloc:
        return False
    if _OF_OTHERS.search(page.path) is not None:
        return True
    if known is not None:
        names = {each.handle.lstrip("@").casefold() for each in (known, owner) if each.handle}
        return len(names) > 1
    return owner.platform == PAGE and not f"{page.path}/".startswith(first.path.rstrip("/") + "/")


def _owner(recording: Recording, owner_of: OwnerOf) -> PageOwner:
    address = page_address(recording)
    known = owner_of(address) if address else None
    if known is not None:
        return known
    parts = split(address)
    return PageOwner(PAGE, _("Page"), f"{parts.netloc}{parts.path}".rstrip("/"))
