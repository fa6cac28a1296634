"""A passphrase or key on its way through the program.

It can be handed on, not shown by accident.
"""

from __future__ import annotations

import hmac
from typing import NoReturn

_HIDDEN = "***"


class Secret:
    """Holds text that must not reach a log, a traceback, a report or a file.

    Only `reveal` gives it out.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself; for the one call that needs it."""
        return self._text

    def __repr__(self) -> str:
        return _HIDDEN

    def __str__(self) -> str:
        return _HIDDEN

    def __format__(self, spec: str) -> str:
        return format(_HIDDEN, spec)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(
            self._text.encode("utf-8", "surrogatepass"),
            other._text.encode("utf-8", "surrogatepass"),
        )

    __hash__ = None  # type: ignore[assignment]  # a hash in a dict or set would tell equal secrets apart from others

    def __reduce__(self) -> NoReturn:
        message = "a secret is not written out"
        raise TypeError(message)
