"""The report as one page that loads nothing.

No script, no font, no picture but thumbnails inside it; readable and printable.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files

from auditor.domain.text.foreign_text import clean
from auditor.messages import _, ngettext
from auditor.report.html import appendix, questions
from auditor.report.html.elements import Html, date, element, together
from auditor.report.html.page import PageView
from auditor.report.words.words import FOLLOWERS_SEE

_STEPS = 5
_LONGEST = 120
"""Characters of one line of the first page, so that it stays one page on paper."""
_LONGEST_ABOUT = 90


def render(page: PageView) -> str:
    """Return the page. What was not checked comes first."""
    style = Html(files("auditor.report").joinpath("style.css").read_text("utf-8"))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element(
            "meta",
            http_equiv="Content-Security-Policy",
            content=_policy(style, pictures=bool(page.thumbnails)),
        ),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex, nofollow, noarchive"),
        element("title", _("What the public can take from your photos")),
        element("style", style),
    )
    numbers = appendix.numbers(page)
    main = element(
        "main",
        element("div", *_first_page(page), class_="first-page"),
        *questions.sections(page, numbers),
        *appendix.sections(page, numbers),
        _closing(),
    )
    return together(
        (
            Html("<!doctype html>\n"),
            element("html", head, element("body", main), lang="en"),
            Html("\n"),
        )
    )


def _policy(style: str, *, pictures: bool) -> str:
    """Allow this style and the thumbnails inside the page.

    Nothing else, whatever should ever get past the escaping.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    images = "data:" if pictures else "'none'"
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )


def _first_page(page: PageView) -> Iterator[Html | None]:
    yield _opening(page)
    yield _unchecked(page)
    yield _first(page)
    yield _answers(page)
    yield _steps(page)


def _opening(page: PageView) -> Html:
    hidden = _("Account names, names, places, links and pictures are hidden in this report.")
    shown = _(
        "This report shows account names, places and links. Keep it where only you can read it."
    )
    made = _("Made on {date} by auditor.").format(date=date(page.view.made_at))
    return element(
        "header",
        element("h1", _("What the public can take from your photos")),
        element("p", made, " ", shown if page.view.full else hidden, class_="soft"),
    )


def _unchecked(page: PageView) -> Html:
    """Name the most important gap, and how many there are."""
    more = len(page.view.not_checked) - 1
    rest = ngettext(
        "and {n} more line in the appendix", "and {n} more lines in the appendix", more
    ).format(n=more)
    return element(
        "p",
        element("strong", _("Not checked:"), " "),
        _line(*page.view.not_checked[:1]),
        f" · {rest}" if more > 0 else None,
        class_="unchecked",
    )


def _first(page: PageView) -> Html | None:
    if not page.first:
        return None
    return element(
        "section",
        element("h2", _("First:")),
        element("ul", *(element("li", _line(said)) for said in page.first)),
        element("p", _("and {n} more in the appendix").format(n=page.more_first), class_="soft")
        if page.more_first
        else None,
        class_="critical-first",
    )


def _answers(page: PageView) -> Html:
    return element(
        "section",
        element("h2", _("What a stranger could do")),
        element("p", page.view.not_seen, class_="count"),
        element("ol", *map(_answer, page.view.answers), class_="answers")
        if page.view.answers
        else None,
        element(
            "p",
            _(FOLLOWERS_SEE),
            " ",
            element(
                "span",
                _("Not seen means that nothing was found in what was checked, not that it is so."),
                class_="soft",
            ),
        )
        if page.view.answers
        else None,
    )


def _answer(answer: questions.ShownAnswer) -> Html:
    pieces = list(_fitting((*answer.sentence, *answer.could_not_tell)))
    more = len(answer.sentence) + len(answer.could_not_tell) - len(pieces)
    if more > 0:
        further = ngettext("{n} more thing below", "{n} more things below", more)
        pieces.append(further.format(n=more))
    changes = answer.closing.changes if answer.closing is not None else None
    return element(
        "li",
        questions.state_chip(answer),
        element("strong", answer.question),
        element(
            "p",
            " · ".join(pieces),
            element("span", " · ", changes, class_="takes") if changes else None,
            class_="soft",
        ),
    )


def _fitting(pieces: tuple[str, ...]) -> Iterator[str]:
    """Yield the first piece, and those after it that fit on the line."""
    left = _LONGEST
    for number, piece in enumerate(pieces):
        if number and len(piece) > left:
            return
        yield _line(piece)
        left -= len(piece)


def _steps(page: PageView) -> Html:
    title = element("h2", _("The next steps"))
    if not page.steps:
        none = (
            _("Nothing in what was checked asks for a step.")
            if page.view.answers
            else _("Nothing was read yet, so no step is known.")
        )
        return element("section", title, element("p", none))
    more = len(page.steps) - _STEPS
    return element(
        "section",
        title,
        element(
            "ol",
            *(
                element("li", *questions.step_line(step, longest=_LONGEST_ABOUT))
                for step in page.steps[:_STEPS]
            ),
            class_="steps",
        ),
        element(
            "p",
            ngettext(
                "and {n} more step in the appendix", "and {n} more steps in the appendix", more
            ).format(n=more),
            class_="soft",
        )
        if more > 0
        else None,
    )


def _line(*texts: str) -> str:
    return " ".join(clean(text, _LONGEST) for text in texts)


def _closing() -> Html:
    return element(
        "footer",
        element(
            "p",
            _(
                "An empty result is not a safe one: a report tells what was found in what was "
                "looked at."
            ),
        ),
        element("p", _("Help that needs no vault and no network: auditor help-now")),
    )
