"""Sentences that the commands share, for people who use no shell.

A command that has a screen becomes the name of that screen; a sentence about any other is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.messages import N_, _

_SCREENS = {
    "accounts": N_("the Accounts screen (2)"),
    "photos": N_("the Photos screen (3)"),
    "findings": N_("the Findings screen (4)"),
    "plan": N_("the Plan screen (5)"),
    "scan": N_("the Scan screen (6)"),
    "likeness": N_("the Likeness screen (8)"),
    "likeness-watch": N_("Look-alikes (ctrl+p)"),
    "links": N_("the Links screen (9)"),
    "places": N_("the Places screen (0)"),
    "verify": N_("Verify (key v on the plan)"),
    "archived": N_("Copies in web archives (ctrl+p)"),
    "corpus": N_("Training sets (ctrl+p)"),
    "help-now": N_("Help now (F2)"),
    "law": N_("Law where you live (F2, then Enter)"),
    "letter": N_("Letter to a site (ctrl+p)"),
    "case": N_("Case file (ctrl+p)"),
    "harden": N_("Clean copies (ctrl+p)"),
    "opt-out": N_("Files that say no to AI training (ctrl+p)"),
    "sign": N_("Sign your own pictures (ctrl+p)"),
    "sign-key": N_("Sign your own pictures (ctrl+p)"),
    "report": N_("Save a report (ctrl+p)"),
    "import": N_("Bring in an archive (ctrl+p)"),
    "breaches": N_("Breaches (ctrl+p)"),
    "keys": N_("Breaches (ctrl+p)"),
    "reported": N_("Reported links (F2, then F3)"),
    "wipe": N_("Erase everything (ctrl+p)"),
    "forgotten": N_("Accounts you forgot (ctrl+p)"),
    "discover": N_("Accounts you forgot (ctrl+p)"),
}
"""The screen that does what a command does; the numbers are its keys."""
_WORD = (
    r"(?: (?:prove|claim|add|list|[a-z]?[0-9a-f]{12,}|--?[a-z][\w-]*|[A-Z][A-Z]+\b"
    r"|[a-z]+-[a-z-]+|\{\w+\}))*"
)
_QUOTED = r"['‘“\"`]auditor (?P<quoted>[a-z][a-z-]*)[^'’”\"`]*['’”\"`]"
_COMMAND = re.compile(rf"{_QUOTED}|\bauditor (?P<bare>[a-z][a-z-]+){_WORD}")
_LEFT = re.compile(r"['‘“\"`]auditor |\bauditor [a-z-]+ --|(?:^|\s)--[a-z]|\bauditor openness\b")
_SENTENCES = re.compile(r"(?<=[.!?:]) +(?=\S)")
_STARTS = re.compile(r"(?:^|[.!?] )$")


def with_screens(text: str) -> str:
    """Return a text in which a command is named by the screen that does the same."""

    def named(found: re.Match[str]) -> str:
        title = _SCREENS.get(found["quoted"] or found["bare"])
        if title is None:
            return found[0]
        screen = _(title)
        starts = _STARTS.search(text[: found.span()[0]])
        return screen[:1].upper() + screen[1:] if starts else screen

    return _COMMAND.sub(named, text)


def without_commands(text: str) -> str:
    """Return a text with screens for commands, and without sentences that still name a command."""
    kept: list[str] = []
    for sentence in _SENTENCES.split(with_screens(text)):
        if _LEFT.search(sentence):
            while kept and kept[-1].endswith(":"):  # it led to the command
                kept.pop()
        else:
            kept.append(sentence)
    return " ".join(kept)


def told_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without commands; a line that spoke of nothing else is left out."""
    for line in lines:
        kept = without_commands(line)
        if kept.strip() or not line.strip():
            yield kept
