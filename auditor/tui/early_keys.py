"""Keeps what is typed while the lock is only starting, for the field that is about to be there.

Who types without waiting, after a lock above all, would otherwise lose the first letters of the
passphrase and read that it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.keys import Keys

_MOST = 1000
_EDIT = frozenset({"backspace", "enter"})
_RETURN = "ctrl+j"
"""What Return is on a terminal that was not yet told to hand over every key as it is."""

_HELP, _LEAVE = "f2", "ctrl+x"
_URGENT = {"\x1bOQ": _HELP, "\x1b[12~": _HELP, "\x1b[[B": _HELP, "\x1b[Q": _HELP, "\x18": _LEAVE}
"""What F2 is on xterm, VT220, the console of Linux and kitty, and ctrl+x anywhere."""
_NO_LETTERS = re.compile(r"\x1b\[[\d;?]*[a-zA-Z~]|\x1bO[a-zA-Z]|\x1b_G[^\x1b]*\x1b\\")
"""What a terminal says of itself when it is asked (its kind and cells, kitty's pictures), and keys
that write nothing."""
_REPORT = re.compile(r"\x1b\[(?:\?[\d;]+c|[46];\d+;\d+t)")
"""What kind a terminal is and how large its cells are (xterm, "Primary DA" and XTWINOPS)."""
_PARTS = re.compile("|".join([*map(re.escape, _URGENT), _NO_LETTERS.pattern, "."]), re.DOTALL)

_SIGNS = {"\x7f": "backspace", "\r": "enter", "\n": "enter"}


_as_textual_does = XTermParser._sequence_to_key_events  # noqa: SLF001 - has no public name


def _without_reports(parser: XTermParser, sequence: str, alt: bool = False) -> Iterable[events.Key]:
    if _REPORT.fullmatch(sequence):
        return (events.Key(Keys.Ignore, sequence),)
    return _as_textual_does(parser, sequence, alt=alt)


def ignore_late_answers() -> None:
    """See that what a terminal says of itself too late is no key.

    On a slow line it comes when the app runs already. Textual does not know it, and would type it:
    into a passphrase, or as keys that lead elsewhere.
    """
    XTermParser._sequence_to_key_events = _without_reports  # type: ignore[method-assign, assignment] # noqa: SLF001


class EarlyKeys:
    """Takes keys between `wait` and `let_go`."""

    def __init__(self) -> None:
        self._waits = False
        self._kept: list[events.Key] = []

    def put(self, text: str) -> None:
        """Keep what somebody else read of the keyboard before the app did, as it came."""
        for sign in _PARTS.findall(text):
            if sign in _URGENT:
                self._kept.append(events.Key(_URGENT[sign], None))
            elif sign in _SIGNS:
                self._kept.append(events.Key(_SIGNS[sign], None))
            elif len(sign) == 1 and sign.isprintable():
                self._kept.append(events.Key(sign, sign))

    def wait(self) -> None:
        """Take keys from now on."""
        self._waits = True

    def takes(self, key: events.Key) -> bool:
        """Whether the key was kept; what leads elsewhere does its work at once.

        Help waits its turn: the letters behind it are those of a country.
        """
        if not self._waits or len(self._kept) >= _MOST:
            return False
        if key.key == _RETURN:
            key = events.Key("enter", None)
        if not (key.is_printable or key.key in _EDIT or key.key == _HELP):
            return False
        self._kept.append(key)
        return True

    def let_go(self, *, letters: bool = True) -> list[events.Key]:
        """Return what was kept, and take nothing more.

        Without `letters`, where no field stands yet, nothing that came before a call for help.
        """
        kept, self._kept, self._waits = self._kept, [], False
        calls = (at for at, key in enumerate(kept) if key.key in {_HELP, _LEAVE})
        return kept if letters else kept[next(calls, len(kept)) :]
