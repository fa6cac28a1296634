"""auditor accounts: the list of accounts, what you say of them, and what proves them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ask, output
from auditor.cli.options import GlobalOptions
from auditor.cli.running import on_session, options_of, shown, veil_of
from auditor.domain.account import Account, Claim, Proof, ProofMethod, same_handle
from auditor.domain.findings.plan import PlanStep
from auditor.domain.text.statement import Kind
from auditor.domain.views import AccountState
from auditor.engine.accounts.pasted import tidied
from auditor.engine.accounts.recognise import is_ambiguous, require_unambiguous
from auditor.messages import _
from auditor.report.words import words
from auditor.report.words.platforms import platform_name
from auditor.report.words.words import way

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.ports import Recognised

app = typer.Typer(
    help=_("Add, claim, prove and remove accounts."), no_args_is_help=True, rich_markup_mode=None
)

_Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]
_Confirm = Annotated[
    str | None,
    typer.Option(
        "--confirm",
        metavar=ask.FROM_STDIN,
        help=_(
            "For scripts that say mine: its name again, or the address as it was given; the next "
            "line of standard input."
        ),
    ),
]


@app.command("add")
def add(
    context: typer.Context,
    text: Annotated[
        str | None,
        typer.Argument(
            metavar=ask.FROM_STDIN,
            help=_("The address or @name@host is asked for; - reads it from standard input."),
        ),
    ] = None,
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="P", help=_("Say which platform it is."))
    ] = None,
    handle: Annotated[
        str | None,
        typer.Option(
            "--handle",
            metavar=ask.FROM_STDIN,
            help=_("Say which account it is: the next line of standard input."),
        ),
    ] = None,
    claim: Annotated[
        Claim | None, typer.Option("--claim", help=_("What the account is to you."))
    ] = None,
    confirm: _Confirm = None,
    as_json: _Json = False,
) -> None:
    """Put an account on the list. Only what you say is yours is ever looked at.

    Whoever says mine is asked to type its name again. One account at a time.
    """
    given = ask.private_text(text, _("Address, @name@host or handle: "))
    handle = handle and ask.private_text(handle, "")
    again = _confirmed(confirm, by_lines=ask.FROM_STDIN in (text, handle, confirm))
    if claim is Claim.MINE:
        output.narrate(_("Only your own account. Watching someone else's can be a crime."))

    async def task(session: Session) -> tuple[Account, tuple[PlanStep, ...], str]:
        asks, said, named = sys.stdin.isatty(), claim or Claim.UNSURE, again
        typed = _which(given, session.accounts.recognise(given)) if asks and not platform else given
        meant = session.accounts.meant(typed, platform)
        if asks and claim in {None, Claim.MINE} and not named:
            named = _ask(options_of(context), handle or meant.handle, claim)
            said = Claim.MINE if named or claim else Claim.UNSURE
        account = await session.accounts.add(
            typed, claim=said, platform=platform, handle=handle, again=named
        )
        terms = await session.accounts.terms(account)
        return account, await session.planning.checklist(account.id), terms

    account, checklist, terms = on_session(context, task)
    if terms:
        output.narrate(terms)
    if as_json:
        from auditor.report.json import documents

        output.document(documents.account(account))
    else:
        _tell_added(account, checklist, options_of(context))


def _tell_added(account: Account, checklist: Sequence[PlanStep], options: GlobalOptions) -> None:
    handle = shown(options, account.handle, Kind.HANDLE)
    output.line(
        _("Recognised: {platform}, {handle}").format(platform=account.platform, handle=handle)
    )
    if not account.supported and account.claim is Claim.MINE and checklist:
        output.line(_("We cannot see your settings there. The one that hides most comes first:"))
        output.line("  → " + way(checklist[0].settings[0]))
        output.line(_("'auditor plan' lists all, and takes note of what you did."))
    elif not account.supported:
        output.line(
            _(
                "Only you can look into {platform}. If the account is yours, 'auditor plan' lists "
                "its settings."
            ).format(platform=account.platform)
        )
    elif account.claim is Claim.IMPOSTOR:
        output.line(
            _(
                "Said to pretend to be you. At a scan its avatar is compared with your photos, "
                "and only a match is kept."
            )
        )
    elif account.claim is not Claim.MINE:
        output.line(_("{claim}: nothing is asked of it.").format(claim=words.claim(account.claim)))
    output.line(_("Account {id}, {proven}").format(id=account.id, proven=words.proven(account)))


def _which(text: str, found: tuple[Recognised, ...]) -> str:
    """Ask what a bare domain is. Raises UsageError where neither is chosen."""
    if not is_ambiguous(text, found):
        return text
    domain = tidied(text)
    output.narrate(_("{text} may be a website, or an account of Bluesky.").format(text=domain))
    output.narrate(_("Type w for the website, b for the account of Bluesky."))
    chosen = {"w": f"https://{domain}/", "b": f"@{domain}"}.get(_typed().strip().casefold())
    if chosen is None:
        require_unambiguous(text, found)
    return chosen or text


def _confirmed(confirm: str | None, *, by_lines: bool) -> str:
    """Return what confirms a claim, of the command line or the next line of standard input.

    It is "" where nothing does. Raises UsageError where `by_lines` and more lines follow.
    """
    again = ask.next_line() if confirm == ask.FROM_STDIN else confirm or ""
    if by_lines:
        ask.refuse_further_lines()
    return again


def _ask(options: GlobalOptions, handle: str, claim: Claim | None) -> str:
    """Ask to type the handle again; "" where it was not asked for as `mine` and is not typed."""
    if claim is None:
        output.narrate(
            _(
                "Is this your own account? Only your own account. Watching someone else's can be a "
                "crime."
            )
        )
        question = _("If it is yours, type its name again ({handle}); otherwise press Enter.")
    else:
        question = _("Type its name again to confirm that it is your own: {handle}")
    output.narrate(question.format(handle=shown(options, handle, Kind.HANDLE)))
    typed = _typed().strip()
    return typed if claim is not None or same_handle(typed, handle) else ""


def _typed() -> str:
    """Return a line from the keyboard, "" at its end.

    The event loop would swallow the first Ctrl+C, so it is not asked.
    """
    of_the_loop = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return input("> ")
    except EOFError:
        return ""
    finally:
        signal.signal(signal.SIGINT, of_the_loop)


@app.command("list")
def list_accounts(context: typer.Context, as_json: _Json = False) -> None:
    """Show the accounts, what you said of them, and how the last scan went."""
    options = options_of(context)
    hidden = options.projector

    async def task(session: Session) -> tuple[tuple[AccountState, ...], dict[str, str]]:
        found = await session.accounts.states()
        names = {state.account.platform for state in found}
        return found, {name: platform_name(session, name, hidden=hidden) for name in names}

    states, platforms = on_session(context, task)
    if as_json:
        from auditor.report.json import documents

        output.document(documents.accounts(states))
        return
    veil = veil_of(options, states)
    if not states:
        output.line(_("No account is on the list. 'auditor accounts add' puts one there."))
        return
    output.table(
        (_("id"), _("platform"), _("account"), _("whose"), _("proof"), _("photos"), _("last scan")),
        [
            (
                state_shown.account.id,
                platforms[state_shown.account.platform],
                veil.handle(state_shown.account),
                words.claim(state_shown.account.claim)
                + (f", {_('kept apart')}" if state_shown.account.keep_apart else ""),
                words.proof_until(state_shown.account),
                str(state_shown.photos) if state_shown.listed else "–",
                state_shown.last_scan.strftime("%Y-%m-%d %H:%M")
                + f" ({words.outcome(state_shown.outcome, state_shown.account.claim)})"
                if state_shown.last_scan
                else _("never"),
            )
            for state_shown in sorted(
                states, key=lambda state: state.outcome == "fetched"
            )  # what was not checked comes first
        ],
    )
    for state_shown in states:
        if state_shown.reason:
            output.line(f"{state_shown.account.id}: {shown(options, state_shown.reason, Kind.URL)}")


@app.command("remove")
def remove(context: typer.Context, account: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Forget an account with everything that was read of it."""
    on_session(context, lambda session: session.accounts.remove(account))
    output.line(
        _(
            "Removed, with its photos, facts and findings. What the platform shows is not changed "
            "by this."
        )
    )


@app.command("claim")
def claim_account(
    context: typer.Context,
    account: Annotated[str, typer.Argument(metavar="ID")],
    claim: Annotated[Claim, typer.Argument(metavar="mine|not-mine|impostor|unsure")],
    confirm: _Confirm = None,
) -> None:
    """Say what an account is to you. What was read of one that is no longer yours is forgotten.

    Whoever says mine is asked to type its name again.
    """
    again = _confirmed(confirm, by_lines=confirm == ask.FROM_STDIN)
    if claim is Claim.MINE:
        output.narrate(_("Only your own account. Watching someone else's can be a crime."))

    async def task(session: Session) -> tuple[Account, str]:
        known, named = await session.accounts.find(account), again
        becomes_mine = claim is Claim.MINE and known.claim is not Claim.MINE
        if becomes_mine and not named and sys.stdin.isatty():
            named = _ask(options_of(context), known.handle, claim)
        now = await session.accounts.set_claim(known.id, claim, named)
        return now, await session.accounts.terms(now) if becomes_mine else ""

    now, terms = on_session(context, task)
    if terms:
        output.narrate(terms)
    output.line(
        _("Account {id}: {claim}, {proven}").format(
            id=now.id, claim=words.claim(now.claim), proven=words.proven(now)
        )
    )


@app.command("keep-apart")
def keep_apart(
    context: typer.Context,
    account: Annotated[str, typer.Argument(metavar="ID")],
    off: Annotated[bool, typer.Option("--off", help=_("Take it back."))] = False,
) -> None:
    """Say that nobody should be able to tie an account to your others."""
    now = on_session(context, lambda session: session.accounts.set_keep_apart(account, not off))
    if off:
        output.line(
            _(
                "Account {id} is no longer kept apart. It is scanned together with the others."
            ).format(id=now.id)
        )
        return
    output.line(_("Account {id} is kept apart.").format(id=now.id))
    output.line(
        _(
            "It is never scanned in one run with another account: one address in one minute would "
            "tie them."
        )
    )
    output.line(
        _(
            "Scan it alone, at another time and best over another connection: auditor scan "
            "--account {id}"
        ).format(id=now.id)
    )
    output.line(
        _("'auditor links' shows what ties it to the others, and the fewest photos to remove.")
    )


@app.command("together")
def together(
    context: typer.Context,
    account: Annotated[str, typer.Argument(metavar="ID")],
    other: Annotated[str, typer.Argument(metavar="OTHER")],
    off: Annotated[bool, typer.Option("--off", help=_("Take it back."))] = False,
) -> None:
    """Say that two accounts may be known together: what ties them then does not count."""
    first, second = on_session(
        context, lambda session: session.answers.marks.set_together(account, other, on=not off)
    )
    line = (
        _("What ties the accounts {a} and {b} counts again.")
        if off
        else _("The accounts {a} and {b} may be known together.")
    )
    output.line(line.format(a=first, b=second))


@app.command("show-name")
def show_name(
    context: typer.Context,
    account: Annotated[str, typer.Argument(metavar="ID")],
    name: Annotated[
        str | None,
        typer.Argument(
            metavar=ask.FROM_STDIN,
            help=_("The name as photos tell it is asked for; - reads it from standard input."),
        ),
    ] = None,
    off: Annotated[bool, typer.Option("--off", help=_("Take it back."))] = False,
) -> None:
    """Say that an account shows a name on purpose: photos of it that tell it then do not count."""
    told = ask.private_text(name, _("The name, as photos tell it: "))
    now = on_session(
        context, lambda session: session.answers.marks.set_shown_name(account, told, on=not off)
    )
    line = (
        _("Photos of account {id} that tell this name count again.")
        if off
        else _("Account {id} shows this name on purpose.")
    )
    output.line(line.format(id=now.id))


@app.command("unwanted")
def unwanted(
    context: typer.Context,
    account: Annotated[str, typer.Argument(metavar="ID")],
    off: Annotated[bool, typer.Option("--off", help=_("Take it back."))] = False,
) -> None:
    """Say that you no longer want an account: the plan then names the page that deletes it."""
    now = on_session(context, lambda session: session.planning.set_unwanted(account, off))
    if off:
        output.line(_("Account {id} stays.").format(id=now.id))
        return
    output.line(
        _(
            "Account {id} is no longer wanted. 'auditor plan' says where it is deleted, and how "
            "hard that is."
        ).format(id=now.id)
    )
    output.line(
        _("Before that, save evidence if somebody threatens you, and export what you want to keep.")
    )


@app.command("prove")
def prove(context: typer.Context, account: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Look for a proof that the account is yours, and say how to give one."""

    async def task(session: Session) -> tuple[str, Proof]:
        return await session.accounts.proof_token(account), await session.accounts.prove(account)

    token, proof = on_session(context, task)
    if proof.holds:
        output.line(
            _("Proof: {method} ({where})").format(
                method=proof.method.value, where=shown(options_of(context), proof.detail, Kind.URL)
            )
        )
        if proof.method is not ProofMethod.LOCAL:
            output.line(
                _("Seen until {time} UTC. You can take it away: the proof stays.").format(
                    time=f"{proof.seen_until:%Y-%m-%d %H:%M}"
                )
            )
        return
    output.line(_("not proven"))
    output.line(
        _("To prove it, put this token where only its owner can write, then run the command again:")
    )
    output.line(f"    {token}")
    output.line(_("  on a website: in the file /.well-known/owner.txt"))
    output.line(
        _("  on a platform: in the profile text (followers can see it; take it out afterwards)")
    )
    output.line(_("Until then positions are shown to 1 km, and scans are not compared."))
