"""The words of likeness exposure: what the judgement means, the best single picture, the tiers."""

from __future__ import annotations

from auditor.domain.likeness.likeness import Best, Reason, Shrink, Threshold, Tier, WhatIf
from auditor.domain.likeness.rules import rung_of
from auditor.messages import N_, _, ngettext

MEANS = N_(
    "Counts what strangers can take from the accounts you scanned: a lower bound. One clear photo "
    "is enough for a fake, and a model can be made from it by first generating more pictures. "
    "Fewer photos make such a model worse, not impossible; they do nothing about copies someone "
    "has or others post."
)
"""Told before anything else."""

FROM_ONE = N_(
    "A model can be made from one picture by first generating more pictures from it; fewer photos "
    "make it worse, not impossible"
)
"""Told where one picture is all that counts."""

SHRINK_MEANS = N_(
    "Sizes are those of the largest file that a stranger can get: making a post smaller does "
    "nothing while its original is still served. A smaller face makes a fake worse, not impossible."
)
"""Told wherever the photos to make smaller are."""

ELSEWHERE = N_("docs/likeness.md names the sources that are not linked here.")
"""Told below the sources."""

_COULD_NOT_TELL = N_("Could not tell")
_NAMES = {
    Tier.NONE: N_("No clear face found"),
    Tier.ONE_SHOT: N_("Enough for a fake made from one photo"),
    Tier.FEW_SHOT: N_("Enough to teach a model a rough likeness"),
    Tier.LORA: N_("Enough for direct training"),
    Tier.SATURATED: N_("More photos would hardly make a model better"),
}


def tier_name(tier: Tier | None) -> str:
    """Return the plain name of a tier in the user's language; None is what could not be told."""
    return _(_COULD_NOT_TELL if tier is None else _NAMES[tier])


def tier_key(tier: Tier) -> str:
    """Return the plain name as a key of the catalogue, to be translated where it is shown."""
    return _NAMES[tier]


def reason_text(reason: Reason) -> str:
    """Return what a rung asks for, in the user's language."""
    return _(reason.text).format_map(
        {threshold.what: threshold.value for threshold in reason.thresholds}
    )


def best_line(best: Best | None) -> str:
    """Return how large the face of the best single picture is, in the user's language.

    None is that no such face was found in what was looked at.
    """
    if best is None:
        return _("The best single picture: no sharp, uncovered face was found.")
    return _(
        "The best single picture: a sharp, uncovered face {face} px across, in a picture whose "
        "short side is {side} px."
    ).format(face=best.face_px, side=best.short_side)


def original_line(best: Best | None) -> str:
    """Return how large the face is in the displayed picture and in the original behind it.

    In the user's language; empty where no larger original stands behind the picture.
    """
    if best is None or best.original is None:
        return ""
    shown = best.original.shown_face_px
    if shown is None:
        return _(
            "The page shows another file, of a size that could not be told; the file behind it, "
            "which anybody can get, holds a face of {face} px."
        ).format(face=best.face_px)
    return _(
        "The page shows this face about {shown} px across, but the original behind it, which "
        "anybody can get, holds {face} px."
    ).format(shown=shown, face=best.face_px)


def shrink_line(shrink: Shrink) -> str:
    """Return what brings the best single picture below a size, in the user's language."""
    count = len(shrink.photos)
    if not count:
        return _("Below {px} px: it is already.").format(px=shrink.below_px)
    return ngettext(
        "Below {px} px: replace {count} photo by a smaller copy, or hide it (about {minutes} min).",
        "Below {px} px: replace {count} photos by smaller copies, or hide them (about {minutes} "
        "min).",
        count,
    ).format(px=shrink.below_px, count=f"{count:,}", minutes=f"{shrink.minutes:,.0f}")


def source_text(threshold: Threshold) -> str:
    """Return what kind of source a number rests on, and its year, in the user's language."""
    return f"{_(threshold.basis)}, {threshold.year}" if threshold.year else _(threshold.basis)


def source_line(threshold: Threshold) -> str:
    """Return what a number rests on, with the address of the paper if there is one.

    In the user's language.
    """
    return " ".join(part for part in (source_text(threshold), threshold.source) if part)


def smaller(tier: Tier) -> str:
    """Return how small a photo must be so that it no longer counts for `tier`.

    In the user's language.
    """
    if tier is Tier.NONE:
        return ""
    rung = rung_of(tier)
    if rung.short is None:
        return _("or put up a copy in which the face is less than {face} px across").format(
            face=rung.face.value
        )
    return _("or put up a copy whose short side is under {side} px").format(side=rung.short.value)


def what_if(changed: WhatIf, account: str) -> str:
    """Return what a change is, in the user's language.

    `account` is how its account is to be shown.
    """
    change, _dash, side = changed.change.partition("-")
    if change == "shrink":
        return _("every photo made smaller, to {side} px on the long side").format(side=side)
    return _(
        "{account} removed, or made private if the platform can do that for old photos"
    ).format(account=account)
