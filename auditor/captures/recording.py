"""What every form of capture hands on: the page, and where the bodies of its pictures stand."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import SplitResult, urlsplit

from auditor.captures.reading.pane import TOO_LARGE
from auditor.dataclass import dataclass
from auditor.errors import ReaderError
from auditor.messages import N_, _

MOST_PAGE = 32 * 1024 * 1024
"""Bytes of a page's markup that are read; pictures written into it do not count. A judgement."""
TOO_MANY_PICTURES = N_("holds more than {n} pictures")
SAVED = "file:///"
"""In front of the folder that was saved with a page, where an address stands else."""
MOST_PAGES_LENGTH = 2 * MOST_PAGE
"""Bytes of all pages of one capture, with those of frames. A judgement."""
MOST_PASSED = 100_000
_LONGEST_NAME = 200
MOST_PICTURES = 20_000
"""Pictures of one capture whose places are kept. A judgement."""


@dataclass(frozen=True, slots=True)
class RecordedPicture:
    """One picture as it was served: its address, and how its bytes are got.

    `read` takes the most bytes that it may return. Raises ReaderError.
    """

    address: str
    read: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """One page: its address, its media type, its markup as it was served.

    `base`: against what its relative addresses are made absolute, "" for its own address.
    """

    address: str
    media_type: str
    markup: bytearray
    base: str = ""


_SAYS = re.compile(
    rb"<(?:link|meta)\s[^<>]{0,300}?(?:rel|property)\s{0,3}=\s{0,3}[\"']?(?:canonical|og:url)\b"
    rb"[^<>]{0,300}?(?:href|content)\s{0,3}=\s{0,3}[\"'](https?://[^\"'\s<>]{1,4096})",
    re.IGNORECASE,
)


def split(address: str) -> SplitResult:
    """Return the parts of an address; none of what is no address, such as half an IPv6 host."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def file_moment(file: BinaryIO) -> datetime | None:
    """Return when a file was last written, for forms that keep no moment; None without a file."""
    raw: Any = getattr(file, "raw", file)
    try:
        return datetime.fromtimestamp(os.fstat(raw.fileno()).st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None


def said_address(markup: bytearray) -> str:
    """Return the address that a page gives itself, for forms that keep none; "" without."""
    found = _SAYS.search(markup)
    return "" if found is None else found[1].decode("utf-8", "replace")


@dataclass(slots=True)
class Recording:
    """What was found in one file or folder.

    `pages`: the first is the one that was kept. `rendered`: its markup is as the browser made it,
    not as the server sent it. `mark` changes with what the file holds. `passed`: pictures that
    could not be taken, and why.
    """

    form: str
    name: str
    pages: list[RecordedPage] = field(default_factory=list)
    pictures: list[RecordedPicture] = field(default_factory=list)
    rendered: bool = False
    made_at: datetime | None = None
    mark: str = ""
    passed: list[tuple[str, str]] = field(default_factory=list)
    files: list[BinaryIO] = field(default_factory=list)

    def take(self, picture: RecordedPicture, reason: str) -> None:
        """Keep a picture, or count it as passed for `reason` where there are too many."""
        if len(self.pictures) < MOST_PICTURES:
            self.pictures.append(picture)
        else:
            self.pass_over(picture.address, reason)

    def pass_over(self, address: str, reason: str) -> None:
        """Count a picture that could not be taken. Raises ReaderError above what a page holds."""
        if len(self.passed) == MOST_PASSED:
            raise ReaderError(_(TOO_MANY_PICTURES).format(n=MOST_PASSED))
        self.passed.append((address.partition("?")[0][-_LONGEST_NAME:], reason))

    def add_page(self, page: RecordedPage) -> None:
        """Keep a page. Raises ReaderError where all together are larger than pages are."""
        self.pages.append(page)
        if sum(len(each.markup) for each in self.pages) > MOST_PAGES_LENGTH:
            for each in self.pages:
                each.markup[:] = bytes(len(each.markup))
            raise ReaderError(_(TOO_LARGE).format(n=MOST_PAGES_LENGTH))

    def addresses(self) -> Iterator[str]:
        """Yield the addresses of its pages."""
        return (page.address for page in self.pages)

    def close(self) -> None:
        """Close its files, and overwrite what is held of its pages."""
        for page in self.pages:
            page.markup[:] = bytes(len(page.markup))
        for file in self.files:
            file.close()
