"""auditor discover: accounts that proven ones lead to."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ask, output
from auditor.cli.commands.outside.outgoing import Agreed, DryRun, agree, tell
from auditor.cli.running import on_session, options_of
from auditor.domain.outside.discovery import Discovered, SiteList
from auditor.errors import ExitCode, ReaderError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.domain.views import AccountState
    from auditor.engine.session import Session
    from auditor.ports import Outgoing

    _Told = tuple[Discovered, tuple[Outgoing, ...], tuple[str, ...]]


def discover(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=ask.FROM_STDIN,
            help=_(
                "Only these names or addresses of accounts that you have proven; - reads them "
                "from standard input, one a line. Without any: all of them."
            ),
        ),
    ] = None,
    sites: Annotated[
        Path | None,
        typer.Option(
            "--sites",
            metavar="FILE",
            help=_(
                "A list of sites to ask about your name: wmn-data.json of WhatsMyName, or "
                "data.json of Sherlock or Maigret."
            ),
        ),
    ] = None,
    dry_run: DryRun = False,
    agreed: Agreed = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Find accounts that you may have forgotten, from your proven ones outward.
    Links that they show, and with --sites the same name elsewhere. E-mail is never tried.

    Exit code 3: every site that was asked could not tell.
    """  # noqa: D205
    options = options_of(context)
    typed = ask.private_texts(names) if names else ()
    listed = sites_of(sites) if sites is not None else None

    def task(session: Session) -> Awaitable[_Told]:
        return _found(session, typed, listed, context, dry_run=dry_run, agreed=agreed)

    found, sent, left_out = on_session(context, task)
    reasons = (*left_out, *_of_file(listed))
    if as_json:
        from auditor.report.json.outside.discover import discover as document

        source = listed.source if listed else ""
        output.document(document(found, reasons, source, sent, masked=options.projector))
    elif dry_run:
        tell(sent, masked=options.projector)
        for reason in reasons:
            output.line(f"  - {reason}")
    else:
        from auditor.cli.told import discovered

        discovered.tell(found, reasons, listed.source if listed else "", options)
    unclear = bool(found.asked) and not found.absent and not found.candidates
    raise typer.Exit(ExitCode.SOURCE_FAILED if unclear else ExitCode.OK)


async def _found(
    session: Session,
    typed: Sequence[str],
    listed: SiteList | None,
    context: typer.Context,
    *,
    dry_run: bool,
    agreed: bool,
) -> _Told:
    """Return what was found, what was sent, or would be, and what was not asked."""
    options = options_of(context)
    discovery = session.accounts.discovery()
    start = await discovery.starting_point(typed)
    links = discovery.links(start) if not typed or not start.names else ()
    would = discovery.outgoing(start, links, listed)
    if dry_run or not would:
        return Discovered(links), would, (*start.left_out, *_nowhere(start.accounts))
    consents = agree(would, agreed=agreed, masked=options.projector)
    timeout_s = options.settings().network.timeout_s
    found = await discovery.ask(start, links, listed, consents, timeout_s)
    left_out = (*start.left_out, *_beyond(len(links)))
    return found, tuple(consent.shown for consent in consents), left_out


def _nowhere(proven: Sequence[AccountState]) -> Sequence[str]:
    if proven:
        return ()
    return (
        _(
            "anything: none of your accounts is proven to be yours and not kept apart, so there is "
            "nothing to begin at ('auditor accounts prove ID')"
        ),
    )


def _beyond(links: int) -> Sequence[str]:
    from auditor.engine.discovery.outward import MOST_LINKS
    from auditor.report.words.forgotten.candidates import further_pages

    return (further_pages(links - MOST_LINKS),) if links > MOST_LINKS else ()


def sites_of(path: Path) -> SiteList:
    """Return the sites of a file. Raises ReaderError, which names it."""
    from auditor.adapters.local_files import open_file
    from auditor.services.account_sites.read import LARGEST, read_sites

    try:
        with open_file(path) as file:
            return read_sites(file.read(LARGEST + 1))
    except OSError as error:
        raise ReaderError(f"{path}: {error.strerror or type(error).__name__}") from None
    except ReaderError as error:
        raise ReaderError(f"{path}: {error.message}", error.hint) from None


def _of_file(listed: SiteList | None) -> Sequence[str]:
    if listed is None:
        return ()
    from auditor.report.words.forgotten.candidates import left_out

    return left_out(listed)
