"""A lesson: its time, its votes, what is told when, and the screen that shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.findings.answer import AnswerState
from auditor.domain.views import ScanRecord
from auditor.errors import AuditorError
from auditor.practice.packs.read import read_pack
from auditor.practice.packs.rows import ClassQuestion
from auditor.practice.serving.voting.ballot import Ballot
from auditor.tui.base.messages import Route
from auditor.tui.base.options import UiOptions
from auditor.tui.lesson.big_words import _LETTERS, big
from auditor.tui.lesson.run import LessonRun, LessonStep, as_time, clock_of, right_choice
from auditor.tui.lesson.words import flipped
from auditor.tui.screens.teach import TeachPage
from tests.fakes.answers import ANSWERS
from tests.fakes.desk import FakeDesk
from tests.fakes.owner import FakeOwner
from tests.fakes.session import FakeSession
from tests.tui.conftest import SMALL, WIDE, OpenStage, Stage, Ticks

VOTE = LessonStep(1, 0)
COUNTED = ClassQuestion("How many?", ("0 to 2", "3 to 5", "6 to 8"), 0, (2, 5, 8), "So it is.")


def lesson(name: str = "45", ticks: Ticks | None = None) -> LessonRun:
    pack = read_pack(name)
    return LessonRun(pack, Ballot(), clock_of(pack, ticks or Ticks()))


def at_the_vote() -> LessonRun:
    run = lesson()
    run.move(run.steps.index(VOTE))
    return run


def test_time_passes_only_while_it_runs_and_on_the_part_that_is_shown() -> None:
    ticks = Ticks()
    run = lesson(ticks=ticks)
    ticks.seconds += 100
    assert run.left_of_all() == 45 * 60
    run.clock.turn(run.step.part)
    ticks.seconds += 60
    assert (run.left_of_part(), run.left_of_all()) == (4 * 60, 44 * 60)
    run.move(2)  # the next part
    ticks.seconds += 400
    assert (run.left_of_part(), run.left_of_all()) == (-100, 45 * 60 - 460)
    run.clock.turn(run.step.part)
    ticks.seconds += 1000
    assert run.left_of_part() == -100
    run.move(-2)
    assert run.left_of_part() == 4 * 60


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "00:00"), (59.6, "01:00"), (-1, "+00:01"), (-0.2, "00:00")]
)
def test_time_in_words(seconds: float, said: str) -> None:
    assert as_time(seconds) == said


def test_nothing_is_revealed_before_the_vote() -> None:
    run = at_the_vote()
    assert not run.reveal()
    assert run.step not in run.revealed
    run.hands[run.step] = (0, 4, 9)
    assert run.reveal()
    assert run.votes() == (0, 4, 9)


def test_hands_and_phones_are_counted_together() -> None:
    run = at_the_vote()
    vote = run.ballot.vote
    assert vote is not None
    assert run.ballot.cast("a", vote.number, 2)
    assert run.votes() == (0, 0, 1)
    run.hands[run.step] = (3, 1, 1)
    assert run.votes() == (3, 1, 2)
    assert run.reveal()
    assert run.ballot.vote is None, "after the reveal nobody votes any more"
    run.move(1)
    run.move(-1)
    assert run.votes() == (3, 1, 2)


def test_a_lesson_stops_at_both_ends() -> None:
    run = lesson("20")
    run.move(-1)
    assert run.place == 0
    run.move(1000)
    assert run.place == len(run.steps) - 1


@pytest.mark.parametrize(
    ("seen", "unknown", "right"), [(2, 0, 0), (3, 0, 1), (7, 1, 2), (2, 1, None), (0, 8, None)]
)
def test_what_could_not_be_told_makes_no_choice_right(
    seen: int, unknown: int, right: int | None
) -> None:
    states = [AnswerState.YES] * seen + [AnswerState.COULD_NOT_TELL] * unknown
    states += [AnswerState.NOT_SEEN] * (8 - seen - unknown)
    answers = [replace(answer, state=state) for answer, state in zip(ANSWERS, states, strict=True)]
    assert right_choice(COUNTED, answers) == right
    assert right_choice(COUNTED, ()) is None


def test_large_letters_are_of_one_height_and_know_every_sign() -> None:
    for rows in map(str.split, _LETTERS.values()):
        assert len(rows) == 5
        assert len({len(row) for row in rows}) == 1
    assert len(big("GUESS")) == 3
    assert len({len(row) for row in big("A1 +:")}) == 1


def options(run: LessonRun) -> UiOptions:
    return UiOptions(
        vault_exists=False,
        practice=True,
        projector=True,
        images="off",
        owner=FakeOwner(),
        desk=FakeDesk(),
        lesson=run,
    )


async def to_the_vote(s: Stage) -> None:
    await s.press(*["right"] * 3)
    assert "How many of the eight can a stranger answer" in s.flat()


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_lesson_by_its_keys(stage: OpenStage, size: tuple[int, int]) -> None:
    run = lesson()
    async with stage(options=options(run), size=size) as s:
        assert isinstance(s.app.screen, TeachPage)
        assert s.app.context.options.masks
        assert "Welcome. In three quarters of an hour" in s.flat()
        assert "paused" in s.flat()
        await to_the_vote(s)
        await s.press("E")
        assert "The class votes first" in s.flat()
        assert "✓" not in s.text()
        await s.press("V", *"3 9", "enter")
        assert "That needs 3 numbers." in s.flat()
        await s.press("space", "5", "enter")
        assert run.hands[VOTE] == (3, 9, 5)
        assert "█" in s.text()
        await s.press("E")
        assert "✓" in s.text() or "ould not tell" in s.flat() or "Not told yet" in s.flat()
        assert "Single photos tell little." in s.flat()


async def test_the_address_for_phones_stands_beside_the_question(stage: OpenStage) -> None:
    run = lesson()
    run.votes_at = "http://10.0.0.7:8000/vote"
    async with stage(options=options(run)) as s:
        await to_the_vote(s)
        assert "Phones vote at http://10.0.0.7:8000/vote" in s.flat()
        assert "█ ▄▄▄▄▄ █" in s.text(), "a square to be photographed: nobody likes to type that"
        vote = run.ballot.vote
        assert vote is not None
        assert run.ballot.cast("a", vote.number, 1)
        await s.press("E")
        assert "Phones vote" not in s.flat()
        assert "█ ▄▄▄▄▄ █" not in s.text()
        assert run.votes() == (0, 1, 0)


async def test_the_words_are_hidden_and_shown(stage: OpenStage) -> None:
    async with stage(options=options(lesson())) as s:
        await s.press("T")
        assert "three quarters of an hour" not in s.flat()
        await s.press("T")
        assert "three quarters of an hour" in s.flat()


async def test_time_that_is_over_is_red_and_counts_on(stage: OpenStage) -> None:
    ticks = Ticks()
    async with stage(options=options(lesson(ticks=ticks))) as s:
        await s.press("space")
        ticks.seconds += 5 * 60 + 1
        await s.press("T")
        left = s.app.screen.query_one("#left")
        assert left.has_class("-over")
        assert str(left.styles.text_style) == "none", "it never blinks"


def test_without_a_scan_there_is_no_before() -> None:
    run = lesson()
    assert flipped(run, None).plain == "There is no before yet: no scan has come to its end so far."
    run.before = run.now = ANSWERS
    assert "no before" not in flipped(run, None).plain


async def test_before_and_after_on_one_key_and_back_from_another_screen(stage: OpenStage) -> None:
    run = lesson()
    async with stage(options=options(run)) as s:
        await s.settle()
        run.before = run.now = ANSWERS
        await s.press("X")
        assert "before" in s.flat()
        assert "After:" in s.flat()
        await s.press("X")
        assert "After:" not in s.flat()
        await s.press("2")
        assert not isinstance(s.app.screen, TeachPage)
        await s.press("f6")
        assert isinstance(s.app.screen, TeachPage)


class Unreachable(FakeSession):
    async def scan(self, *_args: object, **_named: object) -> ScanRecord:
        raise AuditorError("The practice range did not start.")


async def test_a_lesson_goes_on_where_nothing_could_be_read(stage: OpenStage) -> None:
    run = lesson()
    async with stage(Unreachable(empty=True), options(run)) as s:
        assert "The practice range did not start." in s.flat()
        await s.press("escape")
        await to_the_vote(s)
        run.hands[VOTE] = (1, 1, 1)
        await s.press("E")
        assert "Not told yet" in s.flat()
        assert "✓" not in s.text()


async def test_without_a_lesson_its_screen_says_how_to_open_it(stage: OpenStage) -> None:
    async with stage() as s:
        await s.go(Route.TEACH)
        assert "auditor practice teach 45" in s.flat()
        await s.go(Route.VOTE)
        assert "There is nothing to vote on" in s.flat()
