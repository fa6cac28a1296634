"""The shapes of the answers to the eight questions."""

from __future__ import annotations

from typing import Annotated, TypedDict

from msgspec import Meta

from auditor.domain.findings.question import Degree
from auditor.report.json.shapes.closed_sets import (
    AnswerWord,
    ClaimWord,
    NoticedByWord,
    QuestionWord,
    closed,
)
from auditor.report.json.shapes.findings import (
    DemoJson,
    PlanJson,
    QuestionStateJson,
    ScanJson,
    StepJson,
)

TaskKindWord = Annotated[str, closed(("number", "choice", "photo", "state"))]
DegreeWord = Annotated[str, closed(degree.word for degree in Degree)]


class ClueJson(TypedDict):
    """What one check found on one account, alike in degree."""

    check: str
    """Id of the check; `links` for a tie of the profiles or of a place, `in-public` for photos of
    which no more is told than that they stand there."""
    degree: DegreeWord
    """How far it answers the question."""
    account: str
    """Id of the account."""
    count: int
    """How many photos it is; else what `says` counts."""
    says: str
    """In words for a person."""
    photos: list[str]
    """Ids of the first photos, 200 at most."""
    findings: list[str]
    """Ids of the first findings, 200 at most."""


class ClosingJson(TypedDict):
    """The steps with the fewest minutes that end it, as far as anything does."""

    steps: list[StepJson]
    """As in `plan`."""
    minutes: float
    """What they take."""
    optimal: bool
    """No other steps take fewer minutes."""
    at_least_minutes: float
    """No steps take less."""
    noticed_by: NoticedByWord
    """Who notices most of it."""
    leaves: list[str]
    """What it cannot end, in words for a person."""


class AnswerJson(TypedDict):
    """The answer to one question."""

    id: QuestionWord
    """Of the question."""
    title: str
    """The question, in words for a person."""
    state: AnswerWord
    """From good to bad: `not-seen`, `could-not-tell`, `partly`, `yes`."""
    sentence: str
    """What was seen, how often and where, in words for a person."""
    evidence: list[ClueJson]
    """The gravest first."""
    closing: ClosingJson | None
    """What ends it; null where there is nothing to end."""
    keeping: ClosingJson | None
    """What ends it while all photos stay; null where there is nothing to end, or nothing does."""
    could_not_tell: list[str]
    """What was not looked at, or not to its end, in words for a person."""


class ReadingJson(TypedDict):
    """How far a scan is that has not come to its end."""

    photos: int
    """Photos known of the user's accounts."""
    looked_at: int
    """Photos whose whole file was looked at; of others at most the first bytes."""


class AnswersJson(TypedDict):
    """The answers to what a stranger could do."""

    questions: list[AnswerJson]
    """The gravest first, in this order always."""
    not_seen: Annotated[int, Meta(ge=0, le=8)]
    """How many of the eight are `not-seen`."""
    reading: ReadingJson | None
    """What the answers rest on so far while a scan runs or after it was interrupted, else null."""


class FirstAnswersJson(TypedDict):
    """What could be told before whole files were read, last told in this scan."""

    seconds: float
    """Since the scan began or went on."""
    photos: int
    """Photos known by then, those of earlier scans too."""
    looked: int
    """New photos whose first bytes were read by then."""
    questions: list[QuestionStateJson]
    """How the questions stood; none is `not-seen` by first bytes alone."""


class ScanRunJson(ScanJson):
    """One scan, and what could be told while it ran."""

    first_answers: FirstAnswersJson | None
    """Null where nothing new was to be read."""


class DemoRunJson(DemoJson):
    """A scan of the practice range, with the answers."""

    questions: list[AnswerJson]
    """As in `answers`."""
    plan: PlanJson
    """As in `plan`."""
    not_seen: int
    """How many of the eight are `not-seen`."""


class PracticeJoinJson(DemoRunJson):
    """A scan of a seat of a class, with the answers."""

    seat: int
    """Which one."""


class PracticeAccountJson(TypedDict):
    """An account of an invented person on the practice range."""

    text: str
    """What to add."""
    platform: str
    """The source that reads it."""
    handle: str
    """What to type again where it is added as one's own."""
    claim: ClaimWord
    """What the player says of it."""
    key: str
    """Its name on the range."""
    person: str
    """Whose it is."""
    photos: int
    """How many postings it has."""
    owner: str
    """The page on which its owner changes things; of an impostor, where it is reported."""


class PracticeSeatJson(TypedDict):
    """The range of one learner."""

    seat: int
    """From 1."""
    front: str
    """The page that lists the people."""
    plc_url: str
    """Setting sources.atproto.plc_url."""
    appview_url: str
    """Setting sources.atproto.appview_url."""
    allow_hosts: list[str]
    """Setting network.allow_hosts."""
    accounts: list[PracticeAccountJson]
    """The accounts to add."""
    codes: list[str]
    """For its learner alone: what the owner's pages ask for on a network, each once."""


class PracticeRangeJson(TypedDict):
    """The practice range, which is open until the standard input of the command ends."""

    address: str | None
    """The page that lists the seats, for `practice join`; null where no number was asked for."""
    seats: list[PracticeSeatJson]
    """By number; one where no number was asked for."""


class PracticeTaskJson(TypedDict):
    """One task of a story."""

    id: str
    """The story and a word."""
    story: str
    """Whose it is."""
    levels: list[int]
    """The levels of the story at which it can be solved."""
    level: int
    """The one that the words and choices are of."""
    kind: TaskKindWord
    """What an answer is."""
    title: str
    """In few words."""
    ask: str
    """What is asked."""
    choices: list[str]
    """What there is to choose from; empty where a number or a deed is asked for."""
    hints: int
    """How many there are."""
    shows: str
    """The screen that shows it; behind a colon the question."""


class PracticeTasksJson(TypedDict):
    """Tasks of the practice range."""

    tasks: list[PracticeTaskJson]
    """Story by story."""


class PracticeCheckJson(TypedDict):
    """An answer to a task, checked."""

    task: str
    """The id of the task."""
    level: int
    """The level of the story."""
    right: bool | None
    """null where only a hint was asked for."""
    sentence: str | None
    """Whether it is right, with what was seen; null where only a hint was asked for."""
    hint: str | None
    """The next hint after a wrong answer, or the one that was asked for."""


class PackPartJson(TypedDict):
    """A part of the time line."""

    start: int
    """The minute at which it begins, from 0."""
    minutes: int
    """How long it takes."""
    title: str
    """What happens, in the user's language."""
    tasks: list[str]
    """The ids of its tasks."""


class PackJson(TypedDict):
    """A class of so many minutes."""

    name: str
    """What the commands call it."""
    minutes: int
    """How long it takes."""
    title: str
    """Its title, in the user's language."""
    story: str
    """The story of the practice range that it is about."""
    level: int
    """How much of that story is told."""
    parts: list[PackPartJson]
    """Its parts, in order."""


class PacksJson(TypedDict):
    """The packs, and the files that were written."""

    packs: list[PackJson]
    """The shortest first; one where one was named."""
    files: list[str]
    """The files that were written, by name; empty for a list."""


class ClassFigureJson(TypedDict):
    """One figure of a class, before or after."""

    of: Annotated[str, closed(("not-seen", "tasks", "task"))]
    """Not seen of eight questions, on average; tasks that were right, of 100; people of 100 who had
    one task right."""
    task: str
    """The id of the task, "" for what is of none."""
    when: Annotated[str, closed(("before", "after"))]
    """At which time."""
    most: int
    """The end of the scale, which begins at 0."""
    about: int | None
    """The figure; null where the people are too few to tell."""
    low: int | None
    """Nine of ten times the true figure is not below."""
    high: int | None
    """Nine of ten times the true figure is not above."""


class ClassFiguresJson(TypedDict):
    """What can be told of a class, from sums with chance in them."""

    story: str
    """The story that they practised on."""
    level: int
    """Its level."""
    people: int
    """How many took part, exactly."""
    merges: int
    """Of how many merges it is made."""
    right_guesses_of_100: int
    """How often, at most, somebody who knows all other answers guesses what one person answered,
    from one merge; 50 is chance."""
    figures: list[ClassFigureJson]
    """Those before and after side by side."""
