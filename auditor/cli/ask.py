"""Questions to whoever runs a command: asked on stderr, answered on stdin."""

from __future__ import annotations

from auditor.cli import output
from auditor.errors import UsageError
from auditor.messages import _


def answer(question: str) -> str:
    """Ask one line on stderr. Raises UsageError where nobody answers."""
    output.ask(question)
    try:
        return input().strip()
    except EOFError:
        raise UsageError(_("Nobody answered; nothing was done.")) from None


def yes(question: str) -> bool:
    """Ask a question until it is answered by yes or no."""
    while True:
        said = answer(question + " " + _("[yes/no] ")).casefold()
        if said in {"yes", "y", _("yes").casefold()}:
            return True
        if said in {"no", "n", _("no").casefold()}:
            return False
