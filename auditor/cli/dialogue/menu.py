"""Numbered choices: written once, answered by a number or by the first letters of their words."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from auditor.cli import output
from auditor.dataclass import dataclass
from auditor.errors import AuditorError, UsageError
from auditor.messages import _

_BACK = frozenset({"0", "b", "back"})
_LEAVE = frozenset({"q", "quit", "leave"})
_AT_ONCE = frozenset({"x"})
_HELP = frozenset({"h", "help"})
_AGAIN = frozenset({"?"})


class DialogueLeft(Exception):
    """The dialogue is left; `at_once` without a further word."""

    def __init__(self, *, at_once: bool = False) -> None:
        super().__init__()
        self.at_once = at_once


@dataclass(frozen=True, slots=True)
class MenuChoice:
    """What may be chosen, and what it does. `last`: the menu ends after it."""

    words: str
    do: Callable[[], object]
    last: bool = False


@dataclass(slots=True)
class DialogueInput:
    """Asks at every menu alike. `help_now` shows whom to call; `lock` is for when nobody answers.

    `idle_s` is after how many seconds that is; 0 never.
    """

    help_now: Callable[[], object]
    lock: Callable[[], object] | None = None
    idle_s: float = 0.0

    def line(self, question: str) -> str:
        """Ask one line. Raises DialogueLeft at the end of the input."""
        output.flush()
        return _typed(question)

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Lock when nobody answers; opened around each wait for an answer."""
        if self.lock is None or not self.idle_s or not sys.stdin.isatty():
            yield
            return
        timer = threading.Timer(self.idle_s, self.lock)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def number(self, choices: Sequence[MenuChoice], back: str) -> int:
        """Return which of `choices` is taken, from 0 on, and -1 to go back; asked until one is.

        Raises DialogueLeft.
        """
        _write(choices, back)
        while True:
            typed = self.line(_("Number: ")).casefold()
            if typed in _LEAVE:
                raise DialogueLeft
            if typed in _AT_ONCE:
                raise DialogueLeft(at_once=True)
            if typed in _BACK:
                return -1
            if typed in _HELP:
                self.help_now()
            elif typed in _AGAIN:
                _write(choices, back)
            else:
                found = _found(typed, choices)
                if found is not None:
                    return found
                output.line(
                    _("Type a number from 0 to {n}; ? says the choices again.").format(
                        n=len(choices)
                    )
                )


def _typed(question: str) -> str:
    from auditor.cli import ask

    try:
        return ask.answer(question)
    except UsageError:
        raise DialogueLeft from None


def _write(choices: Iterable[MenuChoice], back: str) -> None:
    for number, choice in enumerate(choices, 1):
        output.line(f"{number}. {choice.words}")
    output.line(f"0. {back}")


def _found(typed: str, choices: Sequence[MenuChoice]) -> int | None:
    if typed.isdecimal():
        return int(typed) - 1 if 0 < int(typed) <= len(choices) else None
    matching = [
        index
        for index, choice in enumerate(choices)
        if typed and choice.words.casefold().startswith(typed)
    ]
    return matching[0] if len(matching) == 1 else None


class MenuPage(NamedTuple):
    """A menu as it stands: lines that say where one is, and what may be chosen."""

    heading: Sequence[str]
    choices: Sequence[MenuChoice]


def menu(asking: DialogueInput, read: Callable[[], MenuPage], back: str = "") -> None:
    """Say where one is, let somebody choose, do it, and again, until they go back.

    `read` is asked anew each time. Raises DialogueLeft.
    """
    while True:
        heading, there = read()
        output.line()
        for text in heading:
            output.line(text)
        index = asking.number(there, back or _("Back"))
        if index < 0:
            return
        try:
            there[index].do()
        except AuditorError as error:
            output.trouble(error)
            continue
        if there[index].last:
            return


def push_off_screen() -> None:
    """Move what was written above the upper edge of the terminal; it can be scrolled back to."""
    for _row in range(shutil.get_terminal_size().lines):
        output.line()
    output.flush()
