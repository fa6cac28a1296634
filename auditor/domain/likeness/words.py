"""The words of likeness exposure: what the judgement means, and a plain name for each tier."""

from __future__ import annotations

from auditor.domain.likeness.likeness import Reason, Tier, WhatIf
from auditor.domain.likeness.rules import rung_of
from auditor.messages import N_, _

MEANS = N_(
    "Counts what strangers can take from the accounts you scanned: a lower bound. One clear photo "
    "is enough for a fake. "
    "Fewer photos make a trained model harder; they do nothing about copies someone has or others "
    "post."
)
"""Told before anything else."""

_COULD_NOT_TELL = N_("Could not tell")
_NAMES = {
    Tier.NONE: N_("No clear face found"),
    Tier.ONE_SHOT: N_("Enough for a fake made from one photo"),
    Tier.FEW_SHOT: N_("Enough to teach a model a rough likeness"),
    Tier.LORA: N_("Enough to train a model of you"),
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
