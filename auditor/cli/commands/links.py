"""auditor links: what ties your accounts together.

And the fewest photos to remove to keep one apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.drawn import charts
from auditor.cli.options import GlobalOptions
from auditor.cli.running import on_session, options_of, shown, veil_of
from auditor.cli.told.unread import end_unread
from auditor.dataclass import dataclass
from auditor.domain.links import AccountLink, Cut, CutFor, Links
from auditor.domain.photos.photo import PhotoKind
from auditor.domain.text.statement import Kind
from auditor.domain.views import Coverage
from auditor.messages import _, ngettext
from auditor.report.words import links as links_words
from auditor.report.words.coverage import checked
from auditor.report.words.platforms import platform_name

if TYPE_CHECKING:
    from auditor.engine.session import Session

_MOST_PHOTOS = 30
_MOST_TIES = 12


@dataclass(frozen=True, slots=True)
class _Told:
    """The links with what naming them needs.

    Accounts by id, and of the photos to remove (account, page, kind) by id.
    """

    found: Links
    names: Mapping[str, str]
    platforms: Mapping[str, str]
    photos: Mapping[str, tuple[str, str, PhotoKind]]
    coverage: Coverage


def links(
    context: typer.Context,
    account: Annotated[
        list[str] | None,
        typer.Option(
            "--account", metavar="ID", help=_("Show how to cut off this account. Repeatable.")
        ),
    ] = None,
    chart: Annotated[
        bool, typer.Option("--chart", help=_("Draw it, with the same in words below."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show what ties your proven accounts together, and the fewest photos to remove so that no
    photo does.
    """  # noqa: D205
    options = options_of(context)

    async def task(session: Session) -> _Told:
        found = await session.exposure.links(account or ())
        states = await session.accounts.states()
        veil = veil_of(options, states)
        names = {
            state.account.id: (
                f"{veil.handle(state.account)} "
                f"({platform_name(session, state.account.platform, hidden=veil.on)})"
            )
            for state in states
        }
        photos = (
            {}
            if as_json
            else {
                photo: await _photo(session, photo, options)
                for cut in found.cuts
                for photo in cut.photos[:_MOST_PHOTOS]
            }
        )
        platforms = {
            state.account.id: platform_name(session, state.account.platform) for state in states
        }
        coverage = await session.coverage()
        return _Told(found, _told_apart(names), platforms, photos, coverage)

    told = on_session(context, task)
    if as_json:
        from auditor.report.json import links as links_documents

        output.document(links_documents.links(told.found, told.coverage, masked=options.projector))
    elif chart and told.found.links:
        charts.tell_links(told.found, told.names, told.platforms, options)
        _show_limits(told)
    else:
        _show_links(told, options)
        _show_cuts(told, options)
        _show_limits(told)
    end_unread(told.coverage)


async def _photo(
    session: Session, photo: str, options: GlobalOptions
) -> tuple[str, str, PhotoKind]:
    found = (await session.photo(photo)).stored.photo
    return found.account, shown(options, found.page_url, Kind.URL), found.kind


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names with the id where two accounts would look the same."""
    all_names = list(names.values())
    return {
        account: name if all_names.count(name) == 1 else f"{name} {account}"
        for account, name in names.items()
    }


def _show_links(told: _Told, options: GlobalOptions) -> None:
    if not told.found.links and told.coverage.why_unread is None:
        output.line(checked(told.coverage, _(links_words.UNTIED), 2))
    for link in told.found.links:
        output.line(
            _("{a} and {b} can be tied together:").format(
                a=told.names[link.a], b=told.names[link.b]
            )
        )
        _show_evidence(link, options)
    for start, end in told.found.one_way:
        output.line(
            _(
                "{a} links to {b}, which does not link back: a hint for a stranger, no proof."
            ).format(a=told.names[start], b=told.names[end])
        )


def _show_evidence(link: AccountLink, options: GlobalOptions) -> None:
    ties = list(links_words.told(link, masked=options.projector))
    for tie in ties[:_MOST_TIES]:
        output.line(f"  - {tie}")
    _tell_more(len(ties) - _MOST_TIES)


def _tell_more(more: int) -> None:
    if more > 0:
        output.line(
            "  "
            + ngettext("and {n} more, see --json", "and {n} more, see --json", more).format(n=more)
        )


def _show_cuts(told: _Told, options: GlobalOptions) -> None:
    output.line()
    if told.found.cuts_for is CutFor.LINKED and told.found.cuts:
        output.line(
            _(
                "No account is marked as kept apart, so here is each one that is linked: auditor "
                "accounts keep-apart ID"
            )
        )
    for number, cut in enumerate(told.found.cuts):
        if number:
            output.line()
        _show_cut(told, cut, options)


def _show_cut(told: _Told, cut: Cut, options: GlobalOptions) -> None:
    name = told.names[cut.account]
    if not cut.others:
        untied = _("{account}: nothing was found that ties it to another account.")
        output.line(checked(told.coverage, untied.format(account=name), 2))
        return
    others = ", ".join(told.names[account] for account in cut.others)
    if cut.photos:
        said = ngettext(
            "{account} can be tied to {others}. Removing this photo is enough so that no photo "
            "does:",
            "{account} can be tied to {others}. The fewest photos to remove so that no photo does "
            "are these {n}:",
            len(cut.photos),
        )
        output.line(said.format(account=name, others=others, n=len(cut.photos)))
    else:
        output.line(
            _("{account} can be tied to {others}, but by none of its own photos.").format(
                account=name, others=others
            )
        )
    for photo in cut.photos[:_MOST_PHOTOS]:
        account, page, kind = told.photos[photo]
        place = (
            ""
            if account == cut.account
            else _(" (on {account})").format(account=told.names[account])
        )
        change = _(" (avatar: change it)") if kind is PhotoKind.AVATAR else ""
        output.line(f"  {photo}{place}{change}  {page}")
    _tell_more(len(cut.photos) - _MOST_PHOTOS)
    if cut.remaining:
        output.line(
            _(
                "  No photo cuts these; change them in the profile, or whatever ties the other "
                "account ties this one too:"
            )
        )
    for link in cut.remaining:
        other = told.names[link.b if link.a == cut.account else link.a]
        for evidence in link.evidence:
            output.line(f"  - {other}: {links_words.says(evidence, masked=options.projector)}")


def _show_limits(told: _Told) -> None:
    output.line()
    for line in links_words.limits(told.found, told.names):
        output.line(line)
