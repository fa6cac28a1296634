"""Two sections of the page: likeness exposure, and what is seen in photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.messages import _, ngettext
from auditor.report.html.elements import Html, element, folded, link
from auditor.report.shown_exposure import ShownLikeness, ShownRung, ShownSeen

__all__ = ["likeness", "seen"]

_OPEN = 4
"""Photos that are seen at once; the others unfold."""
_SHOWN = 50
"""Photos in the page; the table has all of them."""


def likeness(shown: ShownLikeness) -> Html:
    """Return the judgement. What it means stands first."""
    hide = [
        element("li", f"{label}: ", ngettext("{n} photo", "{n} photos", count).format(n=count))
        for label, count in shown.hide
    ]
    return element(
        "section",
        element("h3", _("Likeness exposure")),
        element("p", shown.means, class_="means"),
        *_best(shown),
        element("p", _("All photos together:"), " ", element("strong", shown.name)),
        element("ul", *(element("li", gap) for gap in shown.gaps), class_="soft"),
        element("ul", *map(_rung, shown.rungs)) if shown.rungs else None,
        element("p", element("strong", shown.hide_title)) if hide else None,
        element("ul", *hide) if hide else None,
        element("p", " · ".join(shown.hide_notes), class_="soft") if shown.hide_notes else None,
        element(
            "p", _("Which photos: auditor likeness, or key 8 in the terminal UI."), class_="soft"
        )
        if hide
        else None,
    )


def _best(shown: ShownLikeness) -> Iterator[Html]:
    if not shown.best:
        return
    first, *further = shown.best
    account = f" ({shown.best_account})" if shown.best_account else None
    yield element("p", element("strong", first), account, class_="best")
    yield from (element("p", sentence) for sentence in further)
    if shown.shrink:
        yield element("ul", *(element("li", line) for line in shown.shrink))


def _rung(rung: ShownRung) -> Html:
    sources = [piece for text, url in rung.sources for piece in (" ", link(f"[{text}]", url))]
    counted = _("photos that count: {counted}, enough: {needed}").format(
        counted=rung.counted, needed=rung.needed
    )
    reached = _("reached") if rung.reached else _("not reached")
    return element(
        "li",
        element("strong", rung.name),
        f": {reached}. {counted}.",
        element("p", rung.text, ".", *sources, class_="soft"),
    )


def seen(shown: tuple[ShownSeen, ...] | None) -> Html | None:
    """Return what is seen in photos, those with most to tell first.

    None where nothing was found; where it was not read (`shown` is None), it says so.
    """
    if shown is None:
        return element(
            "section",
            element("h3", _("Seen in pictures")),
            element("p", _("What is seen in each picture stands in the csv report.")),
        )
    if not shown:
        return None
    ordered = sorted(shown, key=lambda photo: (-len(photo.says), photo.photo))
    rows = [_photo(photo) for photo in ordered[:_SHOWN]]
    counts = ", ".join(
        f"{label} {count}"
        for label, count in Counter(photo.account for photo in shown).most_common()
    )
    more = len(shown) - _SHOWN
    return element(
        "section",
        element("h3", _("Seen in pictures")),
        element(
            "p",
            _(
                "Faces are counted and measured, never identified. A missing credential proves "
                "nothing."
            ),
            class_="soft",
        ),
        element("p", _("Photos by account: {list}.").format(list=counts), class_="soft"),
        *rows[:_OPEN],
        folded(rows[_OPEN:]),
        element("p", _("and {n} more; the csv report has all").format(n=more), class_="soft")
        if more > 0
        else None,
    )


def _photo(photo: ShownSeen) -> Html:
    return element(
        "article",
        element(
            "p",
            element("strong", photo.account),
            " · ",
            " · ".join(photo.says),
            element("span", f" · {photo.photo}", class_="soft"),
        ),
    )
