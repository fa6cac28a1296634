"""auditor likeness: the best single picture, what could be made of all, which few to hide first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.running import names_of, on_session, options_of, shown
from auditor.cli.told.unread import end_unread
from auditor.dataclass import dataclass
from auditor.domain.likeness.likeness import Hide, Likeness, Reason, Shrink, Tier, WhatIf
from auditor.domain.likeness.words import (
    ELSEWHERE,
    MEANS,
    SHRINK_MEANS,
    best_line,
    original_line,
    reason_text,
    shrink_line,
    smaller,
    source_line,
    tier_name,
    what_if,
)
from auditor.domain.text.statement import Kind
from auditor.domain.views import Coverage
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from auditor.cli.options import GlobalOptions
    from auditor.engine.session import Session

_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a photo stands: its account and page."""

    account: str
    page: str


def likeness(
    context: typer.Context,
    not_me: Annotated[
        list[str] | None,
        typer.Option("--not-me", metavar="PHOTO", help=_("This photo shows somebody else.")),
    ] = None,
    me: Annotated[
        list[str] | None,
        typer.Option("--me", metavar="PHOTO", help=_("This photo shows you after all.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show what could be made of you from your public photos, and the fewest to hide.
    Faces are never identified.
    """  # noqa: D205
    options = options_of(context)

    async def task(
        session: Session,
    ) -> tuple[Likeness, dict[str, str], dict[str, _Place], Coverage]:
        for photo in not_me or ():
            await session.exposure.mark_not_me(photo, somebody_else=True)
        for photo in me or ():
            await session.exposure.mark_not_me(photo, somebody_else=False)
        judged = await session.exposure.likeness()
        handles = await names_of(options, session)
        places = {} if as_json else await _places(session, judged, options)
        return judged, handles, places, await session.coverage()

    judged, handles, places, coverage = on_session(context, task)
    if as_json:
        from auditor.report.json import likeness as likeness_documents

        output.document(likeness_documents.likeness(judged))
    else:
        _tell(judged, handles, places)
    end_unread(coverage)


async def _places(session: Session, judged: Likeness, options: GlobalOptions) -> dict[str, _Place]:
    """Return where every photo stands that is listed."""
    named = [] if judged.best is None else [judged.best.photo]
    named += _largest(judged.shrink)[:_MOST_SHOWN]
    named += judged.hide.photos[:_MOST_SHOWN] if judged.hide else ()
    found = {}
    for photo in dict.fromkeys(named):
        stored = (await session.photo(photo)).stored.photo
        found[photo] = _Place(stored.account, shown(options, stored.page_url, Kind.URL))
    return found


def _largest(shrink: Sequence[Shrink]) -> tuple[str, ...]:
    """Return all photos to make smaller: those of the smallest size, the largest faces first."""
    return max((target.photos for target in shrink), key=len, default=())


def _tell(judged: Likeness, handles: Mapping[str, str], places: Mapping[str, _Place]) -> None:
    output.line(_(MEANS))
    output.line(_("Faces are not identified: mark photos of somebody else with --not-me PHOTO."))
    output.line()
    _tell_gaps(judged)
    if not judged.known:
        return
    _tell_best(judged, handles, places)
    output.line()
    output.line(_("Likeness exposure: {name}").format(name=tier_name(judged.tier)))
    output.line()
    for reason in judged.reasons:
        _tell_reason(reason)
    output.line(f"     {_(ELSEWHERE)}")
    if judged.hide is not None and judged.tier is not Tier.NONE:
        _tell_hide(judged.hide, judged.tier, handles, places)
    _tell_what_if(judged.what_if, handles)


def _tell_best(judged: Likeness, handles: Mapping[str, str], places: Mapping[str, _Place]) -> None:
    output.line(best_line(judged.best))
    if judged.best is None:
        return
    output.line(_at(judged.best.photo, handles, places))
    original = original_line(judged.best)
    if original:
        output.line(f"  {original}")
    for target in judged.shrink:
        output.line(f"  {shrink_line(target)}")
    output.line(f"  {_(SHRINK_MEANS)}")
    photos = _largest(judged.shrink)
    if len(photos) > 1:
        output.line("  " + _("They are, the largest face first:"))
        _tell_photos(photos, handles, places)


def _tell_photos(
    photos: Sequence[str], handles: Mapping[str, str], places: Mapping[str, _Place]
) -> None:
    for photo in photos[:_MOST_SHOWN]:
        output.line(_at(photo, handles, places))
    more = len(photos) - _MOST_SHOWN
    if more > 0:
        output.line(_("  … and {count} more: --json lists all.").format(count=more))


def _at(photo: str, handles: Mapping[str, str], places: Mapping[str, _Place]) -> str:
    place = places[photo]
    return f"  • {photo}  {handles.get(place.account, place.account)}  {place.page}"


def _tell_gaps(judged: Likeness) -> None:
    """What was not looked at comes first."""
    if not judged.known:
        output.line(_("Could not tell: no photo of a proven account was looked at for faces."))
    if judged.unread:
        line = ngettext(
            "In {count} photo faces were not looked for.",
            "In {count} photos faces were not looked for.",
            judged.unread,
        )
        output.line(line.format(count=judged.unread))
        if judged.known:
            output.line(
                _("They may make it worse; 'auditor photos --json' tells the reason for each.")
            )
    if judged.blunt:
        output.line(
            _("Accounts without proof are left out: 'auditor accounts prove' shows how to add one.")
        )
    if judged.not_me:
        line = ngettext(
            "{count} photo is marked as not you.",
            "{count} photos are marked as not you.",
            len(judged.not_me),
        )
        output.line(line.format(count=len(judged.not_me)))


def _tell_reason(reason: Reason) -> None:
    mark = "●" if reason.counted >= reason.needed else "○"
    counted = (
        str(reason.counted) if reason.exact else _("at least {count}").format(count=reason.counted)
    )
    line = _("{mark} {name}: different photos that count {counted}, enough {needed}")
    output.line(
        line.format(
            mark=mark,
            name=tier_name(reason.tier),
            counted=counted,
            needed=reason.needed,
        )
    )
    output.line(f"     {reason_text(reason)}.")
    if reason.counted:
        line = _(
            "     Variety (decides nothing): {poses} of 3 head turns, {lights} of 3 kinds of light."
        )
        output.line(line.format(poses=reason.poses, lights=reason.lights))
    sources = dict.fromkeys(map(source_line, reason.thresholds))
    output.line(
        _("     Where the numbers come from: {sources}").format(sources=" · ".join(sources))
    )


def _tell_hide(
    hide: Hide, tier: Tier, handles: Mapping[str, str], places: Mapping[str, _Place]
) -> None:
    count = len(hide.photos)
    output.line()
    line = ngettext(
        "Hide this {count} photo to come down to “{step}”:",
        "Hide these {count} photos to come down to “{step}”:",
        count,
    )
    output.line(line.format(count=count, step=tier_name(hide.reaches)))
    _tell_photos(hide.photos, handles, places)
    output.line("  " + smaller(tier))
    if hide.optimal:
        output.line(_("  No smaller set does it."))
    else:
        output.line(
            _("  The best set found; at least {bound} photos are needed.").format(bound=hide.bound)
        )


def _tell_what_if(changes: tuple[WhatIf, ...], handles: Mapping[str, str]) -> None:
    told = [
        change for change in changes if change.change != "make-private"
    ]  # to a stranger the same as removing it
    if not told:
        return
    output.line()
    output.table(
        (_("what if"), _("then"), _("photos that still count")),
        [
            (
                what_if(told_photo, handles.get(told_photo.account or "", "")),
                tier_name(told_photo.tier),
                str(told_photo.counted),
            )
            for told_photo in told
        ],
    )
