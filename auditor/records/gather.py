"""All records that the person names, read one after the other: mail, bookmarks, password lists."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from auditor.dataclass import dataclass
from auditor.domain.outside.own_records import (
    Certainty,
    ForgottenService,
    OwnRecords,
    RecordCounts,
    RecordTrace,
    TraceKind,
)
from auditor.errors import ReaderError, UsageError
from auditor.guidance.records.read import has_photos, sensitive
from auditor.messages import _
from auditor.records.bookmarks import hosts_in, looks_like_bookmarks
from auditor.records.mail.heads import LONGEST_HEAD, Mailbox, head_of
from auditor.records.mail.senders import service_of
from auditor.records.mail.tally import MailTally
from auditor.records.passwords.export import looks_like_list, sites_in
from auditor.records.passwords.sealed import takes_password

_FIRST = 64 * 1024
_LARGEST = 64 << 20
"""Bytes of bookmarks or of an export that are read into memory."""
_FIELD = re.compile(
    rb"(?:\d+\s*\n)?(?:From \S[^\n]*\n)?[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]?[^\n]*\n(?:[ \t]|[A-Za-z])"
)
_OF_MAIL = re.compile(
    rb"^(?:from|received|return-path|message-id|delivered-to)[ \t]*:", re.IGNORECASE | re.MULTILINE
)
_INDEXES = frozenset({".msf", ".dat", ".json", ".sqlite", ".html", ".ini", ".log", ".js", ".db"})
"""Files beside the folders of a mail program that hold no mail."""
_EACH = 5000

Open = Callable[[Path], BinaryIO]


class RecordForm(StrEnum):
    """What a file is."""

    MAILBOX = "mailbox"
    MAIL = "mail"
    MAIL_FOLDER = "mail-folder"
    BOOKMARKS = "bookmarks"
    PASSWORDS = "passwords"
    SEALED_PASSWORDS = "sealed-passwords"


PASSWORD_LISTS = frozenset({RecordForm.PASSWORDS, RecordForm.SEALED_PASSWORDS})
OF_NO_MAIL = PASSWORD_LISTS | {RecordForm.BOOKMARKS}


def form_of(path: Path, open_file: Open) -> RecordForm:
    """Return what a file is by its first bytes. Raises ReaderError and OSError."""
    if path.is_dir():
        return RecordForm.MAIL_FOLDER
    with open_file(path) as file:
        start = file.read(_FIRST)
    if not start:
        raise ReaderError(_("is empty"))
    found = _mail_form(start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    if found is not None:
        return found
    if start.startswith(b"PK\x03\x04"):
        raise ReaderError(
            _("is a zip"), _("Unpack it and name the mailbox (.mbox) or the list that lies in it.")
        )
    if start.startswith(b"SQLite format 3\0"):
        raise ReaderError(
            _("is a database of a program"),
            _("Export bookmarks or passwords there, as HTML, JSON or CSV, and name that file."),
        )
    if start.startswith(b"\x1f\x8b"):
        raise ReaderError(_("is packed"), _("Unpack it, and name what lies in it."))
    if takes_password(start):
        return RecordForm.SEALED_PASSWORDS
    if looks_like_bookmarks(start):
        return RecordForm.BOOKMARKS
    if not looks_like_list(start):
        raise ReaderError(
            _("is no mail, no bookmarks and no password list that is known"),
            _(
                "Read are mailboxes (mbox), folders of mails, bookmarks that a browser exports, "
                "and password lists as CSV or Bitwarden's JSON."
            ),
        )
    return RecordForm.PASSWORDS


def _mail_form(start: bytes) -> RecordForm | None:
    if start.startswith(b"From "):
        return RecordForm.MAILBOX
    head = start.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    return RecordForm.MAIL if _FIELD.match(start) and _OF_MAIL.search(head) else None


@dataclass(slots=True)
class Gathering:
    """What was read so far. `tell` is called with the number of mails now and then.

    `secret` opens a list of passwords that is sealed.
    """

    open_file: Open
    mail: MailTally | None
    tell: Callable[[int], None]
    secret: str = field(default="", repr=False)
    bookmarks: Counter[str] = field(default_factory=Counter)
    entries: Counter[str] = field(default_factory=Counter)
    unread: int = 0

    def read(self, path: Path) -> None:
        """Read one file or folder that the person named. Raises ReaderError and OSError."""
        form = form_of(path, self.open_file)
        if form in OF_NO_MAIL:
            with self.open_file(path) as file:
                data = file.read(_LARGEST + 1)
            if len(data) > _LARGEST:
                raise ReaderError(_("is larger than 64 MiB"))
            if form is RecordForm.BOOKMARKS:
                self.bookmarks.update(hosts_in(data))
            else:
                self.entries.update(sites_in(data, self.secret))
            return
        before = self._tally().mails
        if form is RecordForm.MAIL_FOLDER:
            self._read_folder(path)
        else:
            self._read_mail(path, form)
        if self._tally().mails == before:
            raise ReaderError(_("holds no mail"))

    def _tally(self) -> MailTally:
        if self.mail is None:
            raise UsageError(_("The address of the mailbox is needed; nothing was read."))
        return self.mail

    def _read_folder(self, folder: Path) -> None:
        for path in _files_in(folder):
            try:
                with self.open_file(path) as file:
                    form = _mail_form(file.read(_FIRST))
                if form is None:
                    self.unread += path.suffix.casefold() not in _INDEXES
                else:
                    self._read_mail(path, form)
            except (OSError, ReaderError):
                self.unread += 1

    def _read_mail(self, path: Path, form: RecordForm) -> None:
        tally = self._tally()
        with self.open_file(path) as file:
            if form is RecordForm.MAIL:
                self._take(tally, (head_of(file.read(LONGEST_HEAD)),))
            else:
                self._take(tally, Mailbox(file).heads())

    def _take(self, tally: MailTally, heads: Iterable[bytes]) -> None:
        for head in heads:
            tally.take(head)
            if tally.mails % _EACH == 0:
                self.tell(tally.mails)

    def result(self) -> OwnRecords:
        """Return what all records tell. Raises UsageError where no mail reached the address."""
        mail = self.mail
        if mail is not None and mail.mails and not mail.reached:
            raise UsageError(
                _("No mail in it was sent to that address; nothing is told of it."),
                _("Type the mailbox's own address, as it stands in the mails that reached it."),
            )
        found = {service.domain: service for service in (mail.services() if mail else ())}
        counted: tuple[tuple[Counter[str], TraceKind, Certainty], ...] = (
            (self.bookmarks, TraceKind.BOOKMARK, Certainty.LOW),
            (self.entries, TraceKind.PASSWORD_ENTRY, Certainty.HIGH),
        )
        for hosts, kind, certainty in counted:
            for host, count in sorted(hosts.items()):
                _add(found, host, RecordTrace(kind, count), certainty)
        counts = replace(
            mail.counts() if mail else RecordCounts(),
            bookmarks=self.bookmarks.total(),
            entries=self.entries.total(),
            unread=self.unread,
        )
        services = tuple(sorted(found.values(), key=_order))
        return OwnRecords(services, counts, mail.look_alikes() if mail else ())


def _order(service: ForgottenService) -> tuple[int, bool, str]:
    return [*Certainty].index(service.certainty), not service.photos, service.name.casefold()


def _add(
    found: dict[str, ForgottenService], host: str, trace: RecordTrace, certainty: Certainty
) -> None:
    """Add what a bookmark or an entry names; a bookmark only where its service is on the list."""
    sender = service_of(host) if "." in host else None
    if sender is None or (sender.page is None and trace.kind is TraceKind.BOOKMARK):
        return
    known = found.get(sender.domain) or ForgottenService(
        sender.page.name if sender.page else sender.domain,
        sender.domain,
        Certainty.LOW,
        (),
        has_photos(sender.domain),
        sensitive(sender.domain, listed=sender.page is not None),
        sender.page.url if sender.page else "",
        sender.page.difficulty if sender.page else "",
    )
    same = next((each for each in known.traces if each.kind is trace.kind), None)
    traces = [each for each in known.traces if each is not same]
    traces.append(replace(trace, count=trace.count + (same.count if same else 0)))
    surer = min(known.certainty, certainty, key=[*Certainty].index)
    ordered = sorted(traces, key=lambda each: [*TraceKind].index(each.kind))
    found[sender.domain] = replace(known, certainty=surer, traces=tuple(ordered))


def _files_in(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):  # follows no links
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not path.is_symlink():
                yield path
