"""auditor forgotten: accounts that one's own mail, bookmarks and password lists tell of."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ask, output
from auditor.cli.local_files import named
from auditor.cli.running import on_session, options_of, shown
from auditor.domain.outside.own_records import Certainty, ForgottenService, OwnRecords
from auditor.domain.secret import Secret
from auditor.domain.text.statement import Kind
from auditor.errors import UsageError
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.engine.session import Session
    from auditor.records.gather import RecordForm

_TOLD_EVERY = 50_000
_NAMED = 40
"""Look-alikes that are named to a person; --json has all."""


def forgotten(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=ask.FROM_STDIN,
            help=_(
                "Mailboxes (mbox, folders of a mail program), bookmarks or a password list. The "
                "path is asked for; - reads paths from standard input, one a line."
            ),
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar=ask.FROM_STDIN,
            help=_("For scripts: the mailbox's own address, the first line of standard input."),
        ),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option("--keep", help=_("Put what is shown on the list of accounts, as unsure.")),
    ] = False,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help=_("Show also what tells of health, faith, sex, violence or law.")
        ),
    ] = False,
    agreed: Annotated[
        bool,
        typer.Option("--yes", help=_("You read what to mind before a password list is read.")),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """List accounts that you may have forgotten, from your own mail, bookmarks and passwords.

    Read only what is yours. Of mails only the heads are read; no subject, address or password is
    told or kept, nobody is asked, and the list is forgotten too unless you say --keep.
    """
    from auditor.adapters.clock import SystemClock
    from auditor.cli.records.apart import forms_of, read_apart

    typed = ask.next_line() if address == ask.FROM_STDIN else address or ""
    paths = named(files, _("Path of the mailbox, bookmarks or list (it can be dropped here): "))
    forms = dict(zip(paths, forms_of(paths), strict=True))
    ordered, has_mail = _in_order(paths, [*forms.values()], agreed=agreed)
    if has_mail and not typed:
        output.narrate(_("Only your own mailbox. Somebody else's mail is not yours to read."))
        typed = ask.answer(_("The mailbox's own address: "))
    today = SystemClock().now().date()
    secret = _opens(ordered, forms)
    records = read_apart(ordered, typed if has_mail else "", today, _far, secret)
    _tell_all(context, records, keep=keep, every=every, as_json=as_json)


def _tell_all(
    context: typer.Context, records: OwnRecords, *, keep: bool, every: bool, as_json: bool
) -> None:
    """Keep what is to be kept, and tell what may be told."""
    options = options_of(context)
    open_ones = records.without_hidden().services
    if not every or options.projector:
        records = records.without_hidden()
    listed = records.services
    kept = _kept(context, open_ones) if keep else {}
    resembling = records.look_alikes if every and not options.projector else ()
    if as_json:
        from auditor.report.json.outside.forgotten import forgotten as document

        output.document(document(listed, records, resembling, kept, masked=options.projector))
        return
    _tell(listed, records, options)
    _tell_left_out(records, options, every=every)
    _tell_next(listed, kept)


def _in_order(
    paths: Sequence[str], forms: Sequence[RecordForm], *, agreed: bool
) -> tuple[list[str], bool]:
    """Return the paths, lists of passwords last, and whether mail is among them.

    Says before what to mind of such a list; one that is not agreed to is left out. Raises
    UsageError where nothing is left.
    """
    from auditor.records.gather import OF_NO_MAIL, PASSWORD_LISTS, RecordForm

    ranked = sorted(zip(paths, forms, strict=True), key=lambda each: each[1] in OF_NO_MAIL)
    ranked.sort(key=lambda each: each[1] in PASSWORD_LISTS)
    lists = {form for _path, form in ranked if form in PASSWORD_LISTS}
    sealed = RecordForm.PASSWORDS not in lists
    if lists and not _minded(agreed=agreed, sealed=sealed):
        ranked = [each for each in ranked if each[1] not in PASSWORD_LISTS]
        output.narrate(_("The password list is left out."))
    if not ranked:
        raise UsageError(_("Nothing was read."))
    return [path for path, _form in ranked], any(form not in OF_NO_MAIL for _path, form in ranked)


def _opens(paths: Sequence[str], forms: Mapping[str, RecordForm]) -> Secret | None:
    """Ask for what opens a list that is sealed, unseen; None where none of them is."""
    from auditor.records.gather import RecordForm

    if not any(forms[path] is RecordForm.SEALED_PASSWORDS for path in paths):
        return None
    return ask.unseen(_("Password of the sealed export (it is not shown): "))


def _minded(*, agreed: bool, sealed: bool) -> bool:
    """Say what to mind of a password list, and return whether it shall be read."""
    from auditor.report.words.forgotten.records import mind_list

    output.narrate(mind_list(sealed=sealed))
    if agreed:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            _("Nothing was read: that is to be minded first."), _("Add --yes if you did.")
        )
    return ask.yes(_("Read it?"))


def _far(mails: int) -> None:
    if mails % _TOLD_EVERY == 0:
        output.narrate(_("{n} mails looked at").format(n=f"{mails:,}"))


def _kept(context: typer.Context, services: Sequence[ForgottenService]) -> Mapping[str, str]:
    """Put services on the list of accounts, as unsure; their ids by domain."""

    async def task(session: Session) -> dict[str, str]:
        from auditor.engine.accounts.unsure import on_list, put_services

        await put_services(session.accounts, services)
        states = await session.accounts.states()
        found = {each.domain: on_list(states, each.url) for each in services}
        return {domain: state.account.id for domain, state in found.items() if state}

    return on_session(context, task) if services else {}


def _tell(
    services: Sequence[ForgottenService], records: OwnRecords, options: GlobalOptions
) -> None:
    from auditor.report.words.forgotten import records as words

    for certainty in Certainty:
        group = [each for each in services if each.certainty is certainty]
        if not group:
            continue
        output.line(words.heading(certainty))
        output.table(
            (_("service"), _("when"), _("what tells it"), _("to delete it")),
            [
                (
                    shown(options, each.name, Kind.NAME)
                    + (f" ({_('photos')})" if each.photos else ""),
                    words.years(each),
                    words.signs(each),
                    words.deletion(each),
                )
                for each in group
            ],
        )
        output.line()
    counts = records.counts
    if not services:
        output.line(words.none_tells())
    output.line(words.looked_at(counts))


def _tell_left_out(records: OwnRecords, options: GlobalOptions, *, every: bool) -> None:
    from auditor.report.words.forgotten.records import left_out, never_shown

    lines = list(left_out(records))
    if lines:
        output.line(_("Not counted:"))
    for line in lines:
        output.line(f"  - {line}")
    number = len(records.look_alikes)
    if number:
        output.line(
            ngettext(
                "{n} sender resembles a service without being it, as phishing does:",
                "{n} senders resemble a service without being it, as phishing does:",
                number,
            ).format(n=number)
            if every and not options.projector
            else ngettext(
                "{n} sender resembles a service without being it, as phishing does (named by "
                "--all).",
                "{n} senders resemble a service without being it, as phishing does (named by "
                "--all).",
                number,
            ).format(n=number)
        )
    named = records.look_alikes[:_NAMED] if every and not options.projector else ()
    for domain in named:
        output.line(f"  - {domain}")
    if named and number > len(named):
        further = number - len(named)
        output.line(
            "  "
            + ngettext("… and {n} more, see --json", "… and {n} more, see --json", further).format(
                n=further
            )
        )
    if options.projector or not every:
        # said whether there are any or not: that there are would tell what is hidden
        told = never_shown()
        output.line(told if options.projector else f"{told} " + _("With --all it is, once."))


def _tell_next(services: Sequence[ForgottenService], kept: Mapping[str, str]) -> None:
    if not services:
        return
    output.line()
    if kept:
        output.line(
            _(
                "They stand on the list of accounts as unsure: 'auditor accounts claim' says what "
                "each is to you, and 'auditor accounts unwanted' puts the page that deletes it "
                "into the plan."
            )
        )
        return
    output.line(
        _(
            "Nothing of this is kept. --keep puts it on the list of accounts, where you say "
            "whether each is yours, and which you no longer want."
        )
    )
