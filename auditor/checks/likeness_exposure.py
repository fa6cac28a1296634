"""What could be made of you from all photos together.

What: The photos on your proven accounts are counted in four steps: one photo with a face of 112
px, is enough for a fake from one photo; four distinct ones with a face of 256 px in 512 px, for
teaching a model a rough likeness; twelve of 768 px showing one person alone, for direct
training; thirty of 1024 px, where more would hardly help. Copies of a photo, turned and
mirrored ones included, count once; blurred and covered faces count for the first step only.
`auditor likeness` shows the best single picture first, then the steps.

Why it matters: One clear photo is enough for a fake. A model that was trained on many makes new
pictures of a person in any scene, and one can be made from a single picture by first generating
more pictures from it.

How to fix: `auditor likeness` names the fewest photos to replace so that the best single picture
falls below 512, 256 or 112 px, and the fewest to hide, or to make smaller, that lead a step down.
Making a post smaller does nothing while its original is still served. Fewer photos make a model
worse, not impossible; they do nothing about copies someone has or others post. Tools that "cloak"
photos do not change the tier: models were shown to learn from cloaked pictures all the same (arXiv
2312.00084, 2406.12027, 2507.03953).

When it is wrong: It is a lower bound: accounts you did not scan, photos others post and pictures
that could not be read are not in it. Faces are not identified: mark photos of somebody else with
`auditor likeness --not-me PHOTO`. The steps are what programs and guides ask for, not a
measurement; that blurred and covered faces, and from the third step photos of several people, are
left out is our judgement. Photos of the same moment count as different if they do not look alike,
and plain pictures can look alike without being copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import InventoryCase, InventoryCheck, InventoryPart
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.likeness.judge import candidates, judge
from auditor.domain.likeness.likeness import Likeness, Reason, Tier
from auditor.domain.likeness.words import FROM_ONE, tier_key
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement, Value
from auditor.messages import N_

_SEVERITY = {
    Tier.ONE_SHOT: Severity.LOW,
    Tier.FEW_SHOT: Severity.MEDIUM,
    Tier.LORA: Severity.HIGH,
    Tier.SATURATED: Severity.HIGH,
}
"""Our judgement. T1 is low because nearly everybody stands there, not because it does no harm."""


def run(case: InventoryCase, _today: date) -> Iterator[Observation]:
    """Yield one observation for the tier; none for T0.

    It stands on the account that has most of the photos that make the tier.
    """
    from auditor.hashing.match.copies import COPIES, several_copies

    prints = candidates(case)
    judged = judge(case, prints, several_copies(prints, kept=case.compared, name=COPIES))
    if judged.tier is Tier.NONE or judged.hide is None:
        return
    account_of = {photo.photo: photo.account for photo in prints}
    many = Counter(account_of[photo] for photo in judged.counted)
    yield Observation(
        severity=_SEVERITY[judged.tier],
        confidence=Confidence.MEDIUM,
        title=Statement(N_("Your photos together show strangers what you look like")),
        evidence=tuple(_evidence(judged)),
        remedy=RemedyKey.LOWER_LIKENESS,
        question=QuestionId.LIKENESS,
        degree=Degree.YES if judged.tier >= Tier.FEW_SHOT else Degree.PARTLY,
        account=min(many, key=lambda account: (-many[account], account)),
        related=tuple(dict.fromkeys((*judged.hide.photos, *judged.counted))),
    )


def _evidence(judged: Likeness) -> Iterator[Evidence]:
    reason: Reason = next(reason for reason in judged.reasons if reason.tier is judged.tier)
    yield Evidence(Statement(tier_key(judged.tier)), reason.source)
    if judged.tier is Tier.ONE_SHOT:
        yield Evidence(Statement(FROM_ONE))
    counts = (
        Value("counted", str(reason.counted)),
        Value("needed", str(reason.needed)),
    )
    yield Evidence(
        Statement(
            N_("Different photos that count for this: {counted}; {needed} are enough"), counts
        )
    )
    if judged.hide is not None:
        fewest = (Value("count", str(len(judged.hide.photos))),)
        yield Evidence(
            Statement(
                N_("Photos to hide to come a step down: {count}; 'auditor likeness' names them"),
                fewest,
            )
        )
    if judged.unread:
        yield Evidence(
            Statement(
                N_("Photos in which faces were not looked for: {count}"),
                (Value("count", str(judged.unread)),),
            )
        )


CHECK = InventoryCheck(
    id="likeness-exposure",
    title=N_("Likeness exposure"),
    run=run,
    reads=frozenset({InventoryPart.PICTURES, InventoryPart.FACES}),
)
