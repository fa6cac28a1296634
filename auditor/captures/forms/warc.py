"""WARC: records of what was asked and answered (ISO 28500), packed or not, and WACZ around them.

Of requests only the names of headers are looked at, in one piece of memory that is wiped; only
records of answers are handed to warcio.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from auditor.captures.logged_in import CookiesSeen, refusal, shows_account
from auditor.captures.reading.members import (
    MAGIC,
    Member,
    begins_with,
    overwrite_windows,
    require_no_bomb,
)
from auditor.captures.reading.mime_walk import head_of
from auditor.captures.reading.pane import CUT, ONE_AT_A_TIME, TOO_LARGE, Pane
from auditor.captures.recording import (
    MOST_PAGE,
    MOST_PICTURES,
    TOO_MANY_PICTURES,
    RecordedPage,
    RecordedPicture,
    Recording,
    split,
)
from auditor.dataclass import dataclass
from auditor.errors import ReaderError
from auditor.messages import N_, _

FORM = "warc"
_LEAD = b"WARC/1."
_ZIP = b"PK\3\4"
_MOST_RECORDS = 1_000_000
_MOST_HEAD = 64 * 1024
_MOST_PAGES = 50
_MOST_WARCS = 1000
_TOO_MANY_WARCS = N_("holds more than {n} WARCs")
_TOO_MANY_RECORDS = N_("holds more than {n} records")
_IN_ONE_PIECE = N_("is packed in one piece: pack each record by itself, or unpack it")
_NO_WARC = N_("holds no WARC that is stored as it is")
_OF_WACZ = re.compile(rb"datapackage\.json|archive/[^/]{1,200}\.warc")
_OVERLAP = 4096
_HEADER = re.compile(rb"([A-Za-z0-9-]{1,64})[ \t]*:")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_KIND = re.compile(rb"\ncontent-type[ \t]*:[ \t]*([^\r\n]{1,200})", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_POST = re.compile(rb"(?:POST|PUT) ([^ ?\r\n]{1,300})")
_ENTERS = re.compile(rb"log-?_?in|sign-?_?in|password", re.IGNORECASE)
_FINE = frozenset({b"200", b"203"})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class _Answer:
    """One record of an answer: its address, its media type, and where the record stands."""

    address: str
    media_type: str
    at: int
    moment: str
    length: int = 0


class _Within(io.RawIOBase):
    """A stretch of a file as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, length: int) -> None:
        super().__init__()
        self._file: Any = getattr(file, "raw", file)
        self._start, self._length, self._at = start, length, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(0, base + place)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)[: max(0, self._length - self._at)]
        self._file.seek(self._start + self._at)
        read = self._file.readinto(view) or 0
        self._at += read
        return int(read)


def looks_like(pane: Pane) -> bool:
    """Whether a file begins as a WARC does, packed or not, or as a WACZ."""
    end = pane.at + pane.hold(4096)
    if pane.begins(MAGIC):
        return begins_with(pane.held[pane.at : end], _LEAD)
    if pane.begins(_LEAD):
        return True
    return pane.begins(_ZIP) and _OF_WACZ.search(pane.held, pane.at, end) is not None


def read(file: BinaryIO, name: str) -> Recording:
    """Return what a WARC or WACZ holds. Raises UsageError where it opens an account."""
    made = Recording(FORM, name, files=[file])
    cookies = CookiesSeen()
    try:
        for part in _warcs(file):
            for answer in _records(part, cookies, name):
                _take(made, part, answer, name)
    finally:
        overwrite_windows()
    cookies.require_none(name)
    return made


def _warcs(file: BinaryIO) -> Iterator[BinaryIO]:
    """Yield the WARC itself, or those in a WACZ."""
    file.seek(0)
    if file.read(4) != _ZIP:
        yield file
        return
    try:
        with zipfile.ZipFile(file) as packed:
            infos = [
                each
                for each in packed.infolist()
                if each.filename.startswith("archive/")
                and each.filename.endswith((".warc", ".warc.gz"))
                and each.compress_type == zipfile.ZIP_STORED
            ]
            infos = list({each.header_offset: each for each in infos}.values())[: _MOST_WARCS + 1]
            starts = [_start_of(file, each.header_offset) for each in infos]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ReaderError(_(CUT)) from None
    if not infos:
        raise ReaderError(_(_NO_WARC))
    if len(infos) > _MOST_WARCS:
        raise ReaderError(_(_TOO_MANY_WARCS).format(n=_MOST_WARCS))
    if sum(each.file_size for each in infos) > _length_of(file):
        raise ReaderError(_(CUT))
    for start, info in zip(starts, infos, strict=True):
        yield _Within(file, start, info.file_size)  # type: ignore[misc] # a raw file for reading


def _length_of(file: BinaryIO) -> int:
    return file.seek(0, io.SEEK_END)


def _start_of(file: BinaryIO, header: int) -> int:
    """Return where the bytes of a zip's entry begin (APPNOTE.TXT 4.3.7)."""
    file.seek(header + 26)
    lengths = file.read(4)
    name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
    return header + 30 + name + extra


def _records(file: BinaryIO, cookies: CookiesSeen, name: str) -> Iterator[_Answer]:
    """Yield the answers; raise at what opens an account."""
    file.seek(0)
    packed = getattr(file, "raw", file).read(2) == MAGIC
    at, number, unpacked = 0, 0, 0
    length = _length_of(file)
    pane = Pane(file)
    with pane:
        while at < length:
            number += 1
            if number > _MOST_RECORDS:
                raise ReaderError(_(_TOO_MANY_RECORDS).format(n=_MOST_RECORDS))
            member = Member(file, at) if packed else None
            try:
                answer, following = _one_record(pane, at, member, cookies)
            finally:
                if member is not None:
                    unpacked += member.unpacked
                    member.close()
            require_no_bomb(unpacked, following)
            if cookies.session:
                raise refusal(name)
            if answer is not None:
                yield replace(answer, length=following - at)
            at = following


def _one_record(
    pane: Pane, at: int, member: Member | None, cookies: CookiesSeen
) -> tuple[_Answer | None, int]:
    """Return what the record at `at` answers, and where the next begins."""
    if member is not None:
        pane.turn_to(member)
    else:
        pane.go_to(at)
    if not pane.begins(_LEAD):
        raise ReaderError(_(CUT))
    answer = _record(pane, at, cookies)
    return answer, at if cookies.session else _next(pane, member)


def _next(pane: Pane, member: Member | None) -> int:
    """Return where the next record begins: behind the empty lines, or in the next member."""
    while pane.hold(1) and pane.held[pane.at] in b"\r\n":
        pane.at += 1
    if member is None:
        return pane.place
    if pane.hold(1):
        raise ReaderError(_(_IN_ONE_PIECE))
    if member.ends_at is None:
        raise ReaderError(_(CUT))
    return member.ends_at


def _record(pane: Pane, at: int, cookies: CookiesSeen) -> _Answer | None:
    headers = head_of(pane)
    try:
        length = int(headers.get("content-length", ""))
    except ValueError:
        raise ReaderError(_(CUT)) from None
    kind, address = headers.get("warc-type", ""), headers.get("warc-target-uri", "")
    end = pane.place + max(0, length)
    found = None
    if kind in {"request", "response"}:
        start, stop = pane.at, _end_of_head(pane, length)
        _names(pane, start, stop, cookies)
        if kind == "request":
            posted = _POST.match(pane.held, start, stop)
            cookies.session |= posted is not None and _ENTERS.search(posted[1]) is not None
        else:
            found = _answer(pane, start, stop, address, at, headers.get("warc-date", ""))
            if found is not None and _is_page(found):
                cookies.session |= _opens(pane, end)
    _pass_to(pane, end)
    return found


def _is_page(answer: _Answer) -> bool:
    return answer.media_type.partition(";")[0].strip().casefold() in _PAGES


def _opens(pane: Pane, end: int) -> bool:
    """Whether a page bears a mark of being logged in: looked for before it is handed to others."""
    while True:
        held = pane.hold(min(end - pane.place, len(pane.held) // 2))
        if shows_account(pane.held, pane.at, pane.at + held):
            return True
        if held <= _OVERLAP or pane.place + held >= end:
            return False
        pane.at += held - _OVERLAP


def _end_of_head(pane: Pane, length: int) -> int:
    held = pane.hold(min(length, _MOST_HEAD))
    found = _END_OF_HEAD.search(pane.held, pane.at, pane.at + held)
    return pane.at + held if found is None else found.start()


def _names(pane: Pane, start: int, stop: int, cookies: CookiesSeen) -> None:
    at = pane.held.find(b"\n", start, stop)
    while 0 <= at < stop:
        found = _HEADER.match(pane.held, at + 1, stop)
        if found is not None:
            cookies.header(found[1].decode("ascii"))
        at = pane.held.find(b"\n", at + 1, stop)


def _answer(
    pane: Pane, start: int, stop: int, address: str, at: int, moment: str
) -> _Answer | None:
    status = _STATUS.match(pane.held, start, stop)
    kind = _KIND.search(pane.held, start, stop)
    if status is None or status[1] not in _FINE or kind is None:
        return None
    return _Answer(address.strip("<>"), kind[1].decode("latin-1").strip(), at, moment)


def _pass_to(pane: Pane, end: int) -> None:
    """Go to a place that was not read yet, without jumping: a packed file cannot."""
    while pane.place < end:
        if pane.at == pane.end and not pane.more():
            raise ReaderError(_(CUT))
        pane.at = min(pane.end, pane.at + end - pane.place)


def _take(made: Recording, file: BinaryIO, answer: _Answer, name: str) -> None:
    kind = answer.media_type.partition(";")[0].strip().casefold()
    if split(answer.address).scheme not in {"http", "https"}:
        return
    made.made_at = made.made_at or _moment(answer.moment)
    if kind.startswith("image/") and kind != "image/svg+xml":
        made.take(
            RecordedPicture(answer.address, partial(_body, file, answer)),
            _(TOO_MANY_PICTURES).format(n=MOST_PICTURES),
        )
    elif _is_page(answer) and len(made.pages) < _MOST_PAGES:
        markup = bytearray(_body(file, answer, MOST_PAGE))
        if shows_account(markup):
            markup[:] = bytes(len(markup))
            raise refusal(name)
        made.add_page(RecordedPage(answer.address, answer.media_type, markup))


def _body(file: BinaryIO, answer: _Answer, most: int) -> bytes:
    """Return the body of an answer, unpacked. Nothing but its record is handed to warcio."""
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

    try:
        with ONE_AT_A_TIME:
            within = _Within(file, answer.at, answer.length)
            record = next(iter(ArchiveIterator(within)))
            stream = record.content_stream()
            pieces, length = [], 0
            while piece := stream.read(64 * 1024):
                pieces.append(piece)
                length += len(piece)
                if length > most:
                    raise ReaderError(_(TOO_LARGE).format(n=most))
    except (ArchiveLoadFailed, StopIteration, OSError, ValueError, EOFError):
        raise ReaderError(_(CUT)) from None
    return b"".join(pieces)


def _moment(written: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(written)
    return None
