"""Why a check matters: its own documentation, which also makes docs/checks.md."""

from __future__ import annotations

import inspect
import re
import sys
from functools import cache

from auditor.checks import ALL
from auditor.messages import _

_NAMES = "What|Why it matters|How to fix|When it is wrong"
_PART = re.compile(
    # A line of a text may begin like a heading ("one thing: another"): only these names end one.
    rf"^({_NAMES}): (.+?)(?=^(?:{_NAMES}): |\Z)",
    re.MULTILINE | re.DOTALL,
)


def title(check: str) -> str:
    """Return the name of a check for people, its id if it is not one of ours."""
    return next((_(listed.title) for listed in ALL if listed.id == check), check)


@cache
def _parts(check: str) -> dict[str, str]:
    found = next((listed for listed in ALL if listed.id == check), None)
    text = inspect.cleandoc(sys.modules[found.run.__module__].__doc__ or "") if found else ""
    return {name: " ".join(words.split()) for name, words in _PART.findall(text)}


def why(check: str) -> str:
    """Return why it matters, empty if that is not told."""
    return _(_parts(check).get("Why it matters", ""))


def when_wrong(check: str) -> str:
    """Return when the check is wrong, empty if that is not told."""
    return _(_parts(check).get("When it is wrong", ""))
