"""Question by question: the answer, what it rests on, and the steps that end it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.domain.findings.finding import State
from auditor.domain.text.foreign_text import clean
from auditor.messages import _, ngettext
from auditor.report.html.elements import Html, element, picture
from auditor.report.html.page import PageView
from auditor.report.shown_answers import ShownAnswer, ShownClosing, ShownStep
from auditor.report.words.words import answer_sign, state

__all__ = ["ShownAnswer", "Ways", "how_text", "sections", "state_chip", "step_line"]

Ways = Mapping[tuple[str, str], int]
"""The number in the appendix under which it is told how: by the text of a remedy and its page."""
_EVIDENCE = 12
"""Lines of evidence of one question; the findings in the appendix are all of them."""


def sections(page: PageView, ways: Ways) -> Iterator[Html]:
    """Yield the title and one section for each question; nothing where none is answered."""
    if not page.view.answers:
        return
    common = _common(page.view.answers)
    yield element("h2", _("Question by question"), class_="part")
    yield from (element("p", line) for line in common)
    yield element(
        "div",
        *(_section(answer, page.thumbnails, ways, common) for answer in page.view.answers),
        class_="questions",
    )


def _common(answers: tuple[ShownAnswer, ...]) -> tuple[str, ...]:
    """Return what no steps can end, whichever question they are for; it is told once."""
    all_leave = [set(closing.leaves) for answer in answers for closing in _both(answer)]
    if not all_leave:
        return ()
    return tuple(sorted(set.intersection(*all_leave)))


def _both(answer: ShownAnswer) -> tuple[ShownClosing, ...]:
    return tuple(filter(None, (answer.closing, answer.keeping)))


def state_chip(answer: ShownAnswer) -> Html:
    """Return how a question stands, by word, sign and colour."""
    return element(
        "span",
        f"{answer_sign(answer.state)} {answer.state_word}",
        class_=f"state {_colour(answer)}",
    )


def _colour(answer: ShownAnswer) -> str:
    """Never green where something was not looked at."""
    gap = answer.state.value == "not-seen" and bool(answer.could_not_tell)
    return "could-not-tell" if gap else answer.state.value


def _section(
    answer: ShownAnswer, thumbnails: Mapping[str, bytes], ways: Ways, common: tuple[str, ...]
) -> Html:
    leaves = dict.fromkeys(line for closing in _both(answer) for line in closing.leaves)
    own = [line for line in leaves if line not in common]
    pictures = [thumbnails[photo] for photo in answer.pictures if photo in thumbnails]
    more = len(answer.evidence) - _EVIDENCE
    return element(
        "section",
        element("h3", state_chip(answer), answer.question),
        element("p", " · ".join(answer.sentence)),
        element("div", *map(picture, pictures), class_="pictures") if pictures else None,
        _list(_("What it rests on"), answer.evidence[:_EVIDENCE], more),
        _list(_("Could not tell"), answer.could_not_tell, 0),
        *_closings(answer, ways),
        element("p", " ".join(own), class_="soft") if own else None,
        class_="question",
    )


def _list(title: str, lines: tuple[str, ...], more: int) -> Html | None:
    if not lines:
        return None
    rest = element("li", _("and {n} more in the appendix").format(n=more)) if more > 0 else None
    return element(
        "div",
        element("h4", title),
        element("ul", *(element("li", line) for line in lines), rest),
    )


def _closings(answer: ShownAnswer, ways: Ways) -> Iterator[Html]:
    first, second = answer.closing, answer.keeping
    if first is not None and second is not None and first.steps == second.steps:
        yield from _closing(second, second.steps, ways)
        return
    above = first.steps if first is not None else ()
    if first is not None:
        yield from _closing(first, first.steps, ways)
    if second is not None:
        further = tuple(step for step in second.steps if step not in above)
        same = [str(number) for number, step in enumerate(above, 1) if step in second.steps]
        yield from _closing(second, further, ways, same)


def _closing(
    closing: ShownClosing,
    steps: tuple[ShownStep, ...],
    ways: Ways,
    same: Sequence[str] = (),
) -> Iterator[Html]:
    """Yield the steps; `same` are the numbers of those that stand above already."""
    yield element("h4", _("{title}: {minutes}").format(title=closing.title, minutes=closing.takes))
    if same:
        above = ngettext("Step {numbers} above.", "Steps {numbers} above.", len(same))
        yield element("p", above.format(numbers=", ".join(same)))
    if steps:
        lines = (element("li", *step_line(step, ways)) for step in steps)
        yield element("ol", *lines, class_="steps")


def step_line(
    step: ShownStep, ways: Ways | None = None, longest: int = 300
) -> Iterator[Html | str]:
    """Yield what to do, to what, how long it takes, who notices, and where it is told how."""
    yield element("strong", step.title)
    yield f": {clean(step.about, longest)} "
    yield (
        element("span", _("save evidence first"), class_="chip save") if step.evidence_first else ""
    )
    done = step.state if step.state != state(State.OPEN) else ""
    facts = filter(None, (step.platform, step.takes, done, step.noticed_by))
    how = how_text(ways, step.text, step.url)
    yield element("span", " · ".join(("", *facts)), how, class_="soft")


def how_text(ways: Ways | None, text: str, url: str) -> Html | None:
    """Return where the appendix tells how it is done; None where it does not."""
    number = ways.get((text, url)) if ways is not None else None
    if number is None:
        return None
    return element("span", " · ", _("How: {number}").format(number=number), class_="how")
