"""auditor breaches: which breaches hold an e-mail address of the person."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ask, output
from auditor.cli.commands.outside.outgoing import Agreed, DryRun, agree, tell
from auditor.cli.options import GlobalOptions
from auditor.cli.running import on_session, opening_of, options_of
from auditor.domain.outside.breaches import (
    Breach,
    BreachLookup,
    gravest_first,
    masked_address,
)
from auditor.domain.text.statement import MASK
from auditor.errors import ExitCode, Offline, UsageError
from auditor.messages import _, ngettext
from auditor.ports import Consent, Outgoing
from auditor.report.words import breaches as words

if TYPE_CHECKING:
    from auditor.engine.outside.breaches import AddressTold
    from auditor.engine.session import Session

_MOST_PASTES = 20


def breaches(
    context: typer.Context,
    address: Annotated[
        str | None,
        typer.Argument(
            metavar=ask.FROM_STDIN,
            help=_("Your e-mail address from standard input; without it you are asked."),
            show_default=False,
        ),
    ] = None,
    dry_run: DryRun = False,
    yes: Agreed = False,
    known: Annotated[
        bool, typer.Option("--list", help=_("Show what is kept, and ask nobody."))
    ] = False,
    dealt_with: Annotated[
        str | None,
        typer.Option(
            "--dealt-with",
            metavar="-",
            help=_("Mark a breach as dealt with: its name from standard input."),
        ),
    ] = None,
    not_dealt_with: Annotated[
        str | None,
        typer.Option("--not-dealt-with", metavar="-", help=_("Take that mark away.")),
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help=_("Forget all that is kept of breaches."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Ask Have I Been Pwned, with your own key, which breaches hold your e-mail address.
    Those that leaked photos, documents or biometric data come first.
    """  # noqa: D205
    options = options_of(context)
    _one_thing(known, dealt_with, not_dealt_with, forget, (dry_run or yes) or bool(address))
    if known:
        kept = on_session(context, _known)
        _show(kept, options, as_json=as_json)
    elif dealt_with is not None or not_dealt_with is not None:
        _mark(context, dealt_with, not_dealt_with, as_json=as_json)
    elif forget:
        _forget(context, as_json=as_json)
    elif dry_run:
        _tell_outgoing(context, address, as_json=as_json)
    else:
        _look_up(context, address, agreed=yes, as_json=as_json)


def _one_thing(*wanted: object) -> None:
    if sum(1 for each in wanted if each not in {None, False}) > 1:
        raise UsageError(
            _("One thing at a time: a look-up, --list, --dealt-with or --forget."),
            _("Nothing was done."),
        )


async def _known(session: Session) -> tuple[BreachLookup, ...]:
    return await session.breaches.known()


def _mark(
    context: typer.Context, dealt_with: str | None, not_dealt_with: str | None, *, as_json: bool
) -> None:
    undo = dealt_with is None
    name = ask.private_text(dealt_with or not_dealt_with, _("Name of the breach: "))

    async def task(session: Session) -> tuple[BreachLookup, ...]:
        await session.breaches.deal_with(name, undo=undo)
        return await session.breaches.known()

    kept = on_session(context, task)
    if as_json:
        _show(kept, options_of(context), as_json=True)
    elif undo:
        output.line(_("Open again; it counts."))
    else:
        output.line(_("Dealt with: it no longer counts, and stays on the list."))


def _forget(context: typer.Context, *, as_json: bool) -> None:
    async def task(session: Session) -> int:
        return await session.breaches.forget()

    count = on_session(context, task)
    if as_json:
        from auditor.report.json.outside import breaches as documents

        output.document(documents.breaches(()))
        return
    output.line(
        ngettext(
            "Forgotten: what was kept of {n} address.",
            "Forgotten: what was kept of {n} addresses.",
            count,
        ).format(n=count)
    )


def _tell_outgoing(context: typer.Context, given: str | None, *, as_json: bool) -> None:
    """Show what would be sent. No vault, no keyring, no socket, and so no event loop either."""
    from auditor.wiring import breach_lookup

    options = options_of(context)
    outgoing = breach_lookup(opening_of(options)).outgoing(_asked_for(given))
    if options.projector:
        outgoing = _masked(outgoing)
    if as_json:
        from auditor.report.json.outside import breaches as documents

        output.document(documents.breaches((), (outgoing,), dry_run=True))
        return
    output.line(words.free_page())
    tell((outgoing,))


def _asked_for(given: str | None) -> tuple[str]:
    from auditor.engine.outside.breaches import own_address

    address = own_address(ask.private_text(given, _("Your e-mail address: ")))
    ask.refuse_further_lines(
        _("One address at a time, and only your own; nothing was sent."),
        _("Standard input holds more lines than the address."),
    )
    return (address,)


def _look_up(context: typer.Context, given: str | None, *, agreed: bool, as_json: bool) -> None:
    from auditor.adapters.keys import known_services as key_names
    from auditor.wiring import breach_lookup, service_keys

    options = options_of(context)
    opening = opening_of(options)
    output.narrate(words.free_page())
    outgoing = breach_lookup(opening).outgoing(_asked_for(given))
    if opening.settings.network.offline:
        raise Offline(
            _("Nothing was sent: --offline is on"), _("Leave out --offline to ask the network.")
        )
    asyncio.run(service_keys().get(key_names.hibp()))  # before anything is agreed to in vain
    # who agreed beforehand knows the address, and what a script says on stderr is often kept
    shown = _masked(outgoing) if agreed or options.projector else outgoing
    consents = agree((shown,), agreed=agreed)
    if not consents:
        return

    async def task(session: Session) -> tuple[AddressTold, ...]:
        output.narrate(_("Asking… where the host asks to wait, this may take two minutes."))
        return await session.breaches.look_up(Consent(outgoing))

    told = on_session(context, task)
    for plan, rpm in {(each.answer.plan, each.answer.rpm) for each in told if each.answer.rpm}:
        output.narrate(
            ngettext(
                "Your key: plan {plan}, {n} request a minute.",
                "Your key: plan {plan}, {n} requests a minute.",
                rpm,
            ).format(plan=plan, n=rpm)
        )
    why = {each.kept.id: each.answer.why for each in told if each.answer.why}
    kept = tuple(each.kept for each in told)
    if as_json:
        from auditor.report.json.outside import breaches as documents

        output.document(
            documents.breaches(kept, (_masked(outgoing),), why, masked=options.projector)
        )
    else:
        _show(kept, options, as_json=False)
    for reason in dict.fromkeys(why.values()):
        output.narrate(reason)
    if why:
        raise typer.Exit(ExitCode.SOURCE_FAILED)


def _masked(outgoing: Outgoing) -> Outgoing:
    """Return what is sent with every address masked, for what others may see or keep."""
    from urllib.parse import quote

    masked = {quote(item, safe=""): masked_address(item) for item in outgoing.items}

    def plain(path: str) -> str:
        return "/".join(masked.get(part, part) for part in path.split("/"))

    requests = tuple(replace(each, path=plain(each.path)) for each in outgoing.requests)
    return replace(outgoing, items=tuple(masked.values()), requests=requests)


def _show(kept: Sequence[BreachLookup], options: GlobalOptions, *, as_json: bool) -> None:
    masked = options.projector
    if as_json:
        from auditor.report.json.outside import breaches as documents

        output.document(documents.breaches(kept, masked=masked))
        return
    if not kept:
        output.line(_("No address was looked up yet, so nothing is known of breaches."))
        return
    for number, lookup in enumerate(kept):
        if number:
            output.line()
        _show_address(lookup, masked=masked)
    output.line()
    output.line(words.attribution())


def _show_address(lookup: BreachLookup, *, masked: bool) -> None:
    output.line(words.state(lookup))
    if lookup.asked_at is not None:
        output.line(words.when(lookup))
    for breach in gravest_first(lookup.breaches):
        _show_breach(breach, masked=masked)
    if lookup.cut:
        output.line(words.cut())
    output.line(words.paste_state(lookup))
    for paste in lookup.pastes[:_MOST_PASTES]:
        name = MASK if masked else paste.title or paste.id
        output.line(f"  {paste.source}: {name} {paste.date}".rstrip())
    left = len(lookup.pastes) - _MOST_PASTES
    if left > 0:
        output.line(_("  and {n} more; --json shows all").format(n=left))
    still = [breach for breach in lookup.breaches if breach.counts]
    helps = list(words.helps(frozenset().union(*(breach.leaked for breach in still))))
    if helps:
        output.line(_("What helps:"))
        for text in helps:
            output.line(f"  {text}")
        output.line(_("When that is done: auditor breaches --dealt-with -"))


def _show_breach(breach: Breach, *, masked: bool) -> None:
    day = f" ({breach.date})" if breach.date else ""
    output.line()
    output.line(f"{words.name(breach, masked=masked)}{day}")
    leaked = ", ".join(words.classes(breach, masked=masked))
    output.line("  " + _("Leaked: {what}").format(what=leaked or _("not told")))
    for text in words.marks(breach):
        output.line(f"  {text}")
    if breach.name != breach.title and not masked:
        output.line("  " + _("Its name for --dealt-with: {name}").format(name=breach.name))
    output.line(f"  {words.source(breach, masked=masked)}")
