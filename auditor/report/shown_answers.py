"""The eight answers and the steps, as reports show them.

In words, cleaned, and masked unless asked for everything.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import AnswerState, QuestionAnswer
from auditor.domain.findings.plan import Closing, Closings, PlanStep
from auditor.domain.findings.question import QuestionId
from auditor.messages import _, ngettext
from auditor.report.masks import Masks
from auditor.report.words import words

__all__ = ["ShownAnswer", "ShownClosing", "ShownStep", "about", "answer", "shown_step"]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step: `title` what is done in a few words, `about` to what, `text` how.

    `platform` and `label` name its account; `takes` is its time in words. `settings` are ways
    through the menus of the platform, with their addresses (which may be empty).
    """

    title: str
    about: str
    text: str
    url: str
    platform: str
    label: str
    takes: str
    noticed_by: str
    evidence_first: bool
    state: str
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownClosing:
    """What ends a question or lowers it, as `title` says: its time, alone and in words.

    Then the steps, and what they cannot end.
    """

    title: str
    changes: str
    takes: str
    steps: tuple[ShownStep, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One question and its answer.

    `sentence` are the pieces of the answer, `evidence` a line for each check and account,
    `could_not_tell` what was not looked at; `pictures` ids of photos it rests on, few. `closing`
    ends it, `keeping` does while all photos stay; None where nothing does.
    """

    id: str
    question: str
    state: AnswerState
    state_word: str
    sentence: tuple[str, ...]
    evidence: tuple[str, ...]
    could_not_tell: tuple[str, ...]
    pictures: tuple[str, ...]
    closing: ShownClosing | None
    keeping: ShownClosing | None


Names = Mapping[str, tuple[str, str]]
"""By account: the platform as people know it, and how the account is named."""
_NUMBERED = 3
"""Photos of a step that a masked report names by their numbers."""
_PICTURES = 4
"""Pictures beside one question."""


def shown_step(step: PlanStep, names: Names, masks: Masks) -> ShownStep:
    """Return one step of an account that `names` knows."""
    platform, label = names[step.account]
    return ShownStep(
        title=_(step.remedy.title or step.remedy.text).rstrip("."),
        about=about(step, label, masks),
        text=_(step.remedy.text) if step.remedy.title else "",
        url=masks.page(step.remedy.url),
        platform=platform,
        label=label,
        takes=words.minutes(step.minutes),
        noticed_by=words.notice(step.remedy),
        evidence_first=step.remedy.evidence_first,
        state=words.state(step.state),
        settings=tuple(
            (
                _("{menu}: {recommended}").format(
                    menu=setting.menu or _(setting.title), recommended=_(setting.recommended)
                ),
                masks.page(setting.url),
            )
            for setting in step.settings
        ),
    )


def about(step: PlanStep, label: str, masks: Masks) -> str:
    """Name the photos; in a masked report by their numbers, or count them where they are many."""
    if masks.full and step.about is not None:
        return masks.statement(step.about)
    if not step.photos:
        return label
    count = len(step.photos)
    if not masks.full and count <= _NUMBERED:
        photos = ", ".join(map(masks.photo, step.photos))
        return _("{photos} on {account}").format(photos=photos, account=label)
    return ngettext("{n} photo on {account}", "{n} photos on {account}", count).format(
        n=count, account=label
    )


def answer(told: QuestionAnswer, both: Closings, names: Names, masks: Masks) -> ShownAnswer:
    """Return one answer with what ends it."""
    photos = (photo for clue in told.evidence for photo in clue.photos)
    return ShownAnswer(
        id=told.id.value,
        question=_(told.title),
        state=told.state,
        state_word=words.answer_state(told.state),
        sentence=tuple(masks.statement(said) for said in told.sentence),
        evidence=tuple(dict.fromkeys(masks.statement(clue.says) for clue in told.evidence)),
        could_not_tell=tuple(masks.statement(said) for said in told.could_not_tell),
        pictures=tuple(dict.fromkeys(photos))[:_PICTURES],
        closing=_closing(both.closing, told.id, names, masks),
        keeping=_closing(both.keeping, told.id, names, masks, keeping=True),
    )


def _closing(
    closing: Closing | None,
    question: QuestionId,
    names: Names,
    masks: Masks,
    *,
    keeping: bool = False,
) -> ShownClosing | None:
    if closing is None:
        return None
    return ShownClosing(
        title=words.what_ends(closing, question, keeping=keeping),
        changes=words.changes(closing.minutes),
        takes=words.minutes(closing.minutes),
        steps=tuple(shown_step(step, names, masks) for step in closing.steps),
        leaves=tuple(masks.statement(said) for said in closing.leaves),
    )
