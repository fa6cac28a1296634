"""What the mails of a mailbox tell of services, counted as they pass; no mail is kept."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from datetime import date

from auditor.dataclass import dataclass
from auditor.domain.outside.own_records import (
    OF_AN_ACCOUNT,
    Certainty,
    ForgottenService,
    RecordCounts,
    RecordTrace,
    TraceKind,
)
from auditor.errors import UsageError
from auditor.guidance.records.read import has_photos, registrable, sensitive
from auditor.messages import _
from auditor.records.mail.fields import MailHead, read_head, subject_text
from auditor.records.mail.phrases import is_of_people, kind_of
from auditor.records.mail.senders import MailSender, sender_of

_MOST_SENDERS = 100_000
"""Domains that are told apart, look-alikes by themselves: some kB each. What comes from further
ones is counted as cut, but for services on the list, of which there are some thousand."""
_MOST_HOSTS = 200_000
_LEAST_SHARE = 0.05
"""Part of the checked mails from which a name is taken for that of a server that takes mail in: a
sender can write a result of its own, but stands in few mails."""
_LEAST_CHECKED = 2
"""Mails that a server checked where others checked some, too: in a small mailbox one is a share."""
_FEWEST_DAYS = 2
_MOST_CHECKERS = 64
_ADDRESS = re.compile(r"([^@\s<>,;]{1,64})@([A-Za-z0-9.-]{1,253})")


@dataclass(slots=True)
class _Counted:
    count: int = 0
    first: date | None = None
    last: date | None = None
    signed: Counter[str] = field(default_factory=Counter)

    def add(self, day: date | None, checked_by: str) -> None:
        self.count += 1
        if day is not None:
            self.first = day if self.first is None or day < self.first else self.first
            self.last = day if self.last is None or day > self.last else self.last
        if checked_by:
            self.signed[checked_by] += 1


class MailTally:
    """Counts mails that reached `address`. `today`: what is dated later has no date.

    Raises UsageError where `address` is none.
    """

    def __init__(self, address: str, today: date) -> None:
        found = _ADDRESS.fullmatch(address.strip().casefold())
        if found is None:
            raise UsageError(_("That is no mail address; nothing was read."))
        local, host = found[1], found[2]
        self._own = (local, host)
        self._reached = re.compile(
            rb"(?<![\w.+-])%s(?:\+[^@\s<>,;]*)?@%s(?![\w-])(?!\.\w)"
            % (re.escape(local.encode()), re.escape(host.encode()))
        )
        self._today = today
        self._senders: dict[str, dict[TraceKind, _Counted]] = {}
        self._hosts: dict[str, MailSender] = {}
        self._pages: dict[str, MailSender] = {}
        self._checkers: Counter[str] = Counter()
        self._resembling: dict[str, None] = {}
        self._mails = self._to_others = self._from_people = self._unsigned = 0
        self._cut = self._unlike = 0

    @property
    def mails(self) -> int:
        """How many were looked at."""
        return self._mails

    @property
    def reached(self) -> bool:
        """Whether any mail was addressed to the person."""
        return self._mails > self._to_others

    def take(self, head: bytes) -> None:
        """Count one mail by its head."""
        self._mails += 1
        told = read_head(head)
        if not self._reached.search(told.whom):
            self._to_others += 1
            return
        if not told.host:
            self._unlike += 1
            return
        sender = self._sender(told.host)
        subject = subject_text(told.subject)
        if sender.person or told.answers or is_of_people(subject) or self._is_own(told):
            self._from_people += 1
        elif sender.resembles:
            if len(self._resembling) < _MOST_SENDERS or sender.domain in self._resembling:
                self._resembling[sender.domain] = None
            else:
                self._cut += 1
        else:
            self._count(told, sender, subject)

    def _is_own(self, told: MailHead) -> bool:
        return told.host == self._own[1] and told.local.partition("+")[0] == self._own[0]

    def _sender(self, host: str) -> MailSender:
        known = self._hosts.get(host)
        if known is None:
            known = sender_of(host)
            if len(self._hosts) < _MOST_HOSTS:
                self._hosts[host] = known
        return known

    def _count(self, told: MailHead, sender: MailSender, subject: str) -> None:
        own = registrable(told.host)
        signed = any(registrable(signer) == own for signer in told.signers)
        if told.checked_by:
            if len(self._checkers) < _MOST_CHECKERS or told.checked_by in self._checkers:
                self._checkers[told.checked_by] += 1
            if not signed:
                self._unsigned += 1
                return
        kind = kind_of(subject)
        if kind is None:
            kind = TraceKind.NEWSLETTER if told.list_mail else TraceKind.OTHER_MAIL
        kinds = self._senders.get(sender.domain)
        if kinds is None:
            if len(self._senders) >= _MOST_SENDERS and sender.page is None:
                self._cut += 1
                return
            kinds = self._senders[sender.domain] = {}
            self._pages[sender.domain] = sender
        day = told.day if told.day and told.day <= self._today else None
        kinds.setdefault(kind, _Counted()).add(day, told.checked_by if signed else "")

    def services(self) -> tuple[ForgottenService, ...]:
        """Return what the mails tell, by domain."""
        trusted = self._trusted()
        found = (self._service(domain, kinds, trusted) for domain, kinds in self._senders.items())
        return tuple(service for service in found if service is not None)

    def _trusted(self) -> frozenset[str]:
        every = self._checkers.total()
        least = max(every * _LEAST_SHARE, min(len(self._checkers), _LEAST_CHECKED))
        return frozenset(name for name, count in self._checkers.items() if count >= least)

    def _service(
        self, domain: str, kinds: dict[TraceKind, _Counted], trusted: frozenset[str]
    ) -> ForgottenService | None:
        """Return a service; None of a sender on no list that is none by what it wrote.

        Such a one has to write of an account on two days: domains made for phishing hardly do.
        """
        page = self._pages[domain].page
        traces = tuple(
            RecordTrace(
                kind,
                counted.count,
                counted.first,
                counted.last,
                sum(counted.signed[name] for name in trusted),
            )
            for kind, counted in sorted(kinds.items(), key=lambda each: [*TraceKind].index(each[0]))
        )
        telling = [trace for trace in traces if trace.kind in OF_AN_ACCOUNT and trace.signed]
        days = {day for trace in telling for day in (trace.first, trace.last) if day}
        if page is None and len(days) < _FEWEST_DAYS:
            return None
        sure = page is not None and bool(telling)
        return ForgottenService(
            page.name if page else domain,
            domain,
            Certainty.MEDIUM if sure else Certainty.LOW,
            traces,
            has_photos(domain),
            sensitive(domain, listed=page is not None),
            page.url if page else "",
            page.difficulty if page else "",
        )

    def counts(self) -> RecordCounts:
        """Return what was read and left out."""
        shown = {service.domain for service in self.services()}
        return RecordCounts(
            mails=self._mails,
            to_others=self._to_others,
            from_people=self._from_people,
            unsigned=self._unsigned,
            unlisted=sum(domain not in shown for domain in self._senders),
            cut=self._cut,
            unlike=self._unlike,
        )

    def look_alikes(self) -> tuple[str, ...]:
        """Return domains that resemble a service and are none, in order."""
        return tuple(sorted(self._resembling))
