"""Patterns that say which names a site takes, as others wrote them: matched in bounded time.

Patterns of foreign files can be made so that matching them never ends. Taken are only those whose
parts repeat on their own: nothing is repeated that repeats or chooses itself, and there are three
such places at most. A name of 40 signs is then told in less than a million steps.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

_LONGEST = 200
_MOST_CHOICES = 3
_MOST_TIMES = 1000
_CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]", re.DOTALL)
_GROUP = re.compile(r"\((?:\?(?:[:=!]|<[=!]))?(?!\?)")
_TIMES = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?", re.ASCII)
_KEPT = 512


def usable(pattern: str) -> bool:
    """Whether a pattern is one, and names can be matched with it in bounded time."""
    return len(pattern) <= _LONGEST and _is_bounded(pattern) and _compiled(pattern) is not None


def fits(pattern: str, name: str) -> bool:
    """Whether a `usable` pattern is found in a name."""
    made = _compiled(pattern)
    return made is not None and bool(made.search(name))


@lru_cache(_KEPT)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a later Python may read otherwise
            return re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


def _is_bounded(pattern: str) -> bool:
    """Whether nothing repeats that repeats or chooses itself, and few parts do at all."""
    choices = place = 0
    open_groups = [False]  # whether each repeats or chooses somewhere
    before = False  # the same of the part that stands before
    while place < len(pattern):
        times = _TIMES.match(pattern, place)
        if times:
            if before or not _is_few(times):
                return False
            open_groups[-1] = before = True
            choices += 1 if times[1] or times[3] else 0
            place = times.end()
            continue
        sign = pattern[place]
        before = False
        if sign == "|":
            open_groups[-1] = True
            choices += 1
        elif sign == ")":
            if len(open_groups) == 1:
                return False
            before = open_groups.pop()
            open_groups[-1] = open_groups[-1] or before
        end = _end_of_part(pattern, place)
        if not end:
            return False
        if sign == "(":
            open_groups.append(False)
        place = end
    return choices <= _MOST_CHOICES


def _end_of_part(pattern: str, place: int) -> int:
    """Return where a sign, a class or the head of a group ends; 0 where it is none of these.

    What refers back, carries a name or sets an option is none.
    """
    sign = pattern[place]
    if sign == "\\":
        return 0 if pattern[place + 1 : place + 2].isdigit() else place + 2
    if sign == "[":
        found = _CLASS.match(pattern, place)
    elif sign == "(":
        found = _GROUP.match(pattern, place)
    else:
        return place + 1
    return found.end() if found else 0


def _is_few(times: re.Match[str]) -> bool:
    return all(
        len(each) <= len(str(_MOST_TIMES)) and int(each) <= _MOST_TIMES
        for each in (times[2], times[4])
        if each
    )
