"""auditor scan: read what is public, measure it, judge it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.lines.plain import wanted
from auditor.cli.options import GlobalOptions
from auditor.cli.running import names_of, on_session, options_of, said_on, shown
from auditor.cli.told.unproven import tell_unproven, unproven
from auditor.cli.told.unread import end_unread
from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.findings.answer import SEEN, SEPARATOR
from auditor.domain.text.statement import Kind
from auditor.domain.views import Coverage, ScanRecord
from auditor.engine.scan.events import (
    AccountEnded,
    AccountProgress,
    Evaluating,
    FirstAnswers,
    PhotoTrouble,
    ScanEvent,
    ScanStarted,
)
from auditor.engine.scan.pace import ScanPace
from auditor.errors import ExitCode
from auditor.messages import _, ngettext
from auditor.report.words import words
from auditor.report.words.coverage import NOT_SEEN, checked
from auditor.report.words.words import answer_state, time_left

if TYPE_CHECKING:
    from auditor.engine.session import Session

_EVERY = 50
_EVERY_S = 10.0


@dataclass(frozen=True, slots=True)
class _Scanned:
    """What came of a scan: the number of findings, accounts without proof."""

    record: ScanRecord
    findings: int
    without_proof: tuple[str, ...]
    known: Listed
    coverage: Coverage
    first: FirstAnswers | None


@dataclass(frozen=True, slots=True)
class Listed:
    """The accounts on the list, by id: how each is called, and what the user says of it."""

    names: Mapping[str, str]
    claims: Mapping[str, Claim]

    def name(self, account: str) -> str:
        """Return how an account is called."""
        return self.names.get(account, account)

    def ended(self, account: str, outcome: str) -> str:
        """Say how reading an account ended."""
        return words.outcome(outcome, self.claims.get(account, Claim.MINE))


async def listed(options: GlobalOptions, session: Session) -> Listed:
    """Return what is on the list."""
    accounts = [state.account for state in await session.accounts.states()]
    claims = {account.id: account.claim for account in accounts}
    return Listed(await names_of(options, session), claims)


def narrator(options: GlobalOptions, known: Listed) -> Callable[[ScanEvent], None]:
    """Return what tells on stderr how a scan goes on."""
    pace = ScanPace(time.monotonic)
    told = _Told(wanted())

    def tell(event: ScanEvent) -> None:
        first = isinstance(event, AccountProgress) and pace.starts_with(event)
        pace.take(event)
        if first:
            output.narrate(_("Starting the readers. The first photos take some seconds."))
        if not isinstance(event, AccountProgress) or told.is_due(event, time.monotonic()):
            _narrate(options, known, event, pace)

    return tell


@dataclass(slots=True)
class _Told:
    """When it was told how far a scan is: every 50 photos; in `plain` lines each 10 seconds."""

    plain: bool
    last: float = float("-inf")

    def is_due(self, event: AccountProgress, now: float) -> bool:
        """Whether it is told at this event; takes note that it is."""
        if not self.plain:
            return bool(event.measured) and event.measured % _EVERY == 0
        if not event.measured or now - self.last < _EVERY_S:
            return False
        self.last = now
        return True


def _narrate(options: GlobalOptions, known: Listed, event: ScanEvent, pace: ScanPace) -> None:
    match event:
        case ScanStarted(resumed=True):
            output.narrate(_("Going on with the scan that was interrupted."))
        case AccountProgress():
            name = known.name(event.account)
            told = _("{account}: {measured} of {listed} photos").format(
                account=name, measured=event.measured, listed=event.listed
            )
            left = pace.seconds_left
            ending = "" if left is None else ", " + time_left(left, at_least=pace.at_least)
            output.narrate(told + ending)
        case FirstAnswers():
            _tell_first(options, event)
        case PhotoTrouble():
            output.narrate(
                _("{photo}: {reason}").format(
                    photo=event.photo, reason=shown(options, event.reason, Kind.URL)
                )
            )
        case AccountEnded():
            reason = shown(options, event.outcome.reason, Kind.URL)
            ended = known.ended(event.account, event.outcome.name)
            told = f"{known.name(event.account)}: {ended}"
            output.narrate(f"{told}, {reason}" if reason else told)
        case Evaluating() if event.photos:
            output.narrate(_("Looking at what was found."))
        case _:
            pass


def _tell_first(options: GlobalOptions, first: FirstAnswers) -> None:
    """Say what can be told already, and that it is not all."""
    head = ngettext(
        "First answers, by the first bytes of {n} new picture; the pictures come next:",
        "First answers, by the first bytes of {n} new pictures; the pictures come next:",
        first.looked,
    )
    output.narrate(head.format(n=first.looked))
    seen = [answer for answer in first.answers if answer.state in SEEN]
    for answer in seen:
        sentence = SEPARATOR.join(said_on(options, said) for said in answer.sentence)
        output.narrate(f"  {_(answer.title)} {answer_state(answer.state)}: {sentence}")
    rest = len(first.answers) - len(seen)
    if rest:
        told = ngettext(
            "{n} question cannot be answered yet.", "{n} questions cannot be answered yet.", rest
        )
        output.narrate("  " + told.format(n=rest))


def scan(
    context: typer.Context,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="ID", help=_("Only this account. Repeatable.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Scan your accounts. An interrupted scan goes on where it stopped."""
    options = options_of(context)

    async def task(session: Session) -> _Scanned:
        known = await listed(options, session)
        narrate, told = narrator(options, known), list[FirstAnswers]()

        def take(event: ScanEvent) -> None:
            narrate(event)
            if isinstance(event, FirstAnswers):
                told.append(event)

        record = await session.scan(account or None, take)
        return _Scanned(
            record,
            len(await session.findings()),
            await unproven(session),
            known,
            await session.coverage(),
            told[-1] if told else None,
        )

    scanned = on_session(context, task)
    record = scanned.record
    if as_json:
        from auditor.report.json import answers as answer_documents

        output.document(answer_documents.scan(record, scanned.coverage, scanned.first))
    else:
        _tell(scanned, options)
    end_unread(scanned.coverage)
    if any(account.outcome in {"failed", "blocked"} for account in record.accounts):
        raise typer.Exit(ExitCode.SOURCE_FAILED)
    raise typer.Exit(ExitCode.FINDINGS if scanned.findings else ExitCode.OK)


def _tell(scanned: _Scanned, options: GlobalOptions) -> None:
    record, known = scanned.record, scanned.known
    if record.accounts:
        output.table(
            (
                _("account"),
                _("outcome"),
                _("new"),
                _("gone"),
                _("changed"),
                _("requests"),
                _("reason"),
            ),
            [
                (
                    known.name(account.account),
                    known.ended(account.account, account.outcome),
                    *(
                        _("–") if n is None else str(n)
                        for n in (account.new, account.gone, account.changed)
                    ),
                    str(account.requests),
                    shown(options, account.reason, Kind.URL),
                )
                for account in record.accounts
            ],
        )
    for account_shown in record.accounts:
        if len(account_shown.reason) > output.LONGEST:
            output.line(
                f"{known.name(account_shown.account)}: "
                f"{shown(options, account_shown.reason, Kind.URL)}"
            )
    tell_unproven(scanned.without_proof)
    if scanned.findings:
        output.line(
            ngettext(
                "{n} finding. 'auditor plan' says what to do first.",
                "{n} findings. 'auditor plan' says what to do first.",
                scanned.findings,
            ).format(n=scanned.findings)
        )
    elif scanned.coverage.why_unread is None:
        output.line(checked(scanned.coverage, _(NOT_SEEN)))
