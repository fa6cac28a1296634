"""The part of docs/guidance.md that is made: what is known of which situation in which place.

`python -m tests.documents write` makes it.
"""

from __future__ import annotations

from pathlib import Path

from auditor.guidance.help import help_now
from auditor.guidance.jurisdictions import EU
from auditor.guidance.laws import laws
from auditor.guidance.laws.situations import Situation

PAGE = Path(__file__).parents[1] / "docs" / "guidance.md"
_BEGIN = "<!-- made by python -m tests.documents write: begin -->\n"
_END = "<!-- end -->\n"
_NOTHING = "–"


def render() -> str:
    """Return the page with its table made anew."""
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{_table()}{_END}{after}"


def _table() -> str:
    regions = [code for code, _name in help_now.regions()]
    places = sorted({*laws.codes(), *regions})
    head = [
        "place",
        *(situation.value for situation in Situation),
        "emergency",
        "violence helpline",
    ]
    lines = [head, ["---"] * len(head), *(_row(place) for place in places)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(place: str) -> list[str]:
    found = [len(laws.answer(place, situation).laws) for situation in Situation]
    near = [
        service.region
        for service in help_now.crisis_lines(place, help_now.VIOLENCE)
        if service.region not in {EU, help_now.WORLDWIDE}
    ]
    return [
        place,
        *(str(count) if count else _NOTHING for count in found),
        help_now.emergency(place) or _NOTHING,
        ", ".join(dict.fromkeys(near)) or _NOTHING,
    ]
