"""Checks answers: right or not, with a reason that names what was seen, and hints in steps."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import SEEN, AnswerState
from auditor.domain.findings.question import QuestionId
from auditor.errors import UsageError
from auditor.messages import N_, _
from auditor.practice.catalogue import CORE
from auditor.practice.stories.cast import FIRST
from auditor.practice.stories.read import read_story
from auditor.practice.stories.rows import StoryLevel
from auditor.practice.tasks import typed
from auditor.practice.tasks.read import found, read_tasks
from auditor.practice.tasks.rows import RightRule, Task
from auditor.practice.tasks.run import PhotoChoice, StoryRun, usual_run
from auditor.practice.tasks.seen import AccountName, SeenNow

STATES: tuple[tuple[AnswerState, str], ...] = (
    (AnswerState.YES, N_("yes")),
    (AnswerState.PARTLY, N_("partly")),
    (AnswerState.NOT_SEEN, N_("not seen")),
    (AnswerState.COULD_NOT_TELL, N_("could not tell")),
)
"""The choices where a task asks how a question stands."""
_ASKED: Mapping[QuestionId, str] = {
    QuestionId.HOME: N_("home"),
    QuestionId.DAYS: N_("days"),
    QuestionId.PAPERS: N_("papers"),
    QuestionId.NAME: N_("name"),
    QuestionId.LINKED: N_("linked accounts"),
    QuestionId.LIKENESS: N_("likeness"),
    QuestionId.COLLECTED: N_("collected photos"),
    QuestionId.USED: N_("used pictures"),
}
_FIVE = 5
FORMS = {
    "number": N_("Answer with a number, say 3."),
    "choice": N_("Answer with the number, the letter or the words of a choice."),
    "photo": N_("Answer with the number, the file name or the caption of one of the photos."),
    "state": N_("Nothing is typed here: do it, then verify, then check again."),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether an answer is right. `hint` is the next one, empty where the answer is right."""

    task: Task
    right: bool
    sentence: str
    hint: str = ""


def check(
    task: Task,
    answer: str,
    session: SeenNow | None = None,
    *,
    run: StoryRun | None = None,
    wrong: int = 0,
) -> Checked:
    """Check an answer.

    Args:
        task: one of `tasks.TASKS`.
        answer: what was typed; nothing for a task of the kind state.
        session: what the tool shows now; without one, what a scan of that story finds.
        run: how the story is open; the usual way at the first level of the task without it.
        wrong: how many answers to this task were wrong before: each gives another hint.

    Raises UsageError where that is no form of an answer, or there is nothing to look at.
    """
    how = run or usual_run(task.story, task.levels[0])
    right, sentence = _RULES[task.answers.rule](task, typed.cleaned(answer), session, how)
    return Checked(task, right, sentence, "" if right else hint(task, wrong + 1))


def minutes_of(task: Task, run: StoryRun) -> int:
    """Return in how many minutes a question is to be closed.

    Those that the file says, and as many fives more as the fewest that a plan takes where so many
    photos are open.
    """
    told = found(task.story, run.level)
    share = run.photos / CORE / (1 if run.alone else len(FIRST))
    fewest = told.papers * share if told else 0
    return max(task.answers.minutes, _FIVE * math.ceil(fewest / _FIVE))


def words_of(task: Task, words: str, run: StoryRun) -> str:
    """Return words of a task in the user's language, with its names and numbers."""
    return _(words).format(**dict(task.names), minutes=minutes_of(task, run))


def hint(task: Task, step: int) -> str:
    """Return a hint, from 1: each says more than the one before, and none is the answer."""
    return _(task.hints[min(max(step, 1), len(task.hints)) - 1]).format(**dict(task.names))


def tasks_at(run: StoryRun) -> tuple[Task, ...]:
    """Return what can be asked where a story is open like that."""
    tasks = (task for task in read_tasks().values() if task.story == run.story)
    return tuple(
        task
        for task in tasks
        if run.level in task.levels
        and (task.kind != "photo" or run.candidates(task))
        and (task.answers.rule != "says" or run.read(task.answers))
    )


def choices_of(task: Task, run: StoryRun) -> tuple[str, ...]:
    """Return what there is to choose from, translated; nothing where a number is asked for."""
    if task.kind == "photo":
        return tuple(_pictured(each) for each in run.candidates(task))
    if task.answers.rule == "state":
        return tuple(_(words) for _state, words in STATES)
    return tuple(_(words) for words in task.choices)


def right_answer(task: Task, session: SeenNow | None, run: StoryRun) -> str:
    """Return the right answer as it can be typed; nothing for a state.

    It is worked out from the story and from what the tool shows. Raises UsageError.
    """
    match task.answers.rule:
        case "questions":
            return str(len(_shown(task, session, run).answered))
        case "best":
            return str(_best(task, session, run))
        case "state":
            state = _state(task, _shown(task, session, run))
            return next(_(words) for known, words in STATES if known is state)
        case "says":
            return run.read(task.answers)
        case "home" | "papers" | "twice":
            return next((str(each.number) for each in run.candidates(task) if each.right), "")
        case _:
            return ""


def seen_at(story: str, level: StoryLevel) -> SeenNow:
    """Return what a scan of a story finds, without making one. Raises UsageError."""
    told = found(story, level)
    if told is None:
        raise UsageError(_("Nobody scanned that level of the story: look in a session of it."))
    states = {each: AnswerState(state) for each, state in told.states.items()}
    return SeenNow(states, told.best)


def _shown(task: Task, session: SeenNow | None, run: StoryRun) -> SeenNow:
    return session or seen_at(task.story, run.level)


def _state(task: Task, seen: SeenNow) -> AnswerState:
    question = task.answers.question
    known = seen.states.get(question) if question else None
    if known is None:
        raise UsageError(_("Nothing was read yet: scan first."))
    return known


def _best(task: Task, session: SeenNow | None, run: StoryRun) -> int:
    """Return the best picture's face; where nobody looked for faces, that of the story."""
    seen = _shown(task, session, run)
    known = seen.best if seen.best is not None else seen_at(task.story, run.level).best
    return known or 0


def _number(task: Task, answer: str) -> int:
    known = typed.number(answer)
    if known is None:
        raise _no_form(task)
    return known


def _check_questions(
    task: Task, answer: str, session: SeenNow | None, run: StoryRun
) -> tuple[bool, str]:
    said, seen = _number(task, answer), _shown(task, session, run)
    if not seen.states:
        raise UsageError(_("Nothing was read yet: scan first."))
    if said != len(seen.answered):
        return False, _("Not {said}. Count the lines that say yes or partly.").format(said=said)
    named = ", ".join(_(_ASKED[each]) for each in seen.answered)
    return True, _("Right, {said} of 8: {named}.").format(said=said, named=named or _("none"))


def _check_best(
    task: Task, answer: str, session: SeenNow | None, run: StoryRun
) -> tuple[bool, str]:
    said, known = _number(task, answer), _best(task, session, run)
    if abs(said - known) > task.answers.tolerance * known:
        return False, _("Not about {said} px. Look at the best single picture.").format(said=said)
    told = _("Right: the face in the best picture that anybody can get is {known} px wide.")
    return True, told.format(known=known)


def _check_state(
    task: Task, answer: str, session: SeenNow | None, run: StoryRun
) -> tuple[bool, str]:
    words = choices_of(task, run)
    chosen = typed.choice(answer, words)
    if chosen is None:
        raise _no_form(task)
    state = _state(task, _shown(task, session, run))
    if STATES[chosen][0] is not state:
        return False, _("Not '{said}': the line in the overview stands otherwise.").format(
            said=words[chosen]
        )
    return True, _("Right: the question about {question} stands at '{state}'.").format(
        question=_(_ASKED[task.answers.question or QuestionId.HOME]), state=words[chosen]
    )


def _check_says(
    task: Task, answer: str, _session: SeenNow | None, run: StoryRun
) -> tuple[bool, str]:
    words = choices_of(task, run)
    chosen = typed.choice(answer, words)
    if chosen is None:
        raise _no_form(task)
    if task.choices[chosen] != run.read(task.answers):
        return False, _("Not '{said}': no picture of {name} shows that.").format(
            said=words[chosen], name=_name(task)
        )
    return True, _("Right: a picture of {name} shows it: {said}.").format(
        name=_name(task), said=words[chosen]
    )


def _check_photo(
    task: Task, answer: str, _session: SeenNow | None, run: StoryRun
) -> tuple[bool, str]:
    candidates = run.candidates(task)
    chosen = _candidate(answer, candidates)
    if chosen is not None:
        return chosen.right, _why(task, chosen) if chosen.right else _why_not(chosen)
    name = typed.file_name(answer)
    others = [each for each in run.postings if name in _names(each.file_name)]
    if not others:
        raise _no_form(task)
    right = all(run.shows(task.answers, each) for each in others)
    other = PhotoChoice(0, others[0], right)
    return right, _why(task, other) if right else _why_not(other)


def _candidate(answer: str, candidates: tuple[PhotoChoice, ...]) -> PhotoChoice | None:
    known = typed.number(answer)
    which = typed.choice(answer, [str(each.number) for each in candidates])
    if known is not None and 0 < known <= len(candidates):
        return candidates[known - 1]
    if which is not None:
        return candidates[which]
    name, said = typed.file_name(answer), typed.bare(answer)
    return next(
        (
            each
            for each in candidates
            if name in _names(each.name) or said == typed.bare(each.posting.shot.entry.caption)
        ),
        None,
    )


def _names(file: str) -> tuple[str, str]:
    """Return how a file may be called: with its ending, and without."""
    return file.casefold(), file.casefold().rpartition(".")[0]


def _pictured(each: PhotoChoice) -> str:
    return _("{file}, {day} on {account}: {caption}").format(
        file=each.name,
        day=each.posting.posted.date().isoformat(),
        account=each.posting.account.name,
        caption=each.posting.shot.entry.caption,
    )


def _why(task: Task, chosen: PhotoChoice) -> str:
    entry, place = chosen.posting.shot.entry, chosen.posting.shot.place
    if task.answers.rule == "twice":
        told = _("Right: the picture of {file} stands on two accounts.")
    elif entry.says and entry.scene in task.answers.scenes:
        told = _("Right: in {file} one can see {says}.")
    elif entry.scene in task.answers.scenes:
        told = _("Right: {file} shows it; nobody had to say so.")
    else:
        told = _("Right: {file} itself says where it was taken: {place}.")
    says = ", ".join(entry.says)
    return told.format(file=chosen.name, says=says, place=place.name)


def _why_not(chosen: PhotoChoice) -> str:
    told = _("Not {file}: it shows '{caption}', and nothing of what is asked for.")
    return told.format(file=chosen.name, caption=chosen.posting.shot.entry.caption)


def _needed(session: SeenNow | None) -> SeenNow:
    if session is None:
        raise UsageError(_("There is no session to look at."))
    if not session.states:
        raise UsageError(_("Nothing was read yet: scan first."))
    return session


def _waiting(seen: SeenNow) -> str:
    """Return what is to be said where something was marked and not looked at again."""
    return (
        " " + _("What is marked as done was not looked at again: verify.") if seen.waiting else ""
    )


def _check_closed(
    task: Task, _answer: str, session: SeenNow | None, run: StoryRun
) -> tuple[bool, str]:
    seen, most = _needed(session), minutes_of(task, run)
    state, asked = _state(task, seen), _(_ASKED[task.answers.question or QuestionId.PAPERS])
    if state in SEEN:
        told = _("Not yet: the question about {asked} can still be answered.").format(asked=asked)
        return False, told + _waiting(seen)
    if state is AnswerState.COULD_NOT_TELL:
        return False, _("Whether {asked} is closed could not be told: scan to the end.").format(
            asked=asked
        )
    if seen.minutes > most:
        return False, _(
            "The question about {asked} is closed, with {spent} minutes of work; {most} are enough."
        ).format(asked=asked, spent=round(seen.minutes, 1), most=most)
    if not seen.minutes:
        return True, _("Right: the question about {asked} is not seen; nothing had to go.").format(
            asked=asked
        )
    return True, _("Right: the question about {asked} is not seen, after {spent} minutes.").format(
        asked=asked, spent=round(seen.minutes, 1)
    )


def _check_cut(
    task: Task, _answer: str, session: SeenNow | None, _run: StoryRun
) -> tuple[bool, str]:
    seen = _needed(session)
    first, second = (_account(task, key) for key in task.answers.apart)
    named = {"first": first[1], "second": second[1]}
    if frozenset({first, second}) in seen.ties:
        told = _("Not yet: the same picture still ties {first} to {second}.").format(**named)
        return False, told + _waiting(seen)
    if seen.tied(first, second):
        told = _("Not yet: pictures tie {first} to {second} by way of another account.")
        return False, told.format(**named) + _waiting(seen)
    unread = seen.states.get(QuestionId.LINKED) is AnswerState.COULD_NOT_TELL
    if unread or not {first, second} <= seen.accounts:
        return False, _("Whether the link is cut could not be told: scan to the end.")
    told = _("Right: no picture ties {first} to {second} any more.").format(**named)
    if frozenset({first, second}) in seen.profile_ties:
        told += " " + _("Their profiles still do, by a name or a link.")
    return True, told


def _check_below(
    task: Task, _answer: str, session: SeenNow | None, _run: StoryRun
) -> tuple[bool, str]:
    seen, most = _needed(session), task.answers.pixels
    likeness = seen.states.get(QuestionId.LIKENESS)
    if seen.best is None or likeness is AnswerState.COULD_NOT_TELL:
        return False, _("Whether a face is left could not be told: nobody looked at all pictures.")
    if seen.best >= most:
        told = _("Not yet: the best picture shows a face of {best} px.").format(best=seen.best)
        return False, told + _waiting(seen)
    told = _("Right: the largest clear face that anybody can get is {best} px wide.")
    return True, told.format(best=seen.best)


def _account(task: Task, key: str) -> AccountName:
    spec = next(each for each in read_story(task.story).accounts if each.key == key)
    return spec.platform, spec.name


def _name(task: Task) -> str:
    return dict(task.names)["name"]


def _no_form(task: Task) -> UsageError:
    return UsageError(_("That is no answer to this task."), _(FORMS[task.kind]))


_RULES: Mapping[RightRule, Callable[[Task, str, SeenNow | None, StoryRun], tuple[bool, str]]] = {
    "questions": _check_questions,
    "best": _check_best,
    "state": _check_state,
    "says": _check_says,
    "home": _check_photo,
    "papers": _check_photo,
    "twice": _check_photo,
    "closed": _check_closed,
    "cut": _check_cut,
    "below": _check_below,
}
