"""A lesson as it is given: where it is, how much time is left, and how the class voted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import SEEN, AnswerState, QuestionAnswer

if TYPE_CHECKING:
    from auditor.practice.packs.read import Pack
    from auditor.practice.packs.rows import ClassQuestion, PackSection
    from auditor.practice.serving.voting.ballot import Ballot

_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class LessonStep:
    """What the screen shows at a time: the words of a part, or a question of it (from 0)."""

    part: int
    question: int | None = None


@dataclass(slots=True)
class LessonClock:
    """Counts the seconds of each part while it runs; it stands still until it is started."""

    monotonic: Callable[[], float]
    spent: list[float]
    since: float | None = None

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self.since is not None

    def settle(self, part: int) -> None:
        """Put what has passed since the last time on the account of a part."""
        if self.since is not None:
            now = self.monotonic()
            self.spent[part] += now - self.since
            self.since = now

    def turn(self, part: int) -> None:
        """Start or pause."""
        self.settle(part)
        self.since = None if self.running else self.monotonic()


def _no_counts() -> dict[LessonStep, tuple[int, ...]]:
    return {}


@dataclass(slots=True)
class LessonRun:
    """One lesson. It outlives the screens that show it, and ends with the program.

    `votes_at` is the address at which phones vote, empty where no server takes their votes.
    `before` is how the questions stood after the first scan. `flipped`: before and after are
    shown. `quiet`: the words to say are hidden, so that the class sees the questions alone.
    """

    pack: Pack
    ballot: Ballot
    clock: LessonClock
    place: int = 0
    hands: dict[LessonStep, tuple[int, ...]] = field(default_factory=_no_counts)
    phones: dict[LessonStep, tuple[int, ...]] = field(default_factory=_no_counts)
    revealed: set[LessonStep] = field(default_factory=set)
    before: tuple[QuestionAnswer, ...] = ()
    now: tuple[QuestionAnswer, ...] = ()
    flipped: bool = False
    quiet: bool = False
    votes_at: str = ""
    steps: tuple[LessonStep, ...] = ()

    def __post_init__(self) -> None:
        """Lay out the steps of the pack."""
        self.steps = tuple(_steps(self.pack.sections))

    @property
    def step(self) -> LessonStep:
        """Where the lesson is."""
        return self.steps[self.place]

    @property
    def part(self) -> PackSection:
        """The part of the time line where the lesson is."""
        return self.pack.sections[self.step.part]

    @property
    def question(self) -> ClassQuestion | None:
        """The question that is asked now, if one is."""
        number = self.step.question
        return None if number is None else self.part.questions[number]

    def move(self, by: int) -> None:
        """Go on or back, as far as there is something; a vote that is open ends."""
        self.clock.settle(self.step.part)
        self._end_vote()
        self.place = min(max(self.place + by, 0), len(self.steps) - 1)
        self.flipped = False
        question = self.question
        if question is not None and question.choices and self.step not in self.revealed:
            self.ballot.open(question.ask, question.choices)

    def left_of_part(self) -> float:
        """Return the seconds that this part has left, below nought once it is over."""
        self.clock.settle(self.step.part)
        return self.part.minutes * _MINUTE_S - self.clock.spent[self.step.part]

    def left_of_all(self) -> float:
        """Return the seconds that the whole lesson has left."""
        self.clock.settle(self.step.part)
        return self.pack.minutes * _MINUTE_S - sum(self.clock.spent)

    def votes(self) -> tuple[int, ...] | None:
        """Return how many chose each, by hand and by phone; None before anybody has."""
        by_hand, by_phone = self.hands.get(self.step), self._by_phone()
        counts = [each for each in (by_hand, by_phone) if each and any(each)]
        if counts:
            return tuple(map(sum, zip(*counts, strict=True)))
        return by_hand

    def _by_phone(self) -> tuple[int, ...] | None:
        kept = self.phones.get(self.step)
        return self.ballot.counts if kept is None and self.ballot.vote is not None else kept

    def reveal(self) -> bool:
        """Show the right answer; False where the class has not voted yet."""
        question = self.question
        if question is not None and question.choices and self.votes() is None:
            return False
        self._end_vote()
        self.revealed.add(self.step)
        return True

    def _end_vote(self) -> None:
        if self.ballot.vote is not None:
            self.phones[self.step] = self.ballot.close()

    def note(self, told: Sequence[QuestionAnswer], *, whole: bool) -> None:
        """Take in how the questions stand after a `whole` scan; the first time is kept.

        While a scan runs nothing is taken in: what it has not read yet could be the right answer.
        """
        if whole and told:
            self.now = tuple(told)
            self.before = self.before or self.now


def _steps(parts: Sequence[PackSection]) -> Iterator[LessonStep]:
    for number, part in enumerate(parts):
        yield LessonStep(number)
        yield from (LessonStep(number, place) for place in range(len(part.questions)))


def right_choice(question: ClassQuestion, told: Sequence[QuestionAnswer]) -> int | None:
    """Return the right choice (from 0) of a question; None where it cannot be told yet.

    Where the number of questions that something is seen of decides, what could not be told counts
    both ways: only a choice that is right in either case is right.
    """
    if question.right:
        return question.right - 1
    if not question.up_to or not told:
        return None
    seen = sum(answer.state in SEEN for answer in told)
    unknown = sum(answer.state is AnswerState.COULD_NOT_TELL for answer in told)
    least, most = (
        next(place for place, top in enumerate(question.up_to) if count <= top)
        for count in (seen, seen + unknown)
    )
    return least if least == most else None


def clock_of(pack: Pack, monotonic: Callable[[], float]) -> LessonClock:
    """Return a clock for a pack that stands still."""
    return LessonClock(monotonic, [0.0] * len(pack.sections))


def as_time(seconds: float) -> str:
    """Return minutes and seconds; what is over stands behind a plus."""
    whole = round(abs(seconds))
    sign = "+" if seconds < 0 and whole else ""
    return f"{sign}{whole // _MINUTE_S:02}:{whole % _MINUTE_S:02}"
