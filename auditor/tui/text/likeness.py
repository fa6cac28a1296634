"""Likeness exposure as lines of text, for its own screen and for the overview.

What it means always comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from auditor.domain.likeness.likeness import Hide, Likeness, Reason, Tier, WhatIf
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
from auditor.messages import _, ngettext
from auditor.tui.text.plain import lines, plain, row


def everything(judged: Likeness, names: Mapping[str, str]) -> Iterator[Content]:
    """Yield the whole judgement. `names` are the accounts as they may be shown, by id."""
    yield plain(_(MEANS), "bold", limit=1000)
    yield plain(_("Faces are not identified: mark photos of somebody else with n."), "$quiet")
    yield plain("")
    yield from gaps(judged)
    if not judged.known:
        return
    yield from _best(judged)
    yield plain("")
    yield tier(judged)
    yield plain("")
    for reason in judged.reasons:
        yield from _rung(reason)
    if judged.hide is not None and judged.tier is not Tier.NONE:
        yield from _hide(judged.hide, judged.tier)
    yield from _changes(judged.what_if, names)
    yield from _sources(judged.reasons)


def headline(judged: Likeness) -> Content:
    """Return the best single picture and the tier, a line each."""
    if not judged.known:
        return tier(judged)
    return lines(plain(best_line(judged.best), "bold", limit=300), tier(judged))


def _best(judged: Likeness) -> Iterator[Content]:
    yield plain(best_line(judged.best), "bold", limit=300)
    if judged.best is None:
        return
    yield plain("  " + _("it stands as “largest face” in the list"), "$quiet")
    original = original_line(judged.best)
    if original:
        yield plain(f"  {original}", "$text-warning", limit=300)
    for target in judged.shrink:
        yield plain(f"  {shrink_line(target)}", limit=300)
    yield plain(f"  {_(SHRINK_MEANS)}", "$quiet", limit=400)


def tier(judged: Likeness) -> Content:
    """Return the tier with its plain name; what could not be told is said instead of it."""
    if not judged.known:
        return plain(
            _("Could not tell: no photo of a proven account was looked at for faces."),
            "$text-warning",
        )
    told = _("Likeness exposure: {name}").format(name=tier_name(judged.tier))
    return plain(told, "bold $text-success" if judged.tier is Tier.NONE else "bold $text-warning")


def gaps(judged: Likeness) -> Iterator[Content]:
    """Yield what was not looked at."""
    mark = plain("? ", "bold $text-warning")
    if not judged.known:
        yield row(mark, tier(judged))
    if judged.unread:
        line = ngettext(
            "In {count} photo faces were not looked for.",
            "In {count} photos faces were not looked for.",
            judged.unread,
        )
        yield row(mark, plain(line.format(count=f"{judged.unread:,}")))
        if judged.known:
            yield plain(
                _("They may make it worse; the page of each photo tells the reason."), "$quiet"
            )
    if judged.blunt:
        yield row(
            mark,
            plain(
                _(
                    "Accounts without proof are left out: on the accounts screen, p shows how to "
                    "add one."
                )
            ),
        )
    if judged.not_me:
        line = ngettext(
            "{count} photo is marked as not you.",
            "{count} photos are marked as not you.",
            len(judged.not_me),
        )
        yield plain(line.format(count=len(judged.not_me)), "$quiet")


def _rung(reason: Reason) -> Iterator[Content]:
    reached = reason.counted >= reason.needed
    counted = (
        str(reason.counted) if reason.exact else _("at least {count}").format(count=reason.counted)
    )
    line = _("{mark} {name}: different photos that count {counted}, enough {needed}")
    mark, name = "●" if reached else "○", tier_name(reason.tier)
    told = line.format(mark=mark, name=name, counted=counted, needed=reason.needed)
    yield plain(told, "bold" if reached else "")
    yield plain(f"  {reason_text(reason)}.", "$quiet", limit=400)
    if reason.counted:
        line = _(
            "Variety (decides nothing): {poses} of 3 head turns, {lights} of 3 kinds of light."
        )
        yield plain("  " + line.format(poses=reason.poses, lights=reason.lights), "$quiet")


def _sources(reasons: tuple[Reason, ...]) -> Iterator[Content]:
    yield plain("")
    yield plain(_("Where the numbers come from"), "bold $accent")
    for reason in reasons:
        for source in dict.fromkeys(map(source_line, reason.thresholds)):
            yield plain(f"  {tier_name(reason.tier)}: {source}", "$quiet", limit=300)
    yield plain(f"  {_(ELSEWHERE)}", "$quiet")


def _hide(hide: Hide, at: Tier) -> Iterator[Content]:
    count = len(hide.photos)
    line = ngettext(
        "Hide this {count} photo to come down to “{step}”:",
        "Hide these {count} photos to come down to “{step}”:",
        count,
    )
    yield plain("")
    yield plain(line.format(count=count, step=tier_name(hide.reaches)), "bold $accent")
    yield plain("  " + _("they stand as “hide first” in the list"), "$quiet")
    yield plain("  " + smaller(at), limit=300)
    if hide.optimal:
        yield plain("  " + _("No smaller set does it."), "$quiet")
    else:
        yield plain(
            "  "
            + _("The best set found; at least {bound} photos are needed.").format(bound=hide.bound),
            "$quiet",
        )


def _changes(changes: tuple[WhatIf, ...], names: Mapping[str, str]) -> Iterator[Content]:
    shown = [
        change for change in changes if change.change != "make-private"
    ]  # to a stranger the same as removing it
    if not shown:
        return
    yield plain("")
    yield plain(_("What if"), "bold $accent")
    for shown_line in shown:
        counted = ngettext(
            "{count} photo still counts", "{count} photos still count", shown_line.counted
        ).format(count=shown_line.counted)
        name = names.get(shown_line.account or "", "")
        yield row(
            plain(f"  {tier_name(shown_line.tier)}: ", "bold"),
            plain(what_if(shown_line, name), limit=300),
            plain(f"  ({counted})", "$quiet"),
        )
