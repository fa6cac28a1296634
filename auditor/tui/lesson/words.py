"""What the screen of a lesson says: words, questions with their votes, answers, plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from auditor.domain.findings.answer import SEEN, AnswerState, QuestionAnswer
from auditor.domain.findings.plan import Plan, PlanStep
from auditor.messages import _, ngettext
from auditor.questions import ALL
from auditor.report.veil import Veil
from auditor.report.words.words import answer_sign, answer_state, minutes, question_word
from auditor.tui.lesson.big_words import big_content
from auditor.tui.lesson.run import LessonRun, right_choice
from auditor.tui.text import words
from auditor.tui.text.plain import lines, plain, row

_BAR = "█"
_BAR_CELLS = 24
_LETTERS = "ABCDEFGH"
_MOST_STEPS = 4
_STYLES = {
    AnswerState.YES: "bold $text-error",
    AnswerState.PARTLY: "bold $text-warning",
    AnswerState.COULD_NOT_TELL: "bold $text-warning",
    AnswerState.NOT_SEEN: "$text-success",
}
_LIMIT = 2000


def spoken(run: LessonRun) -> Content:
    """Return what the trainer does and says in a part."""
    part = run.part
    found: list[Content] = []
    if not run.quiet:
        found += [plain(f"· {_(text)}", "$quiet", limit=_LIMIT) for text in part.does]
        for text in part.words:
            found += [plain(""), plain(_(text), limit=_LIMIT)]
    else:
        found.append(plain(_(part.title), "bold", limit=_LIMIT))
    if part.tasks:
        tasks = _("Tasks: {tasks}").format(tasks=", ".join(part.tasks))
        found += [plain(""), plain(tasks, "$accent", limit=_LIMIT)]
    if part.questions:
        found += [plain(""), plain(_("→ leads to the question."), "$quiet")]
    return lines(*found)


def asked(run: LessonRun) -> Content:
    """Return a question with its choices, the votes, and the right answer once it is revealed."""
    question = run.question
    if question is None:
        return spoken(run)
    found = [plain(_(question.ask), "bold", limit=_LIMIT), plain("")]
    shown = run.step in run.revealed
    right = right_choice(question, run.now) if shown else None
    found += _choices(question.choices, run.votes(), right)
    if not question.choices:
        found.append(plain(_("Let people talk. There is no right answer."), "$quiet"))
    elif not shown:
        told = _("V: count the hands. E: the right answer, after the vote.")
        found.append(plain(told, "$quiet"))
        if run.votes_at:
            phones = _("Phones vote at {address}").format(address=run.votes_at)
            found.append(plain(phones, "bold $accent", limit=200))
    elif right is None:
        found.append(plain(_not_told(run), "$text-warning", limit=_LIMIT))
    if shown and question.because:
        found += [plain(""), plain(_(question.because), limit=_LIMIT)]
    return lines(*found)


def square(run: LessonRun) -> Content:
    """Return the address at which phones vote as a square to be photographed."""
    from auditor.practice.serving.lan.class_page import qr_rows

    return lines(plain(""), *(plain(text, "white on black") for text in qr_rows(run.votes_at)))


def _choices(
    choices: Sequence[str], votes: Sequence[int] | None, right: int | None
) -> Iterator[Content]:
    most = max(votes, default=0) if votes else 0
    widest = max((len(_(choice)) for choice in choices), default=0)
    for place, choice in enumerate(choices):
        is_right = place == right
        style = "bold $text-success" if is_right else "bold" if right is None else "$quiet"
        count = votes[place] if votes else 0
        bar = _BAR * round(count / most * _BAR_CELLS) if most else ""
        sign = "✓" if is_right else " "
        yield row(
            plain(f"{sign} {_LETTERS[place]}  ", style),
            plain(_(choice).ljust(widest if widest <= _BAR_CELLS * 2 else 0), style, limit=_LIMIT),
            *((plain(f"  {count:>3} ", "bold"), plain(bar, "$accent")) if votes else ()),
        )
    if choices:
        yield plain("")


def _not_told(run: LessonRun) -> str:
    if run.now:
        return _("Could not tell: too much was not looked at to say which choice is right.")
    return _("Not told yet: no scan has come to its end so far.")


def counted(told: Sequence[QuestionAnswer]) -> Content:
    """Return in large letters of how many questions something is seen."""
    seen = sum(answer.state in SEEN for answer in told)
    unknown = sum(answer.state is AnswerState.COULD_NOT_TELL for answer in told)
    number = big_content(f"{seen}+" if unknown else f"{seen}")
    beside = _("of {count} questions: something is seen").format(count=len(told))
    more = ngettext(
        "{count} more could not be told", "{count} more could not be told", unknown
    ).format(count=unknown)
    return lines(number, plain(beside), *([plain(more, "$text-warning")] if unknown else []))


def answered(told: Sequence[QuestionAnswer]) -> Iterator[Content]:
    """Yield how each of the eight stands."""
    states = {answer.id: answer.state for answer in told}
    for rule in ALL:
        if rule.id in states:
            yield _stands(states[rule.id], _(rule.title))


def _stands(state: AnswerState, title: str) -> Content:
    width = max(len(answer_state(known)) for known in AnswerState) + 2
    told = f"{answer_sign(state)} {answer_state(state)}".ljust(width + 2)
    return row(plain(told, _STYLES[state]), plain(title, limit=_LIMIT))


def planned(made: Plan, names: Mapping[str, str], veil: Veil) -> Iterator[Content]:
    """Yield the first steps of a plan."""
    for number, step in enumerate(made.steps[:_MOST_STEPS], 1):
        yield row(
            plain(f"{number}. ", "bold"),
            plain(veil.sentence(words.step(step.remedy)), "bold", limit=_LIMIT),
            plain(f"  {_on(step, names)} {minutes(step.minutes)}", "$quiet", limit=_LIMIT),
        )
    more = len(made.steps) - _MOST_STEPS
    if more > 0:
        told = ngettext("and {count} more step", "and {count} more steps", more).format(count=more)
        yield plain(told, "$quiet")


def _on(step: PlanStep, names: Mapping[str, str]) -> str:
    name = names.get(step.account, "")
    return f"{name}," if name else ""


def flipped(run: LessonRun, made: Plan | None) -> Content:
    """Return the eight questions before and after, side by side.

    After is what the last scan has seen, where anything changed; else what the plan would leave.
    """
    if not run.before:
        return plain(
            _("There is no before yet: no scan has come to its end so far."), "$text-warning"
        )
    before = {answer.id: answer.state for answer in run.before}
    now = {answer.id: answer.state for answer in run.now}
    done = now != before
    after = now if done else made.after if made is not None else {}
    told = (
        _("After: as the last look has seen it.")
        if done
        else _("After: once all steps of the plan are done and a scan has seen it.")
    )
    width = max(len(answer_state(state)) for state in AnswerState) + 3
    head = f"{_('before'):{width}}  {_('after'):{width}}"
    rows = [
        row(
            _cell(before.get(rule.id), width),
            plain("→ "),
            _cell(after.get(rule.id), width),
            plain(question_word(rule.id), limit=_LIMIT),
        )
        for rule in ALL
    ]
    seen = [sum(state in SEEN for state in states.values()) for states in (before, after)]
    if not after:
        return lines(big_content(str(seen[0])), plain(_("Working it out…"), "$quiet"), *rows)
    counts = _("Something is seen of {before} questions before, of {after} after.").format(
        before=seen[0], after=seen[1]
    )
    return lines(
        big_content(f"{seen[0]} : {seen[1]}"),
        plain(counts, "bold"),
        plain(told, "$quiet"),
        plain(""),
        plain(head, "$quiet"),
        *rows,
    )


def _cell(state: AnswerState | None, width: int) -> Content:
    if state is None:
        return plain("…".ljust(width), "$quiet")
    return plain(f"{answer_sign(state)} {answer_state(state)}".ljust(width), _STYLES[state])
