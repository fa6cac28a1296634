"""Questions to whoever runs a command: asked on stderr, answered on stdin.

What is private (an address, a link, the path of a picture, a name) is asked for, or read from
standard input where "-" stands for it: shells and lists of processes remember arguments.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING

from auditor.cli import output
from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.domain.secret import Secret
    from auditor.guidance.laws.situations import Situation

FROM_STDIN = "-"
"""What stands on the command line for something private: a line of standard input."""
_LONGEST = 1_000_000
"""Characters of standard input that are looked at, at most."""

_WATCH: ContextVar[Callable[[], AbstractContextManager[object]]] = ContextVar(
    "watch", default=nullcontext
)
"""Opened while an answer is waited for: what locks a vault when nobody gives one."""


@contextmanager
def watched(watch: Callable[[], AbstractContextManager[object]]) -> Iterator[None]:
    """Open `watch` around each wait for an answer, also where a command inside asks."""
    before = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(before)


def waited() -> AbstractContextManager[object]:
    """Return what is open while an answer is waited for; for what asks without showing it."""
    return _WATCH.get()()


def answer(question: str) -> str:
    """Ask one line on stderr. Raises UsageError where nobody answers."""
    output.ask(question)
    return next_line()


def next_line() -> str:
    """Return one line of standard input. Raises UsageError at its end."""
    try:
        with waited():
            return input().strip()
    except EOFError:
        raise UsageError(_("Nobody answered; nothing was done.")) from None
    except UnicodeDecodeError:
        raise UsageError(_("Standard input is no text; nothing was done.")) from None


def unseen(question: str) -> Secret:
    """Ask for a secret without showing it, or take the next line of standard input.

    Raises UsageError where nobody answers, or the terminal would show it.
    """
    import getpass
    import warnings

    from auditor.domain.secret import Secret

    if not sys.stdin.isatty():
        return Secret(next_line())
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            with waited():
                return Secret(getpass.getpass(question))
        except EOFError:
            raise UsageError(_("Nobody answered; nothing was done.")) from None
        except getpass.GetPassWarning:
            raise UsageError(
                _("This terminal would show what you type; nothing was asked.")
            ) from None


def private_text(given: str | None, question: str) -> str:
    """Return what is private: asked for, a line of standard input for "-", else what was given.

    Raises UsageError where nobody answers.
    """
    if given is None:
        return answer(question)
    if given == FROM_STDIN:
        return next_line()
    tell_remembered()
    return given


def private_texts(given: Sequence[str]) -> tuple[str, ...]:
    """Return several of the same: every line of standard input for "-", else what was given.

    Raises UsageError where there is none.
    """
    if FROM_STDIN not in given:
        tell_remembered()
        return tuple(given)
    read = tuple(line for line in _rest().splitlines() if line.strip())
    if not read:
        raise UsageError(_("Nobody answered; nothing was done."))
    return (*(text for text in given if text != FROM_STDIN), *read)


def refuse_further_lines(message: str = "", hint: str = "") -> None:
    """Raise UsageError where standard input holds more than was asked for: no lists are taken.

    `message` and `hint` say so of something else than accounts.
    """
    if not sys.stdin.isatty() and _rest().strip():
        raise UsageError(
            message or _("One account at a time; nothing was done."),
            hint or _("Standard input holds more lines than the account and what confirms it."),
        )


def _rest() -> str:
    try:
        return sys.stdin.read(_LONGEST)
    except UnicodeDecodeError:
        raise UsageError(_("Standard input is no text; nothing was done.")) from None


def tell_remembered() -> None:
    """Say at a terminal that what was just typed may be remembered."""
    if sys.stdin.isatty():
        output.narrate(
            _(
                "Your shell may remember this line with what is private in it. Leave it out and it "
                "is asked for."
            )
        )


def yes(question: str) -> bool:
    """Ask a question until it is answered by yes or no."""
    while True:
        said = answer(question + " " + _("[yes/no] ")).casefold()
        if said in {"yes", "y", _("yes").casefold()}:
            return True
        if said in {"no", "n", _("no").casefold()}:
            return False


def placed(where: str) -> str:
    """Return the code of a place named by its name, else what was typed.

    Raises UsageError where several places are called so.
    """
    from auditor.guidance.laws import by_name

    found = by_name.named(where)
    if found.candidates and not found.code:
        raise UsageError(by_name.several(where, found), _("Name one by its code, or in full."))
    return found.code or where


def happening(word: str) -> Situation:
    """Return the situation that a word means. Raises UsageError where it means none."""
    from auditor.guidance.laws.situations import Situation, key_of

    key = key_of(word)
    if key not in {*Situation}:
        raise UsageError(
            _("There is no such situation."), _("One of: {ids}").format(ids=", ".join(Situation))
        )
    return Situation(key)
