"""Sentences on services that the person's own records tell of."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.domain.outside.own_records import (
    Certainty,
    ForgottenService,
    OwnRecords,
    RecordCounts,
    RecordTrace,
    TraceKind,
)
from auditor.messages import N_, NN_, _, ngettext

_KINDS = {
    TraceKind.PASSWORD_ENTRY: N_("a saved log-in"),
    TraceKind.SIGN_UP: N_("a welcome"),
    TraceKind.VERIFICATION: N_("an address to confirm"),
    TraceKind.RECEIPT: N_("a receipt"),
    TraceKind.ACCOUNT_NOTICE: N_("a notice on an account"),
    TraceKind.BOOKMARK: N_("a bookmark"),
    TraceKind.NEWSLETTER: N_("newsletters"),
    TraceKind.OTHER_MAIL: N_("other mail"),
}
_CERTAINTIES = {
    Certainty.HIGH: N_("You saved a log-in there:"),
    Certainty.MEDIUM: N_("Mails say so, and were signed by the service:"),
    Certainty.LOW: N_("Only a hint:"),
}
_DIFFICULTIES = {
    "easy": N_("easy to delete"),
    "medium": N_("some steps to delete"),
    "hard": N_("hard to delete"),
    "limited": N_("only some people can delete it"),
    "impossible": N_("cannot be deleted"),
    "": N_("how to delete it is not known"),
}


_SURE = {
    Certainty.HIGH: N_("high"),
    Certainty.MEDIUM: N_("medium"),
    Certainty.LOW: N_("low"),
}


def how_sure(service: ForgottenService) -> str:
    """Return in a word how sure it is that there is an account."""
    return _(_SURE[service.certainty])


def where_from() -> Iterator[str]:
    """Yield which records there are, and where they are found."""
    yield _(
        'Mail: a file in the form mbox (Google Takeout, unpacked; Apple Mail, "Export Mailbox"; '
        "a folder of Thunderbird's profile) or a folder of single mails"
    )
    yield _("Bookmarks: the page that your browser exports (HTML)")
    yield _(
        "A password list: last, and not on a device that somebody shares with you or looks into"
    )


def mind_list(*, sealed: bool = False) -> str:
    """Say what to mind before a list of passwords is read; `sealed`: all of them are."""
    if sealed:
        return _(
            "One of these is a password list. Do not read it on a device that somebody shares with "
            "you or looks into. Whoever knows its password can read it: delete it right after "
            "this, from the bin too. Here only the names of sites are taken from it."
        )
    return _(
        "One of these is a password list. Do not read it on a device that somebody shares with "
        "you or looks into. It holds every password readable for anybody: delete it right "
        "after this, from the bin too, and from folders that are copied to a cloud. Here only "
        "the names of sites are taken from it."
    )


def looked_at(counts: RecordCounts) -> str:
    """Say how much was read."""
    looked = [
        ngettext("{n} mail", "{n} mails", counts.mails).format(n=f"{counts.mails:,}")
        if counts.mails
        else "",
        ngettext("{n} bookmark", "{n} bookmarks", counts.bookmarks).format(n=counts.bookmarks)
        if counts.bookmarks
        else "",
        ngettext("{n} saved log-in", "{n} saved log-ins", counts.entries).format(n=counts.entries)
        if counts.entries
        else "",
    ]
    return _("Looked at: {what}.").format(what=", ".join(filter(None, looked)) or "0")


def none_tells() -> str:
    """Say that no service was found, and what that does not mean."""
    return _(
        "None of these records tells of an account. That is no proof that there is none: "
        "deleted mail, other addresses and other devices tell nothing here."
    )


def resembling(number: int) -> str:
    """Say how many senders resemble a service."""
    return ngettext(
        "{n} sender resembles a service without being it, as phishing does.",
        "{n} senders resemble a service without being it, as phishing does.",
        number,
    ).format(n=number)


def never_shown() -> str:
    """Say what is hidden, whether there is any or not: that there is would tell what."""
    return _("What tells of health, faith, sex, help against violence or law is never shown here.")


def heading(certainty: Certainty) -> str:
    """Return what stands above services of one certainty."""
    return _(_CERTAINTIES[certainty])


def signs(service: ForgottenService) -> str:
    """Return what the records tell of a service."""
    return ", ".join(_sign(trace) for trace in service.traces)


def _sign(trace: RecordTrace) -> str:
    said = _(_KINDS[trace.kind])
    return f"{said} ({trace.count})" if trace.count > 1 else said


def years(service: ForgottenService) -> str:
    """Return from when to when, in months; "" where no record tells it."""
    if service.first is None or service.last is None:
        return ""
    first, last = f"{service.first:%Y-%m}", f"{service.last:%Y-%m}"
    return first if first == last else f"{first} – {last}"


def deletion(service: ForgottenService) -> str:
    """Return how hard it is to delete an account there."""
    return _(_DIFFICULTIES[service.difficulty])


def left_out(records: OwnRecords) -> Iterator[str]:
    """Yield what was not counted or is not shown, and why."""
    counts = records.counts
    yield from _unseen_entries(records)
    for count, (single, many) in (
        (
            counts.to_others,
            NN_("{n} mail went to another address", "{n} mails went to other addresses"),
        ),
        (
            counts.from_people,
            NN_(
                "{n} mail is from a person, forwarded or an answer",
                "{n} mails are from people, forwarded or answers",
            ),
        ),
        (
            counts.unsigned,
            NN_(
                "{n} mail names a sender whose signature did not hold",
                "{n} mails name a sender whose signature did not hold",
            ),
        ),
        (
            counts.unlisted,
            NN_(
                "{n} sender is not shown: on no list and without two days of mail on an account, "
                "or of a kind that is not shown here",
                "{n} senders are not shown: on no list and without two days of mail on an account, "
                "or of a kind that is not shown here",
            ),
        ),
        (
            counts.unlike,
            NN_("{n} mail names no sender, or several", "{n} mails name no sender, or several"),
        ),
        (
            counts.unread,
            NN_("{n} file could not be read as mail", "{n} files could not be read as mail"),
        ),
        (
            counts.cut,
            NN_(
                "{n} mail is of a sender beyond the 100,000 that are told apart",
                "{n} mails are of senders beyond the 100,000 that are told apart",
            ),
        ),
    ):
        if count:
            yield ngettext(single, many, count).format(n=f"{count:,}")


def _unseen_entries(records: OwnRecords) -> Iterator[str]:
    """Yield how many saved log-ins were read and are not among the services."""
    unseen = records.counts.entries - sum(
        trace.count
        for service in records.services
        for trace in service.traces
        if trace.kind is TraceKind.PASSWORD_ENTRY
    )
    if unseen > 0:
        yield ngettext(
            "{n} saved log-in is not shown: without an address on the web, or of a kind that is "
            "not shown here",
            "{n} saved log-ins are not shown: without an address on the web, or of a kind that is "
            "not shown here",
            unseen,
        ).format(n=f"{unseen:,}")
