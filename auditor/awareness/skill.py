"""How well somebody tells real pictures from fakes: sensitivity, bias, confidence, next step.

Signal detection, with a fake as the signal: d' = z(H) - z(F), c = -(z(H) + z(F)) / 2,
ln beta = d' * c. The rates are corrected log-linearly: 0.5 to each count, 1 to each number of
pictures (Hautus 1995, doi:10.3758/BF03203619). The interval is that of Gourevitch & Galanter (1967,
doi:10.1007/BF02289402) on the corrected rates: an approximation, too narrow near 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean
from typing import Literal, TypeAlias

import msgspec

from auditor.dataclass import dataclass
from auditor.messages import _

LEAST_EACH = 12
"""Real and fake pictures each, below which neither d' nor a score is told."""
LEAST_SURE, SURE = 50, 100
"""How sure somebody may say that they are, in percent: of two labels a guess is right half the
time."""
SIDE_95 = 1.96
CALIBRATED = 0.05
"""How far confidence may be from the share that was right and count as the same: about one picture
of 24."""
HALF = 50.0
"""Points for telling apart, and as many for what somebody would do next."""
PictureLabel: TypeAlias = Literal["real", "fake"]
_NORMAL = NormalDist()


class PictureAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody said of one picture of a trainer's folder; a drawing never gets here.

    `item` is the SHA-256 of the picture in hex, `confidence` 50 to 100, `next_step` 0 to 1.
    """

    item: str
    label: PictureLabel
    said: PictureLabel
    confidence: int
    next_step: float
    seconds: float

    @property
    def right(self) -> bool:
        """Whether it was told right."""
        return self.said == self.label


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """d', its interval, and the bias: c and ln beta below 0 lean to "fake"."""

    d_prime: float
    low: float
    high: float
    criterion: float
    ln_beta: float


@dataclass(frozen=True, slots=True)
class SkillScore:
    """What a part of a test tells. `sensitivity` and `points` are None where that is too little."""

    fakes: int
    reals: int
    hits: int
    false_alarms: int
    sensitivity: Sensitivity | None
    points: float | None
    next_steps: float
    confidence: float
    overconfidence: float
    seconds: float

    @property
    def right(self) -> int:
        """How many were told right."""
        return self.hits + self.reals - self.false_alarms


def sensitivity(hits: int, fakes: int, false_alarms: int, reals: int) -> Sensitivity:
    """Return d' and bias of counts, corrected log-linearly. Raises ValueError on no counts."""
    if not (0 <= hits <= fakes and 0 <= false_alarms <= reals and fakes and reals):
        raise ValueError("counts that cannot be")
    hit_rate, alarm_rate = (hits + 0.5) / (fakes + 1), (false_alarms + 0.5) / (reals + 1)
    d_prime, criterion = of_rates(hit_rate, alarm_rate)
    spread = math.sqrt(_variance(hit_rate, fakes) + _variance(alarm_rate, reals))
    side = SIDE_95 * spread
    return Sensitivity(d_prime, d_prime - side, d_prime + side, criterion, d_prime * criterion)


def of_rates(hit_rate: float, alarm_rate: float) -> tuple[float, float]:
    """Return d' and c of two rates between 0 and 1."""
    hit, alarm = _NORMAL.inv_cdf(hit_rate), _NORMAL.inv_cdf(alarm_rate)
    return hit - alarm, -(hit + alarm) / 2


def _variance(rate: float, count: int) -> float:
    density = _NORMAL.pdf(_NORMAL.inv_cdf(rate))
    return rate * (1 - rate) / (count * density**2)


def score(answers: Sequence[PictureAnswer]) -> SkillScore:
    """Score one part of a test.

    Raises TypeError on anything but answers about pictures, and ValueError where a picture comes
    twice or there is none.
    """
    if not all(type(answer) is PictureAnswer for answer in answers):
        raise TypeError("only pictures of a trainer's folder are scored, never drawings")
    if not answers or len({answer.item for answer in answers}) != len(answers):
        raise ValueError("each picture once")
    fakes = [answer for answer in answers if answer.label == "fake"]
    reals = [answer for answer in answers if answer.label == "real"]
    hits = sum(answer.right for answer in fakes)
    alarms = sum(not answer.right for answer in reals)
    steps = fmean(answer.next_step for answer in answers)
    confidence = fmean(answer.confidence for answer in answers) / 100
    enough = min(len(fakes), len(reals)) >= LEAST_EACH
    points = None
    if enough:
        apart = max(0.0, hits / len(fakes) - alarms / len(reals))
        points = HALF * apart + HALF * steps
    return SkillScore(
        len(fakes),
        len(reals),
        hits,
        alarms,
        sensitivity(hits, len(fakes), alarms, len(reals)) if enough else None,
        points,
        steps,
        confidence,
        confidence - (hits + len(reals) - alarms) / len(answers),
        fmean(answer.seconds for answer in answers),
    )


def sureness(told: SkillScore) -> str:
    """Say how sure somebody was against how many were right."""
    over = told.overconfidence
    points = f"{abs(over) * 100:.0f}"
    if abs(over) <= CALIBRATED:
        verdict = _("about as sure as right")
    elif over > 0:
        verdict = _("too sure by {points} points").format(points=points)
    else:
        verdict = _("less sure than right by {points} points").format(points=points)
    return _("Sure of {sure:.0%}, right in {right:.0%}: {verdict}").format(
        sure=told.confidence, right=told.right / (told.fakes + told.reals), verdict=verdict
    )
