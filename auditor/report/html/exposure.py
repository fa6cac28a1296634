"""Two sections of the page: likeness exposure, and what is seen in photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.messages import _, ngettext
from auditor.report.html.elements import Html, element, link
from auditor.report.shown_exposure import ShownLikeness, ShownRung, ShownSeen

__all__ = ["likeness", "seen"]

_SHOWN = 50
"""Photos in the page; the table has all of them."""


def likeness(shown: ShownLikeness) -> Html:
    """Return the judgement. What it means stands first."""
    rows = [_rung(rung) for rung in shown.rungs]
    names = (_("step"), _("different photos that count"), _("enough"), _("reached"))
    hide = [
        element("li", f"{label}: ", ngettext("{n} photo", "{n} photos", count).format(n=count))
        for label, count in shown.hide
    ]
    return element(
        "section",
        element("h2", _("Likeness exposure")),
        element("p", shown.means, class_="means"),
        *_best(shown),
        element("p", shown.name, class_="tier"),
        element("ul", *(element("li", gap) for gap in shown.gaps), class_="soft"),
        _table(names, rows) if rows else None,
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
    return element(
        "tr",
        element("td", rung.name, element("p", rung.text, ".", *sources, class_="soft")),
        element("td", rung.counted),
        element("td", str(rung.needed)),
        element("td", _("yes") if rung.reached else _("no")),
    )


def seen(shown: tuple[ShownSeen, ...]) -> Html | None:
    """Return what is seen in photos, those with most to tell first.

    None where nothing was found.
    """
    if not shown:
        return None
    first = sorted(shown, key=lambda photo: (-len(photo.says), photo.photo))[:_SHOWN]
    rows = [
        element(
            "tr",
            element("td", photo.account, element("p", photo.photo, class_="soft")),
            element("td", _list(photo.says)),
        )
        for photo in first
    ]
    counts = ", ".join(
        f"{label} {count}"
        for label, count in Counter(photo.account for photo in shown).most_common()
    )
    more = len(shown) - len(first)
    return element(
        "section",
        element("h2", _("Seen in pictures")),
        element(
            "p",
            _(
                "Faces are counted and measured, never identified. A missing credential proves "
                "nothing."
            ),
            class_="soft",
        ),
        element("p", _("Photos by account: {list}.").format(list=counts), class_="soft"),
        _table((_("photo"), _("seen in it")), rows),
        element("p", _("and {n} more; the csv report has all").format(n=more), class_="soft")
        if more > 0
        else None,
    )


def _list(says: tuple[str, ...]) -> Html:
    return element("ul", *(element("li", line) for line in says), class_="says")


def _table(names: tuple[str, ...], rows: list[Html]) -> Html:
    head = element("tr", *(element("th", name, scope="col") for name in names))
    return element("div", element("table", head, *rows), class_="wide")
