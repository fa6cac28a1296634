"""What is said where there is nothing to show: what it rests on, and what to do next.

Every face asks here, so that none says that nothing was found before anything was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.domain.views import Coverage, WhyUnread
from auditor.messages import N_, _, ngettext

NOT_SEEN = N_(
    "The checks found nothing in what was read. That does not mean that nothing is there."
)
"""What is said of checks that found nothing, where anything was read."""

_WHY: Mapping[WhyUnread, str] = {
    WhyUnread.NO_ACCOUNT: N_("Nothing is known yet: no account is on the list."),
    WhyUnread.NONE_YOURS: N_(
        "Nothing is known yet: you have not said of any account that it is yours."
    ),
    WhyUnread.NO_READER: N_(
        "Nothing is known: this program cannot look into {platforms}; strangers may."
    ),
    WhyUnread.NOT_SCANNED: N_("Nothing is known yet: none of your accounts was read so far."),
    WhyUnread.INTERRUPTED: N_(
        "Nothing is known yet: the scan was stopped before any photo was looked into."
    ),
    WhyUnread.FAILED: N_("Nothing is known: none of your accounts could be read."),
    WhyUnread.UNSAID: N_(
        "Nothing is known yet: you have not said which photos of your archive are public."
    ),
}

_BY_COMMAND: Mapping[WhyUnread, str] = {
    WhyUnread.NO_ACCOUNT: N_("'auditor accounts add --claim mine' puts one on the list."),
    WhyUnread.NONE_YOURS: N_("'auditor accounts claim ID mine' says that one is yours."),
    WhyUnread.NO_READER: N_("'auditor plan' lists the settings to look at there."),
    WhyUnread.NOT_SCANNED: N_("'auditor scan' reads them."),
    WhyUnread.INTERRUPTED: N_("'auditor scan' goes on where it stopped."),
    WhyUnread.FAILED: N_("'auditor accounts list' says why, 'auditor scan' tries again."),
    WhyUnread.UNSAID: N_("'auditor import' with the same archive asks it again."),
}

_BY_KEY: Mapping[WhyUnread, str] = {
    WhyUnread.NO_ACCOUNT: N_("Press 2, then a, to add one of your own."),
    WhyUnread.NONE_YOURS: N_("Press 2, then c, to say so."),
    WhyUnread.NO_READER: N_("Press 2, then l: the settings to look at there."),
    WhyUnread.NOT_SCANNED: N_("Press 6 to scan them."),
    WhyUnread.INTERRUPTED: N_("Press 6 to go on where it stopped."),
    WhyUnread.FAILED: N_("Press 6: it says why, and tries again."),
    WhyUnread.UNSAID: N_("Press 2, then l, then I: bring it in once more, and say so."),
}


def unread(coverage: Coverage) -> str:
    """Say that nothing is known and why; empty where anything was read."""
    if coverage.why_unread is None:
        return ""
    return _(_WHY[coverage.why_unread]).format(platforms=listed(coverage))


def next_command(coverage: Coverage) -> str:
    """Say which command comes next where nothing was read, else an empty text."""
    return "" if coverage.why_unread is None else _(_BY_COMMAND[coverage.why_unread])


def next_key(coverage: Coverage) -> str:
    """Say which key comes next where nothing was read, else an empty text."""
    return "" if coverage.why_unread is None else _(_BY_KEY[coverage.why_unread])


def listed(coverage: Coverage) -> str:
    """Name the platforms that cannot be read."""
    return ", ".join(coverage.closed)


def limits(coverage: Coverage) -> Iterator[str]:
    """Yield what an empty list rests on: what was read, and what was not."""
    if coverage.why_unread is not None:
        return
    yield ngettext("Read: {n} account.", "Read: {n} accounts.", coverage.accounts).format(
        n=coverage.accounts
    )
    if not coverage.everything:
        yield _("Not everything could be read, so there may be more.")
    if coverage.closed:
        yield _("Not looked at: {platforms}.").format(platforms=listed(coverage))


def checked(coverage: Coverage, said: str, proven: int = 0) -> str:
    """Return what was not seen in what was checked; `said` only where anything was.

    `proven` is how many proven accounts have to be read before it can be told.
    """
    if coverage.why_unread is not None:
        return unread(coverage)
    if coverage.proven < proven:
        return ngettext(
            "Could not tell: this takes {n} proven account; read so far: {have}.",
            "Could not tell: this takes {n} proven accounts; read so far: {have}.",
            proven,
        ).format(n=proven, have=coverage.proven)
    return " ".join([said, *limits(coverage)])


def empty(coverage: Coverage, said: str, proven: int = 0, *, scanning: bool = False) -> str:
    """Return what an empty list on a screen says, and the key that leads on."""
    if scanning:
        return _("Not known yet: a scan is running. What it reads appears here.")
    return f"{checked(coverage, said, proven)} {next_key(coverage)}".strip()
