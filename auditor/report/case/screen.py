"""One record as a page that loads nothing, with a box where the picture would be.

Addresses are no links: nobody opens one by mistake.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from auditor.messages import _
from auditor.report.html.elements import Html, element, together

_STYLE = Html(
    "body{margin:2rem auto;max-width:46rem;padding:0 1rem;font:16px/1.5 "
    "system-ui,sans-serif;color:#1d2733;background:#fff;"
    "overflow-wrap:anywhere}h1{font-size:1.4rem}h2{font-size:1rem;margin:1.2rem 0 "
    ".2rem}p{margin:.15rem 0}"
    ".covered{display:flex;align-items:center;justify-content:center;height:15rem;margin:1rem "
    "0;background:#39434f;color:#fff;"
    "border-radius:.5rem;text-align:center}"
)


def screen(
    head: str, told: Sequence[tuple[str, tuple[str, ...]]], size: tuple[int, int] | None
) -> str:
    """Return the page. `size` of the covered picture in px, if it is known."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    covered = (
        _("The picture is covered.")
        if size is None
        else _("The picture is covered ({w} × {h} px).").format(w=size[0], h=size[1])
    )
    blocks = [
        element("section", element("h2", heading), *(element("p", line) for line in lines))
        for heading, lines in told
        if lines
    ]
    page = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="referrer", content="no-referrer"),
            element("title", head),
            element("style", _STYLE),
        ),
        element(
            "body",
            element("h1", head),
            element("div", covered, class_="covered", role="img"),
            *blocks,
        ),
        lang="en",
    )
    return together((Html("<!doctype html>\n"), page, Html("\n")))
