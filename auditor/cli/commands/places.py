"""auditor places: spots where many photos were taken, and forgetting every position.

Forgetting takes all positions that the vault holds.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import yes as answered_yes
from auditor.cli.drawn import charts
from auditor.cli.running import on_session, options_of, shown
from auditor.cli.told.unread import end_unread
from auditor.domain.photos.place import PlaceCluster, Places
from auditor.domain.routine.routine import days_told, moments, nights
from auditor.domain.text.statement import Kind
from auditor.domain.views import Coverage
from auditor.errors import UsageError
from auditor.messages import N_, _
from auditor.report.words.coverage import checked

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.engine.session import Session


def places(
    context: typer.Context,
    exact: Annotated[
        bool,
        typer.Option("--exact", help=_("Show the spots themselves, not only the town and 1 km.")),
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help=_("Forget every position, and keep none from now on."))
    ] = False,
    remember: Annotated[
        bool, typer.Option("--remember", help=_("Keep positions again, from the next scan on."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask before forgetting."))] = False,
    chart: Annotated[
        bool, typer.Option("--chart", help=_("Draw it, with the same in words below."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show where several of your photos were taken, by town; or forget all places, so that the
    vault cannot show where you are.
    """  # noqa: D205
    if forget and (remember or exact):
        raise UsageError(_("--forget goes with neither --remember nor --exact."))
    if forget and not yes:
        _ask()

    async def task(session: Session) -> tuple[Places, Coverage]:
        if forget:
            await session.exposure.forget_places()
        elif remember:
            output.narrate(_(_AGAIN if await session.exposure.remember_places() else _ALWAYS))
        return await session.exposure.places(), await session.coverage()

    found, coverage = on_session(context, task)
    _tell_forgotten(forget=forget)
    if as_json:
        from auditor.report.json import places as places_documents

        output.document(places_documents.places(found, coverage, exact=exact))
    elif chart and found.clusters and not forget:
        charts.tell_places(found, options_of(context), exact=exact)
    elif not forget:
        _tell(found, coverage, options_of(context), exact=exact)
    if not forget and not remember:
        end_unread(coverage)


def _tell_forgotten(*, forget: bool) -> None:
    for line in _FORGOTTEN if forget else ():
        output.narrate(_(line))


_AGAIN = N_("Places are kept again. The next scan reads every photo anew.")
_ALWAYS = N_("Places were kept all the time.")
_FORGOTTEN = (
    N_("All places are forgotten, and later scans keep none."),
    N_(
        "Captions, descriptions and file names stay as they are, also where they say a place in "
        "words or numbers."
    ),
    N_("Reports and JSON files that you saved, and backups of the vault, still hold them."),
    N_(
        "What is public stays public: photos online may still show positions. To look for them "
        "again: auditor places --remember"
    ),
)


def _ask() -> None:
    if not sys.stdin.isatty():
        raise UsageError(
            _("This forgets every position in the vault."),
            _("If that is what you want: auditor places --forget --yes"),
        )
    output.narrate(
        _(
            "Every position goes from this vault, with the findings that name one. The photos "
            "online stay as they are."
        )
    )
    if not answered_yes(_("Forget all places?")):
        raise UsageError(_("Nothing was forgotten."))


def _tell(found: Places, coverage: Coverage, options: GlobalOptions, *, exact: bool) -> None:
    if not found.kept:
        output.line(
            _(
                "Places are forgotten and not kept: nothing is known of them. 'auditor places "
                "--remember' changes that."
            )
        )
        return
    if not found.clusters:
        if coverage.why_unread is None:
            said = _("No spot is named by three photos or more of your proven accounts.")
            output.line(checked(coverage, said, 1))
        return
    rows = [_row(cluster, options, exact=exact) for cluster in found.clusters]
    output.table(
        (_("near"), _("position"), _("± metres"), _("photos"), _("days"), _("nights")), rows
    )
    if not exact:
        output.narrate(
            _("Positions are rounded to about 1 km; --exact shows the spots themselves.")
        )


def _row(spot: PlaceCluster, options: GlobalOptions, *, exact: bool) -> tuple[str, ...]:
    from auditor.report.json import places as places_documents

    latitude, longitude, radius = places_documents.told(spot, exact=exact)
    decimals = 6 if exact else 2
    times = moments(spot.times)
    near = f"{spot.place.name}, {spot.place.country}" if spot.place else _("far from any town")
    where = f"{latitude:.{decimals}f}, {longitude:.{decimals}f}"
    hidden = (shown(options, near, Kind.PLACE), shown(options, where, Kind.PLACE))
    return (
        *hidden,
        str(radius),
        str(len(spot.photos)),
        str(days_told(spot.times)),
        str(nights(times)),
    )
