"""The plan: what to do in the time there is, and how each question stands after it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import NoticedBy, Remedy, State
from auditor.domain.findings.question import QuestionId
from auditor.domain.text.statement import Statement


class Change(StrEnum):
    """What a step is taken to do when its effect is computed. The value is used in JSON."""

    REMOVE = "remove"  # the photos are taken down
    CLEAN = "clean"  # a copy without metadata stands in their place
    UNPUBLISH = "unpublish"  # the platform no longer publishes metadata beside them
    SMALLER = "smaller"  # a copy too small for training stands in their place
    SMALL_FACE = "small-face"  # a copy in which no face is large enough for a swap
    AS_SHOWN = "as-shown"  # a copy without metadata in the size that the page displays
    COVER = "cover"  # a copy in which words and codes are covered
    RENAME = "rename"  # the same file under a neutral name
    REWRITE = "rewrite"  # an alt text that names nobody and no place
    RELICENSE = "relicense"  # no licence that lets others copy
    CLOSE_SEARCH = "close-search"  # the account asks search engines to stay away
    CLOSE_TRAINING = "close-training"  # the account asks collectors for training to stay away
    REPORT = "report"  # an impostor's account is gone
    DELETE_ACCOUNT = "delete-account"
    NOTHING = "nothing"  # nothing that the checks could see


@dataclass(frozen=True, slots=True)
class Setting:
    """How to do it on one platform: the way through its menus, and where that is known from.

    `state` is what the platform says now; `official`: the source is the platform's own page.
    """

    title: str
    recommended: str
    menu: str
    changes: str
    url: str
    minutes: float
    source_url: str
    source_date: str
    stale: bool
    state: str = ""
    official: bool = False


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Something to do at one sitting on one account.

    `change` is done to `photos`, or to the account; `about` names what it is done to. `minutes` is
    what it takes when it is done in the order of the plan: the first photo on an account takes
    longer. `findings` are all that it helps to end, `settles` those that are gone after it, as far
    as the steps before it are done as well, and `closes` the questions. `critical` comes first
    whatever it costs. `aftercare_of` is the id of the step whose photo showed what is to be made
    worthless. `settings` tell the way there on this platform.
    """

    id: str
    account: str
    platform: str
    remedy: Remedy
    findings: tuple[str, ...]
    photos: tuple[str, ...]
    minutes: float
    state: State
    change: Change = Change.NOTHING
    about: Statement | None = None
    settles: tuple[str, ...] = ()
    closes: tuple[QuestionId, ...] = ()
    critical: bool = False
    aftercare_of: str | None = None
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """The steps with the fewest minutes after which a question is closed, as far as it can be.

    No other steps take less than `at_least_minutes`; `optimal` says that these do not take more.
    `leaves` says what they cannot end.
    """

    steps: tuple[PlanStep, ...]
    minutes: float
    optimal: bool
    at_least_minutes: float
    noticed_by: NoticedBy
    leaves: tuple[Statement, ...]

    def ends(self, question: QuestionId) -> bool:
        """Whether the steps end what was seen of it, and do not only lower it."""
        return any(question in step.closes for step in self.steps)


@dataclass(frozen=True, slots=True)
class Closings:
    """What closes a question, and what does while all photos stay; None where nothing helps."""

    closing: Closing | None = None
    keeping: Closing | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do in the time there is, in order.

    At most `at_most_better` minutes could be saved by other steps that do the same; it is 0 where
    that is proven (`optimal`). `now` and `after` say how each question stands.
    """

    steps: tuple[PlanStep, ...]
    minutes: float
    optimal: bool
    at_most_better: float
    now: Mapping[QuestionId, AnswerState]
    after: Mapping[QuestionId, AnswerState]
