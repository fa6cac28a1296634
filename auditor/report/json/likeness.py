"""The JSON document of likeness exposure. What it means stands first."""

from __future__ import annotations

from auditor.domain.likeness.likeness import Best, Hide, Likeness, Reason, Tier
from auditor.domain.likeness.words import MEANS, SHRINK_MEANS, reason_text, smaller, tier_name
from auditor.messages import _
from auditor.report.json.documents import write
from auditor.report.json.shapes.exposure import BestJson, HideJson, LikenessJson, LikenessReasonJson


def likeness(judged: Likeness) -> str:
    """auditor/likeness/1. `tier` is null where nothing was looked at: it could not be told."""
    tier = judged.tier if judged.known else None
    body: LikenessJson = {
        "means": _(MEANS),
        "best": _best(judged.best),
        "shrink": [
            {
                "below_px": target.below_px,
                "photos": list(target.photos),
                "minutes": target.minutes,
            }
            for target in judged.shrink
        ],
        "shrink_means": _(SHRINK_MEANS),
        "tier": tier.word if tier is not None else None,
        "name": tier_name(tier),
        "looked": judged.looked,
        "unread": judged.unread,
        "blunt": judged.blunt,
        "identified": False,
        "reasons": [_reason(reason) for reason in judged.reasons],
        "counted": list(judged.counted),
        "hide": _hide(judged.hide, judged.tier),
        "what_if": [
            {
                "change": change.change,
                "account": change.account,
                "tier": change.tier.word,
                "name": tier_name(change.tier),
                "counted": change.counted,
            }
            for change in judged.what_if
        ],
        "not_me": list(judged.not_me),
    }
    return write("likeness", body)


def _best(best: Best | None) -> BestJson | None:
    if best is None:
        return None
    original = best.original
    return {
        "photo": best.photo,
        "face_px": best.face_px,
        "short_side": best.short_side,
        "where": best.where,
        "original": None
        if original is None
        else {
            "url": original.url,
            "shown_face_px": original.shown_face_px,
            "shown_short_side": original.shown_short_side,
        },
    }


def _reason(reason: Reason) -> LikenessReasonJson:
    return {
        "tier": reason.tier.word,
        "name": tier_name(reason.tier),
        "counted": reason.counted,
        "exact": reason.exact,
        "needed": reason.needed,
        "reached": reason.counted >= reason.needed,
        "text": reason_text(reason),
        "source": reason.source,
        "thresholds": [
            {
                "what": each.what,
                "value": each.value,
                "source": each.source or None,
                "basis": _(each.basis),
                "year": each.year,
            }
            for each in reason.thresholds
        ],
        "poses": reason.poses,
        "lights": reason.lights,
    }


def _hide(hide: Hide | None, tier: Tier) -> HideJson:
    if hide is None:
        return {"photos": [], "optimal": False, "bound": 0, "reaches": None, "smaller": None}
    return {
        "photos": list(hide.photos),
        "optimal": hide.optimal,
        "bound": hide.bound,
        "reaches": hide.reaches.word,
        "smaller": smaller(tier) or None,
    }
