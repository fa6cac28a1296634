"""A page saved with its folder: page.html and page_files/ (Firefox, Chrome, Edge).

The folder is that in which the page looks for its pictures, and nothing outside of it is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from auditor.captures.logged_in import refusal, shows_account
from auditor.captures.reading.data_addresses import bare
from auditor.captures.reading.pane import TOO_LARGE, Pane
from auditor.captures.recording import (
    MOST_PAGE,
    MOST_PICTURES,
    SAVED,
    TOO_MANY_PICTURES,
    RecordedPage,
    RecordedPicture,
    Recording,
    file_moment,
    said_address,
)
from auditor.errors import ReaderError
from auditor.messages import N_, _

FORM = "saved-folder"
PAGE_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
_LINK = N_("is a link, which is not followed")
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,9}\)(\S{1,4096})\s*-->", re.IGNORECASE)
_FILES = re.compile(
    r"[_-](?:files|file|Dateien|fichiers|archivos|bestanden|arquivos|ficheiros|filer|pliki|soubory|"
    r"tiedostot|dosyalar|elemei|fitxers|datoteke|fajlovi|bylos|failid|fails|fitxategiak)|\.files"
)
"""How Windows, and with it the browsers, call the folder of a page (Connected Files)."""
_NO_PICTURE = re.compile(
    r"\.(?:js|mjs|css|html?|xhtml|json|txt|xml|svg|woff2?|ttf|otf|mp4|webm|mp3|wasm|php)(?:\.(?!jpe?g|png|gif|webp|avif|heic|bmp)[^.]+)?",
    re.IGNORECASE,
)
"""Endings of what a page loads beside its pictures; Chrome adds one of its own to scripts."""
_HEAD = 4096

OpenFile = Callable[[Path], BinaryIO]


def folder_of(page: Path) -> Path | None:
    """Return the folder that was saved with a page; None where there is none."""
    stem = page.name.removesuffix(page.suffix)
    with os.scandir(page.parent) as entries:
        for entry in entries:
            name = entry.name
            beside = name.startswith(stem) and _FILES.fullmatch(name[len(stem) :])
            if beside and entry.is_dir(follow_symlinks=False):
                return page.parent / name
    return None


def read(page: Path, folder: Path, open_file: OpenFile) -> Recording:
    """Return what a page and its folder hold. Raises UsageError, ReaderError and OSError."""
    made = Recording(FORM, page.name, rendered=True)
    with open_file(page) as file:
        made.made_at = file_moment(file)
        with Pane(file) as pane:
            found = bare(pane, MOST_PAGE)
    if shows_account(found.markup):
        found.markup[:] = bytes(len(found.markup))
        raise refusal(page.name)
    url = _SAVED_FROM.search(found.markup[:_HEAD])
    address = said_address(found.markup) if url is None else url[1].decode("utf-8", "replace")
    made.add_page(RecordedPage(address, "text/html", found.markup, SAVED))
    for name in _names(folder, made):
        picture = RecordedPicture(
            f"{SAVED}{folder.name}/{name}", partial(_file, folder / name, open_file)
        )
        made.take(picture, _(TOO_MANY_PICTURES).format(n=MOST_PICTURES))
    return made


def _names(folder: Path, made: Recording) -> Iterator[str]:
    """Yield the files that lie directly in the folder and may be pictures."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.is_symlink():
                made.pass_over(entry.name, _(_LINK))
            elif entry.is_file(follow_symlinks=False) and not _ends_as_none(entry.name):
                yield entry.name


def _ends_as_none(name: str) -> bool:
    """Whether a name ends as those of scripts, styles and films do."""
    return any(_NO_PICTURE.fullmatch(name, dot) for dot in range(len(name)) if name[dot] == ".")


def _file(path: Path, open_file: OpenFile, most: int) -> bytes:
    try:
        if path.is_symlink():
            raise ReaderError(_(_LINK))
        with open_file(path) as file:
            body = file.read(most + 1)
    except OSError as error:
        raise ReaderError(error.strerror or type(error).__name__) from None
    if len(body) > most:
        raise ReaderError(_(TOO_LARGE).format(n=most))
    return body
