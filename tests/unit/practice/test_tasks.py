"""Tasks: right answers are accepted, wrong ones refused; hints, and a learner's file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.errors import UsageError
from auditor.practice.stories.read import read_story, story_keys
from auditor.practice.stories.rows import StoryLevel
from auditor.practice.tasks import TASKS
from auditor.practice.tasks.check import (
    STATES,
    check,
    choices_of,
    hint,
    right_answer,
    seen_at,
    tasks_at,
    words_of,
)
from auditor.practice.tasks.code_words import CODE_WORDS
from auditor.practice.tasks.learner import Learner
from auditor.practice.tasks.read import BrokenTask, tasks_of
from auditor.practice.tasks.results import added, drawn_code, read_result, result_text
from auditor.practice.tasks.rows import RULES, Task
from auditor.practice.tasks.run import StoryRun
from auditor.practice.tasks.seen import SeenNow
from tests.rows import each_row

FOLDER = files("auditor.practice.tasks")
EVERY, MARA = (FOLDER.joinpath(f"{name}.toml").read_bytes() for name in ("every", "mara"))
LEVELS: tuple[StoryLevel, ...] = (1, 2, 3)
RUNS = [StoryRun(story, level) for story in story_keys() for level in LEVELS]
TEN = 10
FEWEST_KINDS = 4


def ids(run: StoryRun) -> str:
    return f"{run.story}-{run.level}"


WRONG_FILES = {
    "a field nobody knows": (b'word = "early"', b'wrod = "early"', "wrod"),
    "a scene nobody draws": (b'home = ["street-sign"', b'home = ["street-signs"', "home"),
    "an account of nobody": (b'"mara-site"]', b'"mara-page"]', "mara-page"),
    "no such choice": (b'"6:12", "6:42"', b'"6:13", "6:42"', "'6:12' of level 2 is no choice"),
    "a rule of another kind": (b'right = "says"', b'right = "best"', "makes no answer"),
    "words that are not there": (b"says = 3", b"says = 30", "has no words number 30"),
    "the word of another": (b'word = "early"', b'word = "home"', "stands twice"),
    "one hint": (
        b'hints = [\n  "It can be read in one of her pictures, not in its caption.",',
        b"hints = [",
        "hints",
    ),
}


@each_row("wrong", WRONG_FILES)
def test_a_wrong_row_is_told_with_its_file(wrong: str) -> None:
    was, now, said = WRONG_FILES[wrong]
    assert was in MARA
    with pytest.raises(BrokenTask, match=r"^mara\.toml: ") as caught:
        tasks_of("mara", MARA.replace(was, now, 1), EVERY)
    assert said in str(caught.value)


def test_every_story_has_what_packs_name() -> None:
    words = ("home", "home-photo", "papers", "days", "linked", "best-picture")
    wanted = {f"{story}-{word}" for story in story_keys() for word in words}
    wanted |= {f"mara-{word}" for word in ("close-papers", "cut-link", "best-below-256")}
    assert wanted <= set(TASKS)
    assert all(task.id == name and task.levels for name, task in TASKS.items())


@each_row("run", RUNS, ids=ids)
def test_each_level_has_tasks_of_all_kinds(run: StoryRun) -> None:
    assert {task.kind for task in tasks_at(run)} == set(RULES)


def wrong_answers(task: Task, run: StoryRun) -> Iterator[str]:
    """Yield what somebody might answer, and is wrong."""
    right = right_answer(task, None, run)
    if task.kind == "number":
        known, slack = int(right), task.answers.tolerance
        for step in range(1, 12):
            yield from (
                str(known + step + int(slack * known)),
                f"about {known + step + int(slack * known)}",
            )
            if known - step - int(slack * known) >= 0:
                yield str(known - step - int(slack * known))
        yield from ("lots", f"{right} or {int(right) + 1}", "", "half", f"-{right}")
    elif task.kind == "choice":
        words = choices_of(task, run)
        for number, each in enumerate(words, 1):
            if each != right:
                yield from (each, each.upper(), str(number), "abcd"[number - 1])
        yield from ("maybe", "5", "all of them", f"{words[0]} {words[1]}", "", "e", "0")
    else:
        names = {each.name for each in run.candidates(task) if each.right}
        yield from (str(each.number) for each in run.candidates(task) if not each.right)
        for posting in run.postings:
            if not run.shows(task.answers, posting) and posting.file_name not in names:
                yield posting.file_name
        yield from ("5", "IMG_0000.jpg", "all", "")


@each_row("run", RUNS, ids=ids)
def test_the_right_answer_is_accepted_and_ten_wrong_ones_are_not(run: StoryRun) -> None:
    for task in tasks_at(run):
        if task.kind == "state":
            continue
        right = right_answer(task, None, run)
        for form in (right, f"  {right.upper()} ", f"{right}?", f"'{right}'"):
            told = check(task, form, run=run)
            assert told.right, (task.id, form)
            assert not told.hint
        refused = 0
        for wrong in islice(wrong_answers(task, run), 40):
            try:
                told = check(task, wrong, run=run)
            except UsageError as error:
                assert error.hint, (task.id, wrong)  # noqa: PT017 - there are many answers
            else:
                assert not told.right, (task.id, wrong)
                assert told.hint
                assert told.sentence
            refused += 1
        assert refused >= TEN, task.id


def solved(task: Task) -> SeenNow:
    """Return what a session shows where everything was done."""
    states = dict.fromkeys(QuestionId, AnswerState.NOT_SEEN)
    names = {spec.key: (spec.platform, spec.name) for spec in read_story(task.story).accounts}
    first, second = (names[key] for key in task.answers.apart)
    return SeenNow(
        states,
        112,
        profile_ties=frozenset({frozenset({first, second})}),
        minutes=4.3,
        accounts=frozenset({first, second}),
    )


def unsolved(task: Task) -> Iterator[SeenNow]:
    """Yield ten sessions in which it is not done, of people who nearly did it."""
    done = solved(task)
    names = {spec.key: (spec.platform, spec.name) for spec in read_story(task.story).accounts}
    first, second = (names[key] for key in task.answers.apart)
    other, more = ("website", "another.example"), ("mastodon", "third")
    match task.answers.rule:
        case "closed":
            for state in (AnswerState.YES, AnswerState.PARTLY, AnswerState.COULD_NOT_TELL):
                states = {**done.states, QuestionId.PAPERS: state}
                for minutes, waiting in ((0.0, 0), (4.3, 2), (60.0, 0)):
                    yield replace(done, states=states, minutes=minutes, waiting=waiting)
            yield replace(done, minutes=60.0)
        case "cut":
            straight = frozenset({first, second})
            around = (frozenset({first, other}), frozenset({other, second}))
            far = (frozenset({first, other}), frozenset({other, more}), frozenset({more, second}))
            for waiting in (0, 3, 7):
                for ties in ({straight}, {straight, around[0]}, set(around), set(far)):
                    yield replace(done, ties=frozenset(ties), waiting=waiting)
            yield replace(done, accounts=frozenset({first, other}))
        case _:
            for best in (256, 257, 300, 411, 640, 1071, 4000):
                yield replace(done, best=best, waiting=best % 2)
            yield replace(done, best=None)
            for best in (0, 112):
                states = {**done.states, QuestionId.LIKENESS: AnswerState.COULD_NOT_TELL}
                yield replace(done, best=best, states=states)


@each_row("run", RUNS, ids=ids)
def test_what_is_done_is_accepted_and_ten_things_nearly_done_are_not(run: StoryRun) -> None:
    tasks = [task for task in tasks_at(run) if task.kind == "state"]
    assert tasks
    for task in tasks:
        assert check(task, "", solved(task), run=run).right, task.id
        refused = [check(task, "done", seen, run=run) for seen in unsolved(task)]
        assert len(refused) >= TEN
        assert not any(told.right for told in refused), task.id
        with pytest.raises(UsageError, match="no session"):
            check(task, "done", run=run)
        with pytest.raises(UsageError, match="scan first"):
            check(task, "", SeenNow({}, None), run=run)


def test_what_the_session_shows_is_right_and_not_what_is_written_down() -> None:
    run = StoryRun("mara")
    shown = SeenNow(
        {**dict.fromkeys(QuestionId, AnswerState.NOT_SEEN), QuestionId.HOME: AnswerState.YES}, 100
    )
    assert check(TASKS["mara-count"], "1", shown, run=run).right
    assert not check(TASKS["mara-count"], right_answer(TASKS["mara-count"], None, run), shown).right
    assert check(TASKS["mara-best-picture"], "110 px", shown, run=run).right
    assert check(TASKS["mara-home"], "Yes", shown, run=run).right
    assert check(TASKS["mara-days"], "not-seen", shown, run=run).right


@each_row("run", RUNS, ids=ids)
def test_no_hint_is_the_answer(run: StoryRun) -> None:
    for task in tasks_at(run):
        told = [hint(task, step) for step in range(1, len(task.hints) + 2)]
        assert len(set(told)) == len(task.hints) >= 2
        assert told[-1] == told[-2], "after the last one it is said again"
        assert hint(task, 0) == told[0]
        if task.kind == "photo":
            names = [each.name for each in run.candidates(task)]
            assert not any(name in words for name in names for words in told)
        elif task.answers.rule == "says":
            assert not any(
                right_answer(task, None, run).casefold() in words.casefold() for words in told
            )
        assert "{" not in "".join(
            (*told, words_of(task, task.ask, run), words_of(task, task.title, run))
        )


def test_answers_are_forgiving_in_their_form_only() -> None:
    task, run = TASKS["mara-count"], StoryRun("mara")
    right = right_answer(task, None, run)
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"][int(right)]
    for form in (
        words,
        f"{words.upper()}?",
        f"{right} of 8",
        f"{right}/8",
        f"\u200b{right}\u202e",
        f"\uff10{right}"[1:],
    ):
        assert check(task, form, run=run).right, form
    for form in (f"{right}0", f"{right},{right}", f"{right}.5", f"{right} or so many"):
        with pytest.raises(UsageError) if not form.endswith("0") else pytest.MonkeyPatch.context():
            assert not check(task, form, run=run).right
    photo = TASKS["mara-home-photo"]
    chosen = next(each for each in run.candidates(photo) if each.right)
    for form in (
        chosen.name.upper(),
        f"C:\\photos\\{chosen.name}",
        chosen.name.rpartition(".")[0],
        chosen.posting.shot.entry.caption,
    ):
        assert check(photo, form, run=run).right, form


def test_foreign_text_comes_back_clean() -> None:
    learner = Learner(StoryRun("mara"))
    task = (
        learner.task("mara-view")
        if "mara-view" in {t.id for t in learner.tasks}
        else learner.task("mara-count")
    )
    with pytest.raises(UsageError) as caught:
        learner.answer(task, "\x1b[31m[red]3[/red]\u202e", None)
    assert "\x1b" not in f"{caught.value.message}{caught.value.hint}"
    told = learner.answer(task, "\x1b3\u202e", None)
    assert "\x1b" not in told.sentence
    assert learner.tried(task).guesses == ["3"]


def test_a_learner_keeps_guesses_and_a_right_one_stays() -> None:
    learner = Learner(StoryRun("mara"))
    task = learner.task("mara-home-photo")
    right = right_answer(task, None, learner.run)
    wrong = [str(each.number) for each in learner.run.candidates(task) if str(each.number) != right]
    hints = [learner.answer(task, each, None).hint for each in wrong]
    assert hints == [hint(task, step) for step in (1, 2, 3)]
    assert learner.answer(task, right, None).right
    learner.answer(task, wrong[0], None)
    kept = learner.tried(task)
    assert (kept.guesses, kept.right) == ([*wrong, right], True)
    learner.forget()
    assert learner.tried(task).guesses == []
    with pytest.raises(UsageError):
        learner.task("tomas-home")


def test_the_file_of_a_learner_holds_nothing_else(tmp_path: Path) -> None:
    learner, shown = Learner(StoryRun("mara")), seen_at("mara", 1)
    learner.answer(learner.task("mara-count"), "3", None)
    result = learner.result("  Wet  Stone, lamp ", "before", shown)
    said = json.loads(result_text(result))
    assert said == {
        "schema": "auditor/practice-result/1",
        "code": "wet stone, lamp",
        "when": "before",
        "story": "mara",
        "level": 1,
        "not_seen": shown.not_seen,
        "tasks": [{"id": "mara-count", "right": False, "guesses": 1}],
    }
    path = tmp_path / "mine.json"
    path.write_text(result_text(result), "utf-8")
    assert read_result(path) == result
    task, run = TASKS["mara-count"], StoryRun("mara")
    told = check(task, right_answer(task, None, run), run=run)
    more = added(read_result(path), "wet stone, LAMP", "before", run, shown, told)
    assert [(each.right, each.guesses) for each in more.tasks] == [(True, 2)]
    with pytest.raises(UsageError, match="another code"):
        added(more, "wet stones, lamp", "before", run, shown, told)
    for broken in (
        b"",
        b"{}",
        b"[" * 70_000,
        result_text(result).replace("1,", "9,", 1).encode(),
        b"\xff",
    ):
        path.write_bytes(broken)
        with pytest.raises(UsageError):
            read_result(path)


def test_a_code_is_the_learners_own() -> None:
    learner, shown = Learner(StoryRun("mara")), seen_at("mara", 1)
    for code in ("", "  ", "abc", "\u200b" * 9):
        with pytest.raises(UsageError):
            learner.result(code, "before", shown)
    with pytest.raises(UsageError, match="scan first"):
        learner.result("wet stone lamp", "after", SeenNow({}, None))
    drawn = {drawn_code() for _each in range(40)}
    assert len(drawn) == 40
    assert all(set(code.split()) <= set(CODE_WORDS) for code in drawn)
    assert len(set(CODE_WORDS)) == len(CODE_WORDS) >= 128


def test_the_states_of_a_question_are_all_choices() -> None:
    assert {state for state, _words in STATES} == set(AnswerState)


def test_a_guess_before_the_scan_is_kept_and_not_judged() -> None:
    learner, nothing = Learner(StoryRun("mara")), SeenNow({}, None)
    task = learner.task("mara-count")
    right = right_answer(task, None, learner.run)
    told = learner.answer(task, right, nothing)
    assert not told.right
    assert "kept" in told.sentence
    assert (learner.tried(task).guesses, learner.tried(task).wrong) == ([right], 0)
    with pytest.raises(UsageError):
        learner.answer(task, "lots", nothing)
    assert learner.tried(task).kept
    other = learner.task("mara-home")
    learner.answer(other, "could not tell", nothing)
    # where results are written once something was read, what was kept is judged
    result = learner.result("wet stone lamp", "before", seen_at("mara", 1))
    assert {each.id: each.right for each in result.tasks} == {task.id: True, other.id: False}
    assert not learner.tried(task).right, "the learner is not told by that"
    assert learner.answer(task, right, seen_at("mara", 1)).right
    assert not learner.tried(task).kept


TYPED = [TASKS[f"mara-{word}"] for word in ("count", "home", "home-photo", "best-picture")]


@given(st.text(max_size=300), st.sampled_from(TYPED))
@example("/" * 300, TYPED[2])
@example("\ud800", TYPED[1])
@example("\u0663", TYPED[0])
@example("9" * 300, TYPED[3])
def test_whatever_is_typed_is_right_or_wrong_or_no_answer(answer: str, task: Task) -> None:
    run = StoryRun("mara")
    try:
        told = check(task, answer, run=run)
    except UsageError as error:
        said = f"{error.message} {error.hint}"
    else:
        said = f"{told.sentence} {told.hint}"
        assert told.right in {True, False}
    assert said.isprintable()
